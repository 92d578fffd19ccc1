"""Who is away, who covers, and why, which stands apart."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery
from lippen.organisation.models.people import Authority, Person
from lippen.organisation.vocabulary import AwayWhy


class AbsenceQuery(RecordedQuery):
    """Reads of absences."""

    def visible_to(self, actor: Actor) -> Self:
        """Absences of the officers of a council, for its officers; row-level security asks the same."""
        officers = actor.reach_of(Permission.READ_PLAN) | actor.reach_of(Permission.ISSUE_PAPER)
        return self.filter(authority_id__in=officers)


class Absence(Recorded):
    """From when until when (not included) somebody is away, and who covers. Why stands apart: `AbsenceReason`."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    starts_on = models.DateField()
    ends_on = models.DateField()
    token = models.UUIDField(null=True, unique=True)

    objects = AbsenceQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(person=F("cover")), name="nobody_covers_for_themselves"),
        ]
        indexes = [
            models.Index(fields=["cover", "ends_on"], name="absences_by_cover"),
            models.Index(fields=["person", "ends_on"], name="absences_by_person"),
        ]


class AbsenceEnd(Recorded):
    """An absence that ended sooner than was said, or was called off: from this day on they are there."""

    absence = models.OneToOneField(Absence, on_delete=models.PROTECT, related_name="ended")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()

    objects = AbsenceQuery.as_manager()


UNDER = """
    WITH RECURSIVE below (id) AS (
        SELECT post.id FROM organisation_post post WHERE post.reports_to_id = ANY (%s)
        UNION SELECT post.id FROM organisation_post post JOIN below ON post.reports_to_id = below.id
    ), day (today) AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date)
    ), ranked AS (
        SELECT holding.person_id, holding.post_id,
            holding.starts_on <= today AND (holding.ends_on IS NULL OR holding.ends_on > today) AS is_held,
            row_number() OVER (PARTITION BY holding.person_id ORDER BY holding.starts_on DESC) AS place
        FROM organisation_postholding holding, day
    )
    SELECT ranked.person_id FROM ranked JOIN below ON below.id = ranked.post_id
    WHERE ranked.is_held OR (ranked.place = 1
        AND NOT EXISTS (SELECT 1 FROM ranked other WHERE other.person_id = ranked.person_id AND other.is_held))"""
"""Who answers to the holder of these posts at any distance, today or in the last post that they held."""


class AbsenceReasonQuery(RecordedQuery):
    """Reads of why somebody is away."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of whoever answers to one; row-level security asks the same."""
        under = RawSQL(UNDER, [sorted(actor.post_ids)])
        return self.filter(Q(person_id=actor.person_id) | Q(person_id__in=under))


class AbsenceReason(Recorded):
    """Why somebody is away, for them and those whom they answer to. The last word counts; none is "not said"."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="reasons")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10)

    objects = AbsenceReasonQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[each.value for each in AwayWhy]), name="absence_reason_known"
            ),
        ]
        indexes = [models.Index(fields=["absence", "-id"], name="reasons_of_an_absence")]
