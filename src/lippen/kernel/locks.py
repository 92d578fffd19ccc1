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


def not_own(table: str, own: str) -> migrations.RunSQL:
    """Refuse a new row by which somebody would approve what is their own: `own` finds that by the row's writer."""
    make = f"""
        CREATE POLICY {table}_not_own ON {table} AS RESTRICTIVE FOR INSERT TO lippen_app
        WITH CHECK (NOT EXISTS ({own}));
    """
    return migrations.RunSQL(make, f"DROP POLICY {table}_not_own ON {table};")


ACTOR_SQL = "nullif(current_setting('app.actor', true), '')::bigint"
OWN_ROWS = f"account_id = (select {ACTOR_SQL})"
OWN_AUTHORITIES = "authority_id = ANY ((select visible_authorities())::bigint[])"


def of_authorities_as(roles: tuple[str, ...]) -> str:
    """Rows of the authorities in which the actor holds a post of one of these classes."""
    listed = ", ".join(f"'{role}'" for role in roles)
    return f"authority_id = ANY ((select visible_authorities_as(ARRAY[{listed}]))::bigint[])"


# The classes of post that the locks name, frozen here as the migrations run them; a house test holds them to the
# permissions in organisation/roles.py. When these move, a new migration brings the locks after them.
PLAN_READERS = (
    "social_worker",
    "team_leader",
    "service_manager",
    "head_of_service",
    "chief_social_work_officer",
    "chief_executive",
    "performance_officer",
)
PAPER_ISSUERS = ("committee_clerk", "proper_officer")
COMMITTEE_MEMBERS = ("councillor_on_committee", "appointed_member")
OTHER_MEMBERS = ("other_councillor",)
AUDIT_READERS = ("information_governance",)
RECOVERY_CONFIRMERS = ("administrator", "information_governance")
RECORD_MANAGERS = ("service_manager", "head_of_service", "chief_social_work_officer")
RECORD_READERS = ("social_worker", "team_leader", *RECORD_MANAGERS)
RECORD_DRAWERS = ("head_of_service", "chief_social_work_officer")
RECORD_DESTROYERS = ("head_of_service", "chief_social_work_officer", "information_governance")
OF_PLAN_READERS = of_authorities_as(PLAN_READERS)
OF_PAPER_KEEPERS = of_authorities_as((*PLAN_READERS, *PAPER_ISSUERS))
OF_EXEMPT_READERS = of_authorities_as((*PLAN_READERS, *PAPER_ISSUERS, *COMMITTEE_MEMBERS))
OF_PAPER_READERS = of_authorities_as((*PLAN_READERS, *PAPER_ISSUERS, *COMMITTEE_MEMBERS, *OTHER_MEMBERS))
OF_AUDIT_READERS = f"(select visible_authorities_as(ARRAY['{AUDIT_READERS[0]}']))::bigint[]"
OF_RECORD_READERS = of_authorities_as(RECORD_READERS)


def about_person(person: str = "person_id") -> str:
    """Rows about people whom the actor sees: of their own work, or of the council where they manage; never hidden."""
    return f"""({of_authorities_as(RECORD_MANAGERS)} OR {person} = ANY ((select visible_people())::bigint[]))
        AND NOT ({person} = ANY ((select visible_never())::bigint[]))"""


def of_seer(
    name: str, body: str, *, given: str = "wanted text", gives: str = "bigint[]", reads: tuple[str, ...] = ()
) -> migrations.RunSQL:
    """A function in SQL that looks across the locks: seer owns it, and nobody calls it until it is granted."""
    kind = given.split()[-1] if given else ""
    tables = f"GRANT SELECT ON {', '.join(reads)} TO lippen_seer;" if reads else ""
    make = f"""
        CREATE FUNCTION {name}({given}) RETURNS {gives}
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$ {body} $$;
        REVOKE ALL ON FUNCTION {name}({kind}) FROM PUBLIC;
        {tables}
        GRANT CREATE ON SCHEMA public TO lippen_seer;
        ALTER FUNCTION {name}({kind}) OWNER TO lippen_seer;
        REVOKE CREATE ON SCHEMA public FROM lippen_seer;
    """
    return migrations.RunSQL(make, f"DROP FUNCTION {name}({kind});")


def seen_by_seer(*tables: str) -> migrations.RunSQL:
    """Seer reads these tables past their locks, where they are locked: to find whose a record is."""
    make = "".join(
        f"""
        DO $$ BEGIN IF (SELECT relrowsecurity FROM pg_class WHERE oid = '{table}'::regclass) THEN
            CREATE POLICY {table}_seer ON {table} FOR SELECT TO lippen_seer USING (true);
        END IF; END $$;"""
        for table in tables
    )
    return migrations.RunSQL(make, "".join(f"DROP POLICY IF EXISTS {table}_seer ON {table};" for table in tables))
