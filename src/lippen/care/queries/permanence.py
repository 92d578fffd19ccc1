"""Lines to permanence as they are read: the board, what drifts and why, one line with every milestone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When

from lippen.care.models import (
    AgencyDecision,
    CoWorker,
    CoWorkerEnd,
    Discussed,
    DriftAnswer,
    HearingAdvice,
    LineEnd,
    LineEndUndone,
    PermanenceLine,
    WaitsOn,
)
from lippen.care.queries import co_working, deciding
from lippen.care.queries.clocks import ASKED, life_of, reckoned
from lippen.care.queries.giving_way import gives_way, has_given_way
from lippen.care.queries.reaching import from_spans
from lippen.care.queries.reading import Record, read
from lippen.care.rows.permanence import AnswerRow, LineRow, MilestoneRow, WaitsRow
from lippen.care.rules import GROUPS, STANDARDS
from lippen.care.rules import milestones as rules
from lippen.care.rules.happened import happened
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.permanence import (
    ANSWER_WORDS,
    LINE_END_WORDS,
    ROUTE_WORDS,
    WAITS_WORDS,
    AnswerKind,
    LineEndKind,
    Route,
    Waits,
)
from lippen.casework.queries import pictures
from lippen.casework.queries.beginnings import began
from lippen.casework.queries.people import people_who_stay, twins
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow, PictureRow
from lippen.design.words import count_words, day_words, sentence_words
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared
from lippen.kernel.standards import Clock, Happened, Standing
from lippen.organisation import queries as organisation

PAGE = 25
OF_PERMANENCE = (each for each in GROUPS["Permanence and adoption"] if each.has_clock and not each.is_right)
KEYS = ("care.lac_p_1", *(each.key for each in OF_PERMANENCE))
"""The standards by which a line to permanence is late."""
OF_LINE: tuple[Any, ...] = (
    *(PermanenceLine, LineEnd, LineEndUndone, WaitsOn, DriftAnswer),
    *(CoWorker, CoWorkerEnd, AgencyDecision, HearingAdvice, Discussed),
)
OF_ONE: tuple[Any, ...] = (CoWorker, AgencyDecision, HearingAdvice, Discussed)
DECISION_CLOCK = "care.perm_1"
"""The standard by which the agency decides on what a panel recommended."""
DECIDED_BY = tuple(key for key in KEYS if Event.AGENCY_DECIDED in STANDARDS[key].fulfilment)
"""Every standard that the agency's decision meets."""


def line_of(actor: Actor, ref: str) -> PermanenceLine:
    """A line by its reference, or NotVisible."""
    return seen_one(actor, PermanenceLine, ref)


def open_routes(person_id: int) -> frozenset[Route]:
    """The routes on which lines of a child go on, on whichever of the records of one child they stand."""
    rows = PermanenceLine.objects.filter(~Exists(standing_ends()), person_id__in=[person_id, *twins(person_id)])
    return frozenset(Route(route) for route in rows.values_list("route", flat=True))


def open_of(actor: Actor, person_id: int) -> tuple[PermanenceLine, ...]:
    """The lines of a child that go on."""
    return tuple(open_lines(actor).filter(person_id=person_id).order_by("id"))


@dataclass(frozen=True)
class Board:
    """One page of the lines that go on, how many there are, and on whom they wait."""

    rows: tuple[LineRow, ...]
    count: int
    waits: Mapping[str, int]
    helped: int = 0
    """How many of them somebody from outside works on."""


def board(actor: Actor, *, today: date, page: int = 1, on_whom: str = "", route: str = "") -> Board:
    """The lines that go on of children whom the actor sees; those first who waited longest for their next step."""
    found = open_lines(actor).annotate(on_whom=last_said("on_whom"), next_on=last_said("next_on"))
    counts: dict[str, int] = defaultdict(int)
    wanted = []
    for whom, its_route, has_one in found.values_list("on_whom", "route", co_working.has_one()):
        counts[whom or ""] += 1
        if on_whom in ("", whom) and route in ("", its_route):
            wanted.append(has_one)
    if on_whom:
        found = found.filter(on_whom=on_whom)
    if route:
        found = found.filter(route=route)
    shown = list(found.order_by("next_on", "so_on", "id")[(page - 1) * PAGE : page * PAGE])
    return Board(rows_of(actor, shown, today=today), len(wanted), dict(counts), sum(wanted))


def open_lines(actor: Actor) -> QuerySet[PermanenceLine]:
    """The lines that go on of children whom the actor sees."""
    return PermanenceLine.objects.visible_to(actor).filter(~Exists(standing_ends()))


def standing_ends() -> QuerySet[LineEnd]:
    """The ends of a line that were not undone, within a query of lines."""
    return LineEnd.objects.filter(line_id=OuterRef("pk"), undone__isnull=True)


def end_of(line: PermanenceLine) -> LineEnd | None:
    """How a line ended, where it has."""
    return LineEnd.objects.filter(line=line, undone__isnull=True).first()


def last_said(name: str) -> Subquery:
    """What was said last of a line about whom it waits on; what was said before the agency decided gives way."""
    last = WaitsOn.objects.filter(line_id=OuterRef("pk")).order_by("-id")
    return Subquery(last.values(stands=Case(When(~gives_way(), then=F(name))))[:1])


def lines_about(actor: Actor, person: PersonRow, *, today: date) -> tuple[LineRow, ...]:
    """Every line of a child, those that go on first."""
    whose = [person.id, *twins(person.id)]
    rows = PermanenceLine.objects.visible_to(actor).filter(person_id__in=whose).order_by("-so_on", "-id")
    told = rows_of(actor, list(rows), today=today)
    return tuple(sorted(told, key=lambda row: row.ended_on is not None))


def lines_of(actor: Actor, record: Record, clocks: Sequence[Clock], *, today: date) -> tuple[LineRow, ...]:
    """The same of a record and its clocks that were read already."""
    found = sorted(record.of(PermanenceLine), key=lambda line: (line.so_on, line.pk), reverse=True)
    if not found:
        return ()
    people = {line.person_id: record.person for line in found}
    told = _told(actor, found, people, {record.person.id: record}, {record.person.id: clocks}, today=today)
    return tuple(sorted(told, key=lambda row: row.ended_on is not None))


def one(actor: Actor, ref: str, *, today: date, whole: bool = True) -> tuple[PersonRow, LineRow]:
    """One line with everything that was said of it, or in short for a form about it; and whose it is."""
    line = line_of(actor, ref)
    person = people_who_stay(actor, [line.person_id])[line.person_id]
    (row,) = rows_of(actor, [line], today=today, whole=whole)
    return person, row


def _of_lines(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    found = {model: model.objects.visible_to(actor).filter(person_id__in=ids).order_by("id") for model in OF_LINE}
    found[CoWorker] = found[CoWorker].annotate(left_on=F("part__ends_on"))
    found[Discussed] = found[Discussed].annotate(at_kind=F("meeting__kind"), at_ref=F("meeting__ref"))
    return tuple(found.values())


def rows_of(actor: Actor, lines: Sequence[PermanenceLine], *, today: date, whole: bool = False) -> tuple[LineRow, ...]:
    """Lines in words, in their order; `whole` with every milestone and what was said before."""
    if not lines:
        return ()
    people = people_who_stay(actor, {line.person_id for line in lines})
    records = read(actor, people.values())
    return _told(actor, lines, people, records, reckoned(actor, records, today=today), today=today, whole=whole)


def _told(
    actor: Actor,
    lines: Sequence[PermanenceLine],
    people: Mapping[int, PersonRow],
    records: Mapping[int, Record],
    clocks: Mapping[int, Sequence[Clock]],
    *,
    today: date,
    whole: bool = False,
) -> tuple[LineRow, ...]:
    """Lines in words, by what was read of the children; `people`: who each is, by the record on which a line stands."""
    stays = {key: row.id for key, row in people.items()}
    told = dict(zip(OF_LINE, read_prepared(_of_lines, actor, tuple({*stays, *stays.values()})), strict=True))
    before = began(actor, set(stays.values())) if whole else {}
    writers = {row.recorded_by_id for row in (*told[DriftAnswer], *(told[LineEnd] if whole else ()))} - {None}
    officers = {row.raised_with_id for row in told[DriftAnswer]} | {row.officer_id for row in told[CoWorker]}
    officers = (officers | {row.maker_id for row in told[AgencyDecision]}) - {None}
    names = organisation.account_names(writers) if writers else {}
    above = organisation.person_names(officers) if officers else {}
    viewed = (
        *lines,
        *told[LineEnd],
        *told[AgencyDecision],
        *told[Discussed],
        *(row for each in records.values() for row in each.events),
    )
    shown = pictures.by_number(actor, {row.picture_id for row in viewed if row.picture_id} if whole else ())
    return tuple(
        _row(
            line,
            records[stays[line.person_id]],
            clocks.get(stays[line.person_id], []),
            told,
            before.get(stays[line.person_id], []),
            (names, above),
            shown,
            today,
            whole,
        )
        for line in lines
        if line.person_id in people
    )


def _row(
    line: PermanenceLine,
    record: Record,
    clocks: Sequence[Clock],
    told: Mapping[Any, Sequence[Any]],
    before: Sequence[tuple[str, date]],
    names: tuple[Mapping[int, str], Mapping[int, str]],
    shown: Mapping[int, PictureRow],
    today: date,
    whole: bool,
) -> LineRow:
    end = record.ended.get(line.pk)
    until = end.so_on if end else today
    events = [
        *happened(life_of(record)),
        *from_spans(record.rows),
        *(Happened(kind, on, "record") for kind, on in before),
    ]
    events = [each for each in events if each.on <= until]
    steps = rules.way(Route(line.route), events, clocks, since=line.so_on)
    place, coming = rules.place_of(steps), rules.next_of(steps)
    late = [] if end else _late(clocks, today)
    waited = [row for row in told[WaitsOn] if row.line_id == line.pk]
    waits = [_waits(row) for row in waited]
    answers = [_answer(row, *names) for row in told[DriftAnswer] if row.line_id == line.pk]
    last = rules.last_step(events, since=line.so_on, today=today)
    asked = [each.last_day for each in clocks if each.standard.key in KEYS and _is_open(each)]
    others = [row for row in record.open_lines if row.pk != line.pk]
    standing = {row.pk: row for row in record.events}
    own = {model: [row for row in told[model] if row.line_id == line.pk] for model in OF_ONE}
    stands = waits[-1] if waits and not has_given_way(waited[-1], line, record, told) else None
    return LineRow(
        ref=line.ref,
        person_id=record.person.id,
        person_ref=record.person.ref,
        person_name=record.person.name,
        route=ROUTE_WORDS[Route(line.route)],
        words=line.words,
        began_on=line.so_on,
        ended=LINE_END_WORDS[LineEndKind(end.kind)] if end else "",
        ended_on=end.so_on if end else None,
        ended_words=end.words if end else "",
        place=place.milestone.title if place else "The plan began",
        since=place.reached_on if place and place.reached_on else line.so_on,
        late=tuple(late),
        waits=stands,
        said_before=waits[-1] if waits and not stands else None,
        next_step=stands.next_step if stands else coming.milestone.title if coming else "",
        next_on=stands.next_on if stands else coming.target if coming else None,
        next_milestone=coming.milestone.title if coming else "",
        days_still=(until - last).days,
        drifts=end is None and rules.drifts(last, late, today),
        is_parallel=end is None and bool(others),
        answer=next((row for row in reversed(answers) if row.look_on >= today), None),
        milestones=tuple(_milestone(each, today, until) for each in steps) if whole else (),
        waited=tuple(reversed(waits)) if whole else (),
        answers=tuple(reversed(answers)) if whole else (),
        setbacks=deciding.setbacks(record, line, until, shown) if whole else (),
        ahead=tuple(rules.ahead(asked, today).items()),
        ended_by=names[0].get(end.recorded_by_id or 0, "") if end else "",
        goes_on=_goes_on(line, told) if whole else (),
        co_workers=co_working.rows(own[CoWorker], told[CoWorkerEnd], names[1], today=today),
        agency=deciding.agency_rows(own[AgencyDecision], standing, names[1], shown),
        advice=deciding.advice_rows(own[HearingAdvice], standing),
        said=deciding.said(record, line, until, told, shown) if whole else (),
        agency_by=_agency_by(clocks),
    )


def _goes_on(line: PermanenceLine, told: Mapping[Any, Sequence[Any]]) -> tuple[tuple[date, str], ...]:
    """On which days it was said that a line had not ended after all, and why."""
    ends = {row.pk for row in told[LineEnd] if row.line_id == line.pk}
    return tuple((row.so_on, sentence_words(row.why)) for row in told[LineEndUndone] if row.end_id in ends)


def _agency_by(clocks: Iterable[Clock]) -> date | None:
    """The last day for the agency's decision, by the clock that runs."""
    asked = [each for each in clocks if each.standard.key == DECISION_CLOCK and each.standing in ASKED]
    return max((each.last_day for each in asked if each.done is None), default=None)


def _is_open(clock: Clock) -> bool:
    return clock.done is None and clock.standing in {Standing.OPEN, Standing.OVERDUE, Standing.EXCUSED}


def _late(clocks: Iterable[Clock], today: date) -> list[str]:
    """What is late of a line, in words."""
    late = [each for each in clocks if each.standard.key in KEYS and each.standing is Standing.OVERDUE]
    return [
        f"{each.standard.title}: {count_words((today - each.last_day).days, 'day')} late"
        for each in sorted(late, key=lambda each: each.last_day)
    ]


def _waits(row: WaitsOn) -> WaitsRow:
    return WaitsRow(
        row.on_whom, WAITS_WORDS[Waits(row.on_whom)], sentence_words(row.why), row.so_on, row.next_step, row.next_on
    )


def _answer(row: DriftAnswer, names: Mapping[int, str], above: Mapping[int, str]) -> AnswerRow:
    by = names.get(row.recorded_by_id or 0, "")
    kind = ANSWER_WORDS[AnswerKind(row.kind)]
    return AnswerRow(
        kind, sentence_words(row.words), row.so_on, row.look_on, by, above.get(row.raised_with_id or 0, "")
    )


def _milestone(step: rules.Reached, today: date, until: date) -> MilestoneRow:
    late = ""
    if step.target is not None and step.is_late(until):
        days = ((step.reached_on or until) - step.target).days
        late = f"{count_words(days, 'day')} late"
    return MilestoneRow(
        step.milestone in rules.OF_THE_WAY,
        step.milestone.key,
        step.milestone.title,
        step.milestone.by or WAITS_WORDS[step.milestone.who],
        step.target,
        step.rule,
        step.reached_on,
        late,
    )


def due_words(row: LineRow) -> str:
    """What comes next and by when."""
    return f"{row.next_step}, {day_words(row.next_on)}" if row.next_on else row.next_step


assert set(KEYS) <= set(STANDARDS)
