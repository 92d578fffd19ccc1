"""`lippen build-paper` and `lippen verify-paper`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from lippen.cli import home
from lippen.cli.console import result, say, working

FILE = typer.Argument(exists=True, dir_okay=False, readable=True, help="A paper as PDF, DOCX or HTML.")
DAY = "The day whose facts the paper tells, such as 2012-09-30."


def day_from(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a day. Write it as 2012-09-30.") from error


def build_paper(
    as_at: Annotated[str, typer.Option(help=DAY, metavar="DATE")],
    out: Annotated[Path, typer.Option(help="The folder for paper.pdf, paper.docx, paper.html and paper.json.")],
    plan: Annotated[str | None, typer.Option(help="The plan's name or reference, where there are several.")] = None,
    template: Annotated[str | None, typer.Option(help="The paper's template.")] = None,
    person: Annotated[str | None, typer.Option("--as", help="The e-mail address of the person who builds it.")] = None,
) -> None:
    """Build the committee's paper from the plan's records: a draft in four files."""
    day = day_from(as_at)
    said: list[str] = []
    with home.django(), working("Building the paper"):
        from lippen.reporting import command

        code = command.build_paper(as_at=day, out=out, plan=plan, template=template, person=person, tell=said.append)
    answer(code, said, told=result if code == 0 else say)


def verify_paper(
    file: Annotated[Path, FILE],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON, and nothing else.")] = False,
) -> None:
    """Say whether a file is the paper that was signed, and rebuild its content from the records.

    Exit codes: 0 exact file, or same content restamped; 1 changed, or a draft that nobody signed; 2 not a Lippen paper.
    """
    said: list[str] = []
    with home.django(), working("Reading the paper and the records"):
        from lippen.reporting import command

        code = command.verify_paper(file, as_json=as_json, tell=said.append)
    answer(code, said)


def answer(code: int, said: list[str], *, told: Callable[[str], None] = result) -> NoReturn:
    """Print what the command found, or on stderr why it found nothing, and end with its exit code."""
    for line in said:
        told(line)
    raise typer.Exit(code)
