"""Row-level security of editions, flags, ties and withdrawals; and the public role only where a council says so.

An exempt paper is for its committee, and for other members where section 50F opens it to them; its public edition is
for everybody who reads papers once it is issued. The public role finds issued papers and public editions of councils
whose register is on, and no file of a paper that was withdrawn.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OF_EXEMPT_READERS, OF_PAPER_KEEPERS, OF_PAPER_READERS, locked

SEEN_PAPERS = "paper_id IN (SELECT id FROM reporting_paper)"
SEEN_SIGNED = "signed_id IN (SELECT id FROM reporting_signedpaper)"
SEEN_EDITIONS = "signed_id IN (SELECT signed_id FROM reporting_publicedition)"
LOCKS = {
    **dict.fromkeys(("exemptproposal", "flaganswer"), f"{OF_PAPER_KEEPERS} AND {SEEN_PAPERS}"),
    "publicedition": f"{OF_PAPER_KEEPERS} OR id IN (SELECT edition_id FROM reporting_publicissue)",
    "publicissue": OF_PAPER_READERS,
    "publicfile": "edition_id IN (SELECT id FROM reporting_publicedition)",
    "resolution": "issue_id IN (SELECT id FROM reporting_issue)",
    "registersetting": OF_PAPER_KEEPERS,
    "childplaces": OF_PAPER_KEEPERS,
    "papertie": SEEN_PAPERS,
    "withdrawal": f"{SEEN_SIGNED} OR {SEEN_EDITIONS}",
    "stamping": f"{OF_PAPER_KEEPERS} AND {SEEN_SIGNED}",
}
REGISTER_ON = """authority_id IN (
    SELECT said.authority_id FROM reporting_registersetting said
    WHERE said.is_on AND NOT EXISTS (
        SELECT 1 FROM reporting_registersetting later
        WHERE later.authority_id = said.authority_id AND later.id > said.id))"""
NOT_WITHDRAWN = "signed_id NOT IN (SELECT signed_id FROM reporting_withdrawal)"
ISSUED = "(SELECT signed_id FROM reporting_issue WHERE NOT exempt)"
OPEN_ISSUES = f"{OF_EXEMPT_READERS} OR ((NOT exempt OR is_open_to_members) AND {OF_PAPER_READERS})"
OLD_ISSUES = f"{OF_EXEMPT_READERS} OR (NOT exempt AND {OF_PAPER_READERS})"
PUBLIC = f"""
    ALTER POLICY reporting_issue_visible ON reporting_issue USING ({OPEN_ISSUES});
    CREATE POLICY reporting_registersetting_public ON reporting_registersetting FOR SELECT TO lippen_public USING (true);
    ALTER POLICY reporting_issue_public ON reporting_issue USING (NOT exempt AND {REGISTER_ON});
    CREATE POLICY reporting_publicissue_public ON reporting_publicissue FOR SELECT TO lippen_public
        USING ({REGISTER_ON});
    CREATE POLICY reporting_publicedition_public ON reporting_publicedition FOR SELECT TO lippen_public
        USING (id IN (SELECT edition_id FROM reporting_publicissue));
    CREATE POLICY reporting_withdrawal_public ON reporting_withdrawal FOR SELECT TO lippen_public
        USING ({SEEN_SIGNED} OR {SEEN_EDITIONS});
    CREATE POLICY reporting_publicfile_public ON reporting_publicfile FOR SELECT TO lippen_public
        USING (edition_id IN (SELECT id FROM reporting_publicedition WHERE {NOT_WITHDRAWN}));
    ALTER POLICY reporting_signedfile_public ON reporting_signedfile
        USING (NOT exempt AND signed_id IN {ISSUED} AND {NOT_WITHDRAWN});
    CREATE POLICY reporting_papertie_public ON reporting_papertie FOR SELECT TO lippen_public
        USING (paper_ref IN (SELECT paper_ref FROM reporting_signedpaper)
            OR paper_ref IN (SELECT paper_ref FROM reporting_publicissue));
"""
NOT_PUBLIC = f"""
    ALTER POLICY reporting_issue_visible ON reporting_issue USING ({OLD_ISSUES});
    DROP POLICY reporting_papertie_public ON reporting_papertie;
    ALTER POLICY reporting_signedfile_public ON reporting_signedfile USING (NOT exempt AND signed_id IN {ISSUED});
    DROP POLICY reporting_publicfile_public ON reporting_publicfile;
    DROP POLICY reporting_withdrawal_public ON reporting_withdrawal;
    DROP POLICY reporting_publicedition_public ON reporting_publicedition;
    DROP POLICY reporting_publicissue_public ON reporting_publicissue;
    ALTER POLICY reporting_issue_public ON reporting_issue USING (NOT exempt);
    DROP POLICY reporting_registersetting_public ON reporting_registersetting;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0009_editions")]
    operations = [
        *(
            operation
            for table, using in LOCKS.items()
            for operation in locked(f"reporting_{table}", using, check=OF_PAPER_KEEPERS)
        ),
        migrations.RunSQL(PUBLIC, NOT_PUBLIC),
    ]
