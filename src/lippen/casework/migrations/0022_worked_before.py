"""Who works with a child in the place of whoever did: asked by them, and by who leads their team, for a while.

`visible_worked_before`: of the records and offers that the asker names, those alone where the asker's own allocation, or
one in a team that they lead, ended within 60 days. It says who was allocated as it ended, which was told to them then,
and the name where it is still the same. Restricted records, their own and their family's stay unsaid.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

LOCKS = import_module("lippen.casework.migrations.0002_locks")

SIGNATURE = "visible_worked_before(text[])"
BEFORE = f"""
CREATE FUNCTION visible_worked_before(wanted text[])
RETURNS TABLE (asked text, name text, worker_id bigint, team_id bigint, since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH {LOCKS.ME}, named AS (
        SELECT of.ref, known.id, known.authority_id FROM unnest(wanted) of(ref)
        JOIN public.casework_knownperson known ON known.ref = of.ref
        UNION ALL SELECT of.ref, offer.person_id, offer.authority_id FROM unnest(wanted) of(ref)
        JOIN public.casework_handover offer ON offer.ref = of.ref
    )
    SELECT DISTINCT ON (named.ref) named.ref,
        CASE WHEN EXISTS (SELECT 1 FROM public.casework_personname given
            WHERE given.person_id = named.id AND given.recorded_at > mine.ended_at)
        THEN '' ELSE btrim(now.given_name || ' ' || now.family_name) END,
        next.worker_id, next.team_id, next.starts_on
    FROM me CROSS JOIN today CROSS JOIN named
    JOIN public.casework_personnow now ON now.person_id = named.id AND NOT now.is_mistake
    JOIN public.casework_involvement mine ON mine.person_id = named.id AND mine.kind = 'allocated'
        AND mine.ends_on <= today.day AND mine.ends_on > today.day - 60
        AND (mine.worker_id = me.person_id OR mine.team_id IN (SELECT team_id FROM led))
    JOIN public.casework_involvement next ON next.person_id = named.id AND next.kind = 'allocated'
        AND next.starts_on = mine.ends_on AND next.id > mine.id
    WHERE named.authority_id = ANY ((SELECT {LOCKS.REACH})::bigint[])
      AND NOT named.id = ANY ((SELECT public.visible_never())::bigint[])
    ORDER BY named.ref, mine.id DESC, next.id
$$;
REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION {SIGNATURE} OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0021_either_end_of_a_tie")]

    operations = [migrations.RunSQL(BEFORE, f"DROP FUNCTION {SIGNATURE};")]
