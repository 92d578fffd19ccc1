"""An export of the trail can be held against the heads, line by line, without the database."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from lippen.kernel.seals import exports, reading
from lippen.kernel.seals.exports import BLOCK, COLUMNS, RECORD, ROW, SEALED, WHEN, Blocks
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.tests.sealed import Trail

LISTED = f"SELECT id, transaction, at, subject_key, {reading.CANONICAL} FROM kernel_auditentry ORDER BY id"
ENDS = "SELECT floor_id, through_transaction, number FROM kernel_auditblock ORDER BY number"


def exported(trail: Trail, folder: Path) -> Path:
    """The whole trail as a file."""
    with psycopg.connect(trail.at.read_url, options=reading.OPTIONS) as connection:
        blocks = Blocks.of(connection.execute(ENDS).fetchall())
        lines = [
            (
                exports.when(at),
                "",
                "",
                "",
                "",
                "",
                key,
                "",
                str(row_id),
                str(blocks.of_row(row_id, transaction) or ""),
                text,
            )
            for row_id, transaction, at, key, text in connection.execute(LISTED)
        ]
    made = folder / "trail.csv"
    made.write_bytes(exports.written(lines))
    return made


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


def test_rows_of_another_server_are_found_in_its_blocks() -> None:
    blocks = Blocks.of([(0, 100, 1), (0, 200, 2), (50, 20, 3), (50, 40, 4)])
    assert [blocks.of_row(*row) for row in ((1, 5), (2, 150), (9, 250), (51, 5), (60, 39), (61, 90))] == [
        *(1, 2, None),
        *(3, 4, None),
    ]


def test_the_columns_of_an_export_are_named_once() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)
