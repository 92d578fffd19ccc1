"""Bars drawn by ourselves as SVG: shapes and words, no script; the table behind stands beside it, not in it."""

from __future__ import annotations

from collections.abc import Sequence
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
