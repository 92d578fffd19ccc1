"""Own family: said with its reason and closed at once; of whoever manages or leads a second person settles it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.closed_work import ask_for_closed, close_opened
from lippen.casework.actions.front import own_refused
from lippen.casework.actions.writing import (
    Pin,
    Writing,
    begin,
    check_day,
    close_duties,
    found_of,
    pin_duties,
    reason_given,
)
from lippen.casework.models import KnownPerson, OwnTie
from lippen.casework.queries import own_family
from lippen.casework.queries.people import twins
from lippen.casework.vocabulary import OWN_TIE_SUBJECT, Duty, OwnTieKind
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put
from lippen.organisation import queries as organisation

WAITS = "This is recorded already, and the record is closed to them. Somebody else confirms it or lifts it."
SETTLED = "Somebody has settled this already."
ANOTHER = "It is for somebody else who manages to confirm it or lift it."
YOURSELF = "You said this yourself: somebody else confirms it or lifts it."


@atomic
def say_own_tie(
    *, actor: Actor, person_ref: str, officer_id: int, kind: OwnTieKind, why: str, so_on: date, at: datetime
) -> tuple[int, ...] | None:
    """Say that a record is an officer's own, or of their family: it is closed to that officer at once.

    Of somebody who manages or leads a team it waits for a second person: who that is, is given back; None where it
    takes nobody else.
    """
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    if officer_id not in {row.id for row in organisation.people_of([writing.person.authority_id], on=so_on)}:
        raise CannotDo("Choose somebody of this council.", field="officer")
    why = reason_given(why, "why", "Say how you know.")
    last = own_family.last_said(writing.person.pk, officer_id)
    if kind is OwnTieKind.NONE:
        _check_lifting(writing, officer_id, last)
    elif last is not None and last.needs_second:
        raise CannotDo(WAITS, field="officer")
    stands = last is not None and last.kind != OwnTieKind.NONE
    needs_second = (
        kind is not OwnTieKind.NONE and not stands and own_family.manages_or_leads(writing.person, officer_id, so_on)
    )
    said = OwnTie(ref=new_ref("own-tie"), officer_id=officer_id, kind=kind.value, why=why, needs_second=needs_second)
    audit.record(actor, "known.own_tie_said", writing.person, keys={"kind": kind.value, "officer": officer_id})
    seconds = _seconds(writing, officer_id, actor.person_id) if needs_second else None
    _write(writing, said, so_on)
    if last is not None and last.needs_second:
        _close(last, at)
    if kind is OwnTieKind.NONE:
        _lift_twins(writing, said, so_on)
    _ask(said, seconds or (), writing)
    return seconds


def _lift_twins(writing: Writing, said: OwnTie, so_on: date) -> None:
    """What is lifted on the record that stays is lifted on those put together with it, which close it as well."""
    for person in KnownPerson.objects.filter(pk__in=twins(writing.person.pk)).order_by("pk"):
        last = own_family.last_said(person.pk, said.officer_id)
        if last is not None and last.kind != OwnTieKind.NONE:
            theirs = Writing(writing.actor, person, writing.at)
            _check_lifting(theirs, said.officer_id, last)
            again = {"officer_id": said.officer_id, "kind": OwnTieKind.NONE.value, "why": said.why}
            _write(theirs, OwnTie(ref=new_ref("own-tie"), **again), so_on)
            _close(last, writing.at)


def _check_lifting(writing: Writing, officer_id: int, last: OwnTie | None) -> None:
    """Who manages says that there is no such tie; nobody of themselves, nor of what they said before a second did."""
    if officer_id == writing.actor.person_id:
        raise CannotDo("Nobody opens such a record for themselves. Ask your manager.", field="officer")
    if not may(writing.actor, Permission.AGREE_RISK, at=[writing.person.authority_id]):
        raise CannotDo("A team leader or manager says that there is no such tie. Ask yours.", field="kind")
    if last is not None and last.needs_second:
        _check_second(writing, last)


@atomic
def settle_own_tie(*, actor: Actor, tie_ref: str, is_so: bool, why: str, so_on: date, at: datetime) -> None:
    """Confirm, as a second person, that a record is of the own family of somebody who manages or leads; or lift it."""
    tie, writing = found_of(actor, OwnTie, tie_ref, at=at, permission=Permission.AGREE_RISK)
    check_day(so_on, at)
    last = own_family.last_said(writing.person.pk, tie.officer_id)
    if last is None or last.pk != tie.pk or not tie.needs_second:
        raise CannotDo(SETTLED)
    _check_second(writing, tie)
    kind = tie.kind if is_so else OwnTieKind.NONE.value
    why = reason_given(why, "why", "Say what you looked at, or whom you asked.")
    verb = "known.own_tie_agreed" if is_so else "known.own_tie_lifted"
    audit.record(actor, verb, writing.person, keys={"officer": tie.officer_id})
    _write(writing, OwnTie(ref=new_ref("own-tie"), officer_id=tie.officer_id, kind=kind, why=why), so_on)
    _close(tie, at)


def _check_second(writing: Writing, tie: OwnTie) -> None:
    """Refuse whoever said it, and whoever does not manage while somebody else does who sees the record."""
    actor = writing.actor
    said_by = tie.recorded_by.person_id if tie.recorded_by else None
    others = _seconds(writing, tie.officer_id, said_by)
    if tie.recorded_by_id == actor.account_id:
        raise own_refused(writing, YOURSELF, others)
    besides = {tie.officer_id, said_by}
    managers = own_family.managers_besides(writing.person, besides, on=day_of(writing.at))
    if managers and actor.person_id not in managers:
        raise own_refused(writing, ANOTHER, others)


def _seconds(writing: Writing, officer_id: int, said_by: int | None) -> tuple[int, ...]:
    return own_family.seconds_of(writing.person, officer_id, said_by, on=day_of(writing.at))


def _write(writing: Writing, tie: OwnTie, so_on: date) -> None:
    """Write it, and who finds somebody else for the work: asked before, as the writer may see the record no longer."""
    parts = own_family.work_near(writing.person.pk, tie.officer_id)
    for name, value in writing.fact(so_on).items():
        setattr(tie, name, value)
    if tie.kind != OwnTieKind.NONE:
        ask_for_closed(parts, writing.at)
    put(tie)
    if tie.kind == OwnTieKind.NONE:
        close_opened(parts, writing.at)


def _ask(tie: OwnTie, seconds: Collection[int], writing: Writing) -> None:
    today, key = day_of(writing.at), rules.OWN_FAMILY.key
    until = today + rules.OWN_TIE_SETTLED_IN
    kind = Duty.AGREE_OWN_TIE.value
    pin_duties([Pin(kind, OWN_TIE_SUBJECT, tie.ref, each, today, until, key) for each in seconds], at=writing.at)


def _close(tie: OwnTie, at: datetime) -> None:
    close_duties(kind=Duty.AGREE_OWN_TIE.value, subject_kind=OWN_TIE_SUBJECT, subject_keys=[tie.ref], at=at)
