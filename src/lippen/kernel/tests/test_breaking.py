"""A restore is told as a break and not as tampering, when our key signed it; and only then."""

from __future__ import annotations

import json

import psycopg
import pytest

from lippen.kernel.seals import breaking, heads, reading, signing
from lippen.kernel.seals.breaking import Why
from lippen.kernel.seals.chain import canonical
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.seals.report import Kind, Verdict
from lippen.kernel.tests.sealed import Trail


def sign(trail: Trail, **given: object) -> dict:
    with trail.as_superuser() as connection:
        why = Why("operator", trail.now(), restored_to=trail.clock, **given)
        return breaking.sign_break(connection, trail.at.heads, trail.key, why)


def go_back(trail: Trail, block: int, rows: int) -> None:
    """The database as it was when it had so many blocks and rows: what a restore brings back."""
    trail.tamper("DELETE FROM kernel_auditblock WHERE number > %s", block)
    trail.tamper("DELETE FROM kernel_auditentry WHERE id > %s", rows)


@pytest.fixture
def restored(trail: Trail) -> Trail:
    """Three blocks of two rows, brought back to the first block and a row that was not sealed then."""
    for number in range(0, 6, 2):
        trail.write(f"plan-{number}", f"plan-{number + 1}")
        trail.seal()
    go_back(trail, block=1, rows=3)
    return trail


def test_a_restore_that_nobody_signed_is_tampering(restored: Trail) -> None:
    assert {kind for kind, _ in restored.told()} == {Kind.CUT}
    with pytest.raises(SealProblem, match="sign-break"):
        restored.seal()


def test_a_restore_that_was_signed_is_told_as_a_break_with_what_was_given_up(restored: Trail) -> None:
    sign(restored)
    report = restored.verify()
    assert (report.verdict, report.exit_code, report.faults) == (Verdict.WHOLE, 0, [])
    assert len(report.breaks) == 1
    assert "was restored to" in report.breaks[0] and "signed by operator" in report.breaks[0]
    assert "given up by it: 2 blocks with 4 rows" in report.breaks[0]


def test_after_a_signed_break_sealing_goes_on_and_takes_up_what_came_back_unsealed(restored: Trail) -> None:
    sign(restored)
    restored.write("plan-after")
    assert restored.seal() == 2
    report = restored.verify()
    assert (report.verdict, report.rows, report.blocks) == (Verdict.WHOLE, 4, 2)


def test_a_break_signed_twice_is_one_break(restored: Trail) -> None:
    with restored.as_superuser() as connection:
        why = Why("operator", restored.now(), restored_to=restored.clock)
        lines = [breaking.sign_break(connection, restored.at.heads, restored.key, why)["hash"] for _ in range(2)]
        assert connection.execute("SELECT count(*) FROM kernel_auditbreak").fetchone() == (1,)
    assert lines[0] == lines[1] and len(restored.verify().breaks) == 1


def test_a_break_that_was_cut_off_between_heads_and_database_is_finished_the_next_time(restored: Trail) -> None:
    line = sign(restored)
    restored.tamper("DELETE FROM kernel_auditbreak")
    with restored.as_superuser() as connection:
        why = Why("operator", restored.now(), restored_to=restored.clock.replace(second=restored.clock.second - 1))
        assert breaking.sign_break(connection, restored.at.heads, restored.key, why)["hash"] == line["hash"]
        assert connection.execute("SELECT count(*) FROM kernel_auditbreak").fetchone() == (1,)


def test_a_second_restore_to_before_the_first_is_a_second_break(restored: Trail) -> None:
    sign(restored)
    restored.write("plan-after")
    restored.seal()
    go_back(restored, block=0, rows=1)
    sign(restored)
    restored.write("plan-again")
    restored.seal()
    report = restored.verify()
    assert (report.verdict, len(report.breaks), report.blocks) == (Verdict.WHOLE, 2, 1)


def test_a_break_signed_by_another_key_counts_for_nothing(restored: Trail, tmp_path) -> None:
    signing.ensure_key(restored.key)
    with restored.as_superuser() as connection:
        why = Why("somebody", restored.now(), restored_to=restored.clock)
        breaking.sign_break(connection, restored.at.heads, tmp_path / "other", why)
    assert {kind for kind, _ in restored.told()} == {Kind.HEADS, Kind.CUT}


@pytest.mark.parametrize("change", [("kept", 0), ("by", "another"), ("restored_to", "2020-01-01T00:00:00+00:00")])
def test_a_break_that_was_changed_after_it_was_signed_counts_for_nothing(restored: Trail, change) -> None:
    line = sign(restored)
    line[change[0]] = change[1]
    line["hash"] = heads.hash_of_break(line)
    lines = restored.at.heads.read_text().splitlines()
    restored.at.heads.write_text("\n".join([*lines[:-1], canonical(line)]) + "\n")
    assert Kind.HEADS in {kind for kind, _ in restored.told()}


def test_an_old_break_put_again_at_the_end_counts_for_nothing(restored: Trail) -> None:
    line = sign(restored)
    restored.write("plan-after")
    restored.seal()
    heads.append(restored.at.heads, canonical(line))
    assert Kind.HEADS in {kind for kind, _ in restored.told()}


def test_tampering_after_a_break_is_named_as_ever(restored: Trail) -> None:
    sign(restored)
    restored.write("plan-after")
    restored.seal()
    row = restored.rows()["plan-after"]
    restored.tamper("UPDATE kernel_auditentry SET verb = 'x' WHERE id = %s", row)
    report = restored.verify()
    assert [(fault.kind, fault.row) for fault in report.faults] == [(Kind.EDIT, row)]
    assert len(report.breaks) == 1


def test_without_its_heads_the_database_still_tells_its_break_from_a_block_in_anothers_place(restored: Trail) -> None:
    sign(restored)
    restored.write("plan-after")
    restored.seal()
    restored.at.heads.unlink()
    assert restored.verify().faults == []
    restored.tamper("DELETE FROM kernel_auditbreak")
    assert {fault.kind for fault in restored.verify().faults} == {Kind.BLOCK}


def test_lost_heads_are_signed_for_and_what_they_would_have_shown_is_told(trail: Trail) -> None:
    for key in ("plan-a", "plan-b", "plan-c"):
        trail.write(key)
        trail.seal()
    trail.at.heads.unlink()
    with trail.as_superuser() as connection:
        breaking.sign_break(connection, trail.at.heads, trail.key, Why("operator", trail.now(), "the disk is gone"))
    trail.write("plan-d")
    trail.seal()
    report = trail.verify()
    assert report.verdict is Verdict.WHOLE
    assert any("heads outside were lost" in told and "the disk is gone" in told for told in report.breaks)
    assert any("3 blocks without a head outside" in told for told in report.breaks)


def test_a_database_that_was_loaded_into_another_server_goes_on_after_a_signed_break(trail: Trail) -> None:
    trail.write("plan-a", "plan-b")
    trail.seal()
    lift(trail, 1_000_000_000)  # as if all this had been written where transactions count higher
    trail.write("plan-c")
    with pytest.raises(SealProblem, match="another server"):
        trail.seal()
    with trail.as_superuser() as connection:
        line = breaking.sign_break(connection, trail.at.heads, trail.key, Why("operator", trail.now(), "new server"))
    assert line["break"] == "moved"
    assert trail.seal() == 1
    report = trail.verify()
    assert (report.verdict, report.rows, report.faults) == (Verdict.WHOLE, 3, [])
    row = trail.rows()["plan-b"]
    trail.tamper("UPDATE kernel_auditentry SET verb = 'x' WHERE id = %s", row)
    assert trail.told() == {(Kind.EDIT, row)}


def lift(trail: Trail, by: int) -> None:
    """Rows, their block and its head as another server would have made them."""
    trail.tamper("UPDATE kernel_auditentry SET transaction = transaction + %s", by)
    trail.tamper("DELETE FROM kernel_auditblock")
    with psycopg.connect(trail.at.read_url, options=reading.OPTIONS) as connection:
        rows = connection.execute(
            f"SELECT transaction, id, {reading.CANONICAL} FROM kernel_auditentry ORDER BY transaction, id"
        ).fetchall()
    from lippen.kernel.seals.chain import Block, Row, folded
    from lippen.kernel.seals.sealing import KEEP, columns

    made = folded(Row(*row) for row in rows)
    block = Block(1, trail.now(), 0, 0, rows[-1][0] + 1, made.count, made.rows_hash, bytes(made.marks), (), "0" * 64)
    with trail.as_superuser() as connection:
        connection.execute(KEEP, columns(block))
    trail.at.heads.write_text(heads.line_of(block) + "\n")


def test_the_private_half_is_readable_by_its_owner_alone_and_not_needed_to_verify(restored: Trail) -> None:
    sign(restored)
    assert restored.key.stat().st_mode & 0o077 == 0
    restored.key.unlink()
    assert restored.verify().verdict is Verdict.WHOLE
    with pytest.raises(SealProblem, match="There is no key to sign with"):
        signing.sign(restored.key, b"words")
    assert json.loads(restored.at.heads.read_text().splitlines()[-1])["break"] == "restore"
