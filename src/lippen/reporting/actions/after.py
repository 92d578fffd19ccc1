"""After a paper: another that follows it, its withdrawal, numbers on its copies, its public edition's files."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.organisation.actions.subscriptions import announce
from lippen.organisation.vocabulary import Event
from lippen.reporting import queries
from lippen.reporting.actions.duties import SUBJECT, clear
from lippen.reporting.actions.exempting import edition_for
from lippen.reporting.actions.guard import held, owned
from lippen.reporting.actions.opening import open_paper
from lippen.reporting.models import (
    CommitteeLine,
    ExemptProposal,
    PaperAnswer,
    PaperText,
    PaperTie,
    PublicFile,
    SignedPaper,
    Stamping,
    ThemeDifference,
    Withdrawal,
)
from lippen.reporting.papers.stamping import why_not_stamp
from lippen.reporting.rows import PaperRow
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import FROZEN, FileKind, LineStep, OfficerVerdict, PaperDuty, PaperStep, TieKind


@atomic
def follow_paper(
    *,
    actor: Actor,
    paper_ref: str,
    kind: TieKind,
    reason: str,
    subject: str = "",
    text_closed_on: date,
    issue_on: date,
    at: datetime,
) -> PaperRow:
    """Open a late, replacement or supplementary paper after a signed one, tied to it; a replacement has its texts."""
    first = held(actor, paper_ref, permission=Permission.WRITE_PAPER)
    if not reason.strip():
        raise CannotDo("Say why another paper is needed. Whoever reads it reads the reason.", field="reason")
    if why := _why_not_follow(actor, first, kind, day_of(at)):
        raise CannotDo(why, field="kind")
    days = first.days
    made = open_paper(
        actor=actor,
        plan_ref=first.plan_ref,
        meeting_ref=first.meeting_ref,
        subject=subject.strip() or first.subject,
        period_starts_on=days.period_starts_on,
        period_ends_on=days.period_ends_on,
        data_as_at=days.data_as_at,
        text_closed_on=text_closed_on,
        issue_on=issue_on,
        report_by_words=first.report_by,
        report_by_person_id=first.report_by_person_id,
        form=first.template_key,
        then_meeting_ref=first.then_meeting_ref,
        follows=first.ref,
        at=at,
    )
    fact = owned(actor, first.authority_id, at)
    PaperTie.objects.create(
        paper_id=made.id,
        paper_ref=made.ref,
        first_id=first.id,
        first_ref=first.ref,
        kind=kind,
        reason=reason.strip(),
        **fact,
    )
    if kind is TieKind.REPLACEMENT:
        _copy_texts(first, made, fact)
        clear(PaperDuty.REPLACE, first, at)
    audit.record(actor, "paper.followed", (SUBJECT, made.ref), keys={"first": first.ref, "kind": kind.value})
    return made


def _why_not_follow(actor: Actor, first: PaperRow, kind: TieKind, on: date) -> str | None:
    """A paper follows one that is signed; it replaces one that is issued or rejected, and comes late to one meeting."""
    if first.state not in FROZEN:
        return "That paper is not signed yet, so it can still be changed itself."
    if first.days.meets_on <= on:
        return f"The meeting was on {printed(first.days.meets_on)}. Open a paper for a later meeting."
    if kind is TieKind.REPLACEMENT:
        after = queries.after(actor, first)
        if any(tie.kind == kind for tie in after.followed_by):
            return "There is a replacement for this paper already. Go on with that one."
        rejected = queries.course(actor, first, on=on).verdict == OfficerVerdict.REJECTED
        if first.state is PaperStep.SIGNED and not rejected:
            return "That paper is signed and not issued yet. It is replaced once it is issued, or rejected."
    return None


def _copy_texts(first: PaperRow, made: PaperRow, fact: dict[str, object]) -> None:
    """What was written on the first, each part as it stood last, and what of it is exempt; lines are agreed again."""
    for model, key in ((PaperText, "section"), (PaperAnswer, "question"), (ThemeDifference, "theme_number")):
        latest = {getattr(row, key): row for row in model.objects.filter(paper_id=first.id).order_by("id")}
        model.objects.bulk_create(_copy(row, made, fact, version=1) for row in latest.values())
    marks = ExemptProposal.objects.filter(paper_id=first.id).order_by("-version").first()
    if marks is not None:
        ExemptProposal.objects.bulk_create([_copy(marks, made, fact, version=1)])
    lines = {row.action_id: row for row in CommitteeLine.objects.filter(paper_id=first.id).order_by("id")}
    CommitteeLine.objects.bulk_create(_copy(row, made, fact, version=1, step=LineStep.EDITED) for row in lines.values())


def _copy(row: object, made: PaperRow, fact: dict[str, object], **changed: object) -> object:
    model = type(row)
    fields = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}  # type: ignore[attr-defined]
    changed = {name: value for name, value in changed.items() if name in fields}
    return model(**{**fields, "id": None, "paper_id": made.id, **changed, **fact})


@atomic
def withdraw_paper(*, actor: Actor, paper_ref: str, reason: str, at: datetime) -> None:
    """Take an issued paper back, with a reason that the public reads; it stays on record, as its successors do."""
    row = held(actor, paper_ref, permission=Permission.ISSUE_PAPER)
    if row.state is not PaperStep.ISSUED:
        raise CannotDo("Only a paper that is issued can be withdrawn.")
    if not reason.strip():
        raise CannotDo("Say why it is withdrawn. Whoever looks for it reads the reason.", field="reason")
    signed = SignedPaper.objects.visible_to(actor).get(paper_ref=paper_ref)
    with refusal("reporting_withdrawal", "This paper is withdrawn already."):
        Withdrawal.objects.create(
            signed=signed,
            paper_ref=row.ref,
            withdrawn_on=day_of(at),
            reason=reason.strip(),
            **owned(actor, row.authority_id, at),
        )
    audit.record(actor, "paper.withdrawn", (SUBJECT, row.ref))
    if not signed.exempt:
        keys = {"paper": row.ref, "sha256": signed.sha256}
        announce(Event.PAPER_WITHDRAWN, row.ref, authority_ids=[row.authority_id], keys=keys, at=at)


@atomic
def stamp_copies(*, actor: Actor, paper_ref: str, item: str, first_page: int, at: datetime) -> None:
    """Keep the item and page numbers that copies of a signed paper carry; what was signed stays as it is."""
    row = held(actor, paper_ref, permission=Permission.ISSUE_PAPER)
    signed = SignedPaper.objects.visible_to(actor).filter(paper_ref=paper_ref).first()
    if signed is None:
        raise NotVisible
    if why := why_not_stamp(item, first_page):
        raise CannotDo(why, field="item" if "item" in why else "first_page")
    last = Stamping.objects.filter(signed=signed).order_by("-version").first()
    with refusal("stamped_once_a_version", "Somebody has just changed these numbers. Open the page again."):
        Stamping.objects.create(
            signed=signed,
            version=last.version + 1 if last else 1,
            item=item.strip(),
            first_page=first_page,
            **owned(actor, row.authority_id, at),
        )
    audit.record(actor, "paper.copies_stamped", (SUBJECT, row.ref), keys={"item": item.strip(), "page": first_page})


@atomic
def keep_public_file(*, actor: Actor, edition_ref: str, kind: FileKind, made: bytes, at: datetime) -> bool:
    """Keep one file of an issued public edition; False where it is kept already."""
    require(actor, Permission.READ_PAPER)
    edition = edition_for(actor, edition_ref)
    if PublicFile.objects.filter(edition=edition, kind=kind).exists():
        return False
    sha256 = hashlib.sha256(made).hexdigest()
    fact = owned(actor, edition.authority_id, at)
    PublicFile.objects.create(edition=edition, kind=kind, content=made, sha256=sha256, size=len(made), **fact)
    audit.record(actor, "paper.public_file_kept", ("reporting.edition", edition_ref), keys={"kind": kind.value})
    return True
