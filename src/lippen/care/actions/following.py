"""
What a child's clocks put on desks: one duty for each standard that is asked, held by whoever has the child.

Duties follow from the clocks and carry nothing that the clocks do not say; `follow` brings them after whatever was
recorded, and every night for all (`jobs`).
"""

from __future__ import annotations

from datetime import timedelta

from lippen.care.queries.clocks import asked_of, clocks_of
from lippen.care.vocabulary import CHILD_SUBJECT
from lippen.casework.actions.writing import Pin, Writing, pin_duties
from lippen.casework.queries.workers import holders_of
from lippen.kernel.clock import day_of
from lippen.kernel.standards import Clock
from lippen.organisation import queries as organisation
from lippen.organisation.actions import close_duty_of

DAY = timedelta(days=1)


def follow(writing: Writing) -> None:
    """Let what is owed for a child follow from the child's clocks as they stand now."""
    today = day_of(writing.at)
    found = clocks_of(writing.actor, [writing.person.pk], today=today).get(writing.person.pk, [])
    asked = asked_of(found)
    holders = holders_of(writing.person.pk)
    pins = [_pin(clock, writing.person.ref, each) for clock in asked.values() for each in holders]
    wanted = {(pin.kind, pin.holder_id) for pin in pins}
    for duty in organisation.duties_about(CHILD_SUBJECT, [writing.person.ref]):
        if (duty.kind, duty.holder_id) not in wanted:
            about = {"kind": duty.kind, "subject_kind": CHILD_SUBJECT, "subject_key": writing.person.ref}
            close_duty_of(**about, holder_id=duty.holder_id, at=writing.at)
    pin_duties(pins, at=writing.at)


def _pin(clock: Clock, ref: str, holder_id: int) -> Pin:
    starts_on = min(clock.trigger.on, clock.last_day)
    return Pin(clock.standard.key, CHILD_SUBJECT, ref, holder_id, starts_on, clock.last_day + DAY, clock.standard.key)
