"""Days as people type them on a telephone: today, Friday, 12 Oct, 12/10. Values in, a day out."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django import forms

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IN_FIGURES = re.compile(r"(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{2}|\d{4}))?")
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?,?(?: (\d{4}))?")
UNREADABLE = "We could not read “{}” as a day. Write it like today, yesterday, 12 October or {}."
NO_DAY = "There is no day {}. Check the day and the month."
TOO_EARLY = "Give a year from {} on."
EARLIEST_YEAR = 1990
LEAP_YEAR = 2000


def in_figures(today: date) -> str:
    """The last twelfth of October that has been, as an example of a day in figures."""
    return f"12/10/{today.year if today >= date(today.year, 10, 12) else today.year - 1}"


def day_in(words: str, today: date) -> date | None:
    """The day that the words mean; without a year the last such day that has been. None when they mean none."""
    said = " ".join(words.casefold().split())
    if said in {"today", "now"}:
        return today
    if said == "yesterday":
        return today - timedelta(days=1)
    if weekday := re.fullmatch(r"(?:last |on )?([a-z]{3,9})", said):
        return _weekday(weekday[1], today)
    return _iso(said) or _dated(said, today)


def _weekday(name: str, today: date) -> date | None:
    if name[:3] not in WEEKDAYS:
        return None
    back = (today.weekday() - WEEKDAYS.index(name[:3])) % 7
    return today - timedelta(days=back or 7)


def _iso(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _dated(said: str, today: date) -> date | None:
    if found := IN_FIGURES.fullmatch(said):
        return _made(int(found[1]), int(found[2]), found[3], today)
    if (found := IN_WORDS.fullmatch(said)) and found[2][:3] in MONTHS:
        return _made(int(found[1]), MONTHS.index(found[2][:3]) + 1, found[3], today)
    return None


def is_no_day(words: str) -> bool:
    """Whether the words name a day, a month and perhaps a year of which the calendar has none, such as 31/02/2026."""
    said = " ".join(words.casefold().split())
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said):
        return _day(int(iso[1]), int(iso[2]), int(iso[3])) is None
    if found := IN_FIGURES.fullmatch(said):
        return _is_none(int(found[1]), int(found[2]), found[3])
    if (found := IN_WORDS.fullmatch(said)) and found[2][:3] in MONTHS:
        return _is_none(int(found[1]), MONTHS.index(found[2][:3]) + 1, found[3])
    return False


def _is_none(day: int, month: int, year: str | None) -> bool:
    return _day(_year(year) if year else LEAP_YEAR, month, day) is None


def _year(figures: str) -> int:
    return int(figures) + (2000 if len(figures) == 2 else 0)


def _made(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _day(_year(year), month, day)
    this_year = _day(today.year, month, day)
    return _day(today.year - 1, month, day) if this_year and this_year > today else this_year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DayField(forms.CharField):
    """A day that has been, in words or figures."""

    def __init__(self, *, today: date, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("initial", "today")
        kwargs.setdefault("help_text", f"Such as today, yesterday, 12 October or {in_figures(today)}")
        kwargs.setdefault("widget", forms.TextInput({"class": "ds_input--fixed-20", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.today = today

    def clean(self, value: object) -> date | None:
        words = super().clean(value)
        if not words:
            return None
        day = day_in(words, self.today)
        if day is None and is_no_day(words):
            raise forms.ValidationError(NO_DAY.format(words), code="no_day")
        if day is not None and day.year < EARLIEST_YEAR:
            raise forms.ValidationError(TOO_EARLY.format(EARLIEST_YEAR), code="early")
        if day is None:
            raise forms.ValidationError(UNREADABLE.format(words, in_figures(self.today)), code="day")
        if day > self.today:
            raise forms.ValidationError(
                "This day has not come yet. Say when it was so, today at the latest.", code="late"
            )
        return day
