"""
The SSDA903 return as files: read row by row, and put together into lives in care, or listed with rule, row and reason.

A row of `episodes` is a time with one placement and one legal status. Rows of one child that follow on each other day
for day are one time in care; a placement goes on over a change of legal status alone, a legal status over a change of
placement alone. Nothing is mended: a row that overlaps another or leaves a gap is listed, and so is what follows on it.
No code is translated. Nothing here touches a database.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import PurePath
from typing import TextIO

from lippen.care.vocabulary import english

DAY = "%d/%m/%Y"
WRITTEN = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
WRITTEN_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
CONTINUES, STARTS, LEGAL_ALONE = "X1", "S", "L"
PLACEMENT_ALONE = frozenset({"P", "T"})
LONGEST_CELL = 400


class Kind(StrEnum):
    """The files of the return."""

    HEADER = "header"
    EPISODES = "episodes"
    REVIEWS = "reviews"
    UASC = "uasc"
    OC2 = "oc2"
    OC3 = "oc3"
    AD1 = "ad1"
    PLACED_FOR_ADOPTION = "placed_for_adoption"
    PREVIOUS_PERMANENCE = "previous_permanence"
    MISSING = "missing"


COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    Kind.HEADER: ("CHILD", "SEX", "DOB", "ETHNIC"),
    Kind.EPISODES: ("CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC"),
    Kind.REVIEWS: ("CHILD", "REVIEW", "REVIEW_CODE"),
    Kind.UASC: ("CHILD", "DUC"),
    Kind.OC2: ("CHILD",),
    Kind.OC3: ("CHILD",),
    Kind.AD1: ("CHILD",),
    Kind.PLACED_FOR_ADOPTION: ("CHILD",),
    Kind.PREVIOUS_PERMANENCE: ("CHILD", "PREV_PERM"),
    Kind.MISSING: ("CHILD", "MIS_START", "MIS_END"),
}
"""What each file must have; further columns are kept as they are."""


class Rule(StrEnum):
    """Why a row is listed and does not come in."""

    NOT_A_FILE = "not_a_file"
    NO_CHILD = "no_child"
    UNREADABLE_DAY = "unreadable_day"
    UNKNOWN_CODE = "unknown_code"
    BACKWARDS = "backwards"
    OVERLAP = "overlap"
    GAP = "gap"
    FOLLOWS = "follows"
    TWICE = "twice"
    NO_HEADER = "no_header"
    NOT_IN_CARE = "not_in_care"
    OTHER_BIRTH = "other_birth"
    TO_COME = "to_come"
    SEVERAL_RECORDS = "several_records"
    NOT_YOURS = "not_yours"
    CHANGED_HERE = "changed_here"
    HELD_ALREADY = "held_already"


@dataclass(frozen=True)
class Row:
    """One row of a file: its place counts from 2, as a spreadsheet shows it; cells as they were written.

    `bringing` counts the times at which returns were brought in: of two rows of one year the later bringing counts.
    """

    file: str
    place: int
    kind: Kind
    year: int
    cells: Mapping[str, str]
    bringing: int = 0

    @property
    def child(self) -> str:
        """The return's own number of the child."""
        return self.cells.get("CHILD", "").strip()

    @property
    def same_file(self) -> tuple[int, str]:
        """What tells its file from every other."""
        return self.bringing, self.file

    def get(self, column: str) -> str:
        """A cell without spaces round it."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True)
class Listed:
    """A row that does not come in: by which rule, and why in words."""

    file: str
    row: int
    rule: Rule
    reason: str
    bringing: int = 0


@dataclass(frozen=True)
class Lived:
    """A placement of the return, with the rows that tell of it."""

    code: str
    starts_on: date
    ends_on: date | None
    provider: str = ""
    moved_why: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Held:
    """A legal status of the return."""

    code: str
    starts_on: date
    ends_on: date | None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class InCare:
    """One time in care of a child."""

    starts_on: date
    ends_on: date | None
    end_code: str
    placements: tuple[Lived, ...]
    legal: tuple[Held, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Review:
    """A review on a day, with how the child took part in the return's code."""

    on: date
    code: str
    row: Row


@dataclass(frozen=True)
class Child:
    """What the return tells of one child; `kept` are the rows of files that say nothing of days in care."""

    number: str
    sex: str
    born_on: date | None
    times: tuple[InCare, ...] = ()
    reviews: tuple[Review, ...] = ()
    kept: tuple[Row, ...] = ()
    header: Row | None = None


@dataclass(frozen=True)
class Return:
    """All files of the return: the children, every row, and the rows that do not come in."""

    children: tuple[Child, ...]
    rows: int
    listed: tuple[Listed, ...]
    by_file: Mapping[str, int] = field(default_factory=dict)

    @property
    def landed(self) -> int:
        """How many rows come in."""
        return self.rows - len(self.listed)


def kind_of(name: str) -> tuple[Kind, int] | None:
    """Which file of the return a name says it is, and of which year (0 where it says none); None: none of them."""
    stem = PurePath(name).stem.lower()
    year = re.search(r"(?:19|20)\d\d", stem)
    plain = re.sub(r"[^a-z0-9]+", "_", stem)
    for kind in sorted(Kind, key=lambda each: -len(each.value)):
        if re.search(rf"(?:^|_){kind.value}(?:_|$)", plain):
            return kind, int(year[0]) if year else 0
    return None


NO_SUCH_FILE = (
    "This file is none of the return. A file of it is known by its name, such as ssda903_2012_episodes.csv: the name "
    f"holds {', '.join(kind.value for kind in Kind)}. Bring one such file in, or all of them packed as a ZIP."
)


def read(name: str, opened: TextIO) -> Iterator[Row | Listed]:
    """The rows of one file; a file that is none of the return, or lacks a column, is listed whole, row by row."""
    of = kind_of(name)
    reader = csv.reader(opened)
    heading = [cell.strip().upper().lstrip("\ufeff") for cell in next(reader, [])]
    missing = [column for column in COLUMNS[of[0]] if column not in heading] if of else []
    for place, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if of is None or missing:
            why = f"The columns {', '.join(missing)} are missing." if missing else NO_SUCH_FILE
            yield Listed(name, place, Rule.NOT_A_FILE, why)
            continue
        told = dict(zip(heading, (cell[:LONGEST_CELL] for cell in cells), strict=False))
        yield Row(name, place, of[0], of[1], told)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows in the order of years, and of one year in that of bringing; a file that names no year goes by its days."""
    rows = list(rows)
    latest: dict[tuple[int, str], int] = defaultdict(int)
    for row in rows:
        if not row.year:
            days = (day_of(row.get(column)) for column in ("DECOM", "DEC", "REVIEW"))
            latest[row.same_file] = max(latest[row.same_file], *(_year_of(day) for day in days), 0)
    last = max(latest.values(), default=0)
    return sorted(rows, key=lambda each: (each.year or latest[each.same_file] or last, each.bringing))


def _year_of(day: date | None) -> int:
    """The year that a return for this day names: that in which its March falls."""
    return 0 if day is None else day.year + (day.month > 3)


def put_together(
    read_rows: Iterable[Row | Listed], *, today: date = date.max, known: Collection[str] = frozenset()
) -> Return:
    """Children from rows of any number of files and years, and every row that does not come in.

    `known`: numbers of children who are recorded already and need no header.
    """
    rows: list[Row] = []
    listed: list[Listed] = []
    by_file: dict[str, int] = defaultdict(int)
    for each in read_rows:
        by_file[each.file] += 1
        if isinstance(each, Listed):
            listed.append(each)
        elif not each.child:
            listed.append(_why(each, Rule.NO_CHILD, "The row names no child."))
        else:
            rows.append(each)
    by_child: dict[str, list[Row]] = defaultdict(list)
    for row in in_order(rows):
        by_child[row.child].append(row)
    children = []
    for number in sorted(by_child):
        child, out = child_of(number, by_child[number], today=today, is_known=number in known)
        listed += out
        if child is not None:
            children.append(child)
    listed.sort(key=lambda each: (each.file, each.row))
    return Return(tuple(children), sum(by_file.values()), tuple(listed), dict(by_file))


def child_of(
    number: str, rows: Sequence[Row], *, today: date = date.max, is_known: bool = False
) -> tuple[Child | None, list[Listed]]:
    """One child from all rows that name the child, in order, and those of them that do not come in."""
    listed: list[Listed] = []
    headers = [row for row in rows if row.kind is Kind.HEADER]
    born_on, out = _born(headers, today)
    listed += out
    good = [row for row in headers if (row.same_file, row.place) not in {((e.bringing, e.file), e.row) for e in out}]
    if not good and not is_known:
        return None, [*listed, *(_why(r, Rule.NO_HEADER, NO_HEADER) for r in rows if r.kind is not Kind.HEADER)]
    times, out = times_in_care([row for row in rows if row.kind is Kind.EPISODES], today)
    listed += out
    reviews, out = _reviews([row for row in rows if row.kind is Kind.REVIEWS], times, today)
    listed += out
    apart = {Kind.HEADER, Kind.EPISODES, Kind.REVIEWS}
    kept = tuple(row for row in rows if row.kind not in apart)
    header = good[-1] if good else None
    child = Child(number, header.get("SEX") if header else "", born_on, times, reviews, kept, header)
    return child, listed


NO_HEADER = "No row of the header tells of this child."


def _born(headers: Sequence[Row], today: date) -> tuple[date | None, list[Listed]]:
    """The day of birth; a later header that gives another one is listed, as it may be of somebody else."""
    born: date | None = None
    listed = []
    for row in headers:
        written = row.get("DOB")
        day = day_of(written)
        if written and day is None:
            listed.append(_why(row, Rule.UNREADABLE_DAY, f"“{written}” is no day: DOB."))
        elif day and day > today:
            listed.append(_why(row, Rule.TO_COME, f"{day:{DAY}} is still to come: DOB."))
        elif day and born and day != born:
            listed.append(_why(row, Rule.OTHER_BIRTH, f"An earlier header says {born:{DAY}}, this one {day:{DAY}}."))
        else:
            born = born or day
    return born, listed


def day_of(text: str) -> date | None:
    """A day as the return writes it (day, month, year) or as ISO 8601; None where it is none."""
    found = WRITTEN.fullmatch(text.strip()) or WRITTEN_ISO.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


@dataclass(frozen=True)
class _Spell:
    """A row of `episodes` that can be read."""

    row: Row
    starts_on: date
    ends_on: date | None
    began: str
    legal: str
    place: str
    ended: str
    before: tuple[Row, ...] = ()
    """Rows of earlier years about the same spell, which this one brings up to date."""


def times_in_care(rows: Sequence[Row], today: date = date.max) -> tuple[tuple[InCare, ...], list[Listed]]:
    """The times in care that a child's rows tell of, in their order, and the rows that do not come in."""
    spells, listed = _spells(rows, today)
    chains: list[list[_Spell]] = []
    lost: set[date] = set()
    """The days on which what follows on a row that was listed would begin."""
    for spell in spells:
        last = chains[-1][-1] if chains else None
        if fault := _fault(spell, last, lost):
            rule, reason = fault
            listed += [_why(each, rule, reason) for each in (*spell.before, spell.row)]
            if spell.ends_on and spell.ended == CONTINUES:
                lost.add(spell.ends_on)
            continue
        if last and last.ends_on == spell.starts_on and last.ended == CONTINUES and spell.began != STARTS:
            chains[-1].append(spell)
        else:
            chains.append([spell])
    return tuple(_in_care(chain) for chain in chains), listed


def _fault(spell: _Spell, last: _Spell | None, lost: set[date]) -> tuple[Rule, str] | None:
    """What keeps a spell from following on the last one that came in."""
    if last is not None and (last.ends_on is None or spell.starts_on < last.ends_on):
        until = f"up to {last.ends_on:{DAY}}" if last.ends_on else "without an end"
        where = f"{last.row.file}, row {last.row.place}"
        return (
            Rule.OVERLAP,
            f"It begins on {spell.starts_on:{DAY}}; {where}, holds from {last.starts_on:{DAY}} {until}.",
        )
    if spell.began == STARTS or (last is None and not lost):
        return None
    if spell.starts_on in lost:
        return Rule.FOLLOWS, f"It follows on a row that does not come in, which ended on {spell.starts_on:{DAY}}."
    if last is not None and last.ends_on == spell.starts_on:
        return None
    if last is not None and last.ended == CONTINUES:
        since = f"{last.ends_on:{DAY}}" if last.ends_on else ""
        return Rule.GAP, f"No row tells of the days from {since} to {spell.starts_on:{DAY}}."
    return None


def _spells(rows: Sequence[Row], today: date) -> tuple[list[_Spell], list[Listed]]:
    """Rows that can be read, one for each first day: a later year's takes the place of an earlier one's."""
    listed: list[Listed] = []
    found: dict[date, _Spell] = {}
    for row in rows:
        spell = _spell(row, today)
        if isinstance(spell, Listed):
            listed.append(spell)
            continue
        same = found.get(spell.starts_on)
        if same is not None and same.row.same_file == row.same_file:
            reason = f"Row {same.row.place} begins on {spell.starts_on:{DAY}} too."
            listed.append(_why(row, Rule.TWICE, reason))
            continue
        found[spell.starts_on] = replace(spell, before=(*same.before, same.row)) if same else spell
    return [found[day] for day in sorted(found)], listed


def _spell(row: Row, today: date) -> _Spell | Listed:
    starts_on, ends_on = day_of(row.get("DECOM")), day_of(row.get("DEC"))
    for column, day in (("DECOM", starts_on), ("DEC", ends_on)):
        if day is None and (row.get(column) or column == "DECOM"):
            return _why(row, Rule.UNREADABLE_DAY, f"“{row.get(column)}” is no day: {column}.")
    assert starts_on is not None
    for column, day in (("DECOM", starts_on), ("DEC", ends_on)):
        if day is not None and day > today:
            return _why(row, Rule.TO_COME, f"{day:{DAY}} is still to come: {column}.")
    if ends_on is not None and ends_on < starts_on:
        return _why(row, Rule.BACKWARDS, f"It ends on {ends_on:{DAY}} and begins on {starts_on:{DAY}}.")
    codes = (
        ("RNE", english.NEW_EPISODE),
        ("LS", english.LEGAL),
        ("PLACE", english.PLACEMENTS),
        *((("REC", english.ENDED),) if ends_on is not None else ()),
    )
    for column, known in codes:
        if row.get(column).upper() not in known:
            return _why(row, Rule.UNKNOWN_CODE, f"“{row.get(column)}” is not in the list: {column}.")
    told = (row.get(column).upper() for column in ("RNE", "LS", "PLACE", "REC"))
    return _Spell(row, starts_on, ends_on, *told)


def _in_care(chain: Sequence[_Spell]) -> InCare:
    placements: list[Lived] = []
    legal: list[Held] = []
    for spell in chain:
        rows = (*spell.before, spell.row)
        goes_on = bool(placements) and spell.began == LEGAL_ALONE and placements[-1].code == spell.place
        if goes_on:
            last = placements[-1]
            placements[-1] = replace(last, ends_on=spell.ends_on, rows=(*last.rows, *rows))
        else:
            why = placements[-1].rows[-1].get("REASON_PLACE_CHANGE").upper() if placements else ""
            provider = spell.row.get("PLACE_PROVIDER").upper()
            placements.append(Lived(spell.place, spell.starts_on, spell.ends_on, provider, why, rows))
        if legal and spell.began in PLACEMENT_ALONE and legal[-1].code == spell.legal:
            legal[-1] = replace(legal[-1], ends_on=spell.ends_on, rows=(*legal[-1].rows, *rows))
        else:
            legal.append(Held(spell.legal, spell.starts_on, spell.ends_on, rows))
    last_spell = chain[-1]
    told = tuple(row for spell in chain for row in (*spell.before, spell.row))
    end_code = last_spell.ended if last_spell.ends_on else ""
    return InCare(chain[0].starts_on, last_spell.ends_on, end_code, tuple(placements), tuple(legal), told)


def _reviews(rows: Sequence[Row], times: Sequence[InCare], today: date) -> tuple[tuple[Review, ...], list[Listed]]:
    """Reviews on days on which the child was in care, each day once; what is not is listed."""
    listed: list[Listed] = []
    found: dict[date, Review] = {}
    for row in rows:
        on = day_of(row.get("REVIEW"))
        if on is None:
            listed.append(_why(row, Rule.UNREADABLE_DAY, f"“{row.get('REVIEW')}” is no day: REVIEW."))
        elif on > today:
            listed.append(_why(row, Rule.TO_COME, f"{on:{DAY}} is still to come: REVIEW."))
        elif on in found and found[on].row.same_file == row.same_file:
            listed.append(_why(row, Rule.TWICE, f"Row {found[on].row.place} is a review on {on:{DAY}} too."))
        elif not any(time.starts_on <= on <= (time.ends_on or date.max) for time in times):
            listed.append(_why(row, Rule.NOT_IN_CARE, f"No row that comes in has the child in care on {on:{DAY}}."))
        else:
            found[on] = Review(on, row.get("REVIEW_CODE").upper(), row)
    return tuple(found[on] for on in sorted(found)), listed


def _why(row: Row, rule: Rule, reason: str) -> Listed:
    return Listed(row.file, row.place, rule, reason, row.bringing)
