from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from lippen.kernel.models import Draft
from lippen.reporting.models import PaperText
from lippen.reporting.tests.screens import Desk, desk, quick_files, text_of
from lippen.reporting.tests.world import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings) -> Iterator[None]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield


@pytest.fixture
def at(today) -> Desk:
    return desk()


def test_a_section_is_saved_and_shown_on_the_paper(at) -> None:
    words = "One post is empty.\n\nIt is advertised."
    answer = at.sends(at.there.author, "section", "workforce", words=words, version=0)
    assert "Workforce capacity and current issues is saved." in text_of(answer)
    assert at.words("workforce") == ("One post is empty.", "It is advertised.")
    assert f"Written by {at.there.author.name}" in text_of(answer)


def test_a_required_section_without_a_draft_is_never_saved_empty(at) -> None:
    page = text_of(at.sends(at.there.author, "section", "workforce", words="  ", version=0))
    assert "If there is nothing to say, write None." in page and "There is a problem" in page
    assert at.count(PaperText) == 0


def test_a_form_that_is_sent_twice_is_recorded_once(at) -> None:
    token = str(uuid4())
    for _ in range(2):
        answer = at.sends(at.there.author, "section", "workforce", token=token, words="Once.", version=0)
    assert "Workforce capacity and current issues is saved." in text_of(answer)
    assert at.count(PaperText, section="workforce") == 1


def test_when_two_write_the_others_text_is_shown_and_ones_own_is_kept(at) -> None:
    at.sends(at.there.head, "section", "workforce", words="Theirs, saved first.", version=0)
    page = text_of(at.sends(at.there.author, "section", "workforce", words="Mine, saved second.", version=0))
    assert f"What {at.there.head.name} saved meanwhile" in page and "Theirs, saved first." in page
    assert "Mine, saved second.</textarea>" in page and 'name="version" value="1"' in page
    assert at.words("workforce") == ("Theirs, saved first.",)
    at.sends(at.there.author, "section", "workforce", words="Both, put together.", version=1)
    assert at.words("workforce") == ("Both, put together.",)


def test_a_draft_saved_unchanged_goes_on_following_the_plan(at) -> None:
    drafted = at.words("purpose")
    at.sends(at.there.author, "section", "purpose", words="\n\n".join(drafted), version=0)
    section = next(found for found in at.view().sections if found.key == "purpose")
    assert section.paragraphs == drafted and not section.written


def test_lippens_draft_can_be_put_back_and_nothing_is_saved_until_the_author_saves(at) -> None:
    drafted = at.words("purpose")
    at.sends(at.there.author, "section", "purpose", words="My own words.", version=0)
    assert "Put Lippen's draft back" in text_of(at.opens(at.there.author, "section", "purpose"))
    answer = at.sends(at.there.author, "section", "purpose", words="Typing on", version=1, _redraft="1")
    assert answer.context["form"]["words"].value() == "\n\n".join(drafted)
    assert at.words("purpose") == ("My own words.",)


def test_what_was_typed_is_kept_as_a_draft_and_shown_beside_what_the_paper_says(at) -> None:
    at.sends(at.there.author, "section", "workforce", words="Half a sen", version=0, _draft="1")
    assert at.count(Draft, subject_key=f"{at.ref}-workforce", account_id=at.there.author.account_id) == 1
    page = text_of(at.opens(at.there.author, "section", "workforce"))
    assert "Half a sen</textarea>" in page and "What the paper says now" in page
    assert "Half a sen" not in text_of(at.opens(at.there.head, "section", "workforce"))


def test_a_section_that_the_form_does_not_have_is_not_there(at) -> None:
    assert at.opens(at.there.author, "section", "nonsense").status_code == 404
    assert at.opens(at.there.author, "question", "nonsense").status_code == 404
    assert at.opens(at.there.author, "difference", 77).status_code == 404
    assert at.opens(at.there.author, "line", "action-nonsense").status_code == 404


def test_a_question_needs_an_answer_and_keeps_the_one_that_is_given(at) -> None:
    page = text_of(at.sends(at.there.author, "question", "exempt", note="Why"))
    assert "Choose an answer. We never choose one for you." in page and "Why</textarea>" in page
    at.sends(at.there.author, "question", "exempt", ticked="no", note="")
    assert next(asked.ticked for asked in at.view().questions if asked.key == "exempt") == ("no",)


def test_too_early_needs_a_day_that_is_still_to_come_and_says_so_at_the_day(at) -> None:
    fields = {"text": "Workers are being trained.", "kind": "too_early", "source": ""}
    answer = at.sends(at.there.author, "difference", 1, **fields)
    sentence = "It is too early to say. Give a day to come by which we shall know."
    assert answer.context["form"].errors["know_by"] == [sentence]
    at.sends(at.there.author, "difference", 1, know_by_day="31", know_by_month="1", know_by_year="2013", **fields)
    assert at.view().themes[0].difference.know_by.isoformat() == "2013-01-31"


def test_a_line_edited_by_the_author_is_agreed_by_its_lead_in_the_version_that_she_saw(at) -> None:
    line = at.view().lines[0]
    at.sends(at.there.author, "line", line.action_ref, words="Half is done.", version=line.line.version)
    stale = at.sends(at.there.lead, "lines", **{f"agree_{line.action_ref}": line.line.version})
    assert "Somebody has saved this since you opened it." in text_of(stale)
    seen = at.view().lines[0].line.version
    answer = at.sends(at.there.lead, "lines", **{f"agree_{line.action_ref}": seen})
    assert "Agreed: 1 committee line." in text_of(answer)
    assert at.view().lines[0].line.step == "agreed"


def test_nobody_but_a_lead_is_offered_a_line_to_agree_or_may_agree_it(at) -> None:
    line = at.view().lines[0]
    assert f'name="agree_{line.action_ref}"' in text_of(at.opens(at.there.lead, "lines"))
    assert "I agree this line" not in text_of(at.opens(at.there.head, "lines"))
    answer = at.sends(at.there.head, "lines", **{f"agree_{line.action_ref}": line.line.version})
    assert "A lead of action 1.1 agrees its line" in text_of(answer)


def test_agreeing_nothing_says_to_tick_first(at) -> None:
    assert "Tick the lines that you agree, then send." in text_of(at.sends(at.there.lead, "lines"))
