"""A journey's letters are those of its own story, at whatever time of the day it is told."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinatePeriodicDefer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EACH_MINUTE, NEVER = "* * * * *", "never-begun"


def test_what_the_clock_asks_for_is_not_begun_by_a_journeys_worker(work_done, monkeypatch) -> None:
    # Given a job that the clock asks for in any minute, as it asks for the letters of each hour
    task = app.tasks["web.remind"]
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", dict(app.periodic_registry.periodic_tasks))
    app.periodic_registry.register_task(task=task, cron=EACH_MINUTE, periodic_id=NEVER, configure_kwargs={})

    # When the worker does what waits, which takes it long enough to look at the clock
    task.configure().defer(timestamp=0)
    work_done()

    # Then it did what waited, and nothing was asked for by the clock
    assert not ProcrastinateJob.objects.exclude(status="succeeded").exists()
    assert not ProcrastinatePeriodicDefer.objects.filter(periodic_id=NEVER).exists()
