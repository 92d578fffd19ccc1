"""What the worker does for looked-after children each night: what is due for each follows from the clocks anew.

A night that was missed, because no worker ran or the machine slept, is made good once one runs again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import time

from django.db import InterfaceError, OperationalError
from django.db.transaction import atomic
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lippen.care.actions.following import follow_everybody
from lippen.kernel import clock
from lippen.kernel.jobs import was_missed

FOLLOW, FOLLOW_MISSED = "care.follow_clocks", "care.follow_missed"
BEFORE_WORK, BEGINS = "50 4 * * *", time(4, 50)
HOURLY = "35 * * * *"


@app.periodic(cron=BEFORE_WORK)
@app.task(name=FOLLOW, queueing_lock=FOLLOW)
def follow_clocks(timestamp: int) -> None:
    """Let the duties of every looked-after child follow from the clocks. Again is the same."""
    follow_everybody(at=clock.now())


@app.periodic(cron=HOURLY)
@app.task(name=FOLLOW_MISSED, queueing_lock=FOLLOW_MISSED)
def follow_missed(timestamp: int) -> None:
    """A machine that was off or asleep before work follows when it is awake."""
    ask_where_missed()


def ask_where_missed() -> None:
    """A worker that begins lets duties follow where the last night was missed, once."""
    with suppress(AlreadyEnqueued, OperationalError, InterfaceError):
        if was_missed(FOLLOW, BEGINS):
            with atomic():
                app.configure_task(FOLLOW).defer(timestamp=0)
