from __future__ import annotations

import pytest
from django.db import connection

from lippen.server import grants, roles
from lippen.server.flush import KEPT, filled
from lippen.server.setup import as_owner

pytestmark = pytest.mark.django_db

PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
MAY_BE_DELETED = (
    "django_session",
    "account_",
    "mfa_",
    "socialaccount_",
    "organisation_tries",
    "organisation_opensession",
    "procrastinate_",
    "kernel_draft",
    "kernel_usedtoken",
    "casework_intakepart",
    "casework_intakedoubt",
)


def rows(query: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def tables() -> list[str]:
    return [name for (name,) in rows(grants.TABLES)]


def held(role: str) -> dict[str, set[str]]:
    asked = "SELECT t, p FROM unnest(%s::text[]) t, unnest(%s::text[]) p WHERE has_table_privilege(%s, t, p)"
    found: dict[str, set[str]] = {}
    for table, privilege in rows(asked, tables(), list(PRIVILEGES), role):
        found.setdefault(table, set()).add(privilege)
    return found


@pytest.mark.parametrize("role", grants.GRANTED_ROLES)
def test_every_role_has_exactly_the_declared_rights(role: str) -> None:
    declared = {table: set(grants.grant_for(table).to(role)) for table in tables()}

    assert held(role) == {table: rights for table, rights in declared.items() if rights}


@pytest.mark.parametrize("role", [roles.MIGRATOR, roles.BACKUP])
def test_migrator_and_backup_hold_no_rights_of_their_own(role: str) -> None:
    assert held(role) == {}


def test_only_passing_things_may_be_deleted() -> None:
    deletable = [table for table, rights in held(roles.APP).items() if "DELETE" in rights]

    assert [table for table in deletable if not table.startswith(MAY_BE_DELETED)] == []


def test_audit_rows_are_added_and_never_changed() -> None:
    assert held(roles.APP)["kernel_auditentry"] == {"SELECT", "INSERT"}


def test_everything_in_the_schema_belongs_to_the_owner() -> None:
    others = rows(
        "SELECT relname, relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relowner <> %s::regrole AND relkind IN ('r', 'p', 'v', 'm', 'S')",
        roles.OWNER,
    )
    assert others == []


def test_tests_are_signed_in_as_the_app() -> None:
    assert rows("SELECT current_user::text, session_user::text") == [(roles.APP, roles.APP)]


def test_a_locked_table_is_locked_for_everybody() -> None:
    unforced = rows("SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity")
    assert unforced == []


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_leaves_a_row_behind() -> None:
    rows("INSERT INTO django_session VALUES ('left behind', '', now()) RETURNING 1")
    assert rows("SELECT count(*) FROM django_session") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_the_row_left_behind_is_gone_before_the_next_test() -> None:
    assert rows("SELECT count(*) FROM django_session") == [(0,)]
    with as_owner() as owner:
        assert set(filled(owner)) <= set(KEPT)
