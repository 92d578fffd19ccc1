"""Whose the records are that came since, for the audit trail. Two rooms call a record a meeting: both are asked."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import of_seer, seen_by_seer

OWNED = {
    "absence": "organisation_absence",
    "token": "organisation_partnertoken",
    "review": "organisation_accessreview",
    "sample": "improvement_sample",
    "with": "improvement_stakeholdergroup",
    "contact": "improvement_contact",
    "theme": "improvement_engagementtheme",
    "said": "improvement_said",
    "back": "improvement_givenback",
    "expected": "reporting_expectedpaper",
    "question": "reporting_memberquestion",
    "background": "reporting_backgroundpaper",
    "disclosure": "reporting_disclosure",
}
MEETINGS = ("reporting_meeting", "improvement_stakeholdermeeting")
EITHER = " UNION ALL ".join(f"SELECT authority_id FROM public.{table} WHERE ref = wanted" for table in MEETINGS)
ARRANGED = """
    SELECT array_agg(DISTINCT found.authority_id) FROM public.improvement_arrangement arranged
    JOIN public.improvement_plan plan ON plan.id = arranged.plan_id
    CROSS JOIN LATERAL (
        SELECT plan.authority_id
        UNION ALL
        SELECT joint.authority_id FROM public.improvement_plan_authorities joint WHERE joint.plan_id = plan.id
    ) found
    WHERE arranged.ref = wanted
"""
NOT_SEEN_YET = tuple(table for table in OWNED.values() if not table.startswith("organisation_"))


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0007_following"),
        ("organisation", "0008_inspectors"),
        ("improvement", "0010_samples"),
    ]
    operations = [
        *(
            of_seer(
                f"audit_councils_of_{ref}",
                f"SELECT array_agg(authority_id) FROM public.{table} WHERE ref = wanted",
                reads=(table,),
            )
            for ref, table in OWNED.items()
        ),
        migrations.RunSQL("DROP FUNCTION audit_councils_of_meeting(text);", migrations.RunSQL.noop),
        of_seer("audit_councils_of_meeting", f"SELECT array_agg(authority_id) FROM ({EITHER}) found", reads=MEETINGS),
        of_seer("audit_councils_of_arrangement", ARRANGED, reads=("improvement_arrangement",)),
        seen_by_seer(*NOT_SEEN_YET, "improvement_stakeholdermeeting"),
    ]
