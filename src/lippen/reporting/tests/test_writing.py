"""What is written on a paper while it is open, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from lippen.kernel.models import AuditEntry
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.tests.screens import signed_in, text_of
from lippen.reporting.tests.world import TODAY, World, blocks, covered, refused, say

pytestmark = pytest.mark.django_db


def test_text_does_not_change_after_it_closed_until_that_day_is_moved(there: World) -> None:
    ref = there.opened(text_closed_on=date(2012, 10, 16)).ref
    with there.as_(there.author) as actor:
        assert "closed on 16 October 2012" in refused(there.write, actor, ref, "purpose", "Late.")
        actions.move_dates(
            actor=actor,
            paper_ref=ref,
            meeting_ref=there.meeting,
            period_starts_on=date(2012, 7, 1),
            period_ends_on=date(2012, 10, 1),
            data_as_at=date(2012, 9, 30),
            text_closed_on=TODAY,
            issue_on=TODAY,
            at=there.at(),
        )
        assert there.write(actor, ref, "purpose", "In time.") == 1


def test_two_tabs_never_overwrite_each_other(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        there.write(actor, ref, "purpose", "First tab.")
        assert "since you opened it" in refused(there.write, actor, ref, "purpose", "Second tab.")
        assert there.write(actor, ref, "purpose", "Second tab, seen.", version=1) == 2


def test_only_a_lead_agrees_a_line_and_only_in_the_words_seen(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        view = queries.paper(actor, ref, at=there.at()).lines[0]
        given = {"paper_ref": ref, "action_ref": view.action_ref}
        assert "agrees its line" in refused(actions.agree_line, actor=actor, version=0, at=there.at(), **given)
        there.edit(actor, ref, view.action_ref, 0)
    with there.as_(there.lead) as actor:
        assert "since you opened it" in refused(actions.agree_line, actor=actor, version=0, at=there.at(), **given)
        actions.agree_line(actor=actor, version=1, at=there.at(), **given)
        assert queries.paper(actor, ref, at=there.at()).lines[0].line.step == "agreed"


def test_whoever_covers_for_a_lead_agrees_the_lines(there: World, settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    ref = there.opened().ref
    stand_in = factories.actor(there.authority, Role.SOCIAL_WORKER)
    with there.as_(there.author) as actor:
        view = queries.paper(actor, ref, at=there.at()).lines[0]
        given = {"paper_ref": ref, "action_ref": view.action_ref, "version": 1}
        there.edit(actor, ref, view.action_ref, 0)
    with there.as_(stand_in) as actor:
        assert "agrees its line" in refused(actions.agree_line, actor=actor, at=there.at(), **given)
    covered(there, there.lead, stand_in)
    page = text_of(signed_in(stand_in).get(reverse("reporting:lines", args=[ref]) + "?mine=1"))
    assert f"agree_{view.action_ref}" in page
    assert "Agree your committee lines" in text_of(signed_in(stand_in).get(reverse("reporting:paper", args=[ref])))
    with there.as_(stand_in) as actor:
        actions.agree_line(actor=actor, at=there.at(), **given)
        line = queries.paper(actor, ref, at=there.at()).lines[0].line
    assert (line.step, line.by_name) == ("agreed", stand_in.name)
    entry = AuditEntry.objects.get(verb="duty.covered")
    assert (entry.subject_key, entry.keys["for"]) == (ref, [there.lead.person_id])


def test_a_line_from_an_internal_update_is_not_agreed_unread(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.lead) as actor:
        internal = next(v for v in queries.paper(actor, ref, at=there.at()).lines if v.line.to_be_edited)
        said = refused(
            actions.agree_line, actor=actor, paper_ref=ref, action_ref=internal.action_ref, version=0, at=there.at()
        )
    assert "not written for the committee" in said


def test_an_edited_line_has_to_be_agreed_again(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        view = queries.paper(actor, ref, at=there.at()).lines[0]
        there.edit(actor, ref, view.action_ref, view.line.version)
    assert blocks(there, ref) == ("The committee line of action 1.1 is not agreed by a lead.",)


def test_a_difference_without_source_or_day_is_refused(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        given = {"actor": actor, "paper_ref": ref, "theme_number": 1, "at": there.at()}
        assert "Name the measure" in refused(actions.write_difference, kind="audit", text="Better", **given)
        assert "Give a day" in refused(actions.write_difference, kind="too_early", text="Soon", **given)
        assert "Say what is different" in refused(
            actions.write_difference, kind="audit", text=" ", source="Audit", **given
        )


def test_dates_after_the_day_of_issue_are_refused_with_every_reason(there: World) -> None:
    with pytest.raises(actions.NotReady) as why:
        there.opened(issue_on=date(2012, 9, 1))
    assert len(why.value.sentences) == 3


def test_a_text_whose_future_is_past_is_flagged_to_its_author(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", "The new team will start in September.", version=1)
        flags = queries.paper(actor, ref, at=there.at()).flags
    assert [(flag.place, flag.words) for flag in flags] == [
        ("4. Workforce capacity and current issues", "in September")
    ]


@pytest.mark.parametrize("sentence", ["\x00", "\ud800"])
def test_text_that_no_format_can_print_is_refused_where_it_stands(there: World, sentence: str) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        assert "Paragraph 1" in refused(there.write, actor, ref, "purpose", f"Odd {sentence} text")


def test_a_line_that_begins_with_a_dash_or_a_star_is_a_bullet_of_the_paper(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", "Two things:", "- more training", "* fewer forms")
        content = queries.content(actor, ref, known_at=there.at())
    blocks = [block for part in content["parts"] for block in part["blocks"]]
    assert {"kind": "bullets", "items": ["more training", "fewer forms"]} in blocks


def test_letters_that_the_pdf_lacks_are_named_before_signing_with_their_place(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", "Staff from 漢 and Kraków.", version=1)
    assert blocks(there, ref) == (
        "4. Workforce capacity and current issues: the PDF cannot print 漢. Write it in other letters.",
    )


def test_a_line_whose_updates_changed_after_it_was_agreed_says_so_until_a_lead_agrees_again(
    there: World, ref: str
) -> None:
    with there.as_(there.author) as actor:
        first = queries.paper(actor, ref, at=there.at()).lines[0]
        say(there, first.action_ref, "It has moved on.", on=date(2012, 9, 20), at=there.at())
        line = queries.paper(actor, ref, at=there.at()).lines[0]
    assert not first.changed and line.changed and line.line.step == "agreed"
    with there.as_(there.lead) as actor:
        actions.agree_line(
            actor=actor, paper_ref=ref, action_ref=line.action_ref, version=line.line.version, at=there.at()
        )
        assert not queries.paper(actor, ref, at=there.at()).lines[0].changed
