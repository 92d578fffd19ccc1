"""One's own calendar: by a secret address alone, the same bytes while nothing changes, nothing after revocation."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from lippen.improvement import actions
from lippen.improvement.tests.factories import NOW, TODAY, Cast, Which, cast, month
from lippen.improvement.tests.screens import signed_in, statements
from lippen.improvement.vocabulary import State
from lippen.kernel.models import AuditEntry
from lippen.organisation.actions import close_account
from lippen.organisation.models import Account, CalendarLink
from lippen.web.screens.calendar import MOST_IN_A_MINUTE

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'value="http://testserver(/calendar/[0-9a-f]{40}\.ics)"')


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    settings.LIPPEN_SITE = "https://lippen.example.org"
    cache.clear()
    return cast()


def made(actor) -> str:
    page = signed_in(actor).post(reverse("web:make_calendar"))
    assert page.headers["Cache-Control"] == "no-store"
    return ADDRESS.search(page.content.decode())[1]


def events(address: str) -> list[dict[str, str]]:
    found = Calendar.from_ical(Client().get(address).content)
    names = ("UID", "DTSTART", "DTEND", "SUMMARY", "DTSTAMP", "URL")
    return [{name: event[name].to_ical().decode() for name in names} for event in found.walk("VEVENT")]


def test_duties_are_all_day_events_on_their_last_day(here: Cast) -> None:
    ref = here.action("Write the rota", dates={Which.TARGET: month(2012, 12)}, state=State.UNDER_WAY).ref
    late, target = events(made(here.worker))
    assert (target["DTSTART"], target["DTEND"]) == ("20121231", "20130101")
    assert target["SUMMARY"] == "Have it done by its target date: 1.1 Write the rota"
    assert target["URL"] == f"https://lippen.example.org/plans/actions/{ref}"
    assert late["SUMMARY"].startswith("Say how it goes")


def test_the_same_duties_give_the_same_bytes_and_a_changed_one_others(here: Cast) -> None:
    action = here.action(state=State.UNDER_WAY)
    address = made(here.worker)
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    before = events(address)

    actions.write_update(actor=here.worker, action_ref=action.ref, paragraphs=["Going"], so_on=TODAY, at=NOW)
    changed = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert events(address)[0]["DTSTART"] != before[0]["DTSTART"]


def test_only_a_hash_of_the_secret_is_kept_and_the_address_names_nobody(here: Cast) -> None:
    address = made(here.worker)
    secret = address.split("/")[-1].removesuffix(".ics")
    kept = str(CalendarLink.objects.values().get())
    assert secret not in kept
    Client().get(address)
    told = [str(entry) for entry in AuditEntry.objects.values()]
    assert secret not in "".join(told)
    entry = AuditEntry.objects.get(verb="calendar.read")
    assert (entry.account_id, entry.keys) == (here.worker.account_id, {"calendar": "my-desk", "events": 0})


def test_revoked_replaced_and_unknown_addresses_answer_alike(here: Cast) -> None:
    revoked, replacing = made(here.worker), made(here.worker)
    unknown = f"/calendar/{'0' * 40}.ics"
    assert Client().get(replacing).status_code == 200
    assert {Client().get(address).status_code for address in (revoked, unknown)} == {404}
    signed_in(here.worker).post(reverse("web:revoke_calendar"))
    assert Client().get(replacing).status_code == 404


def test_whoever_left_has_no_calendar(here: Cast) -> None:
    from lippen.kernel.access import SETTING_UP

    address = made(here.worker)
    close_account(actor=SETTING_UP, account=Account.objects.get(pk=here.worker.account_id), at=NOW)
    assert Client().get(address).status_code == 404


def test_guessing_is_slowed_down(here: Cast) -> None:
    client, unknown = Client(), f"/calendar/{'0' * 40}.ics"
    answers = [client.get(unknown).status_code for _ in range(MOST_IN_A_MINUTE + 2)]
    assert set(answers) == {404, 429}
    assert client.get(unknown).headers["Retry-After"] == "60"


def test_the_calendar_asks_at_most_25_statements(here: Cast) -> None:
    for number in range(12):
        here.action(f"Action {number}", dates={Which.TARGET: month(2012, 12)})
    address = made(here.worker)
    answer, count = statements(lambda: Client().get(address))
    assert (answer.status_code, count <= 25) == (200, True), count
