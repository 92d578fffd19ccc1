"""Contact rooms: which there are, when they are taken, and by whom as far as the reader sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.db.models import Q

from lippen.casework import rules
from lippen.casework.models import ContactRoom, FamilyContact, RoomBooking
from lippen.casework.queries.parts import contact_row
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import ContactRow, PersonRow
from lippen.casework.vocabulary import FEATURE_WORDS, RoomFeature
from lippen.design.words import HERE, day_words
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import NotVisible
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation
from lippen.organisation.queries.cover import absences_of


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
    is_closed: bool = False
    """Nothing new is booked there; what stands already still takes place."""


def rooms(actor: Actor, *, since: datetime, days: int = 14, or_closed: bool = False) -> tuple[RoomRow, ...]:
    """The rooms of the actor's councils with when they are taken from a moment on: those in use, or booked still.

    `or_closed`: those too that are used no longer, for whoever may open them again.
    """
    until = since + timedelta(days=days)
    bookings = RoomBooking.objects.visible_to(actor).filter(
        given_up_at__isnull=True, ends_at__gt=since, starts_at__lt=until
    )
    of_use = Q(closed_on__isnull=True) | Q(pk__in=bookings.values("room"))
    there = ContactRoom.objects.visible_to(actor).filter(Q() if or_closed else of_use)
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
            row.closed_on is not None,
        )
        for row in found
    )


def room(actor: Actor, ref: str, *, since: datetime) -> RoomRow:
    """One room in use, with everything for which it is booked from a moment on."""
    found = {row.ref: row for row in rooms(actor, since=since, days=rules.PLANNED_LONGEST.days + 1)}.get(ref)
    if found is None or found.is_closed:
        raise NotVisible
    return found


def closed_room(actor: Actor, ref: str, *, since: datetime) -> RoomRow:
    """One room that is used no longer."""
    found = {row.ref: row for row in rooms(actor, since=since, days=0, or_closed=True)}.get(ref)
    if found is None or not found.is_closed:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Clash:
    """Somebody is to be in two places at once: in words, and a code by which these very words are ticked."""

    words: str

    @property
    def code(self) -> str:
        """A code that other words do not have."""
        return sha256(self.words.encode()).hexdigest()[:16]


def clashes(
    actor: Actor, children: Mapping[int, str], supervisor_id: int | None, starts_at: datetime, ends_at: datetime
) -> tuple[Clash, ...]:
    """Where these children, and whoever is there with them, are to be in that time already.

    Of the officer it is said when and never with whom: they may be there with a child whom the actor does not see.
    """
    planned = FamilyContact.objects.visible_to(actor).filter(
        person_id__in=children, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    still = planned.exclude(done__took_place=False).order_by("starts_at", "id")
    found = [f"{children[row.person_id]} meets family then already: {_times(row)}, {row.place}." for row in still]
    if supervisor_id is not None:
        found += _of_officer(actor, supervisor_id, starts_at, ends_at)
    return tuple(map(Clash, dict.fromkeys(found)))


def _of_officer(actor: Actor, officer_id: int, starts_at: datetime, ends_at: datetime) -> Iterable[str]:
    name = organisation.person_names([officer_id]).get(officer_id, "")
    with connection.cursor() as cursor:
        given = [sorted(actor.reach_of(Permission.READ_RECORDS)), officer_id, starts_at, ends_at]
        busy_in = "select busy.* from unnest(%s::bigint[]) council, visible_busy(council, %s, %s, %s) busy order by 1"
        cursor.execute(busy_in, given)
        busy = [Taken(*row, ()) for row in cursor.fetchall()]
    yield from (f"{name} is there at another meeting then: {_times(each)}." for each in busy)
    for away in absences_of(actor, [officer_id], on=day_of(starts_at)):
        yield f"{name} is away on {day_words(day_of(starts_at))}, and back on {day_words(away.ends_on)}."


def _times(each: FamilyContact | Taken) -> str:
    return f"{each.starts_at.astimezone(HERE):%H:%M} to {each.ends_at.astimezone(HERE):%H:%M}"


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
