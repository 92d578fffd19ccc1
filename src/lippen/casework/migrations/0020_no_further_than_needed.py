"""What a council ten times as large is asked: no further than what is looked for.

`visible_keeping`: what decides how long records are kept, of those alone whose time may be up. Those are the children
with whom nobody works, who do not wait, whom no hold keeps, and of whom nothing was recorded after a day, or who were
born or died by another; the other record of the same person; and the grown-ups who are tied to such children alone.
It says when they died, too: `visible_deaths` is gone. `condemned_searches`: as in 0015, by names gathered once.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

from lippen.kernel.locks import RECORD_DESTROYERS, RECORD_READERS, of_seer

LENT = import_module("lippen.casework.migrations.0010_watched_and_lent")
LEFT = import_module("lippen.casework.migrations.0015_nothing_left")

DESTROYERS = ", ".join(f"'{role}'" for role in RECORD_DESTROYERS)
TODAY = "coalesce(nullif(current_setting('app.today', true), '')::date, current_date)"
LAST = {
    "involvement": "greatest(fact.starts_on, fact.ends_on)",
    **dict.fromkeys(("statusfact", "referralstep", "referral", "visitdone", "chronologyentry"), "fact.so_on"),
}
"""The day of what was last done, by table."""
LAST_ON = ", ".join(
    f"(SELECT max({day}) FROM public.casework_{table} fact WHERE fact.person_id = old.id)"
    for table, day in LAST.items()
)
TIES = """
    SELECT tie.person_id AS id, tie.other_id AS child_id FROM public.casework_tie tie JOIN {0} ON {0}.id = tie.{1}
    UNION {3} SELECT tie.other_id, tie.person_id FROM public.casework_tie tie JOIN {0} ON {0}.id = tie.{2}"""
KEEPING = f"""
    WITH used AS MATERIALIZED (
        SELECT work.person_id AS id FROM public.casework_involvement work WHERE work.ends_on IS NULL
        UNION SELECT waiting.person_id FROM public.casework_waiting waiting WHERE waiting.is_open
    ), held AS MATERIALIZED (
        SELECT hold.person_id AS id FROM public.casework_legalhold hold
        LEFT JOIN public.casework_legalholdend lifted ON lifted.hold_id = hold.id
        WHERE lifted.id IS NULL AND (hold.until IS NULL OR hold.until > {TODAY})
    ), old AS MATERIALIZED (
        SELECT known.id, known.ref, known.so_on, now.born_on, now.died_on
        FROM public.casework_knownperson known JOIN public.casework_personnow now ON now.person_id = known.id
        WHERE known.authority_id = council AND known.is_child AND now.same_as_id IS NULL
          AND (known.so_on <= last_before OR now.born_on <= born_before OR now.died_on <= died_before)
          AND NOT EXISTS (SELECT 1 FROM used WHERE used.id = known.id)
          AND NOT EXISTS (SELECT 1 FROM held WHERE held.id = known.id)
    ), children AS MATERIALIZED (
        SELECT dated.* FROM (
            SELECT old.id, old.ref, old.born_on, old.died_on, greatest(old.so_on, {LAST_ON}) AS last_on
            FROM old OFFSET 0
        ) dated
        WHERE dated.last_on <= last_before OR dated.born_on <= born_before OR dated.died_on <= died_before
    ), twins AS MATERIALIZED (
        SELECT known.id, known.ref, known.is_child, known.so_on, children.ref AS same_as
        FROM (SELECT now.person_id, now.same_as_id FROM public.casework_personnow now
            WHERE now.same_as_id IS NOT NULL OFFSET 0) same
        JOIN children ON children.id = same.same_as_id
        JOIN public.casework_knownperson known ON known.id = same.person_id AND known.authority_id = council
    ), due AS MATERIALIZED (
        SELECT children.id FROM children UNION ALL SELECT twins.id FROM twins WHERE twins.is_child
    ), grown_up AS MATERIALIZED (
        SELECT known.id, known.ref, known.so_on
        FROM (SELECT DISTINCT ties.id FROM ({TIES.format("due", "other_id", "person_id", "ALL")}) ties) tied
        JOIN public.casework_knownperson known ON known.id = tied.id
        WHERE known.authority_id = council AND NOT known.is_child
          AND NOT EXISTS (SELECT 1 FROM used WHERE used.id = known.id)
          AND NOT EXISTS (SELECT 1 FROM held WHERE held.id = known.id)
          AND NOT EXISTS (SELECT 1 FROM twins WHERE twins.id = known.id)
    ), asked AS MATERIALIZED (
        SELECT grown_up.id FROM grown_up UNION ALL SELECT twins.id FROM twins WHERE NOT twins.is_child
    ), tied AS MATERIALIZED (
        SELECT ties.id, array_agg(child.ref::text) AS refs, bool_and(due.id IS NOT NULL) AS all_due
        FROM ({TIES.format("asked", "person_id", "other_id", "")}) ties
        JOIN public.casework_knownperson child
            ON child.id = ties.child_id AND child.is_child AND child.authority_id = council
        LEFT JOIN due ON due.id = child.id
        GROUP BY ties.id
    )
    SELECT children.id, children.ref::text, true,
        (SELECT array_agg(DISTINCT fact.status::text) FROM public.casework_statusfact fact
            WHERE fact.person_id = children.id),
        children.born_on, children.died_on, children.last_on, false, false, NULL::text[], ''::text
    FROM children
    UNION ALL SELECT twins.id, twins.ref::text, twins.is_child, NULL::text[], NULL::date, NULL::date, twins.so_on,
        EXISTS (SELECT 1 FROM used WHERE used.id = twins.id), EXISTS (SELECT 1 FROM held WHERE held.id = twins.id),
        tied.refs, twins.same_as::text
    FROM twins LEFT JOIN tied ON tied.id = twins.id
    UNION ALL SELECT grown_up.id, grown_up.ref::text, false, NULL::text[], NULL::date, NULL::date, grown_up.so_on,
        false, false, tied.refs, ''::text
    FROM grown_up JOIN tied ON tied.id = grown_up.id AND tied.all_due"""
GIVEN = "council bigint, last_before date, born_before date, died_before date"
# What 0015 says, with the names of those who are destroyed gathered once instead of being held against each search.
SEARCHES = """
CREATE OR REPLACE FUNCTION condemned_searches() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH gone AS MATERIALIZED (
        SELECT known.id, known.ref, known.search_id FROM public.casework_knownperson known
        WHERE known.id = ANY ((SELECT public.condemned_people())::bigint[])
    ), names AS MATERIALIZED (
        SELECT DISTINCT name.authority_id, lower(name.given_name) AS given, lower(name.family_name) AS family
        FROM gone JOIN public.casework_personname name ON name.person_id = gone.id
    ), families AS MATERIALIZED (
        SELECT DISTINCT names.authority_id, names.family FROM names WHERE names.family <> ''
    ), runs AS MATERIALIZED (
        SELECT run.id, run.ref, run.authority_id, run.recorded_at < now() - interval '1 year' AS is_old,
            lower(run.terms ->> 'given_name') AS given, lower(run.terms ->> 'family_name') AS family,
            lower(run.terms ->> 'words') AS words
        FROM public.casework_searchrun run
        LEFT JOIN public.casework_knownperson added ON added.search_id = run.id
        LEFT JOIN gone ON gone.id = added.id
        WHERE added.id IS NULL OR gone.id IS NOT NULL
    ), told AS MATERIALIZED (
        SELECT runs.id, runs.authority_id, runs.words, substr(runs.words, place, 3) AS three
        FROM runs CROSS JOIN LATERAL generate_series(1, length(runs.words) - 2) place
        WHERE NOT runs.is_old AND runs.words IS NOT NULL AND EXISTS (SELECT 1 FROM families)
    )
    SELECT coalesce(array_agg(DISTINCT found.id), '{}') FROM (
        SELECT gone.search_id AS id FROM gone
        UNION ALL SELECT runs.id FROM runs WHERE runs.is_old
        UNION ALL SELECT runs.id FROM runs
            JOIN names ON names.authority_id = runs.authority_id AND names.family = runs.family
                AND names.given IN (runs.given, runs.family)
        UNION ALL SELECT runs.id FROM runs
            JOIN names ON names.authority_id = runs.authority_id AND names.family = runs.given
                AND names.given IN (runs.given, runs.family)
        UNION ALL SELECT told.id FROM told
            JOIN families ON families.authority_id = told.authority_id AND left(families.family, 3) = told.three
                AND position(families.family IN told.words) > 0
        UNION ALL SELECT runs.id FROM runs
            JOIN families ON families.authority_id = runs.authority_id AND length(families.family) < 3
                AND position(families.family IN runs.words) > 0
        UNION ALL SELECT runs.id FROM runs CROSS JOIN LATERAL (
            SELECT CASE jsonb_typeof(entry.keys -> 'found') WHEN 'array' THEN entry.keys -> 'found' ELSE '[]' END AS found
            FROM public.kernel_auditentry entry
            WHERE entry.subject_key = runs.ref AND entry.verb = 'search.made' OFFSET 0
        ) made
            CROSS JOIN LATERAL jsonb_array_elements_text(made.found) told (ref) JOIN gone ON gone.ref = told.ref
            WHERE NOT runs.is_old AND EXISTS (SELECT 1 FROM gone)
    ) found
$$;
"""
GIVES = """TABLE (id bigint, ref text, is_child boolean, statuses text[], born_on date, died_on date, last_on date,
    in_use boolean, held boolean, tied text[], same_as text)"""
OF_SEER = """
REVOKE ALL ON FUNCTION {0} FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION {0} OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
# Planned with the days that are asked for: of a year to come they are nearly all, of today next to none.
NARROWED = f"""
CREATE FUNCTION visible_keeping({GIVEN}) RETURNS {GIVES}
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    IF council = ANY (public.visible_authorities_as(ARRAY[{DESTROYERS}])) THEN
        RETURN QUERY {KEEPING};
    END IF;
END $$;
""" + OF_SEER.format("visible_keeping(bigint, date, date, date)")


def gone(made: migrations.RunSQL) -> migrations.RunSQL:
    """What an earlier migration made is here no more."""
    return migrations.RunSQL(made.reverse_sql, made.sql)


def anew(model: str, index: models.Index) -> tuple[migrations.operations.base.Operation, ...]:
    """An index made once more under its name, of more columns or of fewer rows."""
    return migrations.RemoveIndex(model, index.name), migrations.AddIndex(model, index)


OPEN_WORK = models.Q(ends_on__isnull=True)
CHILDREN = models.Q(is_child=True, same_as__isnull=True, is_mistake=False)
ANEW = (
    ("involvement", models.Index(fields=["person"], include=["starts_on", "ends_on"], name="work_with_a_person")),
    (
        "involvement",
        models.Index(
            fields=["worker"],
            include=["person", "kind", "authority"],
            condition=OPEN_WORK,
            name="open_work_of_a_worker",
        ),
    ),
    (
        "personnow",
        models.Index(
            fields=["family_name", "given_name", "person"],
            include=["authority", "status"],
            condition=CHILDREN,
            name="children_by_name",
        ),
    ),
    (
        "referral",
        models.Index(
            fields=["authority", "so_on", "id"],
            include=["person"],
            condition=models.Q(is_open=True),
            name="referrals_to_be_decided",
        ),
    ),
)
"""What a page counts stands in its index, all of it: the rows themselves are not read."""
# As in 0015; the hours that others free are gathered once, not for each child.
READERS = ", ".join(f"'{role}'" for role in RECORD_READERS)
LOADS = f"""
CREATE OR REPLACE FUNCTION visible_loads(wanted bigint, workers bigint[])
RETURNS TABLE (worker_id bigint, status text, freed numeric, children bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH work AS MATERIALIZED (
        SELECT work.worker_id, work.person_id FROM public.casework_involvement work
        WHERE work.worker_id = ANY (workers) AND work.kind = 'allocated' AND work.ends_on IS NULL
          AND work.authority_id = wanted AND wanted = ANY (public.visible_authorities_as(ARRAY[{READERS}]))
    ), help AS MATERIALIZED (
        SELECT each.person_id, sum(each.freed_hours) AS freed FROM public.casework_familyhelp each
        WHERE each.person_id IN (SELECT work.person_id FROM work)
          AND NOT EXISTS (SELECT 1 FROM public.casework_familyhelpend e WHERE e.help_id = each.id)
        GROUP BY each.person_id
    )
    SELECT work.worker_id, now.status::text, coalesce(help.freed, 0), count(*)
    FROM work JOIN public.casework_personnow now ON now.person_id = work.person_id AND now.died_on IS NULL
    LEFT JOIN help ON help.person_id = work.person_id
    GROUP BY work.worker_id, now.status, help.freed
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_second_person")]

    operations = [
        gone(of_seer("visible_keeping", LENT.KEEPING, given="council bigint", gives=LENT.KEEPING_GIVES)),
        gone(of_seer("visible_deaths", LEFT.DEATHS, given="council bigint", gives="TABLE (id bigint, died_on date)")),
        *(step for model, index in ANEW for step in anew(model, index)),
        migrations.AddIndex(
            "personnow",
            models.Index(fields=["person"], condition=models.Q(died_on__isnull=False), name="people_who_died"),
        ),
        migrations.AddIndex("referralstep", models.Index(fields=["person", "-so_on"], name="steps_of_a_person")),
        migrations.AddIndex("visitdone", models.Index(fields=["person", "-so_on"], name="visits_done_to_a_person")),
        migrations.AddIndex(
            "destructionitem",
            models.Index(fields=["destruction", "due_on", "record"], name="a_list_by_its_days"),
        ),
        migrations.RunSQL(LOADS, LEFT.loads("AND now.died_on IS NULL")),
        migrations.RunSQL(SEARCHES, LEFT.SEARCHES),
        migrations.RunSQL(NARROWED, "DROP FUNCTION visible_keeping(bigint, date, date, date);"),
    ]
