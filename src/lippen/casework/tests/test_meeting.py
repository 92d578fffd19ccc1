"""Family contact: a room is taken once, whom a child meets, what came of it, and who may see whose it is."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from time import sleep
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from lippen.casework.actions import meeting, own_family, people, typed, visiting
from lippen.casework.actions.meeting import When
from lippen.casework.models import ContactRoom, FamilyContact, KnownPerson, RoomBooking
from lippen.casework.queries import meeting as queries
from lippen.casework.queries import records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_at_once import both
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import Duty, OwnTieKind, RoomFeature, Supervision, TieKind, TypedKind
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.queries import duties_of

HOUR = timedelta(hours=1)


@dataclass
class Home:
    """A child with a brother and a mother, a room for six."""

    cast: Cast
    child: KnownPerson
    brother: KnownPerson
    mother: KnownPerson
    room: ContactRoom

    def plan(self, actor=None, *, hours: float = 1, length: float = 1, **given: object) -> FamilyContact:
        """A meeting with the mother in the room, so many hours from now."""
        actor = actor or self.cast.worker
        access.identify(actor, today=TODAY)
        starts = NOW + hours * HOUR
        told = {
            "person_ref": self.child.ref,
            "when": When(starts, starts + length * HOUR),
            "whom": [self.mother.ref],
            "supervision": Supervision.SUPERVISED,
            "supervisor_id": self.cast.colleague.person_id,
            "room_ref": self.room.ref,
            **given,
        }
        return meeting.plan_contact(actor=actor, at=NOW, **told)

    def say(self, made: FamilyContact, *, took_place: bool, hours: float = 0, words: str = "Calm") -> None:
        """What came of it, so many hours from now."""
        access.identify(self.cast.worker, today=TODAY)
        told = {"contact_ref": made.ref, "took_place": took_place, "words": words, "so_on": TODAY}
        meeting.say_of_contact(actor=self.cast.worker, at=NOW + hours * HOUR, **told)


def home(settings) -> Home:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        c = cast()
        child = c.add(c.worker, "Isla", "Balfour")
        brother = c.add(c.worker, "Ruaridh", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
        mother = c.mother_of(c.worker, child)
        c.allocate(child, c.worker)
        c.allocate(brother, c.worker)
        access.identify(c.leader, today=TODAY)
        room = {"authority_id": c.council.pk, "name": "Rowan room", "place": "Old school", "at": NOW}
        kept = meeting.add_room(actor=c.leader, holds=4, features=[RoomFeature.TOYS], **room)
        access.identify(c.worker, today=TODAY)
    return Home(c, child, brother, mother, kept)


@pytest.fixture
def h(db, settings) -> Home:
    return home(settings)


def test_a_room_is_added_once_until_it_is_closed(h: Home) -> None:
    again = {"actor": h.cast.leader, "authority_id": h.cast.council.pk, "holds": 4, "features": [], "at": NOW}
    access.identify(h.cast.leader, today=TODAY)
    with pytest.raises(CannotDo, match="Rowan room, Old school stands here already"):
        meeting.add_room(name=" rowan  Room", place="old school.", **again)
    meeting.add_room(name="Rowan room", place="New school", **again)
    meeting.close_room(actor=h.cast.leader, room_ref=h.room.ref, so_on=TODAY, at=NOW)
    meeting.add_room(name="Rowan room", place="Old school", **again)
    assert ContactRoom.objects.count() == 3


def test_nobody_is_there_to_whom_a_record_is_closed(h: Home) -> None:
    access.identify(h.cast.leader, today=TODAY)
    tie = {"officer_id": h.cast.colleague.person_id, "kind": OwnTieKind.FAMILY, "why": "They are cousins"}
    own_family.say_own_tie(actor=h.cast.leader, person_ref=h.brother.ref, so_on=TODAY, at=NOW, **tie)
    for also in ([], [h.brother.ref]):
        with pytest.raises(CannotDo, match="closed to them") as refused, transaction.atomic():
            h.plan(also=also)
        assert refused.value.field == "supervisor"
    assert not FamilyContact.objects.exists()
    client = Client()
    client.force_login(get_user_model().objects.get(pk=h.cast.leader.account_id), BACKEND)
    for page in ("plan_contact", "plan_visit", "type_duty", "involve"):
        told = client.get(reverse(f"casework:{page}", args=[h.child.ref])).content.decode()
        assert h.cast.worker.name in told and h.cast.colleague.name not in told
    access.identify(h.cast.worker, today=TODAY)
    given = {"person_ref": h.child.ref, "worker_id": h.cast.colleague.person_id, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="closed to them"), transaction.atomic():
        visiting.plan_visit(actor=h.cast.worker, planned_on=TODAY, **given)
    with pytest.raises(CannotDo, match="closed to them"), transaction.atomic():
        typed.type_duty(actor=h.cast.worker, kind=TypedKind.COURT, due_on=TODAY, **given)


@pytest.mark.parametrize(("hours", "length"), [(1, 1), (0.5, 1), (1.5, 0.25), (0, 5)])
def test_casework_room_is_taken_once_at_a_time(h: Home, hours: float, length: float) -> None:
    h.plan()
    with pytest.raises(CannotDo, match="taken at that time"), transaction.atomic():
        h.plan(hours=hours, length=length)
    assert FamilyContact.objects.count() == RoomBooking.objects.count() == 1


def test_one_meeting_begins_as_the_other_ends(h: Home) -> None:
    h.plan()
    h.plan(hours=2)
    assert RoomBooking.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_at_once_one_is_refused(settings) -> None:
    h = home(settings)
    with ThreadPoolExecutor(2) as two:
        asked = [(h.cast.worker, lambda actor: h.plan(actor)), (h.cast.leader, lambda actor: h.plan(actor))]
        told = both(two, *asked)
    assert sorted(told) == [meeting.TAKEN, "done"]
    with transaction.atomic():
        access.identify(h.cast.leader, today=TODAY)
        assert RoomBooking.objects.count() == 1


def test_a_room_is_refused_to_more_people_than_it_holds(h: Home) -> None:
    with pytest.raises(CannotDo, match="holds 4 people; these are 5"):
        father = h.cast.add(
            h.cast.worker, "Ewan", "Reid", born_on=None, is_child=False, tie=people.NewTie(h.child.ref, TieKind.PARENT)
        )
        h.plan(whom=[h.mother.ref, father.ref], also=[h.brother.ref])
    h.plan(also=[h.brother.ref])
    assert [row.person_id for row in FamilyContact.objects.order_by("id")] == [h.child.pk, h.brother.pk]
    assert RoomBooking.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"length": 0}, "ends before it starts"),
        ({"length": 13}, "same day"),
        ({"hours": -30}, "today or a day to come"),
        ({"whom": []}, "whom the child meets"),
        ({"supervisor_id": None}, "who of this council"),
        ({"room_ref": "", "place": " "}, "Choose a room"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_in_words(h: Home, given, sentence) -> None:
    with pytest.raises(CannotDo, match=sentence):
        h.plan(**given)


@pytest.mark.parametrize("given", [{"hours": 1 + 17 / 3600}, {"length": 1 + 17 / 3600}, {"length": 1 + 1e-6 / 3600}])
def test_a_meeting_is_kept_in_whole_minutes_so_that_a_room_is_free_when_it_is_shown_so(h: Home, given) -> None:
    with pytest.raises(CannotDo, match="whole minutes"):
        h.plan(**given)
    assert not RoomBooking.objects.exists()


def test_a_child_meets_only_those_who_are_tied_to_them(h: Home) -> None:
    stranger = h.cast.add(h.cast.worker, "Rory", "Drummond")
    with pytest.raises(NotVisible):
        h.plan(whom=[h.mother.ref, stranger.ref])


def test_a_brother_who_is_there_too_does_not_meet_himself(h: Home) -> None:
    with pytest.raises(CannotDo, match="whom Ruaridh Balfour meets besides"), transaction.atomic():
        h.plan(whom=[h.brother.ref], also=[h.brother.ref])
    h.plan(whom=[h.brother.ref, h.mother.ref], also=[h.brother.ref])
    told = {row.person_id: row.whom for row in FamilyContact.objects.all()}
    assert told == {h.child.pk: [h.brother.pk, h.mother.pk], h.brother.pk: [h.mother.pk]}


def test_casework_family_contact_stands_on_the_supervisors_desk_until_it_is_told(h: Home) -> None:
    made = h.plan()
    access.identify(h.cast.colleague, today=TODAY)
    assert [(each.kind, each.subject_key) for each in duties_of(h.cast.colleague)] == [(Duty.FAMILY_CONTACT, made.ref)]
    with pytest.raises(CannotDo, match="has not begun"):
        h.say(made, took_place=True)
    h.say(made, took_place=True, hours=2)
    access.identify(h.cast.colleague, today=TODAY)
    assert duties_of(h.cast.colleague) == ()
    with pytest.raises(CannotDo, match="already"):
        h.say(made, took_place=True, hours=2)
    access.identify(h.cast.worker, today=TODAY)
    (event,) = [e for e in records.record(h.cast.worker, h.child.ref, real_at=NOW).events if e.title.startswith("Met")]
    assert "supervised" in event.title and event.words == "Calm"


def test_a_meeting_that_will_not_be_frees_the_room_once_no_child_needs_it(h: Home) -> None:
    h.plan(also=[h.brother.ref])
    mine, theirs = FamilyContact.objects.order_by("id")
    h.say(mine, took_place=False, words="Ill")
    with pytest.raises(CannotDo, match="taken"), transaction.atomic():
        h.plan()
    h.say(theirs, took_place=False, words="Ill too")
    h.plan()
    assert RoomBooking.objects.filter(given_up_at__isnull=True).count() == 1


def test_a_room_is_closed_once_nothing_is_booked_and_by_those_who_allocate(h: Home) -> None:
    made = h.plan()
    closing = {"room_ref": h.room.ref, "so_on": TODAY, "at": NOW}
    with pytest.raises(NotAllowed):
        meeting.close_room(actor=h.cast.worker, **closing)
    access.identify(h.cast.leader, today=TODAY)
    with pytest.raises(CannotDo, match="booked for later"):
        meeting.close_room(actor=h.cast.leader, **closing)
    h.say(made, took_place=False, words="Ill")
    access.identify(h.cast.leader, today=TODAY)
    meeting.close_room(actor=h.cast.leader, **closing)
    assert queries.rooms(h.cast.leader, since=NOW) == ()
    with pytest.raises(CannotDo, match="used no longer"):
        h.plan()


def test_whoever_does_not_see_the_child_sees_that_the_room_is_taken_and_not_by_whom(h: Home) -> None:
    h.plan()
    for actor, named in ((h.cast.worker, ["Isla Balfour"]), (h.cast.other_worker, [])):
        access.identify(actor, today=TODAY)
        (row,) = queries.rooms(actor, since=NOW)
        assert [child.name for child in row.taken[0].children] == named
    access.identify(h.cast.stranger, today=TODAY)
    assert queries.rooms(h.cast.stranger, since=NOW) == ()


def test_the_database_lets_no_two_bookings_of_a_room_overlap(h: Home) -> None:
    h.plan()
    found = RoomBooking.objects.get()
    found.pk, found.ref, found.starts_at = None, "booking-again", found.starts_at + HOUR / 2
    with pytest.raises(IntegrityError, match="a_room_is_taken_once_at_a_time"), transaction.atomic():
        found.save(force_insert=True)
    found.given_up_at = NOW
    found.save(force_insert=True)


def test_on_the_page_a_taken_room_is_said_at_its_question_and_nothing_typed_is_lost(h: Home) -> None:
    h.plan(hours=24)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=h.cast.worker.account_id), BACKEND)
    url = reverse("casework:plan_contact", args=[h.child.ref])
    on = TODAY + timedelta(days=1)
    given = {
        "whom": h.mother.ref,
        **{f"on_{part}": getattr(on, part) for part in ("day", "month", "year")},
        "start": "15:30",
        "until": "16.15",
        "room": h.room.ref,
        "place": "",
        "supervision": "supervised",
        "supervisor": str(h.cast.colleague.person_id),
    }
    answer = client.post(url, {**given, "form_token": str(uuid4())}, follow=True).content.decode()
    assert "The room is taken at that time." in answer, answer[answer.index("<main") :][:3000]
    assert 'value="15:30"' in answer
    given |= {"start": "17:00", "until": "18:00"}
    answer = client.post(url, {**given, "form_token": str(uuid4())}, follow=True).content.decode()
    assert "It is planned for 18 October 2012 at 17:00." in answer and "Meetings with the family" in answer


# --- nobody is in two places at once without its being said ---


def elsewhere(h: Home, **given: object) -> str:
    """What is said of a second meeting, in words; empty where it is planned."""
    try:
        with transaction.atomic():
            h.plan(room_ref="", place="The park", **given)
    except CannotDo as refused:
        assert refused.field == "despite"
        return refused.sentence
    return ""


@pytest.mark.parametrize(("hours", "is_told"), [(1, True), (1.5, True), (0.5, True), (2, False), (0, False)])
def test_casework_elsewhere_a_child_who_meets_family_then_already_is_told(h: Home, hours: float, is_told: bool) -> None:
    h.plan(hours=1)
    said = elsewhere(h, hours=hours, supervisor_id=h.cast.leader.person_id)
    assert ("Isla Balfour meets family then already: 16:00 to 17:00, Rowan room." in said) is is_told


def test_casework_elsewhere_whoever_is_there_with_another_child_is_told_and_not_whose_it_is(h: Home) -> None:
    other = h.cast.add(h.cast.other_worker, "Una", "Carruthers")
    father = h.cast.mother_of(h.cast.other_worker, other, "Calum", "Carruthers")
    there = {"supervisor_id": h.cast.colleague.person_id, "place": "The library", "room_ref": ""}
    h.plan(h.cast.other_worker, person_ref=other.ref, whom=[father.ref], **there)
    said = elsewhere(h)
    assert said.startswith(f"{h.cast.colleague.name} is there at another meeting then: 16:00 to 17:00.")
    assert "Una" not in said and "Carruthers" not in said and "library" not in said


def test_casework_elsewhere_whoever_is_away_that_day_is_told(h: Home) -> None:
    access.identify(h.cast.colleague, today=TODAY)
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=3), "at": NOW}
    who = {"person_id": h.cast.colleague.person_id, "cover_id": h.cast.leader.person_id}
    record_absence(actor=h.cast.colleague, **who, **days)
    said = elsewhere(h)
    assert f"{h.cast.colleague.name} is away on 17 October 2012, and back on 20 October 2012." in said


def test_what_is_ticked_is_planned_and_nothing_else_is_ticked_with_it(h: Home) -> None:
    h.plan()
    when = (NOW + HOUR, NOW + 2 * HOUR)
    told = queries.clashes(h.cast.worker, {h.child.pk: "Isla Balfour"}, h.cast.colleague.person_id, *when)
    assert len(told) == 2
    first, second = told
    assert second.words in elsewhere(h, despite=[first.code]) and first.words not in elsewhere(h, despite=[first.code])
    assert elsewhere(h, despite=[each.code for each in told]) == ""


@pytest.mark.django_db(transaction=True)
def test_casework_elsewhere_of_two_who_plan_for_one_officer_at_once_the_second_is_told(settings, monkeypatch) -> None:
    h = home(settings)
    with transaction.atomic():
        other = h.cast.add(h.cast.worker, "Una", "Carruthers")
        h.cast.allocate(other, h.cast.worker)
        father = h.cast.mother_of(h.cast.worker, other, "Calum", "Carruthers")

    def slowly(*given: object) -> tuple[queries.Clash, ...]:
        found = queries.clashes(*given)
        sleep(1)
        return found

    monkeypatch.setattr(meeting, "clashes", slowly)
    park = {"room_ref": "", "place": "The park"}
    theirs = {**park, "person_ref": other.ref, "whom": [father.ref]}
    with ThreadPoolExecutor(2) as two:
        asked = [(h.cast.worker, lambda actor: h.plan(actor, **park)), (h.cast.leader, lambda a: h.plan(a, **theirs))]
        told = sorted(both(two, *asked), key="done".__eq__)
    assert told[1] == "done"
    assert told[0].startswith(f"{h.cast.colleague.name} is there at another meeting then: 16:00 to 17:00.")


def test_a_meeting_that_will_not_be_keeps_nobody_busy(h: Home) -> None:
    h.say(h.plan(), took_place=False, words="Ill")
    assert elsewhere(h) == ""


def test_a_brother_who_is_there_too_is_asked_after_as_well(h: Home) -> None:
    h.plan(person_ref=h.brother.ref, whom=[h.child.ref], supervisor_id=h.cast.leader.person_id)
    assert "Ruaridh Balfour meets family then already" in elsewhere(h, also=[h.brother.ref])
    assert elsewhere(h) == "", "he is not there"


def test_of_another_council_nobody_is_told_when_somebody_is_busy(h: Home) -> None:
    h.plan()
    access.identify(h.cast.stranger, today=TODAY)
    with connection.cursor() as cursor:
        given = [h.cast.council.pk, h.cast.colleague.person_id, NOW, NOW + 9 * HOUR]
        cursor.execute("select * from visible_busy(%s, %s, %s, %s)", given)
        assert cursor.fetchall() == []


def test_on_the_page_a_clash_is_said_once_and_ticked_through(h: Home) -> None:
    h.plan()
    client = Client()
    client.force_login(get_user_model().objects.get(pk=h.cast.worker.account_id), backend=BACKEND)
    url = reverse("casework:plan_contact", args=[h.child.ref])
    fields = {
        "whom": [h.mother.ref],
        **{f"on_{part}": getattr(TODAY, part) for part in ("day", "month", "year")},
        "start": "16:30",
        "until": "17:30",
        "place": "The park",
        "supervision": "supervised",
        "supervisor": str(h.cast.colleague.person_id),
        "form_token": str(uuid4()),
    }
    page = client.post(url, fields).content.decode()
    assert "Somebody is elsewhere then" in page and "The park" in page and "is there at another meeting then" in page
    access.identify(h.cast.worker, today=TODAY)
    assert FamilyContact.objects.count() == 1
    codes = re.findall(r'name="despite"[^>]*value="([0-9a-f]{16})"|value="([0-9a-f]{16})"[^>]*name="despite"', page)
    ticked = [one or other for one, other in codes]
    assert len(ticked) == 2
    sent = client.post(url, {**fields, "form_token": str(uuid4()), "despite": [*ticked, "what-was-ticked-before"]})
    assert sent.status_code == 302
    access.identify(h.cast.worker, today=TODAY)
    assert FamilyContact.objects.count() == 2


# --- a room that is booked is closed after it was said ---


def test_a_booked_room_is_closed_once_somebody_has_said_that_what_stands_stays(h: Home) -> None:
    h.plan()
    closing = {"room_ref": h.room.ref, "so_on": TODAY, "at": NOW}
    access.identify(h.cast.leader, today=TODAY)
    meeting.close_room(actor=h.cast.leader, agreed=1, **closing)
    access.identify(h.cast.worker, today=TODAY)
    (row,) = queries.rooms(h.cast.worker, since=NOW)
    assert row.is_closed and len(row.taken) == 1
    with pytest.raises(CannotDo, match="used no longer"):
        h.plan(hours=5)
    assert queries.rooms(h.cast.worker, since=NOW + 9 * HOUR) == ()


def test_one_more_booking_since_somebody_looked_is_told_first(h: Home) -> None:
    h.plan()
    h.plan(hours=5)
    access.identify(h.cast.leader, today=TODAY)
    with pytest.raises(CannotDo, match="booked for later, 2 times") as refused:
        meeting.close_room(actor=h.cast.leader, room_ref=h.room.ref, so_on=TODAY, at=NOW, agreed=1)
    assert refused.value.field == "sure"


def test_the_page_that_closes_a_room_shows_what_stands_in_it_and_asks_once_more(h: Home) -> None:
    h.plan()
    client = Client()
    client.force_login(get_user_model().objects.get(pk=h.cast.leader.account_id), backend=BACKEND)
    url = reverse("casework:close_room", args=[h.room.ref])
    page = client.get(url).content.decode()
    assert "16:00 to 17:00" in page and "Isla Balfour" in page and "it still takes place there" in page
    refused = client.post(url, {"form_token": str(uuid4())}).content.decode()
    assert "booked for later, 1 time" in refused
    assert client.post(url, {"form_token": str(uuid4()), "sure": "on"}).status_code == 302
    assert "Used no longer" in client.get(reverse("casework:rooms")).content.decode()
    assert client.get(url).status_code == 404


# --- a room that was closed is opened again ---


def shut(h: Home) -> dict[str, object]:
    access.identify(h.cast.leader, today=TODAY)
    meeting.close_room(actor=h.cast.leader, room_ref=h.room.ref, so_on=TODAY, at=NOW)
    return {"room_ref": h.room.ref, "at": NOW}


def test_a_closed_room_is_opened_again_by_those_who_allocate_and_booked_again(h: Home) -> None:
    again = shut(h)
    access.identify(h.cast.worker, today=TODAY)
    with pytest.raises(NotAllowed):
        meeting.open_room(actor=h.cast.worker, **again)
    access.identify(h.cast.leader, today=TODAY)
    assert [row.ref for row in queries.rooms(h.cast.leader, since=NOW, or_closed=True)] == [h.room.ref]
    meeting.open_room(actor=h.cast.leader, **again)
    entry = AuditEntry.objects.filter(verb="room.opened_again").get()
    assert (entry.subject_key, entry.keys) == (h.room.ref, {"was_closed_on": TODAY.isoformat()})
    with pytest.raises(CannotDo, match="is in use"):
        meeting.open_room(actor=h.cast.leader, **again)
    h.plan()
    (row,) = queries.rooms(h.cast.worker, since=NOW)
    assert not row.is_closed and len(row.taken) == 1


def test_a_closed_room_is_not_opened_beside_another_of_its_name_and_place(h: Home) -> None:
    again = shut(h)
    named = {"name": "Rowan room", "place": "Old school", "holds": 4, "features": []}
    meeting.add_room(actor=h.cast.leader, authority_id=h.cast.council.pk, at=NOW, **named)
    with pytest.raises(CannotDo, match="stands here already"):
        meeting.open_room(actor=h.cast.leader, **again)


def test_the_list_of_rooms_offers_whoever_allocates_to_open_a_closed_one_again(h: Home) -> None:
    shut(h)
    client = Client()
    url, rooms = reverse("casework:open_room", args=[h.room.ref]), reverse("casework:rooms")
    client.force_login(get_user_model().objects.get(pk=h.cast.worker.account_id), backend=BACKEND)
    assert "Open this room again" not in client.get(rooms).content.decode()
    assert client.get(url).status_code == 403
    client.force_login(get_user_model().objects.get(pk=h.cast.leader.account_id), backend=BACKEND)
    page = client.get(rooms).content.decode()
    assert "Open this room again" in page and url in page
    assert "Rowan room, Old school, is used no longer" in client.get(url).content.decode()
    sent = client.post(url, {"form_token": str(uuid4())}, follow=True).content.decode()
    assert "Rowan room can be booked again." in sent and "Use this room no longer" in sent
    assert client.get(url).status_code == 404
