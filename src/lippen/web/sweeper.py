"""Jobs that a killed worker left behind are found and done again; every job's effect happens once all the same."""

from __future__ import annotations

import procrastinate

STALLED_SECONDS = 60


def ready(app: procrastinate.App) -> None:
    """Called by procrastinate once Django is ready: register the sweeper."""

    @app.periodic(cron="* * * * *")
    @app.task(queueing_lock="sweep", name="sweep", pass_context=True)
    async def sweep(context: procrastinate.JobContext, timestamp: int) -> None:
        stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
        for job in stalled:
            if job.id != context.job.id:
                await app.job_manager.retry_job(job)
