"""What the kill test rests on, in small: stalled jobs are taken up again, and no killed sweep stops the next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from lippen.kernel.errors import CannotDo
from lippen.web import sweeper

# Where a browser journey came before in this process, the job manager asks from another thread, on a connection of
# its own that commits: so the tables are emptied afterwards and nothing is only rolled back.
pytestmark = pytest.mark.django_db(transaction=True)
EXPORT = "improvement.export_plan"


@pytest.fixture(autouse=True)
def no_loop() -> Iterator[None]:
    """A browser journey before us, in the same process, leaves its driver's loop marked as running in this thread."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture(autouse=True)
def no_jobs(transactional_db: None) -> None:
    """A worker that an earlier journey started may have left its own sweeps behind."""
    with connection.cursor() as cursor:
        for table in ("procrastinate_events", "procrastinate_periodic_defers", "procrastinate_jobs"):
            cursor.execute(f"delete from {table}")
        cursor.execute("delete from procrastinate_workers")


def begun() -> Job | None:
    """The next job, as a worker takes it that is then killed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '2 min') returning id"
        )
        (worker,) = cursor.fetchone()
    return async_to_sync(app.job_manager.fetch_job)(None, worker)


def states() -> dict[str, list[str]]:
    """The states of the jobs of each task, oldest first."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select task_name, status::text from procrastinate_jobs order by id")
        for name, state in cursor.fetchall():
            found.setdefault(name, []).append(state)
    return found


def sweep() -> None:
    """What the sweep does."""
    async_to_sync(sweeper.take_up_stalled)(app.job_manager, but=None)


def test_a_sweep_that_was_killed_does_not_hold_up_the_next() -> None:
    app.tasks["sweep"].defer(timestamp=1)
    assert begun() is not None
    app.tasks["sweep"].defer(timestamp=2)

    assert begun() is not None


def test_a_killed_workers_job_waits_again() -> None:
    app.configure_task(EXPORT).defer(account_id=1, ref="export-1")
    begun()
    sweep()

    assert states() == {EXPORT: ["todo"]}


def test_a_killed_sweep_is_ended_while_another_waits_and_the_other_jobs_are_taken_up() -> None:
    app.tasks["sweep"].defer(timestamp=1)
    begun()
    app.configure_task(EXPORT).defer(account_id=1, ref="export-1")
    begun()
    app.tasks["sweep"].defer(timestamp=2)
    sweep()

    assert states() == {"sweep": ["aborted", "todo"], EXPORT: ["todo"]}


def test_a_job_that_another_sweep_took_up_first_does_not_stop_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Job | None] = []
    for number in (1, 2):
        app.configure_task(EXPORT).defer(account_id=number, ref=f"export-{number}")
        taken.append(begun())
    retry = app.job_manager.retry_job

    async def refused_for_the_first(job: Job, **more: object) -> None:
        if job.id == taken[0].id:
            raise ConnectorException("Job was not found or not in doing status")
        await retry(job, **more)

    monkeypatch.setattr(app.job_manager, "retry_job", refused_for_the_first)
    sweep()
    assert states() == {EXPORT: ["doing", "todo"]}


def test_a_job_is_done_again_when_the_database_went_away_and_not_when_it_was_refused() -> None:
    job = Job(id=1, status="doing", queue="default", lock=None, queueing_lock=None, task_name=EXPORT)
    for task in app.tasks.values():
        again = task.get_retry_exception(exception=OperationalError("server closed the connection"), job=job)
        assert again is not None or task.name == sweeper.SWEEP, task.name
        assert task.get_retry_exception(exception=CannotDo("No."), job=job) is None
