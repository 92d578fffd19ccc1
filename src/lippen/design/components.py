"""The rows that page components are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

BULLET = "• "


@dataclass(frozen=True)
class Fact:
    """One line of a summary list; the link beside it is optional."""

    label: str
    value: object
    url: str = ""
    link: str = "Change"


@dataclass(frozen=True)
class Bullets:
    """A bulleted list among an entry's paragraphs."""

    bullets: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One thing that happened, for a timeline (newest first)."""

    when: str
    title: str = ""
    who: str = ""
    paragraphs: tuple[str | Bullets, ...] = ()
    body: str = ""
    note: str = ""
    url: str = ""
    link: str = "See it"
    anchor: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a table; `sort` is its key in the address."""

    label: str
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...] = field(default=())
    caption_hidden: bool = False


def blocks(paragraphs: Sequence[str]) -> tuple[str | Bullets, ...]:
    """Paragraphs with the bullets between them gathered into lists."""
    found: list[str | Bullets] = []
    for text in paragraphs:
        if not text.startswith(BULLET):
            found.append(text)
        elif found and isinstance(found[-1], Bullets):
            found[-1] = Bullets((*found[-1].bullets, text.removeprefix(BULLET)))
        else:
            found.append(Bullets((text.removeprefix(BULLET),)))
    return tuple(found)
