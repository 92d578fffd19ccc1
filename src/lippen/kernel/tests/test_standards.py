"""Practice standards: which version counts, when a clock is due, what stops it, and how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lippen.kernel.standards import (
    Clock,
    Excuse,
    Happened,
    Limit,
    Override,
    Standard,
    Standing,
    Sure,
    Unit,
    Version,
    clocks,
    stands,
)

D = date
FROM, CHANGED = D(2010, 1, 1), D(2012, 3, 1)


def version(number: int, unit: Unit = Unit.DAYS, *, since: date = FROM, until: date | None = None) -> Version:
    return Version("x.one", f"It is done within {number}.", "Somewhere", since, until, Limit(number, unit))


def one(*versions: Version, **more: object) -> Standard:
    kinds = {"trigger": frozenset({"began"}), "fulfilment": frozenset({"done"}), "ends": frozenset({"over"})}
    return Standard("x.one", "One", versions or (version(10),), **(kinds | more))


def only(standard: Standard, *events: Happened, today: date, **more: object) -> Clock:
    (clock,) = clocks([standard], events, today=today, **more)
    return clock


@pytest.mark.parametrize(
    ("limit", "day", "last"),
    [
        (Limit(1, Unit.DAYS), D(2012, 2, 28), D(2012, 2, 29)),
        (Limit(1, Unit.DAYS), D(2013, 2, 28), D(2013, 3, 1)),
        (Limit(21, Unit.DAYS, with_first=True), D(2014, 2, 10), D(2014, 3, 2)),
        (Limit(1, Unit.DAYS, with_first=True), D(2014, 2, 10), D(2014, 2, 10)),
        (Limit(6, Unit.WEEKS), D(2012, 1, 31), D(2012, 3, 13)),
        (Limit(1, Unit.MONTHS), D(2012, 1, 31), D(2012, 2, 29)),
        (Limit(1, Unit.MONTHS), D(2013, 1, 31), D(2013, 2, 28)),
        (Limit(1, Unit.MONTHS), D(2012, 2, 29), D(2012, 3, 29)),
        (Limit(3, Unit.MONTHS), D(2012, 11, 30), D(2013, 2, 28)),
        (Limit(6, Unit.MONTHS), D(2012, 8, 31), D(2013, 2, 28)),
        (Limit(1, Unit.YEARS), D(2012, 2, 29), D(2013, 2, 28)),
        (Limit(4, Unit.YEARS), D(2012, 2, 29), D(2016, 2, 29)),
        (Limit(3, Unit.WORKING_DAYS), D(2012, 10, 19), D(2012, 10, 24)),
        (Limit(1, Unit.WORKING_DAYS), D(2012, 10, 20), D(2012, 10, 22)),
        (Limit(0, Unit.DAYS), D(2012, 10, 20), D(2012, 10, 20)),
    ],
    ids=str,
)
def test_the_last_day_in_time(limit: Limit, day: date, last: date) -> None:
    assert limit.after(day) == last


def test_only_days_are_counted_with_the_first_of_them() -> None:
    with pytest.raises(ValueError, match="Only days"):
        Limit(1, Unit.MONTHS, with_first=True)


@pytest.mark.parametrize(
    ("limit", "day", "last"),
    [
        (Limit(7, Unit.DAYS), D(2012, 3, 7), D(2012, 2, 29)),
        (Limit(1, Unit.WEEKS), D(2013, 3, 7), D(2013, 2, 28)),
        (Limit(3, Unit.MONTHS), D(2012, 5, 31), D(2012, 2, 29)),
        (Limit(1, Unit.YEARS), D(2016, 2, 29), D(2015, 2, 28)),
        (Limit(2, Unit.WORKING_DAYS), D(2012, 10, 23), D(2012, 10, 19)),
    ],
    ids=str,
)
def test_the_last_day_in_time_for_what_comes_before(limit: Limit, day: date, last: date) -> None:
    assert limit.before(day) == last


def test_holidays_are_passed_over_by_working_days_alone() -> None:
    christmas = frozenset({D(2012, 12, 25), D(2012, 12, 26)})
    assert Limit(3, Unit.WORKING_DAYS).after(D(2012, 12, 21), christmas) == D(2012, 12, 28)
    assert Limit(3, Unit.WORKING_DAYS).before(D(2012, 12, 28), christmas) == D(2012, 12, 21)
    assert Limit(3, Unit.DAYS).after(D(2012, 12, 23), christmas) == D(2012, 12, 26)


@pytest.mark.parametrize(
    ("done", "today", "agreed", "ended", "standing"),
    [
        (None, D(2012, 1, 10), None, None, Standing.OPEN),
        (None, D(2012, 1, 11), None, None, Standing.OVERDUE),
        (D(2012, 1, 10), D(2012, 2, 1), None, None, Standing.MET),
        (D(2012, 1, 11), D(2012, 2, 1), None, None, Standing.LATE),
        (None, D(2012, 1, 5), D(2012, 1, 20), None, Standing.OPEN),
        (None, D(2012, 1, 20), D(2012, 1, 20), None, Standing.EXCUSED),
        (None, D(2012, 1, 21), D(2012, 1, 20), None, Standing.OVERDUE),
        (D(2012, 1, 9), D(2012, 2, 1), D(2012, 1, 20), None, Standing.MET),
        (D(2012, 1, 20), D(2012, 2, 1), D(2012, 1, 20), None, Standing.EXCUSED),
        (D(2012, 1, 21), D(2012, 2, 1), D(2012, 1, 20), None, Standing.LATE),
        (None, D(2012, 2, 1), None, D(2012, 1, 10), Standing.CEASED),
        (None, D(2012, 2, 1), None, D(2012, 1, 11), Standing.LATE),
        (None, D(2012, 2, 1), D(2012, 1, 20), D(2012, 1, 15), Standing.CEASED),
    ],
)
def test_how_a_clock_that_is_due_on_10_january_stands(done, today, agreed, ended, standing) -> None:
    assert stands(D(2012, 1, 10), done, today=today, agreed_on=agreed, ended_on=ended) == standing


def test_a_rule_that_changes_in_mid_process_leaves_what_has_begun() -> None:
    changing = one(version(10, until=CHANGED), version(5, since=CHANGED))
    before = only(changing, Happened("began", D(2012, 2, 29)), today=D(2012, 3, 5))
    after = only(changing, Happened("began", CHANGED), today=D(2012, 3, 5))
    assert (before.due_on, before.version.limit) == (D(2012, 3, 10), Limit(10, Unit.DAYS))
    assert (after.due_on, after.version.limit) == (D(2012, 3, 6), Limit(5, Unit.DAYS))
    later = changing.changed_after(D(2012, 2, 29), D(2012, 3, 5))
    assert later is not None and later.limit == Limit(5, Unit.DAYS)
    assert changing.changed_after(CHANGED, D(2012, 3, 5)) is None


def test_nothing_is_asked_before_a_rule_was_in_force() -> None:
    assert clocks([one()], [Happened("began", D(2009, 12, 31))], today=D(2012, 1, 1)) == []


def test_a_councils_own_figure_is_counted_from_the_day_from_which_the_shipped_one_is() -> None:
    shipped = one(replace(version(21), limit=Limit(21, Unit.DAYS, with_first=True)))
    for limit, last in ((Limit(14, Unit.DAYS), D(2012, 6, 14)), (Limit(2, Unit.WEEKS), D(2012, 6, 15))):
        own = {"x.one": [Override("x.one", limit, "Committee, 2 May 2012", D(2012, 6, 1))]}
        assert only(shipped, Happened("began", D(2012, 6, 1)), today=D(2012, 8, 1), own=own).due_on == last


def test_a_councils_own_figure_counts_for_what_begins_while_it_is_in_force() -> None:
    own = {"x.one": [Override("x.one", Limit(4, Unit.DAYS), "Committee, 2 May 2012", D(2012, 6, 1), D(2012, 7, 1))]}

    def due(day: date) -> tuple[date, Sure]:
        clock = only(one(), Happened("began", day), today=D(2012, 8, 1), own=own)
        return clock.due_on, clock.version.sure

    assert due(D(2012, 5, 31)) == (D(2012, 6, 10), Sure.CONFIRMED)
    assert due(D(2012, 6, 1)) == (D(2012, 6, 5), Sure.CONFIRMED)
    assert due(D(2012, 6, 30)) == (D(2012, 7, 4), Sure.CONFIRMED)
    assert due(D(2012, 7, 1)) == (D(2012, 7, 11), Sure.CONFIRMED)


def test_another_councils_standard_counts_where_it_was_taken_up() -> None:
    theirs = one(is_taken_up=True)
    began = Happened("began", D(2012, 6, 1))
    assert clocks([theirs], [began], today=D(2012, 8, 1)) == []
    own = {"x.one": [Override("x.one", Limit(12, Unit.WEEKS), "Ours too", D(2012, 1, 1))]}
    assert only(theirs, began, today=D(2012, 8, 1), own=own).due_on == D(2012, 8, 24)


def test_what_is_done_on_the_day_itself_counts_in_either_order() -> None:
    began, done = Happened("began", D(2012, 5, 1), "a"), Happened("done", D(2012, 5, 1), "b")
    assert only(one(), began, done, today=D(2012, 6, 1)).done == done
    assert only(one(), done, began, today=D(2012, 6, 1)).done == done


def test_what_was_done_before_does_not_count() -> None:
    clock = only(one(), Happened("done", D(2012, 4, 30)), Happened("began", D(2012, 5, 1)), today=D(2012, 5, 2))
    assert (clock.done, clock.standing) == (None, Standing.OPEN)


def test_what_repeats_starts_its_next_clock() -> None:
    monthly = one(version(1, Unit.MONTHS), trigger=frozenset({"began", "done"}))
    events = [Happened("began", D(2012, 1, 31)), Happened("done", D(2012, 2, 29)), Happened("done", D(2012, 3, 30))]
    found = clocks([monthly], events, today=D(2012, 4, 30))
    assert [(clock.due_on, clock.standing) for clock in found] == [
        (D(2012, 2, 29), Standing.MET),
        (D(2012, 3, 29), Standing.LATE),
        (D(2012, 4, 30), Standing.OPEN),
    ]
    assert [clock.days_late(D(2012, 4, 30)) for clock in found] == [0, 1, 0]


def test_two_of_a_kind_on_one_day_do_not_stop_their_own_clocks() -> None:
    monthly = one(version(1, Unit.MONTHS), trigger=frozenset({"done"}))
    twice = [Happened("done", D(2012, 1, 31), "a"), Happened("done", D(2012, 1, 31), "b")]
    first, second = clocks([monthly], twice, today=D(2012, 2, 1))
    assert (first.done, first.standing) == (twice[1], Standing.MET)
    assert (second.done, second.standing) == (None, Standing.OPEN)


def test_an_end_before_its_day_stops_the_asking_and_one_after_it_stays_late() -> None:
    began = Happened("began", D(2012, 5, 1))
    in_time = only(one(), began, Happened("over", D(2012, 5, 11)), today=D(2012, 6, 1))
    too_late = only(one(), began, Happened("over", D(2012, 5, 12)), today=D(2012, 6, 1))
    assert (in_time.standing, too_late.standing) == (Standing.CEASED, Standing.LATE)
    assert (too_late.ended_on, too_late.days_late(D(2012, 6, 1))) == (D(2012, 5, 12), 1), "its lateness ends with it"


def test_what_was_due_before_the_record_was_kept_here_is_not_called_late() -> None:
    began, since = Happened("began", D(2012, 5, 1)), D(2012, 8, 1)
    given = {"today": D(2012, 8, 20), "known_since": since}
    asked = only(one(), began, **given)
    assert (asked.due_on, asked.standing) == (D(2012, 8, 11), Standing.OVERDUE), "asked from that day on"
    for day, standing in (
        (D(2012, 5, 11), Standing.MET),
        (D(2012, 7, 1), Standing.BEFORE),
        (D(2012, 8, 15), Standing.BEFORE),
    ):
        assert only(one(), began, Happened("done", day), **given).standing is standing
    assert only(one(), began, Happened("over", D(2012, 8, 15)), **given).standing is Standing.BEFORE
    later = Happened("began", D(2012, 7, 25))
    assert only(one(), later, Happened("done", D(2012, 8, 5)), **given).standing is Standing.LATE


def test_an_end_that_came_before_the_trigger_on_its_day_ends_nothing() -> None:
    clock = only(one(), Happened("over", D(2012, 5, 1)), Happened("began", D(2012, 5, 1)), today=D(2012, 5, 2))
    assert clock.standing is Standing.OPEN


def test_what_lies_ahead_starts_and_stops_no_clock_yet() -> None:
    assert clocks([one()], [Happened("began", D(2012, 5, 2))], today=D(2012, 5, 1)) == []
    clock = only(one(), Happened("began", D(2012, 5, 1)), Happened("done", D(2012, 5, 5)), today=D(2012, 5, 4))
    assert (clock.done, clock.standing) == (None, Standing.OPEN)


def test_what_is_to_come_before_a_planned_day_is_due_already() -> None:
    notice = one(version(7), trigger=frozenset({"hearing"}), fulfilment=frozenset({"told"}), is_before=True)
    hearing = Happened("hearing", D(2012, 5, 31))
    assert only(notice, hearing, today=D(2012, 5, 20)).due_on == D(2012, 5, 24)
    assert only(notice, hearing, today=D(2012, 5, 24)).standing is Standing.OPEN
    assert only(notice, hearing, today=D(2012, 5, 25)).standing is Standing.OVERDUE
    assert only(notice, Happened("told", D(2012, 5, 24)), hearing, today=D(2012, 6, 1)).standing is Standing.MET
    assert only(notice, Happened("told", D(2012, 5, 25)), hearing, today=D(2012, 6, 1)).standing is Standing.LATE


def test_what_came_before_an_earlier_one_does_not_serve_twice() -> None:
    notice = one(version(7), trigger=frozenset({"hearing"}), fulfilment=frozenset({"told"}), is_before=True)
    events = [Happened("told", D(2012, 5, 1)), Happened("hearing", D(2012, 5, 31)), Happened("hearing", D(2012, 6, 30))]
    first, second = clocks([notice], events, today=D(2012, 7, 1))
    assert (first.standing, second.standing) == (Standing.MET, Standing.OVERDUE)


def test_a_right_that_nobody_used_is_nobodys_lateness() -> None:
    right = one(is_right=True)
    began = Happened("began", D(2012, 5, 1))
    assert only(right, began, today=D(2012, 5, 11)).standing is Standing.OPEN
    assert only(right, began, today=D(2012, 5, 12)).standing is Standing.CEASED


def test_an_agreed_day_holds_for_the_clock_that_it_names() -> None:
    excuses = {("x.one", "a"): Excuse("x.one", "a", D(2012, 5, 20))}
    first, second = clocks(
        [one()],
        [Happened("began", D(2012, 5, 1), "a"), Happened("began", D(2012, 5, 2), "b")],
        today=D(2012, 5, 15),
        excuses=excuses,
    )
    assert (first.standing, first.last_day) == (Standing.EXCUSED, D(2012, 5, 20))
    assert (second.standing, second.last_day) == (Standing.OVERDUE, D(2012, 5, 12))
    assert second.days_late(D(2012, 5, 15)) == 3


def test_two_versions_never_hold_on_one_day() -> None:
    with pytest.raises(ValueError, match="Two versions"):
        one(version(10), version(5, since=CHANGED))


def test_a_limit_without_anything_that_starts_it_is_refused() -> None:
    with pytest.raises(ValueError, match="starts or stops"):
        one(trigger=frozenset())
