"""A paper's page asks the database as often for many actions as for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lippen.reporting import queries
from lippen.reporting.tests.world import world

pytestmark = pytest.mark.django_db
NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


def asked(actions: int) -> int:
    there = world(actions_in_each_theme=actions)
    ref = there.opened().ref
    with CaptureQueriesContext(connection) as caught, there.as_(there.author) as actor:
        queries.paper(actor, ref, at=there.at())
    return sum(1 for query in caught if not query["sql"].startswith(NOT_COUNTED))


def test_a_papers_page_asks_as_often_for_forty_actions_as_for_four() -> None:
    assert asked(2) == asked(20)
