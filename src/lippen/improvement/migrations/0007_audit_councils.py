"""Whose a record of this package is, for the audit trail: functions that only seer calls, named after the refs."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import of_seer, seen_by_seer

OF_PLAN = """
    SELECT array_agg(DISTINCT found.authority_id) FROM (
        SELECT plan.authority_id FROM public.improvement_plan plan WHERE plan.id IN ({plans})
        UNION ALL
        SELECT joint.authority_id FROM public.improvement_plan_authorities joint WHERE joint.plan_id IN ({plans})
    ) found
"""
PLANS = {
    "plan": "SELECT id FROM public.improvement_plan WHERE ref = wanted",
    "action": "SELECT plan_id FROM public.improvement_action WHERE ref = wanted",
    "doubt": "SELECT plan_id FROM public.improvement_doubt WHERE ref = wanted",
    "update": """SELECT action.plan_id FROM public.improvement_update said
        JOIN public.improvement_action action ON action.id = said.action_id WHERE said.ref = wanted""",
    "risk": "SELECT plan_id FROM public.improvement_risk WHERE ref = wanted",
    "decision": "SELECT plan_id FROM public.improvement_councildecision WHERE ref = wanted",
}
OWN = {
    "evidence": "improvement_evidence",
    "import": "improvement_importbatch",
    "partner": "improvement_partner",
    "commitment": "improvement_commitment",
}
READS = tuple(
    f"improvement_{table}"
    for table in ("plan", "plan_authorities", "action", "doubt", "update", "risk", "councildecision")
)


class Migration(migrations.Migration):
    dependencies = [("improvement", "0006_parts"), ("organisation", "0002_visible_authorities")]
    operations = [
        *(
            of_seer(f"audit_councils_of_{ref}", OF_PLAN.format(plans=plans), reads=READS)
            for ref, plans in PLANS.items()
        ),
        *(
            of_seer(
                f"audit_councils_of_{ref}",
                f"SELECT array_agg(authority_id) FROM public.{table} WHERE ref = wanted",
                reads=(table,),
            )
            for ref, table in OWN.items()
        ),
        seen_by_seer(*READS, *OWN.values()),
    ]
