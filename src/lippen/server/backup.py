"""Base backups of the embedded server and its log, and restoring both to a chosen second."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from lippen.server import audit_break, launcher
from lippen.server.configuration import shell
from lippen.server.places import Places, places
from lippen.server.problems import ServerProblem
from lippen.server.roles import BACKUP

STAMP = "%Y%m%dT%H%M%SZ"
FINISHED = "finished"
RECOVERY_SECONDS = 900
OWN_SERVER = (
    "The database is a server of your own (DATABASE_URL): its own backup applies. "
    "See your server's documentation, or PostgreSQL's chapter 'Backup and Restore'."
)
IN_USE = "The database is in use. Stop the site first (Ctrl-C in its window), then restore."
Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    to_time: datetime
    base: Path
    kept_aside: Path
    seconds: float
    breaks_signed: tuple[str, ...] = ()


def quiet(sentence: str) -> None:
    """Says nothing."""


def backup(data: Path, to: Path | None = None, *, say: Say = quiet) -> Path:
    """Copy the running server's files; with its log kept since, every second after this can be restored."""
    with launcher.start(data) as server:
        kept = server.at.folder(server.at.backup / "base")  # from here on the log is kept
        target = fresh_target(to.absolute() if to else kept)
        say(f"Copying the database to {target}")
        copy_base(server, target)
        mark_finished(server, target)
    removed = remove_old_log(server.at)
    say(f"Removed {removed} pieces of the log that no backup needs any more")
    return target


def fresh_target(home: Path) -> Path:
    """A folder named by the second, not there yet."""
    home.mkdir(parents=True, exist_ok=True)
    target = home / datetime.now(UTC).strftime(STAMP)
    while target.exists():
        time.sleep(0.2)
        target = home / datetime.now(UTC).strftime(STAMP)
    return target


def copy_base(server: launcher.Server, target: Path) -> None:
    """Run pg_basebackup as the caller, who owns the copy; the log needed to open it comes along."""
    at = server.at
    words = ["-D", target, "-h", at.socket, "-p", str(launcher.PORT), "-U", BACKUP, "-X", "stream", "-c", "fast"]
    done = at.run_as_caller("pg_basebackup", *words)
    if done.returncode:
        shutil.rmtree(target, ignore_errors=True)
        raise ServerProblem(f"The backup was not made: {done.stderr.strip()}")


def mark_finished(server: launcher.Server, target: Path) -> None:
    """Write the second from which this backup can be used, and the first piece of log that it needs."""
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    label = (target / "backup_label").read_text()
    needed = label.split("(file ")[1].split(")")[0]
    mark = server.at.backup / "base" / f"{target.name}.{FINISHED}"
    mark.write_text(f"{row[0].isoformat()}\n{needed}\n{target}\n")  # type: ignore[index]


def finished_bases(backup_home: Path) -> list[tuple[datetime, Path, str]]:
    """Whole base backups, oldest first: usable from, folder, first piece of log."""
    found = []
    for mark in sorted((backup_home / "base").glob(f"*.{FINISHED}")):
        moment, needed, folder = mark.read_text().strip().split("\n")
        if Path(folder).is_dir():
            found.append((datetime.fromisoformat(moment), Path(folder), needed))
    return found


def remove_old_log(at: Places) -> int:
    """Remove the log that no backup needs any more."""
    bases = finished_bases(at.backup)
    oldest = min(needed for _, _, needed in bases)
    old = [piece for piece in (at.backup / "wal").iterdir() if len(piece.name) >= 24 and piece.name[8:24] < oldest[8:]]
    for piece in old:
        piece.unlink()
    return len(old)


def restore(data: Path, to_time: datetime, *, say: Say = quiet) -> Restored:
    """Bring the database back to a second. What was there stays aside, untouched."""
    began = time.monotonic()
    at = places(data)
    base = base_before(at.backup, to_time)
    stop_for_restore(at, say)
    with launcher.starting_or_stopping(at):
        kept = put_aside(at)
        say(f"Copying the backup {base.name} (what was there is now in {kept})")
        put_base(at, base)
    say(f"Replaying the log to {to_time:%d %B %Y %H:%M:%S %Z}")
    try:
        replay(at, to_time, kept)
    except BaseException:
        put_back(at, kept)
        raise
    signed = audit_break.sign_breaks(at, to_time)
    return Restored(to_time, base, kept, time.monotonic() - began, signed)


def base_before(home: Path, to_time: datetime) -> Path:
    """The newest backup that was finished before the second wanted."""
    if to_time > datetime.now(UTC):
        raise ServerProblem(f"{to_time:%d %B %Y %H:%M:%S %Z} is still to come. Give a time that has passed.")
    bases = finished_bases(home)
    if not bases:
        raise ServerProblem(f"There is no backup in {home}. Make one with: lippen backup")
    usable = [folder for moment, folder, _ in bases if moment <= to_time]
    if not usable:
        first = bases[0][0].astimezone(to_time.tzinfo)
        raise ServerProblem(f"The oldest backup can bring back {first:%d %B %Y %H:%M:%S %Z} or later, not earlier.")
    return usable[-1]


def stop_for_restore(at: Places, say: Say) -> None:
    """Stop the server with a last commit after the second wanted, so that the log reaches past it."""
    if not at.data.exists():
        return
    say("Stopping the database")
    try:
        server = launcher.start(at.asked)
    except ServerProblem as problem:  # damaged data are a reason to restore: go on with the log that there is
        say(f"The damaged database could not be opened: {problem}")
        return
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_current_xact_id()")
    if not server.stop():
        raise ServerProblem(IN_USE)


def put_aside(at: Places) -> Path:
    """Move the data out of the way; nothing is removed."""
    if launcher.is_ready(at):
        raise ServerProblem(IN_USE)
    kept = at.data.with_name(f"{at.data.name}.before-{datetime.now(UTC).strftime(STAMP)}")
    if at.data.exists():
        at.data.rename(kept)
    return kept


def put_base(at: Places, base: Path) -> None:
    """Copy a base backup to where the data belong."""
    shutil.copytree(base, at.data, symlinks=True)
    at.data.chmod(0o700)
    (at.data / "recovery.signal").touch()
    at.give(at.data)


def put_back(at: Places, kept: Path) -> None:
    """A restore that failed changes nothing."""
    with launcher.starting_or_stopping(at):
        if launcher.is_ready(at):
            launcher.stop_server(at)
        shutil.rmtree(at.data, ignore_errors=True)
        if kept.exists():
            kept.rename(at.data)


def replay(at: Places, to_time: datetime, kept: Path) -> None:
    """Start in recovery, wait until the server writes again, and stop it."""
    began = at.log.stat().st_size if at.log.exists() else 0
    try:
        with launcher.start(at.asked, settings=recovery_settings(at, to_time, kept)) as server:
            wait_until_promoted(server)
    except (ServerProblem, psycopg.OperationalError) as error:
        said = launcher.last_lines(at.log, began)
        if "recovery ended before" in said:
            raise ServerProblem("The kept log ends before that time. Choose an earlier one.") from error
        raise ServerProblem(f"The restore failed and nothing was changed. The log, {at.log}, says:\n{said}") from error


def recovery_settings(at: Places, to_time: datetime, kept: Path) -> dict[str, str]:
    """Read the kept log, then what the old data had not handed over yet, up to the second wanted."""
    archived, unarchived = shell(at.backup / "wal" / "%f"), shell(kept / "pg_wal" / "%f")
    return {
        "restore_command": f'cp {archived} "%p" 2>/dev/null || cp {unarchived} "%p" 2>/dev/null',
        "recovery_target_time": to_time.astimezone(UTC).isoformat(sep=" "),
        "recovery_target_action": "promote",
    }


def wait_until_promoted(server: launcher.Server) -> None:
    """Recovery is over when the server accepts changes."""
    until = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < until:
        with psycopg.connect(server.admin_url, autocommit=True) as connection:
            row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
        if row and not row[0]:
            return
        time.sleep(0.2)
    raise ServerProblem(f"The log was not replayed within {RECOVERY_SECONDS // 60} minutes. See {server.at.log}.")
