"""Every clock of a child: from the record as it stands, the standards of their day and a council's own figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from lippen.care.models import AgreedDay, Episode, LegalReason, OwnStandard, Placement
from lippen.care.models.spans import Span as Kept
from lippen.care.queries.reading import Record, read
from lippen.care.queries.spans import setting_of
from lippen.care.rules import STANDARDS
from lippen.care.rules.happened import Held, Life, Lived, happened
from lippen.care.rules.spans import Span
from lippen.care.vocabulary import CodeSystem, Event
from lippen.care.vocabulary.plans import COMING_TITLES, HealthKind
from lippen.care.vocabulary.reviews import DECISION_DUTY, DECISION_TITLE
from lippen.casework.queries.days import closed_between
from lippen.casework.queries.people import ids_by_ref, people_rows
from lippen.casework.rows import PersonRow
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.standards import Clock, Excuse, Happened, Limit, Override, Standing, Unit, clocks

Own = Mapping[str, list[Override]]


def own_standards(actor: Actor, authority_id: int) -> dict[str, list[Override]]:
    """A council's own figures by standard, each until the next was set; what was set last for a day counts from it."""
    rows = OwnStandard.objects.visible_to(actor).filter(authority_id=authority_id).order_by("key", "so_on", "id")
    by_key: dict[str, list[OwnStandard]] = {}
    for row in rows:
        before = by_key.setdefault(row.key, [])
        if before and before[-1].so_on == row.so_on:
            before.pop()
        before.append(row)
    found: dict[str, list[Override]] = {}
    for key, told in by_key.items():
        ends = [*(each.so_on for each in told[1:]), None]
        found[key] = [
            Override(key, Limit(row.number, Unit(row.unit)), row.source, row.so_on, until)
            for row, until in zip(told, ends, strict=True)
            if row.number is not None
        ]
    return found


def clocks_of(actor: Actor, person_ids: Collection[int], *, today: date) -> dict[int, list[Clock]]:
    """Every clock that has begun for each of these children by today, in the order of standards."""
    return reckoned(actor, read(actor, people_rows(actor, person_ids).values()), today=today)


def reckoned(
    actor: Actor, records: Mapping[int, Record], *, today: date, own: Own | None = None
) -> dict[int, list[Clock]]:
    """The same of what was read; `own`: the council's own figures, where they are of one council and were read."""
    councils = {each.person.authority_id for each in records.values()}
    figures = {council: own_standards(actor, council) if own is None else own for council in councils}
    lives = {person_id: happened(life_of(each)) for person_id, each in records.items()}
    first = min((events[0].on for events in lives.values() if events), default=today)
    closed = {council: closed_between(actor, council, first, _in_years(today, 2)) for council in councils}
    return {
        person_id: clocks(
            STANDARDS.values(),
            events,
            today=today,
            own=figures[records[person_id].person.authority_id],
            excuses=excuses_of(records[person_id].of(AgreedDay)),
            closed=closed[records[person_id].person.authority_id],
            known_since=known_since(records[person_id].person),
        )
        for person_id, events in lives.items()
    }


def known_since(person: PersonRow) -> date | None:
    """The day from which a record is kept here."""
    return day_of(person.added_at) if person.added_at else None


def _in_years(day: date, years: int) -> date:
    return date(day.year + years, 12, 31)


def life_of(record: Record) -> Life:
    """A record as a life in care: what standards read of it.

    The rules shipped are Scotland's: they are asked of no time in care that is told in another country's codes.
    """
    return Life(
        episodes=[as_named(row) for row in record.of(Episode) if row.code_system == CodeSystem.SCOTTISH],
        placements=[
            Lived(as_named(row), setting_of(row.code_system, row.code), row.is_emergency, row.is_short_series)
            for row in record.of(Placement)
            if row.code_system == CodeSystem.SCOTTISH
        ],
        legal=[
            Held(as_named(row), row.code, row.expires_on)
            for row in record.of(LegalReason)
            if row.code_system == CodeSystem.SCOTTISH
        ],
        seen=record.seen,
        typed=[
            *(Happened(row.kind, row.so_on, row.ref) for row in record.events),
            *(Happened(review.kind, held.so_on, review.ref) for review, held in record.reviews),
            *_of_plans(record),
        ],
        born_on=record.person.born_on,
        died_on=record.person.died_on,
    )


def _of_plans(record: Record) -> Iterator[Happened]:
    """The child's plan agreed, and looked at again; the child's health assessed."""
    for number, plan in enumerate(record.plans):
        yield Happened(Event.PLAN_REVIEWED if number else Event.PLAN_AGREED, plan.so_on, plan.ref)
    for check in record.health:
        if check.kind == HealthKind.FULL:
            yield Happened(Event.HEALTH_ASSESSED, check.so_on, check.ref)


def as_named(row: Kept) -> Span:
    """A span named by the version with which it began, so that a correction leaves what was agreed about it."""
    return Span(row.so_on, row.ends_on, row.thread)


def excuses_of(rows: Iterable[AgreedDay]) -> dict[tuple[str, str], Excuse]:
    """Which other last day was agreed last for each clock."""
    return {
        (row.standard_key, row.trigger_key): Excuse(row.standard_key, row.trigger_key, row.until)
        for row in sorted(rows, key=lambda each: each.pk)
    }


ASKED = frozenset({Standing.OPEN, Standing.OVERDUE, Standing.EXCUSED})


def asked_of(found: Iterable[Clock]) -> dict[str, Clock]:
    """Of each standard that is asked now the clock that is due first; what somebody may do is no duty."""
    asked: dict[str, Clock] = {}
    for clock in found:
        if clock.standing not in ASKED or clock.done is not None or clock.standard.is_right:
            continue
        before = asked.get(clock.standard.key)
        if before is None or clock.last_day < before.last_day:
            asked[clock.standard.key] = clock
    return asked


def asked_in_words(actor: Actor, refs: Collection[str], *, today: date) -> dict[tuple[str, str], str]:
    """What is asked now for these children in words, by the child's reference and the kind of the duty.

    That is what clocks ask, what reviews decided, and the next look at plan and health.
    """
    records = read(actor, people_rows(actor, list(ids_by_ref(actor, refs).values())).values())
    found = reckoned(actor, records, today=today)
    words = {}
    for person_id, record in records.items():
        ref = record.person.ref
        words |= {(ref, key): clock.standard.title for key, clock in asked_of(found[person_id]).items()}
        words |= {(ref, kind): COMING_TITLES[kind] for kind in record.coming}
        if record.open_decisions:
            words[ref, DECISION_DUTY] = DECISION_TITLE
    return words
