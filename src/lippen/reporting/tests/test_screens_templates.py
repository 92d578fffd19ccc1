"""The clerk's pages for templates: found from the papers, changed step by step, refused in words, undone."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.urls import reverse

from lippen.reporting import actions, queries
from lippen.reporting.papers.template import read_text
from lippen.reporting.rows import TemplateRow
from lippen.reporting.tests.screens import Desk, desk, quick_files, signed_in, text_of
from lippen.reporting.tests.template_pages import begun, usual
from lippen.reporting.tests.world import TODAY

pytestmark = pytest.mark.django_db
SECTION = {"title": "Risks", "guidance": "What could go wrong.", "required": "on", "drafted_by": "late"}


@pytest.fixture(autouse=True)
def today(settings) -> Iterator[None]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield


@pytest.fixture
def at(today) -> Desk:
    return desk()


def opens(at: Desk, name: str, *more: object, who: object = None) -> object:
    """The clerk opens one of the usual template's pages."""
    row = usual(at.there)
    return signed_in(who or at.there.clerk).get(reverse(f"reporting:{name}", args=[row.ref, *more]))


def sends(at: Desk, page_name: str, /, *more: object, address: str = "", **fields: object) -> object:
    """The clerk sends one of its forms, over the draft as it is."""
    row = usual(at.there)
    number = row.draft.number if row.draft else 1
    sent = {"form_token": str(uuid4()), "number": number, **fields}
    url = reverse(f"reporting:{page_name}", args=[row.ref, *more]) + address
    return signed_in(at.there.clerk).post(url, sent, follow=True)


def draft(at: Desk) -> object:
    """The draft as a template."""
    row: TemplateRow = usual(at.there)
    assert row.draft is not None
    return read_text(row.draft.content)


def test_templates_are_found_from_the_papers_by_clerks_and_writers_alone(at) -> None:
    papers = reverse("reporting:papers")
    for who, sees in ((at.there.clerk, True), (at.there.author, True), (at.councillor, False)):
        assert (reverse("reporting:templates") in text_of(signed_in(who).get(papers))) is sees
    page = text_of(signed_in(at.there.clerk).get(reverse("reporting:templates")))
    assert "Board pack" in page and "Members&#x27; briefing" in page


def test_a_writer_reads_a_template_and_is_told_who_changes_it(at) -> None:
    page = text_of(opens(at, "template", who=at.there.author))
    assert "The committee clerk or the proper officer changes templates." in page
    assert "Change this template" not in page


def test_a_clerk_begins_a_draft_adds_a_section_moves_it_and_puts_it_in_force(at) -> None:
    answer = sends(at, "template_start", 1)
    assert "The draft is begun." in text_of(answer)
    answer = sends(at, "template_add", "report", address="?kind=text", **SECTION)
    assert "“Risks” is added at the end." in text_of(answer)
    answer = sends(at, "template_draft", do="up:risks")
    assert "The section is moved." in text_of(answer)
    assert [section.title for section in draft(at).sections][-2] == "Risks"
    day = {"in_force_from_day": "17", "in_force_from_month": "10", "in_force_from_year": "2012"}
    answer = sends(at, "template_in_force", note="Members asked for risks", **day)
    assert "Version 2 is in force from 17 October 2012." in text_of(answer)
    assert usual(at.there).in_force.version == 2


def test_what_would_make_an_unsignable_paper_is_said_on_the_draft_and_refused(at) -> None:
    begun(at.there)
    page = text_of(sends(at, "template_draft", do="remove:recommendations"))
    assert "It has no section with recommendations" in page
    day = {"in_force_from_day": "17", "in_force_from_month": "10", "in_force_from_year": "2012"}
    page = text_of(sends(at, "template_in_force", note="Shorter", **day))
    assert "There is a problem" in page and usual(at.there).in_force.version == 1


def test_taking_out_can_be_undone_and_a_draft_can_be_set_aside(at) -> None:
    begun(at.there)
    sends(at, "template_draft", do="remove:workforce")
    assert "Undone: Took out “Workforce capacity and current issues”." in text_of(
        sends(at, "template_draft", do="undo")
    )
    assert "workforce" in {section.key for section in draft(at).sections}
    assert "The draft is set aside." in text_of(sends(at, "template_draft", do="aside"))
    assert usual(at.there).draft is None


def test_a_change_over_what_somebody_else_changed_is_refused_in_words(at) -> None:
    row = begun(at.there)
    sends(at, "template_draft", do="remove:workforce")
    page = text_of(sends(at, "template_draft", do="remove:purpose", number=row.draft.number))
    assert "Somebody has changed this draft since you opened it." in page
    assert "purpose" in {section.key for section in draft(at).sections}


def test_each_kind_of_section_asks_what_it_needs(at) -> None:
    begun(at.there)
    assert "Table: rows from the plan" in text_of(opens(at, "template_add", "report"))
    needs = {
        "choice": "Answers to tick",
        "declaration": "What is declared",
        "table": "What are its rows?",
        "figure": "Which figure?",
        "list": "Words before the list",
        "text": "Parts, one to a line",
    }
    url = reverse("reporting:template_add", args=[usual(at.there).ref, "report"])
    for kind, words in needs.items():
        assert words in text_of(signed_in(at.there.clerk).get(f"{url}?kind={kind}")), kind
    assert signed_in(at.there.clerk).get(f"{url}?kind=poem").status_code == 404
    page_one = reverse("reporting:template_add", args=[usual(at.there).ref, "members"])
    assert signed_in(at.there.clerk).get(f"{page_one}?kind=choice").status_code == 404


def test_a_figure_a_table_of_ones_own_and_a_choice_are_added_by_their_forms(at) -> None:
    begun(at.there)
    plain = {"guidance": "For the board.", "required": ""}
    sends(at, "template_add", "report", address="?kind=figure", title="Late", figure="chart_late", **plain)
    own = {"title": "Visits", "table": "own", "columns": "Team\nVisits"}
    sends(at, "template_add", "report", address="?kind=table", **own, **plain)
    asked = {"title": "Heard", "words": "Were children heard?", "options": "Yes\nNo", "note_when": "No"}
    sends(at, "template_add", "report", address="?kind=choice", **asked, **plain)
    found = {section.title: section for section in draft(at).sections[-3:]}
    assert found["Late"].figure == "chart_late" and found["Visits"].typed_columns == ("Team", "Visits")
    assert found["Heard"].question.note_when == {"no"} and found["Heard"].question.options[0].label == "Yes"


def test_priorities_of_a_new_plan_period_are_set_by_the_clerk(at) -> None:
    begun(at.there)
    days = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2031"}
    days |= {"ends_on_day": "1", "ends_on_month": "4", "ends_on_year": "2036"}
    sends(at, "template_priorities", "add", period="2031 to 2036", options="Children first\nWork for all", **days)
    assert [option.label for option in draft(at).priorities[-1].options] == ["Children first", "Work for all"]
    sends(at, "template_priorities", "2", period="x", options="x", _remove="1", **days)
    assert len(draft(at).priorities) == 2


def test_a_draft_is_tried_by_a_clerk_on_a_signed_paper_and_by_a_writer_on_a_plan(at) -> None:
    at.signed()
    begun(at.there)
    paper = opens(at, "template_preview", "draft", at.ref, "html")
    assert paper.status_code == 200 and "Draft, not signed" in paper.content.decode()
    plan = at.there.plan.ref
    tried = opens(at, "template_preview", "draft", plan, "pdf", who=at.there.author)
    assert tried.status_code == 200 and tried.content.startswith(b"%PDF")
    assert opens(at, "template_preview", "draft", plan, "html").status_code in {403, 404}
    assert opens(at, "template_preview", "7", at.ref, "html").status_code == 404


def test_without_anything_signed_the_clerk_is_told_who_can_try_it(at) -> None:
    assert "Somebody who writes papers can open this page" in text_of(opens(at, "template"))


def test_a_paper_is_opened_on_the_template_that_is_chosen(at) -> None:
    page = text_of(signed_in(at.there.author).get(reverse("reporting:open_paper")))
    assert "On which template?" in page and "Board pack" in page
    parts = {"day": "17", "month": "10", "year": "2012"}
    sent = {"form_token": str(uuid4()), "plan": at.there.plan.ref, "meeting": at.there.meeting, "subject": "Briefing"}
    sent |= {"template": "members-briefing", "report_by": at.there.head.person_id}
    for name in ("text_closed_on", "issue_on"):
        sent |= {f"{name}_{part}": value for part, value in parts.items()}
    for name, day, month in (("period_starts_on", 1, 7), ("period_last_on", 30, 9), ("data_as_at", 30, 9)):
        sent |= {f"{name}_day": day, f"{name}_month": month, f"{name}_year": "2012"}
    answer = signed_in(at.there.author).post(reverse("reporting:open_paper"), sent, follow=True)
    assert "The paper is open." in text_of(answer)
    with at.there.as_(at.there.author) as author:
        assert "members-briefing" in {row.template_key for row in queries.papers(author)}


def test_the_rows_of_a_table_are_typed_cell_by_cell_and_empty_ones_are_left_out(at) -> None:
    at.ref = at.there.opened(form="board-pack").ref
    cells = {"cell_0_0": "Two workers", "cell_0_1": "£90,000", "cell_0_3": "Reserves", "cell_2_0": "A | car"}
    at.sends(at.there.author, "section", "money", version=0, **cells)
    assert at.words("money") == ("Two workers | £90,000 |  | Reserves", "A / car |  |  |")
    page = text_of(at.opens(at.there.author, "section", "money"))
    assert 'value="Reserves"' in page and 'name="cell_4_0"' in page
    assert '<th scope="row">Two workers</th>' in text_of(at.opens(at.there.author, "paper"))


def test_nobody_else_finds_a_councils_templates(at) -> None:
    row = usual(at.there)
    answer = signed_in(at.there.stranger).get(reverse("reporting:template", args=[row.ref]))
    assert answer.status_code == 404
    assert opens(at, "template_start", 1, who=at.there.author).status_code == 403


def test_a_copy_is_begun_by_its_name_and_a_second_of_that_name_is_refused(at) -> None:
    assert "The new template is begun." in text_of(sends(at, "template_copy", name="Quarterly report"))
    assert "There is a template of that name already." in text_of(sends(at, "template_copy", name="quarterly report"))


def test_a_template_out_of_use_says_so_and_can_come_back(at) -> None:
    row = usual(at.there, key="board-pack")
    with at.there.as_(at.there.clerk) as clerk:
        given = {"on": TODAY, "note": "The board met for the last time.", "at": at.there.at()}
        actions.take_template_out_of_use(actor=clerk, template_ref=row.ref, **given)
    page = text_of(signed_in(at.there.clerk).get(reverse("reporting:template", args=[row.ref])))
    assert "Out of use from 17 October 2012" in page and "Go back to version 1" in page
