"""The script's calendar: every day in it is so many months from the day that the domain clock shows."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lippen.kernel import clock

SHORT = {9: "Sept"}
PAPER_WORK = timedelta(hours=3)
TOKEN = re.compile(r"\{(?P<form>m|ms|my)(?P<months>[+-]\d+)(?:\.(?P<day>\d+))?\}")


@dataclass(frozen=True)
class Dates:
    """Days of one telling of the script. Month 0 is the month of `today`; the period is the three months before it."""

    today: date
    now: datetime

    @classmethod
    def told_at(cls, now: datetime) -> Dates:
        """The telling for a moment. In the small hours the paper's work began yesterday: the story ends there."""
        began = clock.day_of(now - PAPER_WORK)
        if began == clock.day_of(now):
            return cls(began, now)
        return cls(began, clock.end_of(began) - timedelta(minutes=1))

    @property
    def period_end(self) -> date:
        """The quarter's last day: the paper's data are as at this day, and the Word file is of this day."""
        return self.last(-1)

    @property
    def meeting(self) -> date:
        """The committee meets eight days after the text is closed."""
        return self.today + timedelta(days=8)

    def first(self, months: int) -> date:
        """The first day of a month, counted from this one."""
        years, month = divmod(self.today.year * 12 + self.today.month - 1 + months, 12)
        return date(years, month + 1, 1)

    def last(self, months: int) -> date:
        """The last day of a month."""
        return self.first(months + 1) - timedelta(days=1)

    def day(self, months: int, day: int) -> date:
        """A day of a month, or its last where the month is shorter."""
        first = self.first(months)
        return first.replace(day=min(day, monthrange(first.year, first.month)[1]))

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment on a day, and always before the paper is written: that takes the last hours."""
        return min(datetime.combine(day, time(hour, minute), UTC), self.now - PAPER_WORK)

    def since_import(self, day: int) -> date:
        """The so-manieth day after the period's end, never after today."""
        return min(self.period_end + timedelta(days=day), self.today)

    def say(self, words: str) -> str:
        """Put months and days into a sentence: {m-2} August, {ms-1} Sept, {my+3} January 2013, {m-2.20} 20 August."""
        return TOKEN.sub(self._said, words)

    def _said(self, token: re.Match[str]) -> str:
        first = self.first(int(token["months"]))
        name = SHORT.get(first.month, f"{first:%b}") if token["form"] == "ms" else f"{first:%B}"
        if token["day"]:
            name = f"{self.day(int(token['months']), int(token['day'])).day} {name}"
        return f"{name} {first.year}" if token["form"] == "my" else name
