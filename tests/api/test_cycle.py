"""The committee cycle in people's calendars: as far as each reader may see it."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from lippen.improvement.tests.screens import signed_in
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'value="http://testserver(/calendar/[0-9a-f]{40}/committees\.ics)"')


def cycle(actor) -> list[str]:
    cache.clear()
    page = signed_in(actor).post(reverse("web:make_calendar")).content.decode()
    found = ADDRESS.search(page)
    if found is None:
        return []
    events = Calendar.from_ical(Client().get(found[1]).content).walk("VEVENT")
    return [str(event["SUMMARY"]) for event in events]


@pytest.mark.parametrize(
    ("role", "papers"),
    [
        (Role.PERFORMANCE_OFFICER, 3),
        (Role.COUNCILLOR_ON_COMMITTEE, 2),
        (Role.OTHER_COUNCILLOR, 1),
        (Role.PARTNER, 0),
    ],
)
def test_cycle_holds_meetings_and_the_papers_that_its_reader_may_see(there, role: Role, papers: int) -> None:
    found = cycle(people.actor(there.authority, role))
    assert sum(title.startswith("Papers go out:") for title in found) == papers
    assert any(title.endswith(" meets") for title in found) is (role is not Role.PARTNER)


def test_cycle_of_another_council_is_not_seen(there) -> None:
    assert cycle(people.actor(people.authority("Strathlairn Council"), Role.PERFORMANCE_OFFICER)) == []
