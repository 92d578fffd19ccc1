"""How long records are kept: legal holds, lists of what is due, who agreed, and what was destroyed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from lippen.casework.models.sight import OfPerson, known, said
from lippen.casework.vocabulary import DestructionStepKind, KeepFor
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class LegalHold(OfPerson):
    """A record is kept though its time may be up: why, and until which day (none: until it is lifted)."""

    ref = models.CharField(max_length=40, unique=True)
    why = models.TextField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            said("why", "a_hold_has_its_reason"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__isnull=False, until__gt=F("so_on")),
                name="a_hold_ends_later",
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="holds_of_a_person")]


class LegalHoldEnd(OfPerson):
    """A hold was lifted."""

    hold = models.OneToOneField(LegalHold, on_delete=models.PROTECT, related_name="end")
    why = models.TextField()

    class Meta:
        constraints = [said("why", "a_hold_is_lifted_for_a_reason")]


class OfDestructionQuery(RecordedQuery):
    """Reads of what is due and was destroyed."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of councils in which the actor agrees what is destroyed; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.AGREE_DESTRUCTION))


class OfDestruction(Recorded):
    """Something of what is due and was destroyed: keys alone."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")

    objects = OfDestructionQuery.as_manager()

    class Meta:
        abstract = True


class Destruction(OfDestruction):
    """A list of records whose time is up on a day."""

    ref = models.CharField(max_length=40, unique=True)
    as_at = models.DateField()


class DestructionItem(OfDestruction):
    """One of these records, by its key, and why it is due. It outlives the record, so it points at nothing."""

    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="items")
    record = models.CharField(max_length=40)
    known_id = models.BigIntegerField()
    line = models.CharField(max_length=12)
    due_on = models.DateField()

    class Meta:
        constraints = [
            known(KeepFor, "line", "keeping_line_known"),
            models.UniqueConstraint(fields=["destruction", "record"], name="a_record_is_listed_once"),
        ]
        indexes = [
            models.Index(fields=["known_id"], name="listed_by_record"),
            models.Index(fields=["destruction", "due_on", "record"], name="a_list_by_its_days"),
        ]


class DestructionStep(OfDestruction):
    """Somebody agreed that a list is destroyed, or took it back."""

    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10)
    words = models.TextField()

    class Meta:
        constraints = [
            known(DestructionStepKind, "kind", "destruction_step_known"),
            said("words", "a_destruction_step_has_words"),
            models.UniqueConstraint(fields=["destruction", "kind", "recorded_by"], name="agreed_once_by_each"),
        ]


class DestroyedRecord(OfDestruction):
    """That a record was destroyed: its key, by which list and line, and how many rows it had. Nothing else is left."""

    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="destroyed")
    record = models.CharField(max_length=40, unique=True)
    line = models.CharField(max_length=12)
    due_on = models.DateField()
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [known(KeepFor, "line", "destroyed_by_a_known_line")]
