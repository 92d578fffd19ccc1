"""What a paper must keep to, as small tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lippen.kernel.approval import Step
from lippen.kernel.clear_days import Notice
from lippen.reporting import route_rules, rules
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow
from lippen.reporting.papers.template import template
from lippen.reporting.rows import MeetingRow
from lippen.reporting.schedule_7a import is_open_to_members
from lippen.reporting.screens.opening import _usual
from lippen.reporting.tests.hand_made import DAYS
from lippen.reporting.vocabulary import NEXT, PaperStep

ISSUE = DAYS.issue_on
AFTER = date(2012, 10, 19)
FIRST, SECOND = Step(1, 1, 12, "Aileen Muirhead"), Step(2, 2, 13, "Tom Farquhar")


def ready(**given: object) -> rules.Readiness:
    form = template()
    whole = {
        "days": DAYS,
        "signing_on": date(2012, 10, 17),
        "questions": tuple(
            rules.Question(q.key, s.number, s.title, s.required, q.note_when, q.must_be, s.keeps_list)
            for s, q in form.questions()
        ),
        "answers": {
            "exempt": AnswerRow("exempt", ("no",)),
            "priorities": AnswerRow("priorities", ("safer",)),
            "equalities": AnswerRow("equalities", ("yes",)),
            "legality": AnswerRow("legality", ("yes",)),
            "background": AnswerRow("background", ("no",)),
        },
        "texts": {"purpose": ("Something.",)},
        "needed_texts": (("purpose", "1. Purpose"),),
        "themes": ((1, "Tools for the job"),),
        "differences": {1: DifferenceRow(1, "measure", "Shorter waits", "Waiting list")},
        "numbers": {101: "1.1"},
        "lines": {101: LineRow(101, ("Done.",), "agreed", 1)},
        "approvers": (FIRST, SECOND),
        "has_authors": True,
        "writers": frozenset({21}),
    }
    return rules.Readiness(**{**whole, **given})  # type: ignore[arg-type]


def test_nothing_stands_in_the_way_of_a_finished_paper() -> None:
    assert rules.what_blocks(ready()) == ()


@pytest.mark.parametrize("field", ["data_as_at", "text_closed_on"])
def test_paper_nothing_after_issue(field: str) -> None:
    assert rules.day_faults(replace(DAYS, **{field: ISSUE})) == ()
    (fault,) = rules.day_faults(replace(DAYS, **{field: AFTER}))
    assert "after the day of issue (18 October 2012)" in fault


def test_the_periods_last_day_may_be_the_day_of_issue_and_no_later() -> None:
    assert rules.day_faults(replace(DAYS, period_ends_on=AFTER)) == ()
    (fault,) = rules.day_faults(replace(DAYS, period_ends_on=date(2012, 10, 20)))
    assert fault.startswith("The period ends 19 October 2012, after")


def test_signing_after_the_day_of_issue_is_refused() -> None:
    assert rules.signing_faults(DAYS, ISSUE) == ()
    assert len(rules.signing_faults(DAYS, AFTER)) == 1


def test_a_paper_cannot_be_signed_before_its_data_exist() -> None:
    assert len(rules.signing_faults(DAYS, date(2012, 9, 29))) == 1


def test_paper_issued_before_the_meeting() -> None:
    assert rules.day_faults(replace(DAYS, issue_on=DAYS.meets_on))
    signed_on = date(2012, 10, 17)
    assert rules.issue_faults(DAYS, signed_on=signed_on, on=ISSUE) == ()
    assert rules.issue_faults(DAYS, signed_on=signed_on, on=date(2012, 10, 16))
    assert rules.issue_faults(DAYS, signed_on=signed_on, on=DAYS.meets_on)


def test_a_signed_paper_may_be_issued_before_its_latest_day_but_never_before_a_day_that_it_names() -> None:
    signed_on = date(2012, 10, 16)
    closed = replace(DAYS, text_closed_on=signed_on)
    assert rules.issue_faults(closed, signed_on=signed_on, on=signed_on) == ()
    later = replace(closed, text_closed_on=date(2012, 10, 17))
    (fault,) = rules.issue_faults(later, signed_on=signed_on, on=signed_on)
    assert fault.startswith("Its text closes on 17 October 2012.")
    ends = replace(closed, period_ends_on=date(2012, 10, 18))
    assert rules.issue_faults(ends, signed_on=signed_on, on=signed_on)


@pytest.mark.parametrize("missing", ["exempt", "priorities", "equalities", "legality", "background"])
def test_each_question_of_the_form_has_to_be_answered(missing: str) -> None:
    answers = {key: row for key, row in ready().answers.items() if key != missing}
    (fault,) = rules.what_blocks(ready(answers=answers))
    assert fault.endswith("is not answered.")


def test_paper_exempt_for_a_reason() -> None:
    said = {**ready().answers, "exempt": AnswerRow("exempt", ("yes",))}
    assert rules.what_blocks(ready(answers=said)) == ("9. Exempt reports: this answer needs its reason.",)
    said["exempt"] = AnswerRow("exempt", ("yes",), "Names of children")
    assert rules.what_blocks(ready(answers=said)) == ()


def test_paper_background_papers_kept() -> None:
    said = {**ready().answers, "background": AnswerRow("background", ("yes",))}
    assert rules.what_blocks(ready(answers=said)) == ("14. Background papers: you say that there are some. List them.",)
    texts = {**ready().texts, "background": ("The independent review",)}
    assert rules.what_blocks(ready(answers=said, texts=texts)) == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (None, "say what is different for children"),
        (DifferenceRow(1, "measure", "   ", "List"), "say what is different for children"),
        (DifferenceRow(1, "measure", "Shorter waits"), "name the measure"),
        (DifferenceRow(1, "too_early", "The survey runs in May"), "Give the day"),
    ],
)
def test_a_theme_without_an_answer_for_children_blocks_signing(row: DifferenceRow | None, words: str) -> None:
    (fault,) = rules.what_blocks(ready(differences={1: row} if row else {}))
    assert words in fault and "Tools for the job" in fault


def test_too_early_with_a_day_is_an_answer() -> None:
    early = DifferenceRow(1, "too_early", "The survey runs in May", know_by=date(2013, 5, 31))
    assert rules.what_blocks(ready(differences={1: early})) == ()


@pytest.mark.parametrize("step", ["drafted", "edited", None])
def test_a_line_that_no_lead_agreed_blocks_signing(step: str | None) -> None:
    lines = {101: LineRow(101, ("Done.",), step, 1)} if step else {}
    assert rules.what_blocks(ready(lines=lines)) == ("The committee line of action 1.1 is not agreed by a lead.",)


def test_paper_own_text_not_approved() -> None:
    (fault,) = rules.what_blocks(ready(writers=frozenset({21, 13})))
    assert fault.startswith("Tom Farquhar wrote part of this paper")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"approvers": ()}, "Nobody is asked to approve"),
        ({"has_authors": False}, "Nobody is named as its author"),
        ({"texts": {}}, "1. Purpose is empty"),
        ({"members_lines": 25, "members_most_lines": 24}, "about 25 lines; 24 fit on one"),
        ({"unknown_figures": ("lat",)}, "names a figure {lat}"),
    ],
)
def test_each_thing_in_the_way_has_its_sentence(given: dict[str, object], words: str) -> None:
    (fault,) = rules.what_blocks(ready(**given))
    assert words in fault


def test_everything_in_the_way_is_said_at_once() -> None:
    assert len(rules.what_blocks(ready(texts={}, approvers=(), lines={}, differences={}))) == 4


def test_paper_clear_days_kept() -> None:
    meets_on = date(2012, 10, 25)
    assert route_rules.notice_faults(date(2012, 10, 21), meets_on, Notice()) == ()
    (fault,) = route_rules.notice_faults(date(2012, 10, 22), meets_on, Notice())
    assert "2 clear days" in fault and "promises 3" in fault


def test_paper_accepted_before_issue() -> None:
    given = {"waits_for_pre_agenda": False, "pre_agenda_held": False}
    assert route_rules.why_not_issue(needs_officer=True, verdict="accepted", **given) is None
    assert "has not accepted" in str(route_rules.why_not_issue(needs_officer=True, verdict="", **given))
    assert "rejected" in str(route_rules.why_not_issue(needs_officer=False, verdict="rejected", **given))
    assert route_rules.why_not_issue(needs_officer=False, verdict="", **given) is None


def test_paper_flags_answered_before_issue() -> None:
    assert rules.what_blocks(ready(flagged=0)) == ()
    assert rules.what_blocks(ready(flagged=2))[0].startswith("2 places are flagged")


def test_paper_members_read_business_papers() -> None:
    assert is_open_to_members([6, 8]) and not is_open_to_members([6, 5])


def test_a_paper_takes_only_the_steps_of_its_life() -> None:
    for now in PaperStep:
        for then in PaperStep:
            assert (rules.why_not_step(now, then) is None) == (then in NEXT[now])


def test_every_rule_has_key_sentence_source_and_start() -> None:
    for rule in rules.RULES:
        assert rule.key and rule.sentence.endswith(".") and rule.source and rule.in_force_from
    assert len({rule.key for rule in rules.RULES}) == len(rules.RULES)


def test_paper_promises_decided_or_each_is_named_with_its_place() -> None:
    undecided = (("4. Workforce", "We will report to the next meeting."),)
    (fault,) = rules.what_blocks(ready(undecided=undecided))
    assert fault.startswith("4. Workforce reads like a promise: “We will report to the next meeting.”")
    assert rules.what_blocks(ready()) == ()


def test_paper_confirmed_before_signing_names_what_and_whose_it_is() -> None:
    (fault,) = rules.what_blocks(ready(unconfirmed=(("finance", "Head of Finance"),)))
    assert fault == (
        "It waits for the Head of Finance to confirm finance. The paper is not signed before that is recorded."
    )


def test_every_rule_has_a_test_that_names_its_key() -> None:
    tests = [name for name in globals() if name.startswith("test_")]
    for rule in rules.RULES:
        assert any(name.startswith(f"test_{rule.key.replace('.', '_')}") for name in tests), rule.key


@pytest.mark.parametrize("papers_due_on", [None, date(2012, 10, 1)])
def test_the_days_that_a_new_paper_is_offered_are_never_past(papers_due_on: date | None) -> None:
    today = date(2012, 10, 20)
    meeting = MeetingRow(1, "meeting-1", "Committee", 1, date(2012, 10, 25), papers_due_on, papers_due_on)
    days = _usual(meeting, today)
    assert days.text_closed_on >= today and days.issue_on >= today and rules.day_faults(days) == ()
