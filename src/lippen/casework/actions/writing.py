"""How a write to somebody's record begins: seen, allowed in its council, nobody else writing; and what it leaves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from lippen.casework import rules
from lippen.casework.models import KnownPerson, PersonNow
from lippen.casework.queries.seen import seen_one
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.holding import hold, hold_all
from lippen.kernel.prepared import read_prepared
from lippen.kernel.typed import seen
from lippen.organisation.actions import Pin, close_duties, pin_duties

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Writing:
    """A write to one person's record."""

    actor: Actor
    person: KnownPerson
    at: datetime

    def fact(self, so_on: date) -> dict[str, Any]:
        """What every fact about the person carries."""
        return {
            "person": self.person,
            "authority_id": self.person.authority_id,
            "so_on": so_on,
            "recorded_at": self.at,
            "recorded_by_id": self.actor.account_id,
        }


ONLY_OPENED = (
    "You opened this record outside your own work: you can read it, and record a referral, a visit or what happened. "
    "Anything else is for those who work with the child."
)
IN_WORDS = "Write it in words, so that whoever reads it later understands it."
MISTAKE = "This record came in by mistake, or was added by mistake. Nothing more is written here."
ONE_RECORD = "These two records are one. Write on {}’s record."
NOT_BORN = "{name} was born on {day}. Give that day or a later one."
OPEN_TO_WRITE = {"now__is_mistake": False, "now__same_as__isnull": True}


def begin(
    actor: Actor,
    person_ref: str,
    *,
    at: datetime,
    permission: Permission = Permission.WRITE_RECORDS,
    when_opened: bool = False,
) -> Writing:
    """Begin to write about somebody whom the actor sees and may write about."""
    require(actor, permission)
    found, own, shut = read_prepared(_seen, actor, person_ref)
    if not found:
        raise NotVisible
    may = when_opened or bool(own)
    return _begun(actor, found[0], at=at, permission=permission, may=may, shut=shut)


def begin_of(
    actor: Actor,
    person: KnownPerson,
    *,
    at: datetime,
    permission: Permission = Permission.WRITE_RECORDS,
    when_opened: bool = False,
    carries_on: bool = False,
) -> Writing:
    """Begin to write about this person, as others wait; `when_opened` also by break-glass alone.

    `carries_on`: something that stands there already is answered, reviewed or ended, which goes on where the record is
    put together with another.
    """
    own, shut = read_prepared(_of_own_work, actor, person.pk)
    may = when_opened or bool(own)
    if carries_on:
        shut = [now for now in shut if now.is_mistake]
    return _begun(actor, person, at=at, permission=permission, may=may, shut=shut)


def begin_all(
    actor: Actor, people: Collection[int], *, at: datetime, permission: Permission = Permission.WRITE_RECORDS
) -> dict[int, Writing]:
    """Begin to write about many by their numbers; whoever is not among what comes back may not be written about."""
    require(actor, permission)
    found = list(KnownPerson.objects.of_own_work(actor).filter(pk__in=people, **OPEN_TO_WRITE))
    for authority_id in {person.authority_id for person in found}:
        require(actor, permission, at=[authority_id])
    hold_all(found)
    return {person.pk: Writing(actor, person, at) for person in found}


def _begun(
    actor: Actor, person: KnownPerson, *, at: datetime, permission: Permission, may: bool, shut: list[PersonNow]
) -> Writing:
    require(actor, permission, at=[person.authority_id])
    if not may:
        raise CannotDo(ONLY_OPENED)
    for now in shut:
        raise CannotDo(MISTAKE if now.is_mistake else is_one_with(now.same_as_id))
    hold(person)
    return Writing(actor, person, at)


def is_one_with(kept_id: int | None) -> str:
    """That a record is put together with another, on which to write, in words."""
    return ONE_RECORD.format(PersonNow.objects.get(pk=kept_id).name)


SHUT = Q(is_mistake=True) | Q(same_as__isnull=False)
"""Records on which nothing new is written: they came in by mistake, or are put together with another."""


def _seen(actor: Actor, ref: str) -> tuple[QuerySet[KnownPerson], ...]:
    """Somebody whom the actor sees, and whether by their own work."""
    kept = KnownPerson.objects
    return (
        kept.visible_to(actor).filter(ref=ref).order_by("id"),
        kept.of_own_work(actor).filter(ref=ref).order_by("id"),
        PersonNow.objects.filter(SHUT, person__ref=ref).order_by("person_id"),
    )


def _of_own_work(actor: Actor, person_id: int) -> tuple[QuerySet[KnownPerson], ...]:
    return (
        KnownPerson.objects.of_own_work(actor).filter(pk=person_id).order_by("id"),
        PersonNow.objects.filter(SHUT, pk=person_id).order_by("person_id"),
    )


def found_of(
    actor: Actor, model: type[T], ref: str, *, at: datetime, permission: Permission = Permission.WRITE_RECORDS
) -> tuple[T, Writing]:
    """Begin to write to something of a person's record, such as a referral or a visit.

    It is carried on where it stands, though the record was put together with another meanwhile.
    """
    require(actor, permission)
    found: Any = seen_one(actor, model, ref)
    person = KnownPerson.objects.filter(pk=found.person_id).first()
    if person is None:  # somebody has just ended the work by which it was seen
        raise NotVisible
    return found, begin_of(actor, person, at=at, permission=permission, carries_on=True)


def where_it_stays(writing: Writing) -> Writing:
    """The same write on the record that stays, where two are put together."""
    kept_id = PersonNow.objects.filter(pk=writing.person.pk).values_list("same_as_id", flat=True).first()
    return begin_of(writing.actor, KnownPerson.objects.get(pk=kept_id), at=writing.at) if kept_id else writing


def check_day(so_on: date, at: datetime, *, field: str = "so_on") -> None:
    """Refuse a day that has not come."""
    if so_on > clock.day_of(at):
        raise CannotDo("This day has not come yet. Give today or an earlier day.", field=field)


def check_lived(writing: Writing, so_on: date, *, field: str = "so_on") -> None:
    """Refuse a day before somebody's birth; of a day of birth that is estimated, a year before it."""
    now = writing.person.now
    if now.born_on is not None and rules.is_before_birth(so_on, now.born_on, now.born_precision):
        raise CannotDo(NOT_BORN.format(name=now.name, day=day_words(now.born_on)), field=field)


def check_ahead(on: date, today: date, *, field: str) -> None:
    """Refuse a day that has passed, or so far ahead that what is planned for it would be lost from sight."""
    if on < today:
        raise CannotDo("This day has passed. Give today or a later day.", field=field)
    if on > today + rules.PLANNED_LONGEST:
        raise CannotDo("That is more than a year away. Give a nearer day.", field=field)


def needed(words: str, field: str, sentence: str) -> str:
    """The words without spaces round them; refused when nothing can be seen of them."""
    kept = seen(words)
    if not kept:
        raise CannotDo(sentence, field=field)
    return kept


def needed_name(given_name: str, family_name: str) -> tuple[str, str]:
    """The two names without spaces round them; refused when there is neither."""
    given, family = seen(given_name), seen(family_name)
    if not (given or family):
        raise CannotDo("Give at least one name.", field="family_name")
    return given, family


def reason_given(words: str, field: str, sentence: str) -> str:
    """A reason without spaces round it; refused when there is none, or none that is said in words."""
    kept = needed(words, field, sentence)
    if not rules.in_words(kept):
        raise CannotDo(f"{sentence} {IN_WORDS}", field=field)
    return kept


__all__ = [
    "Pin",
    "Writing",
    "begin",
    "begin_of",
    "check_ahead",
    "check_day",
    "check_lived",
    "close_duties",
    "found_of",
    "needed",
    "needed_name",
    "pin_duties",
    "reason_given",
]
