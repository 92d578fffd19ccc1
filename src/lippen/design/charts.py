"""Bars and lines drawn by ourselves as SVG: shapes and words, no script; the table behind stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDTH = 640
ROW, GAP, TOP = 22, 10, 6
LETTER = 7.8
"""The usual width of a letter of 14 px Roboto, a little generous."""
LONGEST_LABEL = 34
INK, QUIET, LINE, BACK = "#1a1a1a", "#5e5e5e", "#5e5e5e", "#e3e8ee"


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value, the words at its end, its colour; `of` draws the whole behind it."""

    label: str
    value: float
    words: str
    colour: str = "#0b5cad"
    of: float | None = None


@dataclass(frozen=True)
class Line:
    """One line: its name, a value for each point, its colour."""

    label: str
    values: tuple[int, ...]
    colour: str


def bars(rows: Sequence[Bar], *, alt: str) -> str:
    """Bars from a zero line, names before and values behind them; `alt` says what they show."""
    left = 16 + LETTER * max((len(_short(row.label)) for row in rows), default=0)
    right = 16 + LETTER * max((len(row.words) for row in rows), default=0)
    most = max((max(row.value, row.of or 0) for row in rows), default=0) or 1
    per_unit = (WIDTH - left - right) / most
    height = TOP * 2 + len(rows) * (ROW + GAP) - GAP
    drawn = "".join(_bar(row, TOP + place * (ROW + GAP), left, per_unit) for place, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f"aria-label={quoteattr(alt)} "
        f'font-family="Roboto, sans-serif" font-size="14">{drawn}'
        f'<path d="M{left:.1f} 0V{height}" stroke="{LINE}" stroke-width="1"/></svg>'
    )


def _bar(row: Bar, top: float, left: float, per_unit: float) -> str:
    middle = top + ROW * 0.72
    end = left + per_unit * max(row.value, row.of or 0)
    back = _box(left, top, per_unit * row.of, BACK) if row.of else ""
    return (
        f'<text x="{left - 8:.1f}" y="{middle:.1f}" text-anchor="end" fill="{INK}">{escape(_short(row.label))}</text>'
        f"{back}{_box(left, top, per_unit * row.value, row.colour)}"
        f'<text x="{end + 8:.1f}" y="{middle:.1f}" fill="{INK}">{escape(row.words)}</text>'
    )


def _box(left: float, top: float, width: float, colour: str) -> str:
    return f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{ROW}" fill="{colour}"/>' if width > 0 else ""


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


PLOT_TOP, PLOT_HEIGHT, UNDER, APART = 14, 200, 44, 19
INSET = 22
ACROSS = 480
"""Narrow, so that its words can still be read on a phone without moving it aside."""
STROKES = ("", "7 5", "2 4", "12 4 2 4")
"""How each line is broken, so that it is known from the others without its colour."""
STEPS = (1, 2, 5)


def lines(points: Sequence[tuple[str, ...]], rows: Sequence[Line], *, alt: str) -> str:
    """Lines from a zero line over points, each named at its end; `alt` says what they show.

    A point's name may have several rows. Lines differ by stroke and mark as well as by colour.
    """
    most = max((max(row.values) for row in rows), default=0)
    step = tick_step(most)
    top = max(step, -(-most // step) * step)
    left = 16 + LETTER * len(str(top))
    right = 20 + LETTER * max((len(_named(row)) for row in rows), default=0)
    width = ACROSS - left - right - 2 * INSET
    shares = [place / (len(points) - 1) for place in range(len(points))] if len(points) > 1 else [0.5]
    xs = [left + INSET + width * share for share in shares]
    height = PLOT_TOP + PLOT_HEIGHT + UNDER

    def down(value: float) -> float:
        return PLOT_TOP + PLOT_HEIGHT * (1 - value / top)

    grid = "".join(_rule(left, ACROSS - right, down(value), value) for value in range(0, top + 1, step))
    names = "".join(_point(name, x) for name, x in zip(points, xs, strict=True))
    drawn = "".join(_line(row, place, xs, down) for place, row in enumerate(rows))
    ends = "".join(_ends(rows, xs[-1] if xs else left, ACROSS - right, down))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {ACROSS} {height}" role="img" '
        f"aria-label={quoteattr(alt)} "
        f'font-family="Roboto, sans-serif" font-size="14">{grid}{names}{drawn}{ends}</svg>'
    )


def tick_step(most: int) -> int:
    """How far apart the ruled lines are: 1, 2 or 5, or ten times that, and so on; at most five of them."""
    step, power = 1, 1
    while most > 5 * step:
        following = STEPS.index(step // power) + 1
        power, step = (power * 10, power * 10) if following == len(STEPS) else (power, STEPS[following] * power)
    return step


def _rule(left: float, right: float, y: float, value: int) -> str:
    colour = LINE if value == 0 else BACK
    return (
        f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{colour}" stroke-width="1"/>'
        f'<text x="{left - 8:.1f}" y="{y + 5:.1f}" text-anchor="end" fill="{QUIET}">{value}</text>'
    )


def _point(name: tuple[str, ...], x: float) -> str:
    first = PLOT_TOP + PLOT_HEIGHT + 20
    return "".join(
        f'<text x="{x:.1f}" y="{first + 16 * row}" text-anchor="middle" fill="{QUIET}" font-size="13">'
        f"{escape(words)}</text>"
        for row, words in enumerate(name)
    )


def _line(row: Line, place: int, xs: Sequence[float], down: Callable[[float], float]) -> str:
    spots = [(x, down(value)) for x, value in zip(xs, row.values, strict=True)]
    road = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    dashes = STROKES[place % len(STROKES)]
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    path = f'<path d="M{road}" fill="none" stroke="{row.colour}" stroke-width="2.5"{broken}/>' if len(spots) > 1 else ""
    return path + "".join(_mark(place, x, y, row.colour) for x, y in spots)


def _mark(place: int, x: float, y: float, colour: str) -> str:
    """A disc, a square, a triangle or a ring: one shape for each line."""
    kind = place % 4
    if kind == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'
    if kind == 1:
        return f'<rect x="{x - 4.2:.1f}" y="{y - 4.2:.1f}" width="8.4" height="8.4" fill="{colour}"/>'
    if kind == 2:
        return f'<path d="M{x:.1f} {y - 5.5:.1f}L{x + 5.5:.1f} {y + 4.5:.1f}H{x - 5.5:.1f}Z" fill="{colour}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#ffffff" stroke="{colour}" stroke-width="2"/>'


def _named(row: Line) -> str:
    return f"{_short(row.label)} {row.values[-1]}"


def _ends(rows: Sequence[Line], x: float, left: float, down: Callable[[float], float]) -> Iterator[str]:
    """Each line's name and last value beside its end, moved apart where they would touch."""
    order = sorted(range(len(rows)), key=lambda place: (down(rows[place].values[-1]), place))
    wanted = [down(rows[place].values[-1]) for place in order]
    places = _apart(wanted, PLOT_TOP + 2, PLOT_TOP + PLOT_HEIGHT)
    for place, wish, y in zip(order, wanted, places, strict=True):
        row = rows[place]
        yield f'<path d="M{x + 7:.1f} {wish:.1f}L{left + 6:.1f} {y:.1f}" stroke="{LINE}" stroke-width="0.8"/>'
        yield f'<text x="{left + 10:.1f}" y="{y + 5:.1f}" fill="{INK}">{escape(_named(row))}</text>'


def _apart(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights as near to the wanted ones as they can be without touching, in the same order."""
    found: list[float] = []
    for wish in wanted:
        found.append(max(wish, top, found[-1] + APART if found else top))
    for place in range(len(found) - 1, -1, -1):
        limit = bottom if place == len(found) - 1 else found[place + 1] - APART
        found[place] = min(found[place], limit)
    return found
