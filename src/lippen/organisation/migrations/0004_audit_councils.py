"""Whose a record of this package is, for the audit trail: functions that only seer calls, named after the refs."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import of_seer

ASKER = """
    SELECT coalesce(array_agg(DISTINCT seen.authority_id), '{}')
    FROM public.organisation_account account
    JOIN public.organisation_postholding holding ON holding.person_id = account.person_id
    JOIN public.organisation_post post ON post.id = holding.post_id
    CROSS JOIN LATERAL (
        SELECT post.authority_id
        UNION ALL
        SELECT also.authority_id FROM public.organisation_post_also_for also WHERE also.post_id = post.id
    ) seen
    WHERE account.id = account_id
      AND holding.starts_on <= coalesce(nullif(current_setting('app.today', true), '')::date, current_date)
      AND (holding.ends_on IS NULL
           OR holding.ends_on > coalesce(nullif(current_setting('app.today', true), '')::date, current_date))
"""
AUTHORITY = "SELECT array_agg(id) FROM public.organisation_authority WHERE ref = wanted"
PERSON = "SELECT array_agg(authority_id) FROM public.organisation_person WHERE ref = wanted"
POST = """
    SELECT array_agg(authority_id) FROM (
        SELECT authority_id FROM public.organisation_post WHERE ref = wanted
        UNION
        SELECT also.authority_id FROM public.organisation_post_also_for also
        JOIN public.organisation_post post ON post.id = also.post_id WHERE post.ref = wanted
    ) found
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_duties_by_post")]
    operations = [
        of_seer("audit_councils_of_asker", ASKER, given="account_id bigint", reads=("organisation_authority",)),
        of_seer("audit_councils_of_authority", AUTHORITY, reads=("organisation_authority",)),
        of_seer("audit_councils_of_person", PERSON, reads=("organisation_person",)),
        of_seer("audit_councils_of_post", POST, reads=("organisation_post", "organisation_post_also_for")),
    ]
