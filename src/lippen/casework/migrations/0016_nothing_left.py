"""Copies of a destroyed record go with it: drafts, searches, what forms were told. A child who died has a line of their
own, and is no part of anybody's load; that they died is an alert.

`condemned_keys`: the keys of the records that retention may destroy today and of everything in them; a draft or a form
that names one of them goes. `condemned_searches`: also those that found or named somebody who is destroyed, and after
a year whichever added nobody. `visible_found`: the search box over people, the asker's view alone. `visible_deaths`: when whom a council knows died, for those who agree what is destroyed.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models
from django.db.models.functions import Lower

from lippen.kernel.locks import RECORD_DESTROYERS, RECORD_READERS, about_person, of_seer, seen_by_seer

MAY_DESTROY = (
    f"""council = ANY (public.visible_authorities_as(ARRAY[{", ".join(f"'{role}'" for role in RECORD_DESTROYERS)}]))"""
)
READERS = ", ".join(f"'{role}'" for role in RECORD_READERS)
DEATHS = f"""
    SELECT now.person_id, now.died_on FROM public.casework_personnow now
    WHERE now.authority_id = council AND now.died_on IS NOT NULL AND {MAY_DESTROY}"""
ADDED_BY = "SELECT known.search_id FROM public.casework_knownperson known WHERE known.id = ANY (gone)"
FOUND_BY = """
    SELECT run.id FROM public.casework_searchrun run
    WHERE NOT EXISTS (SELECT 1 FROM public.casework_knownperson known
            WHERE known.search_id = run.id AND NOT known.id = ANY (gone))
      AND (run.recorded_at < now() - interval '1 year'
        OR EXISTS (SELECT 1 FROM public.casework_personname name
            WHERE name.person_id = ANY (gone) AND name.authority_id = run.authority_id
              AND lower(name.given_name) IN (lower(run.terms ->> 'given_name'), lower(run.terms ->> 'family_name'))
              AND lower(name.family_name) IN (lower(run.terms ->> 'given_name'), lower(run.terms ->> 'family_name')))
        OR EXISTS (SELECT 1 FROM public.casework_personname name
            WHERE name.person_id = ANY (gone) AND name.authority_id = run.authority_id AND name.family_name <> ''
              AND position(lower(name.family_name) IN lower(run.terms ->> 'words')) > 0)
        OR EXISTS (SELECT 1 FROM public.kernel_auditentry made
            JOIN public.casework_knownperson known ON made.keys -> 'found' ? known.ref
            WHERE made.subject_key = run.ref AND made.verb = 'search.made' AND known.id = ANY (gone)))"""
BEFORE = """
CREATE OR REPLACE FUNCTION condemned_searches() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(known.search_id), '{}') FROM public.casework_knownperson known
    WHERE known.id = ANY ((SELECT public.condemned_people())::bigint[])
$$;
"""
SEARCHES = f"""
CREATE OR REPLACE FUNCTION condemned_searches() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH these AS MATERIALIZED (SELECT public.condemned_people() AS gone)
    SELECT coalesce(array_agg(DISTINCT found.id), '{{}}')
    FROM these CROSS JOIN LATERAL ({ADDED_BY} UNION {FOUND_BY}) found (id)
$$;
"""
# Every table of records with a key of its own is asked, also one that a later migration adds.
KEYS = """
CREATE FUNCTION condemned_keys() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    gone bigint[] := public.condemned_people();
    told text[];
    more text[];
    kept text;
BEGIN
    IF cardinality(gone) = 0 THEN
        RETURN '{}';
    END IF;
    SELECT array_agg(known.ref::text) INTO told FROM public.casework_knownperson known WHERE known.id = ANY (gone);
    SELECT array_agg(run.ref::text) INTO more FROM public.casework_searchrun run
    WHERE run.id = ANY (public.condemned_searches());
    told := told || coalesce(more, '{}');
    FOR kept IN
        SELECT class.relname FROM pg_class class
        JOIN pg_attribute own ON own.attrelid = class.oid AND own.attname = 'ref' AND NOT own.attisdropped
        JOIN pg_attribute whose ON whose.attrelid = class.oid AND whose.attname = 'person_id' AND NOT whose.attisdropped
        WHERE class.relnamespace = 'public'::regnamespace AND class.relkind = 'r' AND class.relname LIKE 'casework!_%' ESCAPE '!'
    LOOP
        EXECUTE format('SELECT array_agg(ref::text) FROM public.%I WHERE person_id = ANY ($1)', kept) INTO more USING gone;
        told := told || coalesce(more, '{}');
    END LOOP;
    RETURN told;
END $$;
REVOKE ALL ON FUNCTION condemned_keys() FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION condemned_keys() OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
GRANT EXECUTE ON FUNCTION condemned_keys() TO lippen_retention;
"""
# Those of whom everything asked for is true and whom the asker sees, and nobody else: the locks are asked inside.
SEEN = about_person("now.person_id").replace("authority_id =", "now.authority_id =")
FOUND = f"""
CREATE FUNCTION visible_found(councils bigint[], asked jsonb)
RETURNS TABLE (person_id bigint, given_name text, family_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE
    part jsonb;
    wanted varchar[];
    begun text;
    ids bigint[];
    more bigint[];
BEGIN
    FOR part IN SELECT * FROM jsonb_array_elements(asked) LOOP
        wanted := ARRAY(SELECT jsonb_array_elements_text(part -> 'keys'));
        begun := part ->> 'begins';
        more := ARRAY(
            SELECT now.person_id FROM public.casework_personnow now WHERE now.keys && wanted
            UNION SELECT now.person_id FROM public.casework_personnow now
            WHERE begun <> '' AND lower(now.family_name) LIKE begun || '%'
            UNION SELECT now.person_id FROM public.casework_personnow now
            WHERE begun <> '' AND lower(now.given_name) LIKE begun || '%');
        ids := CASE WHEN ids IS NULL THEN more ELSE ARRAY(SELECT unnest(ids) INTERSECT SELECT unnest(more)) END;
    END LOOP;
    RETURN QUERY
    SELECT now.person_id, now.given_name::text, now.family_name::text FROM public.casework_personnow now
    WHERE now.person_id = ANY (ids) AND now.authority_id = ANY (councils)
      AND now.authority_id = ANY ((SELECT public.visible_authorities_as(ARRAY[{READERS}]))::bigint[]) AND {SEEN};
END $$;
REVOKE ALL ON FUNCTION visible_found(bigint[], jsonb) FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_found(bigint[], jsonb) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
NAMES = "EXISTS (SELECT 1 FROM unnest((SELECT condemned_keys())) gone WHERE position(gone IN {}) > 0)"
COPIES = {
    "kernel_draft": NAMES.format("subject_key || ' ' || fields::text"),
    "kernel_usedtoken": f"used_at < now() - interval '30 days' OR {NAMES.format('url || said')}",
}


def loads(also: str) -> str:
    """What each worker of a council carries: how many children of which status with so many hours freed."""
    return f"""
CREATE OR REPLACE FUNCTION visible_loads(wanted bigint, workers bigint[])
RETURNS TABLE (worker_id bigint, status text, freed numeric, children bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT work.worker_id, now.status::text, coalesce(help.freed, 0), count(*)
    FROM public.casework_involvement work JOIN public.casework_personnow now ON now.person_id = work.person_id
    LEFT JOIN LATERAL (
        SELECT sum(each.freed_hours) AS freed FROM public.casework_familyhelp each
        WHERE each.person_id = work.person_id AND NOT EXISTS (
            SELECT 1 FROM public.casework_familyhelpend e WHERE e.help_id = each.id)
    ) help ON true
    WHERE work.worker_id = ANY (workers) AND work.kind = 'allocated' AND work.ends_on IS NULL {also}
      AND work.authority_id = wanted AND wanted = ANY (public.visible_authorities_as(ARRAY[{READERS}]))
    GROUP BY work.worker_id, now.status, help.freed
$$;
"""


def keeping_line(model: str, name: str, *also: str) -> list[migrations.operations.base.Operation]:
    """A line of the list by which records are kept is known."""
    lines = ["looked_after", "protection", "other", "family", *also]
    return [
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.CheckConstraint(condition=models.Q(("line__in", lines)), name=name),
        ),
    ]


ALERTS = ["waits", "referral", "not_seen", "marker", "entry", "status", "address", "wrong", "given", "death"]


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_nobody_approves_their_own"), ("kernel", "0005_exports_in_parts")]

    operations = [
        migrations.RemoveConstraint(model_name="alertseen", name="alert_kind_known"),
        migrations.AddConstraint(
            model_name="alertseen",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ALERTS)), name="alert_kind_known"),
        ),
        *keeping_line("destructionitem", "keeping_line_known", "died"),
        *keeping_line("destroyedrecord", "destroyed_by_a_known_line", "died"),
        of_seer("visible_deaths", DEATHS, given="council bigint", gives="TABLE (id bigint, died_on date)"),
        migrations.RunSQL(loads("AND now.died_on IS NULL"), loads("")),
        migrations.RunSQL("GRANT SELECT ON casework_personname TO lippen_seer;", migrations.RunSQL.noop),
        seen_by_seer("casework_personname"),
        migrations.RunSQL(SEARCHES, BEFORE),
        migrations.RunSQL(KEYS, "DROP FUNCTION condemned_keys();"),
        *(
            migrations.AddIndex(
                model_name="personnow", index=models.Index(OpClass(Lower(field), name="text_pattern_ops"), name=name)
            )
            for field, name in (("family_name", "people_by_family_begun"), ("given_name", "people_by_given_begun"))
        ),
        migrations.RunSQL(FOUND, "DROP FUNCTION visible_found(bigint[], jsonb);"),
        *(
            migrations.RunSQL(
                f"CREATE POLICY {table}_due ON {table} TO lippen_retention USING ({where});",
                f"DROP POLICY {table}_due ON {table};",
            )
            for table, where in COPIES.items()
        ),
    ]
