"""Who else sees a child for stated days: an inspector those of a sample, a partner named parts for a purpose."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lippen.casework.models.people import KnownPerson
from lippen.casework.models.sight import TODAY, OfPerson, OfPersonQuery, known, officer, open_samples, said
from lippen.casework.vocabulary import SharedBasis, SharedPart, Status
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class ChildSampleQuery(RecordedQuery):
    """Reads of samples."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of councils where the actor draws them and sees children, and an inspector's own open ones."""
        reach = actor.reach_of(Permission.DRAW_SAMPLE) & actor.reach_of(Permission.READ_RECORDS)
        seen = Q(authority_id__in=reach)
        if actor.reach_of(Permission.READ_SAMPLE):
            seen |= Q(pk__in=open_samples(actor).values("pk"))
        return self.filter(seen)


class ChildSample(Recorded):
    """Some of a council's children, drawn by chance for inspectors, who read them from a day until another.

    `words` are what the draw went by, `statuses` of which children it drew (none: of all), `among` the references of
    those: whoever has these can draw again and see that nobody chose.
    """

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=120)
    statuses = ArrayField(models.CharField(max_length=12), default=list)
    among = ArrayField(models.CharField(max_length=40))
    purpose = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()

    objects = ChildSampleQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="a_child_sample_closes_later"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(purpose=""), name="a_child_sample_says_how_and_why"),
            models.CheckConstraint(
                condition=Q(statuses__contained_by=[status.value for status in Status]),
                name="a_child_sample_is_of_known_statuses",
            ),
        ]


class OfSampleQuery(RecordedQuery):
    """Reads of what belongs to a sample."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of samples that the actor sees."""
        return self.filter(sample__in=ChildSample.objects.visible_to(actor).values("pk"))


class OfSample(Recorded):
    """What belongs to a sample."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")

    objects = OfSampleQuery.as_manager()

    class Meta:
        abstract = True


class ChildSampleInspector(OfSample):
    """Somebody who may read a sample."""

    sample = models.ForeignKey(ChildSample, on_delete=models.PROTECT, related_name="inspectors")
    inspector = officer()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "inspector"], name="a_child_samples_reader_once")]


class ChildSampleItem(OfSample):
    """One of the children drawn, in the order of the draw."""

    sample = models.ForeignKey(ChildSample, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveIntegerField()
    child = models.ForeignKey(KnownPerson, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "order"], name="children_drawn_in_order"),
            models.UniqueConstraint(fields=["sample", "child"], name="a_child_drawn_once"),
        ]


class ChildSampleEnd(OfSample):
    """A sample closed before its day. The day is not included."""

    sample = models.OneToOneField(ChildSample, on_delete=models.PROTECT, related_name="end")
    ends_on = models.DateField()
    why = models.TextField()

    class Meta:
        constraints = [said("why", "a_child_sample_ends_for_a_reason")]


class SharingQuery(OfPersonQuery):
    """Reads of what is shared."""

    def open_to(self, actor: Actor) -> Self:
        """What is shared with this partner today; row-level security asks the same."""
        reach = actor.reach_of(Permission.READ_SHARED)
        is_open = Q(opens_on__lte=TODAY, closes_on__gt=TODAY) & (Q(end__isnull=True) | Q(end__so_on__gt=TODAY))
        return self.filter(is_open, authority_id__in=reach, partner_id=actor.person_id or 0)


class Sharing(OfPerson):
    """Parts of a child's record that a partner sees, for a purpose, on a ground of law, until a day (not included)."""

    ref = models.CharField(max_length=40, unique=True)
    partner = officer()
    purpose = models.TextField()
    basis = models.CharField(max_length=12)
    basis_words = models.CharField(max_length=240, blank=True)
    parts = ArrayField(models.CharField(max_length=10))
    opens_on = models.DateField()
    closes_on = models.DateField()

    objects = SharingQuery.as_manager()

    class Meta:
        constraints = [
            known(SharedBasis, "basis", "shared_on_a_known_ground"),
            said("purpose", "shared_for_a_purpose"),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="a_sharing_closes_later"),
            models.CheckConstraint(
                condition=Q(parts__contained_by=[part.value for part in SharedPart]) & ~Q(parts=[]),
                name="shared_parts_known",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="sharings_of_a_person"),
            models.Index(fields=["partner", "closes_on"], name="sharings_with_a_partner"),
        ]


class SharingEnd(OfPerson):
    """Something is shared no more, from a day on, before its last."""

    sharing = models.OneToOneField(Sharing, on_delete=models.PROTECT, related_name="end")
    why = models.TextField()

    class Meta:
        constraints = [said("why", "a_sharing_ends_for_a_reason")]
