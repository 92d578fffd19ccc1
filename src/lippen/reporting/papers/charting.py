"""The charts that a template may ask for: numbers from the records, the finding as title, words for who cannot see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lippen.design.charts import Bar, Line, bars, lines
from lippen.improvement.rows import ActionRow
from lippen.reporting.papers.figures import MEANINGS, chosen, counted, figures_of
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.rules import printed

Block = dict[str, Any]
COLOURS = {
    "red": "#a30b0b",
    "amber": "#d98c00",
    "green": "#1b6b38",
    "blue": "#0b5cad",
    "grey": "#8a8a8a",
    "": "#0b5cad",
}


def chart_of(key: str, records: PaperRecords) -> Block:
    """A chart as content: title, subtitle, words for those who cannot see it, and its bars."""
    return CHART_MAKERS[key](records)


def drawing_of(block: Mapping[str, Any], shown: Callable[[str], str] = str) -> str:
    """A chart's content as SVG; `shown` makes words fit to print."""
    if block["kind"] == "trend":
        drawn = [Line(shown(row["label"]), tuple(row["values"]), COLOURS[row["look"]]) for row in block["lines"]]
        return lines([_short_day(shown(point)) for point in block["points"]], drawn, alt=shown(block["alt"]))
    rows = [
        Bar(shown(row["label"]), row["value"], shown(row["words"]), COLOURS[row.get("look", "")], row.get("of"))
        for row in block["bars"]
    ]
    return bars(rows, alt=shown(block["alt"]))


def _short_day(printed_day: str) -> tuple[str, ...]:
    """A printed day in two short rows: 30 Jun, 2012. Words of another kind stay as they are."""
    day, month, year = (*printed_day.split(" "), "", "")[:3]
    return (f"{day} {month[:3]}", year) if day.isdigit() and year.isdigit() else (printed_day,)


def _chart(key: str, heading: str, title: str, subtitle: str, rows: Sequence[dict[str, Any]]) -> Block:
    said = "; ".join(f"{row['label']}: {row['words']}" for row in rows)
    return {
        "kind": "chart",
        "key": key,
        "title": title,
        "subtitle": subtitle,
        "heading": heading,
        "alt": f"Bar chart. {title} {said}.",
        "bars": list(rows),
    }


def _standing(records: PaperRecords) -> Block:
    figures, total = figures_of(records), len(records.actions)
    rows = [
        {
            "label": colour.capitalize(),
            "value": figure.value,
            "words": f"{figure.value} of {total}",
            "look": str(colour),
        }
        for colour in MEANINGS
        for figure in [figures[f"standing_{colour}"]]
    ]
    good = figures["standing_green"].value + figures["standing_blue"].value
    title = f"{good} of {counted(total, 'action')} {'is' if good == 1 else 'are'} on course or shown done."
    return _chart("chart_standing", "Standing", title, f"Actions by standing, as at {printed(records.as_at)}", rows)


def _by_theme(key: str, test: str, words: str, look: str) -> Callable[[PaperRecords], Block]:
    def make(records: PaperRecords) -> Block:
        behind = {action.ref for action in chosen(test, records)}
        rows = [
            {"label": f"{number} {title}", "value": count, "of": len(actions), "look": look}
            | {"words": f"{count} of {len(actions)}"}
            for (number, title), actions in _themes(records).items()
            for count in [sum(action.ref in behind for action in actions)]
        ]
        title = f"{figures_of(records)[test].words}."
        named = f"{words} by theme, as at {printed(records.as_at)}"
        return _chart(key, "Theme", f"{title[:1].upper()}{title[1:]}", named, rows)

    return make


def _themes(records: PaperRecords) -> dict[tuple[int, str], list[ActionRow]]:
    found: dict[tuple[int, str], list[ActionRow]] = {}
    for action in sorted(records.actions, key=lambda action: action.theme_number):
        found.setdefault((action.theme_number, action.theme_title), []).append(action)
    return found


CHART_MAKERS: Mapping[str, Callable[[PaperRecords], Block]] = {
    "chart_standing": _standing,
    "chart_done": _by_theme("chart_done", "shown_done", "Actions shown done", "blue"),
    "chart_late": _by_theme("chart_late", "late", "Late actions", "red"),
}
