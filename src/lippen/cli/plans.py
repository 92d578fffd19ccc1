"""`lippen import-plan`: an improvement plan out of a document."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from lippen.cli import home
from lippen.cli.console import working

FILE = typer.Argument(
    exists=True,
    dir_okay=False,
    readable=True,
    help="The file that holds the plan: Word (.docx), a spreadsheet (.xlsx), PDF, HTML, Markdown, CSV or text.",
)


def import_plan(
    file: Annotated[Path, FILE],
    plan: Annotated[
        str | None, typer.Option(help="The name of the plan; of one that is here, the file is another edition.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Answers to its doubts: a run repeats.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what was found; needs no database.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON, and nothing else.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail while any doubt is unanswered.")] = False,
) -> None:
    """Bring an improvement plan in from a document, with every doubt said.

    With --plan NAME of a plan that is here, the file is an older or newer edition of its document: what it adds,
    changes, moves and no longer has is shown with a key for each, and only what --answers accepts comes in
    ({"changes": "accept all"}, or "yes" and "no" by key).

    Exit codes: 0 done; 1 the file was refused, or doubts are open (--strict); 2 the command was not clear.
    """
    what = "Reading the plan" if dry_run else "Bringing the plan in"
    with nullcontext() if dry_run else home.django(), working(what):
        from lippen.improvement import command

        code = command.import_plan(file, plan=plan, answers=answers, dry_run=dry_run, as_json=as_json, strict=strict)
    raise typer.Exit(code or 0)
