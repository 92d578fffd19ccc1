"""Row-level security: a paper is its authority's, by how far it has come; the public sees what was issued and is
not exempt.

`lippen_keepers_of_paper` belongs to seer: checking a file at the machine has no signed-in person, so it asks on
whose behalf the frozen paper may be opened. It gives account numbers, never a word of the paper.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import (
    OF_EXEMPT_READERS,
    OF_PAPER_KEEPERS,
    OF_PAPER_READERS,
    OF_PLAN_READERS,
    locked,
)

# What is written on a paper is for those who work on plans; a signed paper also for those who issue it, an issued
# one for the committee, and where it is exempt for nobody else. Each step asks the next table's own lock, never back.
WRITTEN = ("papertext", "paperanswer", "committeeline", "themedifference", "routestep", "decision")
SIGNED_PAPERS = "(SELECT paper_id FROM reporting_signedpaper)"
SIGNED_ISSUED = "(SELECT signed_id FROM reporting_issue)"
LOCKS = {
    **dict.fromkeys(("committee", "meeting"), OF_PAPER_READERS),
    **dict.fromkeys(WRITTEN, OF_PLAN_READERS),
    "paper": f"{OF_PLAN_READERS} OR id IN {SIGNED_PAPERS}",
    "paperdates": f"{OF_PLAN_READERS} OR paper_id IN {SIGNED_PAPERS}",
    "paperstate": f"{OF_PLAN_READERS} OR paper_id IN {SIGNED_PAPERS}",
    "signedpaper": f"{OF_PAPER_KEEPERS} OR id IN {SIGNED_ISSUED}",
    "signedfile": f"{OF_PAPER_KEEPERS} OR signed_id IN {SIGNED_ISSUED}",
    "issue": f"{OF_EXEMPT_READERS} OR (NOT exempt AND {OF_PAPER_READERS})",
    "publishedaddress": "issue_id IN (SELECT id FROM reporting_issue)",
}
ISSUED = "(SELECT signed_id FROM reporting_issue WHERE NOT exempt)"
PUBLIC = f"""
    CREATE POLICY reporting_issue_public ON reporting_issue FOR SELECT TO lippen_public USING (NOT exempt);
    CREATE POLICY reporting_signedpaper_public ON reporting_signedpaper FOR SELECT TO lippen_public
        USING (NOT exempt AND id IN {ISSUED});
    CREATE POLICY reporting_signedfile_public ON reporting_signedfile FOR SELECT TO lippen_public
        USING (NOT exempt AND signed_id IN {ISSUED});
"""
NOT_PUBLIC = """
    DROP POLICY reporting_issue_public ON reporting_issue;
    DROP POLICY reporting_signedpaper_public ON reporting_signedpaper;
    DROP POLICY reporting_signedfile_public ON reporting_signedfile;
"""
KEEPERS = """
CREATE FUNCTION lippen_keepers_of_paper(wanted text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(account_id ORDER BY place, account_id), '{}')
    FROM (
        SELECT 1 AS place, signed.recorded_by_id AS account_id
        FROM public.reporting_signedpaper signed WHERE signed.paper_ref = wanted
        UNION ALL
        SELECT DISTINCT 2, account.id
        FROM public.reporting_signedpaper signed
        JOIN public.organisation_post post ON post.authority_id = signed.authority_id
        JOIN public.organisation_postholding holding ON holding.post_id = post.id
        JOIN public.organisation_account account ON account.person_id = holding.person_id AND account.is_active
        WHERE signed.paper_ref = wanted
    ) found
    WHERE account_id IS NOT NULL
$$;
REVOKE ALL ON FUNCTION lippen_keepers_of_paper(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lippen_keepers_of_paper(text) TO lippen_app, lippen_owner;
GRANT SELECT ON reporting_signedpaper TO lippen_seer;
CREATE POLICY reporting_signedpaper_seer ON reporting_signedpaper FOR SELECT TO lippen_seer USING (true);
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION lippen_keepers_of_paper(text) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
NO_KEEPERS = """
DROP POLICY reporting_signedpaper_seer ON reporting_signedpaper;
DROP FUNCTION lippen_keepers_of_paper(text);
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("organisation", "0002_visible_authorities")]
    operations = [
        *(
            operation
            for table, using in LOCKS.items()
            for operation in locked(f"reporting_{table}", using, check=OF_PAPER_KEEPERS)
        ),
        migrations.RunSQL(PUBLIC, NOT_PUBLIC),
        migrations.RunSQL(KEEPERS, NO_KEEPERS),
    ]
