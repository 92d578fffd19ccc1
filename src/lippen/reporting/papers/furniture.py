"""What every printed form of a paper shares and the content does not hold: marks, dates, the check at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from .canonical import Content, content_hash, groups_of_eight, short_hash

DRAFT = "Draft, not signed"
NUMBERED_WITHIN = 2
UPRIGHT = frozenset({"members", "children", "report"})
LONDON = ZoneInfo("Europe/London")
CHECK_TITLE = "How to check this paper"
OPERATIONAL = "Operational edition, for signed-in readers. Not for publication."


@dataclass(frozen=True)
class Furniture:
    """The marks of one paper in one state."""

    ref: str
    title: str
    authority: str
    hash: str
    state: str
    moment: datetime
    dates: tuple[tuple[str, str], ...]
    notice: str
    check: tuple[str, ...]

    @property
    def signed(self) -> bool:
        return self.state == "signed"

    @property
    def keywords(self) -> tuple[str, ...]:
        """The marks as a file's keywords, read back by marks.py."""
        return ("lippen-paper", f"ref={self.ref}", f"sha256={self.hash}", f"state={self.state}")

    @property
    def foot(self) -> str:
        """The line at the foot of each page."""
        return f"{self.ref} · {short_hash(self.hash)}"

    @property
    def hash_groups(self) -> str:
        """The whole hash in groups of eight."""
        return groups_of_eight(self.hash)


def furnish(content: Content, signed_at: datetime | None) -> Furniture:
    """The marks of this content, signed at this moment or not at all."""
    whole = content_hash(content)
    paper = content["paper"]
    moment = signed_at or datetime.fromisoformat(content["known_at"])
    if moment.tzinfo is None:
        raise ValueError("The moment of signing must name its time zone.")
    return Furniture(
        ref=paper["ref"],
        title=paper["title"],
        authority=paper["authority"],
        hash=whole,
        state="signed" if signed_at else "draft",
        moment=moment.astimezone(UTC).replace(microsecond=0),
        dates=_dates(content, signed_at),
        notice=content.get("notice") or (OPERATIONAL if content["edition"] == "operational" else ""),
        check=_check(paper["ref"], signed=signed_at is not None),
    )


def day_words(moment: datetime) -> str:
    """The day in London, as people write it."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"


def _dates(content: Content, signed_at: datetime | None) -> tuple[tuple[str, str], ...]:
    printed = tuple((row["label"], row["value"]) for row in content["dates"])
    signing = ("Signed", day_words(signed_at) if signed_at else "Not yet")
    return (*printed, signing, ("Reference", content["paper"]["ref"]))


def _check(ref: str, *, signed: bool) -> tuple[str, ...]:
    frozen = (
        f"This paper is signed and frozen. Its reference is {ref}."
        if signed
        else f"This paper is a draft and not signed. Its reference is {ref}."
    )
    return (
        frozen,
        "The code below is worked out from every word and figure in the paper. "
        "If one of them changes, so does the code.",
        "To check a copy, in PDF, Word or web page, give the file to the council's committee team, "
        "or run: lippen verify-paper FILE.",
    )


@dataclass(frozen=True)
class Group:
    """Rows of a table under one title; a table without groups is one group without title."""

    title: tuple[str, ...]
    rows: tuple[Any, ...]
    totals: frozenset[int] = frozenset()
    """The places of those rows that are totals."""


def grouped(table: dict[str, Any]) -> tuple[Group, ...]:
    """The rows by their first column, where it repeats or is left empty below the first of its kind."""
    rows, totals = table["rows"], frozenset(table.get("totals", ()))
    if len(table["columns"]) <= NUMBERED_WITHIN or not _first_column_repeats(rows):
        return (Group((), tuple(rows), totals),)
    groups, first = [], 0
    for title, members in _runs(rows):
        own = frozenset(place - first for place in totals if first <= place < first + len(members))
        groups.append(Group(tuple(title), tuple(row[1:] for row in members), own))
        first += len(members)
    return tuple(groups)


def _first_column_repeats(rows: list[Any]) -> bool:
    return any(not _filled(after[0]) or after[0] == before[0] for before, after in pairwise(rows))


def _runs(rows: list[Any]) -> Iterator[tuple[list[str], list[Any]]]:
    title: list[str] = []
    members: list[Any] = []
    for row in rows:
        if members and _filled(row[0]) and list(row[0]) != title:
            yield title, members
            members = []
        if not members:
            title = list(row[0])
        members.append(row)
    if members:
        yield title, members


def _filled(cell: Iterable[str]) -> bool:
    return any(words.strip() for words in cell)


def columns_of(table: dict[str, Any], groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    """The columns that stand as columns: without the first, where it became the groups' titles."""
    return table["columns"][1:] if groups and groups[0].title else table["columns"]


def trend_table(trend: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """The figures of a line chart as a table: headings, and a row for each point."""
    headings = [trend["heading"], *(line["label"] for line in trend["lines"])]
    rows = [[point, *(str(line["values"][at]) for line in trend["lines"])] for at, point in enumerate(trend["points"])]
    return headings, rows


def levelled(blocks: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], int]]:
    """Each block with its heading level, so that no level is skipped below the part's title (level 1)."""
    above: list[int] = []
    for block in blocks:
        if block["kind"] == "heading":
            level = block.get("level") or 2
            above = [*(other for other in above if other < level), level]
        yield block, 2 if block["kind"] in ("people", "signatures") else 1 + max(1, len(above))


def is_numbered(part: dict[str, Any]) -> bool:
    """Whether the part's text hangs on numbers."""
    return any(block.get("number") for block in part["blocks"])


def is_wide(part: dict[str, Any]) -> bool:
    """Whether the part holds a table that reads better across the page; text stays upright, whatever stands in it."""
    if part["key"] in UPRIGHT:
        return False
    return any(block["kind"] == "table" and len(block["columns"]) > 3 for block in part["blocks"])
