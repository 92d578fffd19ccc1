"""What a file of milestones comes to, child by child: events on the way to permanence, and the plans that they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lippen.care.adapters.columns import StepIn
from lippen.care.models import CareEvent, Episode, LineEnd, PermanenceLine
from lippen.care.queries.files import Numbered, Rows, children_of, looking
from lippen.care.queries.reading import Record, read
from lippen.care.queries.reviews_told import refuse_both, refuse_twice, same_view
from lippen.care.rules.possible import too_early
from lippen.care.rules.told import Rule
from lippen.care.vocabulary.permanence import LineEndKind, Route
from lippen.casework.queries.intake import RefusedRow
from lippen.design.words import day_words
from lippen.kernel.access import Actor

SAID_OTHERWISE = "This is recorded for that day in other words. Mend it on the child's page, or leave the row out."
TWICE = "Another row tells of this on that day too, and says otherwise. Take one of them out."
LATER = (
    "A plan for permanence on this route is recorded from {day}, after this row. Leave the route out of the row, or "
    "end that plan on the child's page first."
)


@dataclass
class Outcome:
    """What one child's milestones come to."""

    rows: Rows
    new: dict[int, StepIn] = field(default_factory=dict)
    """Those that are not recorded yet, by their rows."""
    lines: dict[Route, tuple[int, date]] = field(default_factory=dict)
    """Plans that begin with the file: by which row and on which day."""

    @property
    def landed(self) -> list[int]:
        """The rows that come in, or stand already."""
        return sorted(self.rows.meant)

    @property
    def refused(self) -> list[RefusedRow]:
        """The rows that do not come in."""
        return self.rows.refused


def outcomes(actor: Actor, intake: Any, rows: Numbered, *, today: date) -> tuple[list[RefusedRow], list[Outcome]]:
    """The rows that name no child, refused; and of each child that the others name what they come to."""
    loose, children = children_of(actor, intake, rows, today=today)
    records = read(actor, [each.person for each in children])
    found = []
    for each in children:
        refuse_twice(each, lambda meant: (meant.kind, meant.so_on, meant.route), TWICE)
        refuse_both(each)
        outcome = Outcome(each)
        _refuse_too_early(outcome, records[each.person.id])
        stands = {(row.kind, row.so_on): row for row in records[each.person.id].events}
        _hold_against(outcome, stands)
        _find_lines(outcome, records[each.person.id])
        _find_new(outcome, stands)
        found.append(outcome)
    return loose, found


look = looking(outcomes)


def _refuse_too_early(outcome: Outcome, record: Record) -> None:
    """List what cannot have been on its day: before the birth, or before the first known day in care."""
    child = outcome.rows.person
    first_day = min((each.so_on for each in record.of(Episode)), default=None)
    about: Any = {"name": child.name, "born_on": child.born_on, "precision": child.born_precision}
    for row, meant in list(outcome.rows.meant.items()):
        if meant.so_on is not None and (sentence := too_early(meant.kind, meant.so_on, first_day=first_day, **about)):
            outcome.rows.refuse(row, "so_on", Rule.TOO_EARLY, sentence)


def _hold_against(outcome: Outcome, stands: Mapping[tuple[str, date], CareEvent]) -> None:
    """List what is recorded in other words."""
    for row, meant in list(outcome.rows.meant.items()):
        event = stands.get(_slot(meant))
        if event is not None and meant.words and event.words != meant.words:
            outcome.rows.refuse(row, "words", Rule.SAID_OTHERWISE, SAID_OTHERWISE)
        elif event is not None and not same_view(event, meant.said):
            outcome.rows.refuse(row, next(iter(meant.said)), Rule.SAID_OTHERWISE, SAID_OTHERWISE)


def _find_new(outcome: Outcome, stands: Mapping[tuple[str, date], CareEvent]) -> None:
    """What is not recorded yet, once."""
    told: set[tuple[str, date]] = set()
    for row, meant in sorted(outcome.rows.meant.items()):
        if _slot(meant) not in stands and _slot(meant) not in told:
            outcome.new[row] = meant
            told.add(_slot(meant))


def _slot(meant: StepIn) -> tuple[str, date]:
    return str(meant.kind), meant.so_on or date.max


def _find_lines(outcome: Outcome, record: Record) -> None:
    """Which plans the rows need that are not recorded: each begins on the day of its first row."""
    ends = {row.line_id: row for row in record.of(LineEnd)}
    lines = [
        (line, ends.get(line.pk))
        for line in record.of(PermanenceLine)
        if line.pk not in ends or ends[line.pk].kind != LineEndKind.MISTAKE
    ]
    by_day = sorted(outcome.rows.meant.items(), key=lambda each: (each[1].so_on, each[0]))
    for row, meant in by_day:
        if meant.route is None or meant.so_on is None or meant.route in outcome.lines:
            continue
        mine = [(line, end) for line, end in lines if line.route == meant.route]
        if any(line.so_on <= meant.so_on and (end is None or meant.so_on <= end.so_on) for line, end in mine):
            continue
        later = [line.so_on for line, _ in mine if line.so_on > meant.so_on]
        if later:
            outcome.rows.refuse(row, "route", Rule.ROUTE, LATER.format(day=day_words(min(later))))
        else:
            outcome.lines[meant.route] = (row, meant.so_on)


def every_row(found: Sequence[Outcome]) -> int:
    """How many rows come in, or stand already."""
    return sum(len(each.landed) for each in found)
