"""Which papers want something confirmed, and on whose behalf a worker may look at each.

Seer gives references and account numbers, never a word of a paper; see `0012_papers_being_written`.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import of_seer, seen_by_seer

NAME = "lippen_papers_to_confirm"
TO_CONFIRM = """
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
    ) <> 'issued'
    AND EXISTS (
        SELECT FROM public.reporting_paperroute route
        JOIN public.reporting_definedstep step ON step.definition_id = route.definition_id
        WHERE route.paper_id = paper.id AND step.kind = 'confirmation'
    )
    ORDER BY paper.ref
"""
TABLES = ("reporting_paperroute", "reporting_definedstep")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0018_report_by_is_a_step")]
    operations = [
        of_seer(NAME, TO_CONFIRM, given="", gives="TABLE (paper_ref text, account_ids bigint[])", reads=TABLES),
        migrations.RunSQL(f"GRANT EXECUTE ON FUNCTION {NAME}() TO lippen_app;", migrations.RunSQL.noop),
        seen_by_seer(*TABLES),
    ]
