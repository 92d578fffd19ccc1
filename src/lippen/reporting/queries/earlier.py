"""What came of the papers before: what was decided on them, asked and answered, promised and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from lippen.improvement import queries as improvement
from lippen.improvement.queries import PromiseMade
from lippen.improvement.vocabulary import CommitmentStatus
from lippen.kernel.access import Actor
from lippen.kernel.together import read_together
from lippen.reporting.models import MemberAnswer, MemberQuestion
from lippen.reporting.queries.hidden import Hidden
from lippen.reporting.rows import Earlier, PaperRow, QuestionAsked
from lippen.reporting.rules import printed

PAPER, QUESTION = "reporting.paper", "reporting.question"


def what_came_of(
    actor: Actor, row: PaperRow, before: Mapping[int, str], *, hidden: Hidden, known_at: datetime, since: date
) -> Earlier:
    """What the next paper opens with: all that is open, and what was decided, answered and kept since the last.

    `before` holds id and reference of the papers on the same plan that were signed for an earlier meeting; what those
    of them that are exempt keep from the public is not said.
    """
    if not before:
        return Earlier()
    until = row.days.text_closed_on
    asked = questions_of(before, known_at=known_at, until=until)
    came = improvement.followed(actor, PAPER, before.values(), as_at=until, known_at=known_at)
    return Earlier(
        decided=tuple(
            (d.decided_on, hidden.said(d.source_key, d.agreed)) for d in came.decisions if d.decided_on > since
        ),
        asked=tuple(
            hidden.question(q, before[q.paper_id]) for q in asked if q.answered_on is None or q.answered_on > since
        ),
        promised=tuple(
            (made.words, _became(made)) for made in map(hidden.promise, came.promises) if _is_told(made, since)
        ),
    )


def questions_of(
    paper_ids: Iterable[int], *, known_at: datetime | None = None, until: date | None = None
) -> tuple[QuestionAsked, ...]:
    """What members asked about these papers, with the last answer to each, in the order in which it was asked."""
    ids = list(paper_ids)
    asked, answers = read_together(
        MemberQuestion.objects.filter(paper_id__in=ids).known_at(known_at).order_by("id"),
        MemberAnswer.objects.filter(question__paper_id__in=ids).known_at(known_at).order_by("id"),
    )
    given = {answer.question_id: answer for answer in answers if until is None or answer.so_on <= until}
    return tuple(
        _asked(question, given.get(question.pk)) for question in asked if until is None or question.so_on <= until
    )


def _asked(question: MemberQuestion, answer: MemberAnswer | None) -> QuestionAsked:
    return QuestionAsked(
        ref=question.ref,
        paper_id=question.paper_id,
        asked_by=question.asked_by,
        words=question.words,
        so_on=question.so_on,
        promised_words=question.promised_words,
        promised_for=question.promised_for,
        commitment_ref=question.commitment_ref,
        answer=answer.words if answer else "",
        answered_on=answer.so_on if answer else None,
    )


def _is_told(row: PromiseMade, since: date) -> bool:
    return row.status == CommitmentStatus.OPEN or row.status_on > since


def _became(row: PromiseMade) -> str:
    """What became of a promise, in words that need nobody's name."""
    if row.status == CommitmentStatus.KEPT:
        return f"kept on {printed(row.status_on)}: {row.shown_by}"
    if row.status == CommitmentStatus.WITHDRAWN:
        return f"withdrawn on {printed(row.status_on)}"
    when = f"promised for {row.due.text}" if row.due else "not dated yet"
    return f"late: {when}" if row.is_late else f"not due yet: {when}"
