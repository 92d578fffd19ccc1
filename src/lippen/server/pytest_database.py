"""The fixture that replaces pytest-django's making of databases."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

import pytest

from lippen.server import template
from lippen.server.flush import empty_tables

ADMIN_URL = pytest.StashKey[str | None]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker
) -> Generator[None]:
    """A copy of the template for this process; nothing at all on a server that somebody else prepared."""
    from django.db import connections
    from django.test import TransactionTestCase

    # Replaced for the whole process: Django's own flush runs as the app, which may not truncate.
    TransactionTestCase._fixture_teardown = lambda case: empty_tables()
    admin_url = request.config.stash[ADMIN_URL]
    if admin_url is None:
        yield
        return
    with django_db_blocker.unblock():
        template.make_copy(admin_url, template.copy_name())
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    with suppress(Exception):  # a server that is already gone has no copy to remove
        template.drop_copy(admin_url, template.copy_name())
