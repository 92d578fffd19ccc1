"""Lines to permanence: one begins, somebody is waited for, drift is answered, a line ends. Nothing is erased."""

from __future__ import annotations

from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.actions import ending
from lippen.care.actions.days import check_in_care, check_life, check_of_line
from lippen.care.actions.following import follow
from lippen.care.actions.views import NOTHING_SAID, View, view_given, view_said
from lippen.care.models import DriftAnswer, LineEnd, PermanenceLine, WaitsOn
from lippen.care.queries import permanence as queries
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.permanence import ROUTE_WORDS, AnswerKind, LineEndKind, Route, Waits
from lippen.casework.actions.writing import Writing, begin, begin_of, check_ahead, check_day, needed, reason_given
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.kernel.ids import new_ref
from lippen.organisation.queries.cover import managers_of

SAME_ROUTE = "A line on this route goes on already. Say there what changed, or choose another route."
OVER = "This plan has ended already. Begin another one on the child's page of care."
ON_IT = "The plan is on this route already: {route}. Choose another one, or leave it as it is."
NOBODY_ABOVE = "Nobody is above you to raise it with. Say what is done, or why it waits."


@atomic
def begin_line(
    *,
    actor: Actor,
    person_ref: str,
    route: Route,
    so_on: date,
    words: str,
    at: datetime,
    view: View = NOTHING_SAID,
) -> PermanenceLine:
    """Begin a plan for a child's permanence on a route, with their view; beside another one it is a parallel plan."""
    writing = begin(actor, person_ref, at=at)
    check_life(writing, so_on)
    check_in_care(writing, so_on, Event.KINSHIP_ORDER if route is Route.KINSHIP else None)
    if route in queries.open_routes(writing.person.pk):
        raise CannotDo(SAME_ROUTE, field="route")
    made = PermanenceLine.objects.create(
        ref=new_ref("permanence"),
        route=Route(route).value,
        words=needed(words, "words", "Say why this is the plan."),
        **view_given(writing, view),
        **writing.fact(so_on),
    )
    audit.record(actor, "care.line_began", made, keys={"person": writing.person.ref, "route": made.route})
    follow(writing)
    return made


@atomic
def say_waiting(
    *,
    actor: Actor,
    line_ref: str,
    on_whom: Waits,
    why: str,
    so_on: date,
    next_step: str,
    next_on: date,
    at: datetime,
) -> WaitsOn:
    """Say on whom a child waits, since when and why, what comes next and by when."""
    line, writing = open_line(actor, line_ref, at=at)
    check_day(so_on, at)
    check_of_line(line, so_on)
    check_ahead(next_on, day_of(at), field="next_on")
    made = WaitsOn.objects.create(
        line=line,
        on_whom=Waits(on_whom).value,
        why=needed(why, "why", "Say why."),
        next_step=needed(next_step, "next_step", "Say what comes next.")[:240],
        next_on=next_on,
        **writing.fact(so_on),
    )
    audit.record(actor, "care.waiting_said", line, keys={"person": writing.person.ref, "on": made.on_whom})
    return made


@atomic
def end_line(
    *,
    actor: Actor,
    line_ref: str,
    kind: LineEndKind,
    so_on: date,
    at: datetime,
    words: str = "",
    view: View = NOTHING_SAID,
) -> LineEnd:
    """End a line: it was reached, changed to another route, or is given up, with the child's view. It stays told."""
    line, writing = open_line(actor, line_ref, at=at)
    made = _ended(writing, line, LineEndKind(kind), so_on, words, view)
    audit.record(actor, "care.line_ended", line, keys={"person": writing.person.ref, "kind": made.kind})
    goes_along = kind is LineEndKind.CHANGED
    follow(writing, leaving=() if goes_along else ending.parts_on([line]))
    if not goes_along:
        ending.leave_with(writing, line)
    return made


def _ended(writing: Writing, line: PermanenceLine, kind: LineEndKind, so_on: date, words: str, view: View) -> LineEnd:
    check_day(so_on, writing.at)
    if so_on < line.so_on:
        raise CannotDo("It began later than that. Give a later day.", field="so_on")
    if kind is not LineEndKind.REACHED:
        reason_given(words, "words", "Say why.")
    viewed = view_given(writing, view) if kind is LineEndKind.CEASED else view_said(writing, view)
    return ending.close(writing, line, kind, so_on, words, viewed=viewed)


@atomic
def change_route(
    *,
    actor: Actor,
    line_ref: str,
    route: Route,
    so_on: date,
    words: str,
    at: datetime,
    view: View = NOTHING_SAID,
) -> PermanenceLine:
    """Change a child's plan to another route, with their view: the line ends and another begins on the same day."""
    line, writing = open_line(actor, line_ref, at=at)
    if Route(route).value == line.route:
        raise CannotDo(ON_IT.format(route=ROUTE_WORDS[Route(route)]), field="route")
    given = {"actor": actor, "so_on": so_on, "words": words, "at": at}
    end_line(line_ref=line.ref, kind=LineEndKind.CHANGED, **given)
    made = begin_line(person_ref=writing.person.ref, route=route, view=view, **given)
    ending.carry_on(writing, line, made)
    return made


@atomic
def answer_drift(
    *, actor: Actor, line_ref: str, kind: AnswerKind, words: str, look_on: date, at: datetime
) -> DriftAnswer:
    """Answer that a line drifts: what is done, why it waits, or that it is raised with whoever is above."""
    line, writing = open_line(actor, line_ref, at=at, permission=Permission.WRITE_RECORDS)
    today = day_of(at)
    check_ahead(look_on, today, field="look_on")
    raised_with = None
    if kind is AnswerKind.RAISED:
        found = managers_of({actor.person_id or 0}, on=today).get(actor.person_id or 0, (0, 0))
        if not found[0]:
            raise CannotDo(NOBODY_ABOVE, field="kind")
        raised_with = found[0]
    made = DriftAnswer.objects.create(
        line=line,
        kind=AnswerKind(kind).value,
        words=reason_given(words, "words", "Say what is done, or why."),
        look_on=look_on,
        raised_with_id=raised_with,
        **writing.fact(today),
    )
    audit.record(actor, "care.drift_answered", line, keys={"person": writing.person.ref, "kind": made.kind})
    return made


def open_line(
    actor: Actor,
    ref: str,
    *,
    at: datetime,
    permission: Permission = Permission.WRITE_RECORDS,
    or_reached: bool = False,
) -> tuple[PermanenceLine, Writing]:
    """Begin to write to a line that goes on, the child's record held; one that ended is refused.

    `or_reached`: also to one that was reached, of which a court may still tell something.
    """
    line = queries.line_of(actor, ref)
    writing = begin_of(actor, line.person, at=at, permission=permission, carries_on=True)
    end = queries.end_of(line)
    if end is not None and not (or_reached and end.kind == LineEndKind.REACHED.value):
        raise CannotDo(OVER)
    return line, writing
