"""A lead's actions go out as a spreadsheet and come back filled in: looked at cell by cell, then recorded."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement.models import Update
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import month
from lippen.improvement.tests.test_filled_in import AGREED, DATE, REASON, SAID, STATE, filled
from lippen.improvement.vocabulary import Which

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROW = {SAID: "Two came and one stays", STATE: "Under way", DATE: "March 2013", REASON: "Late", AGREED: "Board"}


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = date(2012, 10, 17)
    with transaction.atomic():
        made = factories.cast()
        for number in range(2):
            made.action(f"Lead thing {number}", dates={Which.TARGET: month(2012, 12)})
    return made


def test_actions_are_updated_from_a_sheet_after_a_wrong_cell_was_mended(
    cast, enter, axe, picture, work_done, tmp_path: Path
) -> None:
    page = enter(get_user_model().objects.get(pk=cast.worker.account_id))

    # Given the lead's own actions as a sheet
    page.goto(f"/plans/{cast.plan.ref}")
    page.get_by_role("link", name="Update your actions from a spreadsheet").click()
    expect(page.get_by_label("Which file have you filled in?")).to_be_attached()
    axe(page)
    picture(page, "upload")
    with page.expect_download() as got:
        page.get_by_role("link", name="Download your actions as a spreadsheet").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(got.value.path()).read_bytes()))

    # When it comes back with a state that there is not
    wrong = tmp_path / "mine.xlsx"
    wrong.write_bytes(filled(sheet, ROW | {STATE: "Flying"}))
    page.get_by_label("Which file have you filled in?").set_input_files(str(wrong))
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="What mine.xlsx says")).to_be_visible()
    expect(page.get_by_text("Flying").first).to_be_visible()
    axe(page)
    picture(page, "wrong-cell")
    assert Update.objects.count() == 0

    # And then mended, looked at on a phone, and recorded
    phone = enter(get_user_model().objects.get(pk=cast.worker.account_id), phone=True)
    phone.goto(f"/plans/{cast.plan.ref}/filled-in")
    right = tmp_path / "mended.xlsx"
    right.write_bytes(filled(sheet, ROW))
    phone.get_by_label("Which file have you filled in?").set_input_files(str(right))
    phone.get_by_role("button", name="Read the file").click()
    expect(phone.get_by_role("button", name="Record 1 row")).to_be_visible()
    axe(phone)
    picture(phone, "what-it-says")
    fits(phone)
    phone.get_by_role("button", name="Record 1 row").click()
    expect(phone.get_by_text("Your actions are being updated.")).to_be_visible()
    axe(phone)
    picture(phone, "under-way")
    work_done()

    # Then the action's story says so
    phone.reload()
    expect(phone.get_by_role("heading", name="Your actions are updated", level=1)).to_be_visible()
    expect(phone.get_by_role("status")).to_contain_text("Recorded: 1 row of mended.xlsx.")
    axe(phone)
    picture(phone, "recorded")
    phone.get_by_role("link", name="See the plan").click()
    expect(phone.get_by_role("heading", name=cast.plan.title, level=1)).to_be_visible()
    page.goto(f"/plans/{cast.plan.ref}")
    page.get_by_role("link", name="Lead thing 0").click()
    expect(page.get_by_text("Two came and one stays").first).to_be_visible()
    expect(page.get_by_text("March 2013").first).to_be_visible()
    axe(page)
    picture(page, "story")
