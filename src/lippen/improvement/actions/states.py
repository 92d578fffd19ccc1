"""States are added, each with what it needs; a standing may be overridden, and both are shown."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement import rules
from lippen.improvement.actions.others import merged_into, waited_on
from lippen.improvement.actions.writing import (
    ALL_DUTIES,
    Writing,
    already,
    begin,
    begin_own,
    check_day,
    held_state,
    needed,
    refuse_lacks,
)
from lippen.improvement.models import ActionState, StandingOverride
from lippen.improvement.vocabulary import STATE_WORDS, UNCONFIRMED, Colour, RiskLevel, State
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo
from lippen.kernel.typed import said


@atomic
def change_state(
    *,
    actor: Actor,
    action_ref: str,
    state: State,
    so_on: date,
    at: datetime,
    reason: str = "",
    agreed_by: str = "",
    agreed_by_id: int | None = None,
    risk_accepted: str = "",
    risk_level: RiskLevel | str = "",
    cover: str = "",
    revisit_on: date | None = None,
    waits_on: str = "",
    into: str = "",
    reported_in: str = "",
    token: UUID | str | None = None,
) -> ActionState:
    """Record the state that an action came into, on the terms that the state asks for; `begin_own` says who may."""
    also = Permission.ACCEPT_EVIDENCE if state is State.SHOWN_DONE else Permission.EDIT_PLAN
    writing = begin_own(actor, action_ref, at=at, also=also)
    if made := already(ActionState, token, actor):
        return made
    given = rules.StateGiven(
        state=State(state),
        reason=said(reason),
        agreed_by=said(agreed_by) or str(agreed_by_id or ""),
        risk_accepted=said(risk_accepted),
        risk_level=str(risk_level),
        cover=said(cover),
        revisit_on=revisit_on,
        into=bool(into),
        evidence_accepted=writing.now.evidence_accepted,
    )
    _check(writing, given, so_on, at)
    if waits_on and given.state not in rules.WAITING:
        raise CannotDo("Only what is still to be done waits on another action.", field="waits_on")
    made = ActionState.objects.create(
        **writing.recorded,
        so_on=so_on,
        state=given.state.value,
        reason=given.reason,
        agreed_by_id=agreed_by_id,
        agreed_by_words=said(agreed_by)[:200],
        risk_accepted=given.risk_accepted,
        risk_level=given.risk_level,
        cover=given.cover,
        revisit_on=revisit_on,
        waits_on=waited_on(writing, waits_on),
        into=merged_into(writing, into),
        reported_in=reported_in[:240],
        token=token,
    )
    writing.follow("state", duties=ALL_DUTIES)
    audit.record(actor, "action.state_changed", writing.action, keys={"state": given.state.value})
    return made


def _check(writing: Writing, given: rules.StateGiven, so_on: date, at: datetime) -> None:
    before = held_state(writing.now)
    check_day(so_on, at, after=_last_state_on(writing))
    if not rules.may_follow(before, given.state):
        was, will = STATE_WORDS[before or UNCONFIRMED].lower(), STATE_WORDS[given.state].lower()
        raise CannotDo(f"An action that is “{was}” cannot become “{will}”. Choose another state.", field="state")
    refuse_lacks(rules.lacks(before, given))
    if given.revisit_on is not None and given.revisit_on <= so_on:
        raise CannotDo("The day to look at it again comes after today.", field="revisit_on")


@atomic
def wait_on(
    *,
    actor: Actor,
    action_ref: str,
    waits_on: str,
    so_on: date,
    at: datetime,
    reason: str = "",
    token: UUID | str | None = None,
) -> ActionState:
    """Say on which other action one that is not started or under way waits, or that it waits on none any more."""
    writing = begin_own(actor, action_ref, at=at)
    if made := already(ActionState, token, actor):
        return made
    if held_state(writing.now) not in rules.TO_DO:
        raise CannotDo("Only what is not started or under way is said to wait. Say where it stands first.")
    last = ActionState.objects.select_related("waits_on").get(pk=writing.now.state_id)
    check_day(so_on, at, after=last.so_on)
    if (last.waits_on.ref if last.waits_on else "") == waits_on:
        raise CannotDo("That is what it says already. Choose another action, or none.", field="waits_on")
    made = ActionState.objects.create(
        **writing.recorded,
        so_on=so_on,
        since_on=last.state_on,
        state=last.state,
        reason=said(reason),
        waits_on=waited_on(writing, waits_on),
        token=token,
    )
    writing.follow("state")
    audit.record(actor, "action.waits_on", writing.action, keys={"waits": bool(waits_on)})
    return made


def shown_done(*, actor: Actor, action_ref: str, so_on: date, at: datetime, reason: str = "") -> ActionState:
    """Record that an action is shown done; refused while no evidence has been accepted."""
    return change_state(actor=actor, action_ref=action_ref, state=State.SHOWN_DONE, so_on=so_on, at=at, reason=reason)


@atomic
def override_standing(
    *,
    actor: Actor,
    action_ref: str,
    standing: Colour,
    reason: str,
    so_on: date,
    at: datetime,
    token: UUID | str | None = None,
) -> StandingOverride:
    """Give a standing against the rule, with a reason; an earlier one ends. The page shows both."""
    writing = begin(actor, Permission.OVERRIDE_STANDING, action_ref, at=at)
    if made := already(StandingOverride, token, actor):
        return made
    refuse_lacks(rules.override_lacks(Colour(standing), evidence_accepted=writing.now.evidence_accepted))
    reason = needed(reason, "reason", "Say why the rule's standing is wrong.")
    check_day(so_on, at, after=_last_override_on(writing))
    if writing.now.override:
        _append_override(writing, so_on, ended=True, reason="Another standing was given")
    made = _append_override(writing, so_on, ended=False, reason=reason, standing=Colour(standing).value, token=token)
    writing.follow("override")
    audit.record(actor, "action.standing_overridden", writing.action, keys={"standing": made.standing})
    return made


@atomic
def end_override(
    *, actor: Actor, action_ref: str, reason: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> StandingOverride:
    """Let the rule decide an action's standing again."""
    writing = begin(actor, Permission.OVERRIDE_STANDING, action_ref, at=at)
    if made := already(StandingOverride, token, actor):
        return made
    if not writing.now.override:
        raise CannotDo("No standing is overridden here. The rule decides already.")
    check_day(so_on, at, after=_last_override_on(writing))
    reason = needed(reason, "reason", "Say why the override ends.")
    made = _append_override(writing, so_on, ended=True, reason=reason, token=token)
    writing.follow("override")
    audit.record(actor, "action.override_ended", writing.action)
    return made


def _last_state_on(writing: Writing) -> date | None:
    """The day of the last that was said of its state, or of what it waits on."""
    return writing.action.actionstates.filter(pk=writing.now.state_id).values_list("so_on", flat=True).first()


def _last_override_on(writing: Writing) -> date | None:
    return writing.action.standingoverrides.aggregate(last=Max("so_on"))["last"]


def _append_override(
    writing: Writing, so_on: date, *, ended: bool, reason: str, standing: str = "", token: UUID | str | None = None
) -> StandingOverride:
    number = (writing.action.standingoverrides.aggregate(last=Max("number"))["last"] or 0) + 1
    return StandingOverride.objects.create(
        **writing.recorded, so_on=so_on, number=number, standing=standing, reason=reason, ended=ended, token=token
    )
