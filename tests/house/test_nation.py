"""The councils of the benchmarks: a nation of 32 in published sizes under made-up names, and the one of promises."""

from __future__ import annotations

import pytest
from benchmarks.reference import councils
from benchmarks.reference.loading import ref

IN_SCOTLAND = 14_458
"""Children looked after at 31 July 2020: 1,436 in residential care and 13,022 in the community."""
NATION = councils.nation()


def test_a_nation_looks_after_as_many_children_as_is_published() -> None:
    assert len(NATION) == 32
    assert sum(each.in_care for each in NATION) == IN_SCOTLAND
    assert [each.in_care for each in NATION] == sorted((each.in_care for each in NATION), reverse=True)


def test_children_on_books_are_in_proportion_to_those_looked_after() -> None:
    assert sum(each.allocated for each in NATION) == pytest.approx(2_650 * 15, rel=0.01)
    for council in NATION:
        assert council.allocated == pytest.approx(council.in_care * 2_650 * 15 / IN_SCOTLAND, abs=15)
        assert council.in_care < council.allocated < council.children


def test_every_council_has_a_name_of_its_own_and_whoever_runs_it() -> None:
    assert len({each.name for each in NATION}) == len({each.number for each in NATION}) == 32
    for council in NATION:
        assert council.staff["team_leader"] == council.teams >= 1
        assert all(council.staff[role] >= 1 for role in ("chief_social_work_officer", "service_manager"))


def test_a_smaller_nation_has_as_many_councils_each_with_a_child_in_care() -> None:
    small = councils.nation(0.01)
    assert len(small) == 32 and all(each.in_care >= 1 for each in small)
    assert sum(each.children for each in small) < sum(each.children for each in NATION) / 50


def test_the_council_of_the_promises_is_as_large_as_promised() -> None:
    council = councils.reference()
    assert (council.children, sum(council.staff.values())) == (10_000, 400)
    assert council.in_care is None and council.allocated == 341 * 15
    assert councils.reference(10).children == 100_000


def test_every_number_has_letters_of_its_own() -> None:
    assert len({ref("known", number) for number in range(50_000)}) == 50_000
