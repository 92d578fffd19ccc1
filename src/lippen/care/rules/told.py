"""
What rows of files come to beside what is recorded: spans that are new or say more, and rows that cannot come in yet.

A row of the same child, kind and first day as something recorded brings that up to date; any other is new. What then
stands must hold together: every day of a time in care has its placement and its legal reason, and nothing holds twice.
Rows that would leave a gap or an overlap stay out, as they are; nothing is mended. Values in, values out: in whatever
order the rows come, they come to the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from lippen.care.rules.spans import Fault, FaultKind, Span, faults
from lippen.care.vocabulary import SPAN_OF_WORDS, SpanOf
from lippen.design.words import day_words

FILES = {SpanOf.EPISODE: "times in care", SpanOf.PLACEMENT: "placements", SpanOf.LEGAL: "legal reasons"}


class Rule(StrEnum):
    """Why a row is listed and does not come in, or not yet."""

    CELL = "cell"
    NO_CHILD = "no_child"
    SEVERAL_RECORDS = "several_records"
    TWICE = "twice"
    NOT_THE_LAW = "not_the_law"
    OTHER_LIST = "other_list"
    CHANGED_HERE = "changed_here"
    WAITS = "waits"
    GAP = "gap"
    OVERLAP = "overlap"
    OUTSIDE = "outside"
    NOT_IN_CARE = "not_in_care"
    LATE = "late"
    SAID_OTHERWISE = "said_otherwise"
    ROUTE = "route"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    DEATH = "death"


WAITING = frozenset({Rule.WAITS, Rule.GAP, Rule.OVERLAP, Rule.OUTSIDE})
"""Rows that wait on the child's record until files tell the rest."""
ENDED = ("destination", "destination_words", "end_code")
"""What is said of a time in care only where it ended."""
OF_FAULTS = {FaultKind.GAP: Rule.GAP, FaultKind.OVERLAP: Rule.OVERLAP}
UNTIL_THEN = "Until files tell it so, the row waits with the child."
NO_TIME = f"No time in care is recorded for these days. Bring the file of times in care in. {UNTIL_THEN}"
NOTHING = "No {what} is told of the time in care from {since}. Bring the file of {file} in. {until_then}"
TWICE = "Another row begins on {day} too, and says otherwise. Take one of them out."
CHANGED = "Somebody recorded this here and says otherwise. Mend it on the child's page of care, or leave the row out."
OTHER = "The time in care is told in another list of codes. Tell both in one list: no code is translated."


@dataclass(frozen=True)
class Told:
    """What a row says of a span; what is not `said` stands as it is. `waited`: it waits on the record since before."""

    key: str
    of: SpanOf
    starts_on: date
    system: str
    said: Mapping[str, Any]
    waited: bool = False

    @property
    def slot(self) -> tuple[Any, ...]:
        """What tells it from every other span of a child: two orders of one day are told apart by their codes."""
        return slot_of(self.of, self.starts_on, self.said)


@dataclass(frozen=True)
class Stands:
    """A span as it is recorded; `is_ours`: a file said so last, and nobody has changed it here since."""

    key: str
    of: SpanOf
    starts_on: date
    system: str
    values: Mapping[str, Any]
    is_ours: bool

    @property
    def slot(self) -> tuple[Any, ...]:
        """The same of what is recorded."""
        return slot_of(self.of, self.starts_on, self.values)


def slot_of(of: SpanOf, starts_on: date, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Kind and first day; of an order its code too."""
    return (of.value, starts_on, values.get("code") if of is SpanOf.ORDER else "")


@dataclass
class Merged:
    """A span as it would stand: what is recorded, and the rows that say more of it."""

    of: SpanOf
    starts_on: date
    system: str
    values: dict[str, Any]
    stands: Stands | None = None
    told: tuple[Told, ...] = ()
    of_time: date | None = None
    """The first day of its time in care."""

    @property
    def span(self) -> Span:
        """Its days alone."""
        return Span(self.starts_on, self.values.get("ends_on"))

    @property
    def is_changed(self) -> bool:
        """Whether it is new, or says something else than what is recorded."""
        return self.stands is None or dict(self.values) != dict(self.stands.values)


@dataclass
class Reckoned:
    """What a child's rows come to: how all spans would stand, and which rows stay out by which rule."""

    merged: Sequence[Merged] = ()
    out: dict[str, tuple[Rule, str]] = field(default_factory=dict)

    @property
    def changes(self) -> list[Merged]:
        """What is new or changes, times in care first."""
        order = list(SpanOf)
        found = (each for each in self.merged if each.is_changed)
        return sorted(found, key=lambda each: (order.index(each.of), each.starts_on))


def reckon(stands: Sequence[Stands], told: Sequence[Told]) -> Reckoned:
    """
    What these rows come to beside what is recorded.

    Rows that wait since before count along; where more of the new rows come in without them, they are left waiting.
    """
    every = _reckon(stands, told)
    fresh = [each for each in told if not each.waited]
    if len(fresh) == len(told) or not any(each.key in every.out for each in fresh):
        return every
    alone = _reckon(stands, fresh)
    return alone if len(alone.out) < sum(each.key in every.out for each in fresh) else every


def _reckon(stands: Sequence[Stands], told: Sequence[Told]) -> Reckoned:
    out = _twice(told)
    while True:
        active = [each for each in told if each.key not in out]
        merged, changed_here = _merged(stands, active)
        found = changed_here or _faults(merged)
        if not found:
            return Reckoned(merged, out)
        out |= found


def _twice(told: Iterable[Told]) -> dict[str, tuple[Rule, str]]:
    """Rows of one slot that do not say the same: which of them is right nobody can tell."""
    slots: dict[tuple[Any, ...], list[Told]] = defaultdict(list)
    for each in told:
        slots[each.slot].append(each)
    return {
        each.key: (Rule.TWICE, TWICE.format(day=day_words(each.starts_on)))
        for rows in slots.values()
        if any((each.system, dict(each.said)) != (rows[0].system, dict(rows[0].said)) for each in rows)
        for each in rows
    }


def _merged(stands: Sequence[Stands], told: Sequence[Told]) -> tuple[list[Merged], dict[str, tuple[Rule, str]]]:
    """How spans would stand, and the rows that say otherwise than what somebody recorded here."""
    slots: dict[tuple[Any, ...], Merged] = {}
    for row in stands:
        slots[row.slot] = Merged(row.of, row.starts_on, row.system, dict(row.values), row)
    for each in told:
        found = slots.setdefault(each.slot, Merged(each.of, each.starts_on, each.system, {"ends_on": None}))
        found.values |= each.said
        found.told = (*found.told, each)
    merged = sorted(slots.values(), key=lambda each: (each.of is not SpanOf.EPISODE, each.starts_on))
    times = [each for each in merged if each.of is SpanOf.EPISODE]
    out: dict[str, tuple[Rule, str]] = {}
    for each in merged:
        if each.of is not SpanOf.EPISODE:
            _place(each, times)
        elif each.values.get("ends_on") is None:
            each.values |= {name: "" for name in ENDED if name in each.values}
        if each.stands is None or not each.told:
            continue
        if any(row.system != each.stands.system for row in each.told):
            out |= {row.key: (Rule.OTHER_LIST, OTHER) for row in each.told if row.system != each.stands.system}
        elif not each.stands.is_ours and _says_otherwise(each):
            out |= {row.key: (Rule.CHANGED_HERE, CHANGED) for row in each.told}
    return merged, out


def _says_otherwise(each: Merged) -> bool:
    """Whether a row says something else than what is recorded; what is open in both may end with the time in care."""
    values = each.stands.values if each.stands else {}
    ends_on = values.get("ends_on")
    for said in (row.said for row in each.told):
        if any(values.get(name) != value for name, value in said.items() if name != "ends_on"):
            return True
        is_open = said.get("ends_on", ends_on) is None and ends_on is None
        if "ends_on" in said and each.values["ends_on"] != ends_on and not is_open:
            return True
    return False


def _place(each: Merged, times: Sequence[Merged]) -> None:
    """Find the time in care of a span; what is open ends with it, as where somebody records that care ended."""
    mine = (time for time in times if time.starts_on <= each.starts_on < time.span.until)
    time = next(mine, None) or next((time for time in times if time.starts_on == each.starts_on), None)
    if time is None:
        return
    each.of_time = time.starts_on
    if each.values.get("ends_on") is None:
        each.values["ends_on"] = time.values.get("ends_on")


def _faults(merged: Sequence[Merged]) -> dict[str, tuple[Rule, str]]:
    """The rows by which something would not hold together."""
    times = [each for each in merged if each.of is SpanOf.EPISODE]
    out = _overlapping(times)
    if out:
        return out
    for each in merged:
        if each.of is not SpanOf.EPISODE and each.of_time is None:
            out |= _outside(each, times)
    for time in times:
        mine = [each for each in merged if each.of_time == time.starts_on and each.of is not SpanOf.EPISODE]
        out |= _of_time(time, mine)
    return out


def _overlapping(spans: Sequence[Merged]) -> dict[str, tuple[Rule, str]]:
    """Of two that hold on one day the later one is listed; what is recorded stays."""
    out: dict[str, tuple[Rule, str]] = {}
    for place, later in enumerate(spans):
        for before in spans[:place]:
            if not before.span.overlaps(later.span):
                continue
            wrong, other = (later, before) if later.told else (before, later)
            fault = Fault(FaultKind.OVERLAP, other.starts_on, other.span.ends_on)
            out |= _listed(wrong.told, Rule.OVERLAP, f"{fault.sentence(SPAN_OF_WORDS[wrong.of])} {UNTIL_THEN}")
    return out


def _outside(each: Merged, times: Sequence[Merged]) -> dict[str, tuple[Rule, str]]:
    """A span for whose first day no time in care stands; of a recorded one, what would leave it so."""
    if each.told:
        return _listed(each.told, Rule.WAITS, NO_TIME)
    before = [time for time in times if time.starts_on <= each.starts_on and time.told]
    fault = Fault(FaultKind.OUTSIDE, each.starts_on, each.span.ends_on).sentence(SPAN_OF_WORDS[each.of])
    return _listed(before[-1].told, Rule.OUTSIDE, f"{fault} {UNTIL_THEN}") if before else {}


def _of_time(time: Merged, parts: Sequence[Merged]) -> dict[str, tuple[Rule, str]]:
    """What is wrong with what fills one time in care, and with the orders beside."""
    out: dict[str, tuple[Rule, str]] = {}
    for each in parts:
        if each.system != time.system:
            out |= _listed(each.told or time.told, Rule.OTHER_LIST, OTHER)
    if out:
        return out
    for of in (SpanOf.PLACEMENT, SpanOf.LEGAL):
        mine = [each for each in parts if each.of is of]
        rule, sentence = _filled(time, of, mine)
        if sentence:
            blamed = [*time.told, *(row for each in (mine if time.stands else parts) for row in each.told)]
            out = _listed(blamed, rule, sentence) | out
    orders = [each for each in parts if each.of is SpanOf.ORDER]
    for each in orders:
        if each.span.until > time.span.until:
            fault = Fault(FaultKind.OUTSIDE, time.span.until, each.span.ends_on).sentence("order")
            out |= _listed(each.told or time.told, Rule.OUTSIDE, f"{fault} {UNTIL_THEN}")
    by_code: dict[str, list[Merged]] = defaultdict(list)
    for each in orders:
        by_code[each.values["code"]].append(each)
    for same in by_code.values():
        out |= _overlapping(same)
    return out


def _filled(time: Merged, of: SpanOf, parts: Sequence[Merged]) -> tuple[Rule, str]:
    """Why a time in care is not filled by its placements, or by its legal reasons; no words where it is."""
    if not parts:
        since = day_words(time.starts_on)
        return Rule.WAITS, NOTHING.format(what=SPAN_OF_WORDS[of], since=since, file=FILES[of], until_then=UNTIL_THEN)
    found = faults(time.span, [each.span for each in parts])
    if not found:
        return Rule.WAITS, ""
    return OF_FAULTS.get(found[0].kind, Rule.OUTSIDE), f"{found[0].sentence(SPAN_OF_WORDS[of])} {UNTIL_THEN}"


def _listed(rows: Iterable[Told], rule: Rule, sentence: str) -> dict[str, tuple[Rule, str]]:
    return {row.key: (rule, sentence) for row in rows}


def holds(stands: Sequence[Stands]) -> bool:
    """Whether these spans hold together: each within a time in care that is filled, and none twice on one day."""
    merged, _ = _merged(stands, ())
    times = [each for each in merged if each.of is SpanOf.EPISODE]
    parts = [each for each in merged if each.of is not SpanOf.EPISODE]
    if any(each.is_changed for each in merged):  # something is open past the end of its time in care
        return False
    for place, later in enumerate(times):
        if any(before.span.overlaps(later.span) for before in times[:place]):
            return False
    if any(each.of_time is None for each in parts):
        return False
    return not any(
        _filled(time, of, [each for each in parts if each.of is of and each.of_time == time.starts_on])[1]
        for time in times
        for of in (SpanOf.PLACEMENT, SpanOf.LEGAL)
    )
