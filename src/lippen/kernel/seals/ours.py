"""The trail of this Lippen: where its heads and key lie by the settings; sealed in the worker, verified at night."""

from __future__ import annotations

import getpass
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import psycopg
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from lippen.kernel import clock
from lippen.kernel.checks_of_trail import keep_check
from lippen.kernel.seals import breaking, heads, reading, sealing, verifying
from lippen.kernel.seals.breaking import Why
from lippen.kernel.seals.heads import Line
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.seals.report import Report
from lippen.kernel.seals.sealing import Places
from lippen.kernel.seals.verifying import Progress, quiet

log = logging.getLogger("lippen.seals")
EVERY_SECONDS = 5.0
STOP_SECONDS = 5.0
NO_READER = (
    "LIPPEN_READER_URL is not set: give the address of the role lippen_reader, who seals and verifies the audit trail."
)


def read_url() -> str:
    """The address of the role that sees every audit row."""
    if not settings.LIPPEN_READER_URL:
        raise SealProblem(NO_READER)
    return str(settings.LIPPEN_READER_URL)


def heads_path() -> Path:
    """The file of this database's heads."""
    database = str(conninfo_to_dict(settings.DATABASE_URL).get("dbname") or "lippen")
    return heads.place(settings.LIPPEN_AUDIT_HEADS, settings.VAR, database)


def key_path() -> Path:
    """The key that signs a break; its public half lies beside it."""
    return Path(settings.LIPPEN_AUDIT_KEY)


def seal() -> int:
    """Seal what waits; how many rows."""
    return sealing.seal(Places(read_url(), settings.DATABASE_URL, heads_path()), now=clock.real_now)


def verify(path: Path | None = None, *, progress: Progress = quiet) -> Report:
    """Verify everything sealed and keep what was found; against other heads than the usual, keep nothing."""
    began_at = clock.real_now()
    report = verifying.verify(read_url(), path or heads_path(), key_path(), progress=progress)
    if path is None:
        keep_check(report, at=began_at)
    return report


def sealed_and_verified() -> Report:
    """Seal what waits, where that can be done, and verify in either case: what stops the one may show in the other."""
    try:
        seal()
    except SealProblem as problem:
        log.error("The audit trail is not sealed: %s", problem)
    return verify()


@contextmanager
def kept_sealed(every: float = EVERY_SECONDS) -> Iterator[None]:
    """While the worker works, seal every few seconds beside it."""
    stop = Event()
    sealer = Thread(target=keep_sealing, args=(stop, seal, every), name="sealer", daemon=True)
    sealer.start()
    try:
        yield
    finally:
        stop.set()
        sealer.join(STOP_SECONDS)


def keep_sealing(stop: Event, seal_now: Callable[[], int], every: float) -> None:
    """Seal again and again. What stands in the way is logged once, until it is another or gone; nothing ends this."""
    said = ""
    while True:
        try:
            seal_now()
            said = ""
        except (SealProblem, psycopg.Error, OSError) as problem:
            if str(problem) != said:
                said = str(problem)
                log.error("The audit trail is not sealed: %s", said.strip())
        except Exception:
            log.exception("The audit trail is not sealed.")
        if stop.wait(every):
            return


def sign_break(*, reason: str, restored_to: datetime | None = None) -> Line:
    """Sign where the trail was cut, in this Lippen's heads and database."""
    why = Why(getpass.getuser(), clock.real_now(), reason, restored_to)
    with psycopg.connect(settings.DATABASE_URL, options=reading.OPTIONS) as connection:
        return breaking.sign_break(connection, heads_path(), key_path(), why)
