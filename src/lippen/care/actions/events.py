"""What happened on the way through care is recorded, said to be wrong, and another last day is agreed for a clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.transaction import atomic

from lippen.care.actions.days import check_event
from lippen.care.actions.following import follow
from lippen.care.actions.views import NOTHING_SAID, View, view_given, view_said
from lippen.care.models import AgreedDay, CareEvent, CareEventWrong, OwnStandard
from lippen.care.queries import deciding
from lippen.care.queries.clocks import clocks_of
from lippen.care.queries.events import event_of, panel_days
from lippen.care.queries.permanence import open_of
from lippen.care.rules import STANDARDS
from lippen.care.rules.statutory import past_the_law
from lippen.care.vocabulary import TYPED, Event
from lippen.care.vocabulary.decisions import DECISIONS
from lippen.care.vocabulary.meetings import BY_ITS_MAKER
from lippen.care.vocabulary.permanence import OF_COURT, OF_PANEL, Route
from lippen.casework.actions.writing import Writing, begin, begin_of, check_ahead, needed, reason_given
from lippen.casework.queries.workers import works_with
from lippen.design.words import day_words
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.standards import Limit, Standing, Unit

STILL = frozenset({Standing.OPEN, Standing.OVERDUE, Standing.EXCUSED})
LIMIT_MOST = 400
OF_MAKER = "The agency's decision is recorded on the plan by its decision maker: {names}."
NO_MAKER = (
    "The agency's decision is recorded on the plan by its decision maker, and nobody is named yet. Ask somebody who "
    "manages all records to name one, under “Waiting for the agency”. What was decided before this record was kept "
    "here, before {day}, can be recorded here by its day."
)
PANEL_LATER = "The panel met on {day}. Give that day or a later one, or record first the panel that came before."
ON_THE_PLAN = "Record on the plan what the hearing advised."
PAST_THE_LAW = (
    "The law’s own figure is {limit} ({source}). One that leaves more time is set by a head of service or the chief "
    "social work officer; any other you can set yourself."
)
SAYS_MAKER = "This is the agency's decision. Its decision maker says what was wrong."


@atomic
def record_event(
    *, actor: Actor, person_ref: str, kind: Event, so_on: date, at: datetime, words: str = "", view: View = NOTHING_SAID
) -> CareEvent:
    """Record something that happened on the way through care, with its day; a decision with the child's view."""
    writing = begin(actor, person_ref, at=at)
    if kind not in TYPED:
        raise CannotDo("This follows from what is recorded already. Choose something else.", field="kind")
    check_event(writing, kind, so_on)
    _refuse_in_passing(writing, kind, so_on)
    viewed = view_given(writing, view) if kind in DECISIONS else view_said(writing, view)
    made = tell(writing, kind, so_on, words, viewed)
    follow(writing)
    return made


def tell(writing: Writing, kind: Event, so_on: date, words: str, viewed: Mapping[str, Any] | None = None) -> CareEvent:
    """An event of a record held; duties follow once everything of the act is written.

    Without `viewed` the child's view stands with the act that tells it, where it is a decision.
    """
    made = CareEvent.objects.create(
        ref=new_ref("careevent"),
        kind=Event(kind).value,
        words=words.strip(),
        **(viewed or {}),
        **writing.fact(so_on),
    )
    keys = {"person": writing.person.ref, "kind": made.kind}
    audit.record(writing.actor, "care.event_recorded", made, keys=keys)
    return made


def _refuse_in_passing(writing: Writing, kind: Event, so_on: date) -> None:
    """What has an act of its own on a plan that goes on is not told in passing: it would stand without its words."""
    if kind not in BY_ITS_MAKER and kind is not Event.ADVICE_GIVEN:
        return
    lines = [line for line in open_of(writing.actor, writing.person.pk) if line.so_on <= so_on]
    if kind is Event.ADVICE_GIVEN:
        if any(Route(line.route) in OF_PANEL & OF_COURT for line in lines):
            raise CannotDo(ON_THE_PLAN, field="kind")
        return
    began = [line.so_on for line in lines if Route(line.route) in OF_PANEL]
    if not began:
        return
    _refuse_for_the_agency(writing, so_on)
    panels = panel_days(writing.actor, writing.person.pk, since=min(began))
    if panels and so_on < panels[0]:
        raise CannotDo(PANEL_LATER.format(day=day_words(panels[0])), field="so_on")


def _refuse_for_the_agency(writing: Writing, so_on: date) -> None:
    """The agency's decision is its maker's, also while nobody is named; only what was before is told by its day."""
    makers = deciding.makers(writing.actor, writing.person.authority_id)
    if any(each.since <= so_on for each in makers):
        raise CannotDo(OF_MAKER.format(names=", ".join(each.name for each in makers)), field="kind")
    kept_from = day_of(writing.person.recorded_at)
    if not makers and so_on >= kept_from:
        raise CannotDo(NO_MAKER.format(day=day_words(kept_from)), field="kind")


@atomic
def event_was_wrong(*, actor: Actor, event_ref: str, why: str, at: datetime) -> CareEventWrong:
    """Say that an event was recorded wrongly: it stays with its reason, and starts and stops no clock any more."""
    event = event_of(actor, event_ref)
    writing = begin_of(actor, event.person, at=at, carries_on=True)
    reason = reason_given(why, "why", "Say what was wrong.")
    decision = deciding.decision_of(event)
    if decision is not None and not deciding.is_maker(actor, writing.person.authority_id):
        raise CannotDo(SAYS_MAKER)
    with refusal("care_careeventwrong_event_id_key", "Somebody has said this already. Look at the page again."):
        made = CareEventWrong.objects.create(event=event, why=reason, **writing.fact(day_of(at)))
    if decision is not None and decision.event_id == event.pk and decision.also_id is not None:
        about = {"event_id": decision.also_id, "defaults": {"why": reason, **writing.fact(day_of(at))}}
        CareEventWrong.objects.get_or_create(**about)
    audit.record(actor, "care.event_wrong", event, keys={"person": writing.person.ref})
    follow(writing, reason)
    return made


@atomic
def agree_day(
    *,
    actor: Actor,
    person_ref: str,
    standard_key: str,
    trigger_key: str,
    until: date,
    why: str,
    cover: str,
    at: datetime,
) -> AgreedDay:
    """Agree another last day for one clock of a child, with the reason and what is done meanwhile.

    Whoever leads or manages agrees it, and never for a child whom they work with themselves.
    """
    writing = begin(actor, person_ref, at=at, permission=Permission.ALLOCATE)
    today = day_of(at)
    if works_with(writing.person.pk, actor.person_id):
        raise CannotDo("You work with this child: somebody else who leads or manages agrees another day.")
    found = clocks_of(actor, [writing.person.pk], today=today).get(writing.person.pk, [])
    clock = next(
        (each for each in found if each.standard.key == standard_key and each.trigger.key == trigger_key), None
    )
    if clock is None:
        raise NotVisible
    if clock.standing not in STILL:
        raise CannotDo("This was done meanwhile, or is no longer asked. Look at the child's page.")
    if until <= max(clock.last_day, today):
        raise CannotDo("Give a day after the one that stands, and to come.", field="until")
    check_ahead(until, today, field="until")
    made = AgreedDay.objects.create(
        ref=new_ref("agreed"),
        standard_key=standard_key,
        trigger_key=trigger_key,
        until=until,
        why=reason_given(why, "why", "Say why it takes longer."),
        cover=reason_given(cover, "cover", "Say what is done for the child meanwhile."),
        approver_id=actor.person_id,
        **writing.fact(today),
    )
    audit.record(actor, "care.day_agreed", made, keys={"person": writing.person.ref, "standard": standard_key})
    follow(writing)
    return made


def limit_given(number: int | None, unit: str) -> Limit:
    """A figure with what it counts; refused where one of the two is missing."""
    if number is None:
        raise CannotDo("Give a figure, or go by what is shipped.", field="number")
    if not unit:
        raise CannotDo("Choose what the figure counts.", field="unit")
    return Limit(number, Unit(unit))


@atomic
def set_standard(
    *, actor: Actor, authority_id: int, key: str, limit: Limit | None, so_on: date, source: str, at: datetime
) -> OwnStandard:
    """Set a council's own figure for a standard from a day on; none: it goes by what is shipped again.

    What began before that day goes on by the figure of its own day. A figure that leaves more time than an Act or
    regulations do is set by whoever sets the figures that matter most: who may agree what is destroyed.
    """
    require(actor, Permission.AGREE_RISK, at=[authority_id])
    standard = STANDARDS.get(key)
    if standard is None or not standard.has_clock:
        raise NotVisible
    if limit is not None and not 0 < limit.number <= LIMIT_MOST:
        raise CannotDo(f"Give a figure from 1 to {LIMIT_MOST}.", field="number")
    law = past_the_law(standard, limit, so_on) if limit else None
    if law is not None and not may(actor, Permission.AGREE_DESTRUCTION, at=[authority_id]):
        raise CannotDo(PAST_THE_LAW.format(limit=law.limit, source=law.source), field="number")
    made = OwnStandard.objects.create(
        ref=new_ref("standard"),
        authority_id=authority_id,
        key=key,
        number=limit.number if limit else None,
        unit=limit.unit.value if limit else "",
        so_on=so_on,
        source=needed(source, "source", "Say where this was decided."),
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "care.standard_set", made, keys={"key": key, "past_the_law": law is not None})
    return made
