"""The demonstration council, loaded once for a module of tests and rolled back at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections, transaction
from django.test import Client

from lippen.organisation import queries
from lippen.reporting.tests.world import TODAY
from lippen.server.flush import empty_tables
from lippen.server.putting_back import made_once
from tests.house import cases, councils

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration of today, on a fixed day."""
    from lippen.demo import script

    before = settings.LIPPEN_TODAY
    settings.LIPPEN_TODAY = DAY
    with django_db_blocker.unblock(), transaction.atomic():
        script.load("today", has_households=False)
        yield
        transaction.set_rollback(True)
    settings.LIPPEN_TODAY = before


def two_councils() -> councils.Councils:
    """Two councils that keep everything, and a record that is no longer there."""
    made = councils.councils()
    cases.note_destroyed()
    return made


@pytest.fixture(scope="module")
def two(django_db_setup, django_db_blocker) -> Iterator[councils.Councils]:
    """Two councils that keep everything, committed; the tables are emptied afterwards."""
    before = settings.LIPPEN_TODAY
    settings.LIPPEN_TODAY = TODAY
    with django_db_blocker.unblock():
        try:
            yield made_once(two_councils)
        finally:
            connections.close_all()
            empty_tables()
    settings.LIPPEN_TODAY = before


@pytest.fixture
def undone(council: None) -> Iterator[None]:
    """What a test does is undone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def enter(council: None) -> Callable[[str], Client]:
    """A browser signed in with a post of this role."""
    accounts = {role: account for role, _, _, account in reversed(queries.accounts_by_role(on=DAY))}
    clients = {role: _signed_in(account) for role, account in accounts.items()}
    return clients.__getitem__


def _signed_in(account_id: int) -> Client:
    """Signed in before any test begins, so that no test's end undoes it."""
    client = Client(raise_request_exception=False)
    client.force_login(
        get_user_model().objects.get(pk=account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client
