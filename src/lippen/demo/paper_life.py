"""What follows from the demonstration's papers: a promise, questions and their answers, documents, who confirmed."""

from __future__ import annotations

from datetime import timedelta

from lippen.demo.organisation import Cast
from lippen.demo.papers import Moments
from lippen.demo.people import BY_INITIALS
from lippen.kernel.clock import day_of
from lippen.reporting import actions, queries
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import ConfirmedSubject, DisclosureAnswer, PaperStep, PromiseVerdict

ANSWERED = "Eleven weeks on average, from the day of the placement. The longest wait was twenty weeks."
NOTES = (
    "Notes of the second supper with kinship carers\n\nEleven carers came. They asked for one telephone number, and "
    "for a place to meet without appointment.\n"
)


def take_on_promises(cast: Cast, author: str, ref: str, moments: Moments) -> None:
    """The author says who keeps each promise in the paper, four months after its meeting."""
    at = moments()
    with cast.acting_as(author, at) as actor:
        row, found = queries.promises_of(actor, ref, at=at)
        for sentence, _, decided in found:
            if decided is None:
                actions.decide_promise(
                    actor=actor,
                    paper_ref=ref,
                    sentence=sentence,
                    verdict=PromiseVerdict.PROMISE,
                    owner_id=cast.people["EG"].pk,
                    due_on=row.days.meets_on + timedelta(days=120),
                    at=at,
                )


def follow(cast: Cast) -> None:
    """The first paper on kinship carers had its meeting; the next one is being mended."""
    with cast.acting_as("EG", cast.dates.now) as actor:
        rows = [row for row in queries.papers(actor) if row.authority_id == cast.both[0]]
    by_meeting = sorted((row for row in rows if row.state is PaperStep.ISSUED), key=lambda row: row.days.meets_on)
    first = by_meeting[0]
    _at_the_meeting(cast, first)
    mended = [row for row in rows if row.state is PaperStep.RETURNED and row.plan_ref == first.plan_ref]
    for row in mended:
        _stand_behind(cast, row, first)
    _change_a_template(cast)


def _at_the_meeting(cast: Cast, row: PaperRow) -> None:
    met = row.days.meets_on
    at = cast.dates.at(met + timedelta(days=1), 11)
    with cast.acting_as("EG", at) as actor:
        given = {"actor": actor, "paper_ref": row.ref, "so_on": met}
        waits = actions.ask_question(
            **given,
            asked_by=f"Councillor {BY_INITIALS['BC'].name}",
            words="How long do carers wait for their first payment?",
            promised_by_id=cast.people["EG"].pk,
            promised_for=met + timedelta(days=21),
            at=at,
        )
        actions.ask_question(
            **given,
            asked_by="A parent representative",
            words="Can carers meet without an appointment?",
            promised_by_id=cast.people["AP"].pk,
            promised_for=day_of(cast.dates.now) + timedelta(days=10),
            at=at,
        )
        later = cast.dates.at(met + timedelta(days=15), 15)
        actions.answer_question(actor=actor, question_ref=waits, words=ANSWERED, so_on=day_of(later), at=max(later, at))
    with cast.acting_as("AP", at) as actor:
        actions.record_outcome(
            actor=actor,
            paper_ref=row.ref,
            agreed="Noted the progress, and asked to hear from carers themselves in the next paper.",
            so_on=met,
            at=at,
        )
        asked = cast.dates.at(met + timedelta(days=6), 10)
        actions.disclose_plan(
            actor=actor,
            paper_ref=row.ref,
            asked_by="A kinship carer, for the carers' supper",
            asked_on=day_of(asked),
            answer=DisclosureAnswer.REFUSED,
            words="The operational plan tells of single families; the public paper was given instead.",
            at=asked,
        )


def _stand_behind(cast: Cast, row: PaperRow, first: PaperRow) -> None:
    at = cast.dates.now
    with cast.acting_as("EG", at) as actor:
        given = {"actor": actor, "paper_ref": row.ref, "at": at}
        actions.refer_to_paper(**given, other_ref=first.ref, why="it holds the plan as it was agreed")
        notes = actions.GivenFile("second-supper.txt", NOTES.encode(), "text/plain")
        actions.add_background(**given, title="Notes of the second supper", file=notes)
        actions.confirm_paper(
            **given,
            subject=ConfirmedSubject.LEGALITY,
            confirmer_id=cast.people["AM"].pk,
            so_on=day_of(at),
            note="By e-mail",
        )


ADDED = (
    {
        "title": "Promised and answered",
        "kind": "text",
        "required": True,
        "guidance": "What was promised at earlier meetings, and what became of it.",
        "drafted_by": "what_became",
    },
    {
        "title": "How the plan went, quarter by quarter",
        "kind": "figure",
        "figure": "trend_quarters",
        "required": False,
        "guidance": "The lines draw themselves; there is nothing to write.",
    },
    {
        "title": "What the council decided",
        "kind": "table",
        "table": "agreed",
        "required": False,
        "guidance": "The rows come from the plan's decisions.",
    },
    {
        "title": "The money that was decided, year by year",
        "kind": "table",
        "table": "agreed_money",
        "required": False,
        "guidance": "The rows come from the plan's decisions.",
    },
)
"""What the clerk adds to the board pack: words of the author's, lines and tables that draw themselves."""


def _change_a_template(cast: Cast) -> None:
    """The clerk has begun a draft of the board pack, with what was promised, decided and achieved over time."""
    at = cast.dates.now
    with cast.acting_as("NF", at) as actor:
        rows = queries.templates(actor, on=day_of(at))
        pack = next(row for row in rows if row.key == "board-pack" and row.authority_id == cast.both[0])
        number = actions.start_template_draft(actor=actor, template_ref=pack.ref, version=1, at=at)
        for given in ADDED:
            number = actions.add_template_section(
                actor=actor, template_ref=pack.ref, number=number, page="report", given=given, at=at
            )
