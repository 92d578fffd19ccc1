"""A genogram: who stands where in a family, and the drawing of it as SVG. Values in, words and places out.

Generations lie one under another, the older above. A couple stands side by side; brothers and sisters hang from the
line between their parents. The signs are those in general use: a square for a man or boy, a circle for a woman or girl,
a diamond where it is neither or not known, a cross over somebody who has died, two strokes through what is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from lippen.casework.vocabulary import Gender, TieKind

BLOOD = frozenset({TieKind.PARENT, TieKind.GRANDPARENT, TieKind.AUNT_OR_UNCLE, TieKind.SIBLING, TieKind.HALF_SIBLING})
"""What somebody is from birth on, whenever it was written down."""
ABOVE = {
    TieKind.PARENT: 1,
    TieKind.STEP_PARENT: 1,
    TieKind.CARER: 1,
    TieKind.AUNT_OR_UNCLE: 1,
    TieKind.GRANDPARENT: 2,
}
"""How many generations the first of a tie stands above the second."""
COUPLE = frozenset({TieKind.PARTNER, TieKind.FORMER_PARTNER})
ACROSS, BETWEEN, HALF, MARGIN = 138, 52, 22, 24
LABEL = 17
"""Sizes in pixels: from one to the next, free between generations, half a sign, round the whole, one line."""
INK, QUIET, HOME, BACK = "#1a1a1a", "#5e5e5e", "#cfe3f5", "#ffffff"
BOLD, SMALL = f'fill="{INK}" font-weight="700"', f'fill="{QUIET}" font-size="13"'
MOST_LETTERS = 15
Spot = tuple[float, float]
Spots = Mapping[int, Spot]
"""Where the middle of each sign is, in pixels from the left and from the top."""


@dataclass(frozen=True)
class Member:
    """Somebody of a family, as the drawing shows them."""

    key: int
    name: str
    lines: tuple[str, ...]
    gender: str = ""
    is_child: bool = True
    is_dead: bool = False
    shares_home: bool = False
    born_on: date | None = None
    url: str = ""
    said: str = ""


@dataclass(frozen=True)
class Bond:
    """What the first is to the second."""

    first: int
    second: int
    kind: TieKind


def holds_on(kind: TieKind, *, so_on: date, ended_on: date | None, on: date) -> bool:
    """Whether a tie held on a day: what somebody is by birth always, anything else from its day on."""
    return (kind in BLOOD or so_on <= on) and (ended_on is None or on < ended_on)


def generations(me: int, members: Mapping[int, Member], bonds: Iterable[Bond]) -> dict[int, int]:
    """On which row each stands, 0 for whose record it is, above it below nought; nobody is left out."""
    beside: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for bond in bonds:
        up = _above(bond, members)
        weight = 0 if bond.kind is TieKind.PARENT else 1 if bond.kind in BLOOD | COUPLE else 2
        beside[bond.second].append((weight, bond.first, -up))
        beside[bond.first].append((weight, bond.second, up))
    rows, waiting = {me: 0}, [me]
    while waiting:
        at = waiting.pop(0)
        for _, other, step in sorted(beside[at]):
            if other not in rows:
                rows[other] = rows[at] + step
                waiting.append(other)
    return {key: rows.get(key, 0 if members[key].is_child else -1) for key in members}


def _above(bond: Bond, members: Mapping[int, Member]) -> int:
    if bond.kind in ABOVE:
        return ABOVE[bond.kind]
    if bond.kind is TieKind.OTHER and members[bond.first].is_child != members[bond.second].is_child:
        return -1 if members[bond.first].is_child else 1
    return 0


@dataclass(frozen=True)
class Place:
    """Where somebody stands: the row from the top, and how far from the left, in signs."""

    row: int
    x: float


def places(me: int, members: Mapping[int, Member], bonds: Sequence[Bond]) -> dict[int, Place]:
    """Where everybody stands: near those to whom they are tied, nobody over anybody else."""
    of = generations(me, members, bonds)
    rows: dict[int, list[int]] = defaultdict(list)
    for key, row in of.items():
        rows[row].append(key)
    parents = _parents(bonds, members)

    def by_age(key: int) -> tuple[object, ...]:
        return (*sorted(parents[key]), -1), members[key].born_on or date.max, key

    x: dict[int, float] = {}
    for row in sorted(rows, key=lambda each: (abs(each), each)):
        if row == 0:
            _spread(sorted(rows[row], key=by_age), lambda key: None, x)
        else:
            towards = {key: _middle(key, bonds, x) for key in rows[row]}
            ordered = sorted(rows[row], key=lambda key: (_or_last(towards[key]), by_age(key)))
            _spread(ordered, towards.__getitem__, x)
    top, left = min(rows), min(x.values())
    return {key: Place(of[key] - top, x[key] - left) for key in members}


def _parents(bonds: Iterable[Bond], members: Mapping[int, Member]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {key: set() for key in members}
    for bond in bonds:
        if bond.kind is TieKind.PARENT:
            found[bond.second].add(bond.first)
    return {key: frozenset(each) for key, each in found.items()}


def _or_last(x: float | None) -> float:
    return float("inf") if x is None else x


def _middle(key: int, bonds: Iterable[Bond], x: Mapping[int, float]) -> float | None:
    """The middle of those placed already to whom somebody is tied."""
    ends = [b.second if b.first == key else b.first for b in bonds if key in (b.first, b.second)]
    found = [x[each] for each in ends if each in x]
    return sum(found) / len(found) if found else None


def _spread(ordered: Sequence[int], wanted: Callable[[int], float | None], x: dict[int, float]) -> None:
    """Give each a place one after another, as near as may be to where they are wanted together."""
    start = 0.0
    hopes = [each for each in map(wanted, ordered) if each is not None]
    if hopes:
        start = sum(hopes) / len(hopes) - (len(ordered) - 1) / 2
    for place, key in enumerate(ordered):
        x[key] = start + place


def draw(me: int, members: Mapping[int, Member], bonds: Sequence[Bond], *, alt: str) -> str:
    """The drawing as SVG; each person in it is a link with words, so that it is read without seeing it."""
    at = places(me, members, bonds)
    width = round(2 * MARGIN + ACROSS * (max(place.x for place in at.values()) + 1))
    down = 2 * HALF + BETWEEN + LABEL * max(len(_named(each)) + len(each.lines) for each in members.values())
    height = round(2 * MARGIN + down * (max(place.row for place in at.values()) + 1) - BETWEEN + 12)
    spots = {key: _centre(place, down) for key, place in at.items()}
    lines = "".join(_lines(bonds, members, spots))
    people = "".join(_person(members[key], *spots[key], is_me=key == me) for key in _read_in_order(at))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="group" aria-label={quoteattr(alt)} font-family="Roboto, sans-serif" font-size="14">'
        f'<g aria-hidden="true" fill="none" stroke="{QUIET}" stroke-width="1.5">{lines}</g>{people}</svg>'
    )


def _read_in_order(at: Mapping[int, Place]) -> list[int]:
    return sorted(at, key=lambda key: (at[key].row, at[key].x))


def _centre(place: Place, down: int) -> Spot:
    return MARGIN + ACROSS * (place.x + 0.5), MARGIN + down * place.row + HALF


def _person(member: Member, x: float, y: float, *, is_me: bool) -> str:
    fill = HOME if member.shares_home else BACK
    sign = f'fill="{fill}" stroke="{INK}" stroke-width="{4 if is_me else 2}"'
    if member.gender == Gender.MALE:
        shape = f'<rect x="{x - HALF:.1f}" y="{y - HALF:.1f}" width="{2 * HALF}" height="{2 * HALF}" {sign}/>'
    elif member.gender == Gender.FEMALE:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{HALF}" {sign}/>'
    else:
        far = HALF + 2
        shape = f'<path d="M{x:.1f} {y - far:.1f}l{far} {far}l-{far} {far}l-{far} -{far}z" {sign}/>'
    if member.is_dead:
        arm = HALF * 0.7
        shape += (
            f'<path d="M{x - arm:.1f} {y - arm:.1f}l{2 * arm:.1f} {2 * arm:.1f}m0 -{2 * arm:.1f}'
            f'l-{2 * arm:.1f} {2 * arm:.1f}" fill="none" stroke="{INK}" stroke-width="2"/>'
        )
    named = _named(member)
    words = "".join(
        f'<text x="{x:.1f}" y="{y + HALF + 19 + LABEL * number:.1f}" text-anchor="middle" '
        f"{BOLD if number < len(named) else SMALL}>{escape(each)}</text>"
        for number, each in enumerate((*named, *member.lines))
    )
    return f"<a href={quoteattr(member.url)} aria-label={quoteattr(member.said or member.name)}>{shape}{words}</a>"


def _named(member: Member) -> tuple[str, ...]:
    """A name on one line, or on two; what is longer is cut, and stands whole in the words of the link."""
    if len(member.name) <= MOST_LETTERS:
        return (member.name,)
    first, _, last = member.name.rpartition(" ")
    return tuple(_cut(each) for each in (first, last) if each)


def _cut(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1]}…"


def _lines(bonds: Sequence[Bond], members: Mapping[int, Member], at: Spots) -> list[str]:
    parents = _parents(bonds, members)
    families: dict[frozenset[int], list[int]] = defaultdict(list)
    for child, of in parents.items():
        above = frozenset(each for each in of if at[each][1] < at[child][1])
        if above:
            families[above].append(child)
    couples = {frozenset((b.first, b.second)): b.kind for b in bonds if b.kind in COUPLE}
    for family in families:
        if len(family) == 2:
            couples.setdefault(family, TieKind.OTHER)
    drawn = [_couple(*sorted(pair, key=at.__getitem__), kind, at) for pair, kind in couples.items()]
    order = sorted(families, key=lambda family: min(at[key] for key in family))
    drawn += [_family(sorted(of, key=at.__getitem__), families[of], n, at) for n, of in enumerate(order)]
    drawn += [_elbow(bond, n, at) for n, bond in enumerate(_loose(bonds, parents))]
    return drawn + [_over(bond, at) for bond in bonds if _is_bare(bond, parents)]


def _loose(bonds: Iterable[Bond], parents: Mapping[int, frozenset[int]]) -> list[Bond]:
    """Ties from an older to a younger one that no line between parents and children shows."""
    found = []
    for bond in bonds:
        between = parents[bond.second]
        is_shown = bond.kind is TieKind.GRANDPARENT and any(bond.first in parents[each] for each in between)
        if bond.kind in ABOVE and bond.kind is not TieKind.PARENT and not is_shown:
            found.append(bond)
    return found


def _is_bare(bond: Bond, parents: Mapping[int, frozenset[int]]) -> bool:
    """Whether a tie between equals is shown by no parents that both have."""
    if bond.kind in {TieKind.SIBLING, TieKind.HALF_SIBLING}:
        return not parents[bond.first] & parents[bond.second]
    return bond.kind is TieKind.OTHER


def _couple(left: int, right: int, kind: TieKind, at: Spots) -> str:
    (x1, y1), (x2, y2) = at[left], at[right]
    dash = ' stroke-dasharray="6 4"' if kind is TieKind.OTHER else ""
    cut = ""
    if y1 == y2 and abs(x1 - x2) < 1.5 * ACROSS:
        road, middle = f"M{x1 + HALF:.1f} {y1:.1f}H{x2 - HALF:.1f}", ((x1 + x2) / 2 - 16, y1)
    else:
        top = min(y1, y2) - HALF - 10
        road, middle = f"M{x1:.1f} {y1 - HALF:.1f}V{top:.1f}H{x2:.1f}V{y2 - HALF:.1f}", ((x1 + x2) / 2, top)
    if kind is TieKind.FORMER_PARTNER:
        x, y = middle
        cut = f'<path d="M{x - 12:.1f} {y + 7:.1f}l7 -14m4 14l7 -14"/>'
    return f'<path d="{road}"{dash}/>{cut}'


def _family(of: Sequence[int], children: Sequence[int], number: int, at: Spots) -> str:
    """From the line between parents, or from beside a parent alone, down to each of their children."""
    x, y = at[of[0]]
    if len(of) > 1:
        return f'<path d="{_down(x + ACROSS / 2, y, children, number, at)}"/>'
    start, low = x + ACROSS / 2 - 12, y + 11
    return f'<path d="M{x + HALF - 4:.1f} {low:.1f}H{start:.1f}{_down(start, low, children, number, at)}"/>'


def _down(start: float, y: float, children: Sequence[int], number: int, at: Spots) -> str:
    bar = min(at[key][1] for key in children) - HALF - 12 - 6 * (number % 4)
    ends = [start, *(at[key][0] for key in children)]
    roads = "".join(f"M{at[key][0]:.1f} {bar:.1f}V{at[key][1] - HALF:.1f}" for key in children)
    return f"M{start:.1f} {y:.1f}V{bar:.1f}M{min(ends):.1f} {bar:.1f}H{max(ends):.1f}{roads}"


def _elbow(bond: Bond, number: int, at: Spots) -> str:
    x, y = at[bond.first]
    start, low = x + ACROSS / 2 - 6 * (number % 3), y + 16
    road = f"M{x + HALF - 8:.1f} {low:.1f}H{start:.1f}{_down(start, low, [bond.second], number + 2, at)}"
    return f'<path d="{road}" stroke-dasharray="3 4"/>'


def _over(bond: Bond, at: Spots) -> str:
    (x1, y1), (x2, y2) = at[bond.first], at[bond.second]
    top = min(y1, y2) - HALF - 8
    road = f"M{x1:.1f} {y1 - HALF:.1f}V{top:.1f}H{x2:.1f}V{y2 - HALF:.1f}"
    return f'<path d="{road}" stroke-dasharray="3 4"/>'
