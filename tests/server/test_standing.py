"""What many tests begin with stands beneath those that are rolled back, and beneath no others."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from lippen.casework.tests.factories import TODAY
from lippen.kernel import access
from lippen.organisation.models import Authority, Team
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.server import flush, standing
from lippen.server.flush import empty_tables, filled
from lippen.server.setup import as_owner

OURS, THEIRS = "Standing Council", "Council of this test"
MADE: list[str] = []


@standing.stands
def council(name: str = OURS) -> Authority:
    """A council with a team, in the name of somebody who works there."""
    MADE.append(name)
    made = factories.authority(name)
    access.identify(factories.actor(made, Role.SOCIAL_WORKER), today=TODAY)
    factories.team(made)
    return made


@pytest.fixture
def here(db) -> Authority:
    return council()


@pytest.fixture(scope="module")
def for_all(django_db_setup, django_db_blocker):
    """What a module keeps."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield council()
        transaction.set_rollback(True)


def committed() -> set[str]:
    """The councils that everybody sees."""
    with as_owner() as owner:
        return {str(name) for (name,) in owner.execute("SELECT name FROM organisation_authority")}


def asking() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.actor', true)")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_it_stands_for_everybody_and_what_a_test_does_to_it_is_undone(here: Authority, turn: str) -> None:
    assert committed() == {OURS} and MADE.count(OURS) == 1
    assert [team.name for team in Team.objects.all()] == ["Long-term team"]
    assert Authority.objects.get() == here and asking()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('idle_in_transaction_session_timeout')")
        assert cursor.fetchone()[0] == "30s"
    factories.team(here, f"Team of the {turn} test")
    here.name = "Changed"
    assert council(THEIRS).name == THEIRS and committed() == {OURS}


@pytest.mark.django_db
def test_it_is_gone_for_a_test_that_does_not_ask() -> None:
    assert committed() == set() and standing.GROUND.stands is None


@pytest.mark.django_db
def test_another_stands_instead(here: Authority) -> None:
    assert committed() == {OURS}


@pytest.mark.django_db
def test_with_other_arguments_it_is_made_apart() -> None:
    assert council(THEIRS).name == THEIRS and committed() == {THEIRS}


@pytest.mark.django_db
def test_upon_what_a_test_has_written_it_is_made_as_ever() -> None:
    factories.authority(THEIRS)
    assert council() and committed() == set()
    assert {found.name for found in Authority.objects.all()} == {OURS, THEIRS}


@pytest.mark.django_db(transaction=True)
def test_where_a_test_commits_it_is_made_as_ever() -> None:
    with transaction.atomic():
        council()
        assert committed() == set() and standing.GROUND.stands is None
    assert committed() == {OURS}
    empty_tables()


@pytest.mark.django_db
def test_beside_what_others_committed_it_is_made_as_ever() -> None:
    with as_owner() as owner:
        owner.execute("INSERT INTO organisation_authority (ref, name, short_name) VALUES ('a-other', 'Other', 'Other')")
    try:
        assert council() and committed() == {"Other"}
    finally:
        transaction.set_rollback(True)
        with flush.past_triggers() as connection:
            connection.execute("DELETE FROM organisation_authority")


def test_beneath_a_module_it_is_made_as_ever(for_all: Authority, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        assert committed() == set() and Authority.objects.get() == for_all


@pytest.mark.django_db
def test_where_nobody_may_write_past_triggers_it_is_made_as_ever(monkeypatch) -> None:
    monkeypatch.setattr("lippen.server.flush.ADMIN", {})
    assert council() and committed() == set()


@pytest.mark.django_db
def test_taken_away_it_leaves_no_row() -> None:
    council()
    standing.take_away()
    with as_owner() as owner:
        assert filled(owner) == []
