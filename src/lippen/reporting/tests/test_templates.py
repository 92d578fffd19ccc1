"""Templates as data: changed as a draft, put in force from a day; papers keep the version they were opened with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from lippen.improvement.models import Evidence
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.models import PaperText, TemplateVersion
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.editing import PAGE_ONE, REPORT
from lippen.reporting.papers.template import FOLDER, read_text
from lippen.reporting.tests.template_pages import begun, in_force_again, usual
from lippen.reporting.tests.world import TODAY, World, blocks, refused

pytestmark = pytest.mark.django_db
PLAIN = {"title": "Risks", "kind": "text", "required": True, "guidance": "What could go wrong, and what is done."}
PARTS = {
    "name": "Progress report on an improvement plan",
    "has_members": True,
    "members_title": "For members: one page",
    "members_most_lines": 24,
    "has_children": True,
    "children_title": "What is different for children?",
    "children_guidance": "Say how you know.",
    "has_appendix": True,
    "appendix_title": "Appendix 1",
    "authors_heading": "Author(s)",
    "approvers_heading": "Approved by",
}


@pytest.fixture(autouse=True)
def quick_files() -> Iterator[None]:
    """The renderers have their own tests; here a file is a few bytes."""
    with patch("lippen.reporting.actions.signing.rendered", lambda content, kind, at: str(kind).encode()):
        yield


def change(there: World, do: Callable[..., Any], **given: Any) -> Any:
    """One change of the usual template's draft, by the clerk."""
    row = begun(there)
    assert row.draft is not None
    with there.as_(there.clerk) as clerk:
        return do(actor=clerk, template_ref=row.ref, number=row.draft.number, at=there.at(), **given)


def put_in_force(there: World, on: date = TODAY) -> int:
    """The draft in force from a day."""
    return change(there, actions.put_template_in_force, in_force_from=on, note="Asked for by members")


def titles(there: World, page: str = "sections") -> list[str]:
    """The titles of the draft's sections."""
    draft = begun(there).draft
    assert draft is not None
    return [section.title for section in getattr(read_text(draft.content), page)]


def test_a_council_gets_the_shipped_templates_word_for_word_with_its_first_committee(there: World) -> None:
    kept = {v.template.key: v.content for v in TemplateVersion.objects.select_related("template")}
    files = {json.loads(text)["key"]: text for text in (path.read_text("utf-8") for path in FOLDER.glob("*.json"))}
    assert kept == files and set(kept) == {"progress-report", "board-pack", "members-briefing"}


def test_the_shipped_form_is_the_one_that_signed_papers_stand_on() -> None:
    shipped = (FOLDER / "progress_report.json").read_bytes()
    known = "089af4404969d6cdc9f6b4905cde8e25e16c7618b7fa711d136da151c7823d2c"
    assert hashlib.sha256(shipped).hexdigest() == known, "papers that are signed could not be rebuilt: make a version 2"


def test_a_second_committee_installs_nothing_again(there: World) -> None:
    before = TemplateVersion.objects.count()
    with there.as_(there.clerk) as clerk:
        actions.found_committee(actor=clerk, authority_id=there.authority.pk, name="Another", at=there.at())
    assert TemplateVersion.objects.count() == before


def test_a_section_is_added_renamed_moved_and_taken_out_and_the_numbers_follow(there: World) -> None:
    change(there, actions.add_template_section, page=REPORT, given=PLAIN)
    assert titles(there)[-1] == "Risks"
    change(there, actions.move_template_section, key="risks", steps=-13)
    change(there, actions.change_template_section, key="risks", given={**PLAIN, "title": "What could go wrong"})
    change(there, actions.remove_template_section, key="workforce")
    found = titles(there)
    assert found[1] == "What could go wrong" and "Workforce capacity and current issues" not in found
    draft = begun(there).draft
    assert draft is not None
    numbers = [section.number for section in read_text(draft.content).sections]
    assert numbers == list(range(1, 15))


def test_undoing_brings_back_what_the_last_change_took(there: World) -> None:
    before = titles(there)
    change(there, actions.remove_template_section, key="workforce")
    assert change(there, actions.undo_template_change) == "Took out “Workforce capacity and current issues”"
    assert titles(there) == before


def test_a_change_over_an_older_draft_is_refused(there: World) -> None:
    row = begun(there)
    change(there, actions.add_template_section, page=REPORT, given=PLAIN)
    with there.as_(there.clerk) as clerk:
        given = {"actor": clerk, "template_ref": row.ref, "number": row.draft.number, "at": there.at()}
        why = refused(actions.remove_template_section, key="purpose", **given)
    assert "since you opened it" in why


def test_a_paper_keeps_the_version_that_it_was_opened_with_and_the_next_gets_the_new_one(there: World) -> None:
    ref = there.signed()
    with there.as_(there.author) as author:
        signed = queries.signed_paper(author, ref)
    open_before = there.opened(period_starts_on=date(2012, 6, 1)).ref
    change(there, actions.add_template_section, page=REPORT, given=PLAIN)
    assert put_in_force(there) == 2
    after = there.opened(period_starts_on=date(2012, 5, 1)).ref
    with there.as_(there.author) as author:
        rows = {row.ref: row.template_version for row in queries.papers(author)}
        again = queries.content(author, ref, known_at=signed.known_at)
        keys = {
            ref: {s.key for s in queries.paper(author, ref, at=there.at()).sections} for ref in (open_before, after)
        }
    assert rows == {ref: 1, open_before: 1, after: 2}
    assert content_hash(again) == signed.sha256
    assert "risks" in keys[after] and "risks" not in keys[open_before]
    assert "15. Risks is empty" in " ".join(blocks(there, after))


def test_a_version_counts_from_its_day_and_not_before(there: World) -> None:
    put_in_force(there, on=TODAY + timedelta(days=3))
    assert usual(there).in_force.version == 1 and usual(there).coming.version == 2
    with there.as_(there.clerk) as clerk:
        then = queries.template_row(clerk, usual(there).ref, on=TODAY + timedelta(days=3))
    assert then.in_force.version == 2


def test_going_back_is_a_new_version_that_says_what_the_old_one_said(there: World) -> None:
    change(there, actions.remove_template_section, key="workforce")
    put_in_force(there)
    row = usual(there)
    with there.as_(there.clerk) as clerk:
        actions.start_template_draft(actor=clerk, template_ref=row.ref, version=1, at=there.at())
    assert put_in_force(there) == 3
    assert [s.key for s in read_text(usual(there).in_force.content).sections][3] == "workforce"


def without(there: World, *names: str) -> None:
    change(there, actions.change_template_parts, given={**PARTS, **dict.fromkeys(names, "")})


UNSIGNABLE: dict[str, tuple[Callable[[World], object], str]] = {
    "recommendations": (
        lambda there: change(there, actions.remove_template_section, key="recommendations"),
        "no section with recommendations",
    ),
    "exempt": (
        lambda there: change(there, actions.remove_template_section, key="exempt"),
        "whether the report is exempt",
    ),
    "authors": (lambda there: without(there, "authors_heading"), "names no author"),
    "approvers": (lambda there: without(there, "approvers_heading"), "names nobody who approves"),
    "twice": (
        lambda there: change(there, actions.add_template_section, page=REPORT, given={**PLAIN, "title": "Purpose"}),
        "Two sections are called",
    ),
    "answers": (
        lambda there: change(
            there,
            actions.add_template_section,
            page=REPORT,
            given={**PLAIN, "kind": "choice", "words": "Was it asked?", "options": []},
        ),
        "no answers to tick",
    ),
    "priorities": (
        lambda there: change(there, actions.change_template_priorities, place=0, given=None),
        "none are set for",
    ),
    "columns": (
        lambda there: change(
            there,
            actions.add_template_section,
            page=REPORT,
            given={**PLAIN, "kind": "table", "table": "own", "columns": []},
        ),
        "needs from one to 6 columns",
    ),
}


@pytest.mark.parametrize("what", UNSIGNABLE)
def test_a_template_on_which_no_paper_could_be_signed_is_not_put_in_force(what: str, there: World) -> None:
    spoil, sentence = UNSIGNABLE[what]
    spoil(there)
    assert sentence in refused(put_in_force, there)
    assert len(usual(there).versions) == 1


def test_answers_that_the_rules_of_signing_read_cannot_be_changed(there: World) -> None:
    given = {**PLAIN, "kind": "choice", "title": "Exempt", "words": "Is it exempt?", "options": ["Perhaps"]}
    change(there, actions.change_template_section, key="exempt", given=given)
    draft = begun(there).draft
    assert draft is not None
    question = read_text(draft.content).section("exempt").question
    assert question is not None and [option.key for option in question.options] == ["yes", "no"]
    assert question.words == "Is it exempt?" and question.note_when == {"yes"}


def test_priorities_are_edited_by_plan_period_and_one_whose_words_stay_keeps_its_key(there: World) -> None:
    given = {
        "period": "2009 to 2015",
        "starts_on": date(2009, 4, 1),
        "ends_on": date(2016, 1, 1),
        "options": ["Places are safer to live in", "Nobody waits"],
    }
    change(there, actions.change_template_priorities, place=0, given=given)
    draft = begun(there).draft
    assert draft is not None
    found = read_text(draft.content).priorities_on(TODAY)
    assert found is not None and [option.key for option in found.options] == ["safer", "nobody-waits"]


def test_page_one_has_no_room_for_a_question(there: World) -> None:
    given = {**PLAIN, "kind": "choice", "words": "Was it asked?", "options": ["Yes"]}
    change(there, actions.add_template_section, page=PAGE_ONE, given=given)
    assert "page one has room for none" in refused(put_in_force, there)


def test_a_day_that_is_past_is_refused(there: World) -> None:
    begun(there)
    assert "is past" in refused(put_in_force, there, on=TODAY - timedelta(days=1))


def test_another_template_is_made_from_one_and_papers_are_opened_on_it_once_it_is_in_force(there: World) -> None:
    row = usual(there)
    with there.as_(there.clerk) as clerk:
        made = actions.copy_template(actor=clerk, template_ref=row.ref, name="Quarterly report", at=there.at())
        assert "quarterly-report" not in dict(queries.to_choose(clerk, [there.authority.pk], on=TODAY))
        fresh = queries.template_row(clerk, made, on=TODAY)
        actions.put_template_in_force(
            actor=clerk,
            template_ref=made,
            number=fresh.draft.number,
            in_force_from=TODAY,
            note="New",
            at=there.at(),
        )
        assert dict(queries.to_choose(clerk, [there.authority.pk], on=TODAY))["quarterly-report"] == "Quarterly report"
    assert there.opened(form="quarterly-report").template_key == "quarterly-report"


def test_no_paper_is_opened_on_a_template_that_is_out_of_use_and_the_usual_one_stays(there: World) -> None:
    row = usual(there, key="board-pack")
    with there.as_(there.clerk) as clerk:
        given = {"actor": clerk, "on": TODAY, "note": "The board met for the last time", "at": there.at()}
        actions.take_template_out_of_use(template_ref=row.ref, **given)
        assert "rather than take it out" in refused(
            actions.take_template_out_of_use, template_ref=usual(there).ref, **given
        )
    assert "no such template in force" in refused(there.opened, form="board-pack")


def test_only_clerks_and_proper_officers_change_templates_and_another_councils_are_not_there(there: World) -> None:
    row = usual(there)
    given = {"template_ref": row.ref, "version": 1, "at": there.at()}
    with there.as_(there.author) as author, pytest.raises(NotAllowed):
        actions.start_template_draft(actor=author, **given)
    outside = factories.actor(factories.authority(), Role.COMMITTEE_CLERK)
    with there.as_(outside) as clerk, pytest.raises(NotVisible):
        actions.start_template_draft(actor=clerk, **given)
    officer = factories.actor(there.authority, Role.PROPER_OFFICER)
    with there.as_(officer) as proper:
        assert actions.start_template_draft(actor=proper, **given) == 1


def test_a_clerk_who_reads_no_plan_tries_a_draft_on_a_signed_paper_and_stays_a_clerk(there: World) -> None:
    ref = there.signed()
    change(there, actions.add_template_section, page=REPORT, given={**PLAIN, "drafted_by": "late"})
    draft = begun(there).draft
    assert draft is not None
    with there.as_(there.clerk) as clerk:
        made = queries.preview_on_a_paper(clerk, ref, read_text(draft.content), today=TODAY)
        assert not PaperText.objects.exists() and not Evidence.objects.exists()
    headings = [b["text"] for part in made["parts"] for b in part["blocks"] if b["kind"] == "heading"]
    assert "Risks" in headings and made["template"]["key"] == "progress-report"


def test_what_a_clerk_may_not_read_is_not_there_to_try_a_template_on(there: World) -> None:
    ref = there.opened().ref
    form = read_text(usual(there).in_force.content)
    with there.as_(there.clerk) as clerk, pytest.raises(NotVisible):
        queries.preview_on_a_paper(clerk, ref, form, today=TODAY)


def test_two_versions_on_one_day_and_the_later_counts(there: World) -> None:
    in_force_again(there)
    in_force_again(there)
    assert usual(there).in_force.version == 3
