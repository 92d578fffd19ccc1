"""What is said later of a fact about somebody: it still is so, or it was wrong. Gender and death are such facts too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.transaction import atomic

from lippen.casework.actions import first_visit
from lippen.casework.actions.dying import rest, wake_unless_dead
from lippen.casework.actions.given import follow_given
from lippen.casework.actions.now import follow
from lippen.casework.actions.writing import Writing, begin, check_day, reason_given
from lippen.casework.models import FactWord, PersonDeath, PersonGender, PersonNow
from lippen.casework.queries.knowing import TABLES
from lippen.casework.queries.people import twins
from lippen.casework.queries.wrong import wrong_about
from lippen.casework.vocabulary import FactKind, FactStep, Gender
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible, refusal

WRONG_ALREADY = "Somebody has said already that this was wrong."
ONE_NAME = "This is the only name that we have: record the right one first."
RESTS_ON = frozenset({FactKind.VISIT, FactKind.BIRTH, FactKind.DEATH})
"""The facts on which it rests what the rooms above owe for a child."""


@atomic
def say_gender(*, actor: Actor, person_ref: str, gender: Gender, so_on: date, at: datetime) -> PersonGender:
    """Say somebody's gender, as they or their family give it."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    made = PersonGender.objects.create(gender=Gender(gender).value, **writing.fact(so_on))
    follow(writing.person)
    audit.record(actor, "known.gender_said", writing.person)
    return made


@atomic
def say_death(*, actor: Actor, person_ref: str, died_on: date, so_on: date, at: datetime) -> PersonDeath:
    """Say when somebody died: nobody is reminded any more of what was still to be done for them."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    check_day(died_on, at, field="died_on")
    born_on = writing.person.now.born_on
    if born_on and died_on < born_on:
        raise CannotDo("This day is before the day of birth.", field="died_on")
    made = PersonDeath.objects.create(died_on=died_on, **writing.fact(so_on))
    follow(writing.person)
    rest(writing, made)
    audit.record(actor, "known.death_said", writing.person)
    return made


@atomic
def confirm(*, actor: Actor, person_ref: str, kind: FactKind, number: int, so_on: date, at: datetime) -> FactWord:
    """Say that a fact still is so, once a day. `number`: its row in the table of its kind."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    fact = _fact(writing, kind, number)
    if so_on < fact.so_on:
        raise CannotDo("It was recorded for a later day than this.", field="so_on")
    said = {"kind": FactKind(kind).value, "fact": number, "step": FactStep.STILL_SO.value, "so_on": so_on}
    return FactWord.objects.filter(**said).first() or _word(writing, kind, number, FactStep.STILL_SO, so_on)


@atomic
def withdraw(
    *, actor: Actor, person_ref: str, kind: FactKind, number: int, why: str, so_on: date, at: datetime
) -> FactWord:
    """Say that a fact was wrong, and why. It stays to be read; nothing follows from it any more.

    On the record that stays it may be a fact of the record that is put together with it, on which it is said then.
    """
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    fact = _fact(writing, kind, number, also=twins(writing.person.pk))
    whose = Writing(actor, fact.person, at)
    reason = reason_given(why, "why", "Say why it was wrong: whoever relied on it reads this.")
    with refusal("a_fact_is_wrong_once", WRONG_ALREADY):
        made = _word(whose, kind, number, FactStep.WRONG, so_on, why=reason)
    follow(whose.person)
    if FactKind(kind) is FactKind.DEATH:
        wake_unless_dead(whose)
    if FactKind(kind) is FactKind.VISIT:
        first_visit.ask_again(writing)
    if FactKind(kind) in RESTS_ON:
        follow_given(actor, [whose.person], at=at)
    _check_name(whose)
    return made


def _check_name(writing: Writing) -> None:
    now = PersonNow.objects.get(pk=writing.person.pk)
    if not now.name:
        raise CannotDo(ONE_NAME)


def _fact(writing: Writing, kind: FactKind, number: int, *, also: Collection[int] = ()) -> Any:
    """The fact of this person, or of one of these others, if nobody has said that it was wrong."""
    found = TABLES[kind].objects.filter(pk=number, person_id__in=[writing.person.pk, *also]).first()
    if found is None:
        raise NotVisible
    if wrong_about([found.person_id], kind).filter(fact=number).exists():
        raise CannotDo(WRONG_ALREADY)
    return found


def _word(writing: Writing, kind: FactKind, number: int, step: FactStep, so_on: date, *, why: str = "") -> FactWord:
    made = FactWord.objects.create(kind=kind.value, fact=number, step=step.value, why=why, **writing.fact(so_on))
    audit.record(writing.actor, f"known.{step.value}", writing.person, keys={"kind": kind.value, "fact": number})
    return made
