"""`python -m tests.prove.schema_of together|steps`: a new database's whole schema, line by line.

`together` makes it as a first start does, `steps` by every migration that a squashed one stands for.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

ASKED = (
    """SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
        coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attidentity::text, a.attgenerated::text
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
        AND NOT a.attisdropped""",
    """SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT 'policy', tablename, policyname, cmd, roles::text, coalesce(qual, ''), coalesce(with_check, '')
    FROM pg_policies""",
    "SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    """SELECT 'function', proname, pg_get_functiondef(oid), proowner::regrole::text, proacl::text
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'""",
    """SELECT 'relation', relname, relrowsecurity::text, relforcerowsecurity::text, relacl::text,
        relowner::regrole::text
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S')""",
)


def by_steps() -> None:
    """Leave the squashed migrations out, as if they were not there, and change one table after the other."""
    from django.db.migrations.loader import MigrationLoader

    from lippen.kernel import squashed

    squashed.all_together = nullcontext
    load = MigrationLoader.load_disk

    def without_squashed(loader: MigrationLoader) -> None:
        load(loader)
        loader.disk_migrations = {key: each for key, each in loader.disk_migrations.items() if not each.replaces}

    MigrationLoader.load_disk = without_squashed


def main(way: str) -> None:
    """Make the database and print what it is."""
    folder = Path(tempfile.mkdtemp(prefix="lippen-schema-"))
    folder.chmod(0o755)
    os.environ |= {"LIPPEN_TESTING": "1", "LIPPEN_VAR": str(folder / "var")}
    from lippen.server import launcher, setup

    if way == "steps":
        by_steps()
    try:
        with launcher.start(folder / "postgres", fast=True) as server:
            setup.point_settings_at(server, "lippen_schema")
            setup.setup_database(server.admin_url, "lippen_schema")
            with setup.as_owner() as owner:
                for asked in ASKED:
                    print(*sorted(map(repr, owner.execute(asked).fetchall())), sep="\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
