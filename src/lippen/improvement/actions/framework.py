"""The strategic framework is written, and what partners contribute: their terms, and what they have delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement import rules
from lippen.improvement.actions import officers
from lippen.improvement.actions.writing import already, begin_plan, check_day, needed
from lippen.improvement.models import (
    Action,
    Contribution,
    ContributionTerms,
    Delivery,
    Partner,
    Plan,
    Strand,
    StrandProgress,
    StrandWording,
)
from lippen.improvement.vocabulary import CONTRIBUTION_SUBJECT, ContributionDuty
from lippen.kernel import audit, clock
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.rules import Rule
from lippen.organisation.actions import Pin, close_duties, pin_duties


@atomic
def add_strand(
    *,
    actor: Actor,
    plan_ref: str,
    intent: str,
    so_on: date,
    at: datetime,
    title: str = "",
    partner_ref: str = "",
    accountable_id: int | None = None,
    accountable: str = "",
    token: UUID | str | None = None,
) -> Strand:
    """Add a strand of the work, or the work with a partner, to a plan's framework."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    if made := already(Strand, token, actor):
        return made
    check_day(so_on, at)
    partner = _partner(actor, plan, partner_ref) if partner_ref else None
    title = title.strip() or (partner.name if partner else "")
    title = needed(title, "title", "Give the strand a name, or choose a partner.")
    recorded = {"recorded_at": recorded_at, "recorded_by_id": actor.account_id}
    with refusal("partner_has_one_line", "This partner has a line in the framework already.", field="partner"):
        made = Strand.objects.create(ref=new_ref("strand"), plan=plan, partner=partner, token=token, **recorded)
    StrandWording.objects.create(
        strand=made,
        so_on=so_on,
        title=title[:240],
        intent=needed(intent, "intent", "Say what it is meant to bring about."),
        accountable_id=accountable_id,
        accountable_words=accountable.strip()[:200],
        **recorded,
    )
    audit.record(actor, "strand.added", made)
    return made


@atomic
def change_strand(
    *,
    actor: Actor,
    strand_ref: str,
    title: str,
    intent: str,
    so_on: date,
    at: datetime,
    accountable_id: int | None = None,
    accountable: str = "",
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> StrandWording:
    """Say anew what a strand is for and who answers for it, or that it ended; what stood before stays known."""
    found, recorded_at = _strand(actor, Permission.EDIT_PLAN, strand_ref, at=at)
    if made := already(StrandWording, token, actor):
        return made
    check_day(so_on, at, after=found.wordings.aggregate(last=Max("so_on"))["last"])
    made = StrandWording.objects.create(
        strand=found,
        so_on=so_on,
        title=needed(title, "title", "Give the strand a name.")[:240],
        intent=needed(intent, "intent", "Say what it is meant to bring about."),
        accountable_id=accountable_id,
        accountable_words=accountable.strip()[:200],
        is_ended=is_ended,
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "strand.ended" if is_ended else "strand.changed", found)
    return made


@atomic
def tell_progress(
    *, actor: Actor, strand_ref: str, words: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> StrandProgress:
    """Say how a strand goes, as of a day. It is never edited: the next word is a new one."""
    found, recorded_at = _strand(actor, Permission.WRITE_UPDATE, strand_ref, at=at)
    if made := already(StrandProgress, token, actor):
        return made
    check_day(so_on, at)
    made = StrandProgress.objects.create(
        strand=found,
        so_on=so_on,
        words=needed(words, "words", "Say how it goes."),
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "strand.progress_told", found)
    return made


def _strand(actor: Actor, permission: Permission, ref: str, *, at: datetime) -> tuple[Strand, datetime]:
    require(actor, permission)
    seen = Strand.objects.filter(plan__in=Plan.objects.visible_to(actor))
    found = seen.filter(ref=ref).select_related("plan").first()
    if found is None:
        raise NotVisible
    _, recorded_at = begin_plan(actor, permission, found.plan.ref, at=at)
    return found, recorded_at


def _partner(actor: Actor, plan: Plan, ref: str) -> Partner:
    found = Partner.objects.visible_to(actor).filter(ref=ref).first()
    councils = {plan.authority_id, *plan.authorities.values_list("id", flat=True)}
    if found is None or found.authority_id not in councils:
        raise CannotDo("That partner is not among those of the plan's councils. Choose another.", field="partner")
    return found


@dataclass(frozen=True)
class Terms:
    """On what terms a partner contributes: for one action, or for work on children's records with consent and scope.

    `ends_on` is the day after the last.
    """

    offered: str
    expected: str
    action_ref: str = ""
    consent: str = ""
    scope: str = ""
    accountable_id: int | None = None
    accountable: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@atomic
def add_contribution(
    *,
    actor: Actor,
    plan_ref: str,
    partner_ref: str,
    terms: Terms,
    so_on: date,
    at: datetime,
    token: UUID | str | None = None,
) -> Contribution:
    """Record what a partner offers, to which action or work on records, and what is expected of it."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    if made := already(Contribution, token, actor):
        return made
    check_day(so_on, at)
    recorded = {"recorded_at": recorded_at, "recorded_by_id": actor.account_id}
    made = Contribution.objects.create(
        ref=new_ref("contribution"), plan=plan, partner=_partner(actor, plan, partner_ref), token=token, **recorded
    )
    ContributionTerms.objects.create(contribution=made, so_on=so_on, **_columns(plan, terms), **recorded)
    _follow(made, recorded_at)
    audit.record(actor, "contribution.added", made)
    return made


def _columns(plan: Plan, terms: Terms) -> dict[str, Any]:
    """The terms as columns, refused where something is missing."""
    action = Action.objects.filter(plan=plan, ref=terms.action_ref).first() if terms.action_ref else None
    if terms.action_ref and action is None:
        raise CannotDo("That action is not in this plan. Choose one that is.", field="action")
    if action is None:
        needed(terms.consent, "consent", "Say who consented to the work on records, to what and when. No child's name.")
        needed(terms.scope, "scope", "Say which records, and how far the partner may go.")
    if terms.starts_on and terms.ends_on and terms.ends_on <= terms.starts_on:
        raise CannotDo("The last day comes after the first. Check both.", field="last_on")
    return {
        "offered": needed(terms.offered, "offered", "Say what the partner offers."),
        "expected": needed(terms.expected, "expected", "Say which result you expect of it."),
        "action": action,
        "is_for_records": action is None,
        "consent": "" if action else terms.consent.strip(),
        "scope": "" if action else terms.scope.strip(),
        "accountable_id": terms.accountable_id,
        "accountable_words": terms.accountable.strip()[:200],
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
    }


@atomic
def change_contribution(
    *,
    actor: Actor,
    contribution_ref: str,
    terms: Terms,
    so_on: date,
    at: datetime,
    is_ended: bool = False,
    reason: str = "",
    token: UUID | str | None = None,
) -> ContributionTerms:
    """Say anew on what terms a partner contributes, or that it ended and what came of it."""
    found, recorded_at = _contribution(actor, Permission.EDIT_PLAN, contribution_ref, at=at)
    if made := already(ContributionTerms, token, actor):
        return made
    check_day(so_on, at, after=found.terms.aggregate(last=Max("so_on"))["last"])
    if is_ended:
        needed(reason, "reason", "Say why it ended, or what came of it.")
    made = ContributionTerms.objects.create(
        contribution=found,
        so_on=so_on,
        is_ended=is_ended,
        reason=reason.strip(),
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
        **_columns(found.plan, terms),
    )
    _follow(found, recorded_at)
    audit.record(actor, "contribution.ended" if is_ended else "contribution.changed", found)
    return made


@atomic
def record_delivery(
    *, actor: Actor, contribution_ref: str, words: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> Delivery:
    """Say what a contribution has brought by a day."""
    found, recorded_at = _contribution(actor, Permission.WRITE_UPDATE, contribution_ref, at=at)
    if made := already(Delivery, token, actor):
        return made
    check_day(so_on, at)
    made = Delivery.objects.create(
        contribution=found,
        so_on=so_on,
        words=needed(words, "words", "Say what was delivered."),
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    _follow(found, recorded_at)
    audit.record(actor, "contribution.delivered", found)
    return made


def _contribution(actor: Actor, permission: Permission, ref: str, *, at: datetime) -> tuple[Contribution, datetime]:
    require(actor, permission)
    seen = Contribution.objects.filter(plan__in=Plan.objects.visible_to(actor))
    found = seen.filter(ref=ref).select_related("plan").first()
    if found is None:
        raise NotVisible
    _, recorded_at = begin_plan(actor, permission, found.plan.ref, at=at)
    return found, recorded_at


def _follow(found: Contribution, at: datetime) -> None:
    """Put on desks what the contribution asks for now: a first word of what came of it, and a look before it ends.

    The word is for whoever answers for it, else the plan's keepers; how it goes on is for the keepers, who may say.
    """
    for kind in ContributionDuty:
        close_duties(kind=kind.value, subject_kind=CONTRIBUTION_SUBJECT, subject_keys=[found.ref], at=at)
    terms = found.terms.order_by("so_on", "id").last()
    if terms is None or terms.is_ended:
        return
    keepers = officers.keepers(found.plan.authority_id, on=clock.day_of(at))
    since = terms.starts_on or found.terms.order_by("so_on", "id").values_list("so_on", flat=True)[0]
    pins = []
    if not Delivery.objects.filter(contribution=found).exists():
        days = (since, since + timedelta(days=rules.NOTHING_DELIVERED_DAYS))
        holders = (terms.accountable_id,) if terms.accountable_id else keepers
        pins += [_pin(ContributionDuty.DELIVERED, found, who, days, rules.NOTHING_DELIVERED) for who in holders]
    if terms.ends_on is not None:
        days = (terms.ends_on - timedelta(days=rules.ENDING_SOON_DAYS), terms.ends_on)
        pins += [_pin(ContributionDuty.ENDING, found, who, days, rules.ENDING_SOON) for who in keepers]
    pin_duties(pins, at=at)


def _pin(kind: ContributionDuty, found: Contribution, holder: int, days: tuple[date, date], rule: Rule) -> Pin:
    return Pin(kind.value, CONTRIBUTION_SUBJECT, found.ref, holder, *days, rule.key)
