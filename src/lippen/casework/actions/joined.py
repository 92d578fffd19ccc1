"""What becomes of the work with a record that is put together with another, and with one that is taken apart again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from lippen.casework.actions.offers import close_left, move_duties, overtake
from lippen.casework.actions.waits import ended
from lippen.casework.actions.work import give, hand_over
from lippen.casework.actions.writing import Pin, Writing, close_duties, pin_duties
from lippen.casework.models import Involvement, KnownPerson, SameAsStep
from lippen.casework.queries import joined
from lippen.casework.queries.closing import asks_to_close
from lippen.casework.vocabulary import WORK_SUBJECT, Duty, InvolvementKind, WaitingEndKind
from lippen.design.words import listed_words
from lippen.kernel.errors import CannotDo
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put
from lippen.organisation import queries as organisation

ALLOCATED, OFFERED = InvolvementKind.ALLOCATED.value, InvolvementKind.OFFERED.value
RESTS = (InvolvementKind.HOLDING.value, InvolvementKind.DUTY.value)
FIRST_VISIT = Duty.FIRST_VISIT.value
TURN = "Or propose it the other way round, so that this record is the one that stays."


def check_settled(one: KnownPerson, kept: KnownPerson) -> None:
    """Refuse what nobody could end any more on the record that leads on, or where one of both is closed to a worker."""
    if asks_to_close(one.pk):
        raise CannotDo(f"Somebody asks to close the work with {one.now.name}. Answer that first. {TURN}")
    if joined.open_waits([one.pk]).exists() and not _allocated(joined.open_parts([kept.pk])):
        raise CannotDo(f"{one.now.name} waits for a social worker. Allocate first, or end the wait. {TURN}")
    parts = list(joined.open_parts([one.pk, kept.pk]).exclude(kind=OFFERED))
    closed = joined.closed_to([one.pk, kept.pk], {part.worker_id for part in parts})
    if closed:
        who = listed_words(sorted(organisation.person_names(closed).values()))
        raise CannotDo(
            f"One of these records is closed to {who}, who would lose the child. Give the child to somebody else "
            "first, or change who sees the record."
        )


def check_apart_again(one: KnownPerson, kept: KnownPerson) -> None:
    """Refuse while the one who stays waits by a referral of the other: taken apart, that child would be in no queue."""
    if joined.open_waits([kept.pk]).filter(referral__person=one).exists():
        raise CannotDo(
            f"{kept.now.name} waits for a social worker by a referral that came in on the other record. "
            "Allocate first, or end the wait."
        )


def _allocated(parts: Collection[Involvement]) -> Involvement | None:
    return next((part for part in parts if part.kind == ALLOCATED), None)


def move_work(one: Writing, kept: Writing, so_on: date) -> None:
    """Whoever works with the record that leads on works with the one that stays, unless somebody does so already.

    Of two allocated workers the one of the record that stays goes on. What is owed for the child goes to them.
    """
    ours = list(joined.open_parts([one.person.pk]))
    theirs = list(joined.open_parts([kept.person.pk]))
    overtake(one, so_on)
    before, stays = _allocated(ours), _allocated(theirs)
    firsts = _first_visits(ours)
    for part in ours:
        if _goes_on(part, theirs):
            made = give(kept, part.worker_id, InvolvementKind(part.kind), so_on, over_limit_why=_why(kept, part))
            theirs.append(made)
            stays = made if part.kind == ALLOCATED else stays
    for each in joined.open_waits([one.person.pk]):
        ended(one, each, WaitingEndKind.ALLOCATED, max(so_on, each.so_on), involvement=stays)
    if stays or theirs:
        to = (stays or next((part for part in theirs if part.kind in RESTS), theirs[0])).worker_id
        leave = {part.worker_id for part in ours} - {part.worker_id for part in theirs}
        move_duties(one, leave, to, so_on)
    close_duties(kind=FIRST_VISIT, subject_kind=WORK_SUBJECT, subject_keys=[part.ref for part in ours], at=one.at)
    if before and stays and _is_new(stays, one):
        hand_over(kept, stays)
        _same_first_visit(kept, stays, firsts)
    end_parts(one, so_on)


def _goes_on(part: Involvement, theirs: Sequence[Involvement]) -> bool:
    """Whether a part begins anew on the record that stays."""
    if part.kind == OFFERED or any(part.worker_id == each.worker_id and each.kind == part.kind for each in theirs):
        return False
    if part.kind == ALLOCATED:
        return _allocated(theirs) is None
    if part.kind in RESTS:
        return not any(each.kind in (ALLOCATED, *RESTS) for each in theirs)
    return not any(part.worker_id == each.worker_id for each in theirs)


def _why(kept: Writing, part: Involvement) -> str:
    """The reason past the limit goes along; nobody gives it for themselves."""
    return "" if part.worker_id == kept.actor.person_id else part.over_limit_why


def _is_new(part: Involvement, writing: Writing) -> bool:
    return part.recorded_at == writing.at and part.recorded_by_id == writing.actor.account_id


def _first_visits(parts: Sequence[Involvement]) -> list[organisation.DutyRow]:
    rows = organisation.duties_among(FIRST_VISIT, WORK_SUBJECT, [part.ref for part in parts])
    return [organisation.duty_row(row) for row in rows]


def _same_first_visit(kept: Writing, made: Involvement, firsts: Sequence[organisation.DutyRow]) -> None:
    """Nobody gains days by it: the first visit is due when it was, or not at all where it was made."""
    asked = _first_visits([made])
    close_duties(kind=FIRST_VISIT, subject_kind=WORK_SUBJECT, subject_keys=[made.ref], at=kept.at)
    about = (FIRST_VISIT, WORK_SUBJECT, made.ref, made.worker_id)
    again = firsts if asked else ()
    pin_duties([Pin(*about, each.starts_on, each.ends_on, each.rule_key, each.hours) for each in again[:1]], at=kept.at)


def end_parts(one: Writing, so_on: date) -> None:
    """Nobody works with the record that leads on by itself any more."""
    parts = joined.open_parts([one.person.pk])
    close_left(parts, one.at)
    for part in parts:
        ends_on = max(part.starts_on, so_on)
        ended_by = {"ended_at": one.at, "ended_by_id": one.actor.account_id}
        Involvement.objects.filter(pk=part.pk).update(ends_on=ends_on, **ended_by)


def give_back(one: Writing, agreed: SameAsStep, so_on: date) -> list[Involvement]:
    """Whoever worked with a record until it was put together works with it again, so that nobody is lost.

    Those who came to the record that stays go on there too, until somebody ends that.
    """
    ended_then = {"ended_at": agreed.recorded_at, "ended_by_id": agreed.recorded_by_id}
    before = Involvement.objects.filter(person=one.person, **ended_then).exclude(kind=OFFERED).order_by("id")
    there = organisation.people_by_id({part.worker_id for part in before}, on=so_on)
    made, goes_on = [], {(part.worker_id, part.kind) for part in joined.open_parts([one.person.pk])}
    for part in before:
        if part.worker_id in there and (part.worker_id, part.kind) not in goes_on:
            goes_on.add((part.worker_id, part.kind))
            made.append(
                Involvement(
                    ref=new_ref("work"),
                    authority_id=part.authority_id,
                    person=one.person,
                    worker_id=part.worker_id,
                    team_id=organisation.team_of(part.worker_id, part.authority_id, on=so_on),
                    kind=part.kind,
                    starts_on=so_on,
                    recorded_at=one.at,
                    recorded_by_id=one.actor.account_id,
                )
            )
    for part in made:
        put(part)
    return made
