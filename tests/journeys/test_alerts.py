"""Somebody comes back to their desk and sees what others recorded of the children whom they work with."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework.actions import chronology, work
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import Significance, Status
from lippen.design.tests.browsers import fits
from lippen.kernel import access

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = cast()
        child = made.add(made.worker, "Isla", "Balfour")
        made.allocate(child, made.worker)
        given = {"actor": made.leader, "person_ref": child.ref, "so_on": TODAY, "at": NOW}
        access.identify(made.leader, today=TODAY)
        work.say_status(status=Status.AWAY, **given)
        chronology.write_entry(words="Moved to her aunt's", source="", significance=Significance.HIGH, **given)
    return made


@pytest.mark.parametrize("phone", [False, True])
def test_alerts_are_ticked_as_seen_and_leave_the_desk(c, enter, axe, picture, phone) -> None:
    # Given a worker of whose child the team leader recorded something
    page = enter(get_user_model().objects.get(pk=c.worker.account_id), phone=phone)
    page.goto("/")
    axe(page)

    # When they follow the count on their desk and tick two
    page.get_by_role("link", name="3 alerts about children").click()
    expect(page.get_by_role("heading", name="Alerts", exact=True)).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"alerts-{'phone' if phone else 'desk'}")
    page.get_by_label("I have seen this: The status changed").check()
    page.get_by_label("I have seen this: Was allocated").check()
    page.get_by_role("button", name="I have seen those that I ticked").click()

    # Then the third stays, and the others stand under what was seen lately
    expect(page.get_by_text("2 alerts seen.")).to_be_visible()
    page.get_by_text("Seen lately (2)").click()
    axe(page)
    page.goto("/")
    expect(page.get_by_role("link", name="1 alert about children")).to_be_visible()
