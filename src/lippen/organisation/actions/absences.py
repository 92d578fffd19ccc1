"""People say when they are away and who covers for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.ids import new_ref
from lippen.organisation.models import Absence, AbsenceEnd, AbsenceReason, Person
from lippen.organisation.queries import cover, leavers, person_names
from lippen.organisation.rules import COVER, WHY_AWAY
from lippen.organisation.vocabulary import AwayWhy

LONGEST = timedelta(days=366)


@atomic
def record_absence(
    *,
    actor: Actor,
    person_id: int,
    cover_id: int,
    starts_on: date,
    ends_on: date,
    at: datetime,
    why: AwayWhy | None = None,
    token: UUID | str | None = None,
) -> Absence:
    """Record that somebody is away, and who covers; one's own absence, or that of somebody who answers to one."""
    today = day_of(at)
    if not cover.may_say_away(actor, person_id, on=today):
        raise NotAllowed(COVER.key)
    if token and (made := Absence.objects.filter(token=token, recorded_by_id=actor.account_id).first()):
        return made
    authority_id = cover.authority_of_officer(person_id, on=today)
    if authority_id is None:
        raise CannotDo("Only officers of a council have others cover for them.")
    _check_days(starts_on, ends_on, today)
    _check_cover(person_id, cover_id, authority_id, starts_on)
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    _check_free(person_id, cover_id, starts_on, ends_on)
    made = _recorded(actor, authority_id, person_id, cover_id, (starts_on, ends_on), token, at)
    if why is not None:
        _say_why(actor, made, why, at)
    audit.record(actor, "absence.recorded", made, keys={"person": person_id, "cover": cover_id})
    return made


@atomic
def say_why(*, actor: Actor, absence_ref: str, why: AwayWhy, at: datetime) -> AbsenceReason:
    """Say why somebody is away, or say it anew: of oneself, or of somebody who answers to one. The last word counts."""
    found = Absence.objects.visible_to(actor).filter(ref=absence_ref).first()
    if found is None:
        raise NotVisible
    made = _say_why(actor, found, why, at)
    audit.record(actor, "absence.why_said", found)
    return made


def _say_why(actor: Actor, absence: Absence, why: AwayWhy, at: datetime) -> AbsenceReason:
    if not cover.may_know_why(actor, absence.person_id, on=day_of(at)):
        raise NotAllowed(WHY_AWAY.key)
    return AbsenceReason.objects.create(
        absence=absence,
        authority_id=absence.authority_id,
        person_id=absence.person_id,
        reason=AwayWhy(why).value,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )


@atomic
def hand_over(*, actor: Actor, person_id: int, cover_id: int, at: datetime, token: UUID | str | None = None) -> Absence:
    """Give what somebody left to another to do from today on, for a year at most; their manager may.

    It is cover like any other: the plan, and whatever else names them, still has to name somebody else for good.
    """
    today = day_of(at)
    if not cover.may_say_away(actor, person_id, on=today) or person_id == actor.person_id:
        raise NotAllowed(COVER.key)
    if token and (made := Absence.objects.filter(token=token, recorded_by_id=actor.account_id).first()):
        return made
    authority_id = leavers.authority_of_leaver(person_id, on=today)
    if authority_id is None:
        raise CannotDo("They are still here. Say when they are away, and who covers, on your own page.")
    _check_cover(person_id, cover_id, authority_id, today)
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    _end_of_those_who_left(actor, person_id, today, at)
    _check_free(person_id, cover_id, today, today + LONGEST)
    made = _recorded(actor, authority_id, person_id, cover_id, (today, today + LONGEST), token, at)
    audit.record(actor, "duty.handed_over", made, keys={"person": person_id, "cover": cover_id})
    return made


def _end_of_those_who_left(actor: Actor, person_id: int, today: date, at: datetime) -> None:
    """Whoever took it over before and left since does it no longer."""
    before = cover.away_on(today).filter(person_id=person_id, ended__isnull=True)
    for absence in before.filter(leavers.has_left("cover_id", on=today)):
        AbsenceEnd.objects.create(
            absence=absence,
            authority_id=absence.authority_id,
            ends_on=max(today, absence.starts_on),
            recorded_at=at,
            recorded_by_id=actor.account_id,
        )


def _recorded(
    actor: Actor,
    authority_id: int,
    person_id: int,
    cover_id: int,
    days: tuple[date, date],
    token: UUID | str | None,
    at: datetime,
) -> Absence:
    return Absence.objects.create(
        ref=new_ref("absence"),
        authority_id=authority_id,
        person_id=person_id,
        cover_id=cover_id,
        starts_on=days[0],
        ends_on=days[1],
        token=token,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )


def _check_days(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on <= starts_on:
        raise CannotDo("The last day away comes before the first. Give a later one.", field="last_on")
    if ends_on <= today:
        raise CannotDo("That is over already. Give days from today on.", field="last_on")
    if ends_on - starts_on > LONGEST:
        raise CannotDo("An absence is for a year at most: somebody else takes over the work then.", field="last_on")


def _check_cover(person_id: int, cover_id: int, authority_id: int, day: date) -> None:
    if cover_id == person_id:
        raise CannotDo("Nobody covers for themselves. Choose somebody else.", field="cover")
    if cover_id not in {person.id for person in cover.who_may_cover(authority_id, on=day)}:
        raise CannotDo("Whoever covers holds a post in the same council on that day. Choose another.", field="cover")


def _check_free(person_id: int, cover_id: int, starts_on: date, ends_on: date) -> None:
    """One absence at a time, and nobody covers who is away on the first day themselves."""
    stands = cover.standing_absences(Absence.objects.all()).filter(starts_on__lt=ends_on, back_on__gt=starts_on)
    if stands.filter(person_id=person_id).exists():
        raise CannotDo("These days are recorded already, or some of them. End that absence first.", field="starts_on")
    if stands.filter(person_id=cover_id).exists():
        name = person_names([cover_id])[cover_id]
        raise CannotDo(f"{name} is away in those days as well. Choose somebody else.", field="cover")


@atomic
def end_absence(*, actor: Actor, absence_ref: str, ends_on: date, at: datetime) -> AbsenceEnd:
    """Record that an absence ends sooner than was said, or is called off: from that day on they are back."""
    found = Absence.objects.visible_to(actor).filter(ref=absence_ref).select_for_update(no_key=True).first()
    if found is None:
        raise NotVisible
    if not cover.may_say_away(actor, found.person_id, on=day_of(at)):
        raise NotAllowed(COVER.key)
    if AbsenceEnd.objects.filter(absence=found).exists():
        raise CannotDo("Somebody has said already when this absence ends.")
    back_on = max(ends_on, found.starts_on)
    if back_on >= found.ends_on:
        raise CannotDo("They are back by that day anyway. Give an earlier one.", field="back_on")
    made = AbsenceEnd.objects.create(
        absence=found,
        authority_id=found.authority_id,
        ends_on=back_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "absence.ended", found, keys={"back_on": back_on.isoformat()})
    return made
