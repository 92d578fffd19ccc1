"""Six kinds of tampering, each done as the database's superuser, each told with the very row."""

from __future__ import annotations

import json
from datetime import timedelta

import psycopg
import pytest

from lippen.kernel.seals import heads, reading
from lippen.kernel.seals.chain import FIRST, Folding, digest_of
from lippen.kernel.seals.report import Kind, Verdict
from lippen.kernel.tests.sealed import Trail

KEYS = [f"plan-{letter}" for letter in "abcdefghi"]


@pytest.fixture
def sealed(trail: Trail) -> Trail:
    """Nine rows in three blocks, the middle one of a single transaction."""
    trail.write(*KEYS[:3])
    assert trail.seal() == 3
    with psycopg.connect(trail.at.write_url) as connection:
        trail.write(*KEYS[3:6], connection=connection)
    assert trail.seal() == 3
    trail.write(*KEYS[6:])
    assert trail.seal() == 3
    report = trail.verify()
    assert (report.verdict, report.blocks, report.waiting) == (Verdict.WHOLE, 3, 0)
    return trail


@pytest.mark.parametrize("key", ["plan-a", "plan-e", "plan-i"])
@pytest.mark.parametrize(
    "change",
    [
        "account_id = 8",
        "account_id = NULL",
        "verb = 'plan.print'",
        "subject_kind = 'x'",
        "subject_key = 'plan-other'",
        "keys = '{\"actions\": 4}'",
        "request_key = ''",
        "at = at + interval '1 microsecond'",
        "authority_ids = '{9}'",
    ],
)
def test_1_a_row_that_was_edited_is_named_whichever_of_its_columns_it_was(sealed: Trail, key: str, change: str) -> None:
    row = sealed.rows()[key]
    sealed.tamper(f"UPDATE kernel_auditentry SET {change} WHERE id = %s", row)
    assert sealed.told() == {(Kind.EDIT, row)}


@pytest.mark.parametrize("key", ["plan-a", "plan-e", "plan-h"])
def test_2_a_row_that_was_deleted_is_named(sealed: Trail, key: str) -> None:
    row = sealed.rows()[key]
    sealed.tamper("DELETE FROM kernel_auditentry WHERE id = %s", row)
    assert sealed.told() == {(Kind.DELETE, row)}


@pytest.mark.parametrize("beside", ["plan-a", "plan-e", "plan-i"])
def test_3_a_row_that_was_put_in_among_sealed_ones_is_named(sealed: Trail, beside: str) -> None:
    sealed.tamper(
        "INSERT INTO kernel_auditentry (id, at, verb, subject_kind, subject_key, keys, request_key, transaction)"
        " SELECT 900, at, verb, subject_kind, 'plan-forged', keys, request_key, transaction FROM kernel_auditentry"
        " WHERE id = %s",
        sealed.rows()[beside],
    )
    assert sealed.told() == {(Kind.INSERT, 900)}


def test_3_a_row_put_in_before_the_first_is_named(sealed: Trail) -> None:
    sealed.tamper(
        "INSERT INTO kernel_auditentry (id, at, verb, subject_kind, subject_key, keys, request_key, transaction)"
        " VALUES (901, now(), 'x', 'x', 'x', '{}', '', -5)"
    )
    assert sealed.told() == {(Kind.INSERT, 901)}


def test_3_a_row_that_is_added_now_and_says_it_is_old_is_named_once_it_is_sealed(sealed: Trail) -> None:
    sealed.write("plan-forged", at=sealed.clock - timedelta(days=9))
    sealed.seal()
    assert sealed.told() == {(Kind.BACKDATED, sealed.rows()["plan-forged"])}


@pytest.mark.parametrize(("one", "other"), [("plan-d", "plan-f"), ("plan-a", "plan-b"), ("plan-b", "plan-h")])
def test_4_rows_that_changed_places_by_their_ids_are_named(sealed: Trail, one: str, other: str) -> None:
    rows = sealed.rows()
    for of, to in ((rows[one], 950), (rows[other], rows[one]), (950, rows[other])):
        sealed.tamper("UPDATE kernel_auditentry SET id = %s WHERE id = %s", to, of)
    assert sealed.told() == {(Kind.REORDER, rows[one]), (Kind.REORDER, rows[other])}


@pytest.mark.parametrize(("one", "other"), [("plan-a", "plan-b"), ("plan-b", "plan-h"), ("plan-d", "plan-i")])
def test_4_rows_that_changed_places_by_their_transactions_are_named(sealed: Trail, one: str, other: str) -> None:
    rows = sealed.rows()
    sealed.tamper(
        "UPDATE kernel_auditentry mine SET transaction = theirs.transaction FROM kernel_auditentry theirs"
        " WHERE (mine.id, theirs.id) IN ((%s, %s), (%s, %s))",
        *(rows[one], rows[other], rows[other], rows[one]),
    )
    assert sealed.told() == {(Kind.REORDER, rows[one]), (Kind.REORDER, rows[other])}


def test_4_rows_whose_content_was_exchanged_are_named(sealed: Trail) -> None:
    rows = sealed.rows()
    sealed.tamper(
        "UPDATE kernel_auditentry mine SET at = theirs.at, subject_key = theirs.subject_key"
        " FROM kernel_auditentry theirs WHERE (mine.id, theirs.id) IN ((%s, %s), (%s, %s))",
        *(rows["plan-a"], rows["plan-g"], rows["plan-g"], rows["plan-a"]),
    )
    assert sealed.told() == {(Kind.REORDER, rows["plan-a"]), (Kind.REORDER, rows["plan-g"])}


def test_5_rows_cut_from_the_end_are_named(sealed: Trail) -> None:
    rows = sealed.rows()
    sealed.tamper("DELETE FROM kernel_auditentry WHERE id = %s", rows["plan-i"])
    assert sealed.told() == {(Kind.CUT, rows["plan-i"])}


def test_5_rows_cut_from_the_end_with_their_block_are_named(sealed: Trail) -> None:
    rows = sealed.rows()
    sealed.tamper("DELETE FROM kernel_auditentry WHERE id = ANY(%s)", [rows[key] for key in KEYS[6:]])
    sealed.tamper("DELETE FROM kernel_auditblock WHERE number = 3")
    assert sealed.told() == {(Kind.CUT, rows[key]) for key in KEYS[6:]}


def test_5_an_empty_trail_is_not_a_whole_one(sealed: Trail) -> None:
    rows = sealed.rows()
    sealed.tamper("TRUNCATE kernel_auditentry, kernel_auditblock")
    assert sealed.told() == {(Kind.CUT, row) for row in rows.values()}


def seal_anew(trail: Trail) -> None:
    """Every block and hash made anew over the rows as they stand: what the owner of everything can do."""
    with trail.as_superuser() as connection:
        kept = list(reading.blocks(connection.execute("BEGIN").connection))
        connection.execute("COMMIT")
        previous = FIRST
        for block, _ in kept:
            folding = Folding()
            range_of = (block.from_transaction, block.through_transaction, 0, 2**62)
            for _, row_id, text in connection.execute(reading.ROWS, range_of).fetchall():
                folding.add(row_id, digest_of(text))
            connection.execute("DELETE FROM kernel_auditblock WHERE number = %s", [block.number])
            made = type(block)(
                **{
                    **block.__dict__,
                    "row_count": folding.count,
                    "rows_hash": folding.rows_hash,
                    "marks": bytes(folding.marks),
                    "previous_hash": previous,
                }
            )
            from lippen.kernel.seals.sealing import KEEP, columns

            connection.execute(KEEP, columns(made))
            previous = made.hash


@pytest.mark.parametrize("key", ["plan-a", "plan-e", "plan-i"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kernel_auditentry SET account_id = 8 WHERE id = %s",
        "DELETE FROM kernel_auditentry WHERE id = %s",
        "UPDATE kernel_auditentry SET transaction = transaction + 1 WHERE id = %s",
    ],
)
def test_6_a_rewrite_of_the_whole_is_told_by_the_heads_with_the_very_row(sealed: Trail, key: str, change: str) -> None:
    row = sealed.rows()[key]
    sealed.tamper(change, row)
    seal_anew(sealed)
    assert {told[1] for told in sealed.told()} == {row}
    assert {told[0] for told in sealed.told()} == {Kind.REWRITE}


def test_6_a_rewrite_of_the_whole_passes_where_nobody_keeps_the_heads(sealed: Trail) -> None:
    sealed.tamper("UPDATE kernel_auditentry SET account_id = 8 WHERE id = %s", sealed.rows()["plan-a"])
    seal_anew(sealed)
    sealed.at.heads.unlink()
    report = sealed.verify()
    assert (report.verdict, report.exit_code, report.faults) == (Verdict.UNPROVED, 2, [])
    assert "no heads outside" in report.sentence


@pytest.mark.parametrize(
    "change",
    [
        "marks = decode('00', 'hex')",
        "rows_hash = repeat('a', 64)",
        "row_count = 1",
        "sealed_at = now()",
        "hash = repeat('a', 64)",
        "previous_hash = repeat('b', 64)",
        "through_transaction = through_transaction + 1",
    ],
)
@pytest.mark.parametrize("with_heads", [True, False], ids=["with heads", "without"])
def test_a_block_that_was_changed_is_named_and_no_row_is_accused(sealed: Trail, change: str, with_heads: bool) -> None:
    sealed.tamper(f"UPDATE kernel_auditblock SET {change} WHERE number = 2")
    if not with_heads:
        sealed.at.heads.unlink()
    report = sealed.verify()
    assert report.verdict is Verdict.TOUCHED
    assert 2 in {fault.block for fault in report.faults if fault.kind is Kind.BLOCK} or not with_heads
    if with_heads:
        assert {(fault.kind, fault.block) for fault in report.faults} == {(Kind.BLOCK, 2)}


def test_a_block_that_is_gone_is_named(sealed: Trail) -> None:
    sealed.tamper("DELETE FROM kernel_auditblock WHERE number = 2")
    report = sealed.verify()
    assert [(fault.kind, fault.block) for fault in report.faults] == [(Kind.BLOCK, 2)]


@pytest.mark.parametrize("line", [0, 1, 2])
def test_heads_that_were_changed_are_told(sealed: Trail, line: int) -> None:
    lines = sealed.at.heads.read_text().splitlines()
    lines[line] = lines[line].replace('"rows":3', '"rows":4')
    sealed.at.heads.write_text("\n".join(lines) + "\n")
    assert sealed.verify().verdict is Verdict.TOUCHED


def test_heads_of_which_a_line_is_missing_are_told(sealed: Trail) -> None:
    lines = sealed.at.heads.read_text().splitlines()
    sealed.at.heads.write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert (Kind.HEADS, None) in sealed.told()


def test_heads_that_end_too_early_leave_the_rest_unproved(sealed: Trail) -> None:
    sealed.at.heads.write_text(sealed.at.heads.read_text().splitlines()[0] + "\n")
    report = sealed.verify()
    assert (report.verdict, report.exit_code) == (Verdict.UNPROVED, 2)


def test_several_kinds_at_once_are_each_told(sealed: Trail) -> None:
    rows = sealed.rows()
    sealed.tamper("UPDATE kernel_auditentry SET verb = 'x' WHERE id = %s", rows["plan-a"])
    sealed.tamper("DELETE FROM kernel_auditentry WHERE id = %s", rows["plan-d"])
    sealed.tamper("DELETE FROM kernel_auditentry WHERE id = %s", rows["plan-i"])
    assert sealed.told() == {(Kind.EDIT, rows["plan-a"]), (Kind.DELETE, rows["plan-d"]), (Kind.CUT, rows["plan-i"])}


def test_a_report_tells_its_faults_as_plain_values(sealed: Trail) -> None:
    row = sealed.rows()["plan-b"]
    sealed.tamper("UPDATE kernel_auditentry SET verb = 'x' WHERE id = %s", row)
    told = json.loads(json.dumps(sealed.verify().plain()))
    assert (told["verdict"], told["exit_code"], told["faults"][0]["row"]) == ("touched", 1, row)
    assert told["faults"][0]["sentence"] == f"Row {row} was changed after block 1 was sealed."


def test_rows_of_the_last_seconds_wait_and_are_counted(sealed: Trail) -> None:
    sealed.write("plan-new")
    report = sealed.verify()
    assert (report.verdict, report.waiting) == (Verdict.WHOLE, 1)


def test_the_place_of_the_heads_is_a_folder_or_a_file(tmp_path) -> None:
    assert heads.place("", tmp_path, "lippen") == tmp_path / "audit" / "lippen.heads"
    assert heads.place(str(tmp_path), tmp_path, "other") == tmp_path / "other.heads"
    assert heads.place("/elsewhere/trail.log", tmp_path, "lippen").name == "trail.log"
