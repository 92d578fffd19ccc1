"""A manager brings another system's children in: read, columns matched, doubts answered, taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework import jobs
from lippen.casework.models import Intake
from lippen.casework.tests.factories import TODAY
from lippen.casework.tests.world import World, committed_world
from lippen.design.tests.browsers import fits
from lippen.kernel import access
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FILE = (
    "Folder,Forename,Surname,DOB,Address,Postcode,Mobile,Status\n"
    "C-1001,Isla,Balfour,04/03/2006,12 Harbour Row,FK10 2ZZ,,in need\n"
    "C-1002,Struan,MacAllister-Featherstonehaugh,09/11/2009,The Old Schoolhouse,FK10 3ZZ,07700 900201,in need\n"
    "C-1003,Catriona,Purdie,31/02/2010,,,,\n"
)


@pytest.fixture
def w(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed_world)


def newest(w: World) -> Intake:
    with transaction.atomic():
        access.identify(w.cast.manager, today=TODAY)
        return Intake.objects.order_by("-id").first()


def test_children_of_another_system_are_brought_in(w, enter, axe, picture, tmp_path: Path) -> None:
    # Given a manager with a file of another system
    path = tmp_path / "carebook children.csv"
    path.write_text(FILE)
    page = enter(get_user_model().objects.get(pk=w.cast.manager.account_id))
    page.goto("/children/")
    page.get_by_role("link", name="Bring records in").click()
    expect(page.get_by_role("heading", name="Bring records in")).to_be_visible()
    axe(page)
    picture(page, "intakes")

    # When they send it, and say what a column holds whose heading says nothing
    page.get_by_role("link", name="Bring in a file").first.click()
    axe(page)
    page.get_by_label("Children", exact=True).check()
    page.get_by_label("Which system does it come from?").fill("CareBook")
    page.get_by_label("Which file holds the rows?").set_input_files(path)
    picture(page, "bring-records")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="Match the columns")).to_be_visible()
    axe(page)
    picture(page, "intake-columns")
    page.get_by_label("Folder").select_option(label="Number in the earlier system")
    page.get_by_role("button", name="Use these columns").click()

    # Then the worker looks the rows through, and the page says what would come in
    expect(page.get_by_text("The rows are being looked through.")).to_be_visible()
    axe(page)
    row = newest(w)
    jobs.check_intake(account_id=w.cast.manager.account_id, ref=row.ref)
    expect(page.get_by_text("1 ready, 1 with doubts, 1 that cannot come in")).to_be_visible()
    axe(page)
    picture(page, "intake")

    # And they say that Isla Balfour is the one who is recorded already
    page.get_by_role("link", name="May be somebody recorded already").click()
    axe(page)
    picture(page, "intake-doubts")
    page.get_by_label("Isla Balfour, born 4 March 2006").first.check()
    page.get_by_role("button", name="Keep these answers").click()
    page.get_by_role("link", name="Rows that cannot come in").click()
    expect(page.get_by_text("“31/02/2010” is not a day that can be read.")).to_be_visible()
    axe(page)
    picture(page, "intake-refused")
    page.get_by_role("link", name="Back to the file").click()

    # And bring the rest in, knowing what stays out
    page.get_by_role("link", name="Bring 2 rows in").click()
    axe(page)
    picture(page, "intake-take")
    page.get_by_label("1 row that cannot come in may stay out").check()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("The rows are on their way in.")).to_be_visible()
    jobs.take_intake(account_id=w.cast.manager.account_id, ref=row.ref)
    expect(page.get_by_text("2 of its 3 rows came in.")).to_be_visible()
    axe(page)
    picture(page, "intake-taken")

    # And the child's page says from where
    page.goto("/children/")
    page.get_by_role("link", name="Struan MacAllister-Featherstonehaugh").click()
    page.get_by_text("More about Struan MacAllister-Featherstonehaugh").click()
    expect(page.get_by_text("CareBook, 17 October 2012")).to_be_visible()


def test_the_pages_fit_a_phone(w, enter, axe, picture) -> None:
    page = enter(get_user_model().objects.get(pk=w.cast.manager.account_id), phone=True)
    addresses = w.addresses()
    names = ("intakes", "bring_records", "intake", "intake_columns", "intake_doubts", "take_intake")
    for url in (url for name in names for url in addresses[name]):
        page.goto(url)
        fits(page)
        axe(page)
        picture(page, f"phone-{url.strip('/').replace('/', '-').replace('?', '-')}")
