"""`lippen setup-database`, `backup`, `restore` and `manage`: what looks after the database."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from lippen.cli import home
from lippen.cli.console import result, say, working
from lippen.server.setup import SETTINGS

COUNCIL_ZONE = ZoneInfo("Europe/London")


def setup_database() -> None:
    """Make the roles, the database, its tables and the grants. The second time it changes nothing.

    On a server of your own, give LIPPEN_ADMIN_URL (somebody who may make roles), DATABASE_URL, LIPPEN_MIGRATOR_URL
    and LIPPEN_PUBLIC_URL; passwords come from LIPPEN_APP_PASSWORD, LIPPEN_MIGRATOR_PASSWORD and so on.
    """
    from lippen.server import setup

    with home.database(must_exist=False) as server, working("Setting up the database"):
        admin_url = server.admin_url if server else os.environ.get("LIPPEN_ADMIN_URL")
        setup.setup_database(admin_url, home.database_name() if server else own_name())


def own_name() -> str:
    """The database that DATABASE_URL names."""
    from psycopg.conninfo import conninfo_to_dict

    return str(conninfo_to_dict(os.environ["DATABASE_URL"]).get("dbname") or home.DATABASE)


def backup(
    to: Annotated[Path | None, typer.Option(help="The folder for this backup.", show_default="var/backup")] = None,
) -> None:
    """Copy the database while it runs. From then on every second can be restored."""
    from lippen.server.backup import OWN_SERVER
    from lippen.server.backup import backup as make

    home.choose()
    if home.is_external():
        say(OWN_SERVER)
        raise typer.Exit(2)
    with home.database(), working("Making the backup"):
        made = make(home.data_folder(), to, say=say)
    result(str(made))


def restore(
    to: Annotated[str, typer.Option(help="The time to go back to, such as '2026-11-23 14:05:30' (council's time).")],
) -> None:
    """Bring the database back to a chosen second. What is there now is kept aside."""
    from lippen.server.backup import OWN_SERVER
    from lippen.server.backup import restore as bring_back

    home.choose()
    if home.is_external():
        say(OWN_SERVER)
        raise typer.Exit(2)
    moment = moment_from(to)
    with working("Restoring"):
        done = bring_back(home.data_folder(), moment, say=say)
    result(
        f"Restored to {done.to_time:%d %B %Y %H:%M:%S %Z} from the backup {done.base.name} in {done.seconds:.0f} s. "
        f"The database as it was is kept in {done.kept_aside}."
    )
    if done.breaks_signed:
        result(
            f"The break of the audit trail is signed for {', '.join(done.breaks_signed)}: verify-audit reports it as a "
            "break and not as tampering."
        )


def moment_from(text: str) -> datetime:
    """Read a time; without a zone it is the council's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a time. Write it as 2026-11-23 14:05:30.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=COUNCIL_ZONE).astimezone(UTC).astimezone(COUNCIL_ZONE)


def manage(context: typer.Context) -> None:
    """Run one of Django's own commands with this Lippen's database (migrations: add --database migrator)."""
    from contextlib import nullcontext

    home.choose()
    has_database = home.is_external() or home.data_folder().exists()
    with home.database(must_exist=False) if has_database else nullcontext():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        from django.core.management import execute_from_command_line

        execute_from_command_line(["lippen manage", *context.args])
