"""What the worker does for the audit trail: each night, and where none was made since, it verifies what is sealed."""

from __future__ import annotations

from datetime import timedelta

import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lippen.kernel import clock
from lippen.kernel.checks_of_trail import last_check
from lippen.kernel.seals import ours

VERIFY = "kernel.verify_trail"
NIGHTLY = "15 2 * * *"
HOURLY = "45 * * * *"
OVERDUE = timedelta(hours=26)
AGAIN = RetryStrategy(
    max_attempts=20, wait=2, retry_exceptions=(OperationalError, InterfaceError, psycopg.OperationalError)
)


@app.periodic(cron=NIGHTLY)
@app.task(name=VERIFY, queueing_lock=VERIFY, retry=AGAIN)
def verify_trail(timestamp: int) -> None:
    """Read every sealed row again. What it finds is kept: for information governance, and for the status page."""
    ours.sealed_and_verified()


@app.periodic(cron=HOURLY)
@app.task(name="kernel.verify_overdue", queueing_lock="kernel.verify_overdue", retry=AGAIN)
def verify_overdue(timestamp: int) -> None:
    """A machine that sleeps at night verifies when it is awake."""
    last = last_check()
    if last is None or clock.real_now() - last.began_at > OVERDUE:
        verify_trail(timestamp)
