"""Information governance sees who looked: a list with filters, one record's page, and a file that can be proved."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.improvement.tests import factories as plans
from lippen.kernel import audit, checks_of_trail, clock
from lippen.kernel.models import AuditEntry
from lippen.kernel.seals.report import Fault, Kind, Report
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.web import trail_words
from lippen.web.access_table import table

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def here():
    return plans.cast()


@pytest.fixture
def officer(here):
    """Somebody of the plan's council who reads the trail."""
    return people.actor(here.council, Role.INFORMATION_GOVERNANCE)


def browser(actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def page(actor, *where: str, **query: str) -> str:
    name, *args = where or ("web:audit",)
    answer = browser(actor).get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def wrote(actor, verb: str = "plan.read", key: str = "plan-aaaaaaaaaa", *, days_ago: int = 0, **keys: object) -> None:
    """An entry as it would have been written some days ago."""
    audit.record(actor, verb, ("improvement:plan", key), keys=keys)
    if days_ago:
        from lippen.server.setup import as_owner  # noqa: F401 - what the site itself may not do

        entry = AuditEntry.objects.latest("id")
        fields = {"at": clock.real_now() - timedelta(days=days_ago), "account_id": entry.account_id, "verb": verb}
        AuditEntry.objects.create(subject_kind="improvement:plan", subject_key=key, keys=keys, **fields)


def rows(text: str) -> list[str]:
    """The entries of a page, each as its words."""
    body = text.split('class="lippen-table lippen-trail"')[1].split("</table>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)[1:]]


def test_the_list_reads_in_words_with_names_and_posts_and_no_key_of_a_verb(here, officer) -> None:
    wrote(here.worker, actions=1234)
    text = page(officer)
    assert "Read the plan" in text and here.worker.name in text and "Social worker" in text
    assert "actions 1,234" in text
    assert not any("plan.read" in row for row in rows(text))


def test_a_refusal_says_so_and_what_was_asked_for(here, officer) -> None:
    audit.record(here.worker, "refused.not_allowed", ("improvement:edit_action", "action-aaaaaaaaaa"))
    found = next(row for row in rows(page(officer, what="refused")))
    assert "Was refused: their post does not allow it" in found
    assert "Edit an action&#x27;s wording" in found


@pytest.mark.parametrize(
    ("what", "seen"),
    [
        ("looked", {"Read the plan"}),
        ("changed", {"Created the plan"}),
        ("refused", {"Was told that there is nothing there"}),
        ("plan.read", {"Read the plan"}),
        ("plan.created", {"Created the plan"}),
        ("", {"Read the plan", "Created the plan", "Was told that there is nothing there"}),
    ],
)
def test_entries_are_found_by_what_was_done(here, officer, what: str, seen: set[str]) -> None:
    for verb in ("plan.read", "plan.created", "refused.not_visible"):
        wrote(here.worker, verb, "plan-bbbbbbbbbb")
    found = {
        words for row in rows(page(officer, what=what, record="plan-bbbbbbbbbb")) for words in seen if words in row
    }
    assert found == seen
    assert len(rows(page(officer, what=what, record="plan-bbbbbbbbbb"))) == len(seen)


def test_entries_are_found_by_person_and_record_together_and_the_totals_match(here, officer) -> None:
    for number in range(60):
        wrote(here.worker, key=f"plan-{'abcd'[number % 4] * 10}")
    wrote(here.colleague)
    ref = get_user_model().objects.get(pk=here.worker.account_id).person.ref
    text = page(officer, person=ref)
    assert "60 entries by 1 person." in text and "1 to 50 of 60 entries" in text
    assert len(rows(page(officer, person=ref, page="2"))) == 10
    assert "15 entries by 1 person." in page(officer, person=ref, record="plan-aaaaaaaaaa")


def test_the_days_stand_in_the_address_and_both_ends_are_included(here, officer) -> None:
    today = clock.day_of(clock.real_now())
    wrote(here.worker)
    assert "Read the plan" in page(officer, since=today.isoformat(), until=today.isoformat())
    before = (today - timedelta(days=1)).isoformat()
    assert "No entries match" in page(officer, since=before, until=before)


def test_without_days_the_last_four_weeks_are_shown_and_said(here, officer) -> None:
    fields = {"verb": "plan.read", "subject_kind": "x", "keys": {}, "account_id": here.worker.account_id}
    for days, key in ((27, "plan-within"), (29, "plan-before")):
        AuditEntry.objects.create(at=clock.real_now() - timedelta(days=days), subject_key=key, **fields)
    text = page(officer)
    assert "plan-within" in text and "plan-before" not in text
    assert "plan-before" in page(officer, record="plan-before"), "of one record every day is shown"


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"until": "2026-13-40"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "2026-02-02", "until": "2026-01-01"},
        {"what": "x'; drop table"},
    ],
)
def test_what_cannot_be_understood_is_left_out_and_said(officer, query) -> None:
    assert "Not understood, and left out" in page(officer, **query)


def test_a_person_who_is_not_there_has_no_entries_and_nobody_elses_are_shown(here, officer) -> None:
    wrote(here.worker)
    assert "No entries match" in page(officer, person="person-nobody")


def test_somebody_of_another_council_is_found_only_where_they_left_an_entry_here(here, officer) -> None:
    ref = get_user_model().objects.get(pk=here.stranger.account_id).person.ref
    assert here.stranger.name not in page(officer, person=ref)
    audit.record(here.stranger, "refused.not_visible", ("improvement:plan", here.plan.ref))
    assert here.stranger.name in page(officer, person=ref)


def test_the_list_takes_the_same_statements_for_2_entries_as_for_50(here, officer) -> None:
    client = browser(officer)

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("web:audit"))
        return len([each for each in seen if "SAVEPOINT" not in each["sql"]])

    wrote(here.worker)
    client.get(reverse("web:audit"))
    few = statements()
    for number in range(60):
        wrote(people.actor(here.council, Role.TEAM_LEADER), key=f"plan-{number}")
    assert statements() == few <= 25


# --- one record ---


def test_a_records_page_says_who_looked_how_often_and_who_was_refused(here, officer) -> None:
    for _ in range(3):
        wrote(here.worker, key=here.plan.ref)
    audit.record(here.stranger, "refused.not_visible", ("improvement:plan", here.plan.ref))
    text = page(officer, "web:audit_record", here.plan.ref)
    assert f"Who looked at the plan {here.plan.ref}" in text
    assert "2 people looked at it or changed it; 1 person asked for it and was refused." in text
    assert here.worker.name in text and here.stranger.name in text


def test_a_record_of_another_council_answers_like_one_that_is_not_there(here) -> None:
    elsewhere = people.actor(people.authority(), Role.INFORMATION_GOVERNANCE)
    wrote(here.worker, key=here.plan.ref)
    answers = [
        browser(elsewhere).get(reverse("web:audit_record", args=[ref])) for ref in (here.plan.ref, "plan-nothing")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_that_somebody_read_the_trail_stands_in_the_trail(here, officer) -> None:
    wrote(here.worker, key=here.plan.ref)
    page(officer, "web:audit_record", here.plan.ref)
    entry = AuditEntry.objects.get(verb="audit.record")
    assert (entry.account_id, entry.subject_key) == (officer.account_id, here.plan.ref)
    page(officer, record=here.plan.ref)
    assert AuditEntry.objects.get(verb="audit.read").keys["record"] == here.plan.ref


@pytest.mark.parametrize("role", [Role.PERFORMANCE_OFFICER, Role.INFORMATION_GOVERNANCE])
def test_the_way_from_a_plan_and_an_action_is_there_for_those_who_read_the_trail_of_its_council(here, role) -> None:
    ref = here.action().ref
    both = people.two_posts((here.council, Role.PERFORMANCE_OFFICER), (here.council, role))
    elsewhere = people.two_posts((here.council, Role.PERFORMANCE_OFFICER), (people.authority(), role))
    for name, key in (("improvement:plan", here.plan.ref), ("improvement:action", ref)):
        way = reverse("web:audit_record", args=[key])
        assert (way in page(both, name, key)) is (role is Role.INFORMATION_GOVERNANCE)
        assert way not in page(elsewhere, name, key)


def test_from_a_records_page_whoever_may_open_the_record_gets_back_to_it(here, officer) -> None:
    wrote(here.worker, key=here.plan.ref)
    both = people.two_posts((here.council, Role.PERFORMANCE_OFFICER), (here.council, Role.INFORMATION_GOVERNANCE))
    way = reverse("improvement:plan", args=[here.plan.ref])
    assert way in page(both, "web:audit_record", here.plan.ref)
    assert way not in page(officer, "web:audit_record", here.plan.ref)


# --- what a verification found ---


def test_tampering_stands_above_the_list_with_the_very_rows(here, officer) -> None:
    found = Report(
        rows=9, faults=[Fault(Kind.EDIT, 2, "Row 5 was changed after block 2 was sealed.", 5)], fault_count=1
    )
    checks_of_trail.keep_check(found, at=datetime(2026, 11, 28, 2, 15, tzinfo=UTC))
    for text in (page(officer),):
        assert "The audit trail was tampered with" in text
        assert "Row 5 was changed after block 2 was sealed." in text
        assert "28 November 2026 at 02:15" in text


def test_a_trail_that_is_whole_says_when_that_was_last_proved(officer) -> None:
    checks_of_trail.keep_check(Report(rows=9, blocks=3), at=datetime(2026, 11, 28, 2, 15, tzinfo=UTC))
    text = page(officer)
    assert (
        "Nothing that was sealed has been changed since: last proved 28 November 2026 at 02:15, over 9 entries." in text
    )


# --- words ---


def test_every_verb_of_the_access_table_reads_as_a_sentence() -> None:
    assert [line.audit for line in table().values() if line.audit and not trail_words.is_in_words(line.audit)] == []


def test_a_verb_that_nobody_has_put_into_words_reads_as_best_it_can() -> None:
    assert trail_words.words_of("board.opened") == "Opened the board"
    assert trail_words.words_of("visit.read") == "Read the visit"
    assert trail_words.words_of("visit.gone_wrong") == "Visit: gone wrong"
