"""
What a child's clocks put on desks: one duty for each standard that is asked, held by whoever has the child; what
reviews decided, held by whoever is to do it; and the next look at the child's plan and health. Each with the hours
that the council reckons for it on the day.

Duties follow from the record and carry nothing that it does not say; `follow` brings them after whatever was recorded,
and `follow_everybody` every night for all (`jobs`), since a visit or a passing day changes what is asked too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from lippen.care.actions import ending
from lippen.care.models import ReviewDecision
from lippen.care.queries import deciding
from lippen.care.queries.clocks import asked_of, reckoned
from lippen.care.queries.following import in_care, was_in_care
from lippen.care.queries.permanence import DECISION_CLOCK
from lippen.care.queries.reading import Record, read
from lippen.care.rules.hours import NOTHING, Takes, hours_of, hours_of_decisions
from lippen.care.vocabulary import CHILD_SUBJECT
from lippen.care.vocabulary.permanence import OF_PANEL
from lippen.care.vocabulary.reviews import DECISION_DUTY
from lippen.casework.actions.writing import Pin, Writing, begin_all, pin_duties, where_it_stays
from lippen.casework.queries.hours import Reckoned
from lippen.casework.queries.hours import reckoned as hours_reckoned
from lippen.casework.queries.own_family import shut_out_of_all
from lippen.casework.queries.people import kept_for, people_rows, refs_put_together
from lippen.casework.queries.workers import everybody_with_all, holders_of_all
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.standards import Clock
from lippen.organisation import queries as organisation
from lippen.organisation.actions import close_these, pin_for
from lippen.organisation.queries.access_review import councils_with_accounts
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.work import acting_for

DAY = timedelta(days=1)
TOGETHER = 100


def follow(writing: Writing, why: str = "", *, leaving: Collection[int] = ()) -> None:
    """Let a child's lines, and what is owed for the child, follow from the record as it stands now.

    `why`: what was wrong, where something was mended: a line that had ended by it goes on with that reason. Where two
    records are put together it is owed for the one that stays. `leaving`: the parts that end as this is written.
    """
    stays = where_it_stays(writing)
    _follow(writing.actor, {stays.person.pk: stays}, at=writing.at, why=why, leaving=leaving)


def follow_given(
    actor: Actor, people: Sequence[Any], *, at: datetime, leaving: Collection[int] = (), is_over: bool = False
) -> None:
    """The same of those who have somebody else now, or of whom something else is known.

    It is asked while whoever writes sees them still. Most were never looked after: of them nothing is read.
    `is_over`: all work with them ends, and with it what was owed for those who are not looked after now.
    """
    ids = [person.pk for person in people]
    kept = kept_for(ids)
    cared = was_in_care(actor, ids, kept, still=is_over)
    if writings := {person.pk: Writing(actor, person, at) for person in people if person.pk in cared}:
        _follow(actor, writings, at=at, leaving=leaving, kept=kept)


def follow_together(writing: Writing) -> None:
    """The same of a record with which another was put together just now."""
    _follow(writing.actor, {writing.person.pk: writing}, at=writing.at)


def follow_apart(one: Writing, kept: Writing) -> None:
    """The same of two records that are about to be taken apart: of each what stands on it alone.

    Whoever takes them apart may see one of them no longer after.
    """
    _follow(one.actor, {each.person.pk: each for each in (one, kept)}, at=one.at, alone=True)


def follow_all(*, actor: Actor, person_ids: Collection[int], at: datetime) -> int:
    """The same of many, as far as the actor may write of them; how many duties came or went."""
    writings = begin_all(actor, person_ids, at=at)
    past = ending.past(writings, today=day_of(at))
    parts = [each.part_id for each, _ in past if each.part_id is not None]
    changed = _follow(actor, writings, at=at, leaving=parts) + len(past)
    for each, writing in past:
        ending.leave_with(writing, each.line, ending.LAST_DAY)
    if changed:
        keys = {"found": [each.person.ref for each in writings.values()][:1000], "changed": changed}
        audit.record(actor, "care.duties_followed", next(iter(writings.values())).person, keys=keys)
    return changed


def follow_everybody(*, at: datetime) -> None:
    """The same of every looked-after child, in the names of those who may write of them.

    Managers first: a restricted record is seen by those alone who are named for it. Again is the same.
    """
    today = day_of(at)
    writers = roles_with(Permission.WRITE_RECORDS)
    done: set[int] = set()
    for council in councils_with_accounts():
        held = organisation.holders_by_role(council, on=today)
        people = dict.fromkeys(each for role in reversed(Role) if role in writers for each in held.get(role, ()))
        for account in filter(None, map(organisation.account_of, people)):
            with acting_for(account) as actor:
                left = [each for each in in_care(actor) if each not in done]
            done |= set(left)
            for begin in range(0, len(left), TOGETHER):
                with acting_for(account) as actor:
                    follow_all(actor=actor, person_ids=left[begin : begin + TOGETHER], at=at)


def _follow(
    actor: Actor,
    writings: Mapping[int, Writing],
    *,
    at: datetime,
    why: str = "",
    alone: bool = False,
    leaving: Collection[int] = (),
    kept: Mapping[int, int] | None = None,
) -> int:
    today = day_of(at)
    kept = kept_for(writings) if kept is None else kept
    records = read(actor, people_rows(actor, list(writings)).values(), kept={} if alone else kept)
    ended = [
        (writings[person_id], line)
        for person_id, record in records.items()
        for line in ending.settle(writings[person_id], record, why)
    ]
    leaving = {*leaving, *ending.parts_on([line for _, line in ended])}
    clocks = reckoned(actor, records, today=today)
    holders = holders_of_all(records, on=today, leaving=leaving)
    makers = _makers(actor, records, clocks, alone=alone, leaving=leaving)
    councils = {record.person.authority_id for record in records.values()}
    hours = {each: hours_reckoned(actor, each, list(records), on=today, leaving=leaving) for each in sorted(councils)}
    pins = [
        pin
        for person_id, record in records.items()
        for pin in _pins(
            record,
            clocks.get(person_id, []),
            holders.get(person_id, ()),
            makers.get(person_id),
            hours[record.person.authority_id],
            today,
        )
    ]
    refs = [record.person.ref for record in records.values()]
    stands = organisation.duties_about(CHILD_SUBJECT, [*refs, *(refs_put_together(records) if kept else ())])
    wanted = {(pin.kind, pin.subject_key, pin.holder_id): pin for pin in pins}
    gone = [duty for duty in stands if (duty.kind, duty.subject_key, duty.holder_id) not in wanted]
    if gone:
        close_these([duty.id for duty in gone], at=at)
    there = {(duty.kind, duty.subject_key, duty.holder_id): pin_for(duty, duty.holder_id) for duty in stands}
    fresh = [pin for key, pin in wanted.items() if there.get(key) != pin]
    pin_duties(fresh, at=at)
    for writing, line in ended:
        ending.leave_with(writing, line)
    return len(gone) + len(fresh)


def _makers(
    actor: Actor,
    records: Mapping[int, Record],
    clocks: Mapping[int, Collection[Clock]],
    *,
    alone: bool,
    leaving: Collection[int],
) -> dict[int, int]:
    """Who decides for the agency on each child of whom that is asked, on a line: not who works with the child."""
    asked = {
        person_id: record.person.authority_id
        for person_id, record in records.items()
        if DECISION_CLOCK in asked_of(clocks.get(person_id, []))
        and any(row.route in OF_PANEL for row in record.open_lines)
    }
    named = deciding.named(actor, set(asked.values())) if asked else {}
    if not named:
        return {}
    works = everybody_with_all(asked, alone=alone, leaving=leaving)
    makers = {
        person_id: [each for each, _ in named.get(authority_id, []) if each not in works[person_id]]
        for person_id, authority_id in asked.items()
    }
    shut = shut_out_of_all(makers)
    may = {person_id: [each for each in found if each not in shut[person_id]] for person_id, found in makers.items()}
    return {person_id: found[0] for person_id, found in may.items() if found}


def _pins(
    record: Record,
    clocks: Collection[Clock],
    holders: Collection[int],
    maker: int | None,
    reckoned: Reckoned,
    today: date,
) -> list[Pin]:
    """What is asked, for whoever has the child; the agency's decision for its maker, where one is named."""
    ref, asked, coming = record.person.ref, asked_of(clocks), record.coming
    last_days = {kind: until for kind, (_, until) in coming.items()}
    own = reckoned.there.get(record.person.id, {})
    takes = hours_of(asked.values(), last_days, reckoned.figures, own, today=today)
    pins = [
        _pin(clock, ref, each, takes.get(key, NOTHING))
        for key, clock in asked.items()
        for each in ([maker] if maker and key == DECISION_CLOCK else holders)
    ]
    pins += _of_decisions(record, reckoned, today)
    for kind, (since, until) in coming.items():
        days = (min(since, until), until + DAY)
        pins += [_taking(takes[kind], kind, CHILD_SUBJECT, ref, each, *days, kind) for each in holders]
    return pins


def _of_decisions(record: Record, reckoned: Reckoned, today: date) -> Iterator[Pin]:
    """What reviews decided: of several of one officer the first due stands, with the hours of all."""
    by_owner: dict[int, list[ReviewDecision]] = {}
    for decision in record.open_decisions:
        if decision.owner_id is not None:
            by_owner.setdefault(decision.owner_id, []).append(decision)
    for owner_id, decisions in by_owner.items():
        takes = hours_of_decisions([each.due_on for each in decisions], reckoned.figures, today=today)
        first = decisions[0]
        days = (min(first.so_on, first.due_on), first.due_on + DAY)
        yield _taking(takes, DECISION_DUTY, CHILD_SUBJECT, record.person.ref, owner_id, *days, DECISION_DUTY)


def _pin(clock: Clock, ref: str, holder_id: int, takes: Takes) -> Pin:
    key, starts_on = clock.standard.key, min(clock.trigger.on, clock.last_day)
    return _taking(takes, key, CHILD_SUBJECT, ref, holder_id, starts_on, clock.last_day + DAY, key)


def _taking(takes: Takes, *about: Any) -> Pin:
    return Pin(*about, float(takes.hours), takes.again_days, float(takes.again_hours))
