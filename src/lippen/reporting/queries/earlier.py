"""What came of the papers before: what was decided on them, asked and answered, promised and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from lippen.improvement import queries as improvement
from lippen.improvement.queries import DecisionTaken, PromiseMade
from lippen.improvement.vocabulary import CommitmentStatus
from lippen.kernel.access import Actor
from lippen.kernel.together import read_together
from lippen.reporting.models import ExemptWords, Issue, MemberAnswer, MemberQuestion
from lippen.reporting.papers.drafting import whole_sentence
from lippen.reporting.papers.withheld import decision_words
from lippen.reporting.rows import Earlier, PaperRow, QuestionAsked
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import SaidKind

PAPER, QUESTION = "reporting.paper", "reporting.question"


def what_came_of(actor: Actor, row: PaperRow, before: Mapping[int, str], *, known_at: datetime, since: date) -> Earlier:
    """What the next paper opens with: all that is open, and what was decided, answered and kept since the last.

    `before` holds id and reference of the papers on the same plan that were signed for an earlier meeting; what those
    of them that are exempt keep from the public is not said.
    """
    if not before:
        return Earlier()
    until = row.days.text_closed_on
    asked, said = _asked_and_said(before, known_at=known_at, until=until)
    came = improvement.followed(actor, PAPER, before.values(), as_at=until, known_at=known_at)
    exempt = {before[paper_id] for paper_id in said.exempt}
    return Earlier(
        decided=tuple(
            (_when(d, row), decision_words(d.decided_on) if said.hides_decision(d, exempt) else d.agreed)
            for d in came.decisions
            if d.decided_on > since
        ),
        asked=tuple(q for q in asked if q.answered_on is None or q.answered_on > since),
        promised=tuple(
            _promised(made, is_withheld=said.withholds(SaidKind.PROMISE, made.ref))
            for made in came.promises
            if _is_told(made, since)
        ),
    )


def _when(taken: DecisionTaken, row: PaperRow) -> str:
    """The day of a decision; with the body, where it is not the one that this paper speaks to."""
    day = printed(taken.decided_on)
    return day if taken.body in {"", row.committee_name} else f"{day}, {taken.body}"


@dataclass(frozen=True)
class _Said:
    """Which of some papers are exempt, and of what was said about them, whether the public may read it."""

    exempt: frozenset[int]
    is_public: Mapping[tuple[str, str], bool]

    def withholds(self, kind: SaidKind, key: str) -> bool:
        """Whether it is known that these words stay with their paper."""
        return self.is_public.get((kind, key)) is False

    def hides(self, kind: SaidKind, key: str, paper_id: int) -> bool:
        """Whether what was said about a paper stays with it: about an exempt one all that nobody called public."""
        return paper_id in self.exempt and not self.is_public.get((kind, key), False)

    def hides_decision(self, decision: DecisionTaken, exempt: Collection[str]) -> bool:
        """The same of a decision, which knows its paper by reference."""
        return decision.source_key in exempt and not self.is_public.get((SaidKind.DECISION, decision.ref), False)


def questions_of(
    paper_ids: Iterable[int], *, known_at: datetime | None = None, until: date | None = None
) -> tuple[QuestionAsked, ...]:
    """What members asked about these papers, with the last answer to each, in the order in which it was asked."""
    return _asked_and_said(paper_ids, known_at=known_at, until=until)[0]


def _asked_and_said(
    paper_ids: Iterable[int], *, known_at: datetime | None, until: date | None
) -> tuple[tuple[QuestionAsked, ...], _Said]:
    """The questions, and what of all that was said about these papers stays with them; in one statement."""
    ids = list(paper_ids)
    asked, answers, issues, kept = read_together(
        MemberQuestion.objects.filter(paper_id__in=ids).known_at(known_at).order_by("id"),
        MemberAnswer.objects.filter(question__paper_id__in=ids).known_at(known_at).order_by("id"),
        Issue.objects.filter(signed__paper_id__in=ids, exempt=True)
        .known_at(known_at)
        .annotate(of_paper=F("signed__paper_id"))
        .order_by("id"),
        ExemptWords.objects.filter(paper_id__in=ids).known_at(known_at).order_by("id"),
    )
    said = _Said(frozenset(row.of_paper for row in issues), {(row.kind, row.key): row.is_public for row in kept})
    given = {answer.question_id: answer for answer in answers if until is None or answer.so_on <= until}
    rows = (question for question in asked if until is None or question.so_on <= until)
    return tuple(_asked(question, given.get(question.pk), said) for question in rows), said


def _asked(question: MemberQuestion, answer: MemberAnswer | None, said: _Said) -> QuestionAsked:
    is_withheld = said.hides(SaidKind.QUESTION, question.ref, question.paper_id)
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
        is_withheld=is_withheld,
        answer_is_withheld=answer is not None
        and (is_withheld or said.hides(SaidKind.ANSWER, str(answer.pk), question.paper_id)),
    )


def _is_told(row: PromiseMade, since: date) -> bool:
    return row.status == CommitmentStatus.OPEN or row.status_on > since


def _promised(row: PromiseMade, *, is_withheld: bool) -> tuple[str, str]:
    """A promise in its own words, or that an exempt part makes one; and what became of it."""
    if is_withheld:
        return row.words, f"kept on {printed(row.status_on)}" if row.shown_by else _became(row)
    return f"“{whole_sentence(row.words)}”", _became(row)


def _became(row: PromiseMade) -> str:
    """What became of a promise, in words that need nobody's name."""
    if row.status == CommitmentStatus.KEPT:
        return f"kept on {printed(row.status_on)}: {row.shown_by}"
    if row.status == CommitmentStatus.WITHDRAWN:
        return f"withdrawn on {printed(row.status_on)}"
    when = f"promised for {row.due.text}" if row.due else "not dated yet"
    return f"late: {when}" if row.is_late else f"not due yet: {when}"
