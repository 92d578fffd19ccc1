"""What ends with work with a child: who works there, the wait, what is planned and due, and the status."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, QuerySet, Value

from lippen.casework import rules
from lippen.casework.actions.given import follow_given
from lippen.casework.actions.meeting import give_up
from lippen.casework.actions.now import follow
from lippen.casework.actions.offers import close_left
from lippen.casework.actions.waits import ended
from lippen.casework.actions.writing import Writing
from lippen.casework.models import (
    FamilyContact,
    FamilyContactDone,
    FamilyHelp,
    FamilyHelpEnd,
    Involvement,
    StatusFact,
    TypedDuty,
    TypedDutyEnd,
    Visit,
    Waiting,
)
from lippen.casework.queries.closing import first_of, still_planned
from lippen.casework.queries.lists import OF_KIND
from lippen.casework.queries.rooms import child_subjects
from lippen.casework.vocabulary import ENDS_WITH_THE_WORK, InvolvementKind, Status, TypedEnd, WaitingEndKind
from lippen.kernel import audit
from lippen.kernel.together import read_together
from lippen.organisation.actions.resting import Subject, rest_duties

AT_THE_DOOR = frozenset({InvolvementKind.DUTY, InvolvementKind.HOLDING})
"""Parts that rest on a referral alone: once nothing comes of it, nothing is left of them."""


def open_parts(writing: Writing) -> list[tuple[InvolvementKind, int]]:
    """In what part people work with a child now, and who."""
    rows = Involvement.objects.filter(person=writing.person, ends_on__isnull=True).order_by("id")
    return [(InvolvementKind(kind), worker) for kind, worker in rows.values_list("kind", "worker_id")]


def first_day(writing: Writing) -> date | None:
    """The earliest day on which work can have ended: no part began and no status was said after it."""
    parts = Involvement.objects.filter(person=writing.person, ends_on__isnull=True)
    said = StatusFact.objects.filter(person=writing.person)
    days = (parts.aggregate(day=Max("starts_on"))["day"], said.aggregate(day=Max("so_on"))["day"])
    return max((each for each in days if each), default=None)


def end_if_over(writing: Writing, so_on: date, words: str) -> bool:
    """End the work with a child of whom a referral came to nothing, where nobody else works and nothing is open."""
    kinds = {kind for kind, _ in open_parts(writing)}
    if not kinds or not kinds <= AT_THE_DOOR or first_of(writing.actor, writing.person.pk):
        return False
    planned = Visit.objects.filter(still_planned(), person=writing.person)
    if planned.exists() or any(_open(writing)):
        return False
    end_everything(writing, max(so_on, first_day(writing) or so_on), words)
    return True


def end_holding(writing: Writing, so_on: date) -> None:
    """Whoever held a child who waits no longer does so no more, where somebody else has the child."""
    if rules.has_somebody((kind for kind, _ in open_parts(writing)), waits=False):
        held = Involvement.objects.filter(
            person=writing.person, ends_on__isnull=True, kind=InvolvementKind.HOLDING.value
        )
        began = held.aggregate(day=Max("starts_on"))["day"]
        _end(writing, held, max(so_on, began or so_on))


def end_everything(writing: Writing, so_on: date, words: str, wait: WaitingEndKind = WaitingEndKind.NOT_NEEDED) -> None:
    """End all that goes on with a child, for the reason in words; who works there last: the writer may see it by that.

    Visits that were planned before are called off by the closing itself. Warnings stay, and what was recorded.
    """
    waits, typed, contacts, helps = _open(writing)
    for each in waits:
        ended(writing, each, wait, max(so_on, each.so_on), words=words)
        audit.record(writing.actor, "waiting.ended", each, keys={"kind": wait.value})
    fact = writing.fact(so_on)
    TypedDutyEnd.objects.bulk_create(
        TypedDutyEnd(duty=each, end=TypedEnd.CANCELLED.value, words=words, **fact) for each in typed
    )
    for each in contacts:
        FamilyContactDone.objects.create(contact=each, took_place=False, words=words, view="", **fact)
        give_up(each, writing.at)
    FamilyHelpEnd.objects.bulk_create(FamilyHelpEnd(help=each, words=words, **fact) for each in helps)
    rest_duties(_subjects(writing), kinds=ENDS_WITH_THE_WORK, at=writing.at)
    rest_duties([(kind, writing.person.ref) for kind in child_subjects()], kinds=None, at=writing.at)
    if writing.person.now.status not in {"", Status.NONE.value}:
        StatusFact.objects.create(status=Status.NONE.value, words="", **fact)
        follow(writing.person)
    every = Involvement.objects.filter(person=writing.person, ends_on__isnull=True)
    _end(writing, every, so_on, is_over=True)


def _open(writing: Writing) -> tuple[list[Waiting], list[TypedDuty], list[FamilyContact], list[FamilyHelp]]:
    """Waits, duties that were typed in, meetings to come and family support that go on."""
    of = {"person": writing.person}
    waits, typed, contacts, helps = read_together(
        Waiting.objects.filter(end__isnull=True, **of).order_by("id"),
        TypedDuty.objects.filter(end__isnull=True, **of).order_by("id"),
        FamilyContact.objects.filter(done__isnull=True, starts_at__gt=writing.at, **of).order_by("id"),
        FamilyHelp.objects.filter(end__isnull=True, **of).order_by("id"),
    )
    return waits, typed, contacts, helps


def _subjects(writing: Writing) -> list[Subject]:
    """Everything of a child that somebody can owe something about."""
    first, *others = (
        model.objects.filter(person=writing.person).values_list(Value(kind), "ref") for kind, model in OF_KIND.items()
    )
    return list(first.union(*others, all=True))


def _end(writing: Writing, parts: QuerySet[Involvement], so_on: date, *, is_over: bool = False) -> None:
    """The end of these parts, with what had to be found for them, and what the rooms above owe for the child."""
    going = Involvement.objects.filter(pk__in=list(parts.values_list("pk", flat=True)))
    follow_given(writing.actor, [writing.person], at=writing.at, leaving=going, is_over=is_over)
    close_left(going, writing.at)
    going.update(ends_on=so_on, ended_at=writing.at, ended_by_id=writing.actor.account_id)
