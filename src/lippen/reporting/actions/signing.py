"""Along the route: sent, approved in order, returned with comments; and with the last approval signed and frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.transaction import atomic
from procrastinate.contrib.django import app

from lippen.improvement import actions as improvement
from lippen.kernel import approval, audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.approval import Step
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.organisation import queries as organisation
from lippen.reporting import queries, rules
from lippen.reporting.actions.accepting import ask_officer
from lippen.reporting.actions.duties import SUBJECT, ask, ask_clerks, clear
from lippen.reporting.actions.guard import NotReady, held, owned, refuse, take_step
from lippen.reporting.actions.promises import make_promises
from lippen.reporting.models import Decision, PaperDates, PublicEdition, SignedFile, SignedPaper, TakenBack
from lippen.reporting.papers.canonical import canonical
from lippen.reporting.papers.exempting import public_content, whole_content
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.render import rendered
from lippen.reporting.queries.records import steps_of, what_stands
from lippen.reporting.queries.standing_in import asked_for, deciders
from lippen.reporting.queries.written import written_on
from lippen.reporting.rows import PaperRow, RouteRow
from lippen.reporting.vocabulary import FROZEN, STEP_WORDS, FileKind, PaperDuty, PaperStep, Verdict

MOST_ROWS_AT_ONCE = 200
MAKE_FILES = "reporting.make_files"


@atomic
def send_for_approval(*, actor: Actor, paper_ref: str, at: datetime) -> None:
    """Send the paper along its route; refused with a sentence for each thing that would keep it from being signed."""
    row = held(actor, paper_ref, permission=Permission.WRITE_PAPER)
    if why := rules.why_not_step(row.state, PaperStep.IN_APPROVAL):
        raise CannotDo(why)
    records = queries.records_of(actor, row, known_at=at)
    refuse(queries.blocks_of(records, signing_on=day_of(at)))
    take_step(actor, row, PaperStep.IN_APPROVAL, at)
    for kind in (PaperDuty.WRITE, PaperDuty.LINES, PaperDuty.REWRITE):
        clear(kind, row, at)
    _ask(records.approvers, frozenset(), row, at)
    audit.record(actor, "paper.sent_for_approval", (SUBJECT, row.ref))


def _ask(route: tuple[RouteRow, ...], approved: frozenset[int], row: PaperRow, at: datetime) -> None:
    """Put the duty on the desk of the next approver, or of whoever holds their post today."""
    waiting = approval.next_step(steps_of(route), approved)
    step = next((each for each in route if waiting and each.id == waiting.id), None)
    ask(PaperDuty.APPROVE, asked_for(step, on=day_of(at)) if step else [], row, at)


@dataclass(frozen=True)
class _Turn:
    """An approver's turn: the route, what is approved of it, and the step that is decided on now."""

    route: tuple[RouteRow, ...]
    approved: frozenset[int]
    step: Step


def _turn(actor: Actor, row: PaperRow, at: datetime) -> _Turn:
    """The turn of this actor, their own or that of the approver in whose place they are."""
    if row.state is not PaperStep.IN_APPROVAL:
        raise CannotDo(f"This paper is {STEP_WORDS[row.state].lower()}: there is nothing to approve.")
    written = written_on(row.id)
    steps = steps_of(written.approvers)
    approved = frozenset(d.route_step_id for d in written.decisions(row.rounds) if d.verdict == Verdict.APPROVED)
    waiting = approval.next_step(steps, approved)
    in_place = waiting is not None and _stands_in(actor, written.approvers, waiting, at)
    person_id = waiting.person_id if waiting and in_place else actor.person_id
    writers = written.writers - {person_id} | ({person_id} if actor.person_id in written.writers else set())
    if why := approval.why_not(person_id, steps, approved, writers):
        raise CannotDo(why)
    return _Turn(written.approvers, approved, next(step for step in steps if step.person_id == person_id))


def _stands_in(actor: Actor, route: tuple[RouteRow, ...], waiting: Step, at: datetime) -> bool:
    """Whether somebody who does not stand on the route themselves may decide in the next approver's place."""
    if actor.person_id in {row.person_id for row in route}:
        return False
    step = next(row for row in route if row.id == waiting.id)
    return actor.person_id in deciders(step, on=day_of(at))


def _decide(actor: Actor, row: PaperRow, step: Step, verdict: Verdict, comments: str, at: datetime) -> None:
    own = actor.person_id == step.person_id
    designation = (
        "" if own else organisation.post_titles([actor.person_id or 0], on=day_of(at)).get(actor.person_id, "")
    )
    with refusal("one_decision_a_round", "You have decided on this paper already."):
        Decision.objects.create(
            paper_id=row.id,
            route_step_id=step.id,
            round=row.rounds,
            verdict=verdict,
            comments=comments,
            person_id=actor.person_id,
            name="" if own else actor.name,
            designation=designation,
            **owned(actor, row.authority_id, at),
        )


@atomic
def approve(*, actor: Actor, paper_ref: str, at: datetime) -> PaperStep:
    """Approve, if it is this actor's turn; the last approval signs and freezes the paper. Gives its state."""
    row = held(actor, paper_ref, permission=Permission.APPROVE_PAPER)
    turn = _turn(actor, row, at)
    _decide(actor, row, turn.step, Verdict.APPROVED, "", at)
    audit.record(actor, "paper.approved", (SUBJECT, row.ref))
    approved = turn.approved | {turn.step.id}
    _ask(turn.route, approved, row, at)
    if not approval.is_complete(steps_of(turn.route), approved):
        return PaperStep.IN_APPROVAL
    _sign(actor, row, at)
    return PaperStep.SIGNED


@atomic
def return_with_comments(*, actor: Actor, paper_ref: str, comments: str, at: datetime) -> None:
    """Give the paper back to its author; every approval has to be asked for again."""
    row = held(actor, paper_ref, permission=Permission.APPROVE_PAPER)
    turn = _turn(actor, row, at)
    if not comments.strip():
        raise CannotDo("Say what should be different, so that the author can mend it.", field="comments")
    _decide(actor, row, turn.step, Verdict.RETURNED, comments.strip(), at)
    _back_to_its_authors(actor, row, at)
    audit.record(actor, "paper.returned", (SUBJECT, row.ref))


@atomic
def take_back(*, actor: Actor, paper_ref: str, reason: str, at: datetime) -> None:
    """Take a paper back from its approvers, for a reason; every approval has to be asked for again."""
    row = held(actor, paper_ref, permission=Permission.WRITE_PAPER)
    if row.state is not PaperStep.IN_APPROVAL:
        raise CannotDo(f"This paper is {STEP_WORDS[row.state].lower()}: there is nobody to take it back from.")
    if not reason.strip():
        raise CannotDo("Say why you take it back.", field="reason")
    _back_to_its_authors(actor, row, at)
    TakenBack.objects.create(
        paper_id=row.id,
        number=row.state_number + 1,
        reason=reason.strip(),
        person_id=actor.person_id,
        name=actor.name,
        **owned(actor, row.authority_id, at),
    )
    audit.record(actor, "paper.taken_back", (SUBJECT, row.ref))


def _back_to_its_authors(actor: Actor, row: PaperRow, at: datetime) -> None:
    take_step(actor, row, PaperStep.RETURNED, at)
    clear(PaperDuty.APPROVE, row, at)
    ask(PaperDuty.REWRITE, [author.person_id for author in written_on(row.id).authors], row, at)


def _sign(actor: Actor, row: PaperRow, at: datetime) -> None:
    """Freeze: what is known now is what this paper says from now on, whatever the plan says later."""
    known_at = improvement.settle_moment(actor=actor, plan_id=row.plan_id, at=at)
    _close_text(actor, row, known_at)
    records = queries.records_of(actor, queries.paper_row(actor, row.ref, known_at=known_at), known_at=known_at)
    if faults := queries.blocks_of(records, signing_on=day_of(at)):
        raise NotReady(faults)
    content = canonical(whole_content(records))
    take_step(actor, row, PaperStep.SIGNED, known_at)
    signed = SignedPaper.objects.create(
        paper_id=row.id,
        paper_ref=row.ref,
        exempt=_is_exempt(records),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        as_then=what_stands(records),
        signed_at=known_at,
        known_at=known_at,
        **owned(actor, row.authority_id, known_at),
    )
    if records.exempt:
        _keep_public_edition(actor, signed, records)
    improvement.close_records(actor=actor, plan_id=row.plan_id, through=known_at, at=at)
    make_promises(actor, row, records, at)
    if signed.exempt or (records.origin and records.origin.needs_officer):
        ask_officer(row, at)
    else:
        ask_clerks(row, at)
    clear(PaperDuty.COMMENT, row, at)
    audit.record(actor, "paper.signed", (SUBJECT, row.ref), keys={"sha256": hashlib.sha256(content).hexdigest()})
    _files_now_or_later(actor, row.ref, len(records.actions), at)


def _close_text(actor: Actor, row: PaperRow, at: datetime) -> None:
    """A paper signed before its text was to close has closed its text that day: so it is kept, and so it is printed."""
    if row.days.text_closed_on <= day_of(at):
        return
    planned = PaperDates.objects.filter(paper_id=row.id).order_by("-id")[0]
    PaperDates.objects.create(
        paper_id=row.id,
        meeting_id=planned.meeting_id,
        period_starts_on=planned.period_starts_on,
        period_ends_on=planned.period_ends_on,
        data_as_at=planned.data_as_at,
        text_closed_on=day_of(at),
        issue_on=planned.issue_on,
        **owned(actor, row.authority_id, at),
    )
    audit.record(actor, "paper.text_closed", (SUBJECT, row.ref))


def _is_exempt(records: PaperRecords) -> bool:
    given = records.answers.get("exempt")
    return records.exempt is not None or (given is not None and "yes" in given.ticked)


def _keep_public_edition(actor: Actor, signed: SignedPaper, records: PaperRecords) -> None:
    """Freeze what the public will read beside the whole, hashed over its own content."""
    assert records.exempt is not None  # asked before
    public = public_content(records)
    content = canonical(public)
    PublicEdition.objects.create(
        signed=signed,
        ref=public["paper"]["ref"],
        paragraphs=list(records.exempt.paragraphs),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        signed_at=signed.signed_at,
        **owned(actor, signed.authority_id, signed.recorded_at),
    )


def _files_now_or_later(actor: Actor, ref: str, actions: int, at: datetime) -> None:
    """A paper of a usual size is made at once; a long one by the worker, asked for in this same transaction."""
    if actions <= MOST_ROWS_AT_ONCE:
        make_files(actor=actor, paper_ref=ref, at=at)
    else:
        job = app.configure_task(MAKE_FILES, lock=f"paper:{ref}")
        job.defer(account_id=actor.account_id, paper_ref=ref)


@atomic
def make_files(*, actor: Actor, paper_ref: str, at: datetime) -> tuple[FileKind, ...]:
    """Make the files of a signed paper that are not there yet, and keep them. Done again it makes none."""
    unmade = queries.unmade_files(actor, paper_ref)
    for kind in unmade.kinds:
        made = rendered(unmade.content, kind, unmade.signed_at)
        keep_file(actor=actor, paper_ref=paper_ref, kind=kind, made=made, at=at)
    return unmade.kinds


@atomic
def keep_file(*, actor: Actor, paper_ref: str, kind: FileKind, made: bytes, at: datetime) -> bool:
    """Keep one file of a signed paper, its bytes and hash; False where it is kept already."""
    row = held(actor, paper_ref)
    signed = SignedPaper.objects.visible_to(actor).filter(paper_ref=paper_ref).first()
    if row.state not in FROZEN or signed is None:
        raise CannotDo("This paper is not signed yet, so it has no files.")
    if SignedFile.objects.filter(signed=signed, kind=kind).exists():
        return False
    sha256 = hashlib.sha256(made).hexdigest()
    fact = owned(actor, row.authority_id, at)
    SignedFile.objects.create(
        signed=signed, exempt=signed.exempt, kind=kind, content=made, sha256=sha256, size=len(made), **fact
    )
    audit.record(actor, "paper.file_kept", (SUBJECT, paper_ref), keys={"kind": kind, "sha256": sha256})
    return True
