"""What leaves the site without a sign-in in front of it, a calendar or an e-mail, names no child and no family."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lippen.casework.actions import marking, visiting
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import signed_in
from lippen.casework.vocabulary import MarkerKind
from lippen.kernel import access
from lippen.organisation.vocabulary import Rhythm
from lippen.web import jobs

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'value="http://testserver(/calendar/[0-9a-f]{40}\.ics)"')


@pytest.fixture
def c(settings) -> Cast:
    """A worker who owes a child visits and more, late and soon; a leader who owes an answer."""
    settings.LIPPEN_TODAY = TODAY
    settings.LIPPEN_SITE = "https://lippen.example.org"
    cache.clear()
    made = cast()
    child = made.add(made.worker, "Isla", "Balfour")
    made.refer(made.worker, child)
    access.identify(made.worker, today=TODAY)
    given = {"person_ref": child.ref, "so_on": TODAY, "at": NOW}
    for days in (0, 3, 40):
        plan = {"planned_on": TODAY + timedelta(days), "worker_id": made.worker.person_id}
        visiting.plan_visit(actor=made.worker, purpose="See her room", **plan, **given)
    words = {"words": "The dog bites", "shown_by": "Seen", "review_on": date(2012, 12, 1)}
    marking.mark(actor=made.worker, kind=MarkerKind.ANIMAL, **words, **given)
    return made


@pytest.mark.parametrize("name", ["worker", "leader", "manager"])
def test_a_calendar_names_no_child(name, c) -> None:
    actor = getattr(c, name)
    page = signed_in(actor).post(reverse("web:make_calendar")).content.decode()
    told = Client().get(ADDRESS.search(page)[1]).content.decode().replace("\r\n ", "")
    assert name == "manager" or "SUMMARY:" in told
    for words in ("Isla", "Balfour", "room", "dog"):
        assert words not in told
    assert name != "worker" or "SUMMARY:Visit: a child" in told


@pytest.mark.parametrize("name", ["worker", "leader"])
def test_a_digest_names_no_child(name, c) -> None:
    actor = getattr(c, name)
    jobs.send_digest(account_id=actor.account_id, rhythm=Rhythm.WEEKLY.value, spell_on="2012-10-15")
    (letter,) = mail.outbox
    for words in ("Isla", "Balfour", "room", "dog"):
        assert words not in letter.subject + letter.body
    assert "https://lippen.example.org/children/" in letter.body
