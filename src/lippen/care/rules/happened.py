"""
What standards read of a child's life in care: events with their days, from spans of days. Values in, events out.

A placement that ended on the day on which it began holds on no day: it starts no clock, and breaks no stretch.

Each event is named by the record that says so, so that an agreed other day finds the clock that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lippen.care.rules.spans import Span
from lippen.care.vocabulary import Event, Setting
from lippen.kernel.calendar import months_after
from lippen.kernel.standards import Happened

ORDERS = frozenset({"CSOH", "CSOA", "CSOS"})
REQUIREMENTS = frozenset({"SRH", "SRA"})
INTERIM = frozenset({"ICSO"})
VARIED = frozenset({"IVCSO"})


@dataclass(frozen=True)
class Lived:
    """A placement, as standards read it."""

    span: Span
    setting: Setting
    is_emergency: bool = False
    is_short_series: bool = False

    @property
    def is_home(self) -> bool:
        """Whether the child lived at home; a placement that is not known counts as away."""
        return self.setting is Setting.HOME


@dataclass(frozen=True)
class Held:
    """A legal reason, as standards read it: its code of the Scottish list and its last day, where it lapses."""

    span: Span
    code: str
    expires_on: date | None = None


@dataclass(frozen=True)
class Life:
    """What is recorded of a child's time in care, each in the order of days."""

    episodes: Sequence[Span] = ()
    placements: Sequence[Lived] = ()
    legal: Sequence[Held] = ()
    seen: Sequence[tuple[date, str]] = ()
    """On which days the child was seen on a visit, and the visit's reference."""
    typed: Sequence[Happened] = ()
    """What was typed in."""
    born_on: date | None = None
    died_on: date | None = None


def happened(life: Life) -> list[Happened]:
    """Every event of a life in care, in the order of days; of one day, what ended comes before what began."""
    found = [
        *_of_episodes(life.episodes),
        *_of_stretches(life.placements, life.born_on),
        *_of_placements(life.placements),
        *_of_orders(life.legal),
        *_of_visits(life.seen, life.placements),
        *life.typed,
    ]
    if life.died_on is not None:
        found.append(Happened(Event.DIED, life.died_on))
    return sorted(found, key=lambda event: (event.on, not event.kind.endswith("_ended")))


def _of_episodes(episodes: Iterable[Span]) -> Iterator[Happened]:
    for each in episodes:
        yield Happened(Event.EPISODE_BEGAN, each.starts_on, each.key)
        if each.ends_on:
            yield Happened(Event.EPISODE_ENDED, each.ends_on, each.key)


def _of_stretches(placements: Sequence[Lived], born_on: date | None) -> Iterator[Happened]:
    """Time at home and time away, each from its first placement to the end of its last without a day between."""
    for stretch in _stretches(placements):
        first, last = stretch[0], stretch[-1].span.ends_on
        on, key = first.span.starts_on, first.span.key
        if first.is_home:
            yield Happened(Event.AT_HOME_BEGAN, on, key)
        else:
            yield Happened(Event.AWAY_BEGAN, on, key)
            if _is_younger(born_on, on, 6):
                yield Happened(Event.AWAY_BEGAN_UNDER_6, on, key)
            if _is_younger(born_on, on, 12):
                yield Happened(Event.AWAY_BEGAN_UNDER_12, on, key)
        if last is not None:
            yield Happened(Event.AT_HOME_ENDED if first.is_home else Event.AWAY_ENDED, last, key)


def _stretches(placements: Sequence[Lived]) -> list[list[Lived]]:
    """Stretches that hold on some day; what was before and after one that does not is one."""
    lasting = [each for each in _joined(placements) if Span(each[0].span.starts_on, each[-1].span.ends_on).holds]
    return _joined([placed for stretch in lasting for placed in stretch])


def _joined(placements: Sequence[Lived]) -> list[list[Lived]]:
    found: list[list[Lived]] = []
    for each in placements:
        last = found[-1][-1] if found else None
        if last and last.is_home == each.is_home and last.span.ends_on == each.span.starts_on:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _is_younger(born_on: date | None, on: date, years: int) -> bool:
    return born_on is not None and on < months_after(born_on, 12 * years)


def _of_placements(placements: Sequence[Lived]) -> Iterator[Happened]:
    has_series = False
    for each in placements:
        span = each.span
        if each.is_home or not span.holds:
            continue
        yield Happened(Event.PLACED, span.starts_on, span.key)
        if each.is_emergency:
            yield Happened(Event.PLACED_IN_EMERGENCY, span.starts_on, span.key)
        if each.is_short_series and not has_series:
            has_series = True
            yield Happened(Event.SHORT_SERIES_BEGAN, span.starts_on, span.key)
        if span.ends_on:
            yield Happened(Event.PLACEMENT_ENDED, span.ends_on, span.key)
            if each.is_emergency:
                yield Happened(Event.EMERGENCY_ENDED, span.ends_on, span.key)


@dataclass(frozen=True)
class _Words:
    """Which events tell of one kind of order: made, made again while it held, its series ended."""

    codes: frozenset[str]
    made: tuple[Event, ...]
    again: tuple[Event, ...]
    ended: tuple[Event, ...]


OF_ORDERS = (
    _Words(ORDERS, (Event.ORDER_MADE,), (Event.ORDER_CONTINUED,), (Event.ORDER_ENDED,)),
    _Words(REQUIREMENTS, (Event.REQUIREMENT_MADE,), (Event.REQUIREMENT_CONTINUED,), (Event.REQUIREMENT_ENDED,)),
    _Words(
        INTERIM,
        (Event.INTERIM_MADE, Event.INTERIM_FIRST_MADE),
        (Event.INTERIM_MADE,),
        (Event.INTERIM_ENDED, Event.INTERIM_SERIES_ENDED),
    ),
    _Words(VARIED, (Event.INTERIM_VARIED,), (Event.INTERIM_VARIED,), (Event.INTERIM_VARIATION_ENDED,)),
)


def _of_orders(legal: Sequence[Held]) -> Iterator[Happened]:
    for words in OF_ORDERS:
        held = [each for each in legal if each.code in words.codes]
        for before, each in pairwise([None, *held]):
            goes_on = before is not None and before.span.ends_on == each.span.starts_on
            for kind in words.again if goes_on else words.made:
                yield Happened(kind, each.span.starts_on, each.span.key)
        for each, after in pairwise([*held, None]):
            if each.span.ends_on and not (after and after.span.starts_on == each.span.ends_on):
                for kind in words.ended:
                    yield Happened(kind, each.span.ends_on, each.span.key)
    for each in legal:
        if each.expires_on and each.code in ORDERS:
            yield Happened(Event.ORDER_EXPIRES, each.expires_on, each.span.key)


def _of_visits(seen: Iterable[tuple[date, str]], placements: Sequence[Lived]) -> Iterator[Happened]:
    """A visit counts for where the child lived on that day; of two places on one day for the one where they stayed."""
    for on, key in seen:
        there = [each for each in placements if each.span.starts_on <= on <= each.span.until]
        there = [each for each in there if each.span.holds] or there
        if there:
            yield Happened(Event.HOME_VISIT if there[-1].is_home else Event.VISIT, on, key)
            yield Happened(Event.OFFICER_SAW_CHILD, on, key)
