"""What stands behind a paper: earlier papers, documents kept for the public, who confirmed what, what was disclosed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.reporting import queries, rules
from lippen.reporting.actions.duties import SUBJECT
from lippen.reporting.actions.guard import held, owned, printable, writable
from lippen.reporting.models import (
    BackgroundEnd,
    BackgroundFile,
    BackgroundPaper,
    DisclosedFile,
    Disclosure,
    PaperReference,
)
from lippen.reporting.papers.build import OPERATIONAL
from lippen.reporting.papers.render import rendered
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import (
    FROZEN,
    BackgroundEnding,
    DisclosureAnswer,
    FileKind,
)

GONE_ALREADY = "This document has left the list already."


@dataclass(frozen=True)
class GivenFile:
    """A file that passed the gate."""

    name: str
    content: bytes
    media_type: str


@atomic
def refer_to_paper(*, actor: Actor, paper_ref: str, other_ref: str, why: str = "", at: datetime) -> None:
    """Name an earlier, signed paper that this one follows or rests on."""
    row = writable(actor, paper_ref, at)
    other = queries.paper_row(actor, other_ref)
    if other.id == row.id:
        raise CannotDo("A paper does not refer to itself. Choose another.", field="other")
    if other.state not in FROZEN:
        raise CannotDo("That paper is not signed yet, so its words may still change. Refer to it later.", field="other")
    title = queries.subjects(actor, [other.ref])[other.ref]
    words = f"“{title}”, {other.committee_name}, {printed(other.days.meets_on)}"
    PaperReference.objects.create(
        paper_id=row.id,
        other_id=other.id,
        words=words[:400],
        why=printable(why, "why")[:240],
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    audit.record(actor, "paper.reference_added", (SUBJECT, row.ref), keys={"other": other.ref})


@atomic
def take_out_reference(*, actor: Actor, paper_ref: str, other_ref: str, at: datetime) -> None:
    """Name an earlier paper no more."""
    row = writable(actor, paper_ref, at)
    other = queries.paper_row(actor, other_ref)
    found = PaperReference.objects.filter(paper_id=row.id, other_id=other.id).order_by("-id").first()
    if found is None or found.is_taken_out:
        raise CannotDo("This paper does not refer to that one.")
    PaperReference.objects.create(
        paper_id=row.id,
        other_id=other.id,
        words=found.words,
        is_taken_out=True,
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    audit.record(actor, "paper.reference_taken_out", (SUBJECT, row.ref), keys={"other": other.ref})


@atomic
def add_background(
    *,
    actor: Actor,
    paper_ref: str,
    title: str,
    url: str = "",
    file: GivenFile | None = None,
    exempt: bool = False,
    why_exempt: str = "",
    at: datetime,
) -> str:
    """List a document that the paper was written from, with its file or its address. Gives its reference."""
    row = writable(actor, paper_ref, at)
    said = printable(title, "title")
    if not said:
        raise CannotDo("Give the document's title, as it is printed.", field="title")
    if exempt and not why_exempt.strip():
        raise CannotDo("Say why the law lets it be kept back.", field="why_exempt")
    if file is None and not url.strip():
        raise CannotDo("Add the file, or give the address where the public finds it.", field="file")
    made = BackgroundPaper.objects.create(
        ref=new_ref("background"),
        paper_id=row.id,
        title=said[:240],
        url=url.strip()[:500],
        file_name=file.name[:200] if file else "",
        media_type=file.media_type if file else "",
        sha256=hashlib.sha256(file.content).hexdigest() if file else "",
        size=len(file.content) if file else 0,
        exempt=exempt,
        why_exempt=why_exempt.strip()[:400],
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    if file is not None:
        BackgroundFile.objects.create(background=made, content=file.content, **owned(actor, row.authority_id, at))
    audit.record(actor, "paper.background_listed", (SUBJECT, row.ref), keys={"background": made.ref})
    return made.ref


@atomic
def take_out_background(*, actor: Actor, background_ref: str, reason: str, at: datetime) -> None:
    """Take a document off an open paper's list."""
    found = _background(actor, background_ref)
    row = writable(actor, found.paper.ref, at)
    if not reason.strip():
        raise CannotDo("Say why it leaves the list.", field="reason")
    _end(actor, found, row.authority_id, BackgroundEnding.TAKEN_OUT, reason, at)
    audit.record(actor, "paper.background_taken_out", (SUBJECT, row.ref), keys={"background": found.ref})


@atomic
def let_background_go(*, actor: Actor, background_ref: str, reason: str = "", at: datetime) -> None:
    """Record that a document need not be kept for the public any more: four years after its meeting, not before."""
    found = _background(actor, background_ref)
    row = held(actor, found.paper.ref, permission=Permission.ISSUE_PAPER)
    until = rules.kept_until(row.days.meets_on)
    if row.state not in FROZEN:
        raise CannotDo("The paper is not signed yet. Its author takes documents off the list.")
    if day_of(at) <= until:
        raise CannotDo(f"The public may read this document until {printed(until)}. Keep it until then.")
    _end(actor, found, row.authority_id, BackgroundEnding.LET_GO, reason, at)
    audit.record(actor, "paper.background_let_go", (SUBJECT, row.ref), keys={"background": found.ref})


def _background(actor: Actor, ref: str) -> BackgroundPaper:
    found = BackgroundPaper.objects.visible_to(actor).select_related("paper").filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def _end(
    actor: Actor, found: BackgroundPaper, authority_id: int, kind: BackgroundEnding, reason: str, at: datetime
) -> None:
    with refusal("background_id", GONE_ALREADY):
        BackgroundEnd.objects.create(
            background=found,
            paper_id=found.paper_id,
            kind=kind,
            so_on=day_of(at),
            reason=reason.strip()[:400],
            person_id=actor.person_id,
            **owned(actor, authority_id, at),
        )


@atomic
def disclose_plan(
    *,
    actor: Actor,
    paper_ref: str,
    asked_by: str,
    asked_on: date,
    answer: DisclosureAnswer,
    words: str = "",
    at: datetime,
) -> str:
    """Give the operational plan behind a signed paper to somebody who asked, or refuse it; kept with the file's hash.

    What is given is made here: the operational edition as known when the paper was signed. Gives the reference.
    """
    require(actor, Permission.READ_OPERATIONAL_PLAN)
    row = held(actor, paper_ref, permission=Permission.WRITE_PAPER)
    signed = queries.signed_paper(actor, paper_ref)
    if row.state not in FROZEN or signed is None:
        raise CannotDo("This paper is not signed yet. The operational plan is given as it stood at the signing.")
    if not asked_by.strip():
        raise CannotDo("Say who asked.", field="asked_by")
    if asked_on > day_of(at):
        raise CannotDo(f"{printed(asked_on)} has not come yet.", field="asked_on")
    is_given = answer is DisclosureAnswer.GIVEN
    if not is_given and not words.strip():
        raise CannotDo("Say why it was refused.", field="words")
    content = queries.content(actor, paper_ref, known_at=signed.known_at, edition=OPERATIONAL) if is_given else None
    made = rendered(content, FileKind.PDF, signed.signed_at) if content is not None else b""
    usual = f"The operational plan as at {printed(row.days.data_as_at)}, PDF"
    kept = Disclosure.objects.create(
        ref=new_ref("disclosure"),
        paper_id=row.id,
        asked_by=asked_by.strip()[:240],
        asked_on=asked_on,
        answer=answer,
        answered_on=day_of(at),
        given=(words.strip() or usual)[:400],
        sha256=hashlib.sha256(made).hexdigest() if is_given else "",
        size=len(made),
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    if is_given:
        DisclosedFile.objects.create(disclosure=kept, content=made, **owned(actor, row.authority_id, at))
    audit.record(
        actor, "paper.operational_plan_disclosed", (SUBJECT, row.ref), keys={"answer": answer, "sha256": kept.sha256}
    )
    return kept.ref
