"""A paper word for word as it is printed, its blocks made ready for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from lippen.reporting.papers.charting import drawing_of
from lippen.reporting.papers.schema import STANDINGS

OPEN_PARTS = frozenset({"members", "children"})


@dataclass(frozen=True)
class PrintedPart:
    """A part of a paper; those that are long begin folded."""

    key: str
    title: str
    blocks: tuple[dict[str, Any], ...]
    folded: bool


def printed_parts(parts: Iterable[dict[str, Any]], *, all_open: bool = False) -> tuple[PrintedPart, ...]:
    """The parts of a paper's content as a page shows them."""
    return tuple(
        PrintedPart(
            part["key"],
            part["title"],
            tuple(_block(block) for block in part["blocks"]),
            part["key"] == "appendix" or not (all_open or part["key"] in OPEN_PARTS),
        )
        for part in parts
    )


def _block(block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] == "table":
        headings = [column["heading"] for column in block["columns"]]
        totals = set(block.get("totals", ()))
        rows = [(list(zip(headings, row, strict=True)), place in totals) for place, row in enumerate(block["rows"])]
        return {**block, "rows": rows}
    if block["kind"] == "trend":
        labels = [line["label"] for line in block["lines"]]
        values = zip(*(line["values"] for line in block["lines"]), strict=True)
        rows = [(on, list(zip(labels, each, strict=True))) for on, each in zip(block["points"], values, strict=True)]
        return {**block, "svg": mark_safe(drawing_of(block)), "rows": rows}
    if block["kind"] == "chart":
        return {**block, "svg": mark_safe(drawing_of(block))}
    if block["kind"] == "standing":
        return {**block, "colour": STANDINGS[block["word"]]}
    return block
