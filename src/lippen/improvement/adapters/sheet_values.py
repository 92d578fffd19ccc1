"""One cell of a spreadsheet in words: dates as the sheet shows how exact they are, figures without noise."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from lippen.kernel.calendar import MONTHS

_ASIDE = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_PLACES = re.compile(r"^#?,?#*0\.(0+)(%?)$")


def words_of(value: object, number_format: str) -> str:
    """A cell's value as a reader of the sheet would write it down."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (date, datetime)):
        return _date_words(value, *_shown(number_format))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return _length_words(value)
    if isinstance(value, (int, float)):
        return _figure(value, number_format)
    return str(value)


@lru_cache(maxsize=1000)
def _shown(number_format: str) -> tuple[bool, bool, bool]:
    """Whether a format of dates shows the day, the month and the hour."""
    letters = _ASIDE.sub("", number_format.partition(";")[0]).lower()
    hours = "h" in letters or "s" in letters
    months = "mmm" in letters or ("m" in letters and not hours) or "d" in letters
    return "d" in letters or "y" not in letters, months, hours


def _date_words(value: date, has_day: bool, has_month: bool, has_hour: bool) -> str:
    """'31 May 2025', or 'May 2025' and '2025' where the sheet shows no more."""
    month = f"{MONTHS[value.month - 1]} {value.year}"
    if not has_day:
        return month if has_month else str(value.year)
    day = f"{value.day} {month}"
    if has_hour and isinstance(value, datetime) and value.time() != time():
        return f"{day} {value:%H:%M}"
    return day


def _length_words(value: timedelta) -> str:
    minutes = int(value.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _figure(value: float, number_format: str) -> str:
    """2.10 stays 2.10 where the sheet shows it so; 3.0 is 3; a share is in per cent where the sheet shows it so."""
    pattern = number_format.partition(";")[0]
    share = 100 if pattern.endswith("%") else 1
    if found := _PLACES.match(pattern):
        return f"{value * share:.{len(found[1])}f}{found[2]}"
    whole = f"{value * share:.15g}"
    return f"{whole}%" if share == 100 else whole
