"""Days of birth that cannot be: still to come, longer ago than people live, too near to that of a child or parent."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lippen.casework import rules
from lippen.casework.actions.writing import Writing
from lippen.casework.models import PersonNow, Tie
from lippen.casework.vocabulary import BirthPrecision, TieKind
from lippen.design.words import day_words
from lippen.kernel.errors import CannotDo

NOT_COME = "This day has not come yet. Choose “Expected” for a child not born yet."
TOO_LONG_AGO = "More than 120 years ago. Check the year."
AFTER_DEATH = "This day is after the day of death, {}. Look at both dates."
NO_FIT = "It does not fit the tie to {name}, recorded as their {what}. {said} If the tie is wrong, end it first."


def check_birth(born_on: date, precision: BirthPrecision, today: date) -> None:
    """Refuse a day of birth that has not come, unless it is expected, and one of more than 120 years ago."""
    if precision is not BirthPrecision.EXPECTED and born_on > today:
        raise CannotDo(NOT_COME, field="born_on")
    if rules.is_born_too_long_ago(born_on, today):
        raise CannotDo(TOO_LONG_AGO, field="born_on")


def too_young(kind: TieKind, parent_born_on: date | None, child_born_on: date | None) -> str:
    """That a parent would be younger than 10 years when the child was born; nothing where that is not known."""
    if kind is not TieKind.PARENT or parent_born_on is None or child_born_on is None:
        return ""
    if not rules.is_parent_too_young(parent_born_on, child_born_on):
        return ""
    parent, child = day_words(parent_born_on), day_words(child_born_on)
    said = f"The parent, born on {parent}, would be younger than 10 years when the child was born on {child}."
    return f"{said} Look at both dates."


def check_parent(kind: TieKind, parent_born_on: date | None, child_born_on: date | None) -> None:
    """Refuse a tie to a parent who would be younger than 10 years when the child was born."""
    if sentence := too_young(kind, parent_born_on, child_born_on):
        raise CannotDo(sentence, field="tie")


def check_standing(writing: Writing, born_on: date) -> None:
    """Refuse a day of birth that does not fit the day of death, or a tie to a parent or a child that stands."""
    died_on = writing.person.now.died_on
    if died_on is not None and born_on > died_on:
        raise CannotDo(AFTER_DEATH.format(day_words(died_on)), field="born_on")
    person_id = writing.person.pk
    own = Q(person_id=person_id) | Q(other_id=person_id)
    ties = Tie.objects.visible_to(writing.actor).filter(own, kind=TieKind.PARENT.value, ended__isnull=True)
    pairs = [(tie.person_id, tie.other_id) for tie in ties.order_by("id")]
    near = PersonNow.objects.in_bulk({each for pair in pairs for each in pair} - {person_id})
    for parent_id, child_id in pairs:
        is_parent = parent_id == person_id
        now = near[child_id if is_parent else parent_id]
        births = (born_on, now.born_on) if is_parent else (now.born_on, born_on)
        if said := too_young(TieKind.PARENT, *births):
            what = "child" if is_parent else "parent"
            raise CannotDo(NO_FIT.format(name=now.name, what=what, said=said), field="born_on")
