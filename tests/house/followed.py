"""What stands behind the papers of our council and what followed from them, one of each."""

from __future__ import annotations

from datetime import date

from lippen.reporting import actions
from lippen.reporting.tests.world import TODAY, World
from lippen.reporting.vocabulary import ConfirmedSubject, DisclosureAnswer, PromiseVerdict

REVIEW = actions.GivenFile("review.txt", b"What the review says.", "text/plain")


def stand_behind(there: World, ref: str) -> str:
    """A document behind an open paper, with its file."""
    with there.as_(there.author) as author:
        given = {"title": "The review", "file": REVIEW, "at": there.at()}
        return actions.add_background(actor=author, paper_ref=ref, **given)


def follow(there: World, papers: dict[str, str]) -> dict[str, str]:
    """A promise, a reference, a confirmation; questions and an answer; a disclosure. Gives their references."""
    drafting, issued = papers["drafting"], papers["issued"]
    background, gone = stand_behind(there, drafting), stand_behind(there, drafting)
    given = {"actor": there.author}
    with there.as_(there.author):
        there.write(there.author, drafting, "scrutiny", "Nothing to say.")
        actions.decide_promise(
            **given,
            paper_ref=drafting,
            sentence="Nothing to say.",
            verdict=PromiseVerdict.NONE,
            reason="It says nothing.",
            at=there.at(),
        )
        actions.refer_to_paper(**given, paper_ref=drafting, other_ref=issued, at=there.at())
        actions.confirm_paper(
            **given,
            paper_ref=drafting,
            subject=ConfirmedSubject.LEGALITY,
            confirmer_id=there.chief.person_id or 0,
            so_on=TODAY,
            at=there.at(),
        )
        actions.take_out_background(**given, background_ref=gone, reason="Not used", at=there.at())
        question = actions.ask_question(
            **given,
            paper_ref=issued,
            asked_by="A member",
            words="How many wait?",
            so_on=TODAY,
            promised_by_id=there.head.person_id,
            promised_for=date(2012, 11, 30),
            at=there.at(),
        )
        actions.answer_question(**given, question_ref=question, words="Nine.", so_on=TODAY, at=there.at())
        actions.ask_question(
            **given,
            paper_ref=papers["issued exempt"],
            asked_by="A member",
            words="Which family?",
            so_on=TODAY,
            at=there.at(),
        )
        disclosure = actions.disclose_plan(
            **given,
            paper_ref=issued,
            asked_by="A reader",
            asked_on=TODAY,
            answer=DisclosureAnswer.GIVEN,
            at=there.at(),
        )
    return {
        "background_ref": background,
        "question_ref": question,
        "disclosure_ref": disclosure,
        "other_ref": issued,
        "subject": ConfirmedSubject.LEGALITY.value,
    }
