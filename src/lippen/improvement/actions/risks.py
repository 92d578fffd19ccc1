"""Risks are raised, scored again with what shows it, reworded, tied to actions, closed and opened again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement import rules, scores
from lippen.improvement.actions.commitments import Owner
from lippen.improvement.actions.on_plan import MEANWHILE, OnPlanWriting, begin_on, begin_part, check_follows
from lippen.improvement.actions.writing import already, check_day, may_for, needed, refuse_lacks
from lippen.improvement.models import Evidence, Risk, RiskFact, RiskTie, Update
from lippen.improvement.scores import Score
from lippen.improvement.vocabulary import IMPACT_WORDS, LIKELIHOOD_WORDS, RiskStep
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, NotAllowed, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation.actions.covering import is_own

NOT_THERE = "That is not evidence or an update of this plan. Choose one that is."


@atomic
def raise_risk(
    *,
    actor: Actor,
    plan_ref: str,
    title: str,
    score: Score,
    owner: Owner,
    so_on: date,
    at: datetime,
    details: str = "",
    reason: str = "",
    action_refs: Collection[str] = (),
    token: UUID | str | None = None,
) -> Risk:
    """Write down something that may go wrong with a plan: its words, its score, who watches it, on which actions."""
    writing = begin_on(actor, plan_ref, Permission.WRITE_UPDATE, at=at)
    if made := already(Risk, token, actor):
        return made
    check_day(so_on, at)
    _check_scale(score)
    if not owner.is_somebody:
        raise CannotDo("Say who watches it: choose somebody, or write who it is.", field="owner")
    number = (Risk.objects.filter(plan=writing.plan).aggregate(last=Max("number"))["last"] or 0) + 1
    made = Risk.objects.create(ref=new_ref("risk"), plan=writing.plan, number=number, **writing.fact(so_on, token))
    RiskFact.objects.create(
        risk=made,
        number=1,
        step=RiskStep.RAISED.value,
        title=needed(title, "title", "Say what may go wrong."),
        details=details.strip(),
        likelihood=score.likelihood,
        impact=score.impact,
        reason=reason.strip(),
        owner_id=owner.person_id,
        owner_words="" if owner.person_id else owner.words.strip()[:200],
        **writing.fact(so_on),
    )
    _tie(writing, made, action_refs, so_on)
    audit.record(actor, "risk.raised", made, keys={"score": score.value})
    return made


@atomic
def score_risk(
    *,
    actor: Actor,
    risk_ref: str,
    score: Score,
    reason: str,
    so_on: date,
    at: datetime,
    evidence_ref: str = "",
    update_ref: str = "",
    token: UUID | str | None = None,
) -> RiskFact:
    """Give a risk another score, with the evidence or the update that shows it, and the reason."""
    risk, writing = _begin(actor, risk_ref, at)
    if made := already(RiskFact, token, actor):
        return made
    facts = _checked(risk, RiskStep.SCORED, so_on, at)
    _check_scale(score)
    shown = _shown_by(actor, risk, evidence_ref, update_ref)
    before = score_of(facts)
    refuse_lacks(scores.score_lacks(before, score, reason=reason.strip(), has_evidence=bool(shown)))
    given = {"likelihood": score.likelihood, "impact": score.impact, "reason": reason.strip(), **shown}
    made = _add(writing, risk, facts, RiskStep.SCORED, so_on, token, **given)
    audit.record(actor, "risk.scored", risk, keys={"from": before.value, "to": score.value})
    return made


@atomic
def reword_risk(
    *,
    actor: Actor,
    risk_ref: str,
    title: str,
    so_on: date,
    at: datetime,
    details: str = "",
    owner: Owner | None = None,
    token: UUID | str | None = None,
) -> RiskFact:
    """Say a risk in other words, or give it to somebody else to watch; the old words stay in its story."""
    risk, writing = _begin(actor, risk_ref, at)
    if made := already(RiskFact, token, actor):
        return made
    facts = _checked(risk, RiskStep.REWORDED, so_on, at)
    given = {
        "title": needed(title, "title", "Say what may go wrong."),
        "details": details.strip(),
        "owner_id": owner.person_id if owner else None,
        "owner_words": owner.words.strip()[:200] if owner and owner.person_id is None else "",
    }
    made = _add(writing, risk, facts, RiskStep.REWORDED, so_on, token, **given)
    audit.record(actor, "risk.reworded", risk)
    return made


@atomic
def close_risk(
    *, actor: Actor, risk_ref: str, reason: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> RiskFact:
    """Close a risk that can no longer come about, or that has."""
    return _end(actor, risk_ref, RiskStep.CLOSED, reason, so_on, at, token)


@atomic
def reopen_risk(
    *, actor: Actor, risk_ref: str, reason: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> RiskFact:
    """Open a closed risk again."""
    return _end(actor, risk_ref, RiskStep.REOPENED, reason, so_on, at, token)


@atomic
def tie_risk(*, actor: Actor, risk_ref: str, action_refs: Collection[str], so_on: date, at: datetime) -> Risk:
    """Say on which actions a risk hangs from a day on; those left out no longer carry it."""
    risk, writing = _begin(actor, risk_ref, at)
    check_day(so_on, at, after=risk.so_on)
    _tie(writing, risk, action_refs, so_on)
    audit.record(actor, "risk.tied", risk, keys={"actions": len(set(action_refs))})
    return risk


def score_of(facts: Sequence[RiskFact]) -> Score:
    """The score that facts come to, in their order."""
    last = next(fact for fact in reversed(facts) if fact.likelihood is not None)
    return Score(last.likelihood or 1, last.impact or 1)


def _end(
    actor: Actor, risk_ref: str, step: RiskStep, reason: str, so_on: date, at: datetime, token: UUID | str | None
) -> RiskFact:
    risk, writing = _begin(actor, risk_ref, at)
    if made := already(RiskFact, token, actor):
        return made
    facts = _checked(risk, step, so_on, at)
    asked = "Say why it is closed." if step is RiskStep.CLOSED else "Say why it is open again."
    made = _add(writing, risk, facts, step, so_on, token, reason=needed(reason, "reason", asked))
    audit.record(actor, f"risk.{step.value}", risk)
    return made


def _begin(actor: Actor, ref: str, at: datetime) -> tuple[Risk, OnPlanWriting]:
    """Whoever watches a risk changes it, or covers for them, and so do those who edit the plan."""
    risk, writing = begin_part(actor, Risk, ref, Permission.WRITE_UPDATE, at=at)
    facts = list(risk.facts.order_by("number"))
    owner = next((fact.owner_id for fact in reversed(facts) if fact.owner_id or fact.owner_words), None)
    if not (may_for(writing.plan, actor, Permission.EDIT_PLAN) or is_own(actor, [owner], subject=risk, at=at)):
        raise NotAllowed(rules.RISK_SCORE.key)
    return risk, writing


def _checked(risk: Risk, step: RiskStep, so_on: date, at: datetime) -> list[RiskFact]:
    """The facts so far, where this may follow them."""
    facts = list(risk.facts.order_by("number"))
    ended = [fact for fact in facts if fact.step in scores.ENDS]
    is_open = scores.ENDS[RiskStep(ended[-1].step)]
    if not scores.may_follow(is_open, step):
        words = "open" if is_open else "closed"
        raise CannotDo(f"This risk is {words}, so that cannot be recorded. Look at what happened to it.")
    check_follows(so_on, at, risk.facts, risk.so_on)
    return facts


def _add(
    writing: OnPlanWriting,
    risk: Risk,
    facts: Sequence[RiskFact],
    step: RiskStep,
    so_on: date,
    token: UUID | str | None,
    **given: Any,
) -> RiskFact:
    with refusal("risk_fact_numbered_once", MEANWHILE):
        return RiskFact.objects.create(
            risk=risk, number=len(facts) + 1, step=step.value, **writing.fact(so_on, token), **given
        )


def _check_scale(score: Score) -> None:
    if score.likelihood not in LIKELIHOOD_WORDS:
        raise CannotDo("Choose how likely it is, from 1 to 5.", field="likelihood")
    if score.impact not in IMPACT_WORDS:
        raise CannotDo("Choose how grave it would be, from 1 to 5.", field="impact")


def _shown_by(actor: Actor, risk: Risk, evidence_ref: str, update_ref: str) -> dict[str, Any]:
    """The evidence or the update of the same plan that shows a change of score."""
    if evidence_ref:
        seen = Evidence.objects.visible_to(actor)
        evidence = seen.filter(ref=evidence_ref, action__plan_id=risk.plan_id).first()
        if evidence is None:
            raise CannotDo(NOT_THERE, field="shown_by")
        return {"evidence": evidence}
    if update_ref:
        update = Update.objects.filter(ref=update_ref, action__plan_id=risk.plan_id).first()
        if update is None:
            raise CannotDo(NOT_THERE, field="shown_by")
        return {"update": update}
    return {}


def _tie(writing: OnPlanWriting, risk: Risk, action_refs: Collection[str], so_on: date) -> None:
    """Ties to these actions, and an end to those with others."""
    wanted = {writing.action(ref).pk for ref in dict.fromkeys(action_refs)}
    latest = RiskTie.objects.filter(risk=risk).order_by("action_id", "-id").distinct("action_id")
    now = {tie.action_id for tie in latest if not tie.is_ended}
    changes = [(pk, False) for pk in sorted(wanted - now)] + [(pk, True) for pk in sorted(now - wanted)]
    RiskTie.objects.bulk_create(
        RiskTie(risk=risk, action_id=pk, is_ended=is_ended, **writing.fact(so_on)) for pk, is_ended in changes
    )
