"""What guards a record: a second person where a leader is shut out, and an opening that was wrong ends at once."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from lippen.kernel.locks import (
    AUDIT_READERS,
    RECORD_DESTROYERS,
    RECORD_MANAGERS,
    of_authorities_as,
    of_seer,
    seen_by_seer,
)

before = import_module("lippen.casework.migrations.0019_second_person")
FOUND = import_module("lippen.casework.migrations.0025_two_records_one_person").FOUND

# Of whoever leads a team it takes a second person too, as of whoever manages.
TAKES_TWO = before.TAKES_TWO.split("REVOKE ALL")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
OF_LEADERS = TAKES_TWO.replace(f"IN ({before.MANAGERS})", f"IN ('team_leader', {before.MANAGERS})")

# What was opened is closed again once somebody has found that it should not have been.
STANDS = """NOT EXISTS (SELECT 1 FROM public.casework_glassreview review
                WHERE review.glass_id = glass.id AND review.verdict = 'not_right')"""
STILL_OPEN = "glass.until > now()"
ENDS = FOUND.replace(STILL_OPEN, f"{STILL_OPEN} AND {STANDS}")
# What was opened and should not have been, for information governance and whoever manages: who, when, why, which
# record by its reference, and who found it. Never a name, nor what anybody wrote.
HEARD = of_authorities_as((*AUDIT_READERS, *RECORD_MANAGERS)).replace("authority_id", "glass.authority_id", 1)
WRONG = f"""
    SELECT glass.ref::text, known.ref::text, glass.recorded_by_id, glass.recorded_at, glass.reason::text,
        review.recorded_by_id, review.so_on
    FROM public.casework_glassreview review JOIN public.casework_breakglass glass ON glass.id = review.glass_id
    JOIN public.casework_knownperson known ON known.id = glass.person_id
    WHERE review.verdict = 'not_right' AND {HEARD} ORDER BY review.id DESC LIMIT 200"""
GIVES = """TABLE (ref text, record text, opened_by bigint, at timestamptz, reason text, found_by bigint,
    found_on date)"""

# How long records are kept and how fast they are looked up: set by those alone who agree what is destroyed.
FIGURES = f"""
    CREATE POLICY casework_localnumber_guarded ON casework_localnumber AS RESTRICTIVE FOR INSERT TO lippen_app
    WITH CHECK ((key NOT LIKE 'keep%' AND key NOT LIKE 'lookup%') OR {of_authorities_as(RECORD_DESTROYERS)});
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0025_two_records_one_person")]

    operations = [
        migrations.RunSQL(OF_LEADERS, TAKES_TWO),
        seen_by_seer("casework_glassreview"),
        migrations.RunSQL(ENDS, FOUND),
        of_seer("visible_wrong_openings", WRONG, given="", gives=GIVES),
        migrations.RunSQL(FIGURES, "DROP POLICY casework_localnumber_guarded ON casework_localnumber;"),
    ]
