"""`lippen import-records`: staff, children, families, referrals, allocations and notes of another system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lippen.casework.vocabulary import IntakeKind
from lippen.cli import home
from lippen.cli.console import progress

FILE = typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV up to 2 GB, or a spreadsheet (.xlsx).")
KIND = typer.Option(help="What its rows are.")


def import_records(
    file: Annotated[Path, FILE],
    kind: Annotated[IntakeKind, KIND],
    by: Annotated[str, typer.Option(help="E-mail address of whoever brings them in: the rows wait for them alone.")],
    source: Annotated[str, typer.Option(help="The system that the file comes from. It stands on what came in.")],
    column: Annotated[
        list[str] | None, typer.Option(help="'HEADING=what it holds', where a heading is guessed wrongly.")
    ] = None,
    take_in: Annotated[bool, typer.Option("--take-in", help="Bring the rows in, where no doubt is open.")] = False,
    without_refused: Annotated[
        bool, typer.Option("--without-refused", help="With --take-in: rows that cannot come in stay out.")
    ] = False,
    stage_only: Annotated[bool, typer.Option("--stage-only", help="Only keep the rows; look at them later.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON, and nothing else.")] = False,
) -> None:
    """Read another system's records and say what would come in. Nothing is in a record until --take-in.

    A run that was cut short goes on where it ended: give the same file again. Doubts are answered on the site, under
    Children, Bring records in. Rows that wait are scrubbed after 30 days.

    Exit codes: 0 done; 1 the file was refused, or doubts are open; 2 the command was not clear.
    """
    with home.django(), progress("Reading the records") as told:
        from lippen.casework import command

        code = command.import_records(
            file,
            kind=kind,
            by=by,
            source=source,
            columns=column or (),
            take_in=take_in,
            without_refused=without_refused,
            stage_only=stage_only,
            as_json=as_json,
            tell=told,
        )
    raise typer.Exit(code)
