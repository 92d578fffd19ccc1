"""Commitments are made, moved honestly, handed over, kept with what shows it, or withdrawn for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import promises, queries, rules
from lippen.improvement.actions.holding import hold
from lippen.improvement.actions.plans import columns
from lippen.improvement.actions.writing import already, check_day, locked, moment, needed, refuse_lacks
from lippen.improvement.models import Action, Commitment, CommitmentFact, Evidence, Plan, StakeholderGroup
from lippen.improvement.queries.commitments import step_of
from lippen.improvement.vocabulary import (
    COMMITMENT_STATUS_WORDS,
    COMMITMENT_SUBJECT,
    CommitmentDuty,
    CommitmentStep,
    Direction,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.calendar import Period
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.models import StoredFile
from lippen.organisation.actions import Pin, close_duties, pin_duties
from lippen.organisation.actions.covering import is_own

MEANWHILE = "Somebody has changed this commitment meanwhile. Look at it again before you say what you wanted to say."


@dataclass(frozen=True)
class Owner:
    """Who keeps a commitment: somebody known, or words where nobody is."""

    person_id: int | None = None
    words: str = ""

    @property
    def is_somebody(self) -> bool:
        """Whether there is a person or a word."""
        return self.person_id is not None or bool(self.words.strip())


@atomic
def make_commitment(
    *,
    actor: Actor,
    direction: Direction,
    words: str,
    owner: Owner,
    so_on: date,
    at: datetime,
    period: Period | None = None,
    authority_id: int | None = None,
    plan_ref: str = "",
    action_ref: str = "",
    stakeholder_ref: str = "",
    other_words: str = "",
    source_kind: str = "",
    source_key: str = "",
    meeting_key: str = "",
    by: Permission = Permission.WRITE_UPDATE,
    token: UUID | str | None = None,
) -> Commitment:
    """Write a commitment down: which way it goes, in what words, who keeps it, and by when where that is known.

    It belongs to the council given, or to the one that keeps what the actor adds to the plan. `by` is the permission
    by which it is made: a paper's signing makes the paper's commitments by the permission to approve.
    """
    require(actor, by)
    if made := already(Commitment, token, actor):
        return made
    plan, action = _tied(actor, plan_ref, action_ref)
    authority_id = _authority(actor, plan, authority_id, by)
    check_day(so_on, at)
    refuse_lacks(promises.lacks(promises.Given(CommitmentStep.MADE, has_owner=owner.is_somebody)))
    recorded_at = moment(locked(plan.pk), at) if plan else at
    made = Commitment.objects.create(
        ref=new_ref("commitment"),
        authority_id=authority_id,
        plan=plan,
        action=action,
        stakeholder=_stakeholder(actor, stakeholder_ref, authority_id),
        direction=Direction(direction).value,
        words=needed(words, "words", "Write what was promised."),
        other_words=other_words.strip()[:240],
        source_kind=source_kind,
        source_key=source_key,
        meeting_key=meeting_key,
        so_on=so_on,
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    writing = _Writing(actor, made, (), recorded_at)
    writing.add(CommitmentStep.MADE, so_on, period=period, owner=owner)
    audit.record(actor, "commitment.made", made)
    return made


@atomic
def move_commitment(
    *,
    actor: Actor,
    commitment_ref: str,
    period: Period,
    so_on: date,
    at: datetime,
    reason: str = "",
    agreed_by: str = "",
    agreed_by_id: int | None = None,
    by: Permission = Permission.EDIT_PLAN,
    token: UUID | str | None = None,
) -> CommitmentFact:
    """Give a commitment its first date, or move it: a move is a slip, with its reason and who agreed."""
    writing = _begin(actor, commitment_ref, at=at, by=by)
    if made := already(CommitmentFact, token, actor):
        return made
    due = writing.stands.due
    if due is not None and (due.starts_on, due.ends_on) == (period.starts_on, period.ends_on):
        raise CannotDo(f"It is promised for {due.text} already. Give another date.", field="period")
    agreed = agreed_by.strip() or str(agreed_by_id or "")
    writing.check(
        promises.Given(CommitmentStep.MOVED, words=reason.strip(), agreed_by=agreed, had_date=due is not None),
        so_on,
        at,
    )
    made = writing.add(
        CommitmentStep.MOVED,
        so_on,
        period=period,
        words=reason.strip(),
        agreed_by_id=agreed_by_id,
        agreed_by_words=agreed_by.strip()[:200],
        token=token,
    )
    audit.record(actor, "commitment.moved", writing.commitment)
    return made


@atomic
def hand_over_commitment(
    *,
    actor: Actor,
    commitment_ref: str,
    owner: Owner,
    so_on: date,
    at: datetime,
    reason: str = "",
    by: Permission = Permission.EDIT_PLAN,
    token: UUID | str | None = None,
) -> CommitmentFact:
    """Give a commitment to somebody else to keep."""
    writing = _begin(actor, commitment_ref, at=at, by=by)
    if made := already(CommitmentFact, token, actor):
        return made
    writing.check(promises.Given(CommitmentStep.HANDED_OVER, has_owner=owner.is_somebody), so_on, at)
    if (owner.person_id, owner.words.strip()) == (writing.stands.owner_id, writing.stands.owner_words):
        raise CannotDo("They keep this commitment already. Choose somebody else.", field="owner")
    made = writing.add(CommitmentStep.HANDED_OVER, so_on, owner=owner, words=reason.strip(), token=token)
    audit.record(actor, "commitment.handed_over", writing.commitment)
    return made


@atomic
def keep_commitment(
    *,
    actor: Actor,
    commitment_ref: str,
    shown_by: str,
    so_on: date,
    at: datetime,
    evidence_ref: str = "",
    link: str = "",
    file: StoredFile | None = None,
    by: Permission = Permission.EDIT_PLAN,
    token: UUID | str | None = None,
) -> CommitmentFact:
    """Record that a commitment was kept, with what shows it: words, and evidence, an address or a file besides."""
    writing = _begin(actor, commitment_ref, at=at, by=by)
    if made := already(CommitmentFact, token, actor):
        return made
    writing.check(promises.Given(CommitmentStep.KEPT, words=shown_by.strip()), so_on, at)
    evidence = _evidence(actor, evidence_ref)
    shown = {"evidence": evidence, "link": link.strip(), "file": file}
    made = writing.add(CommitmentStep.KEPT, so_on, words=shown_by.strip(), token=token, **shown)
    audit.record(actor, "commitment.kept", writing.commitment)
    return made


@atomic
def withdraw_commitment(
    *,
    actor: Actor,
    commitment_ref: str,
    reason: str,
    so_on: date,
    at: datetime,
    by: Permission = Permission.EDIT_PLAN,
    token: UUID | str | None = None,
) -> CommitmentFact:
    """Take a commitment back, for a reason."""
    return _end(actor, commitment_ref, CommitmentStep.WITHDRAWN, reason, so_on, at, by, token)


@atomic
def reopen_commitment(
    *,
    actor: Actor,
    commitment_ref: str,
    reason: str,
    so_on: date,
    at: datetime,
    by: Permission = Permission.EDIT_PLAN,
    token: UUID | str | None = None,
) -> CommitmentFact:
    """Open a commitment again that was ended by mistake or too soon."""
    return _end(actor, commitment_ref, CommitmentStep.REOPENED, reason, so_on, at, by, token)


def _end(
    actor: Actor,
    commitment_ref: str,
    step: CommitmentStep,
    reason: str,
    so_on: date,
    at: datetime,
    by: Permission,
    token: UUID | str | None,
) -> CommitmentFact:
    writing = _begin(actor, commitment_ref, at=at, by=by)
    if made := already(CommitmentFact, token, actor):
        return made
    writing.check(promises.Given(step, words=reason.strip()), so_on, at)
    made = writing.add(step, so_on, words=reason.strip(), token=token)
    audit.record(actor, f"commitment.{step.value}", writing.commitment)
    return made


@dataclass(frozen=True)
class _Writing:
    """A write to one commitment: nobody else writes to it meanwhile."""

    actor: Actor
    commitment: Commitment
    facts: tuple[CommitmentFact, ...]
    recorded_at: datetime

    @property
    def stands(self) -> promises.Stands:
        """Where it stands."""
        found = promises.stands([step_of(fact) for fact in self.facts])
        if found is None:
            raise NotVisible
        return found

    def check(self, given: promises.Given, so_on: date, at: datetime) -> None:
        """Refuse what cannot follow, what lacks something, and a day that lies before what is known."""
        status = self.stands.status
        if not promises.may_follow(status, given.step):
            words = COMMITMENT_STATUS_WORDS[status].lower()
            raise CannotDo(f"This commitment is {words}, so that cannot be recorded. Look at what happened to it.")
        check_day(so_on, at, after=self.facts[-1].so_on)
        refuse_lacks(promises.lacks(given))

    def add(
        self,
        step: CommitmentStep,
        so_on: date,
        *,
        period: Period | None = None,
        owner: Owner | None = None,
        **given: Any,
    ) -> CommitmentFact:
        """The fact, and the duty that follows from it."""
        dated = any(fact.starts_on for fact in self.facts)
        with refusal("commitment_fact_numbered_once", MEANWHILE):
            made = CommitmentFact.objects.create(
                commitment=self.commitment,
                authority_id=self.commitment.authority_id,
                number=len(self.facts) + 1,
                step=step.value,
                so_on=so_on,
                is_first_date=period is not None and not dated,
                owner_id=owner.person_id if owner else None,
                owner_words=owner.words.strip()[:200] if owner and owner.person_id is None else "",
                recorded_at=self.recorded_at,
                recorded_by_id=self.actor.account_id,
                **(columns(period) if period else {}),
                **given,
            )
        self._follow((*self.facts, made))
        return made

    def _follow(self, facts: tuple[CommitmentFact, ...]) -> None:
        """Take the commitment's duties off every desk and put the one that holds now on its owner's."""
        now = promises.stands([step_of(fact) for fact in facts])
        for kind in CommitmentDuty if self.facts else ():
            close_duties(
                kind=kind.value,
                subject_kind=COMMITMENT_SUBJECT,
                subject_keys=[self.commitment.ref],
                at=self.recorded_at,
            )
        if now is None or now.owner_id is None:
            return
        duty = promises.duty_of(Direction(self.commitment.direction), now.status, now.due, self.commitment.so_on)
        if duty is not None:
            kind, starts_on, ends_on = duty
            rule = rules.COMMITMENT_DATED if kind is CommitmentDuty.DATE else rules.COMMITMENTS
            pin = Pin(kind.value, COMMITMENT_SUBJECT, self.commitment.ref, now.owner_id, starts_on, ends_on, rule.key)
            pin_duties([pin], at=self.recorded_at)


def _begin(actor: Actor, ref: str, *, at: datetime, by: Permission) -> _Writing:
    """Begin to write to a commitment of the actor's own, or by the permission `by`, as `rules.OWN_COMMITMENT` says."""
    found = Commitment.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    recorded_at = moment(locked(found.plan_id), at) if found.plan_id else at
    hold(found)
    here = [found.authority_id]
    facts = tuple(found.facts.order_by("number"))
    writing = _Writing(actor, found, facts, recorded_at)
    if may(actor, by, at=here):
        return writing
    is_maker = actor.account_id is not None and actor.account_id == found.recorded_by_id
    if may(actor, Permission.WRITE_UPDATE, at=here) and (
        is_maker or is_own(actor, [writing.stands.owner_id], subject=found, at=at)
    ):
        return writing
    raise NotAllowed(rules.OWN_COMMITMENT.key)


def _tied(actor: Actor, plan_ref: str, action_ref: str) -> tuple[Plan | None, Action | None]:
    """The action and the plan that a commitment is about."""
    action = None
    if action_ref:
        action = Action.objects.visible_to(actor).filter(ref=action_ref).select_related("plan").first()
        if action is None:
            raise NotVisible
        return action.plan, action
    if not plan_ref:
        return None, None
    plan = Plan.objects.visible_to(actor).filter(ref=plan_ref).first()
    if plan is None:
        raise NotVisible
    return plan, None


def _authority(actor: Actor, plan: Plan | None, authority_id: int | None, by: Permission) -> int:
    """The council whose commitment it is: the actor may do this there, and where there is a plan, it has a part."""
    if authority_id is None:
        if plan is None:
            raise CannotDo("Say which council's commitment it is.", field="authority")
        return queries.keeper_of(actor, plan.pk, permission=by)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    require(actor, by, at=[authority_id])
    if plan is not None and authority_id not in {plan.authority_id, *plan.authorities.values_list("id", flat=True)}:
        raise CannotDo("That council has no part in this plan. Choose one that has.", field="authority")
    return authority_id


def _stakeholder(actor: Actor, ref: str, authority_id: int) -> StakeholderGroup | None:
    """The group of partners whom it is promised to, or who promised it."""
    if not ref:
        return None
    found = StakeholderGroup.objects.visible_to(actor).filter(ref=ref, authority_id=authority_id).first()
    if found is None:
        raise NotVisible
    return found


def _evidence(actor: Actor, ref: str) -> Evidence | None:
    if not ref:
        return None
    found = Evidence.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise CannotDo("That evidence is not there. Choose a piece that is.", field="evidence")
    return found
