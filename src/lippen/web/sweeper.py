"""Jobs that a killed worker left behind are found and done again; every job's effect happens once all the same."""

from __future__ import annotations

import procrastinate

STALLED_SECONDS = 60


def ready(app: procrastinate.App) -> None:
    """Called by procrastinate once Django is ready: register the sweeper."""

    @app.periodic(cron="* * * * *")
    @app.task(queueing_lock="sweep", lock="sweep", name="sweep", pass_context=True)
    async def sweep(context: procrastinate.JobContext, timestamp: int) -> None:
        jobs = context.app.job_manager
        stalled = await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
        for job in stalled:
            if job.id != context.job.id:
                await jobs.retry_job(job)
