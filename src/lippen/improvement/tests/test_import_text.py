"""Plain text with tables, as committee papers come out of a converter."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.improvement.adapters import Proposal, guess_mapping, propose
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.tests.lookalike import HEADING, TEXT, plan_text
from lippen.improvement.vocabulary import Kind, State

SHORT = "No\tRecommendation\tAction\tLead\tReview date\tProgress"


def proposal_of(content: bytes, **options) -> Proposal:
    document = read_here("plan.txt", content)
    return propose(document, guess_mapping(document), **options)


@pytest.fixture(scope="module")
def paper() -> Proposal:
    return proposal_of(TEXT.encode())


def action(paper: Proposal, number: str):
    return next(found for found in paper.actions if found.number == number)


def kinds(paper: Proposal) -> set[str]:
    return {doubt.kind for doubt in paper.doubts}


def test_all_recommendations_and_actions_are_found(paper: Proposal) -> None:
    assert [(r.number, len(r.actions)) for r in paper.recommendations] == [
        ("1", 2),
        ("2", 1),
        ("3", 3),
        ("4", 3),
        ("5", 2),
    ]
    assert paper.recommendations[1].title == "Steady staffing"


def test_an_unclosed_list_is_not_part_of_the_action(paper: Proposal) -> None:
    assert action(paper, "1.1").text == "Find ten new carers"


def test_a_row_that_goes_on_over_the_page_is_joined(paper: Proposal) -> None:
    assert [entry.text for entry in action(paper, "2.1").progress] == [
        "Two people began> The third post is being advertised again after the summer."
    ]


def test_bullets_in_one_cell_take_the_leads_and_dates_of_the_rows_below(paper: Proposal) -> None:
    found = [(a.text, a.leads, a.review.text) for a in paper.recommendations[2].actions]
    assert found == [
        ("Yearly file check", ("AB",), "June"),
        ("Guide for new carers", ("CdE",), "December"),
        ("Shared diary", ("AB", "CdE"), "January"),
    ]
    assert action(paper, "3.2").pairing == "second of three actions in one cell, paired by position"


def test_a_row_of_progress_alone_belongs_to_the_action_above_and_is_a_doubt(paper: Proposal) -> None:
    assert action(paper, "3.3").progress[-1].text == "Mentors found for everyone"
    doubt = next(doubt for doubt in paper.doubts if doubt.kind == "progress" and "row 9" in doubt.place)
    assert "action 3 of 3" in doubt.sentence


def test_the_answer_moves_a_row_of_progress_to_its_action() -> None:
    key = next(d.key for d in proposal_of(TEXT.encode()).doubts if d.kind == "progress" and "row 9" in d.place)
    moved = proposal_of(TEXT.encode(), answers={key: "1"})
    assert action(moved, "3.1").progress[-1].text == "Mentors found for everyone"
    assert key not in {doubt.key for doubt in moved.doubts}


def test_actions_that_ran_together_are_split_where_a_capital_follows_a_small_word(paper: Proposal) -> None:
    assert [found.text for found in paper.recommendations[3].actions] == [
        "Duties of managers plainly written down",
        "Agree a Team Charter with all of the staff",
        "Give every Senior Worker time to learn",
    ]


def test_paragraphs_of_leads_dates_and_progress_are_paired_by_position(paper: Proposal) -> None:
    found = [(a.leads, a.review.text, a.progress[0].text) for a in paper.recommendations[3].actions]
    assert found[0] == (("AB", "CdE"), "October", "Duties are written.")
    assert found[2] == (("AB", "CdE"), "September", "Learning days postponed until spring.")


def test_joint_leads_keep_their_order() -> None:
    paper = proposal_of(plan_text("1\tOne\tDo it\tCdE AB\tJune\tdone"))
    assert paper.actions[0].leads == ("CdE", "AB")


def test_initials_in_another_case_are_the_same_lead_with_a_doubt(paper: Proposal) -> None:
    assert action(paper, "4.3").leads == ("AB", "CdE")
    assert [doubt.key for doubt in paper.doubts if doubt.kind == "initials"] == ["same:CDE"]


def test_initials_said_to_be_somebody_else_stay_apart() -> None:
    paper = proposal_of(TEXT.encode(), answers={"same:CDE": "no"})
    assert action(paper, "4.3").leads == ("AB", "CDE")


def test_more_progress_than_actions_is_split_in_order_by_shared_words_and_is_a_doubt(paper: Proposal) -> None:
    assert [len(found.progress) for found in paper.recommendations[4].actions] == [2, 1]
    doubt = next(doubt for doubt in paper.doubts if doubt.kind == "progress" and "(3)" in doubt.sentence)
    assert "2, 1" in doubt.sentence


def test_an_answer_says_how_many_entries_each_action_takes(paper: Proposal) -> None:
    key = next(doubt.key for doubt in paper.doubts if doubt.kind == "progress" and "(3)" in doubt.sentence)
    answered = proposal_of(TEXT.encode(), answers={key: "1, 2"})
    assert [len(found.progress) for found in answered.recommendations[4].actions] == [1, 2]


def test_years_come_from_the_meeting_in_one_doubt(paper: Proposal) -> None:
    assert paper.dated_on == date(2024, 11, 14)
    assert action(paper, "1.1").review.period.starts_on == date(2024, 9, 1)
    assert action(paper, "5.2").review.period.starts_on == date(2025, 1, 1)
    years = [doubt.sentence for doubt in paper.doubts if doubt.kind == "year"]
    assert len(years) == 1
    assert "June to December are 2024; January is 2025" in years[0]


def test_without_any_date_no_year_is_made_up() -> None:
    paper = proposal_of(plan_text("1\tOne\tDo it\tAB\tJune\tdone"))
    assert paper.actions[0].as_json()["review"] == {
        "text": "June",
        "precision": None,
        "starts_on": None,
        "ends_on": None,
    }
    answered = proposal_of(plan_text("1\tOne\tDo it\tAB\tJune\tdone"), answers={"year": "1 May 2023"})
    assert answered.actions[0].review.period.starts_on == date(2023, 6, 1)


def test_no_state_is_imported_until_it_is_confirmed(paper: Proposal) -> None:
    assert {found.state for found in paper.actions} == {None}
    assert len([doubt for doubt in paper.doubts if doubt.kind == "state"]) == len(paper.actions)
    answered = proposal_of(TEXT.encode(), answers={"state:1.2": "says done"})
    assert (action(answered, "1.2").state, action(answered, "1.2").kind) == (State.SAYS_DONE, Kind.KEEP_GOING)
    assert "state:1.2" not in {doubt.key for doubt in answered.doubts}


@pytest.mark.parametrize(
    ("number", "state", "words"),
    [
        ("1.1", State.UNDER_WAY, "underway"),
        ("1.2", State.SAYS_DONE, "In place"),
        ("3.1", State.SAYS_DONE, "complete"),
        ("3.2", State.NOT_STARTED, "yet to be written"),
        ("4.3", State.POSTPONED, "postponed"),
    ],
)
def test_a_state_is_proposed_with_the_words_that_suggest_it(paper: Proposal, number, state, words) -> None:
    proposed = action(paper, number).proposed
    assert (proposed.state, proposed.words) == (state, words)


def test_a_stray_mark_is_a_doubt_with_its_cell(paper: Proposal) -> None:
    marks = [doubt for doubt in paper.doubts if doubt.kind == "stray mark"]
    assert [doubt.place for doubt in marks] == ["table 2, row 4, column Progress"]


def test_every_lost_tick_is_a_doubt(paper: Proposal) -> None:
    ticks = [doubt.key for doubt in paper.doubts if doubt.kind == "tick"]
    assert ticks == ["tick:9.1", "tick:10(1)", "tick:11.1", "tick:12.1", "tick:14.1"]


def test_a_tick_that_shows_is_no_doubt() -> None:
    text = "9.0 Exempt\n\n9.1 Is this exempt? ☐ Yes ☒ No\n\n" + plan_text("1\tOne\tDo it\tAB\tJune\tdone").decode()
    assert "tick" not in kinds(proposal_of(text.encode()))


def test_header_facts_and_sections_are_offered_as_text(paper: Proposal) -> None:
    assert paper.header["Report to"] == "Children and Families Committee"
    assert [section.number for section in paper.body] == ["1", "2", "9", "10", "11", "12", "14"]
    considerations = paper.body[1]
    assert considerations.paragraphs[0].text.endswith("by the RQ (Regional quality) group in Braeside.")
    assert considerations.paragraphs[2].bullet


def test_a_table_that_is_no_plan_is_listed_with_its_places(paper: Proposal) -> None:
    assert ("table 1, row 2, column 2", "Manager of Something") in [(left.place, left.text) for left in paper.unplaced]


def test_a_blank_line_and_a_repeated_heading_are_page_breaks() -> None:
    paper = proposal_of(plan_text("1\tOne\tDo it\tAB\tJune\tdone", "", HEADING, "2\tTwo\tSee it\tAB\tMay\tdone"))
    assert [recommendation.title for recommendation in paper.recommendations] == ["One", "Two"]


def test_an_empty_lead_is_a_doubt_until_it_is_answered() -> None:
    content = plan_text("1\tOne\tDo it\t\tJune\tdone")
    assert "lead:1.1" in {doubt.key for doubt in proposal_of(content).doubts}
    answered = proposal_of(content, answers={"lead:1.1": "FG"})
    assert answered.actions[0].leads == ("FG",)
    assert "lead:1.1" not in {doubt.key for doubt in answered.doubts}


def test_initials_that_nobody_has_are_a_doubt_only_where_people_are_known() -> None:
    content = plan_text("1\tOne\tDo it\tAB ZZ\tJune\tdone")
    assert "unknown initials" not in kinds(proposal_of(content))
    found = proposal_of(content, known_initials=frozenset({"ab"}))
    assert [doubt.key for doubt in found.doubts if doubt.kind == "unknown initials"] == ["initials:ZZ"]


def test_text_that_stops_in_the_middle_is_a_doubt() -> None:
    paper = proposal_of(plan_text("1\tOne\tDo it\tAB\tJune\tThe work is waiting for the"))
    assert "cut:1.1" in {doubt.key for doubt in paper.doubts}


def test_a_date_that_cannot_be_read_is_a_doubt_and_keeps_its_words() -> None:
    paper = proposal_of(plan_text("1\tOne\tDo it\tAB\tWhen funds allow\tdone"))
    assert paper.actions[0].review.text == "When funds allow"
    assert "date:1.1.review" in {doubt.key for doubt in paper.doubts}


def test_a_pipe_table_is_read_like_any_other() -> None:
    content = (
        "| Theme | Action | Lead | Review date | Progress |\n|---|---|---|---|---|\n"
        "| Homes | <ul><li>Find carers</li><li>Train carers</li></ul> | AB<br>CdE | May 2024<br>June 2024 "
        "| In place<br>Underway |\n"
    )
    paper = proposal_of(content.encode())
    assert [(a.text, a.leads, a.review.text) for a in paper.actions] == [
        ("Find carers", ("AB",), "May 2024"),
        ("Train carers", ("CdE",), "June 2024"),
    ]
    assert [a.progress[0].text for a in paper.actions] == ["In place", "Underway"]


def test_an_action_with_one_lead_and_several_paragraphs_of_progress_is_one_action() -> None:
    paper = proposal_of(plan_text("1\tOne\tDo it\tAB\tJune\t<p>First part is over.</p> <p>Second part began.</p>"))
    assert [len(found.progress) for found in paper.actions] == [2]
    assert not kinds(paper) & {"pairing", "progress"}


def test_two_leads_beside_one_action_and_one_date_are_joint() -> None:
    paper = proposal_of(plan_text("1\tOne\tDo it\t<p>AB</p> <p>CdE</p>\tJune\tdone"))
    assert [found.leads for found in paper.actions] == [("AB", "CdE")]


def test_a_proposal_can_wait_as_json_and_come_back(paper: Proposal) -> None:
    import json

    assert Proposal.from_dict(json.loads(json.dumps(paper.to_dict()))) == paper


def test_a_table_written_out_in_html_is_read_with_its_merged_cells() -> None:
    content = """<p>Date of Meeting: 14 November 2024</p><div>Bare words</div><table>
    <tr><th>Theme</th><th>Action</th><th>Lead</th><th>Review date</th><th>Progress</th></tr>
    <tr><td rowspan="2">Homes</td><td>Find carers</td><td rowspan="2">AB<br>CdE</td><td>June</td><td>In place</td></tr>
    <tr><td>Paint &amp; mend</td><td>July</td><td><ul><li>First coat</li><li>Second coat</li></ul></td></tr></table>"""
    paper = proposal_of(content.encode())
    assert [(found.title, len(found.actions)) for found in paper.recommendations] == [("Homes", 2)]
    found = paper.actions[1]
    assert (found.text, found.leads, found.review.text) == ("Paint & mend", ("AB", "CdE"), "July")
    assert [entry.text for entry in found.progress] == ["First coat", "Second coat"]
    assert paper.dated_on == date(2024, 11, 14)
    assert paper.body[0].paragraphs[0].text == "Bare words"


def test_a_list_inside_a_point_of_an_html_list_belongs_to_that_point() -> None:
    actions = "<ul><li>Find carers<ul><li>in the town</li><li>in the glen</li></ul></li><li>Train them</li></ul>"
    progress = "<ol><li>Advert out<ul><li>in the paper</li></ul></li><li>Dates set</li></ol>"
    paper = proposal_of(plan_text(f"1\tOne\t{actions}\tAB<br/>CD\tJune<br>July\t{progress}", heading=SHORT))
    assert [(found.text, found.leads, [entry.text for entry in found.progress]) for found in paper.actions] == [
        ("Find carers\nin the town\nin the glen", ("AB",), ["Advert out", "in the paper"]),
        ("Train them", ("CD",), ["Dates set"]),
    ]
    assert "progress" not in kinds(paper)


def test_no_tag_of_a_table_inside_an_html_cell_is_left_in_its_words() -> None:
    cell = "before <table><tbody><tr><td>left</td><td>right</td></tr></tbody></table><h4>after</h4>"
    paper = proposal_of(plan_text(f"1\tOne\tDo it\tAB\tJune\t{cell}", heading=SHORT))
    assert [entry.text for entry in paper.actions[0].progress] == ["before", "left", "right", "after"]


@pytest.mark.parametrize("furniture", ["Page 3 of 9", "page 3", "- 3 -"])
def test_a_page_number_among_the_rows_names_no_recommendation(furniture: str) -> None:
    rows = [f"{number} Theme\tDo {number}\tAB\tJune\tdone" for number in range(1, 7)]
    content = "\n".join(("Theme\tAction\tLead\tReview date\tProgress", *rows[:3], furniture, *rows[3:]))
    paper = proposal_of(content.encode())
    assert [found.number for found in paper.recommendations] == ["1", "2", "3", "4", "5", "6"]
    held = [left.text for left in paper.unplaced] + [entry.text for found in paper.actions for entry in found.progress]
    assert any(furniture.strip("- ") in words for words in held)
