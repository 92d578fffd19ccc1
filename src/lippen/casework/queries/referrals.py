"""Referrals: one with the earlier ones of its year, those that have still to be decided, and with whom they rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Window

from lippen.casework import rules
from lippen.casework.models import (
    BroughtIn,
    Referral,
    ReferralStep,
    SignOff,
    Waiting,
)
from lippen.casework.queries.days import closed_days
from lippen.casework.queries.parts import by_mistake, referral_row
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow, ReferralRow
from lippen.casework.vocabulary import (
    REFERRAL_SUBJECT,
    IntakeKind,
)
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class ReferralPage:
    """A referral with the child, and what came of earlier ones within the year."""

    person: PersonRow
    row: ReferralRow
    earlier: tuple[ReferralRow, ...]
    due_on: date | None


def referral(actor: Actor, ref: str, *, numbers: dict[str, object]) -> ReferralPage:
    """A referral as it stands, with the earlier ones of the same child within 12 months."""
    found = seen_one(actor, Referral, ref)
    rows = list(Referral.objects.visible_to(actor).filter(person_id=found.person_id).order_by("so_on", "id"))
    ids = [row.pk for row in rows]
    steps = list(ReferralStep.objects.filter(referral_id__in=ids).order_by("id"))
    signs = list(SignOff.objects.filter(referral_id__in=ids).order_by("id"))
    waits = list(Waiting.objects.filter(referral_id__in=ids, end__isnull=False).select_related("end"))
    mistaken = by_mistake(steps, waits, [wait.end for wait in waits])
    made = {
        row.pk: referral_row(
            row,
            [s for s in steps if s.referral_id == row.pk],
            [s for s in signs if s.referral_id == row.pk],
            [each.so_on for each in rows if (each.so_on, each.pk) < (row.so_on, row.pk) and each.pk not in mistaken],
        )
        for row in rows
    }
    row = made[found.pk]
    year = rules.a_year_before(found.so_on)
    earlier = [
        made[each.pk] for each in rows if each.pk != found.pk and year <= each.so_on <= found.so_on and each.pk in made
    ]
    due = None
    if row.stage in rules.CLOCKS:
        days = int(numbers[rules.CLOCKS[row.stage][1]])  # type: ignore[call-overload]
        closed = closed_days(actor, found.authority_id, around=row.since)
        due = rules.stage_due(row.stage, received_on=row.received_on, stage_on=row.since, days=days, closed=closed)
    people = people_rows(actor, [found.person_id])
    return ReferralPage(people[found.person_id], row, tuple(reversed(earlier)), due)


def authority_of_referral(actor: Actor, ref: str) -> int:
    """The council whose referral it is."""
    return seen_one(actor, Referral, ref).authority_id


@dataclass(frozen=True)
class ReferralsPage:
    """Some of the referrals that have still to be decided, and how many there are."""

    rows: tuple[tuple[PersonRow, ReferralRow], ...]
    found: int


def brought_referrals(actor: Actor) -> QuerySet[Referral]:
    """Referrals that the actor brought in with a file, that have still to be decided, and that rest with others."""
    rests = organisation.keys_owed_by(actor.person_id, REFERRAL_SUBJECT)
    files = BroughtIn.objects.filter(kind=IntakeKind.REFERRALS.value, recorded_by_id=actor.account_id)
    ours = Referral.objects.visible_to(actor).filter(is_open=True, recorded_by_id=actor.account_id)
    return ours.filter(person_id__in=files.values("person_id")).exclude(ref__in=rests)


def open_referrals(actor: Actor, *, most: int | None = None, is_brought: bool = False) -> ReferralsPage:
    """Referrals that have still to be decided, the oldest first; of many the first so many, or those brought in."""
    open_ones = brought_referrals(actor) if is_brought else Referral.objects.visible_to(actor).filter(is_open=True)
    ordered = open_ones.order_by("so_on", "id").annotate(found=Window(Count("pk")))
    told = list(ordered.values_list("pk", "found")[:most])
    ids, found = [pk for pk, _ in told], told[0][1] if told else 0
    rows = list(Referral.objects.filter(pk__in=ids).order_by("so_on", "id"))
    steps = list(ReferralStep.objects.filter(referral_id__in=ids).order_by("id"))
    signs = list(SignOff.objects.filter(referral_id__in=ids).order_by("id"))
    people = people_rows(actor, {row.person_id for row in rows})
    made = (
        (
            people[row.person_id],
            referral_row(
                row,
                [s for s in steps if s.referral_id == row.pk],
                [s for s in signs if s.referral_id == row.pk],
                [],
            ),
        )
        for row in rows
        if row.person_id in people
    )
    return ReferralsPage(tuple(made), found)


def rest_with(refs: Collection[str]) -> dict[str, str]:
    """With whom each of these referrals rests, in words."""
    held = organisation.holders_of_duties(REFERRAL_SUBJECT, refs)
    names = organisation.person_names({each for holders in held.values() for each in holders})
    return {ref: " or ".join(sorted(names[each] for each in holders)) for ref, holders in held.items()}
