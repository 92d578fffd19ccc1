"""A second person by the database's own lock: of own family, of a check that one asked for, past one's own limit."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

from lippen.kernel.locks import RECORD_MANAGERS, about_person, not_own, of_seer, seen_by_seer

MANAGERS = ", ".join(f"'{role}'" for role in RECORD_MANAGERS)
# What was recorded before is named after its number, and says that it was not asked why.
BEFORE = """
UPDATE casework_owntie SET ref = 'own-tie-' || id, why = 'No reason was asked for when this was recorded.';
"""
# Whether a row that does not wait for a second person would be written without one: by whoever said what waits or by
# the officer themselves, or as the first about somebody who manages.
TAKES_TWO = f"""
CREATE FUNCTION lippen_own_tie_takes_two(about bigint, whose bigint, council bigint, said text, writer bigint)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH last AS (
        SELECT tie.kind, tie.needs_second, tie.recorded_by_id FROM public.casework_owntie tie
        WHERE tie.person_id = about AND tie.officer_id = whose ORDER BY tie.id DESC LIMIT 1
    ), today AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day
    )
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM public.organisation_account a WHERE a.id = writer AND a.person_id = whose)
            AND (said = 'none' OR (SELECT needs_second FROM last)) THEN true
        WHEN (SELECT needs_second FROM last) THEN (SELECT recorded_by_id FROM last) IS NOT DISTINCT FROM writer
        WHEN said <> 'none' AND coalesce((SELECT kind FROM last), 'none') = 'none' THEN EXISTS (
            SELECT 1 FROM public.organisation_postholding held
            JOIN public.organisation_post post ON post.id = held.post_id CROSS JOIN today
            WHERE held.person_id = whose AND post.role IN ({MANAGERS})
              AND held.starts_on <= today.day AND (held.ends_on IS NULL OR held.ends_on > today.day)
              AND (post.authority_id = council OR EXISTS (SELECT 1 FROM public.organisation_post_also_for also
                  WHERE also.post_id = post.id AND also.authority_id = council)))
        ELSE false END
$$;
REVOKE ALL ON FUNCTION lippen_own_tie_takes_two(bigint, bigint, bigint, text, bigint) FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION lippen_own_tie_takes_two(bigint, bigint, bigint, text, bigint) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
BY_ONE = """SELECT 1 WHERE NOT casework_owntie.needs_second AND lippen_own_tie_takes_two(casework_owntie.person_id,
    casework_owntie.officer_id, casework_owntie.authority_id, casework_owntie.kind, casework_owntie.recorded_by_id)"""

# Who asked for a check of what is withheld: a policy of a table cannot read that table itself.
ASKED = """
    SELECT coalesce(array_agg(DISTINCT step.recorded_by_id), '{}') FROM public.casework_accessstep step
    WHERE step.request_id = wanted AND step.kind = 'check_asked'"""
OWN_CHECK = """
    CREATE POLICY casework_accessstep_not_prepared ON casework_accessstep AS RESTRICTIVE FOR INSERT TO lippen_app
    WITH CHECK (kind NOT IN ('agreed', 'returned') OR NOT (
        recorded_by_id = ANY (lippen_who_asked_for_the_check(request_id))
        OR EXISTS (SELECT 1 FROM casework_accessmarkend shown JOIN casework_accessmark mark ON mark.id = shown.mark_id
            JOIN casework_accessentry entry ON entry.id = mark.entry_id
            WHERE entry.request_id = casework_accessstep.request_id
              AND shown.recorded_by_id = casework_accessstep.recorded_by_id)));
"""
# Whoever decides past the limit is not past it themselves in the team for which the decision stands.
OWN_DECISION = """SELECT 1 FROM organisation_account a
    JOIN casework_overlimit o ON o.worker_id = a.person_id AND o.authority_id = casework_limitdecision.authority_id
    WHERE a.id = casework_limitdecision.recorded_by_id AND o.is_over
      AND NOT EXISTS (SELECT 1 FROM casework_overlimit later WHERE later.worker_id = o.worker_id
          AND later.authority_id = o.authority_id AND later.id > o.id)
      AND casework_limitdecision.team_id IS NOT DISTINCT FROM (
          SELECT post.team_id FROM organisation_postholding held JOIN organisation_post post ON post.id = held.post_id
          WHERE held.person_id = a.person_id AND post.team_id IS NOT NULL
            AND held.starts_on <= casework_limitdecision.so_on
            AND (held.ends_on IS NULL OR held.ends_on > casework_limitdecision.so_on)
            AND (post.authority_id = o.authority_id OR EXISTS (SELECT 1 FROM organisation_post_also_for also
                WHERE also.post_id = post.id AND also.authority_id = o.authority_id))
          ORDER BY held.starts_on, held.id LIMIT 1)"""

# Who looked, person by day, so that a busy record is read page by page: of the person's own page and of
# everything of theirs that has a reference. The references are found first, then looked up, however long the trail is.
OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
WITH_REFS = (
    *("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "involvement", "marker", "helper"),
    *("familycontact", "handover", "familyhelp", "typedduty"),
)
REFS = "".join(
    f" UNION ALL SELECT kept.ref::text FROM public.casework_{table} kept JOIN asked ON asked.id = kept.person_id"
    for table in WITH_REFS
)
LOOKS = f"""
CREATE FUNCTION visible_looks(wanted text, skipped bigint, most bigint)
RETURNS TABLE (account_id bigint, day date, last_at timestamptz, times bigint, looks text, found bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH asked AS (
        SELECT known.id FROM public.casework_knownperson known WHERE known.ref = wanted AND {OF_KNOWN}
    ), kinds AS (
        SELECT entry.account_id, (entry.at AT TIME ZONE 'Europe/London')::date AS day, entry.verb::text AS verb,
            min(entry.at) AS first_at, max(entry.at) AS last_at, count(*) AS times
        FROM public.kernel_auditentry entry
        WHERE entry.account_id IS NOT NULL AND EXISTS (SELECT 1 FROM asked)
          AND entry.subject_key = ANY (ARRAY(SELECT wanted {REFS}))
        GROUP BY 1, 2, 3
    )
    SELECT kinds.account_id, kinds.day, max(kinds.last_at), sum(kinds.times)::bigint,
        json_agg(json_build_array(kinds.verb, kinds.first_at, kinds.last_at, kinds.times)
            ORDER BY kinds.last_at DESC, kinds.verb)::text,
        count(*) OVER ()
    FROM kinds GROUP BY kinds.account_id, kinds.day
    ORDER BY 3 DESC, 1 LIMIT least(most, 200) OFFSET greatest(skipped, 0)
$$;
REVOKE ALL ON FUNCTION visible_looks(text, bigint, bigint) FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_looks(text, bigint, bigint) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
# It takes the place of this one, which told of everybody at once.
LOOKERS = of_seer(
    "visible_lookers",
    import_module("lippen.casework.migrations.0009_allocation").LOOKERS.split("$$")[1],
    gives="TABLE (account_id bigint, verb text, first_at timestamptz, last_at timestamptz, times bigint)",
)


def of_tie(field: str, kind: models.Field) -> migrations.AddField:
    return migrations.AddField(model_name="owntie", name=field, field=kind)


def checked(name: str, condition: models.Q) -> migrations.AddConstraint:
    constraint = models.CheckConstraint(condition=condition, name=name)
    return migrations.AddConstraint(model_name="owntie", constraint=constraint)


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_front_door")]

    operations = [
        of_tie("ref", models.CharField(max_length=40, null=True)),
        migrations.AddField(
            model_name="owntie", name="why", field=models.TextField(default=""), preserve_default=False
        ),
        of_tie("needs_second", models.BooleanField(default=False)),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.AlterField(model_name="owntie", name="ref", field=models.CharField(max_length=40, unique=True)),
        checked("own_tie_has_its_reason", models.Q(("why", ""), _negated=True)),
        checked(
            "only_a_tie_waits_for_a_second",
            models.Q(("needs_second", False), models.Q(("kind", "none"), _negated=True), _connector="OR"),
        ),
        migrations.RunSQL(TAKES_TWO, "DROP FUNCTION lippen_own_tie_takes_two(bigint, bigint, bigint, text, bigint);"),
        not_own("casework_owntie", BY_ONE),
        seen_by_seer("casework_accessstep"),
        of_seer("lippen_who_asked_for_the_check", ASKED, given="wanted bigint"),
        migrations.RunSQL(OWN_CHECK, "DROP POLICY casework_accessstep_not_prepared ON casework_accessstep;"),
        not_own("casework_limitdecision", OWN_DECISION),
        migrations.RunSQL(LOOKS, "DROP FUNCTION visible_looks(text, bigint, bigint);"),
        migrations.RunSQL(LOOKERS.reverse_sql, LOOKERS.sql),
    ]
