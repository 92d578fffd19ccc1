"""A newer edition comes into a plan, and a lead's spreadsheet comes back filled in: nothing before it was looked at."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import TODAY, month
from lippen.improvement.vocabulary import Which
from lippen.kernel.access import Actor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HEADINGS = "Theme,Action,Lead,Target date,Progress\n"
FIRST = (
    HEADINGS + "Homes,Find ten new carers,WK,March 2013,Begun\n"
    "Homes,Paint the visiting room,WK,May 2013,\nHomes,Open the garden,WK,June 2013,\n"
    "Homes,Mend the gate,WK,June 2013,\n"
)
SECOND = (
    HEADINGS + "Homes,Find ten new carers,WK,June 2013,Two came\n"
    "Homes,Open the garden,WK,June 2013,\nHomes,Paint the visiting room in warm colours,WK,May 2013,\n"
)


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        for number in range(2):
            made.action(f"Lead thing {number}", dates={Which.TARGET: month(2012, 12)})
    return made


def account(actor: Actor):
    return get_user_model().objects.get(pk=actor.account_id)


def file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_newer_edition_is_looked_at_beside_the_plan_and_what_is_accepted_comes_in(
    cast, enter, seen, settings
) -> None:
    # Given a plan that came in from a file two months ago
    settings.LIPPEN_TODAY = TODAY - timedelta(days=60)
    page = enter(account(cast.editor))
    page.goto("/plans/import")
    page.set_input_files("#id_file", file("homes.csv", FIRST.encode()))
    page.get_by_label("What is the plan called?").fill("Homes for children")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Bring the plan in").click()
    expect(page.locator("h1")).to_have_text("Open doubts")
    page.get_by_role("link", name="Homes for children").first.click()
    expect(page.locator("h1")).to_have_text("Homes for children")

    # When another edition is sent, first a file that is none
    settings.LIPPEN_TODAY = TODAY
    page.get_by_role("link", name="Bring in another edition").click()
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("#error-summary")).to_be_visible()
    page.set_input_files("#id_file", file("homes.docx", b"PK not a document"))
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("#error-summary")).to_contain_text("homes.docx")
    seen(page, "no-document")
    page.set_input_files("#id_file", file("homes, revised.csv", SECOND.encode()))
    page.get_by_role("button", name="Read the file").click()

    # Then it asks for the edition's day before it compares, and takes none that cannot be
    expect(page.get_by_text("gives no date of its own")).to_be_visible()
    seen(page, "no-day")
    page.get_by_label("What is the date of this edition?").fill("the day before the fair")
    page.get_by_role("button", name="Look again with these answers").click()
    expect(page.locator("#error-summary")).to_contain_text("We could not read “the day before the fair” as a day.")
    page.get_by_label("What is the date of this edition?").fill("16 October 2012")
    page.get_by_role("button", name="Look again with these answers").click()

    # And which action is which, where the words are others
    page.get_by_label("Which action is it?").select_option(label="1.2 Paint the visiting room")
    page.get_by_role("button", name="Look again with these answers").click()
    expect(page.get_by_role("heading", name="No longer there: 1 action")).to_be_visible()
    assert page.locator("input[type=checkbox]:checked").count() == 0
    seen(page, "beside")
    page.set_viewport_size({"width": 390, "height": 844})
    seen(page, "beside-phone")
    page.set_viewport_size({"width": 1280, "height": 900})

    # While it waits, the plan says so
    here = page.url
    page.goto("/plans/")
    page.get_by_role("link", name="Homes for children").click()
    expect(page.get_by_text("Another edition waits beside this plan")).to_be_visible()
    seen(page, "plan-waits")
    page.goto(here)

    # And nothing comes in before something is accepted
    page.get_by_role("button", name="Bring in what is accepted").click()
    expect(page.locator("#error-summary")).to_contain_text("is accepted yet")
    page.get_by_label("Accept everything that differs").check()
    page.get_by_role("button", name="Bring in what is accepted").click()
    expect(page.locator("h1")).to_have_text("Open doubts")
    expect(page.get_by_text("The target date moved from March 2013 to June 2013")).to_be_visible()
    seen(page, "asked")


def test_a_lead_fills_in_the_sheet_looks_at_what_it_says_and_records_it_once(
    cast, enter, seen, tmp_path, work_done
) -> None:
    # Given a lead, who downloads the sheet and fills it in, with a slip of the pen
    page = enter(account(cast.worker), phone=True)
    page.goto(f"/plans/{cast.plan.ref}/filled-in")
    seen(page, "upload")
    with page.expect_download() as got:
        page.get_by_role("link", name="Download your actions as a spreadsheet").click()
    kept = tmp_path / "mine.xlsx"
    got.value.save_as(kept)
    page.set_input_files("#id_file", filled(kept, ["It goes well.", "under weigh", "March 2013", "", ""]))
    page.get_by_role("button", name="Read the file").click()

    # When it is read, it says what is not right, at its place, and offers nothing to record
    expect(page.get_by_role("button", name="Record")).to_have_count(0)
    expect(page.get_by_text("under weigh")).to_be_visible()
    seen(page, "not-right")
    page.get_by_role("link", name="Send another file").click()

    # Then the mended sheet shows what will be recorded, and is recorded once
    mended = ["It goes well.", "under way", "March 2013", "The joiner is ill.", "Robin Smith"]
    page.set_input_files("#id_file", filled(kept, mended))
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("It goes well.")).to_be_visible()
    seen(page, "ready")
    page.get_by_role("button", name="Record 1 row").click()
    expect(page.get_by_text("We are at work on your file.")).to_be_visible()
    work_done()
    expect(page.locator("h1")).to_have_text("Your actions are updated")
    expect(page.get_by_role("status")).to_contain_text("Recorded: 1 row of mine.xlsx.")
    seen(page, "recorded")
    page.goto(f"/plans/{cast.plan.ref}/filled-in")
    page.set_input_files("#id_file", filled(kept, mended))
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("All of it is in the plan already")).to_be_visible()
    seen(page, "again")


def filled(path, words: list[str]) -> dict[str, object]:
    """The downloaded sheet with its first row filled in."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    first = next(cell.column for cell in sheet[1] if cell.value == "What happened")
    for place, said in enumerate(words):
        sheet.cell(2, first + place, said)
    out = io.BytesIO()
    book.save(out)
    return file("mine.xlsx", out.getvalue())
