"""What the worker does for the audit trail: each night, and where none was made since, it verifies what is sealed."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta

import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent
from procrastinate.exceptions import AlreadyEnqueued

from lippen.kernel import clock
from lippen.kernel.checks_of_trail import last_check
from lippen.kernel.seals import ours

VERIFY, OVERDUE_CHECK = "kernel.verify_trail", "kernel.verify_overdue"
NIGHTLY = "15 2 * * *"
HOURLY = "45 * * * *"
OVERDUE = timedelta(hours=26)
DATABASE_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError)
AGAIN = RetryStrategy(max_attempts=20, wait=2, retry_exceptions=DATABASE_AWAY)


@app.periodic(cron=NIGHTLY)
@app.task(name=VERIFY, queueing_lock=VERIFY, retry=AGAIN)
def verify_trail(timestamp: int) -> None:
    """Read every sealed row again. What it finds is kept: for information governance, and for the status page."""
    ours.sealed_and_verified()


@app.periodic(cron=HOURLY)
@app.task(name=OVERDUE_CHECK, queueing_lock=OVERDUE_CHECK, retry=AGAIN)
def verify_overdue(timestamp: int) -> None:
    """A machine that sleeps at night verifies when it is awake."""
    last = last_check()
    if last is None or clock.real_now() - last.began_at > OVERDUE:
        verify_trail(timestamp)


def ask_where_overdue() -> None:
    """A worker that begins asks for the verification that is missing, once."""
    with suppress(AlreadyEnqueued, OperationalError, InterfaceError):
        app.configure_task(OVERDUE_CHECK).defer(timestamp=0)


def was_missed(task: str, begins: time) -> bool:
    """Whether a job that is to be done each day at this time of ours was not done since it last was to be."""
    now = clock.real_now().astimezone(clock.COUNCIL_ZONE)
    due = datetime.combine(now.date(), begins, clock.COUNCIL_ZONE)
    due = due if due <= now else datetime.combine(now.date() - timedelta(days=1), begins, clock.COUNCIL_ZONE)
    done = ProcrastinateEvent.objects.filter(job__task_name=task, type="succeeded")
    return not done.filter(at__gte=due).exists()
