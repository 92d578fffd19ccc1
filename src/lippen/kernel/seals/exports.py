"""An export of the trail: each line carries the text that was sealed, so that it can be held against the heads."""

from __future__ import annotations

import csv
import io
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lippen.kernel.seals import heads
from lippen.kernel.seals.chain import MARK_BYTES, digest_of
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.seals.report import counted

HERE = ZoneInfo("Europe/London")
COLUMNS = (
    *("When", "Who", "Post", "Council", "What was done", "Which kind", "Which record", "More"),
    *("Row", "Block", "Sealed"),
)
WHEN, RECORD, ROW, BLOCK, SEALED = (COLUMNS.index(name) for name in ("When", "Which record", "Row", "Block", "Sealed"))
ID_PLACE, AT_PLACE, KEY_PLACE = 0, 2, 6
"""Where id, time and key stand in the sealed text."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NOT_OURS = "{name} is not an export of the audit trail: its first line is not the one that Lippen writes."
MOST_TOLD = 50


@dataclass
class Proof:
    """What was found of an export's lines."""

    lines: int = 0
    unsealed: int = 0
    wrong: list[str] = field(default_factory=list)
    wrong_count: int = 0

    def tell(self, sentence: str) -> None:
        """One more line that is not as it was sealed."""
        self.wrong_count += 1
        if len(self.wrong) < MOST_TOLD:
            self.wrong.append(sentence)

    @property
    def exit_code(self) -> int:
        """0 all as sealed, 1 some line is not."""
        return 1 if self.wrong_count else 0

    @property
    def sentence(self) -> str:
        """The answer."""
        waiting = f" Not sealed yet when the file was made: {counted(self.unsealed, 'line')}." if self.unsealed else ""
        if self.wrong_count:
            return f"Not as sealed: {self.wrong_count:,} of {counted(self.lines, 'line')}.{waiting}"
        return f"As sealed: {counted(self.lines - self.unsealed, 'line')}, which is every one.{waiting}"


@dataclass(frozen=True)
class Blocks:
    """Which block a row was sealed in, by its transaction."""

    numbers: Mapping[int, list[int]]
    ends: Mapping[int, list[int]]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int]]) -> Blocks:
        """From floor, end and number of each block, in order."""
        numbers: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        for floor_id, through, number in rows:
            numbers.setdefault(floor_id, []).append(number)
            ends.setdefault(floor_id, []).append(through)
        return cls(numbers, ends)

    def of_row(self, row_id: int, transaction: int) -> int | None:
        """The block's number; None where the row still waits."""
        floors = [floor_id for floor_id in self.ends if floor_id < row_id]
        if not floors:
            return None
        floor_id = max(floors)
        place = bisect_right(self.ends[floor_id], transaction)
        return self.numbers[floor_id][place] if place < len(self.ends[floor_id]) else None


def written(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Lines as CSV that every spreadsheet program opens; no cell is run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(DANGEROUS) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def when(at: datetime) -> str:
    """The council's time, to the second, as an export writes it."""
    return f"{at.astimezone(HERE):%Y-%m-%d %H:%M:%S}"


def prove(file: Path, path: Path, key: Path) -> Proof:
    """Hold each line of an export against the head of its block."""
    if not path.exists():
        raise SealProblem(f"There are no heads at {path} to hold the file against. Give their file with --heads.")
    found = heads.live(path, key)
    proof = Proof()
    wanted: dict[int, list[tuple[int, list[str]]]] = {}
    for number, cells in lines_of(file):
        proof.lines += 1
        if not cells[BLOCK]:
            proof.unsealed += 1
        elif not (cells[BLOCK].isascii() and cells[BLOCK].isdigit()):
            proof.tell(f"Line {number} names no block.")
        else:
            wanted.setdefault(int(cells[BLOCK]), []).append((number, cells))
    _hold(found, wanted, proof)
    return proof


def _hold(found: heads.Live, wanted: dict[int, list[tuple[int, list[str]]]], proof: Proof) -> None:
    for number, line in heads.blocks(found):
        if (lines := wanted.pop(number, None)) is None:
            continue
        marks = dict(heads.block_in(line).expected()) if line else {}
        for place, cells in lines:
            if trouble := _trouble(cells, marks):
                proof.tell(f"Line {place}: {trouble}")
    for number, lines in wanted.items():
        for place, _ in lines:
            proof.tell(f"Line {place}: the heads know no block {number}.")


def _trouble(cells: list[str], marks: Mapping[int, bytes]) -> str:
    """What is wrong with a line; nothing when its text is the one that was sealed and its columns say the same."""
    try:
        sealed = json.loads(cells[SEALED])
        row_id, at, key = sealed[ID_PLACE], datetime.fromisoformat(sealed[AT_PLACE]), sealed[KEY_PLACE]
    except (ValueError, LookupError, TypeError):
        return "its sealed text cannot be read."
    if cells[ROW] != str(row_id):
        return f"it says that it is row {cells[ROW]}, and its sealed text is of row {row_id}."
    if marks.get(row_id) != digest_of(cells[SEALED])[:MARK_BYTES]:
        return f"row {row_id} is not as it was sealed."
    if cells[WHEN] != when(at) or cells[RECORD].removeprefix("'") != key:
        return f"its columns do not say what was sealed of row {row_id}."
    return ""


def lines_of(file: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of an export with their place in the file; a file that is none is refused."""
    with file.open(encoding="utf-8-sig", newline="", errors="replace") as opened:
        reader = csv.reader(opened)
        try:
            if tuple(next(reader, ())) != COLUMNS:
                raise SealProblem(NOT_OURS.format(name=file.name))
            for cells in reader:
                if len(cells) != len(COLUMNS):
                    raise SealProblem(f"Line {reader.line_num} of {file.name} has another number of columns.")
                yield reader.line_num, cells
        except csv.Error as error:
            raise SealProblem(f"{file.name} cannot be read as CSV: {error}.") from error
