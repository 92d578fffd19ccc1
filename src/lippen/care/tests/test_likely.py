"""The choice of what happened: what is due asks for a few, which stand first; the rest is folded under its heading."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from lippen.care.queries.likely import MOST, likely_events
from lippen.care.tests.test_pages import page, signed_in, there
from lippen.care.vocabulary import EVENT_GROUPS, Event
from lippen.casework.queries import people
from lippen.casework.tests.factories import TODAY, Cast
from lippen.kernel import access

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return there()


def likely(c: Cast, ref: str) -> tuple[Event, ...]:
    access.identify(c.worker, today=TODAY)
    return likely_events(c.worker, people.head(c.worker, ref), today=TODAY)


def choice(said: str):
    return BeautifulSoup(said, "lxml").select_one(".lippen-groups")


def values(found) -> list[str]:
    return [each["value"] for each in found.select("input[type=radio]")]


def test_what_is_due_first_asks_for_what_is_offered_first(made) -> None:
    c, refs = made
    found = likely(c, refs["child"])
    assert Event.SECOND_REVIEW in found and Event.FIRST_REVIEW not in found and len(found) <= MOST
    shown = choice(page(signed_in(c.worker), reverse("care:record_event", args=[refs["child"]])))
    first = shown.select_one("[role=group]")
    assert first["aria-label"] == "Likely now, by what is due" and first.parent.name != "details"
    assert values(first) == [each.value for each in found]
    assert "second_review" not in values(shown.select_one("details"))


def test_of_a_child_who_left_care_the_first_heading_stands_open(made) -> None:
    c, refs = made
    assert likely(c, refs["home"]) == ()
    shown = choice(page(signed_in(c.worker), reverse("care:record_event", args=[refs["home"]])))
    assert shown.select_one("[role=group]")["aria-label"] == "Reviews"
    assert len(shown.select("details")) == len(EVENT_GROUPS) - 1


def test_what_has_an_act_of_its_own_on_a_plan_is_never_offered_first(made) -> None:
    c, refs = made
    for name in ("child", "third"):
        assert not {Event.AGENCY_DECIDED, Event.ADVICE_GIVEN} & set(likely(c, refs[name]))


def test_the_heading_of_what_was_chosen_stands_open_when_something_else_was_wrong(made) -> None:
    c, refs = made
    client, url = signed_in(c.worker), reverse("care:record_event", args=[refs["child"]])
    shown = choice(client.post(url, {"kind": "matched", "so_on": ""}).content.decode())
    (opened,) = [each for each in shown.select("details") if each.has_attr("open")]
    assert opened.select_one("summary").text == "The way to permanence"
    assert [each["value"] for each in opened.select("input[checked]")] == ["matched"]


def test_an_answer_that_is_missing_is_asked_for_and_its_link_leads_to_the_first_answer(made) -> None:
    c, refs = made
    client, url = signed_in(c.worker), reverse("care:record_event", args=[refs["child"]])
    said = client.post(url, {"so_on": "today"}).content.decode()
    assert "Choose an answer: What happened" in said
    first = choice(said).select_one("input[type=radio]")
    assert f'href="#{first["id"]}"' in said
