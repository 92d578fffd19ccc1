"""Groups round a plan: founded, joined, met; agendas arranged and settled; what came of each line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement import agendas, queries, rules
from lippen.improvement.actions.on_plan import MEANWHILE, OnPlanWriting, begin_on, begin_part, check_follows
from lippen.improvement.actions.writing import already, check_day, may_for, needed, require_for
from lippen.improvement.agendas import Arrangement
from lippen.improvement.models import (
    Action,
    Agenda,
    AgendaEdit,
    Commitment,
    CouncilDecision,
    DecisionWanted,
    GovernanceGroup,
    GroupCame,
    GroupMeeting,
    GroupMeetingFact,
    GroupMember,
    GroupNaming,
    GroupPlan,
    LineMinute,
    Plan,
)
from lippen.improvement.vocabulary import (
    GROUP_MEETING_SUBJECT,
    MEETING_STEP_WORDS,
    GroupKind,
    LineOutcome,
    MeetingDuty,
    MeetingStep,
    MemberPart,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation.actions import Pin, close_duty, pin_duties
from lippen.organisation.actions.covering import is_own

ENDED = frozenset({MeetingStep.HELD, MeetingStep.CALLED_OFF})
NOT_SHARED = "Not every council of this group has a part in that plan. Choose a plan that all of them share."
SETTLED = "This agenda is settled, and stays as it was settled. What is new comes under other business at the meeting."


@atomic
def found_group(
    *,
    actor: Actor,
    plan_ref: str,
    kind: GroupKind,
    name: str,
    so_on: date,
    at: datetime,
    purpose: str = "",
    token: UUID | str | None = None,
) -> GovernanceGroup:
    """Write down a group that steers or watches a plan."""
    writing = begin_on(actor, plan_ref, Permission.EDIT_PLAN, at=at)
    if made := already(GovernanceGroup, token, actor):
        return made
    check_day(so_on, at)
    made = GovernanceGroup.objects.create(
        ref=new_ref("group"), plan=writing.plan, kind=GroupKind(kind).value, **writing.fact(so_on, token)
    )
    _name(writing, made, name, purpose, so_on)
    audit.record(actor, "group.founded", made)
    return made


@atomic
def change_group(
    *,
    actor: Actor,
    group_ref: str,
    name: str,
    so_on: date,
    at: datetime,
    purpose: str = "",
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> GroupNaming:
    """Call a group otherwise, or say that it meets no longer."""
    group, writing = begin_part(actor, GovernanceGroup, group_ref, Permission.EDIT_PLAN, at=at)
    if made := already(GroupNaming, token, actor):
        return made
    check_follows(so_on, at, group.namings, group.so_on)
    made = _name(writing, group, name, purpose, so_on, is_ended, token)
    audit.record(actor, "group.changed", group)
    return made


@atomic
def look_after(
    *,
    actor: Actor,
    group_ref: str,
    plan_ref: str,
    so_on: date,
    at: datetime,
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> GroupPlan:
    """Say that a group looks after another plan beside its own, or no longer: its agendas draw from each of them.

    Only a plan that every council of the group's own plan shares: whoever reads an agenda sees all of it.
    """
    group, writing = begin_part(actor, GovernanceGroup, group_ref, Permission.EDIT_PLAN, at=at)
    if made := already(GroupPlan, token, actor):
        return made
    other = Plan.objects.visible_to(actor).filter(ref=plan_ref).first()
    if other is None:
        raise NotVisible
    last = group.other_plans.filter(plan=other).order_by("-id").first()
    stands = other.pk == group.plan_id or (last is not None and not last.is_ended)
    check_day(so_on, at, after=last.so_on if last else group.so_on)
    if is_ended and (not stands or other.pk == group.plan_id):
        raise CannotDo("The group looks after that plan no longer, or it is the group's own.", field="plan")
    if not is_ended:
        if stands:
            raise CannotDo("The group looks after that plan already. Choose another one.", field="plan")
        require_for(other, actor, Permission.EDIT_PLAN)
        if not _councils(writing.plan) <= _councils(other):
            raise CannotDo(NOT_SHARED, field="plan")
    made = GroupPlan.objects.create(group=group, plan=other, is_ended=is_ended, **writing.fact(so_on, token))
    audit.record(actor, "group.plan_left" if is_ended else "group.plan_added", group, keys={"plan": other.ref})
    return made


def _councils(plan: Plan) -> set[int]:
    return {plan.authority_id, *plan.authorities.values_list("id", flat=True)}


@atomic
def set_member(
    *,
    actor: Actor,
    group_ref: str,
    part: MemberPart,
    so_on: date,
    at: datetime,
    person_id: int | None = None,
    words: str = "",
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> GroupMember:
    """Say that somebody belongs to a group from a day on, in which part; or no longer."""
    group, writing = _led(actor, GovernanceGroup, group_ref, at)
    if made := already(GroupMember, token, actor):
        return made
    check_day(so_on, at, after=group.so_on)
    if person_id is None and not words.strip():
        raise CannotDo("Say who it is: choose somebody, or write who it is.", field="person")
    made = GroupMember.objects.create(
        group=group,
        person_id=person_id,
        words="" if person_id else words.strip()[:200],
        part=MemberPart(part).value,
        is_ended=is_ended,
        **writing.fact(so_on, token),
    )
    audit.record(actor, "group.member_left" if is_ended else "group.member_joined", group)
    return made


@atomic
def call_meeting(
    *,
    actor: Actor,
    group_ref: str,
    meets_on: date,
    so_on: date,
    at: datetime,
    place: str = "",
    token: UUID | str | None = None,
) -> GroupMeeting:
    """Call a meeting of a group; it stands on the desks of those who chair it."""
    group, writing = begin_part(actor, GovernanceGroup, group_ref, Permission.WRITE_UPDATE, at=at)
    if made := already(GroupMeeting, token, actor):
        return made
    check_day(so_on, at)
    if meets_on < so_on:
        raise CannotDo("That day has been. Give a day to come, or record that the meeting was held.", field="meets_on")
    made = GroupMeeting.objects.create(
        ref=new_ref("sitting"), group=group, plan=writing.plan, **writing.fact(so_on, token)
    )
    _step(writing, made, MeetingStep.PLANNED, meets_on, so_on, place=place)
    _ask(writing, made, meets_on)
    audit.record(actor, "group_meeting.called", made)
    return made


@atomic
def record_group_meeting(
    *,
    actor: Actor,
    group_ref: str,
    held_on: date,
    at: datetime,
    place: str = "",
    words: str = "",
    people: Collection[int] = (),
    others: Sequence[str] = (),
    token: UUID | str | None = None,
) -> GroupMeeting:
    """Record a meeting of a group that was held though nobody had called it here: it stands as held at once."""
    group, writing = _led(actor, GovernanceGroup, group_ref, at)
    if made := already(GroupMeeting, token, actor):
        return made
    check_day(held_on, at, after=group.so_on)
    made = GroupMeeting.objects.create(
        ref=new_ref("sitting"), group=group, plan=writing.plan, **writing.fact(held_on, token)
    )
    _step(writing, made, MeetingStep.PLANNED, held_on, held_on, place=place)
    _hold(writing, made, held_on, words, people, others)
    return made


@atomic
def shift_meeting(
    *,
    actor: Actor,
    meeting_ref: str,
    reason: str,
    so_on: date,
    at: datetime,
    meets_on: date | None = None,
    token: UUID | str | None = None,
) -> GroupMeetingFact:
    """Put a group's meeting on another day for a reason; without a day it is called off."""
    meeting, writing = _led(actor, GroupMeeting, meeting_ref, at)
    if made := already(GroupMeetingFact, token, actor):
        return made
    last = _open(meeting)
    check_follows(so_on, at, meeting.facts, meeting.so_on)
    if meets_on is not None and meets_on < so_on:
        raise CannotDo("That day has been. Give a day to come.", field="meets_on")
    words = needed(reason, "reason", "Say why.")
    step = MeetingStep.MOVED if meets_on else MeetingStep.CALLED_OFF
    made = _step(writing, meeting, step, meets_on or last.meets_on, so_on, words=words, token=token)
    if meets_on:
        _ask(writing, meeting, meets_on)
    else:
        _clear(writing, meeting)
    audit.record(actor, f"group_meeting.{step.value}", meeting)
    return made


@atomic
def close_meeting(
    *,
    actor: Actor,
    meeting_ref: str,
    held_on: date,
    at: datetime,
    words: str = "",
    people: Collection[int] = (),
    others: Sequence[str] = (),
    token: UUID | str | None = None,
) -> GroupMeetingFact:
    """Say that a group's meeting was held, on which day, and who came."""
    meeting, writing = _led(actor, GroupMeeting, meeting_ref, at)
    if made := already(GroupMeetingFact, token, actor):
        return made
    _open(meeting)
    check_follows(held_on, at, meeting.facts, meeting.so_on)
    return _hold(writing, meeting, held_on, words, people, others, token)


def _hold(
    writing: OnPlanWriting,
    meeting: GroupMeeting,
    held_on: date,
    words: str,
    people: Collection[int],
    others: Sequence[str],
    token: UUID | str | None = None,
) -> GroupMeetingFact:
    """That it was held, and who came."""
    came: list[dict[str, Any]] = [{"person_id": person} for person in dict.fromkeys(people)]
    came += [{"words": each.strip()[:200]} for each in dict.fromkeys(others) if each.strip()]
    if not came:
        raise CannotDo("Say who came: tick somebody, or write who it was.", field="others")
    made = _step(writing, meeting, MeetingStep.HELD, held_on, held_on, words=words, token=token)
    GroupCame.objects.bulk_create(GroupCame(meeting=meeting, **each, **writing.fact(held_on)) for each in came)
    _clear(writing, meeting)
    audit.record(writing.actor, "group_meeting.held", meeting, keys={"came": len(came)})
    return made


@atomic
def want_decision(
    *,
    actor: Actor,
    plan_ref: str,
    words: str,
    so_on: date,
    at: datetime,
    action_ref: str = "",
    token: UUID | str | None = None,
) -> DecisionWanted:
    """Ask for a decision: it stands on every agenda of the plan's groups until one has been taken."""
    writing = begin_on(actor, plan_ref, Permission.WRITE_UPDATE, at=at)
    if made := already(DecisionWanted, token, actor):
        return made
    check_day(so_on, at)
    made = DecisionWanted.objects.create(
        ref=new_ref("wanted"),
        plan=writing.plan,
        action=writing.action(action_ref) if action_ref else None,
        words=needed(words, "words", "Say what is to be decided."),
        asked_by_id=actor.person_id,
        **writing.fact(so_on, token),
    )
    audit.record(actor, "decision.wanted", made)
    return made


@atomic
def arrange_agenda(
    *, actor: Actor, meeting_ref: str, arrangement: Arrangement, version: int, so_on: date, at: datetime
) -> AgendaEdit:
    """Leave lines out, add some, put them in another order; refused where somebody arranged it meanwhile."""
    meeting, writing = _led(actor, GroupMeeting, meeting_ref, at)
    _unsettled(meeting)
    last = int(meeting.edits.aggregate(last=Max("number"))["last"] or 0)
    if last != version:
        raise CannotDo(MEANWHILE)
    with refusal("agenda_edit_numbered_once", MEANWHILE):
        made = AgendaEdit.objects.create(
            meeting=meeting,
            number=last + 1,
            arrangement=agendas.arrangement_to_plain(arrangement),
            **writing.fact(so_on),
        )
    audit.record(actor, "agenda.arranged", meeting, keys={"number": made.number})
    return made


@atomic
def settle_agenda(*, actor: Actor, meeting_ref: str, so_on: date, at: datetime) -> Agenda:
    """Settle an agenda: its lines and the board pack stay as they are at this moment."""
    meeting, writing = _led(actor, GroupMeeting, meeting_ref, at)
    _unsettled(meeting)
    row, told = queries.meeting_of_group(actor, meeting_ref, today=so_on)
    found = queries.agenda(actor, row, told, today=so_on)
    if not found.lines:
        raise CannotDo("There is nothing on this agenda. Add a line first.")
    with refusal("improvement_agenda_meeting_id_key", SETTLED):
        made = Agenda.objects.create(
            meeting=meeting,
            lines=agendas.to_plain(found.lines),
            pack=found.pack.to_plain(),
            **writing.fact(so_on),
        )
    audit.record(actor, "agenda.settled", meeting, keys={"lines": len(found.lines)})
    return made


@atomic
def minute_line(
    *,
    actor: Actor,
    meeting_ref: str,
    key: str,
    outcome: LineOutcome,
    words: str,
    so_on: date,
    at: datetime,
    action_ref: str = "",
    commitment_ref: str = "",
    decision_ref: str = "",
    token: UUID | str | None = None,
) -> LineMinute:
    """Say what came of a line of the settled agenda: in words, and the action, commitment or decision that arose.

    It is for those who belong to the group, who came or who called the meeting, whoever covers for one of them, and
    those who edit the plan.
    """
    meeting, writing = begin_part(actor, GroupMeeting, meeting_ref, Permission.WRITE_UPDATE, at=at)
    row, sitting = queries.meeting_of_group(actor, meeting_ref, today=day_of(at))
    minutes = [*row.minuters(sitting), *queries.meeting_holders(meeting_ref)]
    if not (may_for(writing.plan, actor, Permission.EDIT_PLAN) or is_own(actor, minutes, subject=meeting, at=at)):
        raise NotAllowed(rules.SETTLED_AGENDA.key)
    if made := already(LineMinute, token, actor):
        return made
    check_day(so_on, at, after=meeting.so_on)
    settled = Agenda.objects.filter(meeting=meeting).first()
    if settled is None:
        raise CannotDo("Settle the agenda first: then what came of each line can be written beside it.")
    line = next((each for each in agendas.from_plain(settled.lines) if each.key == key), None)
    if line is None:
        raise CannotDo("That line is not on this agenda. Choose one that is.")
    plans = set(row.plan_ids)
    plans |= set(Plan.objects.visible_to(actor).filter(ref=line.plan).values_list("id", flat=True))
    made = LineMinute.objects.create(
        meeting=meeting,
        key=key,
        outcome=LineOutcome(outcome).value,
        words=needed(words, "words", "Say what came of it."),
        wanted=DecisionWanted.objects.filter(ref=line.ref).first() if line.kind == "wanted" else None,
        action=_of_plans(Action, actor, plans, action_ref, "action"),
        commitment=_of_plans(Commitment, actor, plans, commitment_ref, "commitment"),
        decision=_of_plans(CouncilDecision, actor, plans, decision_ref, "decision"),
        **writing.fact(so_on, token),
    )
    audit.record(actor, "agenda.minuted", meeting, keys={"outcome": made.outcome})
    return made


def _of_plans(model: Any, actor: Actor, plan_ids: Collection[int], ref: str, field: str) -> Any:
    """The record that a minute names, of one of the plans that the group looks after."""
    if not ref:
        return None
    found = model.objects.visible_to(actor).filter(plan_id__in=plan_ids, ref=ref).first()
    if found is None:
        raise CannotDo(f"That {field} is not of this group's plans. Choose one that is.", field=field)
    return found


def _led(actor: Actor, model: Any, ref: str, at: datetime) -> tuple[Any, OnPlanWriting]:
    """Begin to do what is for those who chair the group or cover for them, and for those who edit the plan.

    Of a group without a chair, it is for whoever called the meeting and so has it on their desk.
    """
    found, writing = begin_part(actor, model, ref, Permission.WRITE_UPDATE, at=at)
    group = found if isinstance(found, GovernanceGroup) else found.group
    leads = [*chairs_of(group), *queries.meeting_holders(found.ref)]
    if not (may_for(writing.plan, actor, Permission.EDIT_PLAN) or is_own(actor, leads, subject=found, at=at)):
        raise NotAllowed(rules.SETTLED_AGENDA.key)
    return found, writing


def chairs_of(group: GovernanceGroup) -> list[int]:
    """The people who chair a group now."""
    latest = {each.person_id: each for each in group.members.filter(person__isnull=False).order_by("id")}
    return [who for who, each in latest.items() if who and each.part == MemberPart.CHAIR and not each.is_ended]


def _unsettled(meeting: GroupMeeting) -> None:
    if Agenda.objects.filter(meeting=meeting).exists():
        raise CannotDo(SETTLED)


def _open(meeting: GroupMeeting) -> GroupMeetingFact:
    """The last fact of a meeting that is still to come."""
    last = meeting.facts.order_by("-number")[0]
    if MeetingStep(last.step) in ENDED:
        words = MEETING_STEP_WORDS[MeetingStep(last.step)].lower()
        raise CannotDo(f"This meeting was {words}, so that cannot be recorded. Call another one.")
    return last


def _name(
    writing: OnPlanWriting,
    group: GovernanceGroup,
    name: str,
    purpose: str,
    so_on: date,
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> GroupNaming:
    with refusal("group_naming_numbered_once", MEANWHILE):
        return GroupNaming.objects.create(
            group=group,
            number=group.namings.count() + 1,
            name=needed(name, "name", "Say what the group is called.")[:200],
            purpose=purpose.strip(),
            is_ended=is_ended,
            **writing.fact(so_on, token),
        )


def _step(
    writing: OnPlanWriting,
    meeting: GroupMeeting,
    step: MeetingStep,
    meets_on: date,
    so_on: date,
    *,
    place: str = "",
    words: str = "",
    token: UUID | str | None = None,
) -> GroupMeetingFact:
    with refusal("group_meeting_fact_numbered_once", MEANWHILE):
        return GroupMeetingFact.objects.create(
            meeting=meeting,
            number=meeting.facts.count() + 1,
            step=step.value,
            meets_on=meets_on,
            place=place.strip()[:200],
            words=words.strip(),
            **writing.fact(so_on, token),
        )


def _ask(writing: OnPlanWriting, meeting: GroupMeeting, meets_on: date) -> None:
    """Put the meeting on the desks of those who chair the group, or of who called it."""
    _clear(writing, meeting)
    holders = chairs_of(meeting.group) or [writing.actor.person_id]
    starts_on = min(day_of(writing.recorded_at), meets_on)
    pins = [
        Pin(
            MeetingDuty.HOLD.value,
            GROUP_MEETING_SUBJECT,
            meeting.ref,
            holder,
            starts_on,
            meets_on + timedelta(days=1),
            rules.MEETING_HELD.key,
        )
        for holder in holders
        if holder
    ]
    pin_duties(pins, at=writing.recorded_at)


def _clear(writing: OnPlanWriting, meeting: GroupMeeting) -> None:
    close_duty(
        kind=MeetingDuty.HOLD.value,
        subject_kind=GROUP_MEETING_SUBJECT,
        subject_key=meeting.ref,
        at=writing.recorded_at,
    )
