"""Who looked at a record: at the person's own page, and at every referral, wait, visit, opening and entry of theirs."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import about_person

OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
REFS = "".join(
    f" UNION ALL SELECT kept.ref::text FROM public.casework_{table} kept JOIN asked ON asked.id = kept.person_id"
    for table in ("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "involvement")
)
LOOKERS = f"""
CREATE OR REPLACE FUNCTION visible_lookers(wanted text)
RETURNS TABLE (account_id bigint, verb text, first_at timestamptz, last_at timestamptz, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH asked AS (
        SELECT known.id FROM public.casework_knownperson known WHERE known.ref = wanted AND {OF_KNOWN}
    )
    SELECT entry.account_id, entry.verb::text, min(entry.at), max(entry.at), count(*)
    FROM public.kernel_auditentry entry
    WHERE entry.account_id IS NOT NULL AND EXISTS (SELECT 1 FROM asked)
      AND entry.subject_key IN (SELECT wanted {REFS})
    GROUP BY entry.account_id, entry.verb
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_locks")]
    operations = [migrations.RunSQL(LOOKERS, migrations.RunSQL.noop)]
