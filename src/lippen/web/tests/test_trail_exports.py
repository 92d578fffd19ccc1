"""Files of the audit trail: one, or a long export in several, counted before it is made and proved without us."""

from __future__ import annotations

import csv
import io
import json
import re
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from lippen.improvement import work
from lippen.improvement.tests import factories as plans
from lippen.kernel import trail_files
from lippen.kernel.access import forget, identify
from lippen.kernel.clock import real_now
from lippen.kernel.models import AuditBlock, AuditEntry, AuditExport
from lippen.kernel.seals.exports import Packing
from lippen.kernel.trail_files import Part
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.organisation.work import acting_for
from lippen.web import jobs, trail_csv
from lippen.web.tests.test_who_looked import browser, here, officer, page, wrote

__all__ = ["here", "officer"]
pytestmark = pytest.mark.django_db


def ask(client: Client, **wishes: str) -> str:
    """Ask for a file; its reference."""
    answer = client.post(reverse("web:start_audit_export"), {"form_token": "", **wishes})
    assert answer.status_code == 302
    return answer.headers["Location"].rsplit("/", 1)[-1]


@pytest.fixture
def no_jobs():
    """What was asked for is not left for another test."""
    yield
    from django.db import connection as ours

    with ours.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def fetched(client: Client, ref: str, number: int = 1) -> list[list[str]]:
    answer = client.get(reverse("web:audit_export_file", args=[ref, number]))
    assert answer.status_code == 200
    assert 'filename="audit-trail-' in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_file_holds_the_entries_that_were_asked_for_in_words_oldest_first(here, officer, no_jobs) -> None:
    for key in ("plan-cccccccccc", "plan-dddddddddd", "plan-cccccccccc"):
        wrote(here.worker, key=key)
    client = browser(officer)
    ref = ask(client, record="plan-cccccccccc")
    assert "We are making your file." in client.get(reverse("web:audit_export", args=[ref])).content.decode()
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    assert "Your file is ready: 2 entries." in client.get(reverse("web:audit_export", args=[ref])).content.decode()
    heading, *lines = fetched(client, ref)
    assert heading[:5] == ["When", "Who", "Post", "Council", "What was done"]
    assert [line[4] for line in lines] == ["Read the plan"] * 2
    assert {line[6] for line in lines} == {"plan-cccccccccc"}
    assert int(lines[0][8]) < int(lines[1][8])


def test_that_a_file_was_made_and_fetched_stands_in_the_trail(here, officer, no_jobs) -> None:
    client = browser(officer)
    ref = ask(client)
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    fetched(client, ref)
    verbs = [entry.verb for entry in AuditEntry.objects.filter(account_id=officer.account_id).order_by("id")]
    assert verbs == ["audit.asked_for_export", "audit.exported", "audit.export_file"]


def test_nobody_else_sees_that_a_file_was_asked_for_or_fetches_it(here, officer, no_jobs) -> None:
    ref = ask(browser(officer))
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    other = browser(people.actor(here.council, Role.INFORMATION_GOVERNANCE))
    for name in ("web:audit_export", "web:audit_export_contents"):
        assert other.get(reverse(name, args=[ref])).status_code == 404
    for name in ("web:audit_export_file", "web:audit_export_heads"):
        assert other.get(reverse(name, args=[ref, 1])).status_code == 404
    assert other.post(reverse("web:go_on_audit_export", args=[ref])).status_code == 404


def test_a_file_asked_for_twice_by_one_form_is_one_file(officer, no_jobs) -> None:
    token = "0d9d5a3e-4c0f-4f5e-9d70-3f6f3a3d1a22"
    client = browser(officer)
    refs = {client.post(reverse("web:start_audit_export"), {"form_token": token}).headers["Location"] for _ in range(2)}
    assert len(refs) == 1
    assert AuditEntry.objects.filter(verb="audit.asked_for_export").count() == 1


# --- a long export, in several files ---


@pytest.fixture
def in_threes(monkeypatch) -> None:
    """Files of three entries, and an export of seven at most."""
    monkeypatch.setattr("lippen.web.trail_csv.PART_ROWS", 3)
    monkeypatch.setattr("lippen.web.trail_csv.MOST_EXPORTED", 7)


def told_of(client: Client, ref: str) -> str:
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]*>", " ", client.get(reverse("web:audit_export", args=[ref])).content.decode())
    )


def long_export(here, officer, entries: int) -> tuple[Client, str]:
    """An export of so many entries about one record, asked for and counted."""
    for _ in range(entries):
        wrote(here.worker, key="plan-eeeeeeeeee")
    client = browser(officer)
    ref = ask(client, record="plan-eeeeeeeeee")
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    return client, ref


def kept(officer, ref: str) -> list[Part]:
    """The files that are there."""
    with transaction.atomic():
        identify(officer, today=plans.TODAY)
        found = list(trail_files.parts_of(officer, ref))
        forget()
    return found


def go_on(client: Client, officer, ref: str) -> None:
    client.post(reverse("web:go_on_audit_export", args=[ref]))
    jobs.export_trail(account_id=officer.account_id, ref=ref)


def test_as_many_entries_as_one_file_holds_are_one_file_at_once(here, officer, no_jobs, in_threes) -> None:
    client, ref = long_export(here, officer, 3)
    assert "Your file is ready: 3 entries." in told_of(client, ref)
    assert len(fetched(client, ref)) == 1 + 3


def test_one_entry_more_is_told_with_its_size_before_anything_is_made(here, officer, no_jobs, in_threes) -> None:
    client, ref = long_export(here, officer, 4)
    told = told_of(client, ref)
    assert "These are 4 entries. That is more than one file holds." in told
    assert "2, each of at most 3 entries" in told and "about a few seconds" in told
    assert re.search(r"All together about [\d.]+ (bytes|kB)", told)
    assert kept(officer, ref) == []
    assert client.get(reverse("web:audit_export_file", args=[ref, 1])).status_code == 404
    go_on(client, officer, ref)
    assert "Your files are ready: 4 entries in 2 files." in told_of(client, ref)
    assert [len(fetched(client, ref, number)) - 1 for number in (1, 2)] == [3, 1]


def test_the_size_told_beforehand_is_near_that_of_the_files(here, officer, no_jobs, in_threes) -> None:
    client, ref = long_export(here, officer, 7)
    with acting_for(officer.account_id) as actor:
        told = int(work.told(actor, "trail", ref)["bytes_about"])
    go_on(client, officer, ref)
    made = sum(part.size for part in kept(officer, ref))
    assert 0.7 < told / made < 1.3


def test_the_most_that_an_export_holds_is_made_and_one_more_is_refused_in_words(here, officer, no_jobs, in_threes):
    client, ref = long_export(here, officer, 7)
    go_on(client, officer, ref)
    assert "Your files are ready: 7 entries in 3 files." in told_of(client, ref)
    client, ref = long_export(here, officer, 1)
    assert "These are more than 7 entries. Choose fewer days and ask again." in told_of(client, ref)
    client.post(reverse("web:go_on_audit_export", args=[ref]))
    assert "These are more than 7 entries." in told_of(client, ref), "what was refused does not go on"


def test_a_number_of_entries_that_fills_its_files_makes_no_empty_one(here, officer, no_jobs, in_threes) -> None:
    client, ref = long_export(here, officer, 6)
    go_on(client, officer, ref)
    assert "6 entries in 2 files" in told_of(client, ref)


def test_every_entry_is_in_one_file_and_in_order_though_they_share_their_moment(here, officer, no_jobs, in_threes):
    at = real_now()
    for _ in range(7):
        given = {"at": at, "account_id": here.worker.account_id, "verb": "plan.read", "keys": {}}
        AuditEntry.objects.create(subject_kind="improvement:plan", subject_key="plan-eeeeeeeeee", **given)
    client, ref = long_export(here, officer, 0)
    go_on(client, officer, ref)
    ids = [int(line[8]) for number in (1, 2, 3) for line in fetched(client, ref, number)[1:]]
    assert len(ids) == 7 and ids == sorted(set(ids))


def test_an_entry_that_comes_later_is_in_no_file(here, officer, no_jobs, in_threes) -> None:
    client, ref = long_export(here, officer, 4)
    wrote(here.worker, key="plan-eeeeeeeeee")
    go_on(client, officer, ref)
    assert "4 entries in 2 files" in told_of(client, ref)


def test_killed_between_two_files_it_goes_on_behind_the_last_and_tells_how_far_it_is(
    here, officer, no_jobs, in_threes, monkeypatch
) -> None:
    client, ref = long_export(here, officer, 7)
    client.post(reverse("web:go_on_audit_export", args=[ref]))
    make, made = trail_csv.next_part, []

    def killed_at_the_third(*given, **more):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(1)
        return make(*given, **more)

    monkeypatch.setattr("lippen.web.trail_csv.next_part", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        jobs.export_trail(account_id=officer.account_id, ref=ref)
    told = told_of(client, ref)
    assert "We are making your files." in told and "2 of 3 files are done, 6 of 7 entries" in told
    before = [part.sha256 for part in kept(officer, ref)]
    monkeypatch.setattr("lippen.web.trail_csv.next_part", make)
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    after = [part.sha256 for part in kept(officer, ref)]
    assert after[:2] == before and len(after) == 3
    assert AuditEntry.objects.filter(verb="audit.exported").count() == 1


def test_asked_twice_to_go_on_it_goes_on_once(here, officer, no_jobs, in_threes) -> None:
    client, ref = long_export(here, officer, 4)
    for _ in range(2):
        client.post(reverse("web:go_on_audit_export", args=[ref]))
    assert AuditEntry.objects.filter(verb="audit.export_confirmed").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'web.export_trail'")
        assert cursor.fetchone() == (2,), "once to count, once to make"


def test_whose_post_ends_between_two_files_gets_no_more_of_them(here, officer, no_jobs, in_threes, monkeypatch) -> None:
    from lippen.organisation.models import PostHolding

    client, ref = long_export(here, officer, 7)
    client.post(reverse("web:go_on_audit_export", args=[ref]))
    make = trail_csv.next_part

    def then_the_post_ends(*given, **more):
        is_more = make(*given, **more)
        PostHolding.objects.filter(person_id=officer.person_id).update(ends_on=plans.TODAY.replace(year=2010))
        return is_more

    monkeypatch.setattr("lippen.web.trail_csv.next_part", then_the_post_ends)
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    assert len(kept(officer, ref)) == 1
    assert not AuditEntry.objects.filter(verb="audit.exported").exists()


def test_the_list_of_files_holds_the_hash_of_each_and_each_names_the_heads_it_covers(
    here, officer, no_jobs, in_threes
) -> None:
    for _ in range(4):
        wrote(here.worker, key="plan-eeeeeeeeee")
    last = AuditEntry.objects.order_by("-transaction").first().transaction
    AuditBlock.objects.create(
        number=1, sealed_at=real_now(), floor_id=0, from_transaction=0, through_transaction=last + 1, row_count=9,
        rows_hash="a" * 64, marks=b"", previous_hash="0" * 64, hash="b" * 64,
    )  # fmt: skip
    client, ref = long_export(here, officer, 0)
    go_on(client, officer, ref)
    told = json.loads(client.get(reverse("web:audit_export_contents", args=[ref])).content)
    assert (told["export"], told["entries"], len(told["files"])) == (ref, 4, 2)
    for number, each in enumerate(told["files"], start=1):
        answer = client.get(reverse("web:audit_export_file", args=[ref, number]))
        assert each["sha256"] == sha256(answer.content).hexdigest() and each["bytes"] == len(answer.content)
        assert each["file"] in answer.headers["Content-Disposition"]
        assert {line[9] for line in fetched(client, ref, number)[1:]} == {"1"}
        heads = client.get(reverse("web:audit_export_heads", args=[ref, number]))
        assert each["heads_sha256"] == sha256(heads.content).hexdigest()
        (_, line) = csv.reader(io.StringIO(heads.content.decode("utf-8-sig")))
        assert (line[0], line[2:]) == ("1", ["9", "b" * 64])
    page = client.get(reverse("web:audit_export", args=[ref])).content.decode()
    assert all(each["sha256"] in page for each in told["files"]) and "1 to 1" in page
    verbs = set(AuditEntry.objects.filter(account_id=officer.account_id).values_list("verb", flat=True))
    assert {"audit.export_file", "audit.export_heads", "audit.export_contents"} <= verbs


def test_a_file_that_is_not_there_is_not_found(here, officer, no_jobs, in_threes) -> None:
    client, ref = long_export(here, officer, 4)
    go_on(client, officer, ref)
    for number in (0, 3):
        for name in ("web:audit_export_file", "web:audit_export_heads"):
            assert client.get(reverse(name, args=[ref, number])).status_code == 404


def test_one_file_of_an_export_is_kept_once(officer) -> None:
    with acting_for(officer.account_id) as actor:
        content = Packing().done()
        part = Part(1, "a.csv", content.sha256, 0, content.size, None, None, None, "", 0, None, None)
        for _ in range(2):
            trail_files.keep_part(actor, "trail-x", part, content, content, at=real_now())
        assert len(trail_files.parts_of(actor, "trail-x")) == 1
    with pytest.raises(IntegrityError, match="audit_export_part_once"), acting_for(officer.account_id) as actor:
        given = {"ref": "trail-x", "account_id": actor.own_id, "content": b"", "row_count": 0, "made_at": real_now()}
        AuditExport.objects.create(**given)
    with pytest.raises(IntegrityError, match="audit_export_parts_count"), acting_for(officer.account_id) as actor:
        AuditExport.objects.create(**given | {"part": 0, "ref": "trail-y"})


def test_the_list_says_of_more_entries_than_it_counts_that_a_download_counts_them(here, officer, monkeypatch) -> None:
    monkeypatch.setattr("lippen.kernel.trail.MOST_COUNTED", 2)
    for _ in range(3):
        wrote(here.worker)
    assert "More than 2 entries" in page(officer) and "Download as CSV" in page(officer)


def test_somebody_whose_post_ended_meanwhile_gets_no_file(here, officer, no_jobs) -> None:
    from lippen.organisation.models import PostHolding

    ref = ask(browser(officer))
    PostHolding.objects.filter(person_id=officer.person_id).update(ends_on=plans.TODAY.replace(year=2010))
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    assert not AuditEntry.objects.filter(verb="audit.exported").exists()


def test_no_cell_of_the_file_is_run_as_a_formula(here, officer, no_jobs) -> None:
    wrote(here.worker, key="=cmd")
    client = browser(officer)
    ref = ask(client)
    jobs.export_trail(account_id=officer.account_id, ref=ref)
    assert "'=cmd" in [line[6] for line in fetched(client, ref)]
