"""An export of the trail can be held against the heads, line by line, without the database."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from lippen.kernel.seals import exports, reading
from lippen.kernel.seals.exports import BLOCK, COLUMNS, RECORD, ROW, SEALED, WHEN
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.tests.sealed import Trail

LISTED = f"SELECT id, transaction, at, subject_key, {reading.CANONICAL} FROM kernel_auditentry ORDER BY id"


def exported(trail: Trail, folder: Path) -> Path:
    """The whole trail as a file."""
    made = folder / "trail.csv"
    made.write_bytes(zlib.decompress(packed(trail).content))
    return made


def packed(trail: Trail, *, since: int = 0, through: int = 10**9) -> exports.Packed:
    """The rows between two ids as a file."""
    packing = exports.Packing()
    with psycopg.connect(trail.at.read_url, options=reading.OPTIONS) as connection:
        found = [row for row in connection.execute(LISTED).fetchall() if since < row[0] <= through]
        blocks = sealed_in(connection, [(row[0], row[1]) for row in found])
    for row_id, _, at, key, text in found:
        block = str(blocks[row_id].number) if row_id in blocks else ""
        packing.add([(exports.when(at), "", "", "", "", "", key, "", str(row_id), block, text)])
    return packing.done()


def sealed_in(connection: psycopg.Connection, rows: list[tuple[int, int]]) -> dict[int, exports.Sealed]:
    found = connection.execute(reading.SEALED_IN, [list(column) for column in zip(*rows, strict=True)])
    return {row[0]: exports.Sealed(*row[1:]) for row in found}


@pytest.fixture
def file(trail: Trail, tmp_path: Path) -> Path:
    """Six rows in two blocks, the last one still waiting."""
    for keys in (("plan-a", "=plan-b"), ("plan-c", "plan-d", "plan-é")):
        trail.write(*keys)
        trail.seal()
    trail.write("plan-waiting")
    return exported(trail, tmp_path)


def change(file: Path, line: int, column: int, words: str) -> None:
    """One cell becomes another."""
    lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    lines[line][column] = words
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    file.write_text(out.getvalue(), "utf-8-sig", newline="")


def prove(trail: Trail, file: Path) -> exports.Proof:
    return exports.prove(file, trail.at.heads, trail.key)


def test_every_line_is_as_it_was_sealed_and_those_that_wait_are_counted(trail: Trail, file: Path) -> None:
    proof = prove(trail, file)
    assert (proof.exit_code, proof.lines, proof.unsealed, proof.wrong) == (0, 6, 1, [])
    assert proof.sentence == ("As sealed: 5 lines, which is every one. Not sealed yet when the file was made: 1 line.")


def test_part_of_a_trail_is_proved_as_well_as_all_of_it(trail: Trail, file: Path) -> None:
    lines = file.read_text("utf-8-sig").splitlines(keepends=True)
    file.write_text("".join([lines[0], lines[3]]), "utf-8-sig", newline="")
    assert prove(trail, file).exit_code == 0


@pytest.mark.parametrize(
    ("column", "words", "told"),
    [
        (WHEN, "2020-01-01 09:00:00", "its columns do not say"),
        (RECORD, "plan-other", "its columns do not say"),
        (ROW, "99", "it says that it is row 99"),
        (BLOCK, "2", "is not as it was sealed"),
        (BLOCK, "77", "the heads know no block 77"),
        (BLOCK, "x", "names no block"),
        (SEALED, "not json", "cannot be read"),
        (SEALED, "[]", "cannot be read"),
    ],
)
def test_a_line_that_was_changed_is_named(trail: Trail, file: Path, column: int, words: str, told: str) -> None:
    change(file, 1, column, words)
    proof = prove(trail, file)
    assert (proof.exit_code, proof.wrong_count) == (1, 1)
    assert proof.wrong[0].startswith("Line 2") and told in proof.wrong[0]


def test_a_sealed_text_that_was_changed_with_its_columns_is_named(trail: Trail, file: Path) -> None:
    lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    sealed = json.loads(lines[1][SEALED])
    sealed[exports.KEY_PLACE] = "plan-x"
    change(file, 1, SEALED, json.dumps(sealed))
    change(file, 1, RECORD, "plan-x")
    assert "is not as it was sealed" in prove(trail, file).wrong[0]


def test_a_trail_that_was_rewritten_before_it_was_exported_is_told(trail: Trail, file: Path, tmp_path: Path) -> None:
    trail.tamper("UPDATE kernel_auditentry SET verb = 'x' WHERE subject_key = 'plan-c'")
    assert prove(trail, exported(trail, tmp_path)).wrong_count == 1


@pytest.mark.parametrize("content", [b"", b"a,b\r\n", b"\x00\xff\xfe", b'"unfinished'])
def test_what_is_no_export_is_refused_in_a_sentence(trail: Trail, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(SealProblem, match="is not an export"):
        prove(trail, file)


def test_a_line_of_another_width_is_refused_in_a_sentence(trail: Trail, file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"only,three,cells\r\n")
    with pytest.raises(SealProblem, match="another number of columns"):
        prove(trail, file)


def test_the_command_proves_a_file_against_heads_without_the_database(trail: Trail, file: Path) -> None:
    from lippen.cli.__main__ import app

    words = ["verify-audit", "--export", str(file), "--heads", str(trail.at.heads), "--json"]
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, json.loads(done.stdout)["lines"]) == (0, 6)
    change(file, 1, ROW, "99")
    assert CliRunner().invoke(app, words).exit_code == 1


def test_rows_of_another_server_are_found_in_its_blocks(trail: Trail) -> None:
    add = "INSERT INTO kernel_auditblock VALUES (%s, now(), %s, %s, %s, 1, '', '', '{}', md5(random()::text), 'hash')"
    for number, floor, since, through in ((1, 0, 0, 100), (2, 0, 100, 200), (3, 50, 0, 20), (4, 50, 20, 40)):
        trail.tamper(add, number, floor, since, through)
    rows = [(1, 5), (2, 150), (9, 250), (51, 5), (60, 39), (61, 90)]
    with psycopg.connect(trail.at.read_url) as connection:
        found = sealed_in(connection, rows)
    assert {row_id: block.number for row_id, block in found.items()} == {1: 1, 2: 2, 51: 3, 60: 4}


def test_the_columns_of_an_export_are_named_once() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)


# --- an export of several files ---


@pytest.fixture
def listed(trail: Trail, file: Path, tmp_path: Path) -> Path:
    """The six rows in files of two, and their list."""
    files = []
    for number, since in enumerate((0, 2, 4), start=1):
        part = packed(trail, since=since, through=since + 2)
        name = f"audit-trail-2026-11-28-part-{number:02}.csv"
        (tmp_path / name).write_bytes(zlib.decompress(part.content))
        files.append({"file": name, "sha256": part.sha256, "entries": 2})
    made = tmp_path / "trail-of-ours.json"
    made.write_text(json.dumps({"files": files}))
    return made


def prove_all(trail: Trail, listed: Path) -> exports.Proof:
    return exports.prove_all(listed, trail.at.heads, trail.key)


def test_all_files_of_an_export_are_proved_by_their_list(trail: Trail, listed: Path) -> None:
    proof = prove_all(trail, listed)
    assert (proof.exit_code, proof.lines, proof.unsealed, proof.wrong) == (0, 6, 1, [])


def test_a_file_that_is_missing_is_named_with_what_it_holds(trail: Trail, listed: Path) -> None:
    (listed.parent / "audit-trail-2026-11-28-part-02.csv").unlink()
    proof = prove_all(trail, listed)
    assert (proof.exit_code, proof.lines, proof.missing) == (1, 4, 2)
    assert proof.wrong == ["audit-trail-2026-11-28-part-02.csv is not there: it holds 2 entries."]
    assert "Not there: 2 lines." in proof.sentence


def test_a_line_that_was_left_out_of_a_file_shows_by_its_hash_and_its_count(trail: Trail, listed: Path) -> None:
    part = listed.parent / "audit-trail-2026-11-28-part-03.csv"
    part.write_bytes(b"".join(part.read_bytes().splitlines(keepends=True)[:-1]))
    wrong = prove_all(trail, listed).wrong
    assert len(wrong) == 2 and "its SHA-256 is another" in wrong[0]
    assert "holds 1 entries, and the list says 2" in wrong[1]


def test_a_line_of_a_part_that_was_changed_is_named_with_its_file(trail: Trail, listed: Path) -> None:
    part = listed.parent / "audit-trail-2026-11-28-part-01.csv"
    change(part, 2, ROW, "99")
    assert any(told.startswith(f"{part.name}: Line 3") for told in prove_all(trail, listed).wrong)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"files": []}', '{"files": [{"file": "../x", "sha256": "", "entries": 1}]}', '{"files": [1]}'],
)
def test_what_is_no_list_of_files_is_refused_in_a_sentence(trail: Trail, listed: Path, content: str) -> None:
    listed.write_text(content)
    with pytest.raises(SealProblem, match="is not the list of an export's files"):
        prove_all(trail, listed)


def test_the_command_proves_a_list_of_files(trail: Trail, listed: Path) -> None:
    from lippen.cli.__main__ import app

    words = ["verify-audit", "--export", str(listed), "--heads", str(trail.at.heads), "--json"]
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, json.loads(done.stdout)["lines"]) == (0, 6)


def test_the_hash_and_the_size_of_a_file_are_of_its_bytes_as_they_are_read() -> None:
    packing = exports.Packing(("A", "B"))
    for _ in range(3):
        packing.add([("=1", "é"), ("x", "y")])
    made = packing.done()
    content = zlib.decompress(made.content)
    assert content == ("\ufeffA,B\r\n" + "'=1,é\r\nx,y\r\n" * 3).encode()
    assert (made.size, made.sha256) == (len(content), hashlib.sha256(content).hexdigest())
