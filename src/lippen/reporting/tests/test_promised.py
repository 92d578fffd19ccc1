"""Which sentences read like promises."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.reporting.facts import LineRow
from lippen.reporting.papers.promised import found_promises, promised, reads_like_a_promise, sentences_of, undecided
from lippen.reporting.queries.records import readiness
from lippen.reporting.rows import PromiseRow
from lippen.reporting.rules import kept_until, what_blocks
from lippen.reporting.tests.hand_made import KNOWN, records

PROMISES = [
    "A report on the event will be made available at a later meeting of the committee.",
    "The fuller plan will be submitted to the next meeting.",
    "We will bring the results of the survey in March.",
    "Progress will be provided at future meetings.",
    "Officers will report back on the cost.",
    "A separate paper shall be presented to Council.",
    "We'll tell members how many children waited.",
]
NONE = [
    "A report was brought to committee in June.",
    "The team will move to the second floor.",
    "The inspectorate will look at the records of twenty children.",
    "The committee asked for a report.",
    "We will not bring this back to committee.",
    "Will there be a report to committee?",
    "Members said: “A report will be brought to the next meeting.” It was.",
    "notes the progress made with the improvement plan;",
    "None.",
]


@pytest.mark.parametrize("sentence", PROMISES)
def test_a_sentence_that_says_what_its_readers_will_get_reads_like_a_promise(sentence: str) -> None:
    assert reads_like_a_promise(sentence)


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_past_denied_asked_quoted_or_told_to_nobody_is_no_promise(sentence: str) -> None:
    assert not reads_like_a_promise(sentence)


def test_sentences_end_where_they_end_and_not_at_a_month() -> None:
    said = "It began in Sept. 2012 as planned. We will report\nto committee. Then 4.5 posts!"
    assert list(sentences_of(said)) == [
        "It began in Sept. 2012 as planned.",
        "We will report to committee.",
        "Then 4.5 posts!",
    ]


def with_promise(**given: object) -> object:
    texts = {**records().texts, "workforce": ("One post is empty.", f"It is advertised. {PROMISES[0]}")}
    return records(texts=texts, **given)


def decided(**given: object) -> PromiseRow:
    whole = {
        "sentence": PROMISES[0],
        "is_promise": True,
        "owner_id": 11,
        "owner_words": "Rhona Kilbride",
        "meeting_id": None,
        "due_on": date(2012, 12, 20),
        "reason": "",
        "recorded_at": KNOWN,
    }
    return PromiseRow(**{**whole, **given})


def test_paper_promises_decided_before_it_is_signed_and_the_block_names_place_and_words() -> None:
    (sentence,) = what_blocks(readiness(with_promise(), signing_on=date(2012, 10, 17), flagged=0))
    assert sentence.startswith("4. Workforce capacity and current issues reads like a promise: “A report on the event")
    settled = with_promise(promises={PROMISES[0]: decided()})
    assert what_blocks(readiness(settled, signing_on=date(2012, 10, 17), flagged=0)) == ()


def test_a_promise_in_a_committee_line_knows_its_action() -> None:
    lines = {**records().lines, 101: LineRow(101, ("Begun. We will report to the next meeting.",), "agreed", 1)}
    (found,) = found_promises(records(lines=lines))
    assert found.action_ref == "action-101" and found.place == "The committee line of action 1.1"


def test_words_that_change_are_to_be_decided_again_and_the_old_decision_promises_nothing() -> None:
    other = {**records().texts, "workforce": ("We will report to the next meeting.",)}
    changed = records(texts=other, promises={PROMISES[0]: decided()})
    assert [found.sentence for found in undecided(changed)] == ["We will report to the next meeting."]
    assert promised(changed) == ()


def test_a_sentence_that_is_no_promise_for_a_reason_blocks_nothing_and_promises_nothing() -> None:
    settled = with_promise(promises={PROMISES[0]: decided(is_promise=False, reason="Another body brings it.")})
    assert undecided(settled) == () and promised(settled) == ()


def test_background_papers_are_kept_until_four_years_from_the_meeting() -> None:
    assert kept_until(date(2012, 10, 25)) == date(2016, 10, 25)
    assert kept_until(date(2012, 2, 29)) == date(2016, 2, 29)
    assert kept_until(date(2096, 2, 29)) == date(2100, 2, 28)
