"""What is likely to have happened to a child now: by it a clock that runs would be done."""

from __future__ import annotations

from datetime import date

from lippen.care.queries.clocks import asked_of, reckoned
from lippen.care.queries.reading import read
from lippen.care.rules import STANDARDS
from lippen.care.vocabulary import EVENT_GROUPS, Event
from lippen.care.vocabulary.meetings import BY_ITS_MAKER
from lippen.casework.rows import PersonRow
from lippen.kernel.access import Actor

MOST = 6
ON_THE_PLAN = BY_ITS_MAKER | {Event.ADVICE_GIVEN}
"""What is recorded on the plan for permanence, where one goes on."""
TYPED_IN = tuple(each for kinds in EVENT_GROUPS.values() for each in kinds if each not in ON_THE_PLAN)


def likely_events(actor: Actor, person: PersonRow, *, today: date) -> tuple[Event, ...]:
    """The events that would do what is asked of a child now, by the clock that is due first; a few at most."""
    asked = asked_of(reckoned(actor, read(actor, [person]), today=today)[person.id])
    first = sorted(asked.values(), key=lambda clock: (clock.last_day, clock.standard.key))
    found = (each for clock in first for each in TYPED_IN if each in STANDARDS[clock.standard.key].fulfilment)
    return tuple(dict.fromkeys(found))[:MOST]
