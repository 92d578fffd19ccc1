"""A plan's rows, gathered: recommendations, and under each the rows that belong to one cell of actions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lippen.improvement.adapters import columns as use
from lippen.improvement.adapters.columns import Layout, Mapping
from lippen.improvement.adapters.document import Cell, Piece, ReadDocument, Table, TableRow
from lippen.improvement.adapters.fragments import clean, goes_on, starts_lower
from lippen.improvement.adapters.proposal import Unplaced

_NUMBERED_TITLE = re.compile(
    r"^(?:(?:recommendation|theme|priority|area|objective|action area)\s*)?(\d{1,3}[a-z]?)\s*[.:)–-]*\s+(?=\S)",
    re.IGNORECASE,
)
_NAMES_GROUP = re.compile(r"^(?:recommendation|theme|priority|area|objective)\s*\d", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"^(?:page\s+\d+(?:\s+of\s+\d+)?|(?:[-–—]\s*)?\d+\s*[-–—])$", re.IGNORECASE)
_TOTAL = re.compile(r"^(?:(?:grand|sub|overall)[ -]?)?totals?\b[^.!?]{0,40}$", re.IGNORECASE)
_TOTAL_ALONE = re.compile(r"^(?:(?:grand|sub|overall)[ -]?)?totals?\b(?:[^.!?]{0,40}[ :]\d[\d,.]*)?\W*$", re.IGNORECASE)
_FIGURE = re.compile(r"^[£$€]?[-(]?\d[\d,.]*\)?\s*%?$|^\W*$|^(?:[A-Za-z ]{1,20}:? ?)?\d+$")
_RULE = re.compile(r"^[-–—=_:+.]+$")
_WORD_BEFORE_NUMBER = re.compile(
    r"^(?:recommendation|theme|priority|area|objective)\s+(\d{1,3}[a-z]?)\s*$", re.IGNORECASE
)


@dataclass
class PlanRow:
    """One source row of a plan's table, its pieces by what their column is used for."""

    place: str
    key: str
    pieces: dict[str, tuple[Piece, ...]]
    merged: frozenset[str] = frozenset()

    def text(self, role: str) -> str:
        """All words of one role."""
        return " ".join(piece.text for piece in self.pieces.get(role, ()))

    def has(self, *roles: str) -> bool:
        """Whether any of these cells holds words."""
        return any(self.pieces.get(role) for role in roles)

    def has_own(self, *roles: str) -> bool:
        """Whether any of these cells holds words and does not reach down from a row above."""
        return any(self.pieces.get(role) and role not in self.merged for role in roles)


@dataclass
class Block:
    """Rows that share one cell of actions."""

    rows: list[PlanRow]


@dataclass
class Group:
    """One recommendation or theme: its number and title as printed, and its blocks."""

    number: str
    title: str
    place: str
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Gathered:
    """All groups, what was joined over a page, and what fits nowhere."""

    groups: list[Group] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    unmatched: dict[tuple[str, str], int] = field(default_factory=dict)
    actions_are_numbered: bool = False


_DATES = (use.REVIEW, use.TARGET, use.START)
_NEW_ACTION = (use.LEAD, *_DATES, use.STATUS)


def gather(document: ReadDocument, mapping: Mapping) -> Gathered:
    """The groups and blocks of every table that holds actions; other tables' words are unplaced."""
    gathered = Gathered()
    for table in document.tables:
        layout = mapping.layout_of(table.number)
        if layout is None or not layout.is_plan or table.aside:
            _leave_table(gathered, table, layout)
        else:
            _gather_table(gathered, table, layout)
    return gathered


def place_of(table: Table, layout: Layout | None, row: int, column: int) -> str:
    """Where a cell stands: 'table 1, row 5, column Progress'."""
    heading = layout.columns[column].heading if layout and column < len(layout.columns) else ""
    return table.cell_place(row, column, heading)


def _leave_table(gathered: Gathered, table: Table, layout: Layout | None) -> None:
    for row in table.rows:
        for cell in row.cells:
            if text := _plain(cell):
                gathered.unplaced.append(Unplaced(place_of(table, layout, row.number, cell.column), text))


def _plain(cell: Cell) -> str:
    return " ".join(piece.text for piece in cell.pieces)


def _gather_table(gathered: Gathered, table: Table, layout: Layout) -> None:
    headings = [_words_in(row) for row in table.rows[layout.first_heading_row - 1 : layout.heading_row]]
    gathered.actions_are_numbered = _numbers_actions(table, layout)
    titled = _open_titled(gathered, table, layout)
    for row in table.rows:
        if row.number <= layout.heading_row:
            _take_above_heading(gathered, table, layout, row)
        elif _words_in(row) not in headings:
            _gather_row(gathered, table, layout, row)
    if titled is not None and not titled.blocks and gathered.groups[-1] is not titled:
        gathered.groups = [group for group in gathered.groups if group is not titled]


def _open_titled(gathered: Gathered, table: Table, layout: Layout) -> Group | None:
    """A table with a title of its own, and no column that names themes, is one theme."""
    if not table.title or use.RECOMMENDATION in layout.roles:
        return None
    titled = Group(*_number_and_title(table.title), table.name)
    gathered.groups.append(titled)
    return titled


def _words_in(row: TableRow) -> list[str]:
    return [clean(cell.text) for cell in row.cells]


def _numbers_actions(table: Table, layout: Layout) -> bool:
    """The numbers are the actions' own where one title has several, or where a number stands without a title."""
    numbers, titles = layout.indexes(use.NUMBER), layout.indexes(use.RECOMMENDATION)
    if not numbers:
        return False
    rows = table.rows[layout.heading_row :]
    if not titles:
        return _one_for_each_row([_plain(row.cells[numbers[0]]) for row in rows if any(map(_plain, row.cells[1:]))])
    found: dict[str, str] = {}
    for row in rows:
        number, title = _plain(row.cells[numbers[0]]), _plain(row.cells[titles[0]])
        if number and (not title or found.setdefault(title, number) != number):
            return True
    return False


def _one_for_each_row(numbers: list[str]) -> bool:
    """Whether every row has its own number; one that is left blank or stands again below itself is a group's."""
    return all(numbers) and all(above != below for above, below in pairwise(numbers))


def _take_above_heading(gathered: Gathered, table: Table, layout: Layout, row: TableRow) -> None:
    """What stands above the headings names the recommendation, or fits nowhere."""
    cells = [cell for cell in row.cells if _plain(cell) and cell.merged_from is None]
    text = " ".join(_plain(cell) for cell in cells)
    if row.number >= layout.first_heading_row:
        return
    if _NAMES_GROUP.match(text):
        gathered.groups.append(Group(*_number_and_title(text), table.row_place(row.number)))
        return
    if table.head_is_text:
        return
    for cell in cells:
        gathered.unplaced.append(Unplaced(place_of(table, None, row.number, cell.column), _plain(cell)))


def _gather_row(gathered: Gathered, table: Table, layout: Layout, row: TableRow) -> None:
    plan_row = _plan_row(gathered, table, layout, row)
    if not plan_row.has_own(*plan_row.pieces) or _is_rule(plan_row):
        return
    if _is_page_number(plan_row) or _is_total(plan_row, layout, row):
        gathered.unplaced.append(Unplaced(plan_row.place, _words(plan_row)))
    elif _is_banner(plan_row, layout, row):
        _open_banner(gathered, plan_row)
    elif not _joined_to_last(gathered, plan_row):
        _open_group(gathered, plan_row)
        _add(gathered, _without_group_number(gathered, plan_row))


def _is_rule(row: PlanRow) -> bool:
    """A row of dashes that only draws a line."""
    return all(_RULE.match(piece.text) for pieces in row.pieces.values() for piece in pieces)


def _plan_row(gathered: Gathered, table: Table, layout: Layout, row: TableRow) -> PlanRow:
    pieces: dict[str, tuple[Piece, ...]] = {}
    merged: set[str] = set()
    for cell in row.cells:
        role = layout.columns[cell.column].role if cell.column < len(layout.columns) else use.OTHER
        if cell.merged_from is not None:
            merged.add(role)
        if role:
            pieces[role] = _with_blocks_after(pieces.get(role, ()), cell.pieces)
        elif cell.pieces:
            _leave_cell(gathered, table, layout, row, cell)
    place = table.row_place(row.number)
    _reach_down(table, layout, row, pieces)
    return PlanRow(place, f"t{table.number}r{row.number}", pieces, frozenset(merged))


def _reach_down(table: Table, layout: Layout, row: TableRow, pieces: dict[str, tuple[Piece, ...]]) -> None:
    """A cell that reaches down from a row above counts here too: leads and dates always, the rest for a new action."""
    for cell in row.cells:
        role = layout.columns[cell.column].role if cell.column < len(layout.columns) else use.OTHER
        if cell.merged_from is None or role in (use.OTHER, use.NUMBER, use.RECOMMENDATION, use.ACTION):
            continue
        if role in (use.LEAD, *_DATES) or pieces.get(use.ACTION):
            pieces[role] = table.rows[cell.merged_from - 1].cells[cell.column].pieces


def _with_blocks_after(before: tuple[Piece, ...], after: tuple[Piece, ...]) -> tuple[Piece, ...]:
    step = before[-1].block + 1 if before else 0
    return (*before, *(replace(piece, block=piece.block + step) for piece in after)) if step else after


def _leave_cell(gathered: Gathered, table: Table, layout: Layout, row: TableRow, cell: Cell) -> None:
    gathered.unplaced.append(Unplaced(place_of(table, layout, row.number, cell.column), _plain(cell)))
    heading = layout.columns[cell.column].heading if cell.column < len(layout.columns) else ""
    key = (table.name, heading or str(cell.column + 1))
    gathered.unmatched[key] = gathered.unmatched.get(key, 0) + 1


def _is_banner(row: PlanRow, layout: Layout, source: TableRow) -> bool:
    """A row that names a recommendation over the rows below: its only words are in the first cell."""
    filled = [cell for cell in source.cells if cell.pieces]
    if len(filled) != 1 or filled[0].column != 0 or not layout.columns:
        return False
    wide = filled[0].span >= max(2, len(layout.columns) - 1)
    return (wide or use.RECOMMENDATION not in layout.roles) and not starts_lower(_plain(filled[0]))


def _is_page_number(row: PlanRow) -> bool:
    return row.has_own(*row.pieces) and bool(_PAGE_NUMBER.match(_words(row)))


def _is_total(row: PlanRow, layout: Layout, source: TableRow) -> bool:
    """A row that only counts or adds up the rows above: 'Total', 'Total actions 12', with figures beside it."""
    filled = [text for cell in source.cells if cell.merged_from is None and (text := _plain(cell))]
    if not filled or not _TOTAL.match(filled[0]) or not all(_FIGURE.match(text) for text in filled[1:]):
        return False
    return len(filled) > 1 or bool(_TOTAL_ALONE.match(filled[0]))


def _words(row: PlanRow) -> str:
    return " ".join(row.text(role) for role in row.pieces if row.text(role) and role not in row.merged)


def _open_banner(gathered: Gathered, row: PlanRow) -> None:
    number, title = _number_and_title(_words(row))
    gathered.groups.append(Group(number, title, row.place))


def _number_and_title(text: str) -> tuple[str, str]:
    if only := _WORD_BEFORE_NUMBER.match(text):
        return only[1], text
    found = _NUMBERED_TITLE.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _joined_to_last(gathered: Gathered, row: PlanRow) -> bool:
    """A row that goes on over a page: what it holds is the rest of the cells above, mid-sentence."""
    last = gathered.groups[-1].blocks[-1].rows[-1] if gathered.groups and gathered.groups[-1].blocks else None
    filled = [role for role, pieces in row.pieces.items() if pieces and role not in row.merged]
    if last is None or row.has_own(use.NUMBER, *_NEW_ACTION):
        return False
    if not all(_goes_on(last, row, role) or (role == use.PROGRESS and len(filled) > 1) for role in filled):
        return False
    for role in filled:
        last.pieces[role] = _joined(last.pieces.get(role, ()), row.pieces[role])
        _extend_title(gathered, row, role)
    return True


def _goes_on(last: PlanRow, row: PlanRow, role: str) -> bool:
    before, after = last.pieces.get(role, ()), row.pieces[role]
    return bool(before) and not after[0].bullet and goes_on(before[-1].text, after[0].text)


def _joined(before: tuple[Piece, ...], after: tuple[Piece, ...]) -> tuple[Piece, ...]:
    if before and not after[0].bullet and goes_on(before[-1].text, after[0].text):
        middle = replace(before[-1], text=f"{before[-1].text} {after[0].text}")
        return _with_blocks_after((*before[:-1], middle), after[1:])
    return _with_blocks_after(before, after)


def _extend_title(gathered: Gathered, row: PlanRow, role: str) -> None:
    if role == use.RECOMMENDATION:
        group = gathered.groups[-1]
        group.title = f"{group.title} {row.text(role)}"


def _open_group(gathered: Gathered, row: PlanRow) -> None:
    """A new group where a number or a title begins that is not the one we are in."""
    number, title = row.text(use.NUMBER), row.text(use.RECOMMENDATION)
    if "." in number.strip("."):
        number = number.split(".")[0]
    elif gathered.actions_are_numbered:
        number = ""
    elif title and not number:
        number, title = _number_and_title(title)
    last = gathered.groups[-1] if gathered.groups else None
    if last and not last.blocks and not last.number and not title:
        last.number = number.rstrip(".)")
    if last and _same_group(last, number, title, row):
        return
    if number or title or last is None:
        gathered.groups.append(Group(number.rstrip(".)"), title, row.place))


def _without_group_number(gathered: Gathered, row: PlanRow) -> PlanRow:
    """A number that is the group's is not printed on its actions too."""
    if row.text(use.NUMBER).rstrip(".)") == gathered.groups[-1].number and not gathered.actions_are_numbered:
        row.pieces[use.NUMBER] = ()
    return row


def _same_group(last: Group, number: str, title: str, row: PlanRow) -> bool:
    if title:
        return title == last.title and (not last.number or number.rstrip(".)") in ("", last.number))
    if use.RECOMMENDATION in row.pieces or not number:
        return not number or number.rstrip(".)") == last.number
    return number.rstrip(".)") == last.number


def _add(gathered: Gathered, row: PlanRow) -> None:
    blocks = gathered.groups[-1].blocks
    if not any(pieces for role, pieces in row.pieces.items() if role not in (use.NUMBER, use.RECOMMENDATION)):
        return
    if row.pieces.get(use.ACTION) or not blocks:
        blocks.append(Block([row]))
    else:
        blocks[-1].rows.append(row)
