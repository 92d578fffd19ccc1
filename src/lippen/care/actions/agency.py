"""The agency decides: who decides for it, what was decided on a panel's recommendation; and what a hearing advised."""

from __future__ import annotations

from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.actions.events import tell
from lippen.care.actions.following import follow, follow_all
from lippen.care.actions.permanence import open_line
from lippen.care.actions.views import View, view_given
from lippen.care.models import (
    AgencyDecision,
    CareEvent,
    DecisionMaker,
    HearingAdvice,
    LegalReason,
    PermanenceLine,
    WaitsOn,
)
from lippen.care.queries import agency as queries
from lippen.care.queries import deciding
from lippen.care.queries.giving_way import waits_for_panel
from lippen.care.rules.happened import ORDERS, REQUIREMENTS
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.meetings import (
    ADVICE_WORDS,
    AGENCY_DECIDED_WORDS,
    AGENCY_REACHES,
    Advice,
    AgencyOutcome,
)
from lippen.care.vocabulary.permanence import OF_COURT, OF_PANEL, Route
from lippen.casework.actions.writing import Writing, check_day, reason_given
from lippen.casework.queries.workers import works_with
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.organisation.roles import roles_with

NOT_YOURSELF = "Nobody names themselves: somebody else who manages records does."
NOT_HERE = "Choose somebody of this council who manages all of its records."
NOT_NAMED = "The agency's decision is its decision maker's. {whom}"
NOBODY_NAMED = "Nobody is named yet: whoever manages records names somebody."
WORKS = "You work with this child: {whom}"
SAT = "You sat on this panel: {whom}"
WHY = {
    AgencyOutcome.NOT_AGREED: "Say why the agency does not agree.",
    AgencyOutcome.SENT_BACK: "Say why it is sent back, and what the panel is to look at.",
}
NOTHING_WAITS = "No recommendation of a panel waits for the agency here. Look at the plan again."
MEANWHILE = "Somebody has just decided this. Look at the plan again."


@atomic
def name_maker(
    *, actor: Actor, authority_id: int, officer_id: int, is_named: bool, so_on: date, at: datetime
) -> DecisionMaker:
    """Name an officer who decides for the agency from a day on, or say that they do so no longer.

    What waits for the agency stands on their desk at once, or goes back to whoever has the child.
    """
    require(actor, Permission.DECIDE_FOR_AGENCY, at=[authority_id])
    check_day(so_on, at)
    roles = sorted(roles_with(Permission.DECIDE_FOR_AGENCY))
    if is_named and officer_id == actor.person_id:
        raise CannotDo(NOT_YOURSELF, field="officer")
    there = organisation.staff_of(authority_id, roles, on=so_on, person_ids=[officer_id])
    if is_named and not there:
        raise CannotDo(NOT_HERE, field="officer")
    stands = dict(deciding.named(actor, [authority_id]).get(authority_id, []))
    if is_named == (officer_id in stands):
        raise CannotDo("This is so already." if is_named else "They do not decide for the agency.", field="officer")
    if not is_named and so_on < stands[officer_id]:
        raise CannotDo("They were named later than that. Give a later day.", field="so_on")
    made = DecisionMaker.objects.create(
        ref=new_ref("agencymaker"),
        authority_id=authority_id,
        officer_id=officer_id,
        is_named=is_named,
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "care.maker_named", made, keys={"named": is_named})
    follow_all(actor=actor, person_ids=queries.children_waiting(actor, authority_id), at=at)
    return made


@atomic
def decide(
    *, actor: Actor, line_ref: str, outcome: AgencyOutcome, so_on: date, view: View, at: datetime, words: str = ""
) -> AgencyDecision:
    """Decide for the agency on what a panel recommended: agree, not agree, or send it back, with the child's view.

    Never by somebody who sat on the panel or works with the child. The decision is the milestone's event at once.
    """
    line, writing = open_line(actor, line_ref, at=at, permission=Permission.DECIDE_FOR_AGENCY)
    check_day(so_on, at)
    panel = queries.recommendation(actor, line)
    if panel is None:
        raise CannotDo(NOTHING_WAITS)
    check_maker(writing, panel, so_on)
    if so_on < panel.so_on:
        raise CannotDo("The panel met later than that. Give that day or a later one.", field="so_on")
    outcome = AgencyOutcome(outcome)
    if outcome is not AgencyOutcome.AGREES:
        words = reason_given(words, "words", WHY[outcome])
    kept = view_given(writing, view)
    told = ". ".join(filter(None, (AGENCY_DECIDED_WORDS[outcome], words.strip())))
    nth = AgencyDecision.objects.filter(line=line, panel=panel).count() + 1
    event = tell(writing, AGENCY_REACHES[outcome], so_on, told)
    also = _also(writing, line, outcome)
    with refusal("a_recommendation_is_decided_once", MEANWHILE):
        made = AgencyDecision.objects.create(
            line=line,
            panel=panel,
            nth=nth,
            event=event,
            also=tell(writing, also, so_on, told) if also else None,
            said_before=_waited_for_panel(line),
            outcome=outcome.value,
            words=words.strip(),
            maker_id=actor.person_id,
            **kept,
            **writing.fact(so_on),
        )
    audit.record(actor, "care.agency_decided", line, keys={"person": writing.person.ref, "outcome": made.outcome})
    follow(writing)
    return made


def check_maker(writing: Writing, panel: CareEvent, so_on: date) -> None:
    """Refuse whoever may not decide for the agency on this recommendation, and say who may."""
    actor, authority_id = writing.actor, writing.person.authority_id
    makers = deciding.makers(actor, authority_id)
    own = next((each for each in makers if each.officer_id == actor.person_id), None)
    others = ", ".join(each.name for each in makers if each.officer_id != actor.person_id)
    whom = f"It stands with {others}." if others else NOBODY_NAMED
    if own is None:
        raise CannotDo(NOT_NAMED.format(whom=whom))
    if works_with(writing.person.pk, actor.person_id):
        raise CannotDo(WORKS.format(whom=f"somebody else decides. {whom}"))
    if actor.person_id in deciding.sat_at(panel):
        raise CannotDo(SAT.format(whom=f"somebody else decides. {whom}"))
    if so_on < own.since:
        raise CannotDo("You were named later than that. Give a later day.", field="so_on")


def _waited_for_panel(line: PermanenceLine) -> WaitsOn | None:
    """What was said last of a line, where it waits for the panel: the decision is what it waited for."""
    last = WaitsOn.objects.filter(line=line).order_by("-id").first()
    return last if waits_for_panel(last) else None


def _also(writing: Writing, line: PermanenceLine, outcome: AgencyOutcome) -> Event | None:
    """What the decision is besides: a setback; or, for a child on an order, what asks for the advice of a hearing."""
    if outcome is AgencyOutcome.NOT_AGREED:
        return Event.REFUSED
    if outcome is AgencyOutcome.SENT_BACK or Route(line.route) not in OF_COURT:
        return None
    stands = {"person": writing.person, "is_current": True, "is_wrong": False, "ends_on__isnull": True}
    on_order = LegalReason.objects.filter(code__in=sorted(ORDERS | REQUIREMENTS), **stands).exists()
    return Event.DECIDED_FOR_CHILD_ON_ORDER if on_order else None


@atomic
def record_advice(
    *, actor: Actor, line_ref: str, advice: Advice, so_on: date, at: datetime, words: str = ""
) -> HearingAdvice:
    """Record what a children's hearing advised the sheriff of the application on a line; it is the event at once."""
    line, writing = open_line(actor, line_ref, at=at)
    check_day(so_on, at)
    if Route(line.route) not in OF_PANEL & OF_COURT:
        raise CannotDo("A hearing advises on no application on this route.")
    if so_on < line.so_on:
        raise CannotDo("The plan began later than that. Give a later day.", field="so_on")
    advice = Advice(advice)
    if advice is not Advice.SUPPORTS:
        words = reason_given(words, "words", "Say what it advised.")
    told = ". ".join(filter(None, (ADVICE_WORDS[advice], words.strip())))
    made = HearingAdvice.objects.create(
        line=line,
        event=tell(writing, Event.ADVICE_GIVEN, so_on, told),
        advice=advice.value,
        words=words.strip(),
        **writing.fact(so_on),
    )
    audit.record(actor, "care.advice_recorded", line, keys={"person": writing.person.ref, "advice": made.advice})
    follow(writing)
    return made
