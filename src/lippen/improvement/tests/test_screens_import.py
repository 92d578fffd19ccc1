from __future__ import annotations

import csv
import html
import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lippen.improvement import jobs, queries, work
from lippen.improvement.models import Action, ActionState, ImportBatch, Plan, RememberedLayout
from lippen.improvement.screens import importing
from lippen.improvement.screens.previewing import name_of
from lippen.improvement.tests import factories
from lippen.improvement.tests.screens import brought_in, signed_in, statements, text_of
from lippen.kernel import access
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
TEXT = """Report to: Looms Committee

Date of Meeting: 17 October 2012

Recommendation\t\tAction\tLead\tReview Date\tProgress
1\tThread for all\tBuy thread\tAB\tAugust\tThread is under way from both mills.
\t\tWind the bobbins\tCD\tDecember\tIn place
2\tTools for the loom\tMend the treadles\tAB CD\tSept / Oct\tBeing mended.
\t\tCount the shuttles\t\tJuly\tEvery shed has completed a count.
"""
KEPT = {"title": "Looms", "rhythm": "92", "audience": "internal"}


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


@pytest.fixture
def officer(cast) -> Client:
    people.person(cast.council, "Ann", "Brown", "AB")
    return signed_in(cast.editor)


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def send_file(client: Client, content: bytes = TEXT.encode(), name: str = "looms.txt", **fields: str):
    sent = {"file": SimpleUploadedFile(name, content), "form_token": str(uuid4()), **fields}
    return client.post(url("import_plan"), sent)


def confirm(client: Client, where: str, version: int = 1, **fields: object):
    return client.post(where, {**KEPT, "version": str(version), "form_token": str(uuid4()), **fields})


def test_an_uploaded_file_waits_for_its_answers_and_brings_nothing_in(officer) -> None:
    answer = send_file(officer)
    page = text_of(officer.get(answer.headers["Location"]))
    assert "4 actions under 2 recommendations" in page
    assert "Action 2.2 names no lead." in page and "Nobody here has the initials “CD”." in page
    assert not Action.objects.exists() and ImportBatch.objects.get().state == "waiting"


def test_no_state_is_ticked_or_chosen_beforehand(officer) -> None:
    page = text_of(officer.get(send_file(officer).headers["Location"]))
    checkboxes = [part.split(">")[0] for part in page.split('type="checkbox"')[1:]]
    assert checkboxes and not any("checked" in box for box in checkboxes)
    assert '<option value="" selected>Not answered</option>' in page


def test_the_plan_comes_in_with_what_was_confirmed_and_the_rest_stays_open(officer) -> None:
    where = send_file(officer).headers["Location"]
    answer = confirm(officer, where, confirm=["1.1"], **{"s-2.2": "says done"})
    plan = Plan.objects.get(title="Looms")
    assert answer.headers["Location"] == url("plan_doubts", plan.ref)
    states = dict(ActionState.objects.filter(action__plan=plan).values_list("action__number", "state"))
    assert states == {"1.1": "under_way", "2.2": "says_done"}
    page = text_of(officer.get(answer.headers["Location"]))
    assert "Where actions stand" in page and "Action 2.1" in page and "Action 1.1:" not in page


def test_one_tick_confirms_every_action_that_seems_in_a_state(officer) -> None:
    where = send_file(officer).headers["Location"]
    confirm(officer, where, confirm_all=["under way"])
    found = ActionState.objects.filter(action__plan__title="Looms").values_list("action__number", flat=True)
    assert sorted(found) == ["1.1", "2.1"]


def test_look_again_keeps_answers_and_brings_nothing_in(officer) -> None:
    where = send_file(officer).headers["Location"]
    answer = confirm(officer, where, _look="1", **{name_of("year"): "2012-10-17"})
    assert answer.headers["Location"] == where
    page = text_of(officer.get(where))
    assert "1 answer given so far" in page and "dates give no year" not in page
    assert not Action.objects.exists()


def test_a_name_that_is_taken_is_refused_with_every_answer_kept(officer) -> None:
    where = send_file(officer).headers["Location"]
    page = text_of(confirm(officer, where, title="Long-term work with children", confirm=["1.1"]))
    assert "There is a problem" in page
    assert 'name="confirm" value="1.1"' in page and "checked" in page.split('name="confirm" value="1.1"')[1][:120]
    assert not Action.objects.exists()


def test_columns_that_were_matched_otherwise_are_remembered(officer, cast) -> None:
    where = send_file(officer).headers["Location"]
    assert "Matched because its heading says “Review Date”" in text_of(officer.get(f"{where}/columns"))
    key = ImportBatch.objects.get().layout_key
    roles = ["number", "recommendation", "action", "lead", "target", "progress"]
    sent = {f"{key}-{index}": role for index, role in enumerate(roles)}
    answer = officer.post(f"{where}/columns", {**sent, "version": "1", "form_token": str(uuid4())})
    assert answer.status_code == 302
    assert RememberedLayout.objects.get().mapping == {"roles": roles}
    assert "Target August 2012" in text_of(officer.get(where))
    assert "Target August 2012" in text_of(officer.get(send_file(officer).headers["Location"]))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.pdf", b"%PDF-1.4", "plan.pdf is damaged and cannot be opened."),
        ("plan.png", b"\x89PNG\r\n", "plan.png is a picture."),
        ("plan.txt", b"no table here", "plan.txt holds no table."),
        ("plan.txt", b"", "This file is empty."),
        ("plan.docx", b"PK\x03\x04 broken", "plan.docx is damaged and cannot be opened."),
        ("plan.csv", b"Action,Lead\x00\nx,AB\n", "a NUL character."),
    ],
)
def test_a_bad_file_gets_the_gates_sentence_at_its_field(officer, name, content, sentence) -> None:
    page = text_of(send_file(officer, content, name))
    assert sentence in page and 'href="#id_file"' in page
    assert not ImportBatch.objects.exists()


def test_a_file_over_20_mb_is_refused(officer, monkeypatch) -> None:
    from lippen.kernel.files import gate

    monkeypatch.setattr(gate, "MOST_BYTES", len(TEXT.encode()) - 1)
    assert "looms.txt is larger than 20 MB" in text_of(send_file(officer))


def test_an_import_that_was_set_aside_brings_nothing_in(officer) -> None:
    where = send_file(officer).headers["Location"]
    confirm(officer, where, _abandon="1")
    assert ImportBatch.objects.get().state == "abandoned"
    assert officer.get(where).status_code == 409


def test_an_import_of_another_council_is_not_there(officer) -> None:
    where = send_file(officer).headers["Location"]
    stranger = people.actor(people.authority("Strathlairn Council"), Role.PERFORMANCE_OFFICER)
    assert signed_in(stranger).get(where).status_code == 404


def test_a_large_file_is_read_by_a_job_that_can_be_watched(officer, cast, monkeypatch) -> None:
    monkeypatch.setattr(importing, "READ_AT_ONCE_BYTES", 10)
    where = send_file(officer).headers["Location"]
    assert "We are at work on your file." in text_of(officer.get(where))
    jobs.read_import(account_id=cast.editor.account_id, ref=where.split("/")[-2])
    assert officer.get(where).headers["Location"] == url("import_preview", ImportBatch.objects.get().ref)


def test_a_job_that_is_done_twice_reads_the_file_once(officer, cast, monkeypatch) -> None:
    monkeypatch.setattr(importing, "READ_AT_ONCE_BYTES", 10)
    ref = send_file(officer).headers["Location"].split("/")[-2]
    for _ in range(2):
        jobs.read_import(account_id=cast.editor.account_id, ref=ref)
    assert ImportBatch.objects.count() == 1


def test_a_job_tells_what_is_wrong_with_a_file(officer, cast, monkeypatch) -> None:
    monkeypatch.setattr(importing, "READ_AT_ONCE_BYTES", 10)
    where = send_file(officer, b"There is no table in here").headers["Location"]
    jobs.read_import(account_id=cast.editor.account_id, ref=where.split("/")[-2])
    page = text_of(officer.get(where))
    assert "looms.txt holds no table." in page and "Nothing of the file came into a plan." in page


def test_a_large_plan_is_brought_in_by_a_job_as_it_was_answered(officer, cast, monkeypatch) -> None:
    monkeypatch.setattr(importing.Confirming, "_is_large", lambda self: True)
    where = send_file(officer).headers["Location"]
    watched = confirm(officer, where, confirm=["1.1"]).headers["Location"]
    jobs.bring_in(account_id=cast.editor.account_id, ref=watched.split("/")[-2])
    plan = Plan.objects.get(title="Looms")
    assert officer.get(watched).headers["Location"] == url("plan", plan.ref)
    assert ActionState.objects.filter(action__plan=plan).count() == 1


def test_an_open_doubt_is_answered_on_its_own_page(officer, cast) -> None:
    confirm(officer, send_file(officer).headers["Location"])
    plan = Plan.objects.get(title="Looms")
    doubt = next(row for row in queries.doubts(cast.editor, plan.pk) if row.key == "state:1.1")
    page = text_of(officer.get(url("answer_doubt", doubt.ref)))
    assert doubt.sentence in html.unescape(page)
    officer.post(url("answer_doubt", doubt.ref), {"choice": "under way", "form_token": str(uuid4())})
    assert ActionState.objects.get(action__plan=plan).state == "under_way"


def test_an_export_is_made_by_a_job_and_fetched_by_its_asker_alone(cast) -> None:
    ref = brought_in(cast, 3)
    client = signed_in(cast.worker)
    watched = client.post(url("start_export", ref), {"kind": "csv"}).headers["Location"]
    assert "We are making your file." in text_of(client.get(watched))
    assert client.get(f"{watched}/file").status_code == 404
    jobs.export_plan(account_id=cast.worker.account_id, ref=watched.split("/")[-1])
    assert "Your file is ready: 3 actions." in text_of(client.get(watched))
    fetched = client.get(f"{watched}/file")
    rows = list(csv.reader(io.StringIO(fetched.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Number", "1.1", "1.2", "1.3"]
    assert signed_in(cast.colleague).get(watched).status_code == 404


def test_an_export_that_is_made_twice_keeps_one_file(cast) -> None:
    from lippen.kernel.models import StoredFile

    client = signed_in(cast.worker)
    watched = client.post(url("start_export", brought_in(cast, 3)), {"kind": "xlsx"}).headers["Location"]
    for _ in range(2):
        jobs.export_plan(account_id=cast.worker.account_id, ref=watched.split("/")[-1])
    access.identify(cast.worker, today=TODAY)
    assert StoredFile.objects.count() == 1


def test_work_that_somebody_asked_for_is_seen_by_nobody_else(cast) -> None:
    access.identify(cast.worker, today=TODAY)
    ref = work.ask(cast.worker, work.EXPORT, "improvement.export_plan", words="Waiting")
    assert work.told(cast.worker, work.EXPORT, ref)["state"] == work.WAITING
    with pytest.raises(work.NotVisible):
        work.told(cast.colleague, work.EXPORT, ref)


def test_the_preview_asks_as_little_of_200_actions_as_of_10(officer, cast) -> None:
    officer.get(url("plans"))
    counted = []
    for number in (10, 200):
        brought_in(cast, number)
        batch = ImportBatch.objects.latest("id")
        ImportBatch.objects.filter(pk=batch.pk).update(state="waiting", plan=None)
        counted.append(statements(lambda batch=batch: officer.get(url("import_preview", batch.ref))))
    (_, few), (answer, many) = counted
    assert answer.status_code == 200
    assert many == few <= 25


def test_initials_that_are_answered_in_the_preview_lead_their_actions_jointly_where_it_is_joint(officer, cast) -> None:
    cora = people.person(cast.council, "Cora", "Dale", "CO")
    where = send_file(officer).headers["Location"]
    confirm(officer, where, _look="1", **{name_of("initials:CD"): cora.ref})
    page = text_of(officer.get(where))
    assert "Nobody here has the initials “CD”" not in page and "AB, Cora Dale" in page
    confirm(officer, where, version=2)
    plan = Plan.objects.get(title="Looms")
    access.identify(cast.editor, today=TODAY)
    led = {
        row.number: [lead.name for lead in row.leads] for row in queries.plan_actions(cast.editor, plan.pk, today=TODAY)
    }
    assert led == {"1.1": ["Ann Brown"], "1.2": ["Cora Dale"], "2.1": ["Ann Brown", "Cora Dale"], "2.2": []}


def test_somebody_chosen_for_an_empty_lead_in_the_preview_leads(officer, cast) -> None:
    cora = people.person(cast.council, "Cora", "Dale", "CO")
    where = send_file(officer).headers["Location"]
    confirm(officer, where, **{name_of("lead:2.2"): cora.ref})
    rows = queries.plan_actions(cast.editor, Plan.objects.get(title="Looms").pk, today=TODAY)
    assert [lead.person_id for lead in rows[-1].leads] == [cora.pk]


def test_the_preview_says_at_each_date_that_its_year_is_not_confirmed(officer) -> None:
    where = send_file(officer).headers["Location"]
    page = text_of(officer.get(where))
    assert "Review August 2012" in page
    assert page.count("year taken to be 2012, not yet confirmed") == 4
    confirm(officer, where, _look="1", **{name_of("year"): "2012-10-17"})
    page = text_of(officer.get(where))
    assert "Review August 2012" in page and "not yet confirmed" not in page


def test_the_preview_quotes_the_status_of_each_action(officer) -> None:
    text = "Theme,Action,Lead,Due,Status,Update\nOne,Buy thread,AB,June 2012,✔,Mills were met\n"
    page = text_of(officer.get(send_file(officer, text.encode(), "looms.csv").headers["Location"]))
    assert "Status “✔”" in page and "Says done: 1 action" in page


def test_an_answer_that_cannot_be_used_is_told_on_the_page_and_nothing_comes_in(officer) -> None:
    text = "Theme,Action,Lead,Due\nOne,Buy thread,AB,When it rains\n"
    where = send_file(officer, text.encode(), "looms.csv").headers["Location"]
    page = text_of(confirm(officer, where, **{f"{name_of('date:1.1.target')}-words": "soon enough"}))
    assert "There is a problem" in page and "give the date, such as 31 May 2025" in html.unescape(page)
    assert f'href="#id_{name_of("date:1.1.target")}' in page
    assert not Action.objects.exists()


def too_large(client: Client, where: str):
    sent = {"file": SimpleUploadedFile("looms.txt", b"x"), "form_token": str(uuid4())}
    return client.post(where, sent, CONTENT_LENGTH=str(1_500 * 1024 * 1024))


def test_a_file_past_the_limit_is_answered_by_its_form_with_the_error_at_the_field(officer) -> None:
    answer = too_large(officer, url("import_plan"))
    page = text_of(answer)
    assert answer.status_code == 413
    assert "Your file is larger than 20 MB (1,500 MB). Split it, or take out its pictures." in page
    assert 'href="#id_file"' in page and "Which file holds the plan?" in page
    assert page.count("Choose the file") == 0 and not ImportBatch.objects.exists()


def test_the_body_of_a_file_past_the_limit_is_never_read(officer, monkeypatch) -> None:
    from django.test.client import FakePayload

    def refuse(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    monkeypatch.setattr(FakePayload, "read", refuse)
    assert too_large(officer, url("import_plan")).status_code == 413


def test_somebody_who_is_not_signed_in_is_asked_to_before_any_file_is_looked_at(cast) -> None:
    assert too_large(Client(), url("import_plan")).status_code == 302


def test_evidence_past_the_limit_is_answered_by_its_form_too(cast) -> None:
    action = cast.action("Wind the bobbins")
    answer = too_large(signed_in(cast.worker), url("offer_evidence", action.ref))
    assert answer.status_code == 413 and "Your file is larger than 20 MB" in text_of(answer)


def test_open_doubt_about_the_years_stands_on_the_plan_and_on_every_action_until_it_is_answered(officer, cast) -> None:
    confirm(officer, send_file(officer).headers["Location"])
    plan = Plan.objects.get(title="Looms")
    years = next(row for row in queries.doubts(cast.editor, plan.pk) if row.key == "year")
    pages = [url("plan", plan.ref), *(url("action", ref) for ref in plan.actions.values_list("ref", flat=True))]

    assert all(years.sentence in html.unescape(text_of(officer.get(page))) for page in pages)
    officer.post(url("answer_doubt", years.ref), {"choice": years.choices[0], "form_token": str(uuid4())})
    assert not any(years.sentence in html.unescape(text_of(officer.get(page))) for page in pages)


def test_an_import_without_a_mapping_says_so_instead_of_failing(cast, officer) -> None:
    send_file(officer)
    access.identify(cast.editor, today=TODAY)
    ImportBatch.objects.update(mapping={})
    ref = ImportBatch.objects.get().ref
    answer = officer.get(url("import_columns", ref))
    assert answer.status_code == 409 and "Bring the file in again to match them." in text_of(answer)


def test_an_import_without_a_mapping_is_still_looked_at_again(cast, officer) -> None:
    send_file(officer)
    access.identify(cast.editor, today=TODAY)
    ImportBatch.objects.update(mapping={})
    where = url("import_preview", ImportBatch.objects.get().ref)
    answer = confirm(officer, where, _look="look")
    assert answer.status_code == 302 and "Your answers are kept." in text_of(officer.get(where))
