"""`lippen import-records`: staff, children, families, referrals, notes, times in care and returns of another system."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lippen.casework.vocabulary import IntakeKind
from lippen.cli import home
from lippen.cli.console import progress

FILE = typer.Argument(
    exists=True, readable=True, help="CSV up to 2 GB, or a spreadsheet (.xlsx); with --format the return's folder."
)
KIND = typer.Option(help="What its rows are.")
OF_FILES = sorted(kind.value for kind in IntakeKind if kind is not IntakeKind.RETURN)


class Format(StrEnum):
    """A return whose files say by themselves what they hold."""

    SSDA903 = "ssda903"


def import_records(
    file: Annotated[Path, FILE],
    kind: Annotated[IntakeKind | None, KIND] = None,
    by: Annotated[
        str, typer.Option(help="E-mail address of whoever brings them in: the rows wait for them alone.")
    ] = "",
    source: Annotated[str, typer.Option(help="The system that the file comes from. It stands on what came in.")] = "",
    format: Annotated[
        Format | None, typer.Option(help="A return of looked-after children: its folder comes in as a whole.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in, no more.")] = False,
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

    A return (--format ssda903) comes in at once, but for the rows that cannot: those are listed with rule and reason.
    Without --by it comes in the name of whoever manages the records of the council that was set up first.

    Exit codes: 0 done; 1 the file was refused, or doubts are open; 2 the command was not clear.
    """
    if format is not None:
        raise typer.Exit(_import_return(file, by, source, dry_run=dry_run, as_json=as_json))
    if kind is None or kind is IntakeKind.RETURN or not by or not source:
        lacking = [name for name, given in (("--kind", kind), ("--by", by), ("--source", source)) if not given]
        needs = ", ".join(lacking) or f"--kind, one of {', '.join(OF_FILES)}; a return comes in by --format ssda903"
        raise typer.BadParameter(f"Give {needs}.")
    if dry_run and take_in:
        raise typer.BadParameter("Give --dry-run or --take-in, not both.")
    if not file.is_file():
        raise typer.BadParameter(f"{file} is a folder. Name one file, or bring a return in by --format ssda903.")
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


def _import_return(folder: Path, by: str, source: str, *, dry_run: bool, as_json: bool) -> int:
    with home.django(), progress("Reading the return") as told:
        from lippen.care import command

        return command.import_return(folder, by=by, source=source, dry_run=dry_run, as_json=as_json, tell=told)
