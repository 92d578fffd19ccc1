"""The two clocks: when things are so for the council (the domain clock), and when the machine did them (real time).

Only the outermost layer asks: screens, jobs and commands. Rules, queries and actions are told.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

COUNCIL_ZONE = ZoneInfo("Europe/London")
WORKING_HOUR = time(15, 0)


def real_now() -> datetime:
    """The machine's time, for sign-in, sessions, jobs and audit. Never set by hand."""
    return datetime.now(UTC)


def now() -> datetime:
    """The domain clock: real time, or the day that the demonstration stopped at."""
    stopped = settings.LIPPEN_TODAY
    if stopped is None:
        return real_now()
    return datetime.combine(stopped, WORKING_HOUR, COUNCIL_ZONE).astimezone(UTC)


def today() -> date:
    """The day in Europe/London by the domain clock."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Europe/London on which a moment fell."""
    return moment.astimezone(COUNCIL_ZONE).date()


def end_of(day: date) -> datetime:
    """The first instant after a day in Europe/London."""
    following = date.fromordinal(day.toordinal() + 1)
    return datetime.combine(following, time(0), COUNCIL_ZONE).astimezone(UTC)
