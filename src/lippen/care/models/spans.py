"""
Episodes of being looked after, with the placements and legal reasons that fill them: spans that are never edited.

Whatever changes about a span (its end, a correction) is a further version: `replaces` names the one before, `first` the
one with which it began, and the newest is current. So what stands now cannot overlap, and what was known on any day
can still be read. The database holds both: no two current spans of one kind overlap, and none leaves a day of an
episode without a placement or without a legal reason (migration 0002).
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from lippen.care.vocabulary import (
    AfterKind,
    Area,
    CodeSystem,
    Destination,
    MoveReason,
    Siblings,
)
from lippen.casework.models.sight import OfPerson, known, said

ONE_CODE = Func(
    Func(F("code"), function="hashtext"),
    Func(F("code"), function="hashtext"),
    Value("[]"),
    function="int8range",
)
ONE_PERSON = Func(F("person_id"), F("person_id"), Value("[]"), function="int8range")
DAYS = Func(F("so_on"), F("ends_on"), function="daterange", output_field=DateRangeField())
STANDS = Q(is_current=True, is_wrong=False)


def apart(name: str, also: Q | None = None, *more: tuple[Any, str]) -> ExclusionConstraint:
    """No two current spans of one person hold on one day."""
    return ExclusionConstraint(
        name=name,
        expressions=[(ONE_PERSON, RangeOperators.OVERLAPS), (DAYS, RangeOperators.OVERLAPS), *more],
        condition=STANDS & also if also is not None else STANDS,
    )


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """A span that ended did so on or after its first day."""
    return models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("so_on")), name=name)


def reasoned(name: str) -> models.CheckConstraint:
    """Whatever was wrong says why."""
    return models.CheckConstraint(condition=Q(is_wrong=False) | ~Q(why=""), name=name)


class Span(OfPerson):
    """
    One version of a span: its first day is `so_on`, and it held up to `ends_on`, on which something else began.

    A version that `is_wrong` says that the span never was. `is_current` is written by the database alone.
    """

    ref = models.CharField(max_length=40, unique=True)
    thread = models.CharField(max_length=40)
    """The reference with which the span began: that of its first version, which all its versions carry."""
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="versions")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    ends_on = models.DateField(null=True)
    is_wrong = models.BooleanField(default=False)
    is_current = models.BooleanField(db_default=True, editable=False)
    why = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def thread_id(self) -> int:
        """The number of the version with which the span began."""
        return self.first_id or self.pk


class Episode(Span):
    """A time in which a child is looked after, up to where the child went."""

    destination = models.CharField(max_length=12, blank=True)
    destination_words = models.CharField(max_length=240, blank=True)
    code_system = models.CharField(max_length=12, default=CodeSystem.SCOTTISH.value)
    end_code = models.CharField(max_length=8, blank=True)
    """Why it ended in the code of an imported list; the Scottish one says it by the destination."""

    class Meta:
        constraints = [
            apart("episodes_do_not_overlap"),
            ends_after_it_begins("an_episode_ends_after_it_begins"),
            reasoned("a_wrong_episode_says_why"),
            known(CodeSystem, "code_system", "episode_code_system_known"),
            known(Destination, "destination", "destination_known", blank=True),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, destination="", end_code="")
                | Q(ends_on__isnull=False) & (~Q(destination="") | ~Q(end_code="")),
                name="an_episode_ends_with_a_destination",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-so_on"], condition=STANDS, name="episodes_of_a_person"),
            models.Index(fields=["thread"], name="versions_of_an_episode"),
            models.Index(fields=["authority", "so_on"], condition=STANDS, name="episodes_of_a_council"),
        ]


class Placement(Span):
    """
    Where a looked-after child lives, with whom, and whether brothers and sisters live there too.

    `code` is of the list that `code_system` names. `moved_why` says why the child came here from the placement before.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="placements")
    code_system = models.CharField(max_length=12, default=CodeSystem.SCOTTISH.value)
    code = models.CharField(max_length=8)
    carer = models.ForeignKey("care.Carer", on_delete=models.PROTECT, null=True, related_name="placements")
    is_emergency = models.BooleanField(default=False)
    is_short_series = models.BooleanField(default=False)
    area = models.CharField(max_length=12, default=Area.NOT_KNOWN.value)
    siblings = models.CharField(max_length=12, default=Siblings.NOT_KNOWN.value)
    siblings_why = models.TextField(blank=True)
    moved_why = models.CharField(max_length=16, blank=True)
    moved_words = models.TextField(blank=True)
    provider_code = models.CharField(max_length=8, blank=True)
    """Whose the placement is, in the code of an imported list."""

    class Meta:
        constraints = [
            apart("placements_do_not_overlap"),
            ends_after_it_begins("a_placement_ends_after_it_begins"),
            reasoned("a_wrong_placement_says_why"),
            known(CodeSystem, "code_system", "placement_code_system_known"),
            said("code", "a_placement_has_its_code"),
            known(Area, "area", "placement_area_known"),
            known(Siblings, "siblings", "placement_siblings_known"),
            models.CheckConstraint(
                condition=Q(code_system=CodeSystem.ENGLISH.value)
                | Q(moved_why__in=["", *[each.value for each in MoveReason]]),
                name="placement_move_known",
            ),
            models.CheckConstraint(
                condition=~Q(siblings__in=[Siblings.SOME.value, Siblings.APART.value]) | ~Q(siblings_why=""),
                name="apart_from_siblings_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-so_on"], condition=STANDS, name="placements_of_a_person"),
            models.Index(fields=["thread"], name="versions_of_a_placement"),
            models.Index(fields=["episode"], condition=STANDS, name="placements_of_an_episode"),
            models.Index(fields=["carer"], condition=STANDS & Q(ends_on__isnull=True), name="who_lives_with_carers"),
        ]


class LegalReason(Span):
    """
    Why a child is looked after, in the law's words; `is_basis` for the one reason that carries the episode.

    Other orders may hold beside it, each once at a time.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="legal_reasons")
    code_system = models.CharField(max_length=12, default=CodeSystem.SCOTTISH.value)
    code = models.CharField(max_length=8)
    is_basis = models.BooleanField(default=True)
    expires_on = models.DateField(null=True)
    """The last day of an order that lapses unless it is renewed."""
    words = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            apart("legal_reasons_do_not_overlap", Q(is_basis=True)),
            apart(
                "an_order_is_recorded_once_at_a_time",
                Q(is_basis=False),
                (ONE_CODE, RangeOperators.OVERLAPS),
            ),
            ends_after_it_begins("a_legal_reason_ends_after_it_begins"),
            reasoned("a_wrong_legal_reason_says_why"),
            known(CodeSystem, "code_system", "legal_code_system_known"),
            said("code", "a_legal_reason_has_its_code"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("so_on")),
                name="an_order_expires_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-so_on"], condition=STANDS, name="legal_reasons_of_a_person"),
            models.Index(fields=["thread"], name="versions_of_a_legal_reason"),
            models.Index(fields=["episode"], condition=STANDS, name="legal_reasons_of_an_episode"),
        ]


class AfterCare(OfPerson):
    """What stands about somebody who is about to leave care or has left it, a dated fact each."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [known(AfterKind, "kind", "after_care_kind_known")]
        indexes = [models.Index(fields=["person", "-so_on", "-id"], name="after_care_of_a_person")]
