"""Whoever may no longer be here is signed out at the next request, and told so kindly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.kernel.access import SETTING_UP, identify
from lippen.kernel.clock import real_now
from lippen.kernel.models import AuditEntry
from lippen.organisation import actions
from lippen.organisation.jobs import clear_sessions
from lippen.organisation.models import Account, OpenSession, PostHolding
from lippen.organisation.queries import actor_for
from lippen.organisation.roles import Role
from lippen.organisation.sessions import device_of
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
HOME = "web:home"


@pytest.fixture
def leader(settings) -> Account:
    settings.LIPPEN_TODAY = TODAY
    return factories.account(factories.holder(factories.post(factories.authority(), Role.TEAM_LEADER)))


@pytest.fixture
def inside(client, leader) -> Client:
    client.force_login(leader)
    assert client.get(reverse(HOME)).status_code == 200
    return client


def test_whose_way_in_is_closed_is_signed_out_at_the_next_request(inside, leader) -> None:
    actions.close_account(actor=SETTING_UP, account=leader, at=NOW)
    answer = inside.get(reverse(HOME))
    assert answer.status_code == 401
    assert "Your way in to Lippen has been closed" in answer.content.decode()
    assert "_auth_user_id" not in inside.session
    assert AuditEntry.objects.filter(verb="session.ended_closed", subject_key=leader.person.ref).exists()
    assert inside.get(reverse(HOME)).headers["Location"].startswith(reverse("account_login"))


def test_whose_last_post_has_ended_is_signed_out_at_the_next_request(inside, leader) -> None:
    PostHolding.objects.filter(person=leader.person).update(ends_on=TODAY)
    answer = inside.get(reverse(HOME))
    assert answer.status_code == 401 and "You hold no post in a council today" in answer.content.decode()
    assert "_auth_user_id" not in inside.session


def test_whoever_still_holds_another_post_stays_in(inside, leader) -> None:
    PostHolding.objects.filter(person=leader.person).update(ends_on=TODAY)
    factories.holder(factories.post(factories.authority(), Role.SERVICE_MANAGER), leader.person)
    assert inside.get(reverse(HOME)).status_code == 200


def test_a_post_that_ends_tomorrow_ends_the_session_tomorrow(inside, leader, settings) -> None:
    PostHolding.objects.filter(person=leader.person).update(ends_on=TODAY + timedelta(days=1))
    assert inside.get(reverse(HOME)).status_code == 200
    settings.LIPPEN_TODAY = TODAY + timedelta(days=1)
    assert inside.get(reverse(HOME)).status_code == 401


def test_words_that_a_leaver_was_sending_can_still_be_copied(inside, leader) -> None:
    actions.close_account(actor=SETTING_UP, account=leader, at=NOW)
    page = inside.post(reverse("web:draft", args=["update", "x"]), {"words": "The visit was made on Friday."})
    assert page.status_code == 401 and "The visit was made on Friday." in page.content.decode()


def test_a_page_for_everyone_is_served_to_a_leaver_too(inside, leader) -> None:
    actions.close_account(actor=SETTING_UP, account=leader, at=NOW)
    assert inside.get(reverse("web:accessibility")).status_code == 200
    assert inside.get(reverse("account_login")).status_code == 200


def test_somebody_sees_where_they_are_signed_in_and_ends_the_other_places(leader) -> None:
    here, there = Client(), Client(headers={"user-agent": "Mozilla/5.0 (iPhone) AppleWebKit Safari/605"})
    for each in (here, there):
        each.force_login(leader)
        each.get(reverse(HOME))
    page = here.get(reverse("organisation:security")).content.decode()
    assert "Safari on an iPhone" in page and "A browser (here)" in page
    here.post(reverse("organisation:end_sessions"))
    assert there.get(reverse(HOME)).status_code == 302
    page = here.get(reverse("organisation:security")).content.decode()
    assert "iPhone" not in page and "You signed out elsewhere" in page


def test_nobody_ends_the_session_of_somebody_else(inside, leader) -> None:
    other = Client()
    stranger = factories.account(factories.holder(factories.post(factories.authority(), Role.TEAM_LEADER)))
    other.force_login(stranger)
    other.get(reverse(HOME))
    identify(actor_for(stranger.pk, on=TODAY), today=TODAY)
    (theirs,) = OpenSession.objects.values_list("pk", flat=True)
    inside.post(reverse("organisation:end_sessions"), {"session": str(theirs)})
    inside.post(reverse("organisation:end_sessions"))
    assert other.get(reverse(HOME)).status_code == 200


def test_a_session_is_noted_once_a_minute_and_not_at_every_request(inside) -> None:
    with CaptureQueriesContext(connection) as asked:
        inside.get(reverse(HOME))
    assert not [each for each in asked if "organisation_opensession" in each["sql"]]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/130 Safari/537 Edg/130", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537", "Chrome on an Android device"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_told_in_words_and_no_more_of_it_is_kept(agent: str, words: str) -> None:
    assert device_of(agent) == words


def test_a_session_that_is_over_is_taken_away_in_the_night_and_an_open_one_stays(inside, leader) -> None:
    Session.objects.create(session_key="over", session_data="", expire_date=real_now() - timedelta(minutes=1))
    clear_sessions(timestamp=0)
    assert not Session.objects.filter(session_key="over").exists()
    assert inside.get(reverse(HOME)).status_code == 200


def test_what_was_kept_of_a_session_goes_after_thirty_days_when_its_holder_comes_in_again(inside, leader) -> None:
    identify(actor_for(leader.pk, on=TODAY), today=TODAY)
    OpenSession.objects.update(seen_at=real_now() - timedelta(days=31))
    again = Client()
    again.force_login(leader)
    again.get(reverse(HOME))
    identify(actor_for(leader.pk, on=TODAY), today=TODAY)
    assert list(OpenSession.objects.values_list("session_key", flat=True)) == [again.session.session_key]
