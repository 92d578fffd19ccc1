"""Which papers are being written on which somebody agreed a line, and on whose behalf a worker may look at each.

A timer has no signed-in person. Seer gives references and account numbers, never a word of a paper; what is then read
and done is done as one of these people, as far as that person may.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import of_seer, seen_by_seer

NAME = "lippen_papers_being_written"
BEING_WRITTEN = """
    SELECT paper.ref::text, array_remove(
        ARRAY[paper.recorded_by_id] || ARRAY(
            SELECT DISTINCT account.id FROM public.organisation_post post
            JOIN public.organisation_postholding holding ON holding.post_id = post.id
            JOIN public.organisation_account account ON account.person_id = holding.person_id AND account.is_active
            WHERE post.authority_id = paper.authority_id ORDER BY account.id
        )::bigint[], NULL)
    FROM public.reporting_paper paper
    WHERE (
        SELECT step.state FROM public.reporting_paperstate step
        WHERE step.paper_id = paper.id ORDER BY step.number DESC LIMIT 1
    ) IN ('drafting', 'returned')
    AND EXISTS (
        SELECT FROM public.reporting_committeeline line WHERE line.paper_id = paper.id AND line.step = 'agreed'
    )
    ORDER BY paper.ref
"""
TABLES = ("reporting_paperstate", "reporting_committeeline")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0011_confirmations")]
    operations = [
        of_seer(NAME, BEING_WRITTEN, given="", gives="TABLE (paper_ref text, account_ids bigint[])", reads=TABLES),
        migrations.RunSQL(f"GRANT EXECUTE ON FUNCTION {NAME}() TO lippen_app;", migrations.RunSQL.noop),
        seen_by_seer(*TABLES),
    ]
