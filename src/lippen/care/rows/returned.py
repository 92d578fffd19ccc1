"""What pages show of rows that came in with a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReturnedRow:
    """A row of a return about a child: where it stood, its cells (heading, as written, meaning), why it stays out."""

    place: int
    cells: tuple[tuple[str, str, str], ...]
    why_out: str
    counts: bool


@dataclass(frozen=True)
class ReturnedFile:
    """The rows of one file of a return about a child."""

    name: str
    rows: tuple[ReturnedRow, ...]
