"""What stands behind papers and what followed from them: documents and their clock, questions, disclosures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from lippen.improvement import queries as improvement
from lippen.improvement.queries import CommitmentFilters, CommitmentRow, DecisionRow
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting import rules
from lippen.reporting.models import (
    BackgroundEnd,
    BackgroundFile,
    BackgroundPaper,
    DisclosedFile,
    Disclosure,
    ExemptWords,
    MemberQuestion,
    PaperReference,
)
from lippen.reporting.papers.promised import found_promises, stands_in
from lippen.reporting.queries.earlier import PAPER, questions_of
from lippen.reporting.queries.frozen import frozen_of
from lippen.reporting.queries.papers import paper_row, papers
from lippen.reporting.queries.records import records_of
from lippen.reporting.queries.written import background_row
from lippen.reporting.rows import BackgroundRow, PaperRow, PromiseRow, QuestionAsked
from lippen.reporting.vocabulary import FROZEN, BackgroundEnding


@dataclass(frozen=True)
class Kept:
    """A background paper with its paper and until when the public may read it."""

    row: BackgroundRow
    paper: PaperRow
    kept_until: date
    may_go: bool


@dataclass(frozen=True)
class DisclosureRow:
    """What somebody was given of the operational plan, or refused."""

    ref: str
    asked_by: str
    asked_on: date
    answer: str
    answered_on: date
    given: str
    sha256: str
    size: int
    by_name: str
    recorded_at: datetime


@dataclass(frozen=True)
class AfterMeeting:
    """What a committee decided on a paper, what was asked, and the promises that the paper made."""

    paper: PaperRow
    decisions: tuple[DecisionRow, ...]
    questions: tuple[QuestionAsked, ...]
    promises: tuple[CommitmentRow, ...]
    withheld: frozenset[str] = frozenset()
    """The decisions, promises, questions and answers whose words stand here alone."""


def after_meeting(actor: Actor, ref: str, *, today: date) -> AfterMeeting:
    """What followed from a paper; decisions and promises for those who read its plan."""
    row = paper_row(actor, ref)
    sees_plan = may(actor, Permission.READ_PLAN, at=[row.authority_id])
    decided: tuple[DecisionRow, ...] = ()
    promised: tuple[CommitmentRow, ...] = ()
    if sees_plan and row.state in FROZEN:
        decided = improvement.decisions(actor, row.plan_id, today=today, source=(PAPER, row.ref))
        wanted = CommitmentFilters(source_kind=PAPER, source_keys=[row.ref])
        promised = improvement.commitments(actor, filters=wanted, today=today)
    own = _own_words(actor, row) if sees_plan and row.state in FROZEN else {}
    return AfterMeeting(
        row,
        tuple(replace(each, agreed=own.get(each.ref, each.agreed)) for each in decided),
        questions_of([row.id]),
        tuple(replace(each, words=own.get(each.ref, each.words)) for each in promised),
        frozenset(own),
    )


def _own_words(actor: Actor, row: PaperRow) -> dict[str, str]:
    """What was said about an exempt paper and promised in it, in the words that only its readers have."""
    kept = ExemptWords.objects.visible_to(actor).filter(paper_id=row.id, is_public=False)
    return dict(kept.values_list("key", "words"))


def question_asked(actor: Actor, ref: str) -> tuple[PaperRow, QuestionAsked]:
    """A member's question with its paper, or NotVisible."""
    found = MemberQuestion.objects.visible_to(actor).select_related("paper").filter(ref=ref).first()
    if found is None:
        raise NotVisible
    row = paper_row(actor, found.paper.ref)
    return row, next(asked for asked in questions_of([row.id]) if asked.ref == ref)


def background_of(actor: Actor, row: PaperRow) -> tuple[BackgroundRow, ...]:
    """The documents behind a paper; an exempt one only for those who keep papers."""
    return tuple(kept for kept in _background(actor, {row.id: row}) if kept.ended != BackgroundEnding.TAKEN_OUT)


def _background(actor: Actor, of: Mapping[int, PaperRow]) -> tuple[BackgroundRow, ...]:
    found = BackgroundPaper.objects.visible_to(actor).filter(paper_id__in=list(of)).order_by("id")
    keepers = actor.reach_of(Permission.READ_PLAN) | actor.reach_of(Permission.ISSUE_PAPER)
    rows = [row for row in found if not row.exempt or row.authority_id in keepers]
    ended = {end.background_id: end for end in BackgroundEnd.objects.filter(background_id__in=[r.pk for r in rows])}
    return tuple(background_row(row, ended.get(row.pk)) for row in rows)


def background_kept(actor: Actor, *, today: date) -> tuple[Kept, ...]:
    """Every document behind the papers that the actor may read, the one that may go first at the top."""
    known = {row.id: row for row in papers(actor)}
    kept = [
        Kept(row, known[row.paper_id], until, today > until and not row.ended)
        for row in _background(actor, known)
        if row.ended != BackgroundEnding.TAKEN_OUT
        for until in [rules.kept_until(known[row.paper_id].days.meets_on)]
    ]
    return tuple(sorted(kept, key=lambda one: (bool(one.row.ended), one.kept_until, one.row.title)))


def background_file(actor: Actor, ref: str) -> tuple[BackgroundRow, bytes, str]:
    """A document's row, bytes and media type; one that was let go, or is exempt for this reader, is not there."""
    found = BackgroundPaper.objects.visible_to(actor).select_related("paper").filter(ref=ref).first()
    if found is None:
        raise NotVisible
    row = paper_row(actor, found.paper.ref)
    listed = next((kept for kept in background_of(actor, row) if kept.ref == ref), None)
    file = BackgroundFile.objects.visible_to(actor).filter(background=found).first()
    if listed is None or listed.ended or file is None:
        raise NotVisible
    return listed, bytes(file.content), found.media_type


def references_of(actor: Actor, row: PaperRow) -> tuple[tuple[PaperRow, ...], tuple[PaperRow, ...]]:
    """The papers that a paper refers to, and those that refer to it; of those that the actor may read."""
    found = PaperReference.objects.visible_to(actor).filter(authority_id=row.authority_id).order_by("id")
    latest = {(r.paper_id, r.other_id): r for r in found if row.id in {r.paper_id, r.other_id}}
    pairs = [pair for pair, r in latest.items() if not r.is_taken_out]
    if not pairs:
        return (), ()
    known = {paper.id: paper for paper in papers(actor)}
    to = tuple(known[other] for paper, other in pairs if paper == row.id and other in known)
    back = tuple(known[paper] for paper, other in pairs if other == row.id and paper in known)
    return to, back


def disclosures(actor: Actor, row: PaperRow) -> tuple[DisclosureRow, ...]:
    """Who asked for the operational plan behind a paper, and what came of it; for those who read it."""
    if not may(actor, Permission.READ_OPERATIONAL_PLAN, at=[row.authority_id]):
        return ()
    found = list(Disclosure.objects.visible_to(actor).filter(paper_id=row.id).order_by("-id"))
    names = organisation.person_names({each.person_id for each in found} - {None}) if found else {}
    return tuple(
        DisclosureRow(
            ref=each.ref,
            asked_by=each.asked_by,
            asked_on=each.asked_on,
            answer=each.answer,
            answered_on=each.answered_on,
            given=each.given,
            sha256=each.sha256,
            size=each.size,
            by_name=names.get(each.person_id or 0, ""),
            recorded_at=each.recorded_at,
        )
        for each in found
    )


def disclosed_file(actor: Actor, ref: str) -> bytes:
    """The bytes that were given, or NotVisible."""
    found = Disclosure.objects.visible_to(actor).filter(ref=ref).select_related("paper").first()
    if found is None or not may(actor, Permission.READ_OPERATIONAL_PLAN, at=[found.authority_id]):
        raise NotVisible
    file = DisclosedFile.objects.visible_to(actor).filter(disclosure=found).first()
    if file is None:
        raise NotVisible
    return bytes(file.content)


def promises_of(
    actor: Actor, ref: str, *, at: datetime
) -> tuple[PaperRow, tuple[tuple[str, str, PromiseRow | None], ...]]:
    """A paper, and each sentence that reads like a promise or was called one: words, place, what was decided."""
    row = paper_row(actor, ref)
    require(actor, Permission.READ_PLAN, at=[row.authority_id])
    frozen = frozen_of(actor, row) if row.state in FROZEN else None
    records = records_of(actor, row, known_at=frozen[0].known_at if frozen else at)
    shown = {found.sentence: found for found in found_promises(records)}
    for sentence in records.promises:
        if sentence not in shown and (found := stands_in(records, sentence)):
            shown[sentence] = found
    return row, tuple((s, found.place, records.promises.get(s)) for s, found in shown.items())
