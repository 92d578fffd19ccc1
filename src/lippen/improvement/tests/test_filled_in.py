"""A lead's actions go out as a spreadsheet, come back filled in, and are recorded under the lead's own permissions."""

from __future__ import annotations

import io
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lippen.improvement import jobs
from lippen.improvement.models import ActionDate, ActionNow, ActionState, Update
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import month
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import Which
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
SAID, STATE, DATE, REASON, AGREED = "What happened", "State", "New target date", "Reason", "Agreed by"


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = factories.TODAY


@pytest.fixture
def cast() -> factories.Cast:
    found = factories.cast()
    for number in range(2):
        found.action(f"Lead thing {number}", dates={Which.TARGET: month(2012, 12)})
    return found


@pytest.fixture
def worker(cast) -> Client:
    return signed_in(cast.worker)


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def sheet_of(client: Client, cast) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(client.get(url("plan_my_actions", cast.plan.ref)).content))


def filled(book: openpyxl.Workbook, *rows: dict[str, object]) -> bytes:
    """The sheet with these cells filled in, row by row."""
    sheet = book.active
    at = {cell.value: cell.column for cell in sheet[1]}
    for line, row in enumerate(rows, start=2):
        for heading, words in row.items():
            sheet.cell(line, at[heading], words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client: Client, cast, content: bytes, name: str = "mine.xlsx"):
    given = {"file": SimpleUploadedFile(name, content), "form_token": str(uuid4())}
    return client.post(url("plan_filled_in", cast.plan.ref), given)


def recorded(client: Client, cast, content: bytes, actor=None) -> str:
    """Sent, looked at and recorded; the page that says so."""
    look = send(client, cast, content).headers["Location"]
    watched = client.post(look, {"form_token": str(uuid4())}).headers["Location"]
    jobs.record_filled_in(account_id=(actor or cast.worker).account_id, ref=watched.split("/")[-1])
    return watched


ROW = {SAID: "Two came\n- one stays", STATE: "Under way", DATE: "March 2013", REASON: "Late", AGREED: "Board"}


def test_the_sheet_holds_the_leads_own_open_actions_with_empty_columns_to_fill_in(cast, worker) -> None:
    cast.action("Somebody else's", leads=[])
    sheet = sheet_of(worker, cast).active
    headings = [cell.value for cell in sheet[1]]
    assert headings[-6:] == [SAID, STATE, DATE, REASON, AGREED, "Reference in Lippen"]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == ["Lead thing 0", "Lead thing 1"]
    assert all(cell.value is None for row in sheet.iter_rows(min_row=2) for cell in row[7:12])


def test_what_was_filled_in_is_looked_at_and_then_recorded_as_update_state_and_slip(cast, worker) -> None:
    content = filled(sheet_of(worker, cast), ROW)
    page = text_of(worker.get(send(worker, cast, content).headers["Location"]))
    assert "Two came" in page and "Not started → Under way" in page and "Record 1 row" in page
    assert not Update.objects.exists()
    watched = recorded(worker, cast, content)
    done = text_of(worker.get(watched))
    assert "Recorded: 1 row of" in done and url("plan", cast.plan.ref) in done
    assert Update.objects.get().paragraphs == ["Two came", "• one stays"]
    now = ActionNow.objects.get(action__number="1.1")
    assert (now.state, now.dates["target"][1][0], now.target_slips) == ("under_way", "March 2013", 1)
    slip = ActionDate.objects.latest("id")
    assert (slip.reason, slip.agreed_by_words) == ("Late", "Board")


def test_the_same_file_twice_stands_once(cast, worker) -> None:
    content = filled(sheet_of(worker, cast), ROW)
    counts = []
    for _ in range(2):
        look = send(worker, cast, content).headers["Location"]
        answer = worker.post(look, {"form_token": str(uuid4())})
        if answer.status_code == 302:
            jobs.record_filled_in(account_id=cast.worker.account_id, ref=answer.headers["Location"].split("/")[-1])
        counts.append((Update.objects.count(), ActionDate.objects.count(), ActionState.objects.count()))
    assert counts[0] == counts[1]
    assert "All of it is in the plan already" in text_of(worker.get(look))


def test_a_job_that_is_done_twice_records_once(cast, worker) -> None:
    watched = recorded(worker, cast, filled(sheet_of(worker, cast), ROW))
    jobs.record_filled_in(account_id=cast.worker.account_id, ref=watched.split("/")[-1])
    assert Update.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "cell", "sentence"),
    [
        ({STATE: "Nearly"}, "cell I2 (State)", "“Nearly” is no state"),
        ({STATE: "Postponed"}, "cell I2 (State)", "needs its terms"),
        ({DATE: "March"}, "cell J2 (New target date)", "“March” is not clear as a date"),
        ({DATE: "Q1 2027"}, "cell J2 (New target date)", "is not clear as a date"),
        ({DATE: "May 2012", REASON: "x", AGREED: "y"}, "cell J2 (New target date)", "May 2012 has passed"),
        ({DATE: "March 2013", AGREED: "y"}, "cell K2 (Reason)", ""),
        ({DATE: "March 2013", REASON: "x"}, "cell L2 (Agreed by)", ""),
        ({REASON: "Why not"}, "cell K2 (Reason)", "neither a new state nor a new date"),
        (
            {SAID: "x", "Reference in Lippen": "action-nowhere"},
            "cell M2 (Reference in Lippen)",
            "no action of this plan",
        ),
    ],
)
def test_what_is_not_right_is_said_at_its_cell_and_nothing_is_recorded(cast, worker, cells, cell, sentence) -> None:
    content = filled(sheet_of(worker, cast), cells, {SAID: "All is well"})
    look = send(worker, cast, content).headers["Location"]
    page = text_of(worker.get(look))
    assert cell in page and sentence in page and "All is well" in page and "Record 1 row" not in page
    assert worker.post(look, {"form_token": str(uuid4())}).status_code == 200
    assert not Update.objects.exists()


def test_a_row_that_is_wrong_when_it_is_recorded_leaves_none_of_the_others(cast, worker, monkeypatch) -> None:
    from lippen.improvement.actions import filled_in
    from lippen.kernel.errors import CannotDo

    content = filled(sheet_of(worker, cast), {SAID: "First"}, {SAID: "Second"})
    write = filled_in.write_update

    def second_fails(**given: object) -> object:
        if given["paragraphs"] == ("Second",):
            raise CannotDo("Somebody was quicker.")
        return write(**given)

    monkeypatch.setattr(filled_in, "write_update", second_fails)
    watched = recorded(worker, cast, content)
    assert not Update.objects.exists()
    assert "sheet My actions, row 3: Somebody was quicker." in text_of(worker.get(watched))


def test_state_and_date_of_somebody_elses_action_are_refused_at_the_cell(cast) -> None:
    other = signed_in(people.actor(cast.council, Role.SOCIAL_WORKER))
    content = filled(sheet_of(signed_in(cast.worker), cast), ROW)
    page = text_of(other.get(send(other, cast, content).headers["Location"]))
    assert "Action 1.1 is not yours" in page and "Record 1 row" not in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Action,Lead,Due\nDo it,AB,May\n", "has no column “Reference in Lippen”"),
        (b"PK\x03\x04 broken", "is damaged and cannot be opened"),
        (b"", "This file is empty."),
    ],
)
def test_a_file_that_is_not_the_sheet_is_refused_at_its_field(cast, worker, content, sentence) -> None:
    page = text_of(send(worker, cast, content))
    assert sentence in page and 'href="#id_file"' in page


def test_a_sheet_in_which_nothing_was_filled_in_says_so(cast, worker) -> None:
    assert "no cell to be filled in holds anything" in text_of(send(worker, cast, filled(sheet_of(worker, cast))))


def test_the_pages_take_at_most_25_statements_whatever_the_plans_size(cast, worker) -> None:
    for _ in range(2):
        content = filled(sheet_of(worker, cast), ROW, {SAID: "More"})
        look = send(worker, cast, content).headers["Location"]
        for where in (url("plan_filled_in", cast.plan.ref), url("plan_my_actions", cast.plan.ref), look):
            assert statements(lambda where=where: worker.get(where))[1] <= 25, where
        for number in range(40):
            cast.action(f"Many {number}", dates={Which.TARGET: month(2012, 12)})


def test_another_persons_sheet_is_not_there(cast, worker) -> None:
    look = send(worker, cast, filled(sheet_of(worker, cast), ROW)).headers["Location"]
    assert signed_in(people.actor(cast.council, Role.SOCIAL_WORKER)).get(look).status_code == 404
