"""Doubts and their answers: each has a key of its own, and each answer does what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lippen.improvement.adapters import Proposal, UnusableAnswer, guess_mapping, propose
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.command import import_plan
from lippen.improvement.tests import word_files as word
from lippen.improvement.tests.lookalike import TEXT, plan_text
from lippen.improvement.vocabulary import State

STATUS_HEADINGS = "Theme,Action,Lead,Due,Status,Update"


def proposal_of(content: bytes, name: str = "plan.txt", **options) -> Proposal:
    document = read_here(name, content)
    return propose(document, guess_mapping(document), **options)


def with_status(status: str, update: str = "", **options) -> Proposal:
    return proposal_of(f"{STATUS_HEADINGS}\nHomes,Find carers,AB,June 2025,{status},{update}\n".encode(), **options)


def keys(paper: Proposal, kind: str) -> list[str]:
    return [doubt.key for doubt in paper.doubts if doubt.kind == kind]


# Keys ---------------------------------------------------------------------------------------------------------------


def test_two_odd_marks_of_one_cell_are_two_doubts_with_two_keys() -> None:
    content = plan_text("1\tOne\tDo it\tAB\tJune\tMore than > 3 and less than < 5 of them")
    marks = keys(proposal_of(content), "stray mark")
    assert marks == ["mark:t1r2c6", "mark:t1r2c6#2"]
    assert keys(proposal_of(content, answers={marks[0]: "as shown"}), "stray mark") == marks[1:]
    assert keys(proposal_of(content, answers={marks[1]: "as shown"}), "stray mark") == marks[:1]


def test_no_two_doubts_of_a_paper_share_a_key() -> None:
    twice = plan_text("1\tOne\tWork towards the\tAB\tJune\tWaiting for the panel and its\nAlso waiting until the")
    for content in (TEXT.encode(), twice):
        found = [doubt.key for doubt in proposal_of(content).doubts]
        assert len(found) == len(set(found))


def test_an_answer_whose_key_no_doubt_has_is_named() -> None:
    paper = proposal_of(TEXT.encode(), answers={"state:99.1": "under way", "state:1.1": "under way"})
    assert paper.unasked == ("state:99.1",)


def test_answers_that_are_asked_for_or_used_are_never_called_unknown() -> None:
    doubts = proposal_of(TEXT.encode()).doubts
    answers = {doubt.key: "under way" if doubt.kind == "state" else "as shown" for doubt in doubts}
    answers |= {"year": "2024-11-14", "initials:AB": "Jo Bell"}
    assert proposal_of(TEXT.encode(), answers=answers).unasked == ()


def test_a_file_of_answers_with_an_unknown_key_says_so_and_fails_strictly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "paper.txt").write_text(TEXT, encoding="utf-8")
    answers = tmp_path / "answers.json"
    answers.write_text('{"sate:1.1": "under way"}', encoding="utf-8")
    assert import_plan(tmp_path / "paper.txt", dry_run=True, as_json=True, answers=answers) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)
    assert "answers.json answers “sate:1.1”, which paper.txt does not ask" in printed.err
    assert import_plan(tmp_path / "paper.txt", dry_run=True, as_json=True, answers=answers, strict=True) == 1


def test_an_answer_about_progress_that_cannot_be_used_is_refused_with_its_key() -> None:
    key = keys(proposal_of(TEXT.encode()), "progress")[0]
    with pytest.raises(UnusableAnswer, match=key):
        proposal_of(TEXT.encode(), answers={key: "the first, I think"})


# Ticks --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", ["✔", "✓", "☑", "√", "✅", "✔\ufe0f"])
def test_a_tick_in_a_status_column_proposes_a_state_with_the_tick_quoted(tick: str) -> None:
    paper = with_status(tick)
    found = paper.actions[0]
    assert (found.proposed.state, found.proposed.words) == (State.SAYS_DONE, tick[0])
    assert found.state is None and keys(paper, "state") == ["state:1.1"]
    assert found.status == tick and not keys(paper, "tick")


def test_a_tick_in_a_progress_cell_is_kept_and_proposes_a_state() -> None:
    paper = with_status("", "✔")
    assert [entry.text for entry in paper.actions[0].progress] == ["✔"]
    assert (paper.actions[0].proposed.state, paper.actions[0].proposed.words) == (State.SAYS_DONE, "✔")


def test_words_beside_a_tick_come_before_the_tick() -> None:
    assert with_status("✔ on track").actions[0].proposed.words == "on track"
    assert with_status("", "✔ Letter is still being drafted").actions[0].proposed.state is State.UNDER_WAY


def test_ticked_points_of_progress_are_points_and_keep_their_ticks() -> None:
    entries = with_status("", "✔ Advert placed ✔ Carers met").actions[0].progress
    assert [(entry.text, entry.bullet) for entry in entries] == [("✔ Advert placed", True), ("✔ Carers met", True)]


@pytest.mark.parametrize("mark", ["\ufffd", "□", "\uf0fc", "ü", "þ", "?"])
@pytest.mark.parametrize("column", ["status", "update"])
def test_a_tick_whose_mark_is_lost_proposes_nothing_and_is_a_doubt(mark: str, column: str) -> None:
    paper = with_status(**{"status": "", column: mark})
    assert paper.actions[0].proposed is None
    assert keys(paper, "tick") == ["lost:1.1"]
    assert f"“{mark}”" in next(doubt.sentence for doubt in paper.doubts if doubt.kind == "tick")


def test_a_lost_mark_said_to_be_a_tick_proposes_a_state_that_still_needs_confirming() -> None:
    paper = with_status("□", answers={"lost:1.1": "yes"})
    assert paper.actions[0].proposed.state is State.SAYS_DONE and paper.actions[0].state is None
    assert not keys(paper, "tick") and keys(paper, "state") == ["state:1.1"]
    assert with_status("□", answers={"lost:1.1": "no"}).actions[0].proposed is None


@pytest.mark.parametrize("mark", ["☒", "✗", "✘", "☐", "●"])
def test_a_cross_or_an_empty_box_is_quoted_and_proposes_nothing(mark: str) -> None:
    paper = with_status(mark)
    assert paper.actions[0].proposed is None and paper.actions[0].status == mark
    assert f"“{mark}”" in next(doubt.sentence for doubt in paper.doubts if doubt.key == "state:1.1")


def test_a_tick_before_an_action_stands_as_its_status() -> None:
    paper = proposal_of("Action,Lead,Due\n✔ Find carers,AB,June 2025\n".encode())
    assert (paper.actions[0].text, paper.actions[0].status) == ("Find carers", "✔")
    assert paper.actions[0].proposed.state is State.SAYS_DONE


def test_a_tick_under_a_heading_that_says_complete_proposes_a_state() -> None:
    paper = proposal_of("Action,Lead,Due,Completed?\nFind carers,AB,June 2025,✓\nPaint it,AB,June 2025,\n".encode())
    assert [found.proposed and found.proposed.words for found in paper.actions] == ["✓", None]


@pytest.mark.parametrize(
    ("font", "letter", "sign"),
    [
        ("Wingdings", "ü", "✓"),
        ("Wingdings", "\uf0fc", "✓"),
        ("Wingdings", "þ", "☑"),
        ("Wingdings 2", "P", "✓"),
        ("Wingdings 2", "R", "☑"),
        ("Webdings", "a", "✓"),
        ("Symbol", "\uf0d6", "√"),
    ],
)
def test_a_tick_in_a_font_of_signs_is_a_tick(font: str, letter: str, sign: str) -> None:
    document = word.new_document()
    table = word.plan_table(document, ("Find carers", "AB", ""), headings=("Action", "Lead", "Status"))
    word.add_in_font(table.cell(1, 2), letter, font)
    paper = proposal_of(word.saved(document), "plan.docx")
    assert (paper.actions[0].proposed.state, paper.actions[0].proposed.words) == (State.SAYS_DONE, sign)


def test_an_inserted_symbol_is_read_by_its_font() -> None:
    document = word.new_document()
    table = word.plan_table(
        document, ("Find carers", "AB", ""), ("Paint it", "AB", ""), headings=("Action", "Lead", "Status")
    )
    word.add_symbol(table.cell(1, 2), "Wingdings", "F0FC")
    word.add_symbol(table.cell(2, 2), "Unheard Of", "F0FC")
    paper = proposal_of(word.saved(document), "plan.docx")
    assert [found.proposed and found.proposed.words for found in paper.actions] == ["✓", None]
    assert keys(paper, "tick") == ["lost:1.2"]


# Years --------------------------------------------------------------------------------------------------------------


def test_a_year_that_was_taken_is_said_at_its_date_until_it_is_confirmed() -> None:
    content = b"Action,Lead,Review date\nFind carers,AB,31/03/2025\nPaint it,AB,June\nMend it,AB,Nov / Feb\n"
    dates = [found.review.year_words for found in proposal_of(content).actions]
    assert dates == [
        "",
        "year taken to be 2025, not yet confirmed",
        "years taken to be 2024 and 2025, not yet confirmed",
    ]
    answered = proposal_of(content, answers={"year": "2026-01-05"}).actions
    assert [found.review.year_words for found in answered] == ["", "", ""]
    assert answered[1].review.period.precision == "month"


def test_an_answered_date_comes_in_with_the_words_of_the_document() -> None:
    content = b"Action,Lead,Review date\nFind carers,AB,When funds allow\nPaint it,AB,31/03/2025\n"
    found = proposal_of(content, answers={"date:1.1.review": "May 2025"}).actions[0].review
    assert (found.text, found.period.starts_on.isoformat(), found.period.precision) == (
        "When funds allow",
        "2025-05-01",
        "month",
    )
    assert proposal_of(content, answers={"date:1.1.review": "leave it"}).actions[0].review.period is None
    with pytest.raises(UnusableAnswer, match=r"date:1\.1\.review"):
        proposal_of(content, answers={"date:1.1.review": "soon"})


# People -------------------------------------------------------------------------------------------------------------


def test_initials_that_are_answered_are_that_persons_and_joint_leads_stay_joint() -> None:
    content = plan_text("1\tOne\tDo it\tAB ZZ\tJune\tdone", "\t\tSee it\tZZ\tJune\tdone", "\t\tBe it\tAB\tJune\tdone")
    known = frozenset({"AB"})
    assert keys(proposal_of(content, known_initials=known), "unknown initials") == ["initials:ZZ"]
    answered = proposal_of(content, known_initials=known, answers={"initials:ZZ": "Jo Bell"})
    assert [found.leads for found in answered.actions] == [("AB", "Jo Bell"), ("Jo Bell",), ("AB",)]
    assert not keys(answered, "unknown initials")


@pytest.mark.parametrize("answer", ["yes", "as shown"])
def test_initials_said_to_be_right_stay_as_the_document_has_them(answer: str) -> None:
    content = plan_text("1\tOne\tDo it\tAB ZZ\tJune\tdone")
    answered = proposal_of(content, known_initials=frozenset({"AB"}), answers={"initials:ZZ": answer})
    assert answered.actions[0].leads == ("AB", "ZZ")


def test_initials_said_to_be_a_lead_who_stands_there_already_are_that_lead_once() -> None:
    content = plan_text("1\tOne\tDo it\tAB ZZ\tJune\tdone")
    assert proposal_of(content, answers={"initials:ZZ": "AB"}).actions[0].leads == ("AB",)
