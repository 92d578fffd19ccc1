"""A paper as a tagged PDF (PDF/UA-1, PDF/A-2a), set by Typst."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from .canonical import Content
from .charting import drawing_of
from .furniture import (
    CHECK_TITLE,
    DRAFT,
    Furniture,
    Group,
    columns_of,
    furnish,
    grouped,
    is_numbered,
    is_wide,
    levelled,
    trend_table,
)
from .glyphs import breakable, characters_of, printable
from .schema import STANDINGS

TEMPLATE = Path(__file__).with_name("paper.typ")
LONGEST_WORD = 34
# A landscape table is 261 mm wide and its text about 1.9 mm a character, less the cell's padding.
CHARACTERS_ACROSS = 128
CHARACTERS_UPRIGHT = 70
KEEP_TOGETHER = 700

Shown = Callable[[str], str]


def render_pdf(content: Content, *, signed_at: datetime | None, fonts: Path) -> bytes:
    """The paper as PDF; the same content, moment and fonts always give the same bytes."""
    import typst

    furniture = furnish(content, signed_at)
    view = _view(content, furniture, characters_of(regular_font(fonts)))
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(view, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
    )


def regular_font(fonts: Path) -> Path:
    """The upright text font in this folder, or a clear error."""
    found = sorted(fonts.rglob("*400Regular.ttf")) or sorted(fonts.rglob("*-Regular.ttf"))
    if not found:
        raise FileNotFoundError(f"No Roboto font in {fonts}: install the front-end packages first.")
    return found[0]


def _view(content: Content, furniture: Furniture, have: frozenset[int]) -> dict[str, Any]:
    """All that the template prints, as strings it never evaluates."""

    def shown(text: str) -> str:
        return breakable(printable(text, have), LONGEST_WORD)

    return {
        "title": shown(furniture.title),
        "plain_title": printable(furniture.title, have),
        "authority": shown(furniture.authority),
        "keywords": list(furniture.keywords),
        "description": f"{furniture.ref} sha256 {furniture.hash} {furniture.state}",
        "moment": list(furniture.moment.timetuple()[:6]),
        "draft": "" if furniture.signed else DRAFT,
        "notice": furniture.notice,
        "dates": [[shown(label), shown(value)] for label, value in furniture.dates],
        "foot": furniture.foot,
        "check": {"title": CHECK_TITLE, "lines": list(furniture.check), "hash": furniture.hash_groups},
        "parts": [_part(part, shown, have) for part in content["parts"]],
    }


def _part(part: dict[str, Any], shown: Shown, have: frozenset[int]) -> dict[str, Any]:
    wide = is_wide(part)
    across = CHARACTERS_ACROSS if wide else CHARACTERS_UPRIGHT
    blocks = [_block(block, level, shown, have, across) for block, level in levelled(part["blocks"])]
    return {"title": shown(part["title"]), "wide": wide, "numbered": is_numbered(part), "blocks": blocks}


def _block(block: dict[str, Any], level: int, shown: Shown, have: frozenset[int], across: int) -> dict[str, Any]:
    if block["kind"] == "table":
        return _table(block, shown, have, across)
    if block["kind"] == "trend":
        svg = drawing_of(block, lambda words: printable(words, have))
        headings, rows = trend_table(block)
        table = {"headings": [shown(words) for words in headings], "rows": [[shown(w) for w in row] for row in rows]}
        said = {name: shown(block[name]) for name in ("title", "subtitle")}
        return {"kind": "trend", **said, **table, "alt": printable(block["alt"], have), "svg": svg}
    if block["kind"] == "chart":
        svg = drawing_of(block, lambda words: printable(words, have))
        return {**_mapped(block, shown), "alt": printable(block["alt"], have), "svg": svg}
    view = _mapped(block, shown)
    if block["kind"] == "standing":
        view["look"] = STANDINGS[block["word"]]
    return {**view, "level": level, "number": view.get("number") or "", "note": view.get("note") or ""}


def _table(block: dict[str, Any], shown: Shown, have: frozenset[int], across: int) -> dict[str, Any]:
    groups = grouped(block)
    columns = columns_of(block, groups)
    total = sum(column["share"] for column in columns)
    limits = [max(6, int(across * column["share"] / total) - 2) for column in columns]

    def cell(paragraphs: list[str], limit: int) -> list[str]:
        return [breakable(printable(words, have), limit) for words in paragraphs]

    def row(cells: list[list[str]], is_total: bool) -> dict[str, Any]:
        together = max(sum(map(len, words)) for words in cells) <= KEEP_TOGETHER
        said = [cell(words, limit) for words, limit in zip(cells, limits, strict=True)]
        return {"cells": said, "together": together, "total": is_total}

    def rows(group: Group) -> list[dict[str, Any]]:
        return [row(cells, place in group.totals) for place, cells in enumerate(group.rows)]

    return {
        "kind": "table",
        "caption": shown(block["caption"]),
        "shares": [column["share"] for column in columns],
        "headings": [cell([column["heading"]], limit)[0] for column, limit in zip(columns, limits, strict=True)],
        "numbers": [bool(column.get("numbers")) for column in columns],
        "groups": [{"title": shown("\n".join(group.title)), "rows": rows(group)} for group in groups],
    }


def _mapped(value: Any, shown: Shown) -> Any:
    """The same value with every string made fit to print."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {key: item if key == "kind" else _mapped(item, shown) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mapped(item, shown) for item in value]
    return value
