"""A note begun on a phone is lost and found again at the office; two who write one thing see both texts."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Page, expect

from lippen.casework.actions import work
from lippen.casework.models import ChronologyEntry, StatusFact
from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.world import World, committed_world
from lippen.casework.vocabulary import Status
from lippen.kernel import access
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed_world)


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def entries(w: World, words: str) -> int:
    with transaction.atomic():
        access.identify(w.cast.worker, today=TODAY)
        return ChronologyEntry.objects.filter(person=w.child, words__startswith=words).count()


def test_a_note_lost_on_a_phone_is_found_and_finished_at_the_office(w, enter, seen) -> None:
    # Given a note that is begun on a phone, and saved by itself
    phone = enter(account(w.cast.worker), phone=True)
    phone.goto(f"/children/{w.child.ref}/chronology/add")
    happened = phone.get_by_label("What happened?")
    happened.fill("Met Isla's aunt at the gate")
    expect(phone.locator("[data-draft-status]")).to_contain_text("Draft saved at")
    # When the line is lost while they write on
    phone.context.set_offline(True)
    happened.fill("Met Isla's aunt at the gate; she was upset")
    expect(phone.locator("[data-draft-status]")).to_contain_text("you are off line")
    seen(phone, "off-line")

    # Then the office computer shows on the child's page that something was begun, and it is finished there
    office = enter(account(w.cast.worker))
    office.goto(f"/children/{w.child.ref}")
    expect(office.get_by_text("You began an entry of the chronology")).to_be_visible()
    seen(office, "begun")
    office.get_by_role("link", name="Go on with it").click()
    expect(office.get_by_label("What happened?")).to_have_value("Met Isla's aunt at the gate")
    expect(office.get_by_text("This is your draft")).to_be_visible()
    seen(office, "found-again")
    office.get_by_label("What happened?").fill("Met Isla's aunt at the gate; she takes Isla on Fridays")
    office.get_by_role("button", name="Add it").click()
    expect(office.get_by_text("It stands in the chronology.")).to_be_visible()
    office.goto(f"/children/{w.child.ref}")
    expect(office.get_by_text("You began an entry of the chronology")).to_have_count(0)

    # And the phone that comes back overwrites nothing, keeps its words, and says so
    phone.context.set_offline(False)
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.locator("[data-draft-status]")).to_contain_text("You have sent this form")
    expect(phone.get_by_label("What happened?")).to_have_value("Met Isla's aunt at the gate; she was upset")
    seen(phone, "back-on-line")
    phone.get_by_role("button", name="Add it").click()
    expect(phone.locator("#error-summary")).to_contain_text("You have sent this form")
    expect(phone.get_by_label("What happened?")).to_have_value("Met Isla's aunt at the gate; she was upset")
    seen(phone, "not-sent-twice")
    assert entries(w, "Met Isla") == 1
    phone.get_by_role("button", name="Add it").click()
    expect(phone.get_by_text("It stands in the chronology.")).to_be_visible()
    assert entries(w, "Met Isla") == 2


def test_a_phone_that_went_on_writing_and_the_office_see_both_texts(w, enter, seen) -> None:
    phone = enter(account(w.cast.worker), phone=True)
    phone.goto(f"/children/{w.child.ref}/chronology/add")
    phone.get_by_label("What happened?").fill("The aunt rang")
    expect(phone.locator("[data-draft-status]")).to_contain_text("Draft saved at")
    phone.context.set_offline(True)
    phone.get_by_label("What happened?").fill("The aunt rang twice")
    expect(phone.locator("[data-draft-status]")).to_contain_text("you are off line")
    office = enter(account(w.cast.worker))
    office.goto(f"/children/{w.child.ref}/chronology/add")
    office.get_by_label("What happened?").fill("The aunt rang from Oban")
    expect(office.locator("[data-draft-status]")).to_contain_text("Draft saved at")

    phone.context.set_offline(False)
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    phone.get_by_role("button", name="See both texts").click()
    expect(phone.get_by_role("heading", name="There is another draft of yours")).to_be_visible()
    expect(phone.locator("dd mark", has_text="from Oban")).to_be_visible()
    expect(phone.locator("dd mark", has_text="twice")).to_be_visible()
    seen(phone, "both-drafts")
    phone.get_by_role("button", name="Put both texts into the boxes").click()
    expect(phone.get_by_label("What happened?")).to_have_value("The aunt rang from Oban\n\nThe aunt rang twice")
    phone.get_by_role("button", name="Add it").click()
    expect(phone.get_by_text("It stands in the chronology.")).to_be_visible()
    expect(phone.get_by_text("The aunt rang twice")).to_be_visible()
    assert entries(w, "The aunt rang from Oban") == 1


@pytest.mark.parametrize("script", [True, False])
def test_two_who_say_one_thing_see_both_texts_with_the_keyboard_alone(w, enter, seen, script) -> None:
    page: Page = enter(account(w.cast.worker), phone=True, script=script)
    page.goto(f"/children/{w.child.ref}/status")
    page.get_by_label("Anything to add").fill("Stays with Gran in Oban")
    with transaction.atomic():
        access.identify(w.cast.leader, today=TODAY)
        given = {"status": Status.IN_NEED, "words": "Stays with Gran in Luss", "so_on": TODAY, "at": NOW}
        work.say_status(actor=w.cast.leader, person_ref=w.child.ref, **given)
    page.get_by_label("Anything to add").press("Enter")
    expect(page.get_by_role("heading", name="This was recorded while you wrote")).to_be_visible()
    expect(page.locator("dd mark").first).to_have_text("Luss")
    if script:
        seen(page, "two-texts-phone")
        page.set_viewport_size({"width": 1280, "height": 900})
        seen(page, "two-texts-desk")
    page.get_by_label("Anything to add").fill("Stays with Gran, in Luss or Oban")
    page.get_by_label("Anything to add").press("Enter")
    expect(page.get_by_text("The status is recorded.")).to_be_visible()
    with transaction.atomic():
        access.identify(w.cast.worker, today=TODAY)
        assert StatusFact.objects.filter(person=w.child).order_by("-id")[0].words == "Stays with Gran, in Luss or Oban"
