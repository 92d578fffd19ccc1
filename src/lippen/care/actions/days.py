"""Days that cannot be, refused with the day that can: before birth, before care began, before a plan began."""

from __future__ import annotations

from datetime import date
from typing import Any

from lippen.care.models import PermanenceLine
from lippen.care.queries.spans import first_day
from lippen.care.rules.possible import too_early
from lippen.care.vocabulary.events import Event
from lippen.casework.actions.writing import Writing, check_day, check_lived
from lippen.casework.queries.people import twins
from lippen.design.words import day_words
from lippen.kernel.errors import CannotDo

AFTER_DEATH = "{name} died on {day}. Give that day or an earlier one."
BEFORE_LINE = "The plan began on {day}. Give that day or a later one."


def born(writing: Writing) -> dict[str, Any]:
    """Who the child is and when they were born, as `rules.possible` asks for it."""
    now = writing.person.now
    return {"name": now.name, "born_on": now.born_on, "precision": now.born_precision}


def check_life(writing: Writing, so_on: date, *, field: str = "so_on") -> None:
    """Refuse a day that has not come, before the child's birth or after the death."""
    check_day(so_on, writing.at, field=field)
    check_lived(writing, so_on, field=field)
    died_on = writing.person.now.died_on
    if died_on is not None and so_on > died_on:
        name, day = writing.person.now.name, day_words(died_on)
        raise CannotDo(AFTER_DEATH.format(name=name, day=day), field=field)


def check_event(writing: Writing, kind: Event, so_on: date) -> None:
    """Refuse a day on which an event of this kind cannot have been."""
    check_day(so_on, writing.at)
    check_in_care(writing, so_on, kind)


def check_in_care(writing: Writing, so_on: date, kind: Event | None = None) -> None:
    """Refuse a day before birth or before the first known day in care, save of what may come before."""
    person_id = writing.person.pk
    first = first_day(writing.actor, [person_id, *twins(person_id)])
    if sentence := too_early(kind, so_on, first_day=first, **born(writing)):
        raise CannotDo(sentence, field="so_on")


def check_of_line(line: PermanenceLine, so_on: date, *, field: str = "so_on") -> None:
    """Refuse a day before a plan began, of a step on it."""
    if so_on < line.so_on:
        raise CannotDo(BEFORE_LINE.format(day=day_words(line.so_on)), field=field)
