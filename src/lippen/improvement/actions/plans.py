"""Plans, themes and actions are made; their words and leads change."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement import rules
from lippen.improvement.actions.writing import (
    ALL_DUTIES,
    Writing,
    already,
    begin,
    begin_plan,
    check_day,
    keepers_of,
    locked,
    moment,
    needed,
    pins_of,
    refuse_lacks,
)
from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLead,
    ActionLeads,
    ActionNow,
    ActionState,
    ActionWording,
    Plan,
    PlanAgreement,
    Theme,
)
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import LeadRow
from lippen.improvement.vocabulary import Kind, Priority, State, Which
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.calendar import Period
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation.actions import pin_duties


@atomic
def create_plan(
    *,
    actor: Actor,
    title: str,
    authority_id: int,
    at: datetime,
    also_for: Collection[int] = (),
    origin: str = "",
    agreed_on: date | None = None,
    rhythm_days: int = 92,
    token: UUID | str | None = None,
) -> Plan:
    """Make an improvement plan that one authority answers for, alone or with others."""
    require(actor, Permission.EDIT_PLAN)
    if made := already(Plan, token, actor):
        return made
    made = new_plan(
        actor,
        title=title,
        authority_id=authority_id,
        also_for=also_for,
        origin=origin,
        agreed_on=agreed_on,
        rhythm_days=rhythm_days,
        at=at,
        token=token,
    )
    audit.record(actor, "plan.created", made)
    return made


def new_plan(
    actor: Actor,
    *,
    title: str,
    authority_id: int,
    at: datetime,
    also_for: Collection[int] = (),
    origin: str = "",
    agreed_on: date | None = None,
    rhythm_days: int = 92,
    token: UUID | str | None = None,
    permission: Permission = Permission.EDIT_PLAN,
) -> Plan:
    """The plan's row and its authorities, in each of which the actor has the permission; the caller audits."""
    wanted = {authority_id, *also_for}
    if not wanted <= actor.authority_ids:
        raise NotVisible
    for each in sorted(wanted):
        require(actor, permission, at=[each])
    if rhythm_days < 1:
        raise CannotDo("The rhythm is a number of days, at least 1.", field="rhythm_days")
    if agreed_on:
        check_day(agreed_on, at)
    title = needed(title, "title", "Give the plan a title.")
    with refusal("plan_titled_once", f"There is already a plan called “{title}”. Choose another title.", field="title"):
        made = Plan.objects.create(
            ref=new_ref("plan"),
            title=title[:240],
            origin=origin,
            authority_id=authority_id,
            agreed_on=agreed_on,
            rhythm_days=rhythm_days,
            token=token,
            recorded_at=at,
            recorded_by_id=actor.account_id,
        )
    link = Plan.authorities.through
    link.objects.bulk_create([link(plan_id=made.pk, authority_id=i) for i in sorted(wanted)])
    if agreed_on:
        PlanAgreement.objects.create(plan=made, so_on=agreed_on, recorded_at=at, recorded_by_id=actor.account_id)
    return made


@atomic
def agree_plan(
    *,
    actor: Actor,
    plan_ref: str,
    so_on: date,
    at: datetime,
    body: str = "",
    token: UUID | str | None = None,
) -> PlanAgreement:
    """Say on what day a plan was agreed, and by whom. Said again it reads otherwise; what was said before stays."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    if made := already(PlanAgreement, token, actor):
        return made
    check_day(so_on, at)
    body = body.strip()[:200]
    last = plan.agreements.order_by("-recorded_at", "-id").first()
    if last is not None and (last.so_on, last.body) == (so_on, body):
        raise CannotDo("That is what the plan says already.", field="so_on")
    made = PlanAgreement.objects.create(
        plan=plan, so_on=so_on, body=body, token=token, recorded_at=recorded_at, recorded_by_id=actor.account_id
    )
    Plan.objects.filter(pk=plan.pk).update(agreed_on=so_on)
    audit.record(actor, "plan.agreed", plan, keys={"on": so_on.isoformat()})
    return made


@atomic
def add_theme(*, actor: Actor, plan_ref: str, title: str, at: datetime, number: int | None = None) -> Theme:
    """Add a theme or recommendation at the end of a plan."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    last = plan.themes.aggregate(number=Max("number"), position=Max("position"))
    number = number or (last["number"] or 0) + 1
    with refusal("theme_numbered_once", f"The plan has a theme {number}. Choose another number.", field="number"):
        made = Theme.objects.create(
            plan=plan,
            number=number,
            title=needed(title, "title", "Give the theme a title."),
            position=(last["position"] or 0) + 1,
            recorded_at=recorded_at,
            recorded_by_id=actor.account_id,
        )
    audit.record(actor, "theme.added", plan, keys={"theme": made.number})
    return made


@atomic
def add_action(
    *,
    actor: Actor,
    plan_ref: str,
    theme_number: int,
    text: str,
    so_on: date,
    at: datetime,
    kind: Kind = Kind.FINISH,
    intent: str = "",
    priority: Priority | None = None,
    accountable_id: int | None = None,
    authority_ids: Sequence[int] = (),
    leads: Sequence[LeadRow] = (),
    dates: dict[Which, Period] | None = None,
    state: State | None = State.NOT_STARTED,
    token: UUID | str | None = None,
) -> Action:
    """Add an action to a theme, with its first leads, dates and state."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    if made := already(Action, token, actor):
        return made
    check_day(so_on, at)
    theme = Theme.objects.filter(plan=plan, number=theme_number).first()
    if theme is None:
        raise CannotDo(f"The plan has no theme {theme_number}. Add the theme first.", field="theme_number")
    if state not in {None, State.NOT_STARTED, State.UNDER_WAY}:
        raise CannotDo("A new action is not started or under way.", field="state")
    refuse_lacks(rules.first_dates_lacks(dates or {}))
    place = (theme.actions.aggregate(last=Max("position"))["last"] or 0) + 1
    made = Action.objects.create(
        ref=new_ref("action"),
        plan=plan,
        theme=theme,
        position=place,
        number=_free_number(theme, place),
        so_on=so_on,
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    writing = Writing(actor, plan, made, ActionNow(action=made, plan=plan), recorded_at)
    ActionWording.objects.create(
        **writing.recorded,
        so_on=so_on,
        text=needed(text, "text", "Say what the action is."),
        intent=intent.strip(),
        priority=priority.value if priority else "",
        kind=kind.value,
        accountable_id=accountable_id,
        authorities=_limited(plan, authority_ids),
    )
    _lead(writing, leads, so_on)
    for which, period in (dates or {}).items():
        ActionDate.objects.create(**writing.recorded, so_on=so_on, which=which.value, is_first=True, **columns(period))
    if state is not None:
        ActionState.objects.create(**writing.recorded, so_on=so_on, state=state.value)
    _first_now(writing)
    audit.record(actor, "action.added", made)
    return made


def _free_number(theme: Theme, place: int) -> str:
    """The next number under a theme; a document may have numbered its actions otherwise than by their places."""
    taken = set(Action.objects.filter(plan_id=theme.plan_id).values_list("number", flat=True))
    return next(number for count in itertools.count(place) if (number := f"{theme.number}.{count}") not in taken)


def _limited(plan: Plan, authority_ids: Sequence[int]) -> list[int]:
    """The authorities that an action is for, where not all of the plan's."""
    if set(authority_ids) - set(plan.authorities.values_list("id", flat=True)):
        raise CannotDo("An action is for councils of its plan. Choose among them.", field="authority_ids")
    return sorted(authority_ids)


def _first_now(writing: Writing) -> None:
    now = facts.worked_out([writing.action], Scope(action_ids=(writing.action.pk,)))[0]
    now.save(force_insert=True)
    keepers = keepers_of(writing.plan, writing.recorded_at)
    pin_duties(pins_of(writing.plan, writing.action, now, keepers=keepers), at=writing.recorded_at)


def columns(period: Period) -> dict[str, object]:
    """A period as the columns of a date."""
    return {
        "text": period.text[:120],
        "precision": period.precision.value,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
    }


def _lead(writing: Writing, leads: Sequence[LeadRow], so_on: date, token: UUID | str | None = None) -> ActionLeads:
    made = ActionLeads.objects.create(**writing.recorded, so_on=so_on, token=token)
    once = dict.fromkeys((lead.person_id, "" if lead.person_id else lead.name.strip()[:200]) for lead in leads)
    members = [
        ActionLead(leads=made, order=order, person_id=person_id, words=words)
        for order, (person_id, words) in enumerate(once, start=1)
    ]
    with refusal("lead_is_somebody", "Choose a lead, or write who leads.", field="leads"):
        ActionLead.objects.bulk_create(members)
    return made


@atomic
def change_wording(
    *,
    actor: Actor,
    action_ref: str,
    text: str,
    so_on: date,
    at: datetime,
    intent: str = "",
    kind: Kind = Kind.FINISH,
    priority: Priority | None = None,
    accountable_id: int | None = None,
    authority_ids: Sequence[int] | None = None,
    token: UUID | str | None = None,
) -> ActionWording:
    """Say anew what an action is, what it is for and who answers for it; the old wording stays in its story."""
    writing = begin(actor, Permission.EDIT_PLAN, action_ref, at=at)
    if made := already(ActionWording, token, actor):
        return made
    check_day(so_on, at, after=_last_day(ActionWording, writing))
    made = ActionWording.objects.create(
        **writing.recorded,
        so_on=so_on,
        text=needed(text, "text", "Say what the action is."),
        intent=intent.strip(),
        kind=kind.value,
        priority=priority.value if priority else "",
        accountable_id=accountable_id,
        authorities=writing.now.authorities if authority_ids is None else _limited(writing.plan, authority_ids),
        token=token,
    )
    writing.follow("wording", duties=ALL_DUTIES)
    audit.record(actor, "action.reworded", writing.action)
    return made


@atomic
def change_leads(
    *,
    actor: Actor,
    action_ref: str,
    leads: Sequence[LeadRow],
    so_on: date,
    at: datetime,
    token: UUID | str | None = None,
) -> ActionLeads:
    """Say who leads an action from a day on, joint leads in order; their duties follow them."""
    writing = begin(actor, Permission.EDIT_PLAN, action_ref, at=at)
    if made := already(ActionLeads, token, actor):
        return made
    check_day(so_on, at, after=_last_day(ActionLeads, writing))
    made = _lead(writing, leads, so_on, token)
    writing.follow("leads", duties=ALL_DUTIES)
    audit.record(actor, "action.leads_changed", writing.action, keys={"leads": len(leads)})
    return made


def _last_day(model: type[ActionWording] | type[ActionLeads], writing: Writing) -> date | None:
    return model.objects.filter(action=writing.action).aggregate(last=Max("so_on"))["last"]


@atomic
def close_records(*, actor: Actor, plan_id: int, through: datetime, at: datetime) -> datetime:
    """Close a plan's past at its signing: nothing recorded later can carry a time at or before this moment."""
    if not Plan.objects.visible_to(actor).filter(pk=plan_id).exists():
        raise NotVisible
    plan = locked(plan_id)
    closed = through if plan.closed_through is None else max(through, plan.closed_through)
    Plan.objects.filter(pk=plan_id).update(closed_through=closed)
    audit.record(actor, "plan.records_closed", plan)
    return closed


def settle_moment(*, actor: Actor, plan_id: int, at: datetime) -> datetime:
    """Lock a plan and say which moment a fact recorded now would carry: for papers, which record beside the plan."""
    if not Plan.objects.visible_to(actor).filter(pk=plan_id).exists():
        raise NotVisible
    return moment(locked(plan_id), at)
