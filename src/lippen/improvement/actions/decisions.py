"""What a council or committee decided is recorded once; its options, delivery, actions and report back follow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import queries
from lippen.improvement.actions.commitments import Owner, make_commitment
from lippen.improvement.actions.on_plan import MEANWHILE, OnPlanWriting, begin_on, begin_part, check_follows
from lippen.improvement.actions.writing import already, check_day, needed
from lippen.improvement.models import CouncilDecision, DecisionOption, DecisionStatus, DecisionTie
from lippen.improvement.vocabulary import DECISION_SUBJECT, DELIVERY_WORDS, Delivery, Direction
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.calendar import Period
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref

REASONED = frozenset({Delivery.STOPPED, Delivery.IN_ERROR})


@dataclass(frozen=True)
class Means:
    """What a decision gives: an amount of money for a time, and posts."""

    amount: Decimal | None = None
    amount_period: str = ""
    posts: Decimal | None = None
    posts_words: str = ""


NO_MEANS = Means()


@atomic
def record_decision(
    *,
    actor: Actor,
    plan_ref: str,
    body: str,
    agreed: str,
    so_on: date,
    at: datetime,
    means: Means = NO_MEANS,
    action_refs: Collection[str] = (),
    report_back: Period | None = None,
    reports: Owner | None = None,
    source_kind: str = "",
    source_key: str = "",
    token: UUID | str | None = None,
) -> CouncilDecision:
    """Record what a council or committee agreed, with money and posts, on which actions, and when to report back.

    To report back is a commitment to the body that decided: it stands on its owner's desk, and moves only honestly.
    """
    writing = begin_on(actor, plan_ref, Permission.EDIT_PLAN, at=at)
    if made := already(CouncilDecision, token, actor):
        return made
    check_day(so_on, at)
    made = CouncilDecision.objects.create(
        ref=new_ref("decision"),
        plan=writing.plan,
        body=needed(body, "body", "Say which body decided.")[:240],
        agreed=needed(agreed, "agreed", "Write what was agreed."),
        amount=means.amount,
        amount_period=means.amount_period.strip()[:120],
        posts=means.posts,
        posts_words=means.posts_words.strip()[:240],
        source_kind=source_kind,
        source_key=source_key,
        **writing.fact(so_on, token),
    )
    DecisionStatus.objects.create(decision=made, number=1, status=Delivery.NOT_BEGUN.value, **writing.fact(so_on))
    _tie(writing, made, action_refs, so_on)
    if report_back is not None:
        _promise_report(actor, made, plan_ref, report_back, reports, so_on, at)
    audit.record(actor, "decision.recorded", made)
    return made


@atomic
def set_option(
    *,
    actor: Actor,
    decision_ref: str,
    title: str,
    so_on: date,
    at: datetime,
    place: int | None = None,
    cost: Decimal | None = None,
    cost_period: str = "",
    benefit: str = "",
    migration: str = "",
    is_chosen: bool = False,
    token: UUID | str | None = None,
) -> DecisionOption:
    """Write an option of the business case down, or say one at its place anew; the old words stay."""
    decision, writing = begin_part(actor, CouncilDecision, decision_ref, Permission.EDIT_PLAN, at=at)
    if made := already(DecisionOption, token, actor):
        return made
    check_day(so_on, at)
    latest = {each.place: each for each in queries.latest_options(decision.pk)}
    if place is not None and place not in latest:
        raise CannotDo("That option is not there. Choose one that is, or write a new one.")
    other = next((each for each in latest.values() if each.is_chosen and each.place != place), None)
    if is_chosen and other is not None:
        raise CannotDo(f"“{other.title}” is the option that was chosen. Say first that it was not.", field="is_chosen")
    place = place if place is not None else max(latest, default=0) + 1
    with refusal("option_has_its_place", MEANWHILE):
        made = DecisionOption.objects.create(
            decision=decision,
            place=place,
            number=latest[place].number + 1 if place in latest else 1,
            title=needed(title, "title", "Give the option a name.")[:240],
            cost=cost,
            cost_period=cost_period.strip()[:120],
            benefit=benefit.strip(),
            migration=migration.strip(),
            is_chosen=is_chosen,
            **writing.fact(so_on, token),
        )
    audit.record(actor, "decision.option_set", decision, keys={"place": place})
    return made


@atomic
def set_delivery(
    *,
    actor: Actor,
    decision_ref: str,
    status: Delivery,
    so_on: date,
    at: datetime,
    words: str = "",
    token: UUID | str | None = None,
) -> DecisionStatus:
    """Say how far a decision has come, since when, and in words."""
    decision, writing = begin_part(actor, CouncilDecision, decision_ref, Permission.EDIT_PLAN, at=at)
    if made := already(DecisionStatus, token, actor):
        return made
    check_follows(so_on, at, decision.statuses, decision.so_on)
    last = decision.statuses.order_by("-number").first()
    if last is not None and (last.status, last.words) == (status.value, words.strip()):
        raise CannotDo(f"It is {DELIVERY_WORDS[status].lower()} in these words already.", field="status")
    if status in REASONED:
        needed(words, "words", "Say why.")
    with refusal("decision_status_numbered_once", MEANWHILE):
        made = DecisionStatus.objects.create(
            decision=decision,
            number=(last.number if last else 0) + 1,
            status=status.value,
            words=words.strip(),
            **writing.fact(so_on, token),
        )
    audit.record(actor, "decision.delivery_set", decision, keys={"status": status.value})
    return made


@atomic
def tie_decision(
    *, actor: Actor, decision_ref: str, action_refs: Collection[str], so_on: date, at: datetime
) -> CouncilDecision:
    """Say which actions carry a decision out from a day on."""
    decision, writing = begin_part(actor, CouncilDecision, decision_ref, Permission.EDIT_PLAN, at=at)
    check_day(so_on, at, after=decision.so_on)
    _tie(writing, decision, action_refs, so_on)
    audit.record(actor, "decision.tied", decision, keys={"actions": len(set(action_refs))})
    return decision


@atomic
def promise_report(
    *, actor: Actor, decision_ref: str, period: Period, owner: Owner, so_on: date, at: datetime
) -> CouncilDecision:
    """Say when, and by whom, it is reported back to the body that decided."""
    decision, writing = begin_part(actor, CouncilDecision, decision_ref, Permission.EDIT_PLAN, at=at)
    _promise_report(actor, decision, writing.plan.ref, period, owner, so_on, at)
    audit.record(actor, "decision.report_promised", decision)
    return decision


def _promise_report(
    actor: Actor,
    decision: CouncilDecision,
    plan_ref: str,
    period: Period,
    owner: Owner | None,
    so_on: date,
    at: datetime,
) -> None:
    make_commitment(
        actor=actor,
        direction=Direction.OURS,
        words=f"Report back on: {decision.agreed}",
        other_words=decision.body,
        owner=owner if owner and owner.is_somebody else Owner(actor.person_id, actor.name),
        period=period,
        plan_ref=plan_ref,
        source_kind=DECISION_SUBJECT,
        source_key=decision.ref,
        so_on=so_on,
        at=at,
        by=Permission.EDIT_PLAN,
    )


def _tie(writing: OnPlanWriting, decision: CouncilDecision, action_refs: Collection[str], so_on: date) -> None:
    """Ties to these actions, and an end to those with others."""
    wanted = {writing.action(ref).pk for ref in dict.fromkeys(action_refs)}
    latest = DecisionTie.objects.filter(decision=decision).order_by("action_id", "-id").distinct("action_id")
    now = {tie.action_id for tie in latest if not tie.is_ended}
    changes = [(pk, False) for pk in sorted(wanted - now)] + [(pk, True) for pk in sorted(now - wanted)]
    DecisionTie.objects.bulk_create(
        DecisionTie(decision=decision, action_id=pk, is_ended=is_ended, **writing.fact(so_on))
        for pk, is_ended in changes
    )
