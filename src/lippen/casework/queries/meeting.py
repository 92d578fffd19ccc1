"""Contact rooms: which there are, when they are taken, and by whom as far as the reader sees them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from lippen.casework.models import ContactRoom, FamilyContact, RoomBooking
from lippen.casework.queries.parts import contact_row
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import ContactRow, PersonRow
from lippen.casework.vocabulary import FEATURE_WORDS, RoomFeature
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class Taken:
    """When a room is taken, and by which children, as far as the reader sees them."""

    starts_at: datetime
    ends_at: datetime
    children: tuple[PersonRow, ...]


@dataclass(frozen=True)
class RoomRow:
    """A room, what is in it, and when it is taken in the days asked for."""

    ref: str
    name: str
    place: str
    holds: int
    features: tuple[str, ...]
    taken: tuple[Taken, ...]


def rooms(actor: Actor, *, since: datetime, days: int = 14) -> tuple[RoomRow, ...]:
    """The rooms in use of the actor's councils, with when they are taken from a moment on."""
    until = since + timedelta(days=days)
    there = ContactRoom.objects.visible_to(actor).filter(closed_on__isnull=True)
    bookings = RoomBooking.objects.visible_to(actor).filter(
        given_up_at__isnull=True, ends_at__gt=since, starts_at__lt=until
    )
    contacts = FamilyContact.objects.visible_to(actor).filter(booking__in=bookings.values("pk"))
    found, taken, whose = read_together(
        there.order_by("name", "id"), bookings.order_by("starts_at", "id"), contacts.order_by("id")
    )
    people = people_rows(actor, sorted({row.person_id for row in whose}))
    by_booking: dict[int | None, list[PersonRow]] = defaultdict(list)
    for each in whose:
        if each.person_id in people:
            by_booking[each.booking_id].append(people[each.person_id])
    return tuple(
        RoomRow(
            row.ref,
            row.name,
            row.place,
            row.holds,
            tuple(FEATURE_WORDS[RoomFeature(each)] for each in row.features),
            tuple(Taken(b.starts_at, b.ends_at, tuple(by_booking[b.pk])) for b in taken if b.room_id == row.pk),
        )
        for row in found
    )


def contact(actor: Actor, ref: str, *, or_done: bool = False) -> tuple[PersonRow, ContactRow]:
    """One meeting with the family, of which nobody has said yet how it went, and whose it is.

    `or_done`: also one of which somebody has just said so, for what another is sending.
    """
    found = seen_one(actor, FamilyContact, ref)
    if hasattr(found, "done") and not or_done:
        raise NotVisible
    people = people_rows(actor, sorted({found.person_id, *found.whom}))
    if found.person_id not in people:
        raise NotVisible
    names = organisation.person_names([found.supervisor_id]) if found.supervisor_id else {}
    return people[found.person_id], contact_row(found, None, people, names)
