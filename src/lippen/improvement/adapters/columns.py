"""Which column holds what, by its heading and its cells. The answer can be changed, and is remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from datetime import date

from lippen.improvement.adapters.document import ReadDocument, Table, TableRow
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.leads import looks_like_initials
from lippen.kernel.calendar import read_period

NUMBER, RECOMMENDATION, ACTION, LEAD = "number", "recommendation", "action", "lead"
REVIEW, TARGET, START, PROGRESS = "review", "target", "start", "progress"
STATUS, INTENT, PRIORITY, REFERENCE, OTHER = "status", "intent", "priority", "reference", ""
ROLES = (
    NUMBER, RECOMMENDATION, ACTION, LEAD, REVIEW, TARGET, START, PROGRESS, STATUS, INTENT, PRIORITY, REFERENCE, OTHER
)  # fmt: skip
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
    REFERENCE: "Reference in Lippen",
    OTHER: "Leave aside",
}
_MANY = (PROGRESS, LEAD, OTHER)
_HEADINGS = tuple(
    (role, re.compile(pattern, re.IGNORECASE))
    for role, pattern in (
        (REFERENCE, r"^(?:lippen )?reference in lippen$|^lippen reference$"),
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
    """
    The columns of every table that has these headings. `heading_row` is 0 where there are none.

    `heading_rows` counts the rows of the headings, of which `heading_row` is the last.
    """

    key: str
    tables: tuple[int, ...]
    heading_row: int
    columns: tuple[ColumnUse, ...]
    heading_rows: int = 1

    def indexes(self, role: str) -> tuple[int, ...]:
        """The columns used for this."""
        return tuple(column.index for column in self.columns if column.role == role)

    @property
    def first_heading_row(self) -> int:
        """The first row of the headings."""
        return max(1, self.heading_row - self.heading_rows + 1)

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
    row, count, headings = headings_of(table)
    if not row and previous and previous.is_plan and len(previous.columns) == table.width:
        return replace(previous, key=f"{previous.key}-goes-on", tables=(table.number,), heading_row=0, heading_rows=1)
    headings = headings + [""] * (table.width - len(headings))
    samples = [_sample(table, row, index) for index in range(table.width)]
    columns = _by_content(_by_heading(headings), samples, bool(row))
    return Layout(_key(headings), (table.number,), row, tuple(columns), count)


def headings_of(table: Table) -> tuple[int, int, list[str]]:
    """The last row of the headings (0 where there are none), how many rows they take, and each column's heading."""
    row = _heading_row(table)
    if not row:
        return 0, 1, [""] * table.width
    single = [clean(cell.text) for cell in table.rows[row - 1].cells]
    for upper in (row, row - 1):
        both = _two_rows(table.rows[upper - 1], table.rows[upper]) if 1 <= upper < len(table.rows) else None
        if both and _named(both) >= _named(single) + (upper != row):
            return upper + 1, 2, both
    return row, 1, single


def _named(headings: list[str]) -> int:
    return len({role for heading in headings if (role := role_of(heading))})


def _two_rows(upper: TableRow, lower: TableRow) -> list[str] | None:
    """Headings over two rows, where the lower one only divides what reaches over it; None where it does not."""
    above, below = _spread(upper, lower), [clean(cell.text) for cell in lower.cells]
    parts = [text for cell, text in zip(lower.cells, below, strict=True) if text and cell.merged_from is None]
    if not parts or any(len(text) > 60 or looks_like_date(text) or _NUMBER.match(text) for text in parts):
        return None
    shared = [(over, text) for (over, is_wide), text in zip(above, below, strict=True) if text and over and not is_wide]
    if shared or not any(over and text for (over, _), text in zip(above, below, strict=True)):
        return None
    return [_joined(over, text) for (over, _), text in zip(above, below, strict=True)]


def _spread(upper: TableRow, lower: TableRow) -> list[tuple[str, bool]]:
    """Each column's words of the upper row, and whether these reach over several columns that the lower one divides."""
    found: list[tuple[str, bool]] = []
    over, width, left = "", 0, 0
    for index, cell in enumerate(upper.cells):
        if text := clean(cell.text):
            over, width = text, cell.span if cell.span > 1 else _open_width(upper, lower, index)
            left = width
        found.append((over, width > 1) if left > 0 else ("", False))
        left -= 1
    return found


def _open_width(upper: TableRow, lower: TableRow, index: int) -> int:
    """How many columns an unmerged heading reaches over: its own, and empty ones with words below."""
    width = 1
    while index + width < len(upper.cells) and not clean(upper.cells[index + width].text):
        if not clean(lower.cells[index + width].text):
            break
        width += 1
    return width


def _joined(over: str, text: str) -> str:
    return f"{over}: {text}" if over and text and over != text else text or over


def _heading_row(table: Table) -> int:
    """The row among the first ten whose short cells name the most columns; 0 where there is none."""
    best, most = 0, 1
    for row in table.rows[:10]:
        texts = [clean(cell.text) for cell in row.cells]
        named = {role for text in texts if len(text) <= 60 and (role := role_of(text))}
        if len(named) > most:
            best, most = row.number, len(named)
    return best or _first_row_if_heading(table)


def _first_row_if_heading(table: Table) -> int:
    """A first row of short words in every cell, with no number, date or initials among them, is a heading too."""
    texts = [clean(cell.text) for cell in table.rows[0].cells]
    words = all(text and len(text) <= 40 and not _NUMBER.match(text) and not looks_like_date(text) for text in texts)
    return int(words and len(table.rows) > 1 and not any(map(looks_like_initials, texts)))


def names_columns(cells: list[str]) -> bool:
    """Whether a row is the headings of a plan: two of its short cells, one of them Action, say what stands below."""
    named = {role for cell in cells if len(cell) <= 60 and (role := role_of(clean(cell)))}
    return ACTION in named and len(named) > 1


def _key(headings: list[str]) -> str:
    words = "|".join(re.sub(r"\W+", " ", heading.lower()).strip() for heading in headings)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def role_of(heading: str) -> str:
    """What a heading names; of one that stands under another, its own words count first."""
    own = heading.rpartition(": ")[2]
    tried = (own, heading) if own != heading else (heading,)
    found = (role for words in tried for role, pattern in _HEADINGS if words and pattern.search(words))
    return next(found, OTHER)


def _by_heading(headings: list[str]) -> list[ColumnUse]:
    taken: set[str] = set()
    columns = []
    for index, heading in enumerate(headings):
        role = role_of(heading)
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
    if not taken & {REVIEW, TARGET} and _share(cells, looks_like_date) >= 0.6:
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


def looks_like_date(text: str) -> bool:
    """A short cell that holds a date."""
    return len(text) <= 40 and read_period(text, near=date(2000, 1, 1))[0] is not None
