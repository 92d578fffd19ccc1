"""Commitments, risks and what came of meetings as files: what stands in them, safe cells, and who may have them."""

from __future__ import annotations

import contextlib
import csv
import io
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from lippen.improvement import actions, jobs, queries, room_exports
from lippen.improvement.room_exports import Told
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.improvement.tests.test_groups import agenda, called, founded, full, looks_after, second
from lippen.improvement.vocabulary import LineOutcome
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.files.store import read_file
from lippen.kernel.models import AuditEntry, StoredFile
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def asked(client: Client, table: str, *, more: str = "", kind: str = "csv", **given: str):
    sent = {"table": table, "kind": kind, "form_token": str(uuid4()), **given}
    return client.post(reverse("improvement:start_table") + more, sent)


def made(actor: Actor, table: str, *, more: str = "", kind: str = "csv", **given: str) -> bytes:
    """The file that somebody asks for, as the worker makes it and as its asker fetches it."""
    client = signed_in(actor)
    watched = asked(client, table, more=more, kind=kind, **given).headers["Location"]
    ref = watched.rsplit("/", 1)[1]
    jobs.export_table(account_id=actor.account_id, ref=ref)
    page = text_of(client.get(watched))
    assert "Your file is ready" in page, page
    return client.get(reverse("improvement:export_file", args=[ref])).content


def lines_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_commitments_leave_with_owner_dates_and_how_they_stand(here: Cast) -> None:
    full(here)
    (line,) = lines_of(made(here.worker, "commitments", plan=here.plan.ref))
    assert (line["Commitment"], line["Which way"], line["How it stands"]) == ("Promised report", "Ours to them", "Open")
    assert line["Who keeps it"].startswith(here.worker.name) and line["Date now, last day"] == "2012-09-03"
    assert (line["Late"], line["Plan"]) == ("Yes", here.plan.title)


def test_the_filters_of_the_page_hold_in_the_file(here: Cast) -> None:
    full(here)
    assert lines_of(made(here.worker, "commitments", status="kept")) == []
    assert lines_of(made(here.worker, "commitments", direction="theirs")) == []
    assert lines_of(made(here.boss, "commitments", mine="on")) == []
    for wishes in ({"status": "late"}, {"words": "report"}, {"mine": "on"}, {"status": "x", "direction": "y"}):
        assert len(lines_of(made(here.worker, "commitments", **wishes))) == 1, wishes


def test_the_past_leaves_as_it_was(here: Cast) -> None:
    full(here)
    assert lines_of(made(here.worker, "risks", plan=here.plan.ref, more="?as_at=2012-10-01")) == []


def test_risks_leave_with_their_scores(here: Cast) -> None:
    full(here)
    (line,) = lines_of(made(here.worker, "risks", plan=here.plan.ref))
    assert (line["Risk"], line["Score"], line["Band"], line["Open"]) == ("Raised risk", "16", "High", "Yes")


def test_what_came_of_groups_meetings_leaves_with_action_commitment_and_plan(here: Cast) -> None:
    refs, other, group = full(here), second(here), founded(here)
    looks_after(here, group, other)
    meeting = called(here, group)
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    lines = agenda(here, meeting).lines
    said = {"actor": here.worker, "meeting_ref": meeting, "outcome": LineOutcome.DISCUSSED, **WHEN}
    actions.minute_line(
        key=lines[0].key, words="It moves", action_ref=refs["late"], commitment_ref=refs["promise"], **said
    )
    theirs = next(line for line in lines if line.plan == other)
    actions.minute_line(key=theirs.key, words="Of the other plan", **said)
    first, last = lines_of(made(here.worker, "groups"))
    assert (first["Group"], first["Agenda line"], first["In words"]) == (
        "Improvement board",
        "1.1 Late action",
        "It moves",
    )
    assert (first["Action"], first["Standing"], first["Commitment"]) == ("Late action", "Red", "Promised report")
    assert (first["Plan"], last["Plan"], last["Action"]) == (here.plan.title, "A second plan", "")
    assert len(lines_of(made(here.worker, "groups", plan=other))) == 2


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_of_any_table_is_run_by_a_spreadsheet(here: Cast, sign: str) -> None:
    full(here)
    evil = f'{sign}cmd|"/c calc"!A1'
    owner = actions.Owner(None, evil)
    given = {"actor": here.worker, "plan_ref": here.plan.ref, "owner": owner, **WHEN}
    actions.make_commitment(direction="ours", words=evil, other_words=evil, **given)
    actions.raise_risk(title=evil, details=evil, reason=evil, score=room_score(), **given)
    meeting = called(here, founded(here, name=evil))
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    line = agenda(here, meeting).lines[0]
    said = {"outcome": LineOutcome.DISCUSSED, "words": evil, **WHEN}
    actions.minute_line(actor=here.worker, meeting_ref=meeting, key=line.key, **said)
    for table in Told:
        found = lines_of(made(here.worker, table, plan=here.plan.ref))
        cells = [cell for line in found for cell in line.values()]
        assert f"'{evil}" in cells and not [cell for cell in cells if cell.startswith(sign)], table
        book = openpyxl.load_workbook(io.BytesIO(made(here.worker, table, plan=here.plan.ref, kind="xlsx")))
        kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
        assert "f" not in kinds and evil in [cell.value for row in book.active.iter_rows() for cell in row], table


def room_score() -> object:
    from lippen.improvement.scores import Score

    return Score(2, 2)


def test_a_file_is_its_askers_alone_and_strangers_find_no_plan(here: Cast) -> None:
    full(here)
    watched = asked(signed_in(here.worker), "risks", plan=here.plan.ref).headers["Location"]
    assert signed_in(here.boss).get(watched).status_code == 404
    assert asked(signed_in(here.stranger), "risks", plan=here.plan.ref).status_code == 404
    clerk = people.actor(here.council, Role.COMMITTEE_CLERK)
    assert asked(signed_in(clerk), "commitments").status_code == 403


def test_another_councils_rows_are_in_no_file(here: Cast) -> None:
    full(here)
    for table in (Told.COMMITMENTS, Told.GROUPS):
        assert lines_of(made(here.stranger, table)) == []


def test_whoever_belongs_to_several_councils_is_asked_to_open_a_plan(here: Cast) -> None:
    other = people.authority("Strathlairn Council")
    both = people.two_posts((here.council, Role.TEAM_LEADER), (other, Role.TEAM_LEADER), on=TODAY)
    answer = asked(signed_in(both), "commitments")
    assert answer.status_code == 409 and "You belong to several councils." in text_of(answer)


def test_commitments_of_a_shared_plan_are_those_of_the_council_that_the_page_names(here: Cast) -> None:
    other = people.authority("Strathlairn Council")
    both = people.two_posts((here.council, Role.PERFORMANCE_OFFICER), (other, Role.PERFORMANCE_OFFICER), on=TODAY)
    access.identify(both, today=TODAY)
    plan = actions.create_plan(actor=both, title="Shared", authority_id=here.council.pk, also_for=[other.pk], at=NOW)
    for council in (here.council, other):
        given = {"owner": actions.Owner(both.person_id), "authority_id": council.pk, "plan_ref": plan.ref}
        actions.make_commitment(actor=both, direction="ours", words=f"Of {council.name}", **given, **WHEN)
    client = signed_in(both)
    watched = asked(client, "commitments", plan=plan.ref).headers["Location"]
    jobs.export_table(account_id=both.account_id, ref=watched.rsplit("/", 1)[1])
    page = text_of(client.get(watched))
    keeper = queries.keeper_of(both, plan.pk)
    council = people.queries.authority_names([keeper])[keeper]
    assert f"1 commitment of {council}" in page


@pytest.mark.parametrize(
    "wrong", [{"kind": "data"}, {"table": "people"}, {"kind": ""}, {"more": "?as_at=2012-02-30"}, {"plan": ""}]
)
def test_what_cannot_be_made_is_refused_in_words(here: Cast, wrong: dict[str, str]) -> None:
    given = {"table": "risks", "plan": here.plan.ref, **wrong}
    answer = asked(signed_in(here.worker), given.pop("table"), **given)
    assert answer.status_code == 409


def test_asking_twice_with_one_form_makes_one_file_and_the_job_begun_again_keeps_it(here: Cast) -> None:
    full(here)
    client, token = signed_in(here.worker), str(uuid4())
    first, again = (asked(client, "risks", plan=here.plan.ref, form_token=token).headers["Location"] for _ in range(2))
    assert first == again
    for _ in range(2):
        jobs.export_table(account_id=here.worker.account_id, ref=first.rsplit("/", 1)[1])
    access.identify(here.worker, today=TODAY)
    (file,) = StoredFile.objects.all()
    assert file.name == "Risks-of-Long-term-work-with-children.csv" and b"Raised risk" in read_file(
        here.worker, file.ref
    )
    with pytest.raises(NotVisible):
        read_file(here.stranger, file.ref)
    entry = AuditEntry.objects.get(verb="risks.exported")
    assert (entry.subject_key, entry.keys) == (here.plan.ref, {"kind": "csv", "rows": 1})


def test_whose_post_ended_meanwhile_gets_no_file(here: Cast) -> None:
    full(here)
    watched = asked(signed_in(here.worker), "commitments").headers["Location"]
    people.PostHolding.objects.filter(person_id=here.worker.person_id).update(ends_on=TODAY)
    with contextlib.suppress(NotVisible):
        jobs.export_table(account_id=here.worker.account_id, ref=watched.rsplit("/", 1)[1])
    access.identify(here.boss, today=TODAY)
    assert not StoredFile.objects.exists()


def test_each_page_offers_its_file(here: Cast) -> None:
    full(here)
    founded(here)
    client, where = signed_in(here.worker), reverse("improvement:start_table")
    for page in ("/partners/commitments?status=late&words=report", f"/risks/of/{here.plan.ref}", "/groups/"):
        told = text_of(client.get(page))
        assert f'action="{where}"' in told, page
    told = text_of(client.get("/partners/commitments?status=late&words=report"))
    assert '<input type="hidden" name="status" value="late">' in told and 'name="words" value="report"' in told


def test_every_heading_of_a_table_stands_once() -> None:
    for table in Told:
        headings = [column.heading for column in room_exports.COLUMNS[table]]
        assert len(headings) == len(set(headings)), table
