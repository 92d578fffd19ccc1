"""The demonstration opens on any day and at any hour: its dates roll with the clock, so each day is another telling."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from lippen.demo import script
from lippen.demo.dates import Dates
from lippen.kernel import clock
from lippen.reporting.vocabulary import FileKind

pytestmark = pytest.mark.django_db

HARD = [
    datetime(2027, 3, 1, 9, 0, 17, tzinfo=UTC),  # the month's first day, after a short month; seconds too
]
MORE = [
    datetime(2026, 11, 24, 0, 5, tzinfo=UTC),  # a few minutes after midnight
    datetime(2027, 1, 1, 2, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 30, tzinfo=UTC),  # the clocks go forward
    datetime(2027, 10, 31, 0, 45, tzinfo=UTC),  # and back
    datetime(2027, 12, 31, 23, 58, tzinfo=UTC),
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    datetime(2028, 5, 31, 17, 0, tzinfo=UTC),
    datetime(2029, 8, 1, 4, 0, tzinfo=UTC),
    datetime(2030, 6, 30, 23, 30, tzinfo=UTC),  # already the next day in Edinburgh
]


def opens(moment: datetime, folder, monkeypatch: pytest.MonkeyPatch, *, has_households: bool) -> None:
    monkeypatch.setattr(clock, "real_now", lambda: moment)
    with transaction.atomic():
        loaded = script.load("today", folder=folder, has_households=has_households)
        assert sorted(path.name for path in folder.iterdir()) == sorted(f"paper.{kind.value}" for kind in FileKind)
        assert script.load("today", folder=folder) == loaded
        transaction.set_rollback(True)


@pytest.mark.parametrize("moment", HARD, ids=str)
def test_demonstration_opens_at_an_awkward_moment(moment: datetime, tmp_path, monkeypatch) -> None:
    opens(moment, tmp_path, monkeypatch, has_households=False)


@pytest.mark.prove
@pytest.mark.parametrize("moment", [*HARD, *MORE], ids=str)
def test_demonstration_opens_at_every_awkward_moment(moment: datetime, tmp_path, monkeypatch) -> None:
    opens(moment, tmp_path, monkeypatch, has_households=True)


@pytest.mark.prove
def test_the_council_of_2012_opens_with_all_its_children(tmp_path, settings) -> None:
    settings.LIPPEN_TODAY = date(2012, 10, 17)
    with transaction.atomic():
        assert script.load("2012", folder=tmp_path).council == "2012"
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("now", "told_on"),
    [
        (datetime(2026, 11, 24, 0, 5, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 2, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 3, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2012, 10, 17, 14, 0, tzinfo=UTC), date(2012, 10, 17)),
    ],
)
def test_in_the_small_hours_the_story_is_of_the_day_before(now: datetime, told_on: date) -> None:
    dates = Dates.told_at(now)
    assert dates.today == told_on
    assert clock.day_of(dates.now) == told_on
    assert dates.now <= now
