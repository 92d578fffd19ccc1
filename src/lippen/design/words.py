"""Days, periods and lateness in words, the same on every page and in every paper. Values in, words out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lippen.kernel.calendar import Period

HERE = ZoneInfo("Europe/London")


def day_words(on: date | None) -> str:
    """A day as people say it: 25 October 2012."""
    if on is None:
        return "no date"
    if isinstance(on, datetime):
        on = on.astimezone(HERE).date() if on.tzinfo else on.date()
    return f"{on.day} {on:%B} {on.year}"


def instant_words(at: datetime | None) -> str:
    """A moment as people say it: 25 October 2012 at 14:05."""
    if at is None:
        return "no time"
    here = at.astimezone(HERE) if at.tzinfo else at
    return f"{day_words(here.date())} at {here:%H:%M}"


def period_words(period: Period | date | None) -> str:
    """A period in full: October 2012, 17 October 2012, 2012, or the words somebody gave for a range."""
    if period is None:
        return "no date"
    if isinstance(period, date):
        return day_words(period)
    first = period.starts_on
    if period.precision == "day":
        return day_words(first)
    if period.precision == "month":
        return f"{first:%B} {first.year}"
    if period.precision == "year":
        return str(first.year)
    return _range_words(period)


def _range_words(period: Period) -> str:
    """The writer's own words, with the year added where they left it out."""
    years = {period.starts_on.year, period.last_day.year}
    text = " ".join((period.text or "").split())
    if text and any(str(year) in text for year in years):
        return text
    if text and len(years) == 1:
        return f"{text} {period.starts_on.year}"
    return f"{day_words(period.starts_on)} to {day_words(period.last_day)}"


def lateness_words(due: Period | date | None, today: date) -> str:
    """How late, or how soon: 17 days late, due today, due in 3 days. A period is late only after its last day."""
    if due is None:
        return "no date"
    last = due.last_day if isinstance(due, Period) else due
    days = (today - last).days
    if days > 0:
        return f"{count_words(days, 'day')} late"
    return {0: "due today", -1: "due tomorrow"}.get(days, f"due in {count_words(-days, 'day')}")


def review_words(review: Period | date | None, today: date) -> str:
    """A review is due or to come; it is never overdue."""
    if review is None:
        return "no review date"
    last = review.last_day if isinstance(review, Period) else review
    return "review due" if today > last else f"review {lateness_words(review, today)}"


def count_words(number: int, noun: str, plural: str = "") -> str:
    """1 day, 2 days, 1,000 days."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed_words(words: Sequence[str]) -> str:
    """Several words in one sentence: “a”, “a and b”, “a, b and c”."""
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])


def sentence_words(words: str) -> str:
    """What somebody wrote, as a sentence that another may follow: one full stop at its end, or the sign that it has."""
    plain = words.strip()
    return plain if plain.endswith((".", "!", "?", "…")) else f"{plain}."


def size_words(size: int) -> str:
    """How many bytes, to two figures as people say it: 640 bytes, 12 kB, 3.4 MB, 580 MB, 1.2 GB."""
    if size < 1000:
        return count_words(size, "byte")
    units = ("kB", "MB", "GB", "TB")
    amount = size / 1000
    while amount >= 999.5 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    unit = units[0]
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{float(f'{amount:.2g}'):.0f} {unit}"


def duration_words(seconds: float) -> str:
    """About how long, as people say it: a few seconds, a minute, 12 minutes, 3 hours."""
    minutes = seconds / 60
    if minutes < 0.5:
        return "a few seconds"
    if minutes < 1.5:
        return "a minute"
    return f"{minutes:.0f} minutes" if minutes < 90 else f"{minutes / 60:.0f} hours"


@dataclass(frozen=True)
class Moved:
    """A date as first given and as it stands now."""

    first: str
    current: str

    @property
    def has_moved(self) -> bool:
        """Whether the date has slipped."""
        return bool(self.first) and self.first != self.current


def first_and_current(first: Period | date | None, current: Period | date | None) -> Moved:
    """Both dates in words: the page shows both when they differ, and never loses the first."""
    return Moved(first=period_words(first) if first else "", current=period_words(current or first))


def page_window(current: int, last: int, *, around: int = 1) -> Sequence[int | None]:
    """The page numbers to offer: first, last and those around the current one; None is a gap."""
    wanted = sorted({1, last, *range(max(1, current - around), min(last, current + around) + 1)})
    window: list[int | None] = []
    for number in wanted:
        before = next((seen for seen in reversed(window) if seen is not None), 0)
        if number - before == 2:
            window.append(number - 1)
        elif number - before > 2:
            window.append(None)
        window.append(number)
    return window
