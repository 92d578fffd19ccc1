"""Jobs that a killed worker or database left behind are done again; every job's effect happens once all the same."""

from __future__ import annotations

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from lippen.kernel.jobs import AGAIN

SWEEP = "sweep"
STALLED_SECONDS = 60


def ready(app: procrastinate.App) -> None:
    """Called by procrastinate once Django is ready: what every job does when cut off, and the sweeper.

    A job that lost its database is done again once the database is back; any other fault is for somebody to read.
    """
    for task in app.tasks.values():
        task.retry_strategy = task.retry_strategy or AGAIN

    # No lock: a sweep that was killed would hold it, and nobody would take that one up.
    @app.periodic(cron="* * * * *")
    @app.task(queueing_lock=SWEEP, name=SWEEP, pass_context=True)
    async def sweep(context: procrastinate.JobContext, timestamp: int) -> None:
        await take_up_stalled(context.app.job_manager, but=context.job.id)


async def take_up_stalled(jobs: JobManager, *, but: int | None) -> None:
    """Let the jobs of workers that are gone wait again. One that cannot be taken up does not stop the others."""
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        if job.id == but:
            continue
        try:
            await _take_up(jobs, job)
        except ConnectorException:  # another sweep was here first, or the next one comes in a minute
            continue


async def _take_up(jobs: JobManager, job: Job) -> None:
    """A killed sweep is ended: by now another one does its work."""
    if job.task_name == SWEEP:
        await jobs.finish_job(job, status=Status.ABORTED, delete_job=False)
    else:
        await jobs.retry_job(job)
