"""Plans that come in as documents: every cell as it stood, what was doubted, and how it was answered."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from lippen.improvement.models.plans import Action, Plan, known
from lippen.improvement.vocabulary import BatchState
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class BatchQuery(RecordedQuery):
    """Reads of imports."""

    def visible_to(self, actor: Actor) -> Self:
        """Imports of the authorities in which the actor may bring plans in."""
        return self.filter(authority_id__in=actor.reach_of(Permission.IMPORT_PLAN))


class ImportBatch(Recorded):
    """One document brought in: what was found in it, and how far it has come. `proposal` is the adapters' own."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="batches")
    plan_title = models.CharField(max_length=240, blank=True)
    document = models.CharField(max_length=240)
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    layout_key = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict)
    proposal = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=BatchState.WAITING.value)
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(null=True, unique=True)

    objects = BatchQuery.as_manager()

    class Meta:
        constraints = [
            known(BatchState, "state", "import_state_known"),
            models.CheckConstraint(
                condition=~Q(state=BatchState.APPLIED.value) | Q(plan__isnull=False), name="applied_import_has_a_plan"
            ),
        ]


class SourceCell(models.Model):
    """One cell of the document, word for word, and the action it came to, if any."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="cells")
    order = models.PositiveIntegerField()
    place = models.CharField(max_length=240)
    text = models.TextField(blank=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="cells")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "order"], name="cell_kept_once")]


class Doubt(models.Model):
    """Something that the document did not say clearly. Stays open on the plan until somebody answers."""

    ref = models.CharField(max_length=40, unique=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="doubts")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="doubts")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="doubts")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=240)
    place = models.CharField(max_length=240)
    sentence = models.TextField()
    proposal = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], name="doubt_asked_once"),
            models.CheckConstraint(condition=~Q(sentence=""), name="doubt_has_a_sentence"),
        ]


class DoubtAnswer(Recorded):
    """How somebody answered a doubt; the latest counts."""

    doubt = models.ForeignKey(Doubt, on_delete=models.PROTECT, related_name="answers")
    answer = models.JSONField()
    so_on = models.DateField()
    token = models.UUIDField(null=True, unique=True)


class RememberedLayout(Recorded):
    """How the columns of a layout were matched; the latest counts."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    mapping = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["authority", "key", "-id"], name="layout_latest")]
