"""On which day a reader looks at a plan, and by what was known when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from lippen.design.words import day_words, instant_words
from lippen.kernel import clock

EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class Look:
    """The day looked at; in the past nothing can be written."""

    today: date
    as_at: date
    known_at: datetime | None = None
    trouble: str = ""

    @property
    def is_past(self) -> bool:
        """Whether the page shows another day than today, or less than is known now."""
        return self.as_at != self.today or self.known_at is not None

    @property
    def banner(self) -> str:
        """What the page says above everything when it shows the past."""
        if not self.is_past:
            return ""
        known = f", by what was recorded by {instant_words(self.known_at)}" if self.known_at else ""
        return f"As it stood on {day_words(self.as_at)}{known}."

    @property
    def query(self) -> str:
        """For links that keep looking at the same day; empty today."""
        asked = {"as_at": self.as_at.isoformat()} if self.as_at != self.today else {}
        if self.known_at:
            asked["known_at"] = self.known_at.isoformat()
        return "?" + urlencode(asked) if asked else ""


def look(given: Mapping[str, str]) -> Look:
    """From the address: `as_at` is a day, `known_at` a day or a moment. What cannot be read is said."""
    today = clock.today()
    as_at, trouble = _day(given.get("as_at", ""), today)
    known_at, unknown = _moment(given.get("known_at", ""))
    return Look(today, as_at or today, known_at, trouble or unknown)


def _day(words: str, today: date) -> tuple[date | None, str]:
    if not words:
        return None, ""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None, f"“{words[:40]}” is not a day we can read, so this is today. Write it like 2012-10-25."
    if day > today:
        return None, f"{day_words(day)} has not come yet, so this is today."
    return (day, "") if day >= EARLIEST else (None, "We look back to 1990 at most, so this is today.")


def _moment(words: str) -> tuple[datetime | None, str]:
    if not words:
        return None, ""
    try:
        moment = datetime.fromisoformat(words.replace(" ", "+"))
    except ValueError:
        return None, f"“{words[:40]}” is not a time we can read, so everything known now is shown."
    if not EARLIEST.year <= moment.year <= 9000:
        return None, f"“{words[:40]}” is out of reach, so everything known now is shown."
    if len(words) == len("2012-10-25"):
        return clock.end_of(moment.date()) - timedelta(microseconds=1), ""
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.COUNCIL_ZONE), ""
