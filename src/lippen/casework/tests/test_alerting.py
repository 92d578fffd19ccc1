"""Alerts: what others recorded, and standards broken; seen once, told to whoever leads after two days, handed along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from lippen.casework import menu
from lippen.casework.actions import alerting as actions
from lippen.casework.actions import chronology, knowing, people, visiting, work
from lippen.casework.models import AlertSeen, KnownPerson
from lippen.casework.queries import alerting
from lippen.casework.queries.knowing import TABLES
from lippen.casework.tests.factories import NOW, TODAY, Cast, with_child
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import AlertKind, ContactKind, FactKind, Significance, Status
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
DAY = timedelta(days=1)
FACTS_OF_OTHERS = [AlertKind.STATUS, AlertKind.ADDRESS, AlertKind.ENTRY, AlertKind.REFERRAL, AlertKind.WRONG]


@dataclass
class Told:
    """A child of the worker, whose leader recorded things."""

    cast: Cast
    child: KnownPerson


@pytest.fixture
def t(settings) -> Told:
    settings.LIPPEN_TODAY = TODAY
    c = with_child("Isla", "Balfour")
    return Told(c, c.child)


def open_of(actor: Actor, *, later: int = 0) -> list[tuple[str, bool]]:
    access.identify(actor, today=TODAY)
    told = alerting.alerts(actor, today=TODAY + later * DAY).open
    assert alerting.open_count(actor, today=TODAY + later * DAY) == len(told)
    return [(row.kind, row.is_own) for row in told]


def recorded(t: Told, actor: Actor) -> None:
    """One of each that others may record, by this actor."""
    access.identify(actor, today=TODAY)
    given = {"actor": actor, "person_ref": t.child.ref, **WHEN}
    work.say_status(status=Status.AWAY, **given)
    people.say_address(lines="1 Open Road", postcode="", **given)
    for significance in (Significance.HIGH, Significance.SOME):
        chronology.write_entry(words="Moved school", source="", significance=significance, **given)
    phone = people.say_contact(kind=ContactKind.PHONE, value="01259 555 0101", **given)
    knowing.withdraw(kind=FactKind.CONTACT, number=phone.pk, why="The neighbour's", **given)
    t.cast.refer(actor, t.child)


WRONG = {
    FactKind.VISIT: AlertKind.NOT_SEEN,
    FactKind.ENTRY: AlertKind.ENTRY,
    FactKind.STATUS: AlertKind.STATUS,
    FactKind.ADDRESS: AlertKind.ADDRESS,
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_was_said_to_be_wrong_is_an_alert_no_more_but_that_it_was_wrong(t: Told, kind: FactKind) -> None:
    recorded(t, t.cast.leader)
    given = {"actor": t.cast.leader, "person_ref": t.child.ref, **WHEN}
    visiting.record_visit(is_seen=False, words="Nobody was in", **given)
    before = open_of(t.cast.worker)
    access.identify(t.cast.leader, today=TODAY)
    fact = TABLES[kind].objects.filter(person=t.child).latest("id")
    if kind is FactKind.ENTRY:
        fact = TABLES[kind].objects.get(person=t.child, significance=Significance.HIGH.value)
    knowing.withdraw(kind=kind, number=fact.pk, why="Another child's", **given)
    after = open_of(t.cast.worker)
    assert sorted([*before, (AlertKind.WRONG, True)]) == sorted([*after, (WRONG[kind], True)])


def see(t: Told, actor: Actor, *keys: str) -> int:
    access.identify(actor, today=TODAY)
    return actions.see_alerts(actor=actor, keys=keys, **WHEN)


def test_casework_alert_tells_a_worker_what_others_recorded_and_nothing_of_their_own(t: Told) -> None:
    recorded(t, t.cast.worker)
    assert open_of(t.cast.worker) == [("given", True)]
    recorded(t, t.cast.leader)
    told = open_of(t.cast.worker)
    assert sorted(kind for kind, _ in told) == sorted([*FACTS_OF_OTHERS, AlertKind.GIVEN])
    assert all(is_own for _, is_own in told)


def test_somebody_of_the_other_team_is_told_nothing(t: Told) -> None:
    recorded(t, t.cast.leader)
    assert open_of(t.cast.other_worker) == open_of(t.cast.other_leader, later=9) == []


def test_what_was_seen_is_told_no_more_and_by_whom_it_was_seen(t: Told) -> None:
    recorded(t, t.cast.leader)
    access.identify(t.cast.worker, today=TODAY)
    keys = [row.key for row in alerting.alerts(t.cast.worker, today=TODAY).open]
    assert see(t, t.cast.worker, *keys[:2]) == 2
    assert see(t, t.cast.worker, *keys[:2]) == 0
    found = alerting.alerts(t.cast.worker, today=TODAY)
    assert {row.key for row in found.seen} == set(keys[:2])
    assert all(row.seen_by == t.cast.worker.name and row.seen_on == TODAY for row in found.seen)
    with pytest.raises(CannotDo, match="Tick"):
        see(t, t.cast.worker)


def test_an_alert_of_another_team_is_not_seen_by_its_key(t: Told) -> None:
    recorded(t, t.cast.leader)
    access.identify(t.cast.worker, today=TODAY)
    keys = [row.key for row in alerting.alerts(t.cast.worker, today=TODAY).open]
    assert see(t, t.cast.other_worker, *keys, "marker:nothing", "x") == 0
    assert not AlertSeen.objects.exists()


@pytest.mark.parametrize(("days", "told"), [(1, False), (2, True)])
def test_whoever_leads_is_told_after_two_days_of_what_nobody_has_seen(t: Told, days: int, told: bool) -> None:
    access.identify(t.cast.worker, today=TODAY)
    recorded(t, t.cast.manager)
    assert bool([kind for kind, _ in open_of(t.cast.leader, later=days)]) is told


def test_what_a_leaver_has_not_seen_waits_for_the_next_worker(t: Told) -> None:
    recorded(t, t.cast.leader)
    t.cast.allocate(t.child, t.cast.colleague)
    assert set(FACTS_OF_OTHERS) <= {kind for kind, _ in open_of(t.cast.colleague)}
    assert open_of(t.cast.worker) == []


def test_a_wait_past_the_standard_is_an_alert_for_the_holder_until_seen(t: Told) -> None:
    other = t.cast.add(t.cast.worker, "Skye", "Reid")
    waiting = t.cast.waiting(t.cast.worker, other)
    late = (waiting.due_on - TODAY).days + 1
    assert ("waits", True) not in open_of(t.cast.worker, later=late - 1)
    assert ("waits", True) in open_of(t.cast.worker, later=late)
    assert ("waits", False) in open_of(t.cast.leader, later=late + 2)


def test_an_alert_grows_old_and_is_seen_once_by_the_database_too(t: Told) -> None:
    recorded(t, t.cast.leader)
    assert open_of(t.cast.worker, later=60) == []
    access.identify(t.cast.worker, today=TODAY)
    key = next(row for row in alerting.alerts(t.cast.worker, today=TODAY).open if row.kind == "status")
    see(t, t.cast.worker, key.key)
    seen = AlertSeen.objects.get()
    seen.pk = None
    with pytest.raises(IntegrityError, match="an_alert_is_seen_once"):
        seen.save(force_insert=True)


def test_on_the_page_ticked_alerts_go_and_the_desk_counts_the_rest(t: Told) -> None:
    recorded(t, t.cast.leader)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=t.cast.worker.account_id), BACKEND)
    assert "6 alerts about children" in client.get(reverse("web:home")).content.decode()
    page = client.get(reverse("casework:alerts")).content.decode()
    assert page.count("I have seen this") == 6 and "checked" not in page.split("<main", 1)[1].split("</main")[0]
    answer = client.post(reverse("casework:see_alerts"), {}, follow=True).content.decode()
    assert "Tick what you have seen." in answer
    access.identify(t.cast.worker, today=TODAY)
    keys = [row.key for row in alerting.alerts(t.cast.worker, today=TODAY).open][:5]
    answer = client.post(reverse("casework:see_alerts"), {"key": keys}, follow=True).content.decode()
    assert "5 alerts seen." in answer and "Seen lately (5)" in answer
    access.identify(t.cast.worker, today=TODAY)
    assert menu.open_alerts(t.cast.worker, today=TODAY) == 1
