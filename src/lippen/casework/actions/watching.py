"""Reads of records are looked through day by day; information governance says what came of each unusual one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.writing import Pin, check_day, close_duties, pin_duties, reason_given
from lippen.casework.models import OfficerStreet, ReadDay, UnusualLook, UnusualRead
from lippen.casework.queries import watching as queries
from lippen.casework.queries.seen import seen_one
from lippen.casework.vocabulary import READS_SUBJECT, Duty, LookOutcome
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of, end_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins

WEEK = timedelta(days=7)
ONCE = "Somebody has just looked through this day. Open the list again."


@atomic
def look_through(*, actor: Actor, authority_id: int, day: date, at: datetime, real_at: datetime) -> ReadDay:
    """Look through the reads of a day that is over, once, and put what is unusual on the desks of governance.

    `day` is of the machine's clock, `real_at`, as the trail is.
    """
    require(actor, Permission.READ_AUDIT, at=[authority_id])
    if day >= day_of(real_at):
        raise CannotDo("This day is not over yet. Choose an earlier day.", field="day")
    if made := queries.looked_through(actor, authority_id, day):
        return made
    reads = queries.reads_between(authority_id, end_of(day - timedelta(days=1)), end_of(day))
    found = queries.unusual_of(actor, authority_id, day, reads)
    fact = {"authority_id": authority_id, "recorded_at": at, "recorded_by_id": actor.account_id}
    readers = len({read.account_id for read in reads})
    with refusal("a_day_is_looked_through_once", ONCE):
        made = ReadDay.objects.create(ref=new_ref("reads"), day=day, reads=len(reads), readers=readers, **fact)
    UnusualRead.objects.bulk_create(
        UnusualRead(
            ref=new_ref("unusual"),
            day=made,
            reader_id=each.account_id,
            record=each.record,
            at=each.at,
            times=each.times,
            records=each.records,
            signs=[sign.value for sign in each.signs],
            **fact,
        )
        for each in found
    )
    if found:
        today = day_of(at)
        watch = organisation.people_who_may(Permission.READ_AUDIT, [authority_id], on=today)
        about = (Duty.UNUSUAL_READS.value, READS_SUBJECT, made.ref)
        pin_duties([Pin(*about, each.id, today, today + WEEK, rules.UNUSUAL.key) for each in watch], at=at)
    audit.record(actor, "reads.looked_through", made, keys={"reads": len(reads), "found": len(found)})
    return made


@atomic
def settle(
    *, actor: Actor, unusual_ref: str, outcome: LookOutcome, words: str, so_on: date, at: datetime
) -> UnusualLook:
    """Say what came of looking at an unusual read. Nobody looks at their own."""
    require(actor, Permission.READ_AUDIT)
    found = seen_one(actor, UnusualRead, unusual_ref)
    require(actor, Permission.READ_AUDIT, at=[found.authority_id])
    check_day(so_on, at)
    if found.reader_id == actor.account_id:
        watch = organisation.people_who_may(Permission.READ_AUDIT, [found.authority_id], on=day_of(at))
        others = [each.id for each in watch if each.id != actor.person_id]
        said = "You read this yourself: somebody else looks at it."
        raise CannotDo(stand_ins.stands_with(said, others, on=day_of(at)))
    made = UnusualLook.objects.create(
        unusual=found,
        authority_id=found.authority_id,
        outcome=outcome.value,
        words=reason_given(words, "words", "Say what you found or did."),
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    if queries.is_settled(actor, found.day):
        close_duties(kind=Duty.UNUSUAL_READS.value, subject_kind=READS_SUBJECT, subject_keys=[found.day.ref], at=at)
    audit.record(actor, f"unusual.{outcome.value}", found)
    return made


@atomic
def say_street(
    *, actor: Actor, authority_id: int, officer_id: int, street: str, postcode: str, so_on: date, at: datetime
) -> OfficerStreet:
    """Record in which street an officer lives, so that reads about neighbours are seen; empty: no more."""
    require(actor, Permission.READ_AUDIT, at=[authority_id])
    check_day(so_on, at)
    if officer_id not in {row.id for row in organisation.people_of([authority_id], on=so_on)}:
        raise CannotDo("Choose somebody of this council.", field="officer")
    made = OfficerStreet.objects.create(
        authority_id=authority_id,
        officer_id=officer_id,
        street=street.strip()[:120],
        postcode=postcode.strip().upper()[:10],
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "street.said", ("casework.officerstreet", str(made.pk)), keys={"officer": officer_id})
    return made
