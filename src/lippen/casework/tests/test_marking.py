"""Warnings: who writes and who agrees them, on whose desk they stand, where they are shown, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lippen.casework import menu
from lippen.casework.actions import marking as actions
from lippen.casework.actions.writing import ONLY_OPENED
from lippen.casework.models import KnownPerson, Marker, MarkerFact
from lippen.casework.queries import marking, records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.tests.world import World, world
from lippen.casework.vocabulary import Duty, MarkerKind, MarkerStep
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.models import Duty as Owed
from lippen.organisation.queries import duties_of

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=90)
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child() if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


def write(c: Cast, person: KnownPerson, actor: Actor | None = None, **given: object) -> Marker:
    who = actor or c.worker
    access.identify(who, today=TODAY)
    told = {
        "kind": MarkerKind.ANIMAL,
        "words": "The dog bites",
        "shown_by": "Bit the postman in May",
        "review_on": LATER,
        **given,
    }
    return actions.mark(actor=who, person_ref=person.ref, **told, **WHEN)


def say(c: Cast, marker: Marker, step: MarkerStep, actor: Actor | None = None, **given: object) -> MarkerFact:
    who = actor or c.leader
    access.identify(who, today=TODAY)
    told = {"words": "Rang the family", "review_on": LATER, **given}
    return actions.look_at_marker(actor=who, marker_ref=marker.ref, step=step, **told, **WHEN)


def desk(actor: Actor) -> list[tuple[str, str]]:
    access.identify(actor, today=TODAY)
    return [(duty.kind, duty.subject_key) for duty in duties_of(actor)]


def refusal_of(do: object, *given: object, **more: object) -> str:
    with pytest.raises(CannotDo) as why:
        do(*given, **more)  # type: ignore[operator]
    return why.value.sentence


# --- whose it is ---


def test_a_warning_stands_at_once_and_the_team_leader_is_asked_to_agree_it(c: Cast, child: KnownPerson) -> None:
    marker = write(c, child)
    (row,) = marking.warnings_of(c.worker, {child.pk: records.head(c.worker, child.ref)}, on=TODAY)
    assert (row.is_open, row.is_agreed, row.is_late) == (True, False, False)
    assert desk(c.leader) == [(Duty.AGREE_MARKER, marker.ref)]
    words = menu.duty_words(c.leader, duties_of(c.leader))
    assert words[(Duty.AGREE_MARKER, marker.ref)][2] == reverse("casework:look_at_marker", args=[marker.ref])
    say(c, marker, MarkerStep.AGREED)
    assert desk(c.leader) == [(Duty.REVIEW_MARKER, marker.ref)]
    assert Owed.objects.get(kind=Duty.REVIEW_MARKER).ends_on == LATER + timedelta(days=1)
    say(c, marker, MarkerStep.KEPT, review_on=LATER + timedelta(days=30))
    assert Owed.objects.get(kind=Duty.REVIEW_MARKER, closed_at=None).ends_on == LATER + timedelta(days=31)
    say(c, marker, MarkerStep.ENDED, review_on=None)
    assert desk(c.leader) == []
    assert marking.warnings_of(c.leader, {child.pk: records.head(c.leader, child.ref)}, on=TODAY) == ()


def test_what_a_leader_writes_is_agreed_by_a_manager(c: Cast, child: KnownPerson) -> None:
    marker = write(c, child, c.leader)
    assert desk(c.leader) == [] and desk(c.manager) == [(Duty.AGREE_MARKER, marker.ref)]
    assert "You wrote this warning yourself" in refusal_of(say, c, marker, MarkerStep.AGREED)
    say(c, marker, MarkerStep.AGREED, c.manager)
    assert desk(c.manager) == [] and desk(c.leader) == [(Duty.REVIEW_MARKER, marker.ref)]


def test_who_neither_leads_nor_manages_agrees_nothing_and_strangers_see_nothing(c: Cast, child: KnownPerson) -> None:
    marker = write(c, child)
    with pytest.raises(NotAllowed):
        say(c, marker, MarkerStep.AGREED, c.worker)
    for stranger in (c.other_leader, c.stranger):
        with pytest.raises((NotVisible, NotAllowed)):
            say(c, marker, MarkerStep.AGREED, stranger)
        with pytest.raises((NotVisible, NotAllowed)):
            write(c, child, stranger)


def test_a_record_that_was_opened_outside_own_work_is_not_written_in(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    w = world()
    assert refusal_of(write, w.cast, w.child, w.cast.other_worker) == ONLY_OPENED
    access.identify(w.cast.other_worker, today=TODAY)
    rows = marking.warnings_of(
        w.cast.other_worker, {w.child.pk: records.head(w.cast.other_worker, w.child.ref)}, on=TODAY
    )
    assert [row.words for row in rows] == ["Runs from strangers"], "whoever opened it has to know before they go there"


# --- what is refused ---


@pytest.mark.parametrize("lacking", ["words", "shown_by"])
def test_a_warning_without_words_or_evidence_is_refused(lacking: str, c: Cast, child: KnownPerson) -> None:
    assert refusal_of(write, c, child, **{lacking: "  "}).startswith("Say what")


@pytest.mark.parametrize("days", [0, -1, 367])
def test_it_is_looked_at_again_on_a_day_to_come_within_a_year(days: int, c: Cast, child: KnownPerson) -> None:
    sentence = "Give a day to come, a year from now at most."
    assert refusal_of(write, c, child, review_on=TODAY + timedelta(days=days)) == sentence
    marker = write(c, child, review_on=TODAY + timedelta(days=366))
    assert refusal_of(say, c, marker, MarkerStep.AGREED, review_on=TODAY + timedelta(days=days)) == sentence
    assert "Say by when" in refusal_of(say, c, marker, MarkerStep.AGREED, review_on=None)


def test_nothing_is_said_twice_or_after_the_end(c: Cast, child: KnownPerson) -> None:
    marker = write(c, child)
    assert "decided already" in refusal_of(say, c, marker, MarkerStep.KEPT)
    say(c, marker, MarkerStep.REFUSED, review_on=None)
    for step in MarkerStep:
        assert "decided already" in refusal_of(say, c, marker, step)
    assert MarkerFact.objects.count() == 1


# --- on pages ---


@pytest.fixture
def w(settings) -> Iterator[World]:
    settings.LIPPEN_TODAY = TODAY
    yield world()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"casework:{name}", args=args)


@pytest.mark.parametrize("name", ["child", "plan_visit", "record_visit"])
def test_whoever_goes_there_reads_the_childs_warnings_and_the_familys(name: str, w: World) -> None:
    page = signed_in(w.cast.worker).get(at(name, w.child.ref)).content.decode()
    assert "Runs from strangers" in page and "the dog bites" in page
    assert "Nobody has agreed it yet." in page and "To be looked at again by" in page


def test_a_warning_is_written_agreed_and_ended_on_pages(w: World) -> None:
    leader = signed_in(w.cast.leader)
    given = {"form_token": str(uuid4()), "kind": "violence", "words": "Threw a cup", "shown_by": "Seen by a worker"}
    day = {"review_on_day": "1", "review_on_month": "3", "review_on_year": "2013"}
    answer = signed_in(w.cast.worker).post(at("mark", w.child.ref), {**given, **day}, follow=True)
    assert "somebody else is asked to agree it" in answer.content.decode()
    access.identify(w.cast.leader, today=TODAY)
    url = at("look_at_marker", Marker.objects.latest("id").ref)
    assert url in leader.get(at("child", w.child.ref)).content.decode()
    assert url not in signed_in(w.cast.worker).get(at("child", w.child.ref)).content.decode()
    form = leader.get(url).content.decode()
    assert "Seen by a worker" in form and 'value="1"' in form
    sent = {"form_token": str(uuid4()), "step": "agreed", "words": "Read the report", **day}
    assert "The warning stays." in leader.post(url, sent, follow=True).content.decode()
    end = {"form_token": str(uuid4()), "step": "ended", "words": "Moved away", **day}
    page = leader.post(url, end, follow=True).content.decode()
    assert "The warning is over." in page and "Look at it again: Has hurt" not in page
    assert leader.get(url).status_code == 409
    chronology = leader.get(at("chronology", w.child.ref)).content.decode()
    for words in ("Threw a cup. What shows it: Seen by a worker", "Read the report", "Moved away"):
        assert words in chronology


def test_who_wrote_it_is_told_that_somebody_else_agrees_it(c: Cast, child: KnownPerson) -> None:
    marker = write(c, child, c.leader)
    leader = signed_in(c.leader)
    url = at("look_at_marker", marker.ref)
    assert url not in leader.get(at("child", child.ref)).content.decode()
    assert "somebody else agrees it" in leader.get(url).content.decode()


def test_a_warning_past_its_day_says_so(c: Cast, child: KnownPerson, settings) -> None:
    say(c, write(c, child), MarkerStep.AGREED, review_on=TODAY + timedelta(days=20))
    settings.LIPPEN_TODAY = TODAY + timedelta(days=21)
    page = signed_in(c.worker).get(at("child", child.ref)).content.decode()
    assert "Nobody has looked at it again, which was due on 6 November 2012." in page


def test_reading_a_warning_stands_under_who_looked(w: World) -> None:
    signed_in(w.cast.leader).get(at("look_at_marker", w.refs["marker"]))
    page = signed_in(w.cast.worker).get(at("who_looked", w.child.ref)).content.decode()
    assert "Read a warning" in page or "Opened a form about it" in page
