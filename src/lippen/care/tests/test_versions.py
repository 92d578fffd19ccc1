"""How a span was recorded: every version with its day, who and why, for whoever sees the child."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lippen.care.actions import living, mending
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.queries import versions
from lippen.care.vocabulary import MoveReason, PlacementKind, SpanKind
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.kernel import access
from lippen.kernel.errors import NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import Account

pytestmark = pytest.mark.django_db
BEGAN, MOVED, MENDED = date(2012, 3, 5), date(2012, 6, 1), date(2012, 6, 4)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


@pytest.fixture
def child(c) -> KnownPerson:
    found = c.add(c.worker, "Isla", "Balfour")
    c.allocate(found, c.worker)
    access.identify(c.worker, today=TODAY)
    about = {"actor": c.worker, "person_ref": found.ref, "at": NOW}
    living.begin_care(so_on=BEGAN, placement=PlacementGiven(PlacementKind.CRISIS), legal=LegalGiven("S25"), **about)
    moved = PlacementGiven(PlacementKind.KINSHIP, moved_why=MoveReason.NEEDS)
    made = living.move(so_on=MOVED, placement=moved, **about)
    found.moved = made.ref
    mended = {"what": SpanKind.PLACEMENT, "span_ref": made.ref, "so_on": MENDED, "why": "It was the Monday", "at": NOW}
    mending.correct_day(actor=c.worker, **mended)
    return found


def test_each_version_is_told_with_its_day_and_why_and_one_counts(c: Cast, child: KnownPerson) -> None:
    person_id, rows = versions.versions(c.worker, child.moved)
    assert person_id == child.pk
    assert [(row.starts_on, row.why, row.is_current) for row in rows] == [
        (MOVED, "", False),
        (MENDED, "It was the Monday", True),
    ]
    assert {row.by for row in rows} == {c.worker.name} and rows[0].words == "With relatives or friends"


def test_the_page_is_a_read_of_the_childs_record_and_of_nobody_elses(
    c: Cast, child: KnownPerson, client: Client
) -> None:
    client.force_login(Account.objects.get(pk=c.worker.account_id))
    page = client.get(reverse("care:life", args=[child.ref])).content.decode()
    url = reverse("care:versions", args=[child.moved])
    assert url in page
    body = client.get(url).content.decode()
    assert "It was recorded 2 times" in body and "Why: It was the Monday" in body
    access.identify(c.worker, today=TODAY)
    assert AuditEntry.objects.filter(verb="known.care", subject_key=child.moved, keys__person=child.ref).exists()
    client.force_login(Account.objects.get(pk=c.other_worker.account_id))
    assert client.get(url).status_code == 404
    assert client.get(reverse("care:versions", args=["carer-x"])).status_code == 404


def test_what_a_version_says_anew_is_told_and_what_stays_is_not_told_again(c: Cast, child: KnownPerson) -> None:
    _, rows = versions.versions(c.worker, child.moved)
    assert dict(rows[0].says)["Kind of placement"] == "With relatives or friends"
    assert "Why the move" in dict(rows[0].says) and rows[1].says == ()
    assert [row.state for row in rows] == ["Replaced", "Counts now"]
    again = {"what": SpanKind.PLACEMENT, "span_ref": child.moved, "why": "It was her sister", "at": NOW}
    mending.take_back(actor=c.worker, **again)
    assert versions.versions(c.worker, child.moved)[1][-1].state == "Said to be wrong"


def test_nothing_is_told_of_what_nobody_recorded(c: Cast, child: KnownPerson) -> None:
    for ref in ("placement-none", "legal-none", "event-none"):
        with pytest.raises(NotVisible):
            versions.versions(c.worker, ref)
