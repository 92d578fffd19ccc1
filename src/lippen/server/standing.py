"""What many tests begin with stands committed beneath those that are rolled back, instead of being made in each.

A test that changes nothing for others (pytest-django's `db`) sees the same rows as if it had made them itself. What
stands is taken away with the test, unless the next one begins with the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from psycopg import sql

from lippen.server import flush
from lippen.server.flush import Connection, filled
from lippen.server.putting_back import Kept, numbers, put_back, read_rows

P = ParamSpec("P")
T = TypeVar("T")
TOLD = "SELECT current_setting('app.actor', true), current_setting('app.today', true)"
TELL = "SELECT set_config('app.actor', %s, true), set_config('app.today', %s, true)"
PATIENCE = "idle_in_transaction_session_timeout"
IS_WRITTEN = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL"


@dataclass
class Ground:
    """What this process has made so far, what stands now, and whether the running test asked for it, by which fixture.

    `may` is off outside the fixtures and the body of one test: what a module keeps is its own. `asking` is the
    fixture that is being set up; none ("") in a test's body.
    """

    made: dict[tuple[object, ...], tuple[Kept, tuple[str, str]]] = field(default_factory=dict)
    stands: tuple[object, ...] | None = None
    is_asked: bool = False
    asking: str = ""
    asked_by: str = ""
    may: bool = False
    past_triggers: Connection | None = None


GROUND = Ground()


def stands(make: Callable[P, T]) -> Callable[P, T]:
    """A named maker of rows whose rows stand beneath a test that asks for them before it writes anything.

    It depends on nothing but the code, its plain arguments and the tests' day; what it gives is copied each time.
    Wherever its rows cannot stand (a test that commits, one that has written, a server without an administrator)
    they are made as ever. A test that makes several after each other, each rolled back, asks for `__wrapped__`.
    """

    @wraps(make)
    def given(*args: P.args, **kwargs: P.kwargs) -> T:
        from django.conf import settings

        if not GROUND.may or GROUND.is_asked:
            return make(*args, **kwargs)
        if not _is_unwritten():
            take_away()
            return make(*args, **kwargs)
        key = (make.__module__, make.__qualname__, args, tuple(sorted(kwargs.items())), settings.LIPPEN_TODAY)
        GROUND.is_asked, GROUND.asked_by = True, GROUND.asking
        if GROUND.stands != key:
            with _idle_as_long_as_it_takes():
                take_away()
                is_laid = _laid(key, lambda: make(*args, **kwargs))
            if not is_laid:
                return make(*args, **kwargs)
        kept, told = GROUND.made[key]
        _tell(told)
        return deepcopy(kept.made)  # type: ignore[return-value]

    return given


def take_away() -> None:
    """Remove the rows that stand, if any do."""
    if GROUND.stands is None:
        return
    kept, _ = GROUND.made[GROUND.stands]
    with _past_triggers() as connection:
        for name in kept.rows:
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
    GROUND.stands = None


@contextmanager
def not_beneath_more_than_one_test() -> Iterator[None]:
    """While something is made that outlives a test, nothing stands beneath it and it is made as ever."""
    take_away()
    before, GROUND.may = GROUND.may, False
    try:
        yield
    finally:
        GROUND.may = before


@contextmanager
def asking(fixture: str) -> Iterator[None]:
    """While this fixture of one test is set up."""
    before, GROUND.asking = GROUND.asking, fixture
    try:
        yield
    finally:
        GROUND.asking = before


def close() -> None:
    """Leave the database."""
    if GROUND.past_triggers:
        GROUND.past_triggers.close()
    GROUND.past_triggers = GROUND.stands = None


def _is_unwritten() -> bool:
    """Whether this is a test that will be rolled back, and has written nothing yet."""
    from django.db import connection

    if not flush.ADMIN or not any(block._from_testcase for block in connection.atomic_blocks):
        return False
    with connection.cursor() as cursor:
        cursor.execute(IS_WRITTEN)
        return not cursor.fetchone()[0]


def _laid(key: tuple[object, ...], make: Callable[[], object]) -> bool:
    """Let the rows stand; False where others do already."""
    with _past_triggers() as connection:
        if filled(connection):
            return False
    if key in GROUND.made:
        with _past_triggers() as connection:
            put_back(connection, GROUND.made[key][0])
    else:
        made, told = _committed(make)
        with _past_triggers() as connection:
            GROUND.made[key] = (Kept(made, read_rows(connection), numbers(connection)), told)
    GROUND.stands = key
    return True


def _committed(make: Callable[[], object]) -> tuple[object, tuple[str, str]]:
    """What is made on a connection of its own, and who was asking at its end."""
    from django.db import connection, transaction

    def run() -> tuple[object, tuple[str, str]]:
        try:
            with transaction.atomic():
                made = make()
                with connection.cursor() as cursor:
                    cursor.execute(TOLD)
                    actor, today = cursor.fetchone()
            return made, (actor or "", today or "")
        finally:
            connection.close()

    with not_beneath_more_than_one_test(), ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


@contextmanager
def _idle_as_long_as_it_takes() -> Iterator[None]:
    """The test's transaction waits while others write; PostgreSQL would end one that waits for long."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_setting('{PATIENCE}')")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET LOCAL {PATIENCE} = 0")
        yield
        cursor.execute(f"SELECT set_config('{PATIENCE}', %s, true)", [before])


def _tell(told: tuple[str, str]) -> None:
    """The test goes on in the name in which it would have made the rows itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(TELL, told)


@contextmanager
def _past_triggers() -> Iterator[Connection]:
    """A transaction on one connection that is kept: its backend knows the tables by then."""
    if GROUND.past_triggers is None or GROUND.past_triggers.closed:
        GROUND.past_triggers = flush.past_triggers()
    if GROUND.past_triggers is None:
        raise RuntimeError("Nobody may write past triggers on this server.")
    with GROUND.past_triggers.transaction():
        GROUND.past_triggers.execute("SET LOCAL lock_timeout = '10s'")
        yield GROUND.past_triggers
