"""Whose a plan's groups are, their meetings, what is wanted of them and their schedules, for the audit trail."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import of_seer, seen_by_seer

TABLES = {
    "group": "improvement_governancegroup",
    "sitting": "improvement_groupmeeting",
    "wanted": "improvement_decisionwanted",
    "schedule": "improvement_meetingschedule",
}
OF_PLAN = """
    SELECT array_agg(DISTINCT found.authority_id) FROM public.{table} kept
    JOIN public.improvement_plan plan ON plan.id = kept.plan_id
    CROSS JOIN LATERAL (
        SELECT plan.authority_id
        UNION ALL
        SELECT joint.authority_id FROM public.improvement_plan_authorities joint WHERE joint.plan_id = plan.id
    ) found
    WHERE kept.ref = wanted
"""


class Migration(migrations.Migration):
    dependencies = [("improvement", "0013_groups")]
    operations = [
        *(
            of_seer(f"audit_councils_of_{ref}", OF_PLAN.format(table=table), reads=(table,))
            for ref, table in TABLES.items()
        ),
        seen_by_seer(*TABLES.values()),
    ]
