"""An export of the trail: each line carries the text that was sealed, so that it can be held against the heads."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lippen.kernel.seals import heads
from lippen.kernel.seals.chain import MARK_BYTES, digest_of, instant
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.seals.report import counted

HERE = ZoneInfo("Europe/London")
COLUMNS = (
    *("When", "Who", "Post", "Council", "What was done", "Which kind", "Which record", "More"),
    *("Row", "Block", "Sealed"),
)
HEAD_COLUMNS = ("Block", "Sealed at", "Rows", "Hash")
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
    missing: int = 0
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
            gone = f" Not there: {counted(self.missing, 'line')}." if self.missing else ""
            return f"Not as sealed: {self.wrong_count:,} of {counted(self.lines, 'line')}.{gone}{waiting}"
        return f"As sealed: {counted(self.lines - self.unsealed, 'line')}, which is every one.{waiting}"


@dataclass(frozen=True)
class Sealed:
    """The head of a block in which rows of a file were sealed."""

    number: int
    sealed_at: datetime
    rows: int
    hash: str


@dataclass(frozen=True)
class Packed:
    """A file as it is kept: its bytes compressed, with their number and their hash before that."""

    content: bytes
    sha256: str
    size: int


class Packing:
    """A CSV file written line by line: its bytes are hashed and compressed as they come, and never held as a whole."""

    def __init__(self, columns: tuple[str, ...] = COLUMNS) -> None:
        self.size = 0
        self._hash = hashlib.sha256()
        self._compressing = zlib.compressobj()
        self._kept = [b""]
        self._write("\ufeff" + _lines([columns]))

    def add(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Lines that every spreadsheet program opens; no cell is run as a formula."""
        safe = ([f"'{cell}" if cell.startswith(DANGEROUS) else cell for cell in row] for row in rows)
        self._write(_lines(safe))

    def _write(self, text: str) -> None:
        data = text.encode()
        self.size += len(data)
        self._hash.update(data)
        self._kept.append(self._compressing.compress(data))

    def done(self) -> Packed:
        """The file, once all its lines are in."""
        return Packed(b"".join([*self._kept, self._compressing.flush()]), self._hash.hexdigest(), self.size)


def _lines(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def packed_heads(blocks: Iterable[Sealed]) -> Packed:
    """The heads of blocks as a file: what the heads outside the database say of them too."""
    packing = Packing(HEAD_COLUMNS)
    packing.add((str(each.number), instant(each.sealed_at), str(each.rows), each.hash) for each in blocks)
    return packing.done()


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


def prove_all(listed: Path, path: Path, key: Path) -> Proof:
    """Hold an export of several files against its list, which lies beside them, and each line against the heads."""
    proof = Proof()
    for told in files_in(listed):
        file = listed.parent / told["file"]
        if not file.exists():
            proof.tell(f"{file.name} is not there: it holds {told['entries']:,} entries.")
            proof.missing += told["entries"]
            continue
        with file.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != told["sha256"]:
                proof.tell(f"{file.name} is not the file that was made: its SHA-256 is another.")
        of_file = prove(file, path, key)
        proof.lines += of_file.lines
        proof.unsealed += of_file.unsealed
        for sentence in of_file.wrong:
            proof.tell(f"{file.name}: {sentence}")
        proof.wrong_count += of_file.wrong_count - len(of_file.wrong)
        if of_file.lines != told["entries"]:
            proof.tell(f"{file.name} holds {of_file.lines:,} entries, and the list says {told['entries']:,}.")
    return proof


def files_in(listed: Path) -> list[dict[str, Any]]:
    """The files that a list of an export names, each beside it; what is no such list is refused."""
    try:
        told = json.loads(listed.read_text("utf-8"))["files"]
        files: list[dict[str, Any]] = [
            {"file": str(each["file"]), "sha256": str(each["sha256"]), "entries": int(each["entries"])} for each in told
        ]
    except (ValueError, LookupError, TypeError) as error:
        raise SealProblem(f"{listed.name} is not the list of an export's files that Lippen makes.") from error
    if not files or any(Path(each["file"]).name != each["file"] for each in files):
        raise SealProblem(f"{listed.name} is not the list of an export's files that Lippen makes.")
    return files


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
