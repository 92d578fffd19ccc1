"""A signed paper given out for its meeting, and where the council's committee system shows it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.reporting import queries, route_rules, rules
from lippen.reporting.actions.duties import clear
from lippen.reporting.actions.guard import held, owned, refuse, take_step
from lippen.reporting.models import Issue, PublishedAddress, SignedPaper
from lippen.reporting.vocabulary import PaperDuty, PaperStep


@atomic
def issue(*, actor: Actor, paper_ref: str, address: str = "", at: datetime) -> bytes:
    """Issue a signed paper, and give the bundle for the committee system."""
    row = held(actor, paper_ref, permission=Permission.ISSUE_PAPER)
    if why := rules.why_not_step(row.state, PaperStep.ISSUED):
        raise CannotDo(why)
    signed = SignedPaper.objects.visible_to(actor).get(paper_ref=paper_ref)
    on = day_of(at)
    refuse(rules.issue_faults(row.days, signed_on=day_of(signed.signed_at), on=on))
    course = queries.course(actor, row, on=on)
    if why := route_rules.why_not_issue(
        needs_officer=course.needs_officer,
        verdict=course.verdict,
        waits_for_pre_agenda=bool(course.origin and course.origin.waits_for_pre_agenda),
        pre_agenda_held=bool(course.pre_agendas),
    ):
        raise CannotDo(why)
    made = queries.bundle(actor, paper_ref)
    take_step(actor, row, PaperStep.ISSUED, at)
    clear(PaperDuty.ISSUE, row, at)
    issued = Issue.objects.create(
        signed=signed,
        exempt=signed.exempt,
        title=row.subject,
        committee_name=row.committee_name,
        meets_on=row.days.meets_on,
        issued_on=on,
        bundle_sha256=hashlib.sha256(made).hexdigest(),
        **owned(actor, row.authority_id, at),
    )
    audit.record(actor, "paper.issued", ("reporting.paper", row.ref), keys={"bundle": issued.bundle_sha256})
    if address.strip():
        keep_address(actor=actor, paper_ref=paper_ref, address=address, at=at)
    return made


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
