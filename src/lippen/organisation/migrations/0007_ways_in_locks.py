"""Sessions are their holder's own; access stopped in a council shows nothing of it; tries are counted in one place."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import ACTOR_SQL, OWN_ROWS, locked, of_seer

SEES = """
CREATE OR REPLACE FUNCTION visible_authorities_as(roles text[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH today AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day
    ), held AS (
        SELECT holding.post_id, account.id AS account_id
        FROM public.organisation_account account
        JOIN public.organisation_postholding holding ON holding.person_id = account.person_id
        CROSS JOIN today
        WHERE account.id = nullif(current_setting('app.actor', true), '')::bigint
          AND account.is_active
          AND holding.starts_on <= today.day
          AND (holding.ends_on IS NULL OR holding.ends_on > today.day)
    ), counted AS (
        SELECT post.id, post.authority_id, held.account_id
        FROM held JOIN public.organisation_post post ON post.id = held.post_id
        WHERE roles IS NULL OR post.role = ANY (roles)
    )
    SELECT coalesce(array_agg(DISTINCT authority_id), '{}')
    FROM (
        SELECT counted.authority_id, counted.account_id FROM counted
        UNION ALL
        SELECT also.authority_id, counted.account_id
        FROM counted JOIN public.organisation_post_also_for also ON also.post_id = counted.id
        UNION ALL
        SELECT token.authority_id, token.account_id
        FROM public.organisation_partnertoken token
        JOIN public.organisation_account account ON account.id = token.account_id
        CROSS JOIN today
        WHERE token.account_id = nullif(current_setting('app.actor', true), '')::bigint
          AND account.is_active
          AND token.revoked_at IS NULL
          AND token.expires_on >= today.day
          AND cardinality(token.stands_as) > 0
          AND (roles IS NULL OR token.stands_as::text[] && roles)
    ) seen
    %s
$$;
"""
STOPPED = """WHERE (
        SELECT change.kind FROM public.organisation_accountchange change
        WHERE change.account_id = seen.account_id AND change.authority_id = seen.authority_id
        ORDER BY change.id DESC LIMIT 1
    ) IS DISTINCT FROM 'stopped'"""
# What happened to the actor's own way in: theirs to see, though the trail is information governance's.
OWN_ENTRIES = f"""
    SELECT entry.at, entry.verb::text, entry.keys FROM public.kernel_auditentry entry
    WHERE entry.subject_kind = 'organisation.account' AND entry.verb LIKE 'account.%'
      AND entry.subject_key = (
        SELECT person.ref FROM public.organisation_account account
        JOIN public.organisation_person person ON person.id = account.person_id WHERE account.id = {ACTOR_SQL}
      )
    ORDER BY entry.at DESC, entry.id DESC LIMIT 40
"""
TRIES = """
CREATE TABLE organisation_tries (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX organisation_tries_expires ON organisation_tries (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_ways_in"), ("kernel", "0004_audit_locks")]
    operations = [
        *locked("organisation_opensession", OWN_ROWS),
        migrations.RunSQL("GRANT SELECT ON organisation_accountchange TO lippen_seer", migrations.RunSQL.noop),
        migrations.RunSQL(SEES % STOPPED, SEES % ""),
        of_seer(
            "lippen_own_entries",
            OWN_ENTRIES,
            given="",
            gives="TABLE (at timestamptz, verb text, keys jsonb)",
            reads=("kernel_auditentry", "organisation_person"),
        ),
        migrations.RunSQL(TRIES, "DROP TABLE organisation_tries"),
    ]
