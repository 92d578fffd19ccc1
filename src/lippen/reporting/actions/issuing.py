"""A signed paper given out for its meeting, and where the council's committee system shows it."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation.actions.subscriptions import announce
from lippen.organisation.vocabulary import Event
from lippen.reporting import queries, route_rules, rules
from lippen.reporting.actions.duties import clear
from lippen.reporting.actions.exempting import make_public_later
from lippen.reporting.actions.guard import held, owned, refuse, take_step
from lippen.reporting.models import Issue, PaperTie, PublicEdition, PublicIssue, PublishedAddress, SignedPaper
from lippen.reporting.queries.committees import meeting_issued_on, notice_of
from lippen.reporting.queries.editions import register_is_on
from lippen.reporting.rows import PaperRow
from lippen.reporting.schedule_7a import is_open_to_members
from lippen.reporting.vocabulary import PaperDuty, PaperStep


@atomic
def issue(*, actor: Actor, paper_ref: str, address: str = "", late_reason: str = "", at: datetime) -> bytes:
    """Issue a signed paper, and give the bundle for the committee system.

    A paper that leaves fewer clear days than the council promises is late, and issued only for a reason.
    """
    row = held(actor, paper_ref, permission=Permission.ISSUE_PAPER)
    if why := rules.why_not_step(row.state, PaperStep.ISSUED):
        raise CannotDo(why)
    if row.meeting_change and row.meeting_change.is_called_off:
        raise CannotDo("Its meeting was called off. Give the meeting another day first, and the paper goes with it.")
    signed = SignedPaper.objects.visible_to(actor).get(paper_ref=paper_ref)
    on = day_of(at)
    refuse(rules.issue_faults(row.days, signed_on=day_of(signed.signed_at), on=on))
    course = queries.course(actor, row, on=on)
    if why := route_rules.why_not_issue(
        needs_officer=course.needs_officer or signed.exempt,
        verdict=course.verdict,
        waits_for_pre_agenda=bool(course.origin and course.origin.waits_for_pre_agenda),
        pre_agenda_held=bool(course.pre_agendas),
        unconfirmed=[(each.subject_words, each.post_title) for each in course.unconfirmed],
    ):
        raise CannotDo(why)
    _refuse_open_flags(actor, row, at)
    late = _late(row, on, late_reason)
    made = queries.bundle(actor, paper_ref)
    take_step(actor, row, PaperStep.ISSUED, at)
    clear(PaperDuty.ISSUE, row, at)
    edition = PublicEdition.objects.visible_to(actor).filter(signed=signed).first()
    issued = Issue.objects.create(
        signed=signed,
        exempt=signed.exempt,
        title=row.subject,
        authority_name=row.authority_name,
        is_open_to_members=edition is not None and is_open_to_members(edition.paragraphs),
        late_reason=late,
        committee_name=row.committees,
        meets_on=row.days.meets_on,
        issued_on=on,
        bundle_sha256=hashlib.sha256(made).hexdigest(),
        **owned(actor, row.authority_id, at),
    )
    if edition is not None:
        _issue_edition(actor, row, edition, on, at)
    audit.record(actor, "paper.issued", ("reporting.paper", row.ref), keys={"bundle": issued.bundle_sha256})
    if not signed.exempt:
        keys = {"paper": row.ref, "sha256": signed.sha256}
        announce(Event.PAPER_ISSUED, row.ref, authority_ids=[row.authority_id], keys=keys, at=at)
    if address.strip():
        keep_address(actor=actor, paper_ref=paper_ref, address=address, at=at)
    return made


def _refuse_open_flags(actor: Actor, row: PaperRow, at: datetime) -> None:
    _, found = queries.paper_flags(actor, row.ref, at=at)
    refuse(rules.flag_faults(sum(1 for each in found if each.is_open)))


def _late(row: PaperRow, on: date, reason: str) -> str:
    """The reason for a paper that leaves too few clear days, or comes after its meeting's papers; else nothing."""
    faults = list(route_rules.notice_faults(on, row.days.meets_on, notice_of(row.authority_id).notice))
    if not PaperTie.objects.filter(paper_id=row.id).exists():  # what follows another paper says why already
        faults += route_rules.after_issue_faults(on, issued_on=meeting_issued_on(row))
    if faults and not reason.strip():
        raise CannotDo(f"{faults[0]} Say why it is issued late.", field="late_reason")
    return reason.strip() if faults else ""


def _issue_edition(actor: Actor, row: PaperRow, edition: PublicEdition, on: date, at: datetime) -> None:
    """The public edition is given out with the whole, under its own title; its files are made from what is public."""
    content = json.loads(bytes(edition.content))
    PublicIssue.objects.create(
        edition=edition,
        paper_ref=row.ref,
        title=content["paper"]["title"],
        authority_name=row.authority_name,
        committee_name=row.committees,
        meets_on=row.days.meets_on,
        issued_on=on,
        **owned(actor, row.authority_id, at),
    )
    if register_is_on(row.authority_id):
        make_public_later(actor, edition.ref)


@atomic
def keep_address(*, actor: Actor, paper_ref: str, address: str, at: datetime) -> None:
    """Keep where the committee system shows the paper, in its own words."""
    row = held(actor, paper_ref, permission=Permission.ISSUE_PAPER)
    found = Issue.objects.visible_to(actor).filter(signed__paper_ref=paper_ref).first()
    if found is None:
        raise NotVisible
    words = address.strip()
    if not words or len(words) > 500:
        raise CannotDo("Give the address where the paper is shown, in at most 500 characters.", field="address")
    PublishedAddress.objects.create(issue=found, words=words, **owned(actor, row.authority_id, at))
    audit.record(actor, "paper.address_kept", ("reporting.paper", row.ref))
