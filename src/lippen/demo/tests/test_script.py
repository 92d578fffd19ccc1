"""The script on a real database, told once for each council."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction

from lippen.demo import script
from lippen.demo.plan_words import THEMES
from lippen.improvement import queries as plans
from lippen.kernel import access, clock
from lippen.organisation import queries as organisation

THEN, NOW = date(2012, 10, 17), date(2026, 11, 23)


@contextmanager
def reading_as(name: str) -> Iterator[access.Actor]:
    account = next(row[3] for row in organisation.accounts_by_role(on=clock.today()) if row[2] == name)
    actor = organisation.actor_for(account, on=clock.today())
    access.identify(actor, today=clock.today())
    yield actor


@contextmanager
def told(council: str, today: date, folder, blocker, settings_of) -> Iterator[script.Loaded]:
    with blocker.unblock(), settings_of(LIPPEN_TODAY=today), transaction.atomic():
        yield script.load(council, folder=folder)
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=[("today", NOW), ("2012", THEN)], ids=["today", "2012"])
def loaded(request, tmp_path_factory, django_db_setup, django_db_blocker):
    from django.test import override_settings

    council, today = request.param
    with told(council, today, tmp_path_factory.mktemp("paper"), django_db_blocker, override_settings) as found:
        yield found


def actions(loaded: script.Loaded):
    with reading_as("Gregor Whinfold") as actor:
        plan = plans.plan(actor, loaded.plan_ref)
        return plans.plan_actions(actor, plan.id, as_at=None, known_at=None, today=clock.today())


def test_the_plan_has_32_actions(loaded):
    assert len(actions(loaded)) == sum(len(theme.actions) for theme in THEMES) == 32
