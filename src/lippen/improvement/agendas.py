"""Agendas: lines that a plan gives, as the chair has arranged them. Values in, answer out; no tables, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from lippen.improvement.vocabulary import SECTION_HALVES, SECTION_WORDS, AgendaSection, Half

OWN = "own:"
"""How the key of a line begins that somebody added by hand."""


@dataclass(frozen=True)
class Line:
    """One line of an agenda: what it is about, and the record that it leads to."""

    key: str
    section: str
    words: str
    note: str = ""
    kind: str = ""
    ref: str = ""
    half: str = ""
    plan: str = ""
    """The plan that gives it, where a group looks after several."""

    @property
    def section_words(self) -> str:
        """The heading that it stands under."""
        return SECTION_WORDS[AgendaSection(self.section)]


@dataclass(frozen=True)
class Arrangement:
    """What the chair has done with the drawn lines: added some, left some out, put them in another order."""

    added: tuple[Line, ...] = ()
    left_out: frozenset[str] = frozenset()
    order: tuple[str, ...] = field(default=())


def line(section: AgendaSection, kind: str, ref: str, words: str, note: str = "") -> Line:
    """A line that is drawn from a record."""
    return Line(f"{kind}:{ref}", section.value, words, note, kind, ref, SECTION_HALVES[section].value)


def own_line(number: int, words: str, half: str = "") -> Line:
    """A line that somebody adds by hand."""
    return Line(f"{OWN}{number}", AgendaSection.OWN.value, words, half=half or Half.IMPROVEMENT.value)


def arranged(
    drawn: Sequence[Line], arrangement: Arrangement, *, in_halves: bool = False, plans: Sequence[str] = ()
) -> tuple[Line, ...]:
    """The lines as they stand: what is new in the plan since the chair looked comes in by itself, at its own place.

    Of several plans each keeps its lines together, in the order of `plans`; lines of the chair's own come after them.
    """
    known = {each.key: each for each in (*drawn, *arrangement.added)}
    kept = {key: each for key, each in known.items() if key not in arrangement.left_out}
    places = {key: place for place, key in enumerate(arrangement.order)}
    natural = {key: place for place, key in enumerate(known)}
    last = -1
    weights: dict[str, tuple[int, int]] = {}
    for key in known:
        last = places.get(key, last)
        weights[key] = (last, -1 if key in places else natural[key])
    ordered = sorted(kept.values(), key=lambda each: weights[each.key])
    if plans:
        ordered.sort(key=lambda each: plans.index(each.plan) if each.plan in plans else len(plans))
    return tuple(sorted(ordered, key=lambda each: each.half != Half.SCRUTINY)) if in_halves else tuple(ordered)


def left_out(drawn: Sequence[Line], arrangement: Arrangement) -> tuple[Line, ...]:
    """The lines that the chair took off, to be put back."""
    return tuple(each for each in (*drawn, *arrangement.added) if each.key in arrangement.left_out)


def groups_of(lines: Iterable[Line], *, in_halves: bool = False) -> list[tuple[str, str, str, list[Line]]]:
    """Runs of lines under one heading: the half where there are two, the plan where there are several, the section."""
    found: list[tuple[str, str, str, list[Line]]] = []
    for each in lines:
        half = each.half if in_halves else ""
        if not found or found[-1][:3] != (half, each.plan, each.section_words):
            found.append((half, each.plan, each.section_words, []))
        found[-1][3].append(each)
    return found


def to_plain(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as they are kept."""
    return [asdict(each) for each in lines]


def from_plain(rows: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Lines as they were kept."""
    return tuple(Line(**row) for row in rows)


def arrangement_to_plain(arrangement: Arrangement) -> dict[str, Any]:
    """An arrangement as it is kept."""
    return {
        "added": to_plain(arrangement.added),
        "left_out": sorted(arrangement.left_out),
        "order": list(arrangement.order),
    }


def arrangement_from_plain(kept: Mapping[str, Any] | None) -> Arrangement:
    """An arrangement as it was kept."""
    if not kept:
        return Arrangement()
    return Arrangement(from_plain(kept["added"]), frozenset(kept["left_out"]), tuple(kept["order"]))


def with_added(arrangement: Arrangement, words: str, half: str = "") -> Arrangement:
    """The arrangement with one more line of the chair's own."""
    numbers = [int(each.key.removeprefix(OWN)) for each in arrangement.added]
    added = own_line(max(numbers, default=0) + 1, words, half)
    return replace(arrangement, added=(*arrangement.added, added))
