"""Family contact: rooms kept and booked, a child's meetings planned, and what came of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.dying import refuse_after_death
from lippen.casework.actions.work import check_open_to
from lippen.casework.actions.writing import (
    Pin,
    Writing,
    begin,
    check_ahead,
    check_day,
    close_duties,
    found_of,
    needed,
    pin_duties,
    reason_given,
)
from lippen.casework.matching import folded
from lippen.casework.models import ContactRoom, FamilyContact, FamilyContactDone, KnownPerson, RoomBooking, Tie
from lippen.casework.models.meeting import LONGEST
from lippen.casework.queries import numbers
from lippen.casework.queries.meeting import clashes
from lippen.casework.queries.seen import seen_one
from lippen.casework.vocabulary import CONTACT_SUBJECT, DeskWork, Duty, RoomFeature, Supervision
from lippen.design.words import count_words
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.holding import hold, hold_named, name_of
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation

DAY = timedelta(days=1)
TAKEN = "The room is taken at that time. Choose another time or another room."
OTHERWISE = "Choose another time or somebody else, or tick that it is to be so all the same."
SUPERVISOR = "casework.familycontact.supervisor"
"""Where an officer is held while a meeting is planned for them: after the children and the room, by everybody."""
SAID_ALREADY = "Somebody has said already what came of this."


@dataclass(frozen=True)
class When:
    """From when until when, both with their time zone."""

    starts_at: datetime
    ends_at: datetime

    @property
    def is_in_minutes(self) -> bool:
        """Whether both are whole minutes, as they are shown."""
        return not any(each.second or each.microsecond for each in self.both)

    @property
    def both(self) -> tuple[datetime, datetime]:
        """From when, until when."""
        return self.starts_at, self.ends_at


@atomic
def add_room(
    *,
    actor: Actor,
    authority_id: int,
    name: str,
    place: str,
    holds: int,
    features: Collection[RoomFeature],
    at: datetime,
) -> ContactRoom:
    """Add a room in which children meet their family."""
    require(actor, Permission.ALLOCATE, at=[authority_id])
    if holds < 2:
        raise CannotDo("A room for contact holds two people at least.", field="holds")
    name = needed(name, "name", "Give the room a name.")[:120]
    place = needed(place, "place", "Say where it is.")[:240]
    _refuse_second(authority_id, name, place)
    made = ContactRoom.objects.create(
        ref=new_ref("room"),
        authority_id=authority_id,
        name=name,
        place=place,
        holds=holds,
        features=sorted({RoomFeature(each).value for each in features}),
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "room.added", made)
    return made


def _refuse_second(authority_id: int, name: str, place: str) -> None:
    """A room stands once, however its name and place are spelt; whoever adds one meanwhile waits."""
    hold_named(name_of("casework.rooms", authority_id))
    there = ContactRoom.objects.filter(authority_id=authority_id, closed_on__isnull=True)
    for row in there.order_by("id"):
        if (folded(row.name), folded(row.place)) == (folded(name), folded(place)):
            raise CannotDo(f"{row.name}, {row.place} stands here already. Book that one.", field="name")


@atomic
def close_room(*, actor: Actor, room_ref: str, so_on: date, at: datetime, agreed: int = 0) -> None:
    """Use a room no longer, from a day on. What stands in it for later still takes place, and somebody has seen it.

    `agreed`: of how many bookings the actor was told and said that they stay; one more by now is told first.
    """
    room = seen_one(actor, ContactRoom, room_ref)
    require(actor, Permission.ALLOCATE, at=[room.authority_id])
    hold(room)
    if ContactRoom.objects.filter(pk=room.pk, closed_on__isnull=False).exists():
        raise CannotDo("This room is used no longer.")
    booked = RoomBooking.objects.filter(room=room, given_up_at__isnull=True, ends_at__gt=at).count()
    if booked > agreed:
        raise CannotDo(
            f"The room is booked for later, {count_words(booked, 'time')}. Plan these meetings elsewhere, or tick that "
            "they still take place there.",
            field="sure",
        )
    ContactRoom.objects.filter(pk=room.pk, closed_on__isnull=True).update(closed_on=so_on)
    audit.record(actor, "room.closed", room, keys={"booked": booked})


@atomic
def open_room(*, actor: Actor, room_ref: str, at: datetime) -> None:
    """Use a room again that was closed; when it had been closed stays in the trail."""
    room = seen_one(actor, ContactRoom, room_ref)
    require(actor, Permission.ALLOCATE, at=[room.authority_id])
    hold(room)
    closed_on = ContactRoom.objects.values_list("closed_on", flat=True).get(pk=room.pk)
    if closed_on is None:
        raise CannotDo("This room is in use already.")
    _refuse_second(room.authority_id, room.name, room.place)
    ContactRoom.objects.filter(pk=room.pk).update(closed_on=None)
    audit.record(actor, "room.opened_again", room, keys={"was_closed_on": closed_on.isoformat()})


@atomic
def plan_contact(
    *,
    actor: Actor,
    person_ref: str,
    when: When,
    whom: Sequence[str],
    supervision: Supervision,
    at: datetime,
    supervisor_id: int | None = None,
    room_ref: str = "",
    place: str = "",
    also: Sequence[str] = (),
    despite: Collection[str] = (),
) -> FamilyContact:
    """Plan that a child meets somebody of the family, with brothers and sisters by their refs; the room is booked once.

    `whom`: the refs of those whom they meet, who are tied to the child. `despite`: the codes of clashes that the actor
    was told and ticked. A room holds one family, so a second one is refused; of people a clash is told and no more:
    somebody may look in on two meetings side by side or step in for part of one, and a plan made elsewhere may be the
    one that is out of date. Of two who plan at once for one officer, the second waits for the first and is told.
    """
    children = [begin(actor, ref, at=at) for ref in dict.fromkeys((person_ref, *also))]
    _check_when(when, at)
    for each in children:
        refuse_after_death(each)
    if not all(each.person.is_child for each in children):
        raise CannotDo("Family contact is planned for a child.")
    met = _of_family(children[0], whom)
    supervision = Supervision(supervision)
    if supervision is Supervision.NONE:
        supervisor_id = None
    else:
        _check_supervisor(children, supervisor_id, day_of(at))
    booking, place = _place(
        children, when, room_ref, place, len({*met, *(each.person.pk for each in children)}) + bool(supervisor_id)
    )
    if supervisor_id is not None:
        hold_named(name_of(SUPERVISOR, supervisor_id))
    told = clashes(actor, {each.person.pk: each.person.now.name for each in children}, supervisor_id, *when.both)
    if untold := [each.words for each in told if each.code not in despite]:
        raise CannotDo(f"{' '.join(untold)} {OTHERWISE}", field="despite")
    made = [
        FamilyContact.objects.create(
            ref=new_ref("kin"),
            booking=booking,
            starts_at=when.starts_at,
            ends_at=when.ends_at,
            place=place,
            whom=_others(each, met),
            supervision=supervision.value,
            supervisor_id=supervisor_id,
            **each.fact(day_of(at)),
        )
        for each in children
    ]
    own = numbers.numbers(actor, made[0].authority_id, on=day_of(at))
    for each in made:
        _ask(each, supervisor_id or actor.person_id, rules.hours_for(DeskWork.FAMILY_CONTACT, own), at)
        audit.record(actor, "kin.planned", each, keys={"despite": len(told)})
    return made[0]


def _check_when(when: When, at: datetime) -> None:
    if not when.is_in_minutes:
        raise CannotDo("Give both times in whole minutes, such as 14:30.", field="start")
    if when.ends_at <= when.starts_at:
        raise CannotDo("It ends before it starts. Give a later end.", field="until")
    if when.ends_at - when.starts_at > LONGEST:
        raise CannotDo("Give an end on the same day.", field="until")
    if day_of(when.starts_at) < day_of(at):
        raise CannotDo("A meeting is planned for today or a day to come.", field="on")
    check_ahead(day_of(when.starts_at), day_of(at), field="on")


def _of_family(writing: Writing, refs: Sequence[str]) -> list[int]:
    people = KnownPerson.objects.visible_to(writing.actor).filter(ref__in=list(refs))
    found = dict(people.values_list("ref", "pk"))
    me = writing.person.pk
    ties = (
        Tie.objects.visible_to(writing.actor).filter(Q(person_id=me) | Q(other_id=me)).exclude(ended__is_mistake=True)
    )
    tied = {each for pair in ties.values_list("person_id", "other_id") for each in pair}
    if not refs:
        raise CannotDo("Say whom the child meets.", field="whom")
    if set(refs) - set(found) or not set(found.values()) <= tied - {me}:
        raise NotVisible
    return list(found.values())


def _others(writing: Writing, met: Sequence[int]) -> list[int]:
    """Whom this child meets: a brother or sister who is there too does not meet themselves."""
    found = sorted(set(met) - {writing.person.pk})
    if not found:
        raise CannotDo(f"Say whom {writing.person.now.name} meets besides.", field="whom")
    return found


def _check_supervisor(children: Sequence[Writing], supervisor_id: int | None, today: date) -> None:
    """Somebody of the council to whom none of these children's records is closed."""
    there = {row.id for row in organisation.people_of([children[0].person.authority_id], on=today)}
    if supervisor_id is None or supervisor_id not in there:
        raise CannotDo("Say who of this council is there with them.", field="supervisor")
    for each in children:
        check_open_to(each, supervisor_id, field="supervisor")


def _place(
    children: Sequence[Writing], when: When, room_ref: str, place: str, people: int
) -> tuple[RoomBooking | None, str]:
    """The room, booked, with its name; or the place elsewhere."""
    if not room_ref:
        return None, needed(place, "place", "Choose a room, or say where they meet.")[:160]
    actor = children[0].actor
    room = seen_one(actor, ContactRoom, room_ref)
    hold(room)
    is_closed = ContactRoom.objects.filter(pk=room.pk, closed_on__isnull=False).exists()
    if room.authority_id != children[0].person.authority_id or is_closed:
        raise CannotDo("This room is used no longer. Choose another.", field="room")
    if people > room.holds:
        raise CannotDo(f"{room.name} holds {room.holds} people; these are {people}.", field="room")
    with refusal("a_room_is_taken_once_at_a_time", TAKEN, field="room"):
        made = RoomBooking.objects.create(
            ref=new_ref("booking"),
            authority_id=room.authority_id,
            room=room,
            starts_at=when.starts_at,
            ends_at=when.ends_at,
            recorded_at=children[0].at,
            recorded_by_id=actor.account_id,
        )
    return made, room.name


def _ask(contact: FamilyContact, holder_id: int | None, hours: Decimal, at: datetime) -> None:
    if holder_id is None:
        return
    on = day_of(contact.starts_at)
    about = (Duty.FAMILY_CONTACT.value, CONTACT_SUBJECT, contact.ref)
    pin_duties([Pin(*about, holder_id, on, on + DAY, rules.CONTACT.key, float(hours))], at=at)


@atomic
def say_of_contact(
    *, actor: Actor, contact_ref: str, took_place: bool, words: str, so_on: date, at: datetime, view: str = ""
) -> FamilyContactDone:
    """Say how a meeting went, or why it did not take place: then the room is free again once no child needs it."""
    found, writing = found_of(actor, FamilyContact, contact_ref, at=at)
    check_day(so_on, at)
    if took_place and found.starts_at > at:
        raise CannotDo("This meeting has not begun yet. You can say that it does not take place.", field="took_place")
    why = "Say how it went." if took_place else "Say why it did not take place."
    with refusal("casework_familycontactdone_contact_id_key", SAID_ALREADY):
        made = FamilyContactDone.objects.create(
            contact=found,
            took_place=took_place,
            words=reason_given(words, "words", why),
            view=view.strip(),
            **writing.fact(min(so_on, day_of(found.starts_at)) if took_place else so_on),
        )
    if not took_place:
        give_up(found, at)
    close_duties(kind=Duty.FAMILY_CONTACT.value, subject_kind=CONTACT_SUBJECT, subject_keys=[found.ref], at=at)
    audit.record(actor, "kin.told", found, keys={"took_place": took_place})
    return made


def give_up(contact: FamilyContact, at: datetime) -> None:
    """Free the room once it is known of every child who was to be there that they are not."""
    if contact.booking_id is None:
        return
    others = FamilyContact.objects.filter(booking_id=contact.booking_id).exclude(done__took_place=False)
    if not others.exists():
        RoomBooking.objects.filter(pk=contact.booking_id, given_up_at__isnull=True).update(given_up_at=at)
