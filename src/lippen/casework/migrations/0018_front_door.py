"""Somebody is found by one thing alone, and when an officer is with another family is known without whose it is.

`visible_alone`: who has the one thing, those whom the asker sees first, and no more than can be shown. `visible_busy`:
from when until when somebody of a council is there as a child meets their family.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from lippen.casework.matching import Sought, place_keys
from lippen.kernel.locks import RECORD_READERS, about_person, seen_by_seer

READERS = ", ".join(f"'{role}'" for role in RECORD_READERS)
SEEN = about_person("now.person_id").replace("authority_id =", "now.authority_id =")
SOME = 2000
"""How many who have it are looked at: a name that more have is told apart by nothing that was asked."""
ALONE = f"""
CREATE FUNCTION visible_alone(council bigint, exact text[], alike text[], wanted text[], most integer)
RETURNS TABLE (person_id bigint, ref text, hits text[], team text, restricted boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE
    ids bigint[];
BEGIN
    IF council <> ALL (public.visible_authorities_as(ARRAY[{READERS}])) THEN
        RETURN;
    END IF;
    ids := ARRAY(SELECT now.person_id FROM public.casework_personnow now
        WHERE now.authority_id = council AND now.keys && exact::varchar[] AND NOT now.is_mistake LIMIT {SOME});
    IF cardinality(ids) < most THEN
        ids := ids || ARRAY(SELECT now.person_id FROM public.casework_personnow now
            WHERE now.authority_id = council AND now.keys && alike::varchar[] AND NOT now.is_mistake
              AND now.person_id <> ALL (ids) LIMIT {SOME});
    END IF;
    RETURN QUERY
    SELECT known.id, known.ref::text, chosen.hits,
        (SELECT coalesce(team.name, '') FROM public.casework_involvement work
            LEFT JOIN public.organisation_team team ON team.id = work.team_id
            WHERE work.person_id = known.id AND work.ends_on IS NULL
            ORDER BY work.kind <> 'allocated', work.id DESC LIMIT 1)::text,
        coalesce((SELECT cardinality(r.officers) > 0 FROM public.casework_restriction r
            WHERE r.person_id = known.id ORDER BY r.id DESC LIMIT 1), false)
    FROM (
        SELECT now.person_id, found.hits, row_number() OVER (
            ORDER BY found.hits && exact DESC, ({SEEN}) DESC, cardinality(found.hits) DESC, now.person_id) AS place
        FROM public.casework_personnow now
        CROSS JOIN LATERAL (SELECT ARRAY(SELECT key::text FROM unnest(now.keys) key WHERE key = ANY (wanted)) AS hits) found
        WHERE now.person_id = ANY (ids)
    ) chosen
    JOIN public.casework_knownperson known ON known.id = chosen.person_id
    WHERE chosen.place <= most ORDER BY chosen.place;
END $$;
REVOKE ALL ON FUNCTION visible_alone(bigint, text[], text[], text[], integer) FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_alone(bigint, text[], text[], text[], integer) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
BUSY = f"""
CREATE FUNCTION visible_busy(council bigint, officer bigint, begins timestamptz, ends timestamptz)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT contact.starts_at, contact.ends_at FROM public.casework_familycontact contact
    WHERE contact.supervisor_id = officer AND contact.authority_id = council
      AND contact.starts_at < ends AND contact.ends_at > begins
      AND council = ANY (public.visible_authorities_as(ARRAY[{READERS}]))
      AND NOT EXISTS (SELECT 1 FROM public.casework_familycontactdone done
        WHERE done.contact_id = contact.id AND NOT done.took_place)
    ORDER BY 1
$$;
REVOKE ALL ON FUNCTION visible_busy(bigint, bigint, timestamptz, timestamptz) FROM PUBLIC;
GRANT SELECT ON casework_familycontactdone TO lippen_seer;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_busy(bigint, bigint, timestamptz, timestamptz) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""


def find_by_place(apps: Any, schema_editor: Any) -> None:
    """Who is recorded already is found by postcode and street too."""
    now = apps.get_model("casework", "PersonNow").objects.using(schema_editor.connection.alias)
    for row in now.exclude(lines="", postcode="").only("lines", "postcode", "keys").iterator(chunk_size=2000):
        keys = {*row.keys, *place_keys(Sought(addresses=((row.lines, row.postcode),)))}
        now.filter(pk=row.pk).update(keys=sorted(keys))


class Migration(migrations.Migration):
    dependencies = [("casework", "0017_undone")]

    operations = [
        migrations.RunPython(find_by_place, migrations.RunPython.noop),
        seen_by_seer("casework_familycontactdone"),
        migrations.RunSQL(BUSY, "DROP FUNCTION visible_busy(bigint, bigint, timestamptz, timestamptz);"),
        migrations.AddIndex(
            model_name="familycontact",
            index=models.Index(
                fields=["supervisor", "starts_at"],
                condition=models.Q(supervisor__isnull=False),
                name="contacts_somebody_is_at",
            ),
        ),
        migrations.RunSQL(ALONE, "DROP FUNCTION visible_alone(bigint, text[], text[], text[], integer);"),
    ]
