"""Files about looked-after children on the pages and by the command: matched, looked at, brought in, listed, undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from typer.testing import CliRunner

from lippen.care.models import Episode, Placement
from lippen.care.tests.columns import (
    CHILDREN,
    EPISODES,
    LEGAL,
    PLACEMENTS,
    brought,
    child_of,
    file_of,
    looked,
    reasons,
    told,
    undone,
)
from lippen.care.tests.test_days_told import AILSA, RUARIDH
from lippen.casework import command, jobs
from lippen.casework.actions import work as allocating
from lippen.casework.models import Intake, KnownPerson
from lippen.casework.queries.undoing import undone_about
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_intake import brought as brought_before
from lippen.casework.tests.test_intake_files import book
from lippen.casework.tests.test_intake_screens import at, post, signed_in, upload, work
from lippen.casework.vocabulary import IntakeKind
from lippen.cli.__main__ import app
from lippen.kernel import access
from lippen.organisation.models import Person

pytestmark = pytest.mark.django_db
EPISODE, PLACEMENT, LAW = IntakeKind.EPISODES, IntakeKind.PLACEMENTS, IntakeKind.LEGAL


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    found = cast()
    brought_before(found, IntakeKind.CHILDREN, CHILDREN)
    yield found


def last(c: Cast, kind: IntakeKind) -> Intake:
    access.identify(c.manager, today=TODAY)
    return Intake.objects.filter(kind=kind).order_by("-id")[0]


def given(c: Cast, child: KnownPerson) -> None:
    """The child, given to the worker, who may not bring files in."""
    work_with = {"worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    allocating.allocate(actor=c.manager, person_ref=child.ref, **work_with)


def test_a_file_goes_from_the_page_into_the_record_and_out_again(c: Cast) -> None:
    client = signed_in(c.manager)
    brought(c, EPISODE, *EPISODES)
    brought(c, LAW, *LEGAL)
    rows = (*PLACEMENTS, "Q9,Kinship,,01/02/2010,,")
    upload(client, file_of(PLACEMENT, *rows), kind="placements", name="placements.csv")
    work(c)
    row = last(c, PLACEMENT)
    page = client.get(at("intake", row.ref)).content.decode()
    assert "<strong>3</strong> ready, <strong>0</strong> with doubts, <strong>1</strong> that cannot come in" in page
    assert "Kind of placement" in page and "Why the child moved here" in page
    columns = client.get(at("intake_columns", row.ref)).content.decode()
    assert "Carers, house, school or unit" in columns
    refused = client.get(f"{at('intake_doubts', row.ref)}?kind=refused").content.decode()
    assert "Bring the file of children in first" in refused and "wait with the child" in refused
    page = client.get(at("take_intake", row.ref)).content.decode()
    assert "They come in child by child" in page and "the rows wait with the child" in page
    post(client, at("take_intake", row.ref), version=row.version, without_refused="on")
    work(c)
    assert told(c, "P001") == AILSA
    page = client.get(at("intake", row.ref)).content.decode()
    assert "3 of 4 came in" in page and "1 row stayed out" in page and "Undo this file" in page
    life = client.get(reverse("care:life", args=[child_of(c, "P001").ref])).content.decode()
    assert "With relatives or friends" in life
    undo = client.get(at("undo_intake", row.ref)).content.decode()
    assert "what it changed says again what it said before" in undo
    version = last(c, PLACEMENT).version
    post(client, at("undo_intake", row.ref), version=version, why="The wrong export")
    access.identify(c.manager, today=TODAY)
    jobs.undo_intake(account_id=c.manager.account_id, ref=row.ref)
    assert told(c, "P001")["placements"] == []
    page = client.get(at("intake", row.ref)).content.decode()
    assert "were undone on" in page


def test_a_file_says_how_many_of_its_rows_wait_and_how_many_came_in_later(c: Cast) -> None:
    client = signed_in(c.manager)
    first = brought(c, EPISODE, *EPISODES, "Q9,01/02/2010,,,")
    page = client.get(at("intake", first.ref)).content.decode()
    assert "0 of 3 came in, 2 wait" in page and "None of its rows has come in yet." in page
    assert "2 rows wait with the child" in page and "1 row stayed out" in page
    assert "2 wait</span>" in client.get(reverse("casework:intakes")).content.decode()
    brought(c, PLACEMENT, *PLACEMENTS)
    third = brought(c, LAW, *LEGAL[:2])
    page = client.get(at("intake", first.ref)).content.decode()
    assert (
        "1 of 3 came in, 1 waits" in page and "1 of its 3 rows came in, 1 row of them later, with other files." in page
    )
    access.identify(c.manager, today=TODAY)
    undone(c, third)
    assert "0 of 3 came in, 2 wait" in client.get(at("intake", first.ref)).content.decode()
    brought(c, LAW, *LEGAL)
    page = client.get(at("intake", first.ref)).content.decode()
    assert "2 of 3 came in<" in page and "1 row stayed out" in page
    listed = client.get(reverse("casework:intakes")).content.decode()
    assert "None" not in listed and " wait" not in listed.split("<tbody>")[1]


def test_rows_that_wait_stand_on_the_childs_page_until_they_come_in(c: Cast) -> None:
    client = signed_in(c.manager)
    brought(c, EPISODE, *EPISODES)
    child = child_of(c, "P001")
    life = client.get(reverse("care:life", args=[child.ref])).content.decode()
    assert "Rows that wait until a file tells the rest" in life
    assert "Rows of files tell of a time in care" in life and "look at them first" in life
    page = client.get(reverse("care:returned", args=[child.ref])).content.decode()
    assert (
        "1 row of files of another system waits here" in page and "From: 01/02/2010" in page and "episodes.csv" in page
    )
    ended = client.get(reverse("care:returned", args=[child_of(c, "P002").ref])).content.decode()
    assert ended.index("From: 05/06/2010") < ended.index("Until: 01/09/2011")
    access.identify(c.manager, today=TODAY)
    brought(c, PLACEMENT, *PLACEMENTS)
    brought(c, LAW, *LEGAL)
    page = client.get(reverse("care:returned", args=[child.ref])).content.decode()
    assert "From: 01/02/2010" not in page


def test_rows_of_a_file_that_was_undone_wait_for_nobody_who_sees_the_child(c: Cast) -> None:
    row = brought(c, EPISODE, *EPISODES)
    child = child_of(c, "P001")
    given(c, child)
    clients = [signed_in(each) for each in (c.worker, c.manager)]
    address = reverse("care:returned", args=[child.ref])
    assert all("From: 01/02/2010" in each.get(address).content.decode() for each in clients)
    life = reverse("care:life", args=[child.ref])
    assert all("Rows that wait" in each.get(life).content.decode() for each in clients)
    access.identify(c.manager, today=TODAY)
    undone(c, row)
    assert not any("From: 01/02/2010" in each.get(address).content.decode() for each in clients)
    assert not any("Rows that wait" in each.get(life).content.decode() for each in clients)


def test_what_came_in_with_a_file_that_was_undone_waits_again_for_everybody(c: Cast) -> None:
    brought(c, EPISODE, *EPISODES)
    brought(c, PLACEMENT, *PLACEMENTS)
    law = brought(c, LAW, *LEGAL)
    child = child_of(c, "P001")
    given(c, child)
    client = signed_in(c.worker)
    address = reverse("care:returned", args=[child.ref])
    assert "From: 01/02/2010" not in client.get(address).content.decode()
    access.identify(c.manager, today=TODAY)
    undone(c, law)
    page = client.get(address).content.decode()
    assert "episodes.csv" in page and "placements.csv" in page and "legal.csv" not in page


def test_which_files_were_undone_is_told_to_nobody_who_does_not_see_the_child(c: Cast) -> None:
    undone(c, brought(c, EPISODE, *EPISODES))
    child = child_of(c, "P001")
    given(c, child)
    told_to = {}
    for who in ("worker", "colleague", "manager"):
        actor = getattr(c, who)
        access.identify(actor, today=TODAY)
        with connection.cursor() as cursor:
            cursor.execute("select cardinality(visible_undone_files(%s))", [[child.pk]])
            told_to[who] = (cursor.fetchone()[0], len(undone_about(actor, [child.pk])))
    assert told_to == {"worker": (1, 1), "colleague": (0, 0), "manager": (1, 1)}


def test_a_file_of_which_nothing_can_come_in_says_so_in_the_place_of_bringing_it_in(c: Cast) -> None:
    client = signed_in(c.manager)
    upload(client, file_of(PLACEMENT, "Q9,Kinship,,01/02/2010,,"), kind="placements", name="placements.csv")
    work(c)
    page = client.get(at("intake", last(c, PLACEMENT).ref)).content.decode()
    assert "See why no row can come in" in page and "Bring 0 rows in" not in page
    assert "Looked through, and not brought in yet" in page and "would wait with the child" not in page


def test_rows_that_would_wait_are_let_wait_and_said_to(c: Cast) -> None:
    client = signed_in(c.manager)
    upload(client, file_of(EPISODE, *EPISODES, "Q9,01/02/2010,,,"), kind="episodes", name="episodes.csv")
    work(c)
    row = last(c, EPISODE)
    page = client.get(at("intake", row.ref)).content.decode()
    assert "Let 2 rows wait" in page and "2 rows would wait with the child" in page
    page = client.get(at("take_intake", row.ref)).content.decode()
    assert "2 rows will wait with the child until a file tells the rest" in page
    assert "Those that wait stay with their child." in page
    post(client, at("take_intake", row.ref), version=row.version, without_refused="on")
    work(c)
    undo = client.get(at("undo_intake", row.ref)).content.decode()
    assert "none of its rows came in. What waits of it is undone." in undo


def test_what_no_column_holds_yet_is_said_where_columns_are_matched(c: Cast) -> None:
    client = signed_in(c.manager)
    upload(client, "Child ID,Alpha,From\nP001,S25,01/02/2010\nP001,S25,01/02/2010\n", kind="legal", name="legal.csv")
    page = client.get(at("intake_columns", last(c, LAW).ref)).content.decode()
    assert "No column holds “Legal reason” yet." in page and "Such as S25<" in page, "each example once"
    assert "Waits for its columns to be matched" in client.get(at("intake", last(c, LAW).ref)).content.decode()


def test_columns_that_no_heading_tells_are_asked_for_and_remembered(c: Cast) -> None:
    client = signed_in(c.manager)
    content = "Child ID,Alpha,Beta,Gamma\nP001,S25,01/02/2010,\n"
    page = upload(client, content, kind="legal", name="legal.csv").content.decode()
    assert "Say what its columns hold." in page
    row = last(c, LAW)
    given = {"column_0": "number", "column_1": "code", "column_2": "starts_on", "column_3": "ends_on"}
    post(client, at("intake_columns", row.ref), version=row.version, **given)
    work(c)
    assert last(c, LAW).refused == 1, "it waits for its time in care"
    upload(client, content.replace("P001", "P002"), kind="legal", name="more.csv")
    assert last(c, LAW).columns == ["number", "code", "starts_on", "ends_on"]


def test_a_workbook_has_its_days_as_days_or_as_text(c: Cast) -> None:
    client = signed_in(c.manager)
    brought(c, EPISODE, *EPISODES)
    brought(c, LAW, *LEGAL)
    rows = [
        ["Child ID", "Placement type", "Carer", "From", "To", "Reason for move"],
        ["P001", "Foster care", None, date(2010, 2, 1), "20 May 2011", None],
        ["P001", "Kinship", None, date(2011, 5, 20), None, "To live with relatives or friends"],
        ["P002", "Children's house", None, "05/06/2010", date(2011, 9, 1), None],
    ]
    upload(client, book(*rows), kind="placements", name="placements.xlsx")
    work(c)
    row = last(c, PLACEMENT)
    assert (row.rows, row.refused) == (3, 0)
    post(client, at("take_intake", row.ref), version=row.version)
    work(c)
    assert told(c, "P001") == AILSA and told(c, "P002") == RUARIDH


def test_a_number_of_a_spreadsheet_in_a_column_of_days_is_the_day_that_it_counts(c: Cast) -> None:
    client = signed_in(c.manager)
    heads = ["Child ID", "Placement type", "Carer", "From", "To", "Reason for move"]
    rows = [["P001", "Foster care", None, 40210, 40683, None], ["P002", "Kinship", None, 12, "40787", None]]
    upload(client, book(heads, *rows), kind="placements", name="numbers.xlsx")
    work(c)
    row = last(c, PLACEMENT)
    assert "Such as 40210" in client.get(at("intake_columns", row.ref)).content.decode()
    listed = client.get(f"{at('intake_doubts', row.ref)}?kind=refused").content.decode()
    assert "“12” is not a day" in listed and "“40787” is not a day" in listed and "40210" not in listed
    assert "No time in care" in listed or "waits" in listed
    post(client, at("take_intake", row.ref), version=row.version, without_refused="on")
    work(c)
    page = client.get(reverse("care:returned", args=[child_of(c, "P001").ref])).content.decode()
    assert "From: 2010-02-01; Until: 2011-05-20" in page


def test_a_number_in_a_csv_file_is_no_day(c: Cast) -> None:
    row = looked(c, PLACEMENT, "P001,Foster care,,40210,40683,")
    assert "“40210” is not a day that can be read." in reasons(row)[0]


def run(c: Cast, file: Path, kind: IntakeKind, **more: object) -> int:
    """The command in the manager's name."""
    email = Person.objects.get(pk=c.manager.person_id).email
    code = command.import_records(file, kind=kind, by=email, source="CareBook", **more)
    access.identify(c.manager, today=TODAY)
    return code


def test_the_command_says_what_would_come_in_and_lists_every_row(c: Cast, tmp_path: Path, capsys) -> None:
    path = tmp_path / "episodes.csv"
    path.write_text(file_of(EPISODE, *EPISODES, "Q9,01/02/2010,,,"))
    assert run(c, path, EPISODE, as_json=True) == 0
    told_of = json.loads(capsys.readouterr().out)
    assert (told_of["rows"], told_of["rows_landed"], told_of["rows_listed"]) == (3, 0, 3)
    assert [(each["row"], each["rule"]) for each in told_of["listed"]] == [(2, "waits"), (3, "waits"), (4, "no_child")]
    assert not Episode.objects.exists()
    assert run(c, path, EPISODE, take_in=True, without_refused=True) == 0
    assert "Rows that cannot come in" in capsys.readouterr().out
    for kind, rows in ((PLACEMENT, PLACEMENTS), (LAW, LEGAL)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(file_of(kind, *rows))
        assert run(c, path, kind, take_in=True, without_refused=True, as_json=True) == 0
        told_of = json.loads(capsys.readouterr().out)
    assert (told_of["rows_landed"], told_of["rows_listed"], told_of["listed"]) == (3, 0, [])
    assert Placement.objects.count() == 3
    assert run(c, path, LAW, take_in=True, as_json=True) == 0, "the same file again is no mistake"
    assert json.loads(capsys.readouterr().out)["rows_landed"] == 3


def test_a_dry_run_and_bringing_in_are_not_asked_for_together(c: Cast, tmp_path: Path) -> None:
    path = tmp_path / "episodes.csv"
    path.write_text(file_of(EPISODE, *EPISODES))
    given = ["--kind", "episodes", "--by", "a@b.example", "--source", "CareBook", "--dry-run", "--take-in"]
    result = CliRunner().invoke(app, ["import-records", str(path), *given])
    assert result.exit_code == 2 and "not both" in result.output
