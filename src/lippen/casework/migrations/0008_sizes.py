"""What the locks ask, answered for a council of ten thousand children: by the indexes of whoever asks, once a statement.

`visible_people()`, `visible_own_people()` and `visible_never()` say what they said before (0002_locks). Each table that
a statement reads asks them by itself, so the answer is kept beside the actor, in the transaction's own settings, under
the statement for which it was found: the next statement finds it anew, and whoever may set the one may set the other.
"""

from __future__ import annotations

from django.db import migrations, models

from lippen.kernel.locks import ACTOR_SQL, RECORD_READERS, about_person

READERS = ", ".join(f"'{role}'" for role in RECORD_READERS)
NO_MISTAKE = "NOT EXISTS (SELECT 1 FROM public.casework_tieend e WHERE e.tie_id = tie.id AND e.is_mistake)"
TIED = """
    SELECT tie.other_id AS id FROM public.casework_tie tie WHERE tie.person_id = ANY ({people}) AND {no_mistake}
    UNION ALL
    SELECT tie.person_id FROM public.casework_tie tie WHERE tie.other_id = ANY ({people}) AND {no_mistake}
"""
TIED_TO_WORKED = TIED.format(people="worked", no_mistake=NO_MISTAKE)
TIED_TO_OPENED = TIED.format(people="opened", no_mistake=NO_MISTAKE)
TIED_TO_MINE = TIED.format(people="mine", no_mistake=NO_MISTAKE)
ME = f"""
    SELECT account.id, account.person_id INTO account_id, me FROM public.organisation_account account
    WHERE account.id = {ACTOR_SQL} AND account.is_active;"""
MADE = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public"
FOUND = f"""
CREATE OR REPLACE FUNCTION lippen_people_found(with_opened boolean) RETURNS bigint[] {MADE} AS $$
DECLARE
    today date := coalesce(nullif(current_setting('app.today', true), '')::date, current_date);
    reach bigint[] := public.visible_authorities_as(ARRAY[{READERS}]);
    account_id bigint;
    me bigint;
    led bigint[];
    worked bigint[];
    opened bigint[] := '{{}}';
    grown_up bigint[] := '{{}}';
BEGIN
    {ME}
    led := ARRAY(
        SELECT post.team_id FROM public.organisation_postholding holding
        JOIN public.organisation_post post ON post.id = holding.post_id
        WHERE holding.person_id = me AND post.role = 'team_leader' AND post.team_id IS NOT NULL
          AND holding.starts_on <= today AND (holding.ends_on IS NULL OR holding.ends_on > today));
    worked := ARRAY(
        SELECT work.person_id FROM public.casework_involvement work
        WHERE work.worker_id = me AND work.ends_on IS NULL AND work.authority_id = ANY (reach)
        UNION
        SELECT work.person_id FROM public.casework_involvement work
        WHERE work.team_id = ANY (led) AND work.ends_on IS NULL AND work.authority_id = ANY (reach));
    IF with_opened THEN
        opened := ARRAY(
            SELECT glass.person_id FROM public.casework_breakglass glass
            WHERE glass.recorded_by_id = account_id AND glass.until > now() AND glass.authority_id = ANY (reach));
    END IF;
    IF cardinality(opened) > 0 THEN
        grown_up := ARRAY(
            SELECT known.id FROM ({TIED_TO_OPENED}) tied JOIN public.casework_knownperson known ON known.id = tied.id
            WHERE NOT known.is_child);
    END IF;
    RETURN ARRAY(
        SELECT DISTINCT found.id FROM (
            SELECT unnest(worked || opened || grown_up) AS id UNION ALL ({TIED_TO_WORKED})
        ) found LEFT JOIN public.casework_knownperson known ON known.id = found.id
        WHERE known.id IS NULL OR known.authority_id = ANY (reach));
END $$;
"""
NEVER_FOUND = f"""
CREATE OR REPLACE FUNCTION lippen_never_found() RETURNS bigint[] {MADE} AS $$
DECLARE
    account_id bigint;
    me bigint;
    mine bigint[];
BEGIN
    {ME}
    mine := ARRAY(
        SELECT own.person_id FROM (
            SELECT DISTINCT ON (tie.person_id) tie.person_id, tie.kind FROM public.casework_owntie tie
            WHERE tie.officer_id = me ORDER BY tie.person_id, tie.id DESC
        ) own WHERE own.kind <> 'none');
    RETURN ARRAY(
        SELECT DISTINCT found.id FROM (
            SELECT unnest(mine) AS id
            UNION ALL ({TIED_TO_MINE})
            UNION ALL SELECT restricted.person_id FROM (
                SELECT DISTINCT ON (person_id) person_id, officers FROM public.casework_restriction
                ORDER BY person_id, id DESC
            ) restricted
            WHERE cardinality(restricted.officers) > 0 AND NOT coalesce(me, 0) = ANY (restricted.officers)
        ) found);
END $$;
"""


def once_a_statement(name: str, finding: str) -> str:
    """The function that the locks ask: it looks for the answer when the statement, actor or day is another."""
    kept = name.removeprefix("visible_")
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS bigint[] {MADE} AS $$
DECLARE
    asked text := concat_ws(' ', current_setting('app.actor', true), current_setting('app.today', true),
        extract(epoch FROM statement_timestamp()));
BEGIN
    IF current_setting('app.{kept}_asked', true) IS DISTINCT FROM asked THEN
        PERFORM set_config('app.{kept}', {finding}::text, true), set_config('app.{kept}_asked', asked, true);
    END IF;
    RETURN current_setting('app.{kept}')::bigint[];
END $$;
"""


OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
WITH_REFS = (
    *("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "involvement", "marker", "helper"),
    "familycontact",
)
REFS = "".join(
    f" UNION ALL SELECT kept.ref::text FROM public.casework_{table} kept JOIN asked ON asked.id = kept.person_id"
    for table in WITH_REFS
)
# The refs are found first, as an array: then each is looked up in the trail, however long that is.
LOOKERS = f"""
CREATE OR REPLACE FUNCTION visible_lookers(wanted text)
RETURNS TABLE (account_id bigint, verb text, first_at timestamptz, last_at timestamptz, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH asked AS (
        SELECT known.id FROM public.casework_knownperson known WHERE known.ref = wanted AND {OF_KNOWN}
    )
    SELECT entry.account_id, entry.verb::text, min(entry.at), max(entry.at), count(*)
    FROM public.kernel_auditentry entry
    WHERE entry.account_id IS NOT NULL AND EXISTS (SELECT 1 FROM asked)
      AND entry.subject_key = ANY (ARRAY(SELECT wanted {REFS}))
    GROUP BY entry.account_id, entry.verb
$$;
"""
ASKED = {
    "visible_people": "public.lippen_people_found(true)",
    "visible_own_people": "public.lippen_people_found(false)",
    "visible_never": "public.lippen_never_found()",
}
NEW = "lippen_people_found(boolean)", "lippen_never_found()"
MAKE = (
    FOUND
    + NEVER_FOUND
    + "".join(once_a_statement(name, finding) for name, finding in ASKED.items())
    + "GRANT CREATE ON SCHEMA public TO lippen_seer;"
    + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO lippen_seer;" for name in NEW)
    + "REVOKE CREATE ON SCHEMA public FROM lippen_seer;"
)


# Two kinds of likeness are the least that counts, or a telephone or another service's number: what has less is not read.
# Given and family name, birth, address: each pair of them by the index, so that a common name costs nothing.
PAIRS = [
    ("given", "family"),
    ("given", "birth"),
    ("given", "place"),
    ("family", "birth"),
    ("family", "place"),
    ("birth", "place"),
]
ENOUGH = " OR ".join(f"(now.keys && {one} AND now.keys && {other})" for one, other in PAIRS) + " OR now.keys && sure"
MATCHES = f"""
CREATE OR REPLACE FUNCTION visible_matches(council bigint, wanted text[])
RETURNS TABLE (person_id bigint, ref text, hits text[], team text, restricted boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE
    given varchar[] := ARRAY(SELECT key FROM unnest(wanted) key WHERE key LIKE 'g%');
    family varchar[] := ARRAY(SELECT key FROM unnest(wanted) key WHERE key LIKE 'f%');
    birth varchar[] := ARRAY(SELECT key FROM unnest(wanted) key WHERE key LIKE 'b%');
    place varchar[] := ARRAY(SELECT key FROM unnest(wanted) key WHERE key LIKE 'a%');
    sure varchar[] := ARRAY(SELECT key FROM unnest(wanted) key WHERE key ~ '^[pi]');
BEGIN
    IF council <> ALL (public.visible_authorities_as(ARRAY[{READERS}])) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT known.id, known.ref::text,
        ARRAY(SELECT key::text FROM unnest(now.keys) key WHERE key = ANY (wanted)),
        (SELECT coalesce(team.name, '') FROM public.casework_involvement work
            LEFT JOIN public.organisation_team team ON team.id = work.team_id
            WHERE work.person_id = known.id AND work.ends_on IS NULL
            ORDER BY work.kind <> 'allocated', work.id DESC LIMIT 1)::text,
        coalesce((SELECT cardinality(r.officers) > 0 FROM public.casework_restriction r
            WHERE r.person_id = known.id ORDER BY r.id DESC LIMIT 1), false)
    FROM public.casework_personnow now JOIN public.casework_knownperson known ON known.id = now.person_id
    WHERE now.authority_id = council AND ({ENOUGH});
END $$;
"""
# What each of these workers carries: how many children of which status, and never which.
LOADS = f"""
    SELECT work.worker_id, now.status::text, count(*)
    FROM public.casework_involvement work JOIN public.casework_personnow now ON now.person_id = work.person_id
    WHERE work.worker_id = ANY (workers) AND work.kind = 'allocated' AND work.ends_on IS NULL
      AND work.authority_id = wanted AND wanted = ANY (public.visible_authorities_as(ARRAY[{READERS}]))
    GROUP BY work.worker_id, now.status"""
LOADS_OF = f"""
DROP FUNCTION visible_loads(bigint);
CREATE FUNCTION visible_loads(wanted bigint, workers bigint[])
RETURNS TABLE (worker_id bigint, status text, children bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$ {LOADS} $$;
REVOKE ALL ON FUNCTION visible_loads(bigint, bigint[]) FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_loads(bigint, bigint[]) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
WHO_IS_A_CHILD = """
UPDATE casework_personnow now SET is_child = known.is_child
FROM casework_knownperson known WHERE known.id = now.person_id;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_rooms")]
    operations = [
        migrations.AddField("personnow", "is_child", models.BooleanField(null=True)),
        migrations.RunSQL(WHO_IS_A_CHILD, migrations.RunSQL.noop),
        migrations.AlterField("personnow", "is_child", models.BooleanField()),
        migrations.AddIndex(
            "personnow",
            models.Index(
                fields=["family_name", "given_name", "person"],
                include=["authority", "status"],
                condition=models.Q(is_child=True, same_as__isnull=True),
                name="children_by_name",
            ),
        ),
        migrations.AddIndex(
            "referralstep",
            models.Index(
                fields=["referral"],
                condition=~models.Q(outcome__in=["assess", "assessed"]),
                name="referrals_that_are_decided",
            ),
        ),
        migrations.RunSQL(MAKE + LOOKERS + MATCHES + LOADS_OF, migrations.RunSQL.noop),
    ]
