"""Which records of a list are kept all the same, for those who agree lists: held since, or worked with again.

`visible_kept_of_lists`: keys, days and yes or no alone, as the lists themselves; why a record is held stays in it.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

LENT = import_module("lippen.casework.migrations.0010_watched_and_lent")

SIGNATURE = "visible_kept_of_lists(text[])"
KEPT = f"""
CREATE FUNCTION visible_kept_of_lists(wanted text[])
RETURNS TABLE (list text, record text, held_since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH open_hold AS MATERIALIZED (
        SELECT hold.person_id AS id, min(hold.so_on) AS since FROM public.casework_legalhold hold
        LEFT JOIN public.casework_legalholdend lifted ON lifted.hold_id = hold.id
        WHERE lifted.id IS NULL AND (hold.until IS NULL OR hold.until > {LENT.TODAY})
        GROUP BY hold.person_id
    )
    SELECT list.ref::text, item.record::text, open_hold.since
    FROM public.casework_destruction list
    JOIN public.casework_destructionitem item ON item.destruction_id = list.id
    JOIN public.casework_knownperson known ON known.id = item.known_id AND known.ref = item.record
    LEFT JOIN open_hold ON open_hold.id = known.id
    CROSS JOIN LATERAL (SELECT list.authority_id AS council) asked
    WHERE list.ref = ANY (wanted) AND {LENT.MAY_DESTROY.replace("council", "asked.council")}
      AND (open_hold.id IS NOT NULL OR EXISTS ({LENT.IN_USE}))
$$;
REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION {SIGNATURE} OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0022_worked_before")]

    operations = [migrations.RunSQL(KEPT, f"DROP FUNCTION {SIGNATURE};")]
