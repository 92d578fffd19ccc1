"""Empty posts, turnover, share of agency, changes of worker: small tables worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lippen.casework import rules
from lippen.casework.rules import Held, Worked
from lippen.organisation.vocabulary import Basis


def on(day: int, month: int = 10) -> date:
    return date(2012, month, day)


FIRST, LAST = on(1), on(31)
ONE, TWO, THREE = 1, 2, 3
AGENCY = {TWO: [(on(1, 1), Basis.AGENCY)]}


def held(person: int, starts: date, ends: date | None, post: int = 7, **given: bool) -> Held:
    return Held(post, person, starts, ends, **given)


@pytest.mark.parametrize(
    ("shares", "rows", "told"),
    [
        # held throughout
        ([], [held(ONE, on(1, 1), None)], (31, 0, 0, 0, None)),
        # emptied on the 11th, filled on the 21st: the 11th to the 20th are 10 days
        ([], [held(ONE, on(1, 1), on(11)), held(TWO, on(21), None)], (31, 10, 0, 10, None)),
        # emptied in September and still empty: counted from the first, said since the 16th of September
        ([], [held(ONE, on(1, 1), on(16, 9))], (31, 31, 0, 31, on(16, 9))),
        # half of full time: 10 empty days are 5 of full time
        ([(on(1, 1), Decimal("0.5"))], [held(ONE, on(1, 1), on(22))], (31, 10, 0, 5, on(22))),
        # known since the 12th, when it was established; never held: empty from that day on
        ([(on(12), Decimal(1))], [], (20, 20, 0, 20, on(12))),
        # first held on the 12th and nothing else known: it does not count before
        ([], [held(ONE, on(12), None)], (20, 0, 0, 0, None)),
        # given up on the 16th: from then on it is no post that stands empty
        ([(on(1, 1), Decimal(1)), (on(16), Decimal(0))], [held(ONE, on(1, 1), on(11))], (15, 5, 0, 5, None)),
        # somebody acts from the 11th: bridged, not empty
        ([], [held(ONE, on(1, 1), on(11)), held(THREE, on(11), None, acting=True)], (31, 0, 21, 0, None)),
        # by agency from the 11th to the 20th, then empty
        ([], [held(ONE, on(1, 1), on(11)), held(TWO, on(11), on(21))], (31, 11, 10, 11, on(21))),
        # an acting holder beside the one who holds it for good bridges nothing
        ([], [held(ONE, on(1, 1), None), held(THREE, on(11), None, acting=True)], (31, 0, 0, 0, None)),
        ([], [], (0, 0, 0, 0, None)),
    ],
)
def test_casework_vacancy_counts_empty_and_bridged_days_by_the_posts_hours(shares, rows, told) -> None:
    bases = AGENCY if any(each.person_id == TWO and each.ends_on == on(21) for each in rows) else {}
    found = rules.post_days(FIRST, LAST, shares=shares, held=rows, bases=bases)
    assert (found.days, found.empty, found.bridged, found.empty_full_time, found.empty_since) == told


@pytest.mark.parametrize(
    ("rows", "bases", "first", "last", "left", "rate"),
    [
        # four there, one goes on the 15th, nobody comes: 1 of (4 + 3) / 2 is 28.57 of 100
        ([(1, 1, None), (2, 1, None), (3, 1, None), (4, 1, 15)], {}, 4, 3, {4: on(14)}, "28.57"),
        # one goes and another comes: 1 of (2 + 2) / 2 is 50
        ([(1, 1, None), (2, 1, 15), (3, 15, None)], {}, 2, 2, {2: on(14)}, "50.00"),
        # another post of the same person from the next day on: they moved, and did not leave
        ([(1, 1, None), (2, 1, 15), (2, 15, None)], {}, 2, 2, {}, "0.00"),
        # two posts at once, one ends: they are still there
        ([(2, 1, 15), (2, 1, None)], {}, 1, 1, {}, "0.00"),
        # their last day is the last of the period: they left in it, and are there on that day
        ([(1, 1, None), (2, 1, 32)], {}, 2, 2, {2: on(31)}, "50.00"),
        # somebody by agency is not counted, neither there nor gone
        ([(1, 1, None), (2, 1, 15)], AGENCY, 1, 1, {}, "0.00"),
        # by agency at first, permanent when they left: counted by their terms on each day
        ([(2, 1, 15)], {TWO: [(on(1, 1), Basis.AGENCY), (on(10), Basis.PERMANENT)]}, 0, 0, {2: on(14)}, None),
        ([], {}, 0, 0, {}, None),
    ],
)
def test_casework_turnover_is_leavers_for_a_hundred_of_the_average_in_post(
    rows, bases, first, last, left, rate
) -> None:
    def end(day: int | None) -> date | None:
        return None if day is None else on(1, 11) if day == 32 else on(day)

    told = [
        held(who, on(1, 1) if starts == 1 else on(starts), end(ends), post=n)
        for n, (who, starts, ends) in enumerate(rows)
    ]
    found = rules.turnover(FIRST, LAST, told, bases)
    assert (len(found.first), len(found.last), found.left) == (first, last, left)
    assert (None if found.rate is None else f"{found.rate:.2f}") == rate


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        # 31 days permanent and 10 by agency: 10 of 41
        ([held(ONE, on(1, 1), None), held(TWO, on(22), None, post=8)], (10, 41)),
        # both in one post on the same days: each counts
        ([held(ONE, on(1, 1), on(11)), held(TWO, on(6), on(11))], (5, 15)),
        ([held(ONE, on(1, 1), None)], (0, 31)),
        ([], (0, 0)),
    ],
)
def test_casework_agency_share_is_days_by_agency_of_all_days_held(rows, told) -> None:
    assert rules.agency_days(FIRST, LAST, rows, AGENCY) == told


@pytest.mark.parametrize(
    ("spells", "days"),
    [
        ([(on(1), on(8))], 7),
        ([(on(25, 9), on(3))], 2),
        ([(on(30), on(9, 11))], 2),
        ([(on(1), on(8)), (on(5), on(11))], 10),
        ([(on(1, 9), on(1))], 0),
        ([], 0),
    ],
)
def test_days_away_are_counted_once_and_within_the_period(spells, days) -> None:
    assert rules.away_days(FIRST, LAST, spells) == days


@pytest.mark.parametrize(
    ("rows", "changed", "had"),
    [
        # one after the other on one day: a change
        ([(1, 7, on(1, 1), on(10)), (1, 8, on(10), None)], [(1, 8)], {1}),
        # first allocated in the period: no change
        ([(1, 7, on(10), None)], [], {1}),
        # some days with nobody between them: closed and opened again, no change
        ([(1, 7, on(1, 1), on(10)), (1, 8, on(12), None)], [], {1}),
        # the change was before the period
        ([(1, 7, on(1, 1), on(10, 9)), (1, 8, on(10, 9), None)], [], {1}),
        # two changes for one child count twice; the other child had none
        (
            [(1, 7, on(1, 1), on(5)), (1, 8, on(5), on(9)), (1, 7, on(9), None), (2, 7, on(1, 1), None)],
            [(1, 8), (1, 7)],
            {1, 2},
        ),
        # ended before the period began
        ([(1, 7, on(1, 1), on(1))], [], set()),
    ],
)
def test_casework_changed_worker_is_another_allocated_as_the_one_before_ends(rows, changed, had) -> None:
    found, children = rules.changes(FIRST, LAST, [Worked(*row) for row in rows])
    assert [(each.child_id, each.worker_id) for each in found] == changed
    assert children == had
