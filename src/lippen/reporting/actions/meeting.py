"""At the meeting and after it: what the committee decided, what members asked, what they were answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import actions as improvement
from lippen.improvement.vocabulary import Direction
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.calendar import Period, Precision
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.reporting.actions.duties import SUBJECT
from lippen.reporting.actions.guard import held, owned
from lippen.reporting.actions.withholding import is_withheld, keep_said
from lippen.reporting.models import ExemptWords, MemberAnswer, MemberQuestion
from lippen.reporting.papers.withheld import answer_promised_words, answer_shown_words, decision_words
from lippen.reporting.queries.earlier import QUESTION
from lippen.reporting.rows import PaperRow
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import PaperStep, SaidKind

NOT_ISSUED = "This paper is not issued yet, so no committee has had it."


def _met(row: PaperRow, so_on: date, body: str, at: datetime) -> str:
    """The body that had the paper; refused before the paper is out, before that body's meeting, for a day to come."""
    if row.state is not PaperStep.ISSUED:
        raise CannotDo(NOT_ISSUED)
    if so_on > day_of(at):
        raise CannotDo(f"{printed(so_on)} has not come yet.", field="so_on")
    met = {row.committee_name: row.days.meets_on} | (
        {row.then_committee_name: row.then_meets_on} if row.then_meets_on else {}
    )
    if body and body not in met:
        raise CannotDo(f"This paper does not go to {body}. Choose a body that has it.", field="body")
    return body or row.committee_name


def _not_before(row: PaperRow, so_on: date, body: str) -> None:
    """Refuse a day before the meeting of the body."""
    then = row.then_meets_on if body == row.then_committee_name else None
    meets_on, who = (then, body) if then else (row.days.meets_on, "The committee")
    if so_on < meets_on:
        raise CannotDo(f"{who} met on {printed(meets_on)}. Give that day or a later one.", field="so_on")


@atomic
def record_outcome(
    *,
    actor: Actor,
    paper_ref: str,
    agreed: str,
    so_on: date,
    report_back_on: date | None = None,
    reporter_id: int | None = None,
    is_public: bool = False,
    body: str = "",
    token: UUID | str | None = None,
    at: datetime,
) -> str:
    """Record what a body decided on a paper, once: among the plan's decisions. Gives that reference.

    Of a paper that goes to two bodies, `body` is the one that decided; without a name it is the first.
    Of an exempt paper the plan is told only that there is a decision, unless the public may read the words.
    """
    row = held(actor, paper_ref, permission=Permission.EDIT_PLAN)
    body = _met(row, so_on, body, at)
    _not_before(row, so_on, body)
    if report_back_on is not None and reporter_id is None:
        raise CannotDo("Say who reports back.", field="reporter")
    if not agreed.strip():
        raise CannotDo("Write what was agreed.", field="agreed")
    withheld = is_withheld(actor, row, agreed, is_public=is_public)
    made = improvement.record_decision(
        actor=actor,
        plan_ref=row.plan_ref,
        body=body,
        agreed=decision_words(so_on) if withheld else agreed,
        so_on=so_on,
        at=at,
        report_back=_on(report_back_on) if report_back_on else None,
        reports=improvement.Owner(reporter_id) if reporter_id else None,
        source_kind=SUBJECT,
        source_key=row.ref,
        token=token,
    )
    _keep(actor, row, SaidKind.DECISION, made.ref, agreed, withheld, at)
    audit.record(actor, "paper.outcome_recorded", (SUBJECT, row.ref), keys={"decision": made.ref})
    return made.ref


def _keep(
    actor: Actor, row: PaperRow, kind: SaidKind, key: str, words: str, withheld: bool | None, at: datetime
) -> None:
    """Keep what was said about an exempt paper with it; done again for the same record it is kept already."""
    if withheld is not None and not ExemptWords.objects.filter(kind=kind, key=key).exists():
        keep_said(actor, row, kind, key, words.strip(), is_public=not withheld, at=at)


def _on(day: date) -> Period:
    return Period(printed(day), Precision.DAY, day, day + timedelta(days=1))


@atomic
def ask_question(
    *,
    actor: Actor,
    paper_ref: str,
    asked_by: str,
    words: str,
    so_on: date,
    promised_by_id: int | None = None,
    promised_for: date | None = None,
    is_public: bool = False,
    body: str = "",
    at: datetime,
) -> str:
    """Record what a member asked; an answer that somebody promised becomes a commitment. Gives the reference."""
    row = held(actor, paper_ref, permission=Permission.WRITE_PAPER)
    body = _met(row, so_on, body, at)
    if body == row.then_committee_name:
        _not_before(row, so_on, body)
    if not words.strip():
        raise CannotDo("Write what was asked.", field="words")
    if not asked_by.strip():
        raise CannotDo("Say who asked.", field="asked_by")
    if (promised_by_id is None) is not (promised_for is None):
        raise CannotDo("Say both who promised an answer and by when, or neither.", field="promised_by")
    if promised_for is not None and promised_for < so_on:
        raise CannotDo("An answer cannot be promised for a day before the question.", field="promised_for")
    ref = new_ref("question")
    withheld = is_withheld(actor, row, words, is_public=is_public)
    told = answer_promised_words(asked_by.strip(), so_on) if withheld else f"Answer {asked_by.strip()}: {words.strip()}"
    promised = _promised(actor, row, ref, told, body, so_on, promised_by_id, promised_for, at)
    MemberQuestion.objects.create(
        ref=ref,
        paper_id=row.id,
        asked_by=asked_by.strip()[:180],
        words=words.strip(),
        so_on=so_on,
        promised_by_id=promised_by_id,
        promised_for=promised_for,
        person_id=actor.person_id,
        **promised,
        **owned(actor, row.authority_id, at),
    )
    _keep(actor, row, SaidKind.QUESTION, ref, words, withheld, at)
    audit.record(actor, "paper.question_asked", (SUBJECT, row.ref), keys={"question": ref})
    return ref


def _promised(
    actor: Actor,
    row: PaperRow,
    ref: str,
    words: str,
    body: str,
    so_on: date,
    promised_by_id: int | None,
    promised_for: date | None,
    at: datetime,
) -> dict[str, str]:
    """Who promised an answer, in the words of that day, and the commitment that it is."""
    if promised_by_id is None or promised_for is None:
        return {}
    names = organisation.person_names([promised_by_id])
    if promised_by_id not in names:
        raise CannotDo("Choose who promised an answer.", field="promised_by")
    title = organisation.post_titles([promised_by_id], on=day_of(at)).get(promised_by_id, "")
    commitment = improvement.make_commitment(
        actor=actor,
        direction=Direction.OURS,
        words=words,
        owner=improvement.Owner(promised_by_id),
        so_on=so_on,
        at=at,
        period=_on(promised_for),
        authority_id=row.authority_id,
        plan_ref=row.plan_ref,
        other_words=body,
        source_kind=QUESTION,
        source_key=ref,
        by=Permission.WRITE_PAPER,
    )
    said = f"the {title}" if title else names[promised_by_id]
    return {"promised_words": said[:200], "commitment_ref": commitment.ref}


@atomic
def answer_question(
    *, actor: Actor, question_ref: str, words: str, so_on: date, is_public: bool = False, at: datetime
) -> None:
    """Record what a member was answered, and when; the promise of an answer is kept with it."""
    question = MemberQuestion.objects.visible_to(actor).select_related("paper").filter(ref=question_ref).first()
    if question is None:
        raise NotVisible
    row = held(actor, question.paper.ref, permission=Permission.WRITE_PAPER)
    if not words.strip():
        raise CannotDo("Write what was answered.", field="words")
    if not question.so_on <= so_on <= day_of(at):
        raise CannotDo("Give the day of the answer: not before the question, and not to come.", field="so_on")
    is_first = not question.answers.exists()
    withheld = is_withheld(actor, row, words, is_public=is_public)
    given = MemberAnswer.objects.create(
        question=question,
        words=words.strip(),
        so_on=so_on,
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    _keep(actor, row, SaidKind.ANSWER, str(given.pk), words, withheld, at)
    audit.record(actor, "paper.question_answered", (SUBJECT, row.ref), keys={"question": question.ref})
    if is_first and question.commitment_ref:
        improvement.keep_commitment(
            actor=actor,
            commitment_ref=question.commitment_ref,
            shown_by=answer_shown_words(so_on) if withheld else words.strip(),
            so_on=so_on,
            at=at,
            by=Permission.WRITE_PAPER,
        )
