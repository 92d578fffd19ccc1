"""Facts about the running site, each with what to do when it is not well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from lippen.design.words import instant_words
from lippen.kernel import checks_of_trail, clock

QUEUE_LIMIT = 200
STALE = timedelta(minutes=5)
CHECKED_WITHIN = timedelta(hours=26)
UNSEALED_LIMIT = 100_000
WHAT_TO_DO = "Run lippen verify-audit: it names each row. Tell information governance, and keep the heads as they are."


@dataclass(frozen=True)
class Check:
    """One fact about the site."""

    name: str
    value: str
    is_well: bool
    what_to_do: str


def checks() -> tuple[Check, ...]:
    """Database, its role, jobs waiting, failed and stuck, the worker's last sign, the audit trail, unusable indexes."""
    return (*_database(), *_jobs(), _sealed(), _verified(), _indexes())


def parts() -> dict[str, str]:
    """Whether the database answers, and whether a worker has lately been seen."""
    try:
        (beat,) = _one("select max(last_heartbeat) from procrastinate_workers")
    except DatabaseError:
        connection.close()
        return {"database": "down", "worker": "not known"}
    return {"database": "up", "worker": "up" if _is_fresh(beat) else "not seen"}


def _is_fresh(beat: object) -> bool:
    return isinstance(beat, datetime) and clock.real_now() - beat < STALE


def _one(sql: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def _database() -> tuple[Check, ...]:
    version, size = _one(
        "select current_setting('server_version'), pg_size_pretty(pg_database_size(current_database()))"
    )
    role, is_super = _one("select current_user, usesuper from pg_user where usename = current_user")
    return (
        Check("Database", f"PostgreSQL {version}, {size}", True, ""),
        Check("Connected as", str(role), not is_super, "Point DATABASE_URL at the app's role, never a superuser."),
    )


def _jobs() -> tuple[Check, ...]:
    waiting, failed, doing = _one(
        "select count(*) filter (where status = 'todo'), count(*) filter (where status = 'failed'),"
        " count(*) filter (where status = 'doing') from procrastinate_jobs"
    )
    (beat,) = _one("select max(last_heartbeat) from procrastinate_workers")
    fresh = _is_fresh(beat)
    return (
        Check("Jobs waiting", str(waiting), waiting < QUEUE_LIMIT, "Start another worker: lippen work."),
        Check("Jobs being done", str(doing), True, ""),
        Check("Jobs failed", str(failed), failed == 0, "Read the worker's log for the job's number, then retry it."),
        Check("Worker last seen", instant_words(beat) if beat else "never", fresh, "Start a worker: lippen work."),
    )


def _sealed() -> Check:
    """Whether audit rows wait to be sealed, and since when."""
    waiting, oldest = _one("select waiting, oldest from lippen_audit_waiting()")
    told = f"{waiting:,}" if waiting <= UNSEALED_LIMIT else f"more than {UNSEALED_LIMIT:,}"
    value = f"{told} waiting since {instant_words(oldest)}" if waiting else "none waiting"
    return Check(
        "Audit rows to be sealed",
        value,
        not waiting or clock.real_now() - oldest < STALE,
        "Start a worker: lippen work. If one runs, its log says why it does not seal.",
    )


def _verified() -> Check:
    """What the last verification of the audit trail found, and whether it was not too long ago."""
    last = checks_of_trail.last_check()
    if last is None:
        return Check("Audit trail verified", "not yet", False, "Run: lippen verify-audit. The worker does it nightly.")
    is_late = clock.real_now() - last.began_at > CHECKED_WITHIN
    todo = "Start a worker: lippen work. It verifies nightly." if is_late and last.is_whole else WHAT_TO_DO
    return Check(
        "Audit trail verified", f"{instant_words(last.began_at)}: {last.words}", last.is_whole and not is_late, todo
    )


def _indexes() -> Check:
    (broken,) = _one("select count(*) from pg_index where not indisvalid")
    return Check(
        "Unusable indexes", str(broken), broken == 0, "An index build was cut short: drop it and build it anew."
    )
