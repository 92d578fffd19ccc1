"""Row-level security, written once: each policy as the SQL that a migration runs."""

from __future__ import annotations

from django.db import migrations

OWNER = "lippen_owner"


def locked(table: str, using: str, *, check: str | None = None, roles: str = "lippen_app") -> list[migrations.RunSQL]:
    """Enable and force row-level security on a table with one policy for reads and writes."""
    enable = f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_owner ON {table} TO {OWNER} USING (true) WITH CHECK (true);
        CREATE POLICY {table}_visible ON {table} TO {roles} USING ({using}) WITH CHECK ({check or using});
    """
    disable = f"""
        DROP POLICY {table}_visible ON {table};
        DROP POLICY {table}_owner ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """
    return [migrations.RunSQL(enable, disable)]


ACTOR_SQL = "nullif(current_setting('app.actor', true), '')::bigint"
OWN_ROWS = f"account_id = (select {ACTOR_SQL})"
OWN_AUTHORITIES = "authority_id = ANY ((select visible_authorities())::bigint[])"
