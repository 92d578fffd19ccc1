"""Who reads a child's time in care is seen as who reads the record: in who looked, unusual reads, and the pace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from lippen.care.tests.world import grown
from lippen.casework.actions import work
from lippen.casework.queries import watching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import signed_in
from lippen.kernel import access
from lippen.kernel.clock import day_of, end_of
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
BY_REF = ("placement", "legal", "event", "line", "planned", "decided")
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def made(settings) -> Iterator[tuple[Cast, dict[str, str]]]:
    settings.LIPPEN_TODAY = TODAY
    c = cast()
    yield c, grown(c)


@pytest.mark.parametrize("name", ["child", *BY_REF])
def test_a_read_of_care_stands_among_the_reads_of_a_day(made, name) -> None:
    c, refs = made
    about = {"subject_kind": "care:life", "subject_key": refs[name], "verb": "known.care"}
    AuditEntry.objects.create(at=YESTERDAY, account_id=c.other_worker.account_id, **about)
    access.identify(c.governance, today=TODAY)
    day = day_of(YESTERDAY)
    (read,) = watching.reads_between(c.council.pk, end_of(day - timedelta(days=1)), end_of(day))
    assert read.account_id == c.other_worker.account_id and not read.is_own_work


def test_who_looked_tells_of_whoever_read_a_plan_or_a_review(made) -> None:
    c, refs = made
    for address in (reverse("care:line", args=[refs["line"]]), reverse("care:review", args=[refs["planned"]])):
        assert signed_in(c.leader).get(address).status_code == 200
    page = signed_in(c.worker).get(reverse("casework:who_looked", args=[refs["third"]])).content.decode()
    assert "Read a plan for permanence" in page and "Read a review" in page


def test_looking_up_many_children_by_their_care_is_slowed(made) -> None:
    c, _ = made
    access.identify(c.head, today=TODAY)
    figure = {"authority_id": c.council.pk, "number": Decimal(5), "why": "Agreed", "so_on": TODAY, "at": NOW}
    work.set_number(actor=c.head, key="lookup_records", **figure)
    others = [c.add(c.worker, name, f"Family{name}") for name in ("Isla", "Angus", "Morven", "Struan", "Una", "Callum")]
    client = signed_in(c.manager)
    answers = [client.get(reverse("care:life", args=[each.ref])).status_code for each in others]
    assert answers == [200] * 5 + [429]
