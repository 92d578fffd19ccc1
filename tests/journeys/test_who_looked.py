"""Information governance finds out who looked at a plan, and takes the entries away as a file."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement.tests import factories
from lippen.kernel import audit
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.officer = people.actor(made.council, Role.INFORMATION_GOVERNANCE)
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def look(actor, ref: str) -> int:
    client = Client()
    client.force_login(account(actor), BACKEND)
    return client.get(f"/plans/{ref}").status_code


def test_who_looked_at_a_plan_and_who_was_refused_is_found_and_taken_away(cast, enter, axe, picture, work_done) -> None:
    # Given two people who read a plan, and one of another council who was told that there is nothing
    assert [look(actor, cast.plan.ref) for actor in (cast.worker, cast.colleague, cast.stranger)] == [200, 200, 404]

    # When information governance opens the trail, on a phone too
    for phone in (True, False):
        page = enter(account(cast.officer), phone=phone)
        page.goto("/who-looked")
        expect(page.locator(".lippen-trail").get_by_text("Read the plan").first).to_be_visible()
        expect(page.locator(".lippen-trail").get_by_text("Was told that there is nothing there")).to_be_visible()
        fits(page)
        axe(page)
        picture(page, "list-phone" if phone else "list")

    # And filters by what was done, it stands in the address
    page.get_by_label("What was done").select_option("refused")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_text("1 entry by 1 person, 1 refusal among them.")).to_be_visible()
    assert "what=refused" in page.url
    axe(page)

    # And follows the record
    page.get_by_role("link", name=f"Plan {cast.plan.ref}").click()
    expect(page.locator("h1")).to_have_text(f"Who looked at the plan {cast.plan.ref}")
    expect(page.get_by_text("1 person asked for it and was refused")).to_be_visible()
    expect(page.get_by_role("link", name=cast.stranger.name).first).to_be_visible()
    axe(page)
    picture(page, "record")

    # Then the entries come as a file that says what the page said
    page.get_by_role("link", name="Filter and download these entries").click()
    page.get_by_role("button", name="Download as CSV").click()
    expect(page.get_by_text("We are making your file.")).to_be_visible()
    axe(page)
    work_done()
    expect(page.get_by_role("link", name="Download the file")).to_be_visible(timeout=10_000)
    axe(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the file").click()
    lines = list(csv.reader(taken.value.path().read_text("utf-8-sig").splitlines()))
    assert [line[4] for line in lines[1:]].count("Read the plan") == 2
    assert cast.stranger.name in {line[1] for line in lines}


def test_a_long_export_says_how_large_it_is_and_comes_in_several_files(
    cast, enter, axe, picture, work_done, monkeypatch
) -> None:
    # Given more entries than one file holds
    monkeypatch.setattr("lippen.web.trail_csv.PART_ROWS", 100)
    with transaction.atomic():
        for number in range(230):
            audit.record(cast.worker, "plan.read", ("improvement:plan", "plan-eeeeeeeeee"), keys={"actions": number})
    page = enter(account(cast.officer))
    page.goto("/who-looked?record=plan-eeeeeeeeee")

    # When they are asked for, their number, size and time are told, and nothing is made yet
    page.get_by_role("button", name="Download as CSV").click()
    work_done()
    expect(page.get_by_text("That is more than one file holds.")).to_be_visible(timeout=10_000)
    for size, name in ((PHONE, "size-390"), (DESK, "size-1280")):
        page.set_viewport_size(size)
        fits(page)
        axe(page)
        picture(page, name)

    # Then, once that is accepted, the files are there with their hashes and the heads of their blocks
    page.get_by_role("button", name="Make the 3 files").click()
    expect(page.get_by_text("We are making your files.")).to_be_visible()
    axe(page)
    picture(page, "making")
    work_done()
    expect(page.get_by_text("Your files are ready: 230 entries in 3 files.")).to_be_visible(timeout=10_000)
    for size, name in ((PHONE, "files-390"), (DESK, "files-1280")):
        page.set_viewport_size(size)
        fits(page)
        axe(page)
        picture(page, name)
    with page.expect_download() as kept:
        page.get_by_role("link", name="File 3 of 3").click()
    assert kept.value.suggested_filename.endswith("-part-03.csv")
    with kept.value.path().open(encoding="utf-8-sig", newline="") as opened:
        assert len(list(csv.reader(opened))) == 1 + 30
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download the list of files").click()
    assert len(json.loads(kept.value.path().read_text())["files"]) == 3
