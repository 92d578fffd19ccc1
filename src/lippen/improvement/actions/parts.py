"""Each council says how a shared plan goes with it, and decides from when until when another may see that."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import queries, rules
from lippen.improvement.actions.writing import already, begin, begin_plan, check_day, needed
from lippen.improvement.models import Arrangement, ArrangementEnd, Part, Plan
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation

NOT_SHARED = "That council does not share this plan. Choose one that does."


@atomic
def say_part(
    *,
    actor: Actor,
    action_ref: str,
    authority_id: int,
    so_on: date,
    at: datetime,
    words: str = "",
    measure: str = "",
    value: Decimal | None = None,
    unit: str = "",
    team_id: int | None = None,
    token: UUID | str | None = None,
) -> Part:
    """Say how an action goes in one of the councils that share its plan: words, a result, or both."""
    writing = begin(actor, Permission.WRITE_UPDATE, action_ref, at=at)
    require(actor, Permission.WRITE_UPDATE, at=[authority_id])
    if made := already(Part, token, actor):
        return made
    _sharing(writing.plan, authority_id, "authority")
    check_day(so_on, at)
    measure, words = measure.strip(), words.strip()
    if not (words or measure):
        raise CannotDo("Say how it goes, or give a result: one of them is enough.", field="words")
    if measure and value is None:
        raise CannotDo("Give the figure that goes with what was measured.", field="value")
    if not measure and (value is not None or unit.strip() or team_id is not None):
        raise CannotDo("Say what was measured, so that the figure can be read.", field="measure")
    if team_id is not None and team_id not in {team.id for team in organisation.teams([authority_id])}:
        raise CannotDo("That team is not of this council. Choose one that is.", field="team")
    made = Part.objects.create(
        **writing.recorded,
        so_on=so_on,
        plan=writing.plan,
        authority_id=authority_id,
        words=words,
        measure=measure[:200],
        value=value,
        unit=unit.strip()[:40],
        team_id=team_id,
        token=token,
    )
    audit.record(actor, "part.said", writing.action, keys={"authority": authority_id, "has_result": bool(measure)})
    return made


@atomic
def arrange(
    *,
    actor: Actor,
    plan_ref: str,
    shows_id: int,
    shown_to_id: int,
    starts_on: date,
    ends_on: date | None,
    agreed_by: str,
    reason: str,
    at: datetime,
    token: UUID | str | None = None,
) -> Arrangement:
    """Show one council's part of a plan to another's people, from a day on. The council whose part it is decides."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    require(actor, Permission.EDIT_PLAN, at=[shows_id])
    if made := already(Arrangement, token, actor):
        return made
    _sharing(plan, shows_id, "shows")
    _sharing(plan, shown_to_id, "shown_to")
    if shows_id == shown_to_id:
        raise CannotDo("A council sees its own part already. Choose the other council.", field="shown_to")
    if starts_on < day_of(at):
        raise CannotDo("An arrangement cannot begin in the past. Give today or a later day.", field="starts_on")
    if ends_on is not None and ends_on <= starts_on:
        raise CannotDo("The day it ends comes after the day it begins.", field="ends_on")
    for there in queries.arrangements(actor, plan.ref, today=day_of(at)):
        if (there.shows_id, there.shown_to_id) == (shows_id, shown_to_id) and there.overlaps(starts_on, ends_on):
            raise CannotDo(f"An arrangement covers this already: {there.period_words}.", field="starts_on")
    made = Arrangement.objects.create(
        ref=new_ref("arrangement"),
        plan=plan,
        shows_id=shows_id,
        shown_to_id=shown_to_id,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed_by_words=needed(agreed_by, "agreed_by", "Say who agreed to it.")[:200],
        reason=needed(reason, "reason", "Say what it is for."),
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
        token=token,
    )
    audit.record(actor, "arrangement.made", made, keys={"plan": plan.ref, "shows": shows_id, "to": shown_to_id})
    return made


@atomic
def end_arrangement(
    *, actor: Actor, arrangement_ref: str, ends_on: date, reason: str, at: datetime, token: UUID | str | None = None
) -> ArrangementEnd:
    """End an arrangement, from today or a later day. What was seen while it held was rightly seen."""
    found = Arrangement.objects.filter(ref=arrangement_ref, plan__in=Plan.objects.visible_to(actor)).first()
    if found is None:
        raise NotVisible
    _, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, found.plan.ref, at=at)
    require(actor, Permission.EDIT_PLAN, at=[found.shows_id])
    if made := already(ArrangementEnd, token, actor):
        return made
    if ends_on < day_of(at):
        raise CannotDo("It cannot have ended in the past. Give today or a later day.", field="ends_on")
    if found.ends_on is not None and ends_on >= found.ends_on:
        raise CannotDo(f"It ends on {rules.day_words(found.ends_on)} already. Give an earlier day.", field="ends_on")
    with refusal("improvement_arrangementend_arrangement_id_key", "Somebody has ended this arrangement already."):
        made = ArrangementEnd.objects.create(
            arrangement=found,
            ends_on=ends_on,
            reason=needed(reason, "reason", "Say why it ends."),
            recorded_at=recorded_at,
            recorded_by_id=actor.account_id,
            token=token,
        )
    audit.record(actor, "arrangement.ended", found)
    return made


def _sharing(plan: Plan, authority_id: int, field: str) -> None:
    if authority_id != plan.authority_id and not plan.authorities.filter(pk=authority_id).exists():
        raise CannotDo(NOT_SHARED, field=field)
