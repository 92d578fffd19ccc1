"""
Practice standards: what is to happen by when, once something else has happened. No Django here: values in, values out.

One object says everything about a standard: what starts its clock, what stops it, how long it runs, since when it is
so and how sure that is. A due date, a clock beside a child, a row of a handbook and a measure all read that object.
Days are whole days in Europe/London; a day that is due is the last one in time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from lippen.kernel.calendar import months_after, months_before, working_days_after, working_days_before
from lippen.kernel.rules import Rule

DAY = timedelta(days=1)
NO_DAYS: frozenset[date] = frozenset()


class Unit(StrEnum):
    """What a limit counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


UNIT_WORDS = {
    Unit.DAYS: ("day", "days"),
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.WEEKS: ("week", "weeks"),
    Unit.MONTHS: ("month", "months"),
    Unit.YEARS: ("year", "years"),
}


class Sure(StrEnum):
    """How sure a figure is: read in its source, read in part, or known from practice alone."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Limit:
    """
    So many days, working days, weeks, months or years.

    `with_first`: the day on which it begins is the first of the days, where a law counts so.
    """

    number: int
    unit: Unit
    with_first: bool = False

    def __post_init__(self) -> None:
        if self.with_first and self.unit is not Unit.DAYS:
            raise ValueError("Only days are counted with the first of them.")

    def __str__(self) -> str:
        one, more = UNIT_WORDS[self.unit]
        return f"{self.number} {one if self.number == 1 else more}"

    def after(self, day: date, closed: frozenset[date] = NO_DAYS) -> date:
        """
        The last day in time that begins on a day.

        A month ends on the same number of the month, or on its last day where it has no such day. `closed` are the
        holidays that working days pass over; weekends are passed over anyway.
        """
        match self.unit:
            case Unit.DAYS:
                return day + (self.number - 1 if self.with_first else self.number) * DAY
            case Unit.WEEKS:
                return day + 7 * self.number * DAY
            case Unit.MONTHS:
                return months_after(day, self.number)
            case Unit.YEARS:
                return months_after(day, 12 * self.number)
            case Unit.WORKING_DAYS:
                return working_days_after(day, self.number, closed)

    def before(self, day: date, closed: frozenset[date] = NO_DAYS) -> date:
        """The last day in time for what is to be done so long before another day."""
        match self.unit:
            case Unit.DAYS:
                return day - self.number * DAY
            case Unit.WEEKS:
                return day - 7 * self.number * DAY
            case Unit.MONTHS:
                return months_before(day, self.number)
            case Unit.YEARS:
                return months_before(day, 12 * self.number)
            case Unit.WORKING_DAYS:
                return working_days_before(day, self.number, closed)


@dataclass(frozen=True)
class Version(Rule):
    """
    A standard as it was in force between two days; `in_force_until` is not included.

    Without a limit it asks for something that no clock counts: the sentence says what. `least` is a number that must be
    there (members, a quorum), by what is counted. `beside` is the shipped version, of a council's own figure that
    stands in its place.
    """

    limit: Limit | None = None
    sure: Sure = Sure.CONFIRMED
    least: Mapping[str, int] = field(default_factory=dict)
    beside: Version | None = None


@dataclass(frozen=True)
class Standard:
    """
    One practice standard with all its versions.

    `trigger` are the kinds of events that start its clock, `fulfilment` those that stop it in time or late, and `ends`
    those after which it is no longer asked. `is_before` turns it round: what fulfils it is to come so long before the
    trigger. `is_right` is for what somebody may do, and need not: that its time passed is nobody's lateness.
    `is_taken_up` is for the standard of another council: it counts where an authority has made it its own.
    """

    key: str
    title: str
    versions: tuple[Version, ...]
    trigger: frozenset[str] = frozenset()
    fulfilment: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    is_before: bool = False
    is_taken_up: bool = False
    is_right: bool = False

    def __post_init__(self) -> None:
        spans = [(each.in_force_from, each.in_force_until) for each in self.versions]
        for (_, until), (start, _) in pairwise(spans):
            if until is None or until > start:
                raise ValueError(f"Two versions of {self.key} are in force on one day.")
        if any(each.key != self.key for each in self.versions):
            raise ValueError(f"A version of {self.key} has another key.")
        if self.has_clock and not (self.trigger and self.fulfilment):
            raise ValueError(f"{self.key} has a limit and nothing that starts or stops its clock.")

    @property
    def has_clock(self) -> bool:
        """Whether any version counts time."""
        return any(each.limit for each in self.versions)

    @cached_property
    def is_repeated(self) -> bool:
        """Whether what fulfils it starts it anew."""
        return bool(self.trigger & self.fulfilment)

    def on(self, day: date, own: Iterable[Override] = ()) -> Version | None:
        """
        The version in force on a day: the council's own figure where it has one, else the shipped one.

        Which version counts for a clock is asked with the day of its trigger, never with today.
        """
        local = next((each for each in own if each.key == self.key and each.in_force(day)), None) if own else None
        if local is None and self.is_taken_up:
            return None
        shipped = next((each for each in self.versions if each.in_force(day)), None)
        if local is None:
            return shipped
        base = shipped or self.versions[0]
        return replace(
            base,
            sentence=f"{base.sentence} {local.words}",
            limit=_counted_as(local.limit, base.limit),
            source=local.source,
            sure=Sure.CONFIRMED,
            in_force_from=local.in_force_from,
            in_force_until=local.in_force_until,
            beside=shipped,
        )

    def changed_after(self, day: date, by: date, own: Sequence[Override] = ()) -> Version | None:
        """The version that came into force between two days, where there is one: it counts for later clocks."""
        before, after = self.on(day, own), self.on(by, own)
        return after if before and after and before.in_force_from != after.in_force_from else None


def _counted_as(own: Limit, shipped: Limit | None) -> Limit:
    """A council's own figure, counted from the day from which the shipped one is."""
    with_first = shipped is not None and shipped.with_first and own.unit is Unit.DAYS
    return replace(own, with_first=with_first)


@dataclass(frozen=True)
class Override:
    """A council's own figure for a standard, between two days (the end not included), and where it was decided."""

    key: str
    limit: Limit
    source: str
    in_force_from: date
    in_force_until: date | None = None

    @property
    def words(self) -> str:
        """The figure, and for what it counts: a clock goes by the day on which it began."""
        until = f" and before {_day_words(self.in_force_until)}" if self.in_force_until else ""
        since = _day_words(self.in_force_from)
        return f"The council's own figure is {self.limit}, for what begins from {since} on{until}."

    def in_force(self, on: date) -> bool:
        """Whether the council works by it on a day."""
        return self.in_force_from <= on and (self.in_force_until is None or on < self.in_force_until)


def _day_words(day: date) -> str:
    return f"{day:%-d %B %Y}"


@dataclass(frozen=True)
class Happened:
    """
    An event that standards read: what kind, on which day, and which record says so.

    Events of one day are given in the order in which they came.
    """

    kind: str
    on: date
    key: str = ""


@dataclass(frozen=True)
class Excuse:
    """
    That somebody who may do so agreed another day for one clock.

    It names the trigger by its key; without a reason, an approver and cover meanwhile none is kept.
    """

    standard_key: str
    trigger_key: str
    until: date


class Standing(StrEnum):
    """How a clock stands on a day."""

    MET = "met"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    EXCUSED = "excused"
    CEASED = "ceased"
    BEFORE = "before"


STANDING_WORDS = {
    Standing.MET: "Done in time",
    Standing.LATE: "Late",
    Standing.OPEN: "Not due yet",
    Standing.OVERDUE: "Overdue",
    Standing.EXCUSED: "Another day was agreed",
    Standing.CEASED: "No longer asked",
    Standing.BEFORE: "Due before this record was kept here: not known",
}


@dataclass(frozen=True)
class Clock:
    """One clock of one child: what started it, by which version, when it is due, what stopped it and how it stands."""

    standard: Standard
    version: Version
    trigger: Happened
    due_on: date
    standing: Standing
    done: Happened | None = None
    agreed_on: date | None = None
    """The last day that was agreed instead, where there is one."""
    ended_on: date | None = None
    """The day from which it is no longer asked, where it was not done before."""

    @property
    def last_day(self) -> date:
        """The last day in time, the agreed one where there is one."""
        return self.agreed_on or self.due_on

    def days_late(self, on: date) -> int:
        """By how many days it was or is late; 0 where it is not."""
        if self.standing not in {Standing.LATE, Standing.OVERDUE}:
            return 0
        until = self.done.on if self.done else self.ended_on or on
        return (until - self.last_day).days


def clocks(
    standards: Iterable[Standard],
    events: Sequence[Happened],
    *,
    today: date,
    own: Mapping[str, Sequence[Override]] | None = None,
    excuses: Mapping[tuple[str, str], Excuse] | None = None,
    closed: frozenset[date] = NO_DAYS,
    known_since: date | None = None,
) -> list[Clock]:
    """
    Every clock that the events of one child have started by today, in the order of standards, then of triggers.

    `events` in the order of their days; those after today are plans: what is to come before one of them is due already.
    `own` are a council's own figures by key, `excuses` by the keys of standard and trigger. `known_since`: the day from
    which the record is kept here. What was due before it may have been done where nobody here can see it: it is not
    called late, and what is still to be done is asked from that day on.
    """
    found: list[Clock] = []
    ordered = sorted(events, key=lambda event: event.on)
    places: dict[str, list[int]] = {}
    for place, event in enumerate(ordered):
        places.setdefault(event.kind, []).append(place)
    for standard in standards:
        if began := _places_of(standard.trigger, places):
            figures = (own or {}).get(standard.key, ())
            found += _of_one(standard, ordered, began, today, figures, excuses or {}, closed, known_since)
    return found


def _places_of(kinds: Collection[str], places: Mapping[str, Sequence[int]]) -> list[int]:
    """Where events of these kinds stand, in order."""
    return sorted(place for kind in kinds if kind in places for place in places[kind])


def _of_one(
    standard: Standard,
    events: Sequence[Happened],
    began: Iterable[int],
    today: date,
    own: Sequence[Override],
    excuses: Mapping[tuple[str, str], Excuse],
    closed: frozenset[date],
    known_since: date | None,
) -> Iterator[Clock]:
    for place in began:
        event = events[place]
        if event.on > today and not standard.is_before:
            continue
        version = standard.on(event.on, own)
        if version is None or version.limit is None:
            continue
        if standard.is_before:
            due_on, ended_on = version.limit.before(event.on, closed), None
            done = _last_before(standard, events, place)
        else:
            due_on = version.limit.after(event.on, closed)
            done, ended_on = _next_after(standard, events, place, today)
            if known_since and due_on < known_since and done is None and ended_on is None:
                due_on = version.limit.after(known_since, closed)
        excuse = excuses.get((standard.key, event.key))
        agreed_on = excuse.until if excuse else None
        done_on = done.on if done else None
        standing = stands(due_on, done_on, today=today, agreed_on=agreed_on, ended_on=ended_on)
        if standing is Standing.LATE and known_since and due_on < known_since:
            standing = Standing.BEFORE
        if standard.is_right and standing in {Standing.OVERDUE, Standing.LATE}:
            standing = Standing.CEASED
        yield Clock(standard, version, event, due_on, standing, done, agreed_on, ended_on)


def _next_after(
    standard: Standard, events: Sequence[Happened], place: int, today: date
) -> tuple[Happened | None, date | None]:
    """
    What stops the clock that an event started, or the day on which it is no longer asked.

    What is done on the very day of the trigger counts, in whichever order the two were recorded; but nothing starts its
    own clock anew, and an end counts only where it came after the trigger.
    """
    start = events[place]
    first = place + 1 if standard.is_repeated else bisect_left(events, start.on, key=lambda event: event.on)
    for at in range(first, len(events)):
        event = events[at]
        if event.on > today:
            break
        if at != place and event.kind in standard.fulfilment:
            return event, None
        if at > place and event.kind in standard.ends:
            return None, event.on
    return None, None


def _last_before(standard: Standard, events: Sequence[Happened], place: int) -> Happened | None:
    """What came last before the event for which it is asked, since the same was last asked for."""
    for event in reversed(events[:place]):
        if event.kind in standard.fulfilment:
            return event
        if event.kind == events[place].kind or event.kind in standard.ends:
            return None
    return None


def stands(
    due_on: date,
    done_on: date | None,
    *,
    today: date,
    agreed_on: date | None = None,
    ended_on: date | None = None,
) -> Standing:
    """
    How a clock stands: in time up to its last day, excused up to the agreed one, ceased where it ended in time.

    What ended before it was done, and past its last day, stays late: that it is no longer asked mends nothing.
    """
    last = max(due_on, agreed_on) if agreed_on else due_on
    until = min(day for day in (done_on, ended_on, today) if day is not None)
    if done_on is not None and done_on <= due_on:
        return Standing.MET
    if until > last:
        return Standing.OVERDUE if done_on is None and ended_on is None else Standing.LATE
    if ended_on is not None:
        return Standing.CEASED
    if done_on is None and today <= due_on:
        return Standing.OPEN
    return Standing.EXCUSED
