"""Who works with a child, what kind of work it is, visits, and what happened."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from lippen.casework.models.people import KnownPerson
from lippen.casework.models.sight import OfPerson, known, officer, said, seen_by
from lippen.casework.rules import GLASS_HOLDS
from lippen.casework.vocabulary import (
    GlassReason,
    GlassVerdict,
    InvolvementKind,
    Place,
    Significance,
    Status,
)
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class InvolvementQuery(RecordedQuery):
    """Reads of who works with whom."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of people whom the actor sees, and the actor's own; row-level security asks the same."""
        return self.filter(seen_by(actor))


class Involvement(Recorded):
    """Who works with somebody, in what part, from a day until a day (not included). The end is written once."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(KnownPerson, on_delete=models.PROTECT, related_name="involvements")
    worker = officer(name="+")
    team = models.ForeignKey("organisation.Team", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("organisation.Account", on_delete=models.PROTECT, null=True, related_name="+")
    over_limit_why = models.TextField(blank=True)

    objects = InvolvementQuery.as_manager()

    class Meta:
        constraints = [
            known(InvolvementKind, "kind", "involvement_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="involvement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, ended_at__isnull=True)
                | Q(ends_on__isnull=False, ended_at__isnull=False),
                name="an_end_says_when_it_was_written",
            ),
            ExclusionConstraint(
                name="one_allocated_worker_at_a_time",
                expressions=[
                    (
                        Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind="allocated"),
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["person", "worker", "kind"],
                condition=Q(ends_on__isnull=True),
                name="one_open_part_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["worker"],
                include=["person", "kind", "authority"],
                condition=Q(ends_on__isnull=True),
                name="open_work_of_a_worker",
            ),
            models.Index(fields=["team"], condition=Q(ends_on__isnull=True), name="open_work_of_a_team"),
            models.Index(fields=["person"], include=["starts_on", "ends_on"], name="work_with_a_person"),
        ]


class StatusFact(OfPerson):
    """What kind of work a child's record needs from a day on."""

    status = models.CharField(max_length=12)
    words = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [known(Status, "status", "status_known")]
        indexes = [models.Index(fields=["person", "-so_on", "-id"], name="statuses_of_a_person")]


class LocalNumberQuery(RecordedQuery):
    """Reads of a council's own figures."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of councils in which the actor reads records; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_RECORDS))


class LocalNumber(Recorded):
    """A standard, a limit or a weight that a council set for itself, from a day on, and why."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    number = models.DecimalField(max_digits=8, decimal_places=2)
    so_on = models.DateField()
    why = models.TextField()

    objects = LocalNumberQuery.as_manager()

    class Meta:
        constraints = [
            said("why", "a_local_figure_has_its_reason"),
            models.CheckConstraint(condition=Q(number__gte=0), name="a_local_figure_is_not_below_nothing"),
        ]
        indexes = [models.Index(fields=["authority", "key", "-so_on", "-id"], name="local_figures")]


class Visit(OfPerson):
    """A visit that is planned, or that was made without a plan."""

    ref = models.CharField(max_length=40, unique=True)
    worker = officer()
    planned_on = models.DateField()
    purpose = models.CharField(max_length=240, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-planned_on"], name="visits_of_a_person")]


class VisitDone(OfPerson):
    """What came of a visit: was the child seen, seen alone, where, what they said. Not seen: why."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="done")
    is_seen = models.BooleanField()
    is_seen_alone = models.BooleanField(default=False)
    place = models.CharField(max_length=10, blank=True)
    view = models.TextField(blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(Place, "place", "visit_place_known", blank=True),
            models.CheckConstraint(
                condition=Q(is_seen=True) & ~Q(place="") | Q(is_seen=False, is_seen_alone=False) & ~Q(words=""),
                name="seen_somewhere_or_why_not",
            ),
        ]
        indexes = [models.Index(fields=["person", "-so_on"], name="visits_done_to_a_person")]


class ChronologyEntry(OfPerson):
    """Something in a child's life that somebody wrote down: what happened, what it means. Events come by themselves."""

    ref = models.CharField(max_length=40, unique=True)
    source = models.CharField(max_length=160)
    words = models.TextField()
    significance = models.CharField(max_length=10)
    analysis = models.TextField(blank=True)

    class Meta:
        constraints = [
            said("words", "an_entry_has_words"),
            known(Significance, "significance", "significance_known"),
        ]
        indexes = [models.Index(fields=["person", "-so_on", "-id"], name="chronology_of_a_person")]


class BreakGlassQuery(RecordedQuery):
    """Reads of openings by break-glass."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of people whom the actor sees, and the actor's own; row-level security asks the same."""
        own = Q(recorded_by_id=actor.account_id or 0, authority_id__in=actor.reach_of(Permission.READ_RECORDS))
        return self.filter(seen_by(actor) | own)


class BreakGlass(OfPerson):
    """Somebody opened one record outside their own work: why, and until when by the real clock."""

    ref = models.CharField(max_length=40, unique=True)
    reason = models.CharField(max_length=14)
    words = models.TextField()
    until = models.DateTimeField()

    objects = BreakGlassQuery.as_manager()

    class Meta:
        constraints = [
            known(GlassReason, "reason", "glass_reason_known"),
            said("words", "glass_has_words"),
            models.CheckConstraint(
                condition=Q(until__gt=F("recorded_at")) & Q(until__lte=F("recorded_at") + GLASS_HOLDS),
                name="glass_holds_sixty_minutes_at_most",
            ),
        ]
        indexes = [models.Index(fields=["recorded_by", "-until"], name="glass_of_an_account")]


class GlassReview(OfPerson):
    """What a manager found about an opening, who is not the one who opened it."""

    glass = models.OneToOneField(BreakGlass, on_delete=models.PROTECT, related_name="review")
    verdict = models.CharField(max_length=10)
    words = models.TextField()

    class Meta:
        constraints = [known(GlassVerdict, "verdict", "glass_verdict_known"), said("words", "glass_review_has_words")]
