"""The two functions that row-level security asks: in which authorities does the present actor hold a post, and in
which one of some classes?

They belong to seer, who cannot sign in, so that policies on the tables they read cannot call them again.
"""

from __future__ import annotations

from django.db import migrations

CREATE = """
CREATE FUNCTION visible_authorities_as(roles text[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH today AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day
    ), held AS (
        SELECT holding.post_id
        FROM public.organisation_account account
        JOIN public.organisation_postholding holding ON holding.person_id = account.person_id
        CROSS JOIN today
        WHERE account.id = nullif(current_setting('app.actor', true), '')::bigint
          AND account.is_active
          AND holding.starts_on <= today.day
          AND (holding.ends_on IS NULL OR holding.ends_on > today.day)
    ), counted AS (
        SELECT post.id, post.authority_id
        FROM held JOIN public.organisation_post post ON post.id = held.post_id
        WHERE roles IS NULL OR post.role = ANY (roles)
    )
    SELECT coalesce(array_agg(DISTINCT authority_id), '{}')
    FROM (
        SELECT counted.authority_id FROM counted
        UNION ALL
        SELECT also.authority_id FROM counted JOIN public.organisation_post_also_for also ON also.post_id = counted.id
    ) seen
$$;
CREATE FUNCTION visible_authorities() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT public.visible_authorities_as(NULL)
$$;
REVOKE ALL ON FUNCTION visible_authorities_as(text[]), visible_authorities() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visible_authorities_as(text[]), visible_authorities() TO lippen_app, lippen_owner;
GRANT EXECUTE ON FUNCTION visible_authorities_as(text[]) TO lippen_seer;
GRANT SELECT ON organisation_account, organisation_postholding, organisation_post, organisation_post_also_for
    TO lippen_seer;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_authorities_as(text[]) OWNER TO lippen_seer;
ALTER FUNCTION visible_authorities() OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION visible_authorities(); DROP FUNCTION visible_authorities_as(text[]);")
    ]
