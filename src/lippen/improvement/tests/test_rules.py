"""Each rule by a small table worked by hand; the rule's key stands in the test's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lippen.improvement import rules
from lippen.improvement.rules import StandingFacts, StateGiven
from lippen.improvement.tests.factories import TERMS, month, on
from lippen.improvement.vocabulary import Colour, Kind, State, Which
from lippen.kernel.rules import Rule

TODAY = date(2012, 10, 17)
ON_COURSE = StandingFacts(
    state=State.UNDER_WAY,
    state_on=date(2012, 10, 1),
    first_target=month(2012, 12),
    target=month(2012, 12),
    last_update_on=date(2012, 10, 1),
    added_on=date(2012, 6, 14),
    evidence_accepted=False,
    rhythm_days=92,
)
LATE = {"first_target": month(2012, 9), "target": month(2012, 9)}
MOVED = {"first_target": month(2012, 9), "target": month(2012, 12)}
QUIET = {"last_update_on": date(2012, 7, 16)}

STANDINGS = [
    ("under way, dates ahead, heard of lately", {}, "green"),
    ("shown done, though late", {"state": State.SHOWN_DONE, **LATE}, "blue"),
    ("not started, not yet due", {"state": State.NOT_STARTED}, "grey"),
    ("not started, no date at all", {"state": State.NOT_STARTED, "first_target": None, "target": None}, "grey"),
    ("not started, silent, not yet due", {"state": State.NOT_STARTED, **QUIET}, "grey"),
    ("not started and past its target", {"state": State.NOT_STARTED, **LATE}, "red"),
    ("not confirmed, not yet due", {"state": None, "state_on": None}, "grey"),
    ("not confirmed and past its target", {"state": None, **LATE}, "red"),
    ("postponed, though past its target", {"state": State.POSTPONED, **LATE}, "grey"),
    ("superseded, though past its target", {"state": State.SUPERSEDED, **LATE}, "grey"),
    ("merged, though past its target", {"state": State.MERGED, **LATE}, "grey"),
    ("under way and past its target", LATE, "red"),
    ("said done and past its target", {"state": State.SAYS_DONE, **LATE}, "red"),
    ("blocked, dates ahead", {"state": State.BLOCKED}, "red"),
    ("past its first target, the new one ahead", MOVED, "amber"),
    ("silent for 93 days where 92 is the rhythm", QUIET, "amber"),
    ("silent for 92 days where 92 is the rhythm", {"last_update_on": date(2012, 7, 17)}, "green"),
    ("never heard of, added 125 days ago", {"last_update_on": None}, "amber"),
    ("never heard of, added a week ago", {"last_update_on": None, "added_on": date(2012, 10, 10)}, "green"),
    ("said done 31 days ago", {"state": State.SAYS_DONE, "state_on": date(2012, 9, 16)}, "amber"),
    ("said done 30 days ago", {"state": State.SAYS_DONE, "state_on": date(2012, 9, 17)}, "green"),
    (
        "said done 31 days ago, evidence accepted",
        {"state": State.SAYS_DONE, "state_on": date(2012, 9, 16), "evidence_accepted": True},
        "green",
    ),
    ("in the last days of its target month", {"first_target": month(2012, 10), "target": month(2012, 10)}, "green"),
]


@pytest.mark.parametrize(("case", "changes", "colour"), STANDINGS, ids=[case for case, _, _ in STANDINGS])
def test_improvement_standing_first_match_wins(case: str, changes: dict[str, object], colour: str) -> None:
    assert rules.standing(replace(ON_COURSE, **changes), TODAY).colour == Colour(colour)


def test_improvement_standing_says_why() -> None:
    late = rules.standing(replace(ON_COURSE, **LATE), TODAY)
    assert late.reason == "Overdue, 17 days late"
    assert rules.standing(replace(ON_COURSE, **MOVED), TODAY).reason == "Past its first target date, September 2012"
    assert rules.standing(replace(ON_COURSE, **QUIET), TODAY).reason == "No update since 16 July 2012"


@pytest.mark.parametrize(
    ("day", "passed"), [(date(2012, 9, 1), False), (date(2012, 9, 30), False), (date(2012, 10, 1), True)]
)
def test_a_month_has_passed_only_after_its_last_day(day: date, passed: bool) -> None:
    colour = rules.standing(replace(ON_COURSE, **LATE, last_update_on=day), day).colour
    assert (colour is Colour.RED) == passed


def test_improvement_review_due_is_said_of_a_review_and_overdue_only_of_a_target() -> None:
    passed = month(2012, 9)
    said = rules.review_words(Kind.FINISH, passed, State.UNDER_WAY, None, TODAY)
    assert said == "Review due since 30 September 2012"
    assert "verdue" not in said
    assert rules.due_words(passed, TODAY) == "Overdue, 17 days late"


def test_improvement_review_due_leaves_standing_alone() -> None:
    assert "review" not in set(StandingFacts.__dataclass_fields__)


def test_a_kept_going_action_reads_in_place_with_the_day_it_was_last_checked() -> None:
    words = rules.review_words(Kind.KEEP_GOING, month(2012, 12), State.UNDER_WAY, date(2012, 9, 30), TODAY)
    assert words == "In place, last checked on 30 September 2012"


def test_a_kept_going_action_past_its_review_reads_review_due() -> None:
    words = rules.review_words(Kind.KEEP_GOING, month(2012, 9), State.UNDER_WAY, date(2012, 9, 1), TODAY)
    assert words.startswith("Review due")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2012, 10, 20), "Due in 3 days"),
        (date(2012, 10, 18), "Due in 1 day"),
        (date(2012, 10, 17), "Due today"),
        (date(2012, 10, 16), "Overdue, 1 day late"),
    ],
)
def test_lateness_reads_in_days(day: date, words: str) -> None:
    assert rules.due_words(on(day), TODAY) == words


def test_improvement_state_change_allows_exactly_these() -> None:
    table = {before: {after.value for after in rules.CHANGES[before]} for before in State}
    aside = {"says_done", "postponed", "blocked", "superseded", "merged"}
    assert table == {
        State.NOT_STARTED: aside | {"under_way"},
        State.UNDER_WAY: aside,
        State.SAYS_DONE: {"under_way", "shown_done", "postponed", "blocked", "superseded", "merged"},
        State.SHOWN_DONE: {"under_way"},
        State.POSTPONED: aside | {"not_started", "under_way"},
        State.BLOCKED: aside | {"not_started", "under_way"},
        State.SUPERSEDED: {"under_way"},
        State.MERGED: {"under_way"},
    }


def test_improvement_shown_done_is_reached_only_from_says_done() -> None:
    assert [before for before in State if rules.may_follow(before, State.SHOWN_DONE)] == [State.SAYS_DONE]
    assert not rules.may_follow(None, State.SHOWN_DONE)


@pytest.mark.parametrize("state", [State.POSTPONED, State.BLOCKED])
@pytest.mark.parametrize("missing", sorted(TERMS))
def test_improvement_setting_aside_needs_each_term(state: State, missing: str) -> None:
    given = {name: value for name, value in TERMS.items() if name != missing}
    lacks = rules.lacks(State.UNDER_WAY, StateGiven(state=state, **given))
    assert [lack.field for lack in lacks] == [missing]


def test_improvement_setting_aside_lacks_nothing_with_all_terms() -> None:
    assert rules.lacks(State.UNDER_WAY, StateGiven(state=State.POSTPONED, **TERMS)) == ()


def test_improvement_shown_done_needs_accepted_evidence() -> None:
    assert rules.lacks(State.SAYS_DONE, StateGiven(State.SHOWN_DONE))
    assert rules.lacks(State.SAYS_DONE, StateGiven(State.SHOWN_DONE, evidence_accepted=True)) == ()


@pytest.mark.parametrize("before", sorted(rules.CLOSED))
def test_a_closed_action_is_opened_again_only_for_a_reason(before: State) -> None:
    assert [lack.field for lack in rules.lacks(before, StateGiven(State.UNDER_WAY))] == ["reason"]


def test_merging_names_the_other_action() -> None:
    assert [lack.field for lack in rules.lacks(State.UNDER_WAY, StateGiven(State.MERGED, reason="Same work"))] == [
        "into"
    ]


def test_improvement_slips_count_each_later_date() -> None:
    dates = [(Which.TARGET, True), (Which.REVIEW, True), (Which.TARGET, False), (Which.REVIEW, False)]
    assert rules.slip_count([*dates, (Which.TARGET, False)]) == 2


def test_improvement_update_rhythm_is_kept_on_its_last_day() -> None:
    last = date(2012, 7, 17)
    due = rules.update_due(last, last, 92)
    assert not rules.is_silent(last, last, 92, due)
    assert rules.is_silent(last, last, 92, due + timedelta(days=1))


def test_improvement_says_done_limit_ends_with_accepted_evidence() -> None:
    long_ago = date(2012, 1, 1)
    assert rules.says_done_too_long(State.SAYS_DONE, long_ago, False, TODAY)
    assert not rules.says_done_too_long(State.SAYS_DONE, long_ago, True, TODAY)


def test_improvement_outside_line_is_said_either_way() -> None:
    assert "outside the lead's line" in rules.acceptance_words(True)
    assert "own line" in rules.acceptance_words(False)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.key)
def test_a_test_names_the_rules_key(rule: Rule) -> None:
    name = "test_" + rule.key.replace(".", "_")
    here = Path(__file__).parent.glob("test_*.py")
    assert any(f"def {name}" in path.read_text() for path in here), name


@pytest.mark.parametrize(
    ("own_ids", "leads", "accountable_id", "expected"),
    [
        ([1], [1], None, True),
        ([2], [1, 2], None, True),
        ([3], [1, 2], 3, True),
        ([3], [1, 2], 4, False),
        ([3], [], None, False),
        ([3, 1], [1, 2], 4, True),
        ([], [None], None, False),
        ([None], [None], None, False),
    ],
)
def test_improvement_own_action_is_its_leads_whoever_answers_and_whoever_covers_for_one(
    own_ids: list[int | None], leads: list[int | None], accountable_id: int | None, expected: bool
) -> None:
    assert rules.is_own(own_ids, leads, accountable_id) is expected


def test_every_rule_has_a_key_of_its_own_a_sentence_a_source_and_a_start() -> None:
    assert len({rule.key for rule in rules.RULES}) == len(rules.RULES)
    for rule in rules.RULES:
        assert rule.sentence.endswith(".")
        assert rule.source
        assert rule.in_force(TODAY)
        assert not rule.in_force(date(2011, 12, 31))
