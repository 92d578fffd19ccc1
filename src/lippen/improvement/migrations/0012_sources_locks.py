"""Row-level security of restricted files: seen by those whom a file names on the day, and by nobody else.

`visible_restricted_files` belongs to seer, so that the policy on the audience does not ask itself. A new file's first
audience is written before the file: its number stands in no file yet. And no plan carries itself: one at a time may say
what carries what, so that two who draw a circle together are found out.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import ACTOR_SQL, locked, of_seer, seen_by_seer

MINE = f"recorded_by_id = (select {ACTOR_SQL})"
VISIBLE = "ANY ((select visible_restricted_files())::bigint[])"
FUNCTIONS = """
CREATE FUNCTION visible_restricted_files() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH today AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day
    ), me AS (
        SELECT account.person_id FROM public.organisation_account account
        WHERE account.id = nullif(current_setting('app.actor', true), '')::bigint
          AND account.is_active AND account.person_id IS NOT NULL
    ), held AS (
        SELECT holding.post_id FROM me
        JOIN public.organisation_postholding holding ON holding.person_id = me.person_id
        CROSS JOIN today
        WHERE holding.starts_on <= today.day AND (holding.ends_on IS NULL OR holding.ends_on > today.day)
    ), latest AS (
        SELECT DISTINCT ON (said.file_id, said.person_id, said.post_id)
            said.file_id, said.person_id, said.post_id, said.ended, said.ends_on
        FROM public.improvement_fileaudience said CROSS JOIN today
        WHERE said.so_on <= today.day
        ORDER BY said.file_id, said.person_id, said.post_id, said.number DESC
    )
    SELECT coalesce(array_agg(DISTINCT latest.file_id), '{}')
    FROM latest CROSS JOIN today
    WHERE NOT latest.ended AND (latest.ends_on IS NULL OR latest.ends_on > today.day)
      AND (latest.person_id IN (SELECT person_id FROM me) OR latest.post_id IN (SELECT post_id FROM held))
$$;
CREATE FUNCTION lippen_restricted_file_is_new(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT NOT EXISTS (SELECT FROM public.improvement_restrictedfile file WHERE file.id = wanted)
$$;
REVOKE ALL ON FUNCTION visible_restricted_files(), lippen_restricted_file_is_new(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visible_restricted_files(), lippen_restricted_file_is_new(bigint) TO lippen_app, lippen_owner;
GRANT SELECT ON improvement_fileaudience, improvement_restrictedfile TO lippen_seer;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_restricted_files() OWNER TO lippen_seer;
ALTER FUNCTION lippen_restricted_file_is_new(bigint) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
NO_FUNCTIONS = "DROP FUNCTION visible_restricted_files(); DROP FUNCTION lippen_restricted_file_is_new(bigint);"
OF_PLAN = """
    SELECT array_agg(DISTINCT found.authority_id) FROM (
        SELECT plan.authority_id FROM public.improvement_plan plan
        WHERE plan.id IN (SELECT plan_id FROM public.{table} WHERE ref = wanted)
        UNION ALL
        SELECT joint.authority_id FROM public.improvement_plan_authorities joint
        WHERE joint.plan_id IN (SELECT plan_id FROM public.{table} WHERE ref = wanted)
    ) found
"""
OWN = "SELECT array_agg(authority_id) FROM public.{table} WHERE ref = wanted"
OF_SOURCE = """
    SELECT array_agg(source.authority_id) FROM public.improvement_recommendation asked
    JOIN public.improvement_source source ON source.id = asked.source_id WHERE asked.ref = wanted
"""
COUNCILS = {
    "strand": (OF_PLAN, "improvement_strand"),
    "contribution": (OF_PLAN, "improvement_contribution"),
    "version": (OF_PLAN, "improvement_planversion"),
    "source": (OWN, "improvement_source"),
    "rec": (OF_SOURCE, "improvement_recommendation"),
    "restricted": (OWN, "improvement_restrictedfile"),
    "entry": (OWN, "improvement_restrictedentry"),
}
"""Whose a record of these is, for the audit trail, by the beginnings of their refs."""
NO_CIRCLE = """
CREATE FUNCTION lippen_no_circle_of_plans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ended THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('improvement_plancarrier'));
    IF EXISTS (
        WITH RECURSIVE open_ones AS (
            SELECT DISTINCT ON (said.action_id) said.action_id, said.plan_id, said.ended
            FROM improvement_plancarrier said ORDER BY said.action_id, said.number DESC
        ), edges AS (
            SELECT action.plan_id AS above, open_ones.plan_id AS below
            FROM open_ones JOIN improvement_action action ON action.id = open_ones.action_id WHERE NOT open_ones.ended
        ), reached AS (
            SELECT NEW.plan_id AS plan_id
            UNION
            SELECT edges.below FROM reached JOIN edges ON edges.above = reached.plan_id
        )
        SELECT FROM reached JOIN improvement_action action ON action.plan_id = reached.plan_id
        WHERE action.id = NEW.action_id
    ) THEN
        RAISE EXCEPTION 'plans_carry_no_circle: plan % carries the plan of action % already', NEW.plan_id, NEW.action_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plans_carry_no_circle BEFORE INSERT ON improvement_plancarrier FOR EACH ROW
    EXECUTE FUNCTION lippen_no_circle_of_plans();
"""
CIRCLES = """
DROP TRIGGER plans_carry_no_circle ON improvement_plancarrier;
DROP FUNCTION lippen_no_circle_of_plans();
"""


class Migration(migrations.Migration):
    dependencies = [("improvement", "0011_sources"), ("organisation", "0002_visible_authorities")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *locked("improvement_restrictedfile", f"id = {VISIBLE}", check=f"id = {VISIBLE} AND {MINE}"),
        *locked(
            "improvement_fileaudience",
            f"file_id = {VISIBLE}",
            check=f"(file_id = {VISIBLE} OR lippen_restricted_file_is_new(file_id)) AND {MINE}",
        ),
        *locked("improvement_restrictedentry", f"file_id = {VISIBLE}", check=f"file_id = {VISIBLE} AND {MINE}"),
        *(
            of_seer(f"audit_councils_of_{ref}", body.format(table=table), reads=(table,))
            for ref, (body, table) in COUNCILS.items()
        ),
        seen_by_seer("improvement_fileaudience", *(table for _, table in COUNCILS.values())),
        migrations.RunSQL(NO_CIRCLE, CIRCLES),
    ]
