"""The database's roles. None is superuser, makes databases or skips row-level security.

lippen_backup may replicate and nothing more: a base backup copies files and reads no table through SQL,
so it needs neither pg_read_all_data nor BYPASSRLS. On a server of your own its own backup applies.
"""

from __future__ import annotations

import os

import psycopg
from psycopg import sql

OWNER, MIGRATOR, APP, SEER = "lippen_owner", "lippen_migrator", "lippen_app", "lippen_seer"
READER, PUBLIC, RETENTION, BACKUP = "lippen_reader", "lippen_public", "lippen_retention", "lippen_backup"
NO_LOGIN = (OWNER, SEER)
LOGIN = (MIGRATOR, APP, READER, PUBLIC, RETENTION, BACKUP)
SCHEMA_USERS = (APP, READER, PUBLIC, RETENTION, SEER)
POWERS = ("rolsuper", "rolcreatedb", "rolcreaterole", "rolbypassrls")
ONE_AT_A_TIME = 7_401_001

Connection = psycopg.Connection[tuple[object, ...]]


def prepare_roles(admin_url: str, database: str) -> None:
    """Make the roles and the database, or bring what is there to the same state."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        make_roles(connection)
        make_database(connection, database)
    with psycopg.connect(admin_url, dbname=database) as connection:
        prepare_schema(connection)


def make_roles(connection: Connection) -> None:
    """Each role with exactly its rights, its password from the environment where one is given."""
    for role in (*NO_LOGIN, *LOGIN):
        make_role(connection, role)
    run(connection, "ALTER ROLE {} NOINHERIT", MIGRATOR)
    run(connection, "GRANT {} TO {}", OWNER, MIGRATOR)
    run(connection, "GRANT {} TO {}", SEER, OWNER)
    if is_superuser(connection):
        run(connection, "ALTER ROLE {} REPLICATION", BACKUP)
    else:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def make_role(connection: Connection, role: str) -> None:
    """One role: made when it is not there, stripped of powers that nobody should have."""
    found = connection.execute(
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    if found is None:
        run(connection, "CREATE ROLE {}", role)
    elif any(found):
        run(connection, "ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS", role)
    run(connection, "ALTER ROLE {} LOGIN" if role in LOGIN else "ALTER ROLE {} NOLOGIN", role)
    if password := os.environ.get(f"{role.upper()}_PASSWORD"):
        set_password(connection, role, password)


def set_password(connection: Connection, role: str, password: str) -> None:
    """Hash the password here, so that it is never in the server's log."""
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed)))


def is_superuser(connection: Connection) -> bool:
    """Whether this connection may do anything at all."""
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def make_database(connection: Connection, database: str) -> None:
    """The database, owned by the owner role, closed to everybody without a reason to connect."""
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    if found is None:
        words = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        run(connection, words, database, OWNER)
    else:
        run(connection, "ALTER DATABASE {} OWNER TO {}", database, OWNER)
    close_database(connection, database)


def close_database(connection: Connection, database: str) -> None:
    """Only the roles may connect. A copy made from a template needs this anew."""
    run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
    for role in LOGIN:
        run(connection, "GRANT CONNECT ON DATABASE {} TO {}", database, role)


def prepare_schema(connection: Connection) -> None:
    """Only the owner makes things in the schema; functions are nobody's until they are granted."""
    run(connection, "ALTER SCHEMA public OWNER TO {}", OWNER)
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in SCHEMA_USERS:
        run(connection, "REVOKE ALL ON SCHEMA public FROM {}", role)
        run(connection, "GRANT USAGE ON SCHEMA public TO {}", role)
    run(connection, "ALTER DEFAULT PRIVILEGES FOR ROLE {} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", OWNER)


def run(connection: Connection, words: str, *names: str) -> None:
    """Run a statement whose places are names."""
    connection.execute(sql.SQL(words).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]
