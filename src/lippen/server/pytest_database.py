"""The fixture that replaces pytest-django's making of databases, and the check that no test leaves jobs behind."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

import pytest

from lippen.server import standing, template
from lippen.server.flush import empty_tables, let_write_past_triggers
from lippen.server.grants import Connection
from lippen.server.setup import as_owner

ADMIN_URL = pytest.StashKey[str | None]()
WATCH = pytest.StashKey[Connection]()
LEFT = """
    SELECT 'a job: ' || task_name FROM procrastinate_jobs
    UNION ALL SELECT 'a worker that did not sign off' FROM procrastinate_workers
    UNION ALL SELECT 'a time of ' || task_name FROM procrastinate_periodic_defers
"""


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
    let_write_past_triggers(admin_url)
    with as_owner(autocommit=True) as request.config.stash[WATCH]:
        yield
    standing.close()
    with django_db_blocker.unblock():
        connections.close_all()
    with suppress(Exception):  # a server that is already gone has no copy to remove
        template.drop_copy(admin_url, template.copy_name())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """What many tests begin with may stand beneath this one."""
    standing.GROUND.is_asked, standing.GROUND.asked_by, standing.GROUND.may = False, "", True
    yield
    if standing.GROUND.stands and not standing.GROUND.is_asked:
        pytest.fail("Something stands beneath this test that it has not asked for.")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    """Beneath one test, not beneath a module's; and by which fixture it is asked for."""
    if fixturedef.scope == "function":
        with standing.asking(fixturedef.argname):
            return (yield)
    with standing.not_beneath_more_than_one_test():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Take away what stands beneath the test, and blame it if it leaves jobs, once all that it used is put away."""
    try:
        yield
    finally:
        standing.GROUND.may = False
        if not _begins_alike(item, nextitem):
            standing.take_away()
    watch = item.config.stash.get(WATCH, None)
    if watch is None or watch.closed:
        return
    if left := [str(row[0]) for row in watch.execute(LEFT)]:
        watch.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
        pytest.fail(f"The test left in the database: {', '.join(sorted(set(left)))}. Take away what it asked for.")


def _begins_alike(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether the fixture that asked for what stands is one of the next test too, which is rolled back as well."""
    if following is None or following.path != item.path:
        return False
    marks = [[(mark.args, mark.kwargs) for mark in each.iter_markers("django_db")] for each in (item, following)]
    return marks[0] == marks[1] and standing.GROUND.asked_by in getattr(following, "fixturenames", ())
