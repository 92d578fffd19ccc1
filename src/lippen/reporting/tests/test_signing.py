"""A paper's way to its signature: what is in the way, who approves in which order, and what stays as signed."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest

from lippen.improvement.models import Action
from lippen.organisation.models import Duty, Post
from lippen.reporting import actions, queries
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.tests.world import NOW, World, blocks, refused, say

pytestmark = pytest.mark.django_db


def test_a_new_paper_says_everything_that_is_still_missing(there: World) -> None:
    found = blocks(there, there.opened().ref)
    for words in ("4. Workforce", "9. Exempt", "Theme 1, Tools", "4 committee lines", "Nobody is asked to approve"):
        assert any(words in sentence for sentence in found), words


def test_a_filled_paper_can_be_signed_and_is_frozen(there: World, ref: str) -> None:
    assert blocks(there, ref) == ()
    there.send(ref)
    assert there.approve(there.head, ref) == "in_approval"
    assert there.approve(there.chief, ref) == "signed"
    with there.as_(there.author) as actor:
        row = queries.signed_paper(actor, ref)
        content = queries.signed_content(actor, ref)
        files = {kind: queries.signed_file(actor, ref, kind) for kind, _, _ in row.files}
    assert content_hash(content) == row.sha256
    assert {kind: hashlib.sha256(made).hexdigest() for kind, made in files.items()} == {
        kind: sha256 for kind, sha256, _ in row.files
    }
    assert set(files) == {"pdf", "docx", "html"} and files["pdf"].startswith(b"%PDF")


def test_the_signed_content_names_posts_and_signatures_but_no_lead(there: World) -> None:
    ref = there.signed()
    with there.as_(there.author) as actor:
        text = json.dumps(queries.signed_content(actor, ref))
    assert "Acting Head of Social Services" in text and '"signed_on": "17 October 2012"' in text
    assert there.lead.name not in text and "Service manager" in text


def test_later_edits_of_the_plan_change_nothing(there: World) -> None:
    ref = there.signed()
    with there.as_(there.author) as actor:
        signed = queries.signed_paper(actor, ref)
        action = Action.objects.filter(plan=there.plan).first()
        later = signed.known_at + timedelta(seconds=1)
        say(there, action.ref, "Something quite different.", on=date(2012, 9, 12), at=later)
        Post.objects.filter(title="Service manager").update(title="Manager of services")
        again = queries.content(actor, ref, known_at=signed.known_at)
        now = queries.content(actor, ref, known_at=later)
    assert content_hash(again) == signed.sha256
    assert content_hash(now) != signed.sha256


def test_a_figure_leads_back_to_the_actions_behind_it(there: World) -> None:
    ref = there.signed()
    with there.as_(there.author) as actor:
        trace = queries.figure_trace(actor, ref, "late", at=there.at())
    assert trace.figure.value == 2
    assert [number for _, number, _ in trace.rows] == ["1.1", "2.1"]


def test_what_is_in_the_way_is_said_when_it_is_sent(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor, pytest.raises(actions.NotReady) as why:
        actions.send_for_approval(actor=actor, paper_ref=ref, at=there.at())
    assert len(why.value.sentences) >= 10


def test_the_second_approver_waits_for_the_first(there: World, ref: str) -> None:
    there.send(ref)
    assert "turn first" in refused(there.approve, there.chief, ref)


def test_an_approval_counts_once(there: World, ref: str) -> None:
    there.send(ref)
    there.approve(there.head, ref)
    assert refused(there.approve, there.head, ref) == "You have approved this already."


def test_nobody_approves_a_paper_that_they_wrote_in(there: World, ref: str) -> None:
    with there.as_(there.head) as actor:
        there.write(actor, ref, "purpose", "Words of the head of service.")
    assert "cannot approve it" in " ".join(blocks(there, ref))
    assert "wrote part of this paper" in refused(there.send, ref)


def test_an_author_is_not_taken_as_an_approver(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        said = refused(
            actions.set_route,
            actor=actor,
            paper_ref=ref,
            authors=[there.head.person_id],
            approvers=[there.head.person_id],
            at=there.at(),
        )
    assert "nobody approves their own text" in said


def test_somebody_without_the_right_is_not_taken_as_an_approver(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        said = refused(
            actions.set_route,
            actor=actor,
            paper_ref=ref,
            authors=[there.author.person_id],
            approvers=[there.lead.person_id],
            at=there.at(),
        )
    assert "may not approve papers" in said


def test_a_returned_paper_can_be_written_again_and_every_approval_is_asked_for_anew(there: World, ref: str) -> None:
    there.send(ref)
    there.approve(there.head, ref)
    there.give_back(there.chief, ref)
    with there.as_(there.author) as actor:
        there.write(actor, ref, "purpose", "Shorter.")
    there.send(ref)
    assert "turn first" in refused(there.approve, there.chief, ref)
    there.approve(there.head, ref)
    assert there.approve(there.chief, ref) == "signed"


def test_a_return_without_comments_is_refused(there: World, ref: str) -> None:
    there.send(ref)
    with there.as_(there.head) as actor:
        said = refused(actions.return_with_comments, actor=actor, paper_ref=ref, comments="  ", at=there.at())
    assert said.startswith("Say what should be different")


@pytest.mark.parametrize("state", ["in_approval", "signed"])
def test_text_does_not_change_once_it_is_sent(there: World, ref: str, state: str) -> None:
    there.send(ref)
    if state == "signed":
        there.approve(there.head, ref)
        there.approve(there.chief, ref)
    with there.as_(there.author) as actor:
        assert "cannot change" in refused(there.write, actor, ref, "purpose", "Too late.")


def test_a_paper_is_not_signed_after_its_day_of_issue(there: World, ref: str) -> None:
    late = NOW + timedelta(days=1)
    with there.as_(there.author) as actor:
        assert "after the day of issue" in refused(actions.send_for_approval, actor=actor, paper_ref=ref, at=late)


def test_the_next_approver_has_it_on_the_duty_board(there: World, ref: str) -> None:
    def holders() -> list[int]:
        return list(Duty.objects.filter(subject_key=ref, closed_at=None).values_list("holder_id", flat=True))

    there.send(ref)
    assert holders() == [there.head.person_id]
    there.approve(there.head, ref)
    assert holders() == [there.chief.person_id]
    there.give_back(there.chief, ref)
    assert holders() == [there.author.person_id]
