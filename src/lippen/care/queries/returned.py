"""What a return would bring into the record: child by child, what lands, what changes, and what stays out and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lippen.care.adapters import returned_files, ssda903
from lippen.care.adapters.ssda903 import Child, InCare, Listed, Row, Rule
from lippen.care.models import CareEvent, Episode, LegalReason, Placement, ReturnRow
from lippen.care.queries import spans
from lippen.care.queries.files import Numbered, written_by_files
from lippen.care.rows.returned import ReturnedFile, ReturnedRow
from lippen.care.vocabulary import CodeSystem, Event, english
from lippen.casework.queries.intake import RefusedRow, named_by
from lippen.casework.rows import PersonRow
from lippen.design.words import day_words
from lippen.kernel.access import Actor

ENGLISH = CodeSystem.ENGLISH.value
SEVERAL = "Two records carry the number {number}. Put them together, or take the number off one of them."
CHANGED_HERE = "Somebody has changed this time in care here. Mend it on the child's page of care, or leave the row out."
HELD = "The record has the child in care from {since} {until}, as it was typed in here."
KINDS = tuple(kind.value for kind in ssda903.Kind)
"""Of which files of a return a kept row can be; other rows wait for files of columns (`days_told`)."""
Shape = frozenset[tuple[object, ...]]


@dataclass
class Outcome:
    """What a return comes to for one child: `person` where the child is recorded already."""

    number: str
    rows: list[tuple[int, Row]]
    person: PersonRow | None = None
    child: Child | None = None
    times: tuple[InCare, ...] = ()
    """What the record is to say, with spans of this list of codes alone; as it says already where it stays."""
    changes_spans: bool = False
    reviews: frozenset[tuple[date, str]] = frozenset()
    refused: list[RefusedRow] = field(default_factory=list)
    kept: list[tuple[int, Row]] = field(default_factory=list)
    """The rows that are new to the record, to be kept on it as they were written."""
    spans: Mapping[Any, Sequence[Any]] = field(default_factory=dict)
    """The spans of the child as they stand, by table."""
    events: Sequence[CareEvent] = ()
    of_columns: frozenset[int] = frozenset()
    """Those of them that came in with a file of columns, of which a return need not tell."""

    @property
    def landed(self) -> int:
        """How many of the rows come in."""
        return len(self.rows) - len(self.refused)


def look(actor: Actor, intake: Any, rows: Numbered, today: date) -> tuple[list[RefusedRow], list[str]]:
    """Which rows of a part cannot come in, in their order, and which records were looked at."""
    loose, found = outcomes(actor, intake.authority_id, intake.pk, rows, today=today)
    refused = [*loose, *(each for outcome in found for each in outcome.refused)]
    seen = [outcome.person.ref for outcome in found if outcome.person]
    return sorted(refused, key=lambda each: each.row), seen


def outcomes(
    actor: Actor, authority_id: int, intake_id: int, rows: Numbered, *, today: date
) -> tuple[list[RefusedRow], list[Outcome]]:
    """The rows that name no child, refused; and of each child that the others name what they come to."""
    loose: list[RefusedRow] = []
    by_child: dict[str, Outcome] = {}
    for number, cells in rows:
        row = returned_files.row_of(cells, intake_id)
        if isinstance(row, Listed):
            loose.append(_refused(number, row))
        elif not row.child:
            loose.append(_refused(number, Listed(row.file, row.place, Rule.NO_CHILD, "The row names no child.")))
        else:
            by_child.setdefault(row.child, Outcome(row.child, [])).rows.append((number, row))
    people = named_by(actor, authority_id, by_child)
    ids = {each.id for found in people.values() for each in found}
    kept, stands, events = _recorded(actor, ids)
    of_columns = frozenset(written_by_files(actor, ids).stands["careevent"])
    for outcome in by_child.values():
        found = people.get(outcome.number, ())
        if len(found) > 1:
            reason = SEVERAL.format(number=outcome.number)
            outcome.refused = [_refuse(number, row, Rule.SEVERAL_RECORDS, reason) for number, row in outcome.rows]
            continue
        outcome.person = found[0] if found else None
        person_id = outcome.person.id if outcome.person else 0
        outcome.spans = {model: [row for row in stands[model] if row.person_id == person_id] for model in stands}
        outcome.events = [row for row in events if row.person_id == person_id]
        outcome.of_columns = of_columns
        _reckon(outcome, kept.get(person_id, []), today)
    return loose, list(by_child.values())


def _recorded(
    actor: Actor, ids: Collection[int]
) -> tuple[Mapping[int, list[Row]], Mapping[Any, list[Any]], list[CareEvent]]:
    """What is recorded of these children: rows of earlier returns, spans, and reviews that returns told."""
    kept: dict[int, list[Row]] = defaultdict(list)
    of_returns = ReturnRow.objects.visible_to(actor).filter(person_id__in=ids, kind__in=KINDS)
    for row in of_returns.order_by("intake_id", "id"):
        kept[row.person_id].append(as_row(row))
    stands = {model: spans.current(actor, model, ids) for model in (Episode, Placement, LegalReason)}
    told = CareEvent.objects.visible_to(actor).filter(kind=Event.REVIEW_RETURNED.value, wrong__isnull=True)
    return kept, stands, list(told.filter(person_id__in=ids).order_by("so_on", "id"))


def as_row(row: ReturnRow) -> Row:
    """A row that is kept on a record, as the return had it."""
    return Row(row.file, row.place, ssda903.Kind(row.kind), row.year, row.cells, row.intake_id)


def counting(rows: Iterable[Row]) -> list[Row]:
    """The rows that count: of a file that names its year those of its last bringing."""
    rows = list(rows)
    last: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows:
        last[row.kind, row.year] = max(last[row.kind, row.year], row.bringing)
    return [row for row in rows if not row.year or row.bringing == last[row.kind, row.year]]


def _reckon(outcome: Outcome, kept: list[Row], today: date) -> None:
    """What a child's rows come to, beside what earlier returns told and what is recorded."""
    new = {(row.file, row.place): number for number, row in outcome.rows}
    bringing = outcome.rows[0][1].bringing
    is_known = outcome.person is not None
    every = ssda903.in_order(counting([*kept, *(row for _, row in outcome.rows)]))
    child, listed = ssda903.child_of(outcome.number, every, today=today, is_known=is_known)
    outcome.refused = [_refused(new[each.file, each.row], each) for each in listed if each.bringing == bringing]
    outcome.child = child
    if child is None:
        return
    _hold_against(outcome, child, _before(outcome.number, kept, today))
    outcome.reviews = frozenset((each.on, took_part(each.code)) for each in child.reviews)
    outcome.kept = _new_to_record(outcome, kept)


def _before(number: str, kept: list[Row], today: date) -> Shape:
    """The spans that the returns before this one told."""
    if not kept:
        return frozenset()
    child, _ = ssda903.child_of(number, ssda903.in_order(counting(kept)), today=today, is_known=True)
    return shape_of(child.times) if child else frozenset()


def _hold_against(outcome: Outcome, child: Child, before: Shape) -> None:
    """Leave the record as it is where somebody changed it here, or had the child in care on those days already."""
    times = []
    for time in child.times:
        own = _typed_in(outcome, time)
        if own is None:
            times.append(time)
            continue
        until = f"to {day_words(own.ends_on)}" if own.ends_on else "on"
        _refuse_time(outcome, time, Rule.HELD_ALREADY, HELD.format(since=day_words(own.so_on), until=until))
    recorded, wanted = _recorded_shape(outcome.spans), shape_of(times)
    if recorded not in (before, wanted):
        for time in times:
            _refuse_time(outcome, time, Rule.CHANGED_HERE, CHANGED_HERE)
        return
    outcome.times, outcome.changes_spans = tuple(times), recorded != wanted


def _typed_in(outcome: Outcome, time: InCare) -> Episode | None:
    """An episode in another list of codes that holds on some day of a time in care."""
    mine = spans.Span(time.starts_on, time.ends_on)
    own = (row for row in outcome.spans[Episode] if row.code_system != ENGLISH)
    return next((row for row in own if spans.as_span(row).overlaps(mine)), None)


def _refuse_time(outcome: Outcome, time: InCare, rule: Rule, reason: str) -> None:
    of_time = {(row.bringing, row.file, row.place) for row in time.rows}
    outcome.refused += [
        _refuse(number, row, rule, reason)
        for number, row in outcome.rows
        if (row.bringing, row.file, row.place) in of_time
    ]


def shape_of(times: Iterable[InCare]) -> Shape:
    """Times in care as the spans that tell of them."""
    told: set[tuple[object, ...]] = set()
    for time in times:
        told.add(("episode", time.starts_on, time.ends_on, time.end_code))
        told |= {
            ("placement", each.starts_on, each.ends_on, each.code, each.provider, each.moved_why)
            for each in time.placements
        }
        told |= {("legal", each.starts_on, each.ends_on, each.code) for each in time.legal}
    return frozenset(told)


def _recorded_shape(stands: Mapping[Any, Sequence[Any]]) -> Shape:
    """The spans of this list of codes as they stand in the record."""
    told: set[tuple[object, ...]] = set()
    for row in stands[Episode]:
        if row.code_system == ENGLISH:
            told.add(("episode", row.so_on, row.ends_on, row.end_code))
    for row in stands[Placement]:
        if row.code_system == ENGLISH:
            told.add(("placement", row.so_on, row.ends_on, row.code, row.provider_code, row.moved_why))
    for row in stands[LegalReason]:
        if row.code_system == ENGLISH and row.is_basis:
            told.add(("legal", row.so_on, row.ends_on, row.code))
    return frozenset(told)


def took_part(code: str) -> str:
    """How a child took part in a review: the return's code with what it means."""
    words = english.TOOK_PART.get(code, "")
    return f"{code}: {words}" if words else code


def _new_to_record(outcome: Outcome, kept: list[Row]) -> list[tuple[int, Row]]:
    """Which rows are to be kept: none that says what is kept already, none that the record itself refused."""
    refused = {each.row for each in outcome.refused if each.rule in NOT_KEPT}
    before: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for row in counting(kept):
        before[row.kind, row.year][_said(row)] += 1
    now: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for number, row in outcome.rows:
        if number not in refused:
            now[row.kind, row.year][_said(row)] += 1
    found = []
    for number, row in outcome.rows:
        said = before[row.kind, row.year]
        is_same = now[row.kind, row.year] == said if row.year else _said(row) in said
        if number not in refused and not is_same:
            found.append((number, row))
    return found


NOT_KEPT = frozenset({Rule.TO_COME.value, Rule.CHANGED_HERE.value, Rule.HELD_ALREADY.value})
"""Rows that stay with the file: they may come in another time."""


def _said(row: Row) -> str:
    return repr(sorted(row.cells.items()))


def _refused(number: int, listed: Listed) -> RefusedRow:
    return RefusedRow(number, f"{listed.file}, row {listed.row}", listed.reason, listed.rule.value)


def _refuse(number: int, row: Row, rule: Rule, reason: str) -> RefusedRow:
    return _refused(number, Listed(row.file, row.place, rule, reason))


def told_of(actor: Actor, person: PersonRow, *, today: date) -> tuple[ReturnedFile, ...]:
    """What returns told of a child, file by file, the latest year first; each row with why it never came in."""
    of_returns = ReturnRow.objects.visible_to(actor).filter(person_id=person.id, kind__in=KINDS)
    rows = list(of_returns.order_by("intake_id", "id"))
    every = [as_row(row) for row in rows]
    counted = counting(every)
    out: dict[tuple[int, str, int], str] = {}
    if counted:
        _, listed = ssda903.child_of(counted[0].child, ssda903.in_order(counted), today=today, is_known=True)
        out = {(each.bringing, each.file, each.row): each.reason for each in listed}
    counts = {id(row) for row in counted}
    by_file: dict[tuple[int, str], list[ReturnedRow]] = defaultdict(list)
    for row in every:
        why = out.get((row.bringing, row.file, row.place), "")
        cells = tuple((heading, cell, _meaning(heading, cell)) for heading, cell in row.cells.items() if cell)
        by_file[row.bringing, row.file].append(ReturnedRow(row.place, cells, why, id(row) in counts))
    in_order = sorted(by_file.items(), key=lambda each: (-each[0][0], each[0][1]))
    return tuple(ReturnedFile(file, tuple(told)) for (_, file), told in in_order)


LISTS: Mapping[str, Mapping[str, Any]] = {
    "RNE": english.NEW_EPISODE,
    "LS": english.LEGAL,
    "PLACE": {code: words for code, (words, _) in english.PLACEMENTS.items()},
    "REC": english.ENDED,
    "REASON_PLACE_CHANGE": english.MOVED,
    "REVIEW_CODE": english.TOOK_PART,
    "SEX": english.SEX,
}


def _meaning(heading: str, cell: str) -> str:
    """What a code means in its own list; nothing where the list is not known here."""
    return str(LISTS.get(heading, {}).get(cell.upper(), ""))
