"""Days are days in Europe/London, and only the demonstration stops the clock."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from lippen.kernel import clock


def test_an_hour_before_midnight_in_summer_is_the_next_day_in_london() -> None:
    assert clock.day_of(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_day_ends_at_midnight_in_london() -> None:
    assert clock.end_of(date(2026, 7, 1)) == datetime(2026, 7, 1, 23, tzinfo=UTC)


def test_the_stopped_clock_reads_its_day(settings) -> None:
    settings.LIPPEN_TODAY = date(2012, 10, 17)
    assert clock.today() == date(2012, 10, 17)


def test_sign_in_jobs_and_audit_keep_real_time(settings) -> None:
    settings.LIPPEN_TODAY = date(2012, 10, 17)
    assert clock.real_now().year >= 2026


@pytest.mark.parametrize(
    ("demo", "code", "words"),
    [("0", 1, "works in the demonstration only"), ("1", 0, "")],
)
def test_outside_the_demonstration_the_clock_cannot_be_set(demo: str, code: int, words: str) -> None:
    environment = {**os.environ, "LIPPEN_TODAY": "2012-10-17", "LIPPEN_DEMO": demo, "LIPPEN_TESTING": "0"}
    environment["LIPPEN_SECRET_KEY"] = "x" * 50
    found = subprocess.run(
        [sys.executable, "-c", "import lippen.config.settings"], env=environment, capture_output=True, text=True
    )
    assert found.returncode == code
    assert words in found.stderr
