"""A return's files, packed as one (ZIP) or a single CSV file, read in the child process and given out child by child.

A part holds whole children, so that each can be put together by itself; rows that name no child come last. The rows
are numbered through all files, in the order of the files' names. No Django here.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import IO, Any

from lippen.care.adapters import ssda903
from lippen.care.adapters.ssda903 import Listed, Row
from lippen.casework.adapters.reading import ZIP, Part, Survey
from lippen.kernel.files.gate import Refused

MOST_BYTES = 60 * 1024 * 1024
"""What a return may come to when it is unpacked: some thirty years of a large council."""
MOST_FILES = 400
PART_ROWS = 1_000
LEFT_OUT = frozenset({"HOME_POST", "PL_POST"})
"""Columns that are not kept: where a child lives is told by addresses, which have a lock of their own."""


def surveyed(file: IO[bytes], *, name: str) -> Iterator[bytes]:
    """What the return is, as one line: its hash, and how many rows each of its files holds."""
    content = _content(file)
    counts: dict[str, int] = {}
    for path, text in _files(name, content):
        counts[path] = sum(1 for _ in ssda903.read(path, io.StringIO(text, newline="")))
    if not any(counts.values()):
        raise Refused(f"{name} holds no row under a heading. Choose the files of the return again.")
    digest = hashlib.sha256(content).hexdigest()
    survey = Survey(ZIP, digest, len(content), "", "", (), 0, 0, {path: n for path, n in counts.items() if n})
    yield json.dumps(asdict(survey)).encode()


def parts(file: IO[bytes], *, name: str, **begun: object) -> Iterator[bytes]:
    """Every part of the return from the first on: a line that says what it is, then a line with its rows.

    A row is its number and `[file, place, kind, year, cells, why it is none of the return]`.
    """
    by_child: dict[str, list[tuple[int, list[Any]]]] = defaultdict(list)
    number = 0
    for path, text in _files(name, _content(file)):
        for row in ssda903.read(path, io.StringIO(text, newline="")):
            number += 1
            by_child[_child(row)].append((number, _cells(row)))
    loose = by_child.pop("", [])
    kept: list[tuple[int, list[Any]]] = []
    part = 0
    for child in sorted(by_child):
        kept += by_child[child]
        if len(kept) >= PART_ROWS:
            part += 1
            yield from _part(part, kept)
            kept = []
    for begin in range(0, len(loose), PART_ROWS):
        if kept:
            part += 1
            yield from _part(part, kept)
        kept = loose[begin : begin + PART_ROWS]
    if kept:
        yield from _part(part + 1, kept)


def _child(row: Row | Listed) -> str:
    return row.child if isinstance(row, Row) else ""


def _cells(row: Row | Listed) -> list[Any]:
    if isinstance(row, Listed):
        return [row.file, row.row, "", 0, {}, row.reason]
    told = {heading: cell.strip() for heading, cell in row.cells.items() if cell.strip() and heading not in LEFT_OUT}
    return [row.file, row.place, row.kind.value, row.year, told, ""]


def row_of(cells: list[Any], bringing: int = 0) -> Row | Listed:
    """A row as it was given out."""
    file, place, kind, year, told, why = cells
    if why:
        return Listed(file, place, ssda903.Rule.NOT_A_FILE, why, bringing)
    return Row(file, place, ssda903.Kind(kind), year, told, bringing)


def _part(number: int, rows: list[tuple[int, list[Any]]]) -> Iterator[bytes]:
    yield json.dumps(asdict(Part(number, rows[0][0], len(rows), number, rows[-1][0]))).encode()
    yield json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _files(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The CSV files of the return by their paths, in order of their names; a plain file is its own only one."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_size(name, len(content))
        yield name, _text(name, content)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = sorted((e for e in packed.infolist() if _is_table(e.filename)), key=lambda each: each.filename)
            if not entries:
                raise Refused(f"{name} holds no CSV file. Pack the files of the return into it and try again.")
            if len(entries) > MOST_FILES:
                raise Refused(f"{name} holds {len(entries):,} files; the most is {MOST_FILES}.")
            _check_size(name, sum(each.file_size for each in entries))
            left = MOST_BYTES
            for entry in entries:
                with packed.open(entry) as opened:
                    inside = opened.read(left + 1)
                left -= len(inside)
                _check_size(name, MOST_BYTES - left)
                path = _plain(entry.filename)
                yield path, _text(path, inside)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as problem:
        raise Refused(f"{name} is damaged or locked with a password. Pack its files again and try that.") from problem


def _is_table(path: str) -> bool:
    """Whether an entry is a file of rows; what an archive program adds of its own is none."""
    parts_of = PurePosixPath(path).parts
    return path.lower().endswith(".csv") and not any(part.startswith((".", "__MACOSX")) for part in parts_of)


def _check_size(name: str, size: int) -> None:
    if size > MOST_BYTES:
        raise Refused(f"{name} holds more than {MOST_BYTES // 1024**2} MB of rows. Bring fewer years in at once.")


def _plain(path: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in path)[:200]


def _text(name: str, content: bytes) -> str:
    if b"\x00" in content:
        raise Refused(f"{name} is not plain text. Save it again as CSV in UTF-8 and bring that in.")
    for encoding in ("utf-8-sig", "windows-1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"{name}: a character that cannot be read. Save it again as CSV in UTF-8 and bring that in.")
