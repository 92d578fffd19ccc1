from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import Client

from lippen.demo.dates import Dates
from lippen.demo.organisation import found_councils
from lippen.demo.people import PEOPLE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def in_demo_mode(settings):
    settings.LIPPEN_DEMO = True
    settings.LIPPEN_TODAY = TODAY
    settings.ROOT_URLCONF = "lippen.demo.tests.urls_with_demo"


@pytest.fixture
def cast(in_demo_mode):
    with transaction.atomic():
        return found_councils("today", Dates(TODAY, datetime(2026, 11, 23, 15, tzinfo=UTC)))


def test_everyone_is_offered(client, cast):
    page = client.get("/demo/").content.decode()
    assert [person.name for person in PEOPLE if f">{person.name}</button>" not in page] == []


def test_entering_opens_the_desk_of_that_person(client, cast):
    answer = client.post("/demo/", {"account": cast.accounts["SK"]}, follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/")
    assert "Struan Kindrummet" in answer.content.decode()


def test_entering_leads_to_the_place_that_was_chosen(client, cast):
    answer = client.post("/demo/", {"account": cast.accounts["GW"], "next": "/plans/"})
    assert answer["Location"] == "/plans/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_entering_never_leads_to_another_site(client, cast, elsewhere):
    answer = client.post("/demo/", {"account": cast.accounts["GW"], "next": elsewhere})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("asked", ["", "0", "999999999", "x", "1 or 1=1"])
def test_nobody_else_can_be_entered_as(client, cast, asked):
    assert client.post("/demo/", {"account": asked}).status_code == 404


def test_the_form_is_refused_without_its_token(cast):
    answer = Client(enforce_csrf_checks=True).post("/demo/", {"account": cast.accounts["SK"]})
    assert answer.status_code == 403


def test_an_empty_demonstration_says_how_to_make_one(client, in_demo_mode):
    assert "make demo" in client.get("/demo/").content.decode()


def test_outside_demo_mode_there_is_no_such_page(client):
    assert client.get("/demo/").status_code == 404


def test_outside_demo_mode_the_page_refuses_even_when_its_address_is_there(client, settings):
    settings.ROOT_URLCONF = "lippen.demo.tests.urls_with_demo"
    settings.LIPPEN_DEMO = False
    assert client.post("/demo/", {"account": "1"}).status_code == 404
