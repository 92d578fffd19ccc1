"""A plan leaves as a spreadsheet: asked for, made by the worker, fetched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.improvement.tests import factories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_reader_takes_the_plan_away_as_a_spreadsheet(settings, enter, axe, work_done, tmp_path: Path) -> None:
    settings.LIPPEN_TODAY = date(2012, 10, 17)
    with transaction.atomic():
        cast = factories.cast()
        cast.action("=Furnish a room that children like")
    page = enter(get_user_model().objects.get(pk=cast.worker.account_id))

    page.goto(f"/plans/{cast.plan.ref}")
    page.get_by_role("button", name="spreadsheet").click()
    expect(page.get_by_text("We are making your file.")).to_be_visible()
    axe(page)

    work_done()

    expect(page.get_by_text("Your file is ready: 1 action.")).to_be_visible()
    axe(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Download the file").click()
    fetched.value.save_as(tmp_path / "plan.xlsx")
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx")["Plan"]["C2"].value == "=Furnish a room that children like"
