"""A drawing is added on a phone and looked at; what a mentor may be told is said, and said as ended."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from lippen.casework.tests.factories import TODAY
from lippen.casework.tests.world import World, committed_world
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed_world)


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def a_drawing() -> dict[str, object]:
    """A house that a child drew, as a telephone sends it."""
    paper = Image.new("RGB", (1200, 900), "white")
    pencil = ImageDraw.Draw(paper)
    pencil.rectangle((350, 400, 850, 800), fill="firebrick", outline="black", width=8)
    pencil.polygon(((300, 400), (600, 150), (900, 400)), fill="navy")
    pencil.ellipse((950, 80, 1100, 230), fill="gold")
    out = io.BytesIO()
    paper.save(out, "JPEG")
    return {"name": "Isla.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_drawing_is_added_on_a_phone_and_marked_as_wrong(w, enter, seen) -> None:
    page = enter(account(w.cast.worker), phone=True)
    page.goto(f"/children/{w.child.ref}")
    page.get_by_role("link", name="Add a picture by the child").click()
    page.get_by_role("button", name="Add the picture").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, "picture-empty")
    page.get_by_label("The picture").set_input_files(a_drawing())
    page.get_by_label("What is on it, in words?").fill("A red house under the sun")
    page.get_by_label("What did Isla Balfour say about it?").fill("This is where we all live")
    page.locator("label[for=id_shown_0]").click()
    page.get_by_role("button", name="Add the picture").click()
    expect(page.get_by_text("The picture is on the record.")).to_be_visible()
    expect(page.get_by_role("img", name="A red house under the sun")).to_be_visible()
    seen(page, "picture-phone")
    page.set_viewport_size({"width": 1280, "height": 900})
    seen(page, "picture-desk")
    page.goto(f"/children/{w.child.ref}/pictures")
    seen(page, "pictures-desk")
    page.goto(f"/children/{w.child.ref}/chronology?pictures=yes")
    seen(page, "chronology-with-pictures")

    page.goto(f"/children/{w.child.ref}/pictures")
    page.get_by_role("link", name="A red house under the sun").click()
    page.get_by_role("link", name="This was wrong").click()
    page.get_by_label("Why was it wrong?").fill("Her cousin drew it")
    page.get_by_role("button", name="Mark it as wrong").click()
    expect(page.get_by_text("This was wrong: Her cousin drew it")).to_be_visible()
    expect(page.get_by_role("img", name="A red house under the sun")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    seen(page, "pictures-phone")


def test_a_picture_is_added_without_javascript(w, enter) -> None:
    page = enter(account(w.cast.worker), phone=True, script=False)
    page.goto(f"/children/{w.child.ref}/pictures/add")
    page.get_by_label("The picture").set_input_files(a_drawing())
    page.get_by_label("What is on it, in words?").fill("A red house under the sun")
    page.locator("label[for=id_shown_0]").click()
    page.get_by_role("button", name="Add the picture").click()
    expect(page.get_by_role("img", name="A red house under the sun")).to_be_visible()


def test_what_a_mentor_may_be_told_is_said_and_ends(w, enter, seen, settings) -> None:
    page = enter(account(w.cast.worker), phone=True)
    page.goto(f"/children/{w.child.ref}")
    page.get_by_role("link", name="Record somebody of another service").click()
    page.get_by_label("From which service?").select_option(label="Mentor")
    page.get_by_label("Who is it?").fill("Rory Blair")
    page.get_by_role("button", name="Record them").click()
    expect(page.get_by_text("Nobody has said yet what they may be told")).to_be_visible()
    rory = page.get_by_role("listitem").filter(has_text="Rory Blair")
    rory.get_by_role("link", name="Say what they may be told").click()
    page.get_by_label("The child", exact=True).check()
    page.get_by_label("Their name").fill("Isla Balfour")
    page.get_by_role("button", name="Record this").click()
    expect(page.locator("#error-summary")).to_contain_text("Say what they may be told.")
    seen(page, "consent-not-yet")
    page.get_by_label("What may they be told?").fill("School and football")
    until = page.get_by_role("group", name="Until which day?")
    for label, words in (("Day", "30"), ("Month", "10"), ("Year", "2012")):
        until.get_by_label(label).fill(words)
    page.get_by_role("button", name="Record this").click()
    expect(page.get_by_text("May be told until 30 October 2012: School and football")).to_be_visible()
    seen(page, "consent-given")

    settings.LIPPEN_TODAY = TODAY + timedelta(days=14)
    page.goto("/")
    expect(page.get_by_role("link", name="Ask again what somebody of another service may be told")).to_be_visible()
    seen(page, "consent-on-the-desk")
    page.goto(f"/children/{w.child.ref}")
    expect(page.get_by_text("Consent ended on 30 October 2012")).to_be_visible()
    seen(page, "consent-ended")
