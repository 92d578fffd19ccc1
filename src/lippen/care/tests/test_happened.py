"""What standards read of a life in care, worked out by hand."""

from __future__ import annotations

from datetime import date

from lippen.care.rules.happened import Held, Life, Lived, happened
from lippen.care.rules.spans import Span
from lippen.care.vocabulary import Event, Setting


def lived(key: str, start: date, end: date | None, setting: Setting = Setting.FAMILY, **given: bool) -> Lived:
    return Lived(Span(start, end, key), setting, **given)


def told(life: Life) -> list[tuple[str, date, str]]:
    return [(each.kind, each.on, each.key) for each in happened(life)]


def test_home_then_away_then_home_are_three_stretches() -> None:
    days = [date(2012, 1, 5), date(2012, 2, 1), date(2012, 3, 1), date(2012, 6, 1), date(2012, 9, 1)]
    life = Life(
        episodes=[Span(days[0], days[4], "e")],
        placements=[
            lived("a", days[0], days[1], Setting.HOME),
            lived("b", days[1], days[2], is_emergency=True),
            lived("c", days[2], days[3], Setting.RESIDENTIAL),
            lived("d", days[3], days[4], Setting.HOME),
        ],
    )
    assert told(life) == [
        (Event.EPISODE_BEGAN, days[0], "e"),
        (Event.AT_HOME_BEGAN, days[0], "a"),
        (Event.AT_HOME_ENDED, days[1], "a"),
        (Event.AWAY_BEGAN, days[1], "b"),
        (Event.PLACED, days[1], "b"),
        (Event.PLACED_IN_EMERGENCY, days[1], "b"),
        (Event.PLACEMENT_ENDED, days[2], "b"),
        (Event.EMERGENCY_ENDED, days[2], "b"),
        (Event.PLACED, days[2], "c"),
        (Event.AWAY_ENDED, days[3], "b"),
        (Event.PLACEMENT_ENDED, days[3], "c"),
        (Event.AT_HOME_BEGAN, days[3], "d"),
        (Event.EPISODE_ENDED, days[4], "e"),
        (Event.AT_HOME_ENDED, days[4], "d"),
    ]


def test_a_day_between_two_placements_begins_a_stretch_anew() -> None:
    life = Life(
        placements=[lived("a", date(2012, 1, 1), date(2012, 2, 1)), lived("b", date(2012, 2, 2), None)],
    )
    assert [each for each in told(life) if each[0] == Event.AWAY_BEGAN] == [
        (Event.AWAY_BEGAN, date(2012, 1, 1), "a"),
        (Event.AWAY_BEGAN, date(2012, 2, 2), "b"),
    ]


def test_a_sixth_birthday_on_the_day_of_the_placement_is_not_younger_than_six() -> None:
    start = date(2012, 2, 29)
    for born_on, kinds in (
        (date(2006, 2, 28), {Event.AWAY_BEGAN_UNDER_12}),
        (date(2006, 3, 1), {Event.AWAY_BEGAN_UNDER_6, Event.AWAY_BEGAN_UNDER_12}),
        (date(2000, 2, 29), set()),
        (date(2000, 3, 1), {Event.AWAY_BEGAN_UNDER_12}),
        (None, set()),
    ):
        life = Life(placements=[lived("a", start, None)], born_on=born_on)
        under = {Event.AWAY_BEGAN_UNDER_6, Event.AWAY_BEGAN_UNDER_12}
        assert {each.kind for each in happened(life)} & under == kinds


def test_an_order_is_made_continued_and_ends_once() -> None:
    days = [date(2013, 7, 1), date(2014, 6, 20), date(2014, 9, 1), date(2015, 1, 1)]
    life = Life(
        legal=[
            Held(Span(days[0], days[1], "a"), "CSOH", date(2014, 6, 30)),
            Held(Span(days[1], days[2], "b"), "CSOA", date(2015, 6, 19)),
            Held(Span(days[2], days[3], "c"), "S25"),
        ]
    )
    assert told(life) == [
        (Event.ORDER_MADE, days[0], "a"),
        (Event.ORDER_CONTINUED, days[1], "b"),
        (Event.ORDER_EXPIRES, date(2014, 6, 30), "a"),
        (Event.ORDER_ENDED, days[2], "b"),
        (Event.ORDER_EXPIRES, date(2015, 6, 19), "b"),
    ]


def test_a_requirement_that_becomes_an_order_ends_and_the_order_is_made() -> None:
    day = date(2013, 6, 24)
    life = Life(
        legal=[Held(Span(date(2013, 1, 10), day, "a"), "SRA"), Held(Span(day, None, "b"), "CSOA")],
    )
    assert told(life) == [
        (Event.REQUIREMENT_MADE, date(2013, 1, 10), "a"),
        (Event.REQUIREMENT_ENDED, day, "a"),
        (Event.ORDER_MADE, day, "b"),
    ]


def test_interim_orders_in_a_row_are_one_series() -> None:
    days = [date(2014, 1, 2), date(2014, 1, 23), date(2014, 2, 13), date(2014, 5, 1), date(2014, 5, 20)]
    life = Life(
        legal=[
            Held(Span(days[0], days[1], "a"), "ICSO"),
            Held(Span(days[1], days[2], "b"), "ICSO"),
            Held(Span(days[3], days[4], "c"), "ICSO"),
        ]
    )
    kinds = [(each[0], each[1]) for each in told(life)]
    assert kinds.count((Event.INTERIM_FIRST_MADE, days[0])) == 1
    assert [on for kind, on in kinds if kind == Event.INTERIM_FIRST_MADE] == [days[0], days[3]]
    assert [on for kind, on in kinds if kind == Event.INTERIM_MADE] == [days[0], days[1], days[3]]
    assert [on for kind, on in kinds if kind == Event.INTERIM_SERIES_ENDED] == [days[2], days[4]]


def test_a_visit_counts_for_where_the_child_lived_on_that_day() -> None:
    moved = date(2012, 3, 1)
    life = Life(
        placements=[lived("a", date(2012, 1, 1), moved, Setting.HOME), lived("b", moved, date(2012, 4, 1))],
        seen=[(date(2011, 12, 1), "x"), (date(2012, 2, 1), "y"), (moved, "z")],
    )
    visits = [each for each in told(life) if each[0] in {Event.VISIT, Event.HOME_VISIT}]
    assert visits == [(Event.HOME_VISIT, date(2012, 2, 1), "y"), (Event.VISIT, moved, "z")]


def test_a_series_of_short_breaks_begins_once() -> None:
    life = Life(
        placements=[
            lived("a", date(2012, 1, 1), date(2012, 1, 3), is_short_series=True),
            lived("b", date(2012, 2, 1), date(2012, 2, 3), is_short_series=True),
        ]
    )
    assert [each for each in told(life) if each[0] == Event.SHORT_SERIES_BEGAN] == [
        (Event.SHORT_SERIES_BEGAN, date(2012, 1, 1), "a")
    ]


def test_a_placement_that_held_on_no_day_begins_neither_a_stretch_nor_a_clock() -> None:
    day, before = date(2012, 3, 1), date(2012, 1, 1)
    away = [lived("a", before, day), lived("b", day, day, Setting.HOME), lived("c", day, None, Setting.RESIDENTIAL)]
    assert told(Life(placements=away)) == [
        (Event.AWAY_BEGAN, before, "a"),
        (Event.PLACED, before, "a"),
        (Event.PLACEMENT_ENDED, day, "a"),
        (Event.PLACED, day, "c"),
    ]
    home = [lived("a", before, day, Setting.HOME), lived("b", day, day, is_emergency=True)]
    assert told(Life(placements=[*home, lived("c", day, None, Setting.HOME)])) == [(Event.AT_HOME_BEGAN, before, "a")]
    within_a_day = Life(episodes=[Span(day, day, "e")], placements=[lived("a", day, day)])
    assert {each[0] for each in told(within_a_day)} == {Event.EPISODE_BEGAN, Event.EPISODE_ENDED}


def test_a_stretch_keeps_the_name_of_a_placement_that_was_changed_on_its_first_day() -> None:
    day = date(2012, 3, 1)
    life = Life(placements=[lived("a", day, day, is_emergency=True), lived("b", day, None)])
    assert told(life) == [(Event.AWAY_BEGAN, day, "a"), (Event.PLACED, day, "b")]


def test_a_visit_on_a_day_with_a_placement_that_held_on_none_counts_for_where_the_child_stayed() -> None:
    day = date(2012, 3, 1)
    life = Life(placements=[lived("a", date(2012, 1, 1), day), lived("b", day, day, Setting.HOME)], seen=[(day, "v")])
    assert (Event.VISIT, day, "v") in told(life)
