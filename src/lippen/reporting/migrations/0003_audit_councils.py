"""Whose a record of this package is, for the audit trail; and whose the rows are that were written before."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import of_seer

REFS = ("paper", "committee", "meeting")
# Rows from before; the highest floor does it, once each package has said whose its records are.
WHOSE = """
    UPDATE kernel_auditentry SET authority_ids = audit_councils(verb, subject_key, account_id) WHERE authority_ids = '{}';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_locks"),
        ("kernel", "0004_audit_locks"),
        ("organisation", "0003_audit_councils"),
        ("improvement", "0003_audit_councils"),
    ]
    operations = [
        *(
            of_seer(
                f"audit_councils_of_{ref}",
                f"SELECT array_agg(authority_id) FROM public.reporting_{ref} WHERE ref = wanted",
                reads=(f"reporting_{ref}",),
            )
            for ref in REFS
        ),
        *(
            migrations.RunSQL(
                f"CREATE POLICY reporting_{ref}_seer ON reporting_{ref} FOR SELECT TO lippen_seer USING (true);",
                f"DROP POLICY reporting_{ref}_seer ON reporting_{ref};",
            )
            for ref in REFS
        ),
        migrations.RunSQL(WHOSE, migrations.RunSQL.noop),
    ]
