"""An action as a story: what it is, how it came here, what is next."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from lippen.improvement import rules
from lippen.improvement.models import Action, Plan, SourceCell
from lippen.improvement.queries import events
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.evidence import evidence_rows
from lippen.improvement.queries.plans import bare_row
from lippen.improvement.queries.progress import update_rows
from lippen.improvement.queries.reading import action_rows
from lippen.improvement.queries.scope import Scope
from lippen.improvement.queries.told import Told
from lippen.improvement.rows import ActionRow, SourceRow, StoryRow
from lippen.improvement.vocabulary import ACTION_SUBJECT, UNCONFIRMED, State
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation.queries.raised import RaisedRow, raised_about

MOST_CELLS = 60


def action_story(
    actor: Actor, ref: str, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> StoryRow:
    """Everything about one action on a day, as known at a moment, or NotVisible."""
    action = _visible(actor, ref, as_at, known_at)
    day = as_at or today
    told = Told(actor, action, Scope(action_ids=(action.pk,), as_at=day, known_at=known_at), on=day)
    states = {fact.pk: fact for fact in told.state_facts}
    plan = bare_row(action.plan)
    row = action_rows(plan, [action], {action.pk: told.now()}, as_at=day, today=day, people=told.people, states=states)[
        0
    ]
    corrected = {update.corrects_id for update in told.updates if update.corrects_id}
    updates = update_rows(told.updates[::-1], corrected, told.by)
    evidence = evidence_rows(told.offered, told.decisions, told.people)
    return StoryRow(
        plan=plan,
        action=row,
        events=events.in_order(
            action,
            told,
            updates,
            evidence,
            raised=_raised(action, day, known_at),
            editions=told.editions,
        ),
        updates=updates,
        evidence=evidence,
        dates=told.dates(),
        states=told.states(),
        sources=_sources(action),
        next_states=next_states(row),
        carries_on=told.carries_on,
    )


def _raised(action: Action, day: date, known_at: datetime | None) -> tuple[RaisedRow, ...]:
    """What was raised with a manager about this action by a day."""
    found = raised_about(ACTION_SUBJECT, action.ref, known_at=known_at)
    return tuple(row for row in found if row.so_on <= day)


def action_brief(actor: Actor, ref: str, *, today: date) -> StoryRow:
    """One action as it is now, with few statements: for the forms on which somebody says one thing about it."""
    action = _visible(actor, ref, None, None)
    plan = bare_row(action.plan)
    row = action_rows(plan, [action], facts.present([action]), as_at=today, today=today)[0]
    return StoryRow(plan, row, (), (), (), (), (), (), next_states(row))


def _visible(actor: Actor, ref: str, as_at: date | None, known_at: datetime | None) -> Action:
    seen = Action.objects.visible_to(actor).filter(ref=ref).known_at(known_at)
    found = seen.select_related("theme", "batch", "plan").first()
    if found is None or (as_at is not None and found.so_on > as_at):
        raise NotVisible
    return found


def next_states(row: ActionRow) -> tuple[str, ...]:
    """The states that an action may come into from here."""
    before = None if row.state == UNCONFIRMED else State(row.state)
    following = rules.next_states(before)
    return tuple(state.value for state in following if state is not State.SHOWN_DONE or row.evidence_accepted)


def _sources(action: Action) -> tuple[SourceRow, ...]:
    if action.batch is None:
        return ()
    mine = Q(action=action)
    if action.source_place:
        mine |= Q(action__isnull=True, place__startswith=f"{action.source_place},")
    cells = SourceCell.objects.filter(mine, batch_id=action.batch_id).order_by("order")[:MOST_CELLS]
    return tuple(SourceRow(action.batch.document, cell.place, cell.text) for cell in cells)


def action_refs(actor: Actor, refs: list[str]) -> dict[str, tuple[str, str]]:
    """Number and words of the actions with these references that the actor sees."""
    found = Action.objects.filter(plan__in=Plan.objects.visible_to(actor), ref__in=refs).select_related("now")
    return {action.ref: (action.number, action.now.text) for action in found}
