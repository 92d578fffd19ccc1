"""The committee cycle in people's calendars: as far as each reader may see it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from lippen.improvement.tests.screens import signed_in
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.reporting import actions
from lippen.reporting import queries as reporting
from lippen.reporting.committee_rows import CycleRow
from lippen.reporting.tests.world import TODAY

pytestmark = pytest.mark.django_db
MEMBER = Role.COUNCILLOR_ON_COMMITTEE
ADDRESS = re.compile(r'value="http://testserver(/calendar/[0-9a-f]{40}/committees\.ics)"')


def cycle(actor) -> list[str]:
    return [title for title, _ in dated(actor)]


def dated(actor) -> list[tuple[str, date]]:
    cache.clear()
    page = signed_in(actor).post(reverse("web:make_calendar")).content.decode()
    found = ADDRESS.search(page)
    if found is None:
        return []
    events = Calendar.from_ical(Client().get(found[1]).content).walk("VEVENT")
    return [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in events]


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


def test_cycle_follows_dates_that_were_moved_and_says_which_papers_are_expected(there) -> None:
    with there.as_(there.clerk) as clerk:
        given = {"committee_ref": reporting.committees(clerk, there.authority.pk)["Housing and Care Committee"]}
        cycle_row = CycleRow(0, 15, 10, 8, 3, 0, in_working_days=True)
        actions.set_cycle(actor=clerk, cycle=cycle_row, at=there.at(), **given)
        meeting = actions.call_meeting(actor=clerk, meets_on=date(2012, 12, 13), at=there.at(), **given)
        (planned,) = reporting.forward_plan(clerk, on=TODAY, meeting_ref=meeting)
        before = planned.days.drafts_due_on
        days = replace(planned.days, drafts_due_on=before + timedelta(days=2))
        moved = {"meeting_ref": meeting, "days": days, "reason": "The author is ill."}
        actions.move_meeting_dates(actor=clerk, at=there.at(), **moved)
        actions.expect_paper(actor=clerk, meeting_ref=meeting, subject="Fostering", at=there.at())
    found = dated(people.actor(there.authority, Role.COMMITTEE_CLERK))
    drafts = {on for title, on in found if title.startswith("Drafts are due")}
    assert days.drafts_due_on in drafts and before not in drafts
    assert ("A paper is expected: Fostering (Housing and Care Committee)", days.final_due_on) in found
    assert not any(title.startswith("A paper is expected") for title in cycle(people.actor(there.authority, MEMBER)))


def test_cycle_says_that_a_meeting_was_called_off(there) -> None:
    with there.as_(there.clerk) as clerk:
        given = {"meeting_ref": there.meeting, "moves_to": None, "reason": "The hall is flooded."}
        actions.change_meeting(actor=clerk, at=there.at(), **given)
    for role in (Role.COMMITTEE_CLERK, MEMBER):
        titles = cycle(people.actor(there.authority, role))
        assert "Called off: Housing and Care Committee does not meet" in titles
        assert "Housing and Care Committee meets" not in titles
