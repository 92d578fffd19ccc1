"""`lippen verify-audit`, `seal-audit` and `sign-break`: the audit trail, proved from outside the site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from lippen.cli import home
from lippen.cli.console import progress, result, say, working
from lippen.cli.databases import moment_from, own_name

EXPORT = (
    "Hold an exported CSV file, or the list of a long export's files, against the heads; the database is not asked."
)
HEADS = "Other heads than the usual: a copy that was kept elsewhere."


def verify_audit(
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON, and nothing else.")] = False,
    heads: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, readable=True, help=HEADS)] = None,
    export: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, readable=True, help=EXPORT)] = None,
) -> None:
    """Read every sealed audit row again and name each one that is not as it was sealed.

    Exit codes: 0 whole (signed breaks are told); 1 tampered with; 2 could not be proved, such as without heads.
    """
    if export is not None:
        verify_export(export, heads, as_json=as_json)
    with home.django():
        from lippen.kernel.seals import ours

        with progress("Verifying the audit trail") as told:
            report = ours.verify(heads, progress=told)
    if as_json:
        result(json.dumps(report.plain(), ensure_ascii=False))
    else:
        result("\n".join(lines(report)))
    raise typer.Exit(report.exit_code)


def verify_export(file: Path, path: Path | None, *, as_json: bool) -> NoReturn:
    """Hold each line of an export against the heads; 0 all as sealed, 1 some line is not."""
    from dataclasses import asdict

    from lippen.kernel.seals import exports
    from lippen.server import audit_break

    home.choose()
    path = path or audit_break.heads_path(own_name() if home.is_external() else home.database_name())
    with working("Holding the export against the heads"):
        prove = exports.prove_all if file.suffix == ".json" else exports.prove
        proof = prove(file, path, audit_break.key_path())
    if as_json:
        told = {"sentence": proof.sentence, "exit_code": proof.exit_code, **asdict(proof)}
        result(json.dumps(told, ensure_ascii=False))
    else:
        result("\n".join([proof.sentence, *(f"- {sentence}" for sentence in proof.wrong)]))
    raise typer.Exit(proof.exit_code)


def lines(report: object) -> list[str]:
    """The answer for a person: the sentence, each row, breaks, and how much was read."""
    from lippen.kernel.seals.report import Report

    assert isinstance(report, Report)
    told = [report.sentence, *(f"- {fault.sentence}" for fault in report.faults)]
    if report.fault_count > len(report.faults):
        told.append(f"- and {report.fault_count - len(report.faults):,} more.")
    told += [f"Break: {sentence}" for sentence in report.breaks]
    if report.waiting:
        told.append(f"Rows of the last seconds, not sealed yet: {report.waiting:,}.")
    speed = f", {report.rows / report.seconds:,.0f} rows a second" if report.seconds and report.rows else ""
    return [*told, f"Read {report.rows:,} rows in {report.seconds:.1f} s{speed}. Heads: {report.heads}"]


def seal_audit() -> None:
    """Seal the audit rows that wait, once. The worker does it every few seconds by itself."""
    with home.django(), working("Sealing"):
        from lippen.kernel.seals import ours

        sealed = ours.seal()
    result(f"Sealed {sealed:,} rows.")


def sign_break(
    reason: Annotated[str, typer.Option(help="Why the trail is broken, in a few words.")],
    restored_to: Annotated[
        str | None, typer.Option(help="After a restore of your own: the time that you went back to.")
    ] = None,
) -> None:
    """Sign that the trail was cut on purpose: after a restore, a move to another server, or when heads were lost.

    lippen restore does it by itself. Until it is signed nothing more is sealed, and verify-audit reports tampering.
    """
    moment = moment_from(restored_to) if restored_to else None
    with home.django():
        from lippen.kernel.seals import ours

        line = ours.sign_break(reason=reason, restored_to=moment)
    say(f"Signed with the key {line['key']}. The next block hangs on this break.")
    result(f"The trail goes on after block {line['kept']}; the heads had come to block {line['head']}.")
