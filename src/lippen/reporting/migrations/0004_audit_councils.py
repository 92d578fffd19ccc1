"""Whose a record of this package is, for the audit trail; and whose the rows are that were written before."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import of_seer, seen_by_seer

TABLES = {ref: f"reporting_{ref}" for ref in ("paper", "committee", "meeting")} | {
    "template": "reporting_papertemplate"
}
# Rows from before; the highest floor does it, once each package has said whose its records are.
WHOSE = """
    UPDATE kernel_auditentry SET authority_ids = audit_councils(verb, subject_key, account_id) WHERE authority_ids = '{}';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0003_templates"),
        ("kernel", "0004_audit_locks"),
        ("organisation", "0004_audit_councils"),
        ("improvement", "0007_audit_councils"),
    ]
    operations = [
        *(
            of_seer(
                f"audit_councils_of_{ref}",
                f"SELECT array_agg(authority_id) FROM public.{table} WHERE ref = wanted",
                reads=(table,),
            )
            for ref, table in TABLES.items()
        ),
        seen_by_seer(*TABLES.values()),
        migrations.RunSQL(WHOSE, migrations.RunSQL.noop),
    ]
