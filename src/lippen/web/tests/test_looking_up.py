"""The search box over people asks no more of the database for many than for few."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lippen.casework.tests.factories import TODAY, Cast, cast
from lippen.casework.tests.test_screens import signed_in
from lippen.improvement.tests.screens import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def test_the_box_asks_as_many_statements_for_many_people_as_for_few(c) -> None:
    client, counts = signed_in(c.worker), []
    c.add(c.worker, "Ada", "Quarrier")
    client.post(reverse("web:search"), {"q": "quarrier"}, follow=True)
    for number in (2, 12):
        for each in range(number):
            c.add(c.worker, f"Ada{chr(97 + each)}", "Quarrier")
        answer, sent = statements(lambda: client.post(reverse("web:search"), {"q": "quarrier"}))
        page, shown = statements(lambda url=answer.url: client.get(url))
        assert "Quarrier" in page.content.decode()
        counts.append((sent, shown))
    assert counts[0] == counts[1] and max(counts[0]) <= 25
