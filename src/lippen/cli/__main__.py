"""The `lippen` command: its parts, and how a refusal reads."""

from __future__ import annotations

import sys

import typer

from lippen.cli import databases, demo, papers, people, plans, records, running, site, trail
from lippen.cli.console import say

app = typer.Typer(
    name="lippen",
    help="Lippen: from a child's record to the committee's paper, and back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("import-plan")(plans.import_plan)
app.command("import-records")(records.import_records)
app.command("build-paper")(papers.build_paper)
app.command("verify-paper")(papers.verify_paper)
app.command("verify-audit")(trail.verify_audit)
app.command("seal-audit")(trail.seal_audit)
app.command("sign-break")(trail.sign_break)
app.command("serve")(site.serve)
app.command("work")(site.work)
app.command("demo")(demo.demo)
app.command("setup-database")(databases.setup_database)
app.command("first-administrator")(people.first_administrator)
app.command("backup")(databases.backup)
app.command("restore")(databases.restore)
app.command("stop")(running.stop)
app.command("clean")(running.clean)
PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": False}
app.command("manage", context_settings=PASS_ON)(databases.manage)

# Where the refusals of others live; asked only when they were imported, so that --help stays quick.
EXPECTED = (
    ("lippen.server.problems", "ServerProblem"),
    ("lippen.server.grants", "Undeclared"),
    ("lippen.kernel.errors", "CannotDo"),
    ("lippen.kernel.errors", "NotAllowed"),
    ("lippen.kernel.errors", "NotVisible"),
    ("lippen.kernel.seals.problems", "SealProblem"),
    ("psycopg", "OperationalError"),
    ("django.db", "OperationalError"),
    ("django.core.management.base", "CommandError"),
)


def expected() -> tuple[type[BaseException], ...]:
    """The errors that are answers, not faults."""
    loaded = ((sys.modules.get(module), name) for module, name in EXPECTED)
    return tuple(getattr(module, name) for module, name in loaded if module is not None)


def words(error: Exception) -> str:
    """A refusal in words; a permission and a missing thing come without their own."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {error.strerror}. Choose another place, or see who may write there."
    said = str(error).strip()
    if type(error).__name__ == "NotAllowed":
        return f"This needs somebody with the permission {said!r}. Name one, or ask an administrator."
    return said or "There is no such thing, or it may not be seen."


def main() -> None:
    """Run a command; a refusal is one sentence on stderr and exit code 1."""
    try:
        app(prog_name="lippen")
    except Exception as error:
        if not isinstance(error, (*expected(), OSError)):
            raise
        say(f"lippen: {words(error)}")
        sys.exit(1)


if __name__ == "__main__":
    main()
