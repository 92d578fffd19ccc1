"""The pages on which records are brought in: chosen, matched, answered, taken in; refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django import app

from lippen.casework import intake, jobs
from lippen.casework.actions import staging
from lippen.casework.models import Intake, IntakeDoubt, IntakePart, KnownPerson, OutsideId
from lippen.casework.tests.factories import TODAY, Cast, cast
from lippen.casework.tests.test_intake import CHILDREN, STAFF
from lippen.casework.tests.test_intake_files import book
from lippen.casework.tests.test_screens import BACKEND, MOST_STATEMENTS, NOT_COUNTED
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import Post
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    yield cast()


def at(name: str, *args: object) -> str:
    return reverse(f"casework:{name}", args=args)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def post(client: Client, url: str, **fields: object):
    return client.post(url, {**fields, "form_token": str(uuid4())}, follow=True)


def upload(
    client: Client, words: str = CHILDREN, *, kind: str = "children", name: str = "children.csv", **more: object
):
    """A file sent on the page."""
    file = SimpleUploadedFile(name, words.encode() if isinstance(words, str) else words)
    return post(client, at("bring_records"), file=file, kind=kind, source="CareBook", **more)


def work(c: Cast, by: Actor | None = None) -> Intake:
    """What the worker does of what was asked for, and the newest file after it."""
    actor = by or c.manager
    access.identify(actor, today=TODAY)
    row = Intake.objects.order_by("-id").first()
    (jobs.take_intake if row.state == "taking" else jobs.check_intake)(account_id=actor.account_id, ref=row.ref)
    access.identify(actor, today=TODAY)
    row.refresh_from_db()
    return row


def seen(c: Cast, by: Actor | None = None) -> Intake:
    """The newest file as it stands: what a request asked ended with it."""
    access.identify(by or c.manager, today=TODAY)
    return Intake.objects.order_by("-id").first()


def test_a_file_goes_from_the_page_into_the_record(c: Cast) -> None:
    client = signed_in(c.manager)
    page = upload(client).content.decode()
    assert "children.csv is read. Nothing of it is in a record yet." in page
    assert "The rows are being looked through" in page
    row = work(c)
    page = client.get(at("intake", row.ref)).content.decode()
    assert "<strong>3</strong> ready, <strong>0</strong> with doubts, <strong>0</strong> that cannot come in" in page
    page = post(client, at("take_intake", row.ref), version=row.version).content.decode()
    assert "children.csv is on its way in." in page and "The rows are on their way in" in page
    row = work(c)
    assert (row.state, row.taken, KnownPerson.objects.count()) == ("taken", 3, 3)
    child = KnownPerson.objects.get(outsideids__value="P001")
    assert "CareBook, 17 October 2012" in client.get(at("child", child.ref)).content.decode()


def test_columns_that_are_not_known_are_asked_for_and_used(c: Cast) -> None:
    client = signed_in(c.manager)
    words = CHILDREN.replace("Person ID", "Folder")
    page = upload(client, words).content.decode()
    assert "Match the columns" in page and "Such as P001; P002" in page and "Vennel" not in page
    row = seen(c)
    sent = {f"column_{number}": key or "-" for number, key in enumerate(row.columns)}
    page = post(client, at("intake_columns", row.ref), version=row.version, **sent).content.decode()
    assert "No column holds “Number in the earlier system”. Say which one does." in page
    page = post(client, at("intake_columns", row.ref), version=row.version, **{**sent, "column_0": "number"})
    assert "The columns are matched as you said" in page.content.decode()
    assert work(c).rows - work(c).refused == 3


def test_doubts_are_answered_row_by_row_and_the_rest_alike(c: Cast) -> None:
    for given, born in (("Ailsa", date(2006, 5, 3)), ("Ruaridh", date(2008, 9, 11)), ("Senga", date(2007, 1, 2))):
        c.add(c.worker, given, "Quinn" if given == "Senga" else "Docherty", born_on=born)
    client = signed_in(c.manager)
    upload(client)
    row = work(c)
    assert row.doubtful == 3
    url = f"{at('intake_doubts', row.ref)}?kind=same"
    first = IntakeDoubt.objects.filter(intake=row).order_by("row").first()
    page = client.get(url).content.decode()
    assert "Row 2: Ailsa Docherty may be Ailsa Docherty, recorded already." in page
    page = post(client, url).content.decode()
    assert "Choose an answer for at least one row." in page
    page = post(client, url, **{f"answer-{first.pk}": first.choices[0][0], "alike": "leave"}).content.decode()
    assert "0 doubts of this kind left" in page
    row = seen(c)
    post(client, at("take_intake", row.ref), version=row.version)
    assert work(c).taken == 1 and KnownPerson.objects.count() == 3


def test_rows_that_cannot_come_in_are_listed_with_the_cell_and_must_be_left_out_knowingly(c: Cast) -> None:
    client = signed_in(c.manager)
    upload(client, CHILDREN.replace("03/05/2006", "31/02/2006"))
    row = work(c)
    page = client.get(f"{at('intake_doubts', row.ref)}?kind=refused").content.decode()
    assert "“31/02/2006” is not a day that can be read" in page and ">DOB<" in page
    page = post(client, at("take_intake", row.ref), version=row.version).content.decode()
    assert "1 of its rows cannot come in" in page
    page = post(client, at("take_intake", row.ref), version=row.version, without_refused="on").content.decode()
    assert "is on its way in" in page


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("a.csv", "Only one\nP1\n", "a.csv holds one column alone"),
        ("a.csv", 'Person ID,Surname\nP1,"x\n', "a quotation mark stands where none can"),
        ("a.xlsx", b"PK\x03\x04 and no more", "a.xlsx is damaged"),
        ("a.csv", "Person ID,Surname\n", "holds headings and no row under them"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(c: Cast, name, words, said) -> None:
    page = upload(signed_in(c.manager), words, name=name)
    assert said in page.content.decode() and seen(c) is None


def test_a_large_file_waits_for_the_worker_and_is_read_by_it(c: Cast, monkeypatch) -> None:
    monkeypatch.setattr(intake, "AT_ONCE_BYTES", {"csv": 10, "xlsx": 10})
    client = signed_in(c.manager)
    page = upload(client).content.decode()
    assert "children.csv is with us." in page and "The file is being read" in page
    assert seen(c).state == "reading" and IntakePart.objects.get().number == staging.FILE
    row = work(c)
    assert (row.state, row.rows, row.checked_to) == ("waiting", 3, 1)
    assert list(IntakePart.objects.values_list("number", flat=True)) == [1]


def test_a_large_file_that_turns_out_damaged_is_set_aside_with_its_reason(c: Cast, monkeypatch) -> None:
    monkeypatch.setattr(intake, "AT_ONCE_BYTES", {"csv": 10, "xlsx": 10})
    client = signed_in(c.manager)
    upload(client, CHILDREN + 'P004,"Eilidh')
    row = work(c)
    assert row.state == "dropped" and not IntakePart.objects.exists()
    assert "row 5: a quotation mark stands where none can" in client.get(at("intake", row.ref)).content.decode()


def test_a_spreadsheet_comes_in_like_its_csv(c: Cast) -> None:
    rows = [line.split(",") for line in CHILDREN.splitlines()]
    upload(signed_in(c.manager), book(*[tuple(row) for row in rows]), name="children.xlsx")
    row = work(c)
    assert (row.rows, row.refused, row.doubtful) == (3, 0, 0)


def test_a_file_past_the_limit_is_answered_at_its_field_and_names_the_other_way(c: Cast, settings) -> None:
    settings.LIPPEN_MOST_UPLOAD = 100
    answer = upload(signed_in(c.manager))
    page = answer.content.decode()
    assert answer.status_code == 413 and "lippen import-records: it reads up to 2 GB" in page


def test_the_same_form_sent_twice_stages_the_file_once(c: Cast) -> None:
    client, token = signed_in(c.manager), str(uuid4())
    for _ in range(2):
        file = SimpleUploadedFile("children.csv", CHILDREN.encode())
        sent = {"file": file, "kind": "children", "source": "CareBook", "form_token": token}
        assert client.post(at("bring_records"), sent, follow=True).status_code == 200
    seen(c)
    assert Intake.objects.count() == 1


def test_a_page_that_was_opened_before_somebody_matched_the_columns_does_not_take_it_in(c: Cast) -> None:
    client = signed_in(c.manager)
    upload(client)
    row = work(c)
    sent = {f"column_{number}": key or "-" for number, key in enumerate(row.columns)}
    post(client, at("intake_columns", row.ref), version=row.version, **sent)
    work(c)
    page = post(client, at("take_intake", row.ref), version=row.version).content.decode()
    assert "Somebody changed this in another tab" in page


def test_somebody_else_of_the_council_sees_that_it_was_brought_and_none_of_its_rows(c: Cast) -> None:
    upload(signed_in(c.manager), CHILDREN.replace("03/05/2006", "x"))
    row = work(c)
    head = signed_in(organisation.actor(c.council, Role.HEAD_OF_SERVICE))
    page = head.get(at("intake", row.ref)).content.decode()
    assert "alone sees its rows" in page or c.manager.name in page
    for name in ("intake_columns", "intake_doubts", "take_intake"):
        assert head.get(at(name, row.ref)).status_code == 409
    assert head.post(at("drop_intake", row.ref)).status_code == 409


def test_an_administrator_brings_staff_in_and_no_children(c: Cast) -> None:
    admin = organisation.actor(c.council, Role.ADMINISTRATOR)
    client, before = signed_in(admin), Post.objects.count()
    page = client.get(at("bring_records")).content.decode()
    assert "Staff and posts" in page and 'value="children"' not in page
    upload(client, STAFF, kind="staff", name="staff.csv")
    row = work(c, admin)
    post(client, at("take_intake", row.ref), version=row.version)
    assert work(c, admin).taken == 3 and Post.objects.count() == before + 3
    assert signed_in(c.manager).get(at("intake", row.ref)).status_code == 404


def test_a_file_set_aside_says_so_and_keeps_no_row(c: Cast) -> None:
    client = signed_in(c.manager)
    upload(client)
    row = work(c)
    page = client.post(at("drop_intake", row.ref), follow=True).content.decode()
    assert "Nothing of it came in, and its rows are no longer kept here." in page
    assert seen(c).state == "dropped"
    assert not IntakePart.objects.exists() and not IntakeDoubt.objects.exists()


def test_a_job_whose_asker_may_no_longer_do_it_does_nothing(c: Cast) -> None:
    upload(signed_in(c.manager))
    access.identify(c.manager, today=TODAY)
    row = Intake.objects.get()
    jobs.check_intake(account_id=c.worker.account_id, ref=row.ref)
    access.identify(c.manager, today=TODAY)
    row.refresh_from_db()
    assert row.checked_to == 0


def test_the_nightly_job_lets_old_rows_go(c: Cast, settings) -> None:
    upload(signed_in(c.manager))
    settings.LIPPEN_TODAY = date(2012, 11, 20)
    jobs.scrub_intakes(timestamp=0)
    access.identify(c.manager, today=TODAY)
    assert Intake.objects.get().state == "dropped" and not IntakePart.objects.exists()


def test_the_jobs_are_known_to_the_worker_by_the_names_that_are_asked_for() -> None:
    assert {intake.CHECK, intake.TAKE, intake.SCRUB} <= set(app.tasks)


def counted(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return sum(not each["sql"].startswith(NOT_COUNTED) for each in asked)


def test_pages_take_as_many_statements_for_200_rows_as_for_10(c: Cast) -> None:
    counts = []
    for rows in (10, 200):
        client = signed_in(c.manager)
        lines = "".join(f"R{rows}-{n},Given{n},Family,x,,,no,,,,\n" for n in range(rows))
        upload(client, CHILDREN.partition("\n")[0] + "\n" + lines)
        row = work(c)
        assert row.refused == rows
        urls = [at("intake", row.ref), f"{at('intake_doubts', row.ref)}?kind=refused", at("intakes")]
        client.get(urls[0])
        counts.append([counted(client, url) for url in urls])
    assert counts[0] == counts[1] and max(counts[1]) <= MOST_STATEMENTS


def test_what_was_read_and_asked_of_the_record_is_audited_by_keys_alone(c: Cast) -> None:
    there = c.add(c.worker, "Ailsa", "Docherty", born_on=date(2006, 5, 3))
    client = signed_in(c.manager)
    upload(client)
    row = work(c)
    client.get(f"{at('intake_doubts', row.ref)}?kind=same")
    access.identify(c.governance, today=TODAY)
    entries = {each.verb: each for each in AuditEntry.objects.filter(subject_key=row.ref)}
    assert entries["intake.checked"].keys["found"] == [there.ref]
    assert entries["intake.open_form"].keys == {"kind": "same", "rows": [2]}
    kept = str([(each.verb, each.keys) for each in AuditEntry.objects.all()])
    assert not [name for name in ("Docherty", "Quinn", "Vennel", "QQ77", "Glebe") if name in kept]
    assert not OutsideId.objects.exists()


def test_rows_that_cannot_come_in_are_counted_once_whatever_is_wrong_with_them(c: Cast) -> None:
    client = signed_in(c.manager)
    upload(client, CHILDREN.replace("03/05/2006", "31/02/2006").replace("FK10 1AA,no,07700", "FK10 1AA,perhaps,07700"))
    row = work(c)
    assert row.refused == 1
    page = client.get(at("intake", row.ref)).content.decode()
    assert "<strong>1</strong> that cannot come in" in page and "2 faults in 1 row" in page
