"""One row of another system's file, made sense of cell by cell; what cannot be read is said with what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

Word = TypeVar("Word", bound=StrEnum)
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?$")
_PLAIN = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?: [\d:.]+)?$")
_SPELT = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})\.?,?[ \-](\d{4})$")
COUNTED = "\x1f"
"""What begins a spreadsheet's number that may count the days of a calendar, and stands before that day."""
HOW_TO_WRITE = "Write it as 25/10/2012 (the day first), 2012-10-25 or 25 Oct 2012."
YES = {"yes", "y", "true", "1", "x", "✓"}
NO = {"no", "n", "false", "0", ""}


@dataclass(frozen=True)
class Fault:
    """Why a row cannot come in: the heading of the cell, what is wrong with it, and what to do."""

    column: str
    sentence: str


@dataclass
class Cells:
    """The cells of one row by what they hold, and the faults found while they are read."""

    row: int
    words: Mapping[str, str]
    headings: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    counted: Mapping[str, str] = field(default_factory=dict)
    """The day that a number of a spreadsheet counts, where a column holds days."""

    def fault(self, key: str, sentence: str) -> None:
        """Say what is wrong with a cell."""
        self.faults.append(Fault(self.headings.get(key, ""), sentence))

    def text(self, key: str, most: int, *, needed: str = "") -> str:
        """A cell's words; too long, or missing where they are needed, is a fault."""
        found = self.words.get(key, "").strip()
        if len(found) > most:
            self.fault(key, f"{len(found):,} characters; {most} fit here. Shorten it.")
        if needed and not found:
            self.fault(key, needed)
        return found

    def day(self, key: str, *, needed: str = "", latest: date | None = None) -> date | None:
        """A day; one that cannot be read, is missing where it is needed or has still to come is a fault."""
        if key in self.counted:
            self.words = {**self.words, key: self.counted[key]}
        found = self.text(key, 40, needed=needed)
        if not found:
            return None
        day = day_of(found)
        if day is None:
            self.fault(key, f"“{found}” is not a day that can be read. {HOW_TO_WRITE}")
        elif latest is not None and day > latest:
            self.fault(key, f"“{found}” has not come yet. Give a day that has been.")
        return day

    def one_of(self, key: str, words: Mapping[Word, str], *, also: Mapping[str, Word], needed: str = "") -> Word | None:
        """A word of a closed list: as it is said here, as it is kept, or as others say it."""
        found = self.text(key, 160, needed=needed)
        if not found:
            return None
        if (word := word_of(found, words, also)) is not None:
            return word
        offered = ", ".join(f"“{said}”" for said in words.values())
        self.fault(key, f"“{found[:60]}” is none of the words here. Write one of {offered}.")
        return None

    def is_so(self, key: str) -> bool:
        """Yes or no; an empty cell is no."""
        found = self.text(key, 40).casefold()
        if found not in YES | NO:
            self.fault(key, f"“{found}” is neither yes nor no. Write one of them.")
        return found in YES


def word_of(found: str, words: Mapping[Word, str], also: Mapping[str, Word]) -> Word | None:
    """The word of a closed list that somebody wrote: as it is said here, as it is kept, or as others say it."""
    plain = _plain(found)
    for each, said in words.items():
        if plain in (_plain(said), _plain(each.value)):
            return each
    return next((word for said, word in also.items() if plain == _plain(said)), None)


def day_of(words: str) -> date | None:
    """The day that these words name, the day before the month; None where there is no such day."""
    if spelt := _SPELT.match(words):
        day, month, year = spelt.groups()
        begins = month.casefold().removesuffix("t") if month.casefold() == "sept" else month.casefold()
        named = [at for at, name in enumerate(MONTHS, start=1) if name.startswith(begins)]
        return _day(int(year), named[0], int(day)) if named else None
    if plain := _PLAIN.match(words):
        day, month, year = plain.groups()
        return _day(int(year), int(month), int(day))
    if iso := _ISO.match(words):
        return _day(*(int(each) for each in iso.groups()))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1850 <= year <= 2150 else None


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


def cells_of(row: int, cells: Sequence[str], columns: Sequence[str], headings: Sequence[str]) -> Cells:
    """A row by what its columns hold; cells beyond the headings are a fault, for the row has slipped."""
    words = {key: unescaped(cell) for key, cell in zip(columns, cells, strict=False) if key}
    counted = {key: cell for key, cell in zip(columns, cells, strict=False) if key and cell.startswith(COUNTED)}
    found = Cells(row, words, {key: heading for key, heading in zip(columns, headings, strict=False) if key})
    found.counted = {key: cell.rpartition(COUNTED)[2] for key, cell in counted.items()}
    if any(cell.strip() for cell in cells[len(headings) :]):
        found.faults.append(
            Fault("", f"{len(cells)} cells under {len(headings)} headings. Put a cell with a comma in it into quotes.")
        )
    for key, cell in words.items():
        if any(letter < " " and letter not in "\t\n\r" for letter in cell):
            found.fault(key, "It holds a sign that cannot be shown. Delete it.")
    return found


def unescaped(cell: str) -> str:
    """A cell as it was written: without the apostrophe that keeps it from running as a formula, and a number alone."""
    if cell.startswith(COUNTED):
        return cell.split(COUNTED)[1]
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell
