"""What follows from a paper: promises kept, questions answered, decisions; and the next paper opens with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from unittest.mock import patch

import pytest

from lippen.improvement import actions as improvement
from lippen.improvement import queries as plans
from lippen.improvement.queries import CommitmentFilters
from lippen.kernel.access import Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.models import BackgroundPaper
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.tests.world import NOW, TODAY, World, blocks, refused
from lippen.reporting.vocabulary import ConfirmedSubject, DisclosureAnswer, PromiseVerdict

pytestmark = pytest.mark.django_db
PROMISE = "A report on the event will be brought to a later meeting of the committee."
MET = date(2012, 10, 25)
AFTER = MET + timedelta(days=5)
SECRET = "Cobblewick family file"


@pytest.fixture(autouse=True)
def quick_files() -> Iterator[None]:
    """The renderers have their own tests; here a file is a few bytes."""
    with patch("lippen.reporting.actions.signing.rendered", lambda content, kind, at: str(kind).encode()):
        yield


def decide(there: World, ref: str, **given: object) -> None:
    """The author decides on the promise: the lead keeps it, by Christmas."""
    whole = {
        "sentence": PROMISE,
        "verdict": PromiseVerdict.PROMISE,
        "owner_id": there.lead.person_id,
        "due_on": date(2012, 12, 20),
        **given,
    }
    with there.as_(there.author) as author:
        actions.decide_promise(actor=author, paper_ref=ref, at=there.at(), **whole)


def promising(there: World, ref: str) -> str:
    """The paper with a promise among its words."""
    with there.as_(there.author) as author:
        version = next(s.version for s in queries.paper(author, ref, at=there.at()).sections if s.key == "workforce")
        there.write(author, ref, "workforce", "One post is empty.", PROMISE, version=version)
    return ref


def taken(there: World, ref: str, to: str = "issued") -> str:
    """The paper on its way as far as it shall go."""
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    if to == "issued":
        there.issue(ref)
    return ref


def commitments(there: World, ref: str, kind: str = "reporting.paper") -> tuple:
    wanted = CommitmentFilters(source_kind=kind, source_keys=[ref])
    with there.as_(there.author) as author:
        return plans.commitments(author, filters=wanted, today=AFTER)


def later(there: World) -> object:
    """A moment on a day after the meeting."""
    there.steps += 1
    return NOW + timedelta(days=13, seconds=there.steps)


# --- promises ---


def test_signing_waits_for_every_promise_to_be_decided(there: World, ref: str) -> None:
    promising(there, ref)
    assert "reads like a promise" in " ".join(blocks(there, ref))
    assert "reads like a promise" in refused(there.send, ref)
    decide(there, ref)
    assert blocks(there, ref) == ()


def test_on_signing_a_promise_becomes_a_commitment_on_its_keepers_desk_and_before_it_is_none(there, ref) -> None:
    promising(there, ref)
    decide(there, ref)
    assert commitments(there, ref) == ()
    taken(there, ref, to="signed")
    (made,) = commitments(there, ref)
    assert made.words == PROMISE and made.owner.person_id == there.lead.person_id
    assert made.due is not None and made.due.last_day == date(2012, 12, 20) and made.plan_ref == there.plan.ref
    from lippen.organisation.queries import duties_of

    with there.as_(there.lead) as lead:
        assert made.ref in {duty.subject_key for duty in duties_of(lead)}


def test_a_promise_for_a_meeting_is_due_on_its_day_and_knows_it(there: World, ref: str) -> None:
    with there.as_(there.clerk) as clerk:
        committee = queries.committees(clerk, there.authority.pk)["Housing and Care Committee"]
        given = {"committee_ref": committee, "meets_on": date(2013, 1, 24), "at": there.at()}
        meeting = actions.call_meeting(actor=clerk, **given)
    promising(there, ref)
    decide(there, ref, due_on=None, meeting_ref=meeting)
    taken(there, ref, to="signed")
    (made,) = commitments(there, ref)
    assert made.meeting_key == meeting and made.due is not None and made.due.last_day == date(2013, 1, 24)


def test_a_promise_needs_a_keeper_and_a_day_after_the_papers_own_meeting(there: World, ref: str) -> None:
    promising(there, ref)
    assert "Choose who keeps" in refused(decide, there, ref, owner_id=None)
    assert "or give a day" in refused(decide, there, ref, due_on=None)
    assert "is not after the meeting" in refused(decide, there, ref, due_on=MET)
    assert "Say why" in refused(decide, there, ref, verdict=PromiseVerdict.NONE)
    assert "do not stand in the paper" in refused(decide, there, ref, sentence="We will paint the door.")


def test_a_sentence_that_is_no_promise_becomes_no_commitment(there: World, ref: str) -> None:
    promising(there, ref)
    decide(there, ref, verdict=PromiseVerdict.NONE, owner_id=None, due_on=None, reason="The board brings it.")
    taken(there, ref, to="signed")
    assert commitments(there, ref) == ()


def test_a_promise_changed_before_signing_is_made_once_and_as_it_was_last_decided(there: World, ref: str) -> None:
    promising(there, ref)
    decide(there, ref)
    decide(there, ref, owner_id=there.head.person_id)
    taken(there, ref, to="signed")
    (made,) = commitments(there, ref)
    assert made.owner.person_id == there.head.person_id


def test_nobody_decides_on_a_promise_of_a_paper_that_is_with_its_approvers(there: World, ref: str) -> None:
    promising(there, ref)
    decide(there, ref)
    there.send(ref)
    assert "cannot change" in refused(decide, there, ref)


# --- the meeting ---


@pytest.fixture
def issued(there: World, ref: str) -> str:
    promising(there, ref)
    decide(there, ref)
    return taken(there, ref)


def ask(there: World, ref: str, **given: object) -> str:
    whole = {"asked_by": "A member", "words": "How many children wait?", "so_on": MET, **given}
    with there.as_(there.author) as author:
        return actions.ask_question(actor=author, paper_ref=ref, at=later(there), **whole)


def answer(there: World, question: str, words: str = "Nine children wait.", so_on: date = AFTER) -> None:
    with there.as_(there.author) as author:
        actions.answer_question(actor=author, question_ref=question, words=words, so_on=so_on, at=later(there))


def test_a_promised_answer_is_a_commitment_that_the_answer_keeps(there: World, issued: str) -> None:
    question = ask(there, issued, promised_by_id=there.head.person_id, promised_for=date(2012, 11, 30))
    (promised,) = commitments(there, question, "reporting.question")
    assert promised.status == "open" and "How many children wait?" in promised.words
    answer(there, question)
    (kept,) = commitments(there, question, "reporting.question")
    assert kept.status == "kept" and kept.shown_by == "Nine children wait."


def test_an_answer_is_put_right_by_another_and_the_last_counts(there: World, issued: str) -> None:
    question = ask(there, issued)
    answer(there, question)
    answer(there, question, words="Eleven children wait.")
    with there.as_(there.author) as author:
        (found,) = queries.after_meeting(author, issued, today=AFTER).questions
    assert found.answer == "Eleven children wait."


def test_nothing_is_asked_or_decided_before_the_paper_is_issued(there: World, ref: str) -> None:
    assert "not issued yet" in refused(ask, there, ref)


def test_what_the_committee_decided_stands_once_among_the_plans_decisions(there: World, issued: str) -> None:
    with there.as_(there.head) as head:
        made = actions.record_outcome(
            actor=head,
            paper_ref=issued,
            agreed="Noted the progress; asked for the cost of two posts.",
            so_on=MET,
            report_back_on=date(2013, 1, 24),
            reporter_id=there.lead.person_id,
            at=later(there),
        )
        (found,) = queries.after_meeting(head, issued, today=AFTER).decisions
        on_plan = plans.decisions(head, plans.plan(head, there.plan.ref).id, today=AFTER)
    assert found.ref == made and [row.ref for row in on_plan] == [made]
    assert found.body == "Housing and Care Committee"


def next_paper(there: World) -> str:
    """The paper for the meeting after."""
    with there.as_(there.clerk) as clerk:
        committee = queries.committees(clerk, there.authority.pk)["Housing and Care Committee"]
        there.meeting = actions.call_meeting(
            actor=clerk, committee_ref=committee, meets_on=date(2013, 1, 24), at=there.at()
        )
    days = {"data_as_at": date(2012, 11, 30), "text_closed_on": date(2013, 1, 10), "issue_on": date(2013, 1, 11)}
    with there.as_(there.author) as author:
        return actions.open_paper(
            actor=author,
            plan_ref=there.plan.ref,
            meeting_ref=there.meeting,
            subject="The next paper",
            report_by_person_id=there.head.person_id,
            period_starts_on=date(2012, 10, 1),
            period_ends_on=date(2012, 12, 1),
            at=later(there),
            **days,
        ).ref


def opens_with(there: World, ref: str) -> str:
    with there.as_(there.author) as author:
        view = queries.paper(author, ref, at=later(there))
    return "\n".join(next(s.paragraphs for s in view.sections if s.key == "members.asked"))


def test_the_next_paper_opens_with_what_was_decided_asked_answered_and_promised(there: World, issued: str) -> None:
    answered = ask(there, issued)
    answer(there, answered)
    promised_for = date(2012, 11, 30)
    ask(there, issued, words="What does it cost?", promised_by_id=there.chief.person_id, promised_for=promised_for)
    with there.as_(there.head) as head:
        given = {"agreed": "Noted the progress.", "so_on": MET, "at": later(there)}
        actions.record_outcome(actor=head, paper_ref=issued, **given)
    said = opens_with(there, next_paper(there))
    assert "25 October 2012: Noted the progress." in said
    assert "In October: “How many children wait?” Answered on 30 October 2012: Nine children wait." in said
    assert "In October: “What does it cost?” The" in said and "promised an answer by 30 November 2012." in said
    assert f"“{PROMISE}” Late: promised for 20 December 2012." in said


def test_what_came_of_a_paper_never_changes_the_paper_itself(there: World, issued: str) -> None:
    ask(there, issued)
    with there.as_(there.author) as author:
        signed = queries.signed_paper(author, issued)
        again = content_hash(queries.content(author, issued, known_at=signed.known_at))
    assert again == signed.sha256


def test_a_kept_promise_says_what_shows_it_in_the_next_paper(there: World, issued: str) -> None:
    (made,) = commitments(there, issued)
    with there.as_(there.head) as head:
        given = {"shown_by": "The report came in November.", "so_on": AFTER, "at": later(there)}
        improvement.keep_commitment(actor=head, commitment_ref=made.ref, **given)
    assert "Kept on 30 October 2012: The report came in November." in opens_with(there, next_paper(there))


# --- behind the paper ---


def background(there: World, ref: str, **given: object) -> str:
    whole = {"title": "The independent review", "url": "Council papers, item 3", **given}
    with there.as_(there.author) as author:
        return actions.add_background(actor=author, paper_ref=ref, at=there.at(), **whole)


def printed_of(there: World, ref: str, **how: object) -> str:
    with there.as_(there.author) as author:
        return str(queries.content(author, ref, known_at=there.at(), **how))


def test_background_papers_are_printed_and_those_that_are_exempt_are_not_in_any_edition(there, ref) -> None:
    background(there, ref)
    background(there, ref, title=SECRET, exempt=True, why_exempt="Schedule 7A, paragraph 3")
    for edition in ("public", "operational"):
        printed = printed_of(there, ref, edition=edition)
        assert "The independent review" in printed and SECRET not in printed


def test_an_exempt_background_paper_is_hidden_from_every_page_and_file_of_members(there: World, ref: str) -> None:
    given = actions.GivenFile("family.txt", b"What the file says.", "text/plain")
    kept = background(there, ref, title=SECRET, url="", file=given, exempt=True, why_exempt="Schedule 7A")
    shown = background(there, ref, url="", file=actions.GivenFile("review.txt", b"The review.", "text/plain"))
    taken(there, ref)
    for role in (Role.COUNCILLOR_ON_COMMITTEE, Role.OTHER_COUNCILLOR):
        member = factories.actor(there.authority, role)
        with there.as_(member):
            titles = [one.row.title for one in queries.background_kept(member, today=TODAY)]
            row = queries.paper_row(member, ref)
            assert titles == ["The independent review"]
            assert [one.title for one in queries.background_of(member, row)] == titles
            assert queries.background_file(member, shown)[1] == b"The review."
            assert not BackgroundPaper.objects.filter(exempt=True).exists(), "the table's own lock"
            with pytest.raises(NotVisible):
                queries.background_file(member, kept)
    with there.as_(there.clerk) as clerk:
        assert queries.background_file(clerk, kept)[1] == b"What the file says."


def test_an_answer_of_yes_is_enough_where_documents_are_listed_beside_the_text(there: World, ref: str) -> None:
    with there.as_(there.author) as author:
        actions.answer(actor=author, paper_ref=ref, question="background", ticked=["yes"], at=there.at())
    assert "List them." in " ".join(blocks(there, ref))
    background(there, ref)
    assert blocks(there, ref) == ()


def test_a_document_is_let_go_four_years_after_the_meeting_and_not_a_day_before(there: World, ref: str) -> None:
    kept = background(there, ref)
    taken(there, ref)
    early, late = NOW.replace(year=2016, month=10, day=25), NOW.replace(year=2016, month=10, day=26)
    with there.as_(there.clerk) as clerk:
        given = {"actor": clerk, "background_ref": kept}
        assert "until 25 October 2016" in refused(actions.let_background_go, at=early, **given)
        assert not queries.background_kept(clerk, today=day_of(early))[0].may_go
        assert queries.background_kept(clerk, today=day_of(late))[0].may_go
        actions.let_background_go(at=late, **given)
        assert "left the list already" in refused(actions.let_background_go, at=late, **given)


def test_a_document_is_taken_off_an_open_papers_list_for_a_reason(there: World, ref: str) -> None:
    kept = background(there, ref)
    with there.as_(there.author) as author:
        assert "Say why" in refused(
            actions.take_out_background, actor=author, background_ref=kept, reason=" ", at=there.at()
        )
        actions.take_out_background(actor=author, background_ref=kept, reason="Not used", at=there.at())
    assert "The independent review" not in printed_of(there, ref)


def test_a_paper_refers_to_a_signed_one_and_the_other_knows_it(there: World, issued: str) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as author:
        actions.refer_to_paper(actor=author, paper_ref=ref, other_ref=issued, why="It holds the plan", at=there.at())
        row, other = queries.paper_row(author, ref), queries.paper_row(author, issued)
        assert [found.ref for found in queries.references_of(author, row)[0]] == [issued]
        assert [found.ref for found in queries.references_of(author, other)[1]] == [ref]
        assert "not signed yet" in refused(
            actions.refer_to_paper, actor=author, paper_ref=ref, other_ref=there.opened().ref, at=there.at()
        )
    assert "Housing and Care Committee, 25 October 2012: It holds the plan" in printed_of(there, ref)
    with there.as_(there.author) as author:
        actions.take_out_reference(actor=author, paper_ref=ref, other_ref=issued, at=there.at())
    assert "It holds the plan" not in printed_of(there, ref)


def test_who_confirmed_and_when_is_printed_until_it_is_taken_back(there: World, ref: str) -> None:
    given = {"paper_ref": ref, "subject": ConfirmedSubject.LEGALITY}
    with there.as_(there.author) as author:
        actions.confirm_paper(actor=author, confirmer_id=there.chief.person_id, so_on=TODAY, at=there.at(), **given)
    printed = printed_of(there, ref)
    assert "Confirmed by" in printed and there.chief.name in printed and "17 October 2012" in printed
    with there.as_(there.author) as author:
        actions.take_back_confirmation(actor=author, note="The words changed", at=there.at(), **given)
    assert "Confirmed by" not in printed_of(there, ref)


def disclose(there: World, ref: str, **given: object) -> str:
    whole = {
        "asked_by": "A reporter of the Braeside Post",
        "asked_on": TODAY,
        "answer": DisclosureAnswer.GIVEN,
        **given,
    }
    with there.as_(there.author) as author:
        return actions.disclose_plan(actor=author, paper_ref=ref, at=there.at(), **whole)


def test_the_operational_plan_is_given_on_request_and_its_hash_is_kept(there: World, issued: str) -> None:
    ref = disclose(there, issued)
    with there.as_(there.author) as author:
        (kept,) = queries.disclosures(author, queries.paper_row(author, issued))
        made = queries.disclosed_file(author, ref)
    assert made.startswith(b"%PDF") and kept.sha256 == hashlib.sha256(made).hexdigest() and kept.size == len(made)
    assert kept.by_name == there.author.name and kept.asked_by == "A reporter of the Braeside Post"


def test_a_refusal_says_why_and_gives_nothing(there: World, issued: str) -> None:
    assert "Say why it was refused." in refused(disclose, there, issued, answer=DisclosureAnswer.REFUSED)
    ref = disclose(there, issued, answer=DisclosureAnswer.REFUSED, words="It would name a child.")
    with there.as_(there.author) as author, pytest.raises(NotVisible):
        queries.disclosed_file(author, ref)


def test_members_and_clerks_see_no_disclosure_and_give_none(there: World, issued: str) -> None:
    ref = disclose(there, issued)
    for who in (there.clerk, factories.actor(there.authority, Role.COUNCILLOR_ON_COMMITTEE)):
        with there.as_(who):
            assert queries.disclosures(who, queries.paper_row(who, issued)) == ()
            with pytest.raises(NotVisible):
                queries.disclosed_file(who, ref)
            with pytest.raises(NotAllowed):
                actions.disclose_plan(
                    actor=who,
                    paper_ref=issued,
                    asked_by="x",
                    asked_on=TODAY,
                    answer=DisclosureAnswer.GIVEN,
                    at=there.at(),
                )


def test_promises_and_questions_are_another_councils_for_nobody_else(there: World, issued: str) -> None:
    question = ask(there, issued)
    with there.as_(there.stranger) as stranger:
        for do in (
            lambda: queries.question_asked(stranger, question),
            lambda: queries.promises_of(stranger, issued, at=NOW),
            lambda: queries.after_meeting(stranger, issued, today=AFTER),
        ):
            with pytest.raises(NotVisible):
                do()
    assert may_not(there)


def may_not(there: World) -> bool:
    """The clerk may not decide on promises."""
    assert Permission.WRITE_PAPER not in there.clerk.permissions
    with there.as_(there.clerk) as clerk, pytest.raises((NotAllowed, CannotDo, NotVisible)):
        actions.decide_promise(
            actor=clerk, paper_ref=there.opened().ref, sentence="x", verdict=PromiseVerdict.NONE, at=NOW
        )
    return True
