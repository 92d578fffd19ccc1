"""Nobody approves what is their own: the second lock beside the application's."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import not_own


def recorded(table: str, of: str, column: str, when: str = "") -> migrations.RunSQL:
    """Whoever recorded the one does not record the other about it."""
    which = f" AND casework_{table}.{when}" if when else ""
    return not_own(
        f"casework_{table}",
        f"""SELECT 1 FROM casework_{of} o WHERE o.id = casework_{table}.{column}
        AND o.recorded_by_id = casework_{table}.recorded_by_id{which}""",
    )


OWN_CHECK = """SELECT 1 FROM casework_accessmark m JOIN casework_accessentry e ON e.id = m.entry_id
    WHERE e.request_id = casework_accessstep.request_id AND casework_accessstep.kind IN ('agreed', 'returned')
    AND m.recorded_by_id = casework_accessstep.recorded_by_id"""
OWN_READ = """SELECT 1 FROM casework_unusualread r WHERE r.id = casework_unusuallook.unusual_id
    AND r.reader_id = casework_unusuallook.recorded_by_id"""
OWN_REASON = """SELECT 1 FROM organisation_account a WHERE a.id = casework_{table}.recorded_by_id
    AND a.person_id = casework_{table}.worker_id AND casework_{table}.over_limit_why <> ''"""
# Past the limit somebody may take a child on themselves by a decision that stands for the team, or where somebody
# else had offered the child with the reason.
BY_OTHERS = """ AND NOT EXISTS (SELECT 1 FROM casework_limitdecision d
    WHERE d.authority_id = casework_involvement.authority_id
    AND d.team_id IS NOT DISTINCT FROM casework_involvement.team_id)
    AND NOT EXISTS (SELECT 1 FROM casework_handover h WHERE h.person_id = casework_involvement.person_id
    AND h.worker_id = casework_involvement.worker_id AND h.over_limit_why <> ''
    AND h.recorded_by_id <> casework_involvement.recorded_by_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0013_open_ones"),
        ("organisation", "0013_skills_and_posts"),
    ]

    operations = [
        recorded("signoff", "referral", "referral_id"),
        recorded("glassreview", "breakglass", "glass_id"),
        recorded("sameasstep", "sameas", "same_id", "kind IN ('agreed', 'refused')"),
        recorded("markerfact", "marker", "marker_id", "number = 1"),
        recorded("figureanswer", "figurechallenge", "challenge_id"),
        recorded("destructionstep", "destruction", "destruction_id", "kind = 'agreed'"),
        not_own("casework_accessstep", OWN_CHECK),
        not_own("casework_unusuallook", OWN_READ),
        not_own("casework_handover", OWN_REASON.format(table="handover")),
        not_own("casework_involvement", OWN_REASON.format(table="involvement") + BY_OTHERS),
    ]
