"""Which column holds what, by its heading and its cells. The answer can be changed, and is remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from datetime import date

from lippen.improvement.adapters.document import ReadDocument, Table
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.leads import looks_like_initials
from lippen.kernel.calendar import read_period

NUMBER, RECOMMENDATION, ACTION, LEAD = "number", "recommendation", "action", "lead"
REVIEW, TARGET, START, PROGRESS = "review", "target", "start", "progress"
STATUS, INTENT, PRIORITY, OTHER = "status", "intent", "priority", ""
ROLES = (NUMBER, RECOMMENDATION, ACTION, LEAD, REVIEW, TARGET, START, PROGRESS, STATUS, INTENT, PRIORITY, OTHER)
ROLE_WORDS = {
    NUMBER: "Number",
    RECOMMENDATION: "Recommendation or theme",
    ACTION: "Action",
    LEAD: "Lead",
    REVIEW: "Review date",
    TARGET: "Target date",
    START: "Start date",
    PROGRESS: "Progress",
    STATUS: "Status",
    INTENT: "Outcome wanted",
    PRIORITY: "Priority",
    OTHER: "Leave aside",
}
_MANY = (PROGRESS, LEAD, OTHER)
_HEADINGS = tuple(
    (role, re.compile(pattern, re.IGNORECASE))
    for role, pattern in (
        (NUMBER, r"^(?:#|no\.?|nos\.?|number|ref\.?|reference|item|id|(?:.*\b(?:no|number|ref|id)\.?))$"),
        (RECOMMENDATION, r"priority area|area for improvement|improvement area"),
        (PROGRESS, r"progress|update|comment|narrative|\bposition\b|done so far|achieved to date"),
        (STATUS, r"status|\bb?rag\b|\bstate\b|^(?:completed?|done|achieved|finished)\W*$"),
        (REVIEW, r"review"),
        (START, r"^start|\bstart date|commence|\bfrom\b"),
        (LEAD, r"\blead|owner|respons|\bwho\b|officer|accountable|named person"),
        (TARGET, r"target date|target|\bdue\b|by when|\bwhen\b|deadline|time ?scale|complet\w+ (?:by|date)|\bdates?\b"),
        (PRIORITY, r"^priority\b"),
        (INTENT, r"outcome|intent|\baim|purpose|difference|impact"),
        (RECOMMENDATION, r"recommend|theme|finding|\barea\b|objective|\bissue|driver|standard"),
        (ACTION, r"action|\btask|activit|\bsteps?\b|milestone|what (?:will|we|is)"),
    )
)
_NUMBER = re.compile(r"^(?:rec(?:ommendation)?\.? ?|r|a|action ?)?\d{1,3}(?:\.\d{1,3}){0,2}[a-z]?[.)]?$", re.IGNORECASE)
_SAMPLE = 200


@dataclass(frozen=True)
class ColumnUse:
    """One column of a layout: what its heading says, what it is used for, and why."""

    index: int
    heading: str
    role: str
    because: str = ""


@dataclass(frozen=True)
class Layout:
    """The columns of every table that has these headings. `heading_row` is 0 where there are none."""

    key: str
    tables: tuple[int, ...]
    heading_row: int
    columns: tuple[ColumnUse, ...]

    def indexes(self, role: str) -> tuple[int, ...]:
        """The columns used for this."""
        return tuple(column.index for column in self.columns if column.role == role)

    @property
    def roles(self) -> tuple[str, ...]:
        """What is remembered of a layout."""
        return tuple(column.role for column in self.columns)

    @property
    def is_plan(self) -> bool:
        """Whether these tables hold actions."""
        others = {LEAD, REVIEW, TARGET, PROGRESS, STATUS, RECOMMENDATION}
        return ACTION in self.roles and bool(others & set(self.roles))


@dataclass(frozen=True)
class Mapping:
    """What every column of a document's tables is used for."""

    layouts: tuple[Layout, ...]

    def layout_of(self, table: int) -> Layout | None:
        """The layout of one table."""
        return next((layout for layout in self.layouts if table in layout.tables), None)

    def with_roles(self, key: str, roles: tuple[str, ...]) -> Mapping:
        """The mapping with one layout's columns used otherwise."""
        return Mapping(tuple(_changed(layout, roles) if layout.key == key else layout for layout in self.layouts))


def _changed(layout: Layout, roles: tuple[str, ...]) -> Layout:
    columns = (
        column if role == column.role else replace(column, role=role, because="you chose it")
        for column, role in zip(layout.columns, roles, strict=True)
    )
    return replace(layout, columns=tuple(columns))


def guess_mapping(document: ReadDocument, *, remembered: Lookup[str, tuple[str, ...]] | None = None) -> Mapping:
    """What each column seems to hold; a layout that was settled before is used as it was settled."""
    layouts: dict[str, Layout] = {}
    previous: Layout | None = None
    for table in document.tables:
        previous = layout = _layout(table, previous)
        known = layouts.get(layout.key)
        layouts[layout.key] = replace(known, tables=(*known.tables, table.number)) if known else layout
    mapping = Mapping(tuple(layouts.values()))
    for key, roles in (remembered or {}).items():
        if key in layouts and len(roles) == len(layouts[key].columns):
            mapping = mapping.with_roles(key, tuple(roles))
    return mapping


def _layout(table: Table, previous: Layout | None) -> Layout:
    """A table's columns; without headings it goes on with the table before, when that is as wide."""
    row = _heading_row(table)
    if not row and previous and previous.is_plan and len(previous.columns) == table.width:
        return replace(previous, key=f"{previous.key}-goes-on", tables=(table.number,), heading_row=0)
    headings = [clean(cell.text) for cell in table.rows[row - 1].cells] if row else [""] * table.width
    headings += [""] * (table.width - len(headings))
    samples = [_sample(table, row, index) for index in range(table.width)]
    columns = _by_content(_by_heading(headings), samples, bool(row))
    return Layout(_key(headings), (table.number,), row, tuple(columns))


def _heading_row(table: Table) -> int:
    """The row among the first ten whose short cells name the most columns; 0 where there is none."""
    best, most = 0, 1
    for row in table.rows[:10]:
        texts = [clean(cell.text) for cell in row.cells]
        named = {role for text in texts if len(text) <= 60 and (role := _role_of(text))}
        if len(named) > most:
            best, most = row.number, len(named)
    return best or _first_row_if_heading(table)


def _first_row_if_heading(table: Table) -> int:
    """A first row of short words in every cell, with no number, date or initials among them, is a heading too."""
    texts = [clean(cell.text) for cell in table.rows[0].cells]
    words = all(text and len(text) <= 40 and not _NUMBER.match(text) and not _looks_like_date(text) for text in texts)
    return int(words and len(table.rows) > 1 and not any(map(looks_like_initials, texts)))


def names_columns(cells: list[str]) -> bool:
    """Whether a row is the headings of a plan: two of its short cells, one of them Action, say what stands below."""
    named = {role for cell in cells if len(cell) <= 60 and (role := _role_of(clean(cell)))}
    return ACTION in named and len(named) > 1


def _key(headings: list[str]) -> str:
    words = "|".join(re.sub(r"\W+", " ", heading.lower()).strip() for heading in headings)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _role_of(heading: str) -> str:
    return next((role for role, pattern in _HEADINGS if heading and pattern.search(heading)), OTHER)


def _by_heading(headings: list[str]) -> list[ColumnUse]:
    taken: set[str] = set()
    columns = []
    for index, heading in enumerate(headings):
        role = _role_of(heading)
        if role in taken and role not in _MANY:
            role = OTHER
        taken.add(role)
        columns.append(ColumnUse(index, heading, role, f"its heading says “{heading}”" if role else ""))
    return columns


def _sample(table: Table, heading_row: int, index: int) -> list[str]:
    heading = clean(table.rows[heading_row - 1].cells[index].text) if heading_row else ""
    cells = (clean(row.cells[index].text) for row in table.rows[heading_row : heading_row + _SAMPLE])
    return [text for text in cells if text and text != heading]


def _by_content(columns: list[ColumnUse], samples: list[list[str]], headed: bool) -> list[ColumnUse]:
    """A heading over two columns, and columns without a heading, are told by their cells: first the plain cases."""
    for tell in (_tell_number, _tell_short, _tell_text):
        for index, column in enumerate(columns):
            taken = {other.role for other in columns}
            if tell is _tell_text and not headed and not taken & {LEAD, TARGET}:
                return columns
            if tell is _tell_text and any(other.role == ACTION for other in columns[:index]):
                taken.add(RECOMMENDATION)  # it stands before its actions, never behind them
            if samples[index]:
                columns[index] = tell(column, samples[index], taken)
    return columns


def _tell_number(column: ColumnUse, cells: list[str], taken: set[str]) -> ColumnUse:
    unnamed = not column.role and not column.heading
    if (column.role == RECOMMENDATION or unnamed) and NUMBER not in taken and _share(cells, _NUMBER.match) >= 0.8:
        return replace(column, role=NUMBER, because="its cells are numbers")
    return column


def _tell_short(column: ColumnUse, cells: list[str], taken: set[str]) -> ColumnUse:
    """A column whose heading says nothing, told by initials or dates."""
    if column.role:
        return column
    if LEAD not in taken and _share(cells, looks_like_initials) >= 0.6:
        return replace(column, role=LEAD, because="its cells are initials")
    if not taken & {REVIEW, TARGET} and _share(cells, _looks_like_date) >= 0.6:
        return replace(column, role=TARGET, because="its cells are dates")
    return column


def _tell_text(column: ColumnUse, cells: list[str], taken: set[str]) -> ColumnUse:
    """Text is told only in a column that has no heading at all."""
    if column.role or column.heading:
        return column
    role = next((role for role in (RECOMMENDATION, ACTION, PROGRESS) if role not in taken), OTHER)
    return replace(column, role=role, because="it has no heading and holds text") if role else column


def _share(cells: list[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(cell)) for cell in cells) / len(cells) if cells else 0.0


def _looks_like_date(text: str) -> bool:
    return len(text) <= 40 and read_period(text, near=date(2000, 1, 1))[0] is not None
