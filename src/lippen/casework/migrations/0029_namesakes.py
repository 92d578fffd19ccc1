"""A search among a thousand namesakes tells of a hundred that have the same in common, of each such likeness.

More than twenty are never shown. Whose team it is, and whether the record is closed, is found for those told alone.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

BEFORE = import_module("lippen.casework.migrations.0025_two_records_one_person")
MOST = 100
HITS = "ARRAY(SELECT key::text FROM unnest(now.keys) key WHERE key = ANY (wanted))"
MATCHES = BEFORE.said_anew(
    BEFORE.MATCHES,
    (f"        {HITS},\n", "        chosen.hits,\n"),
    (
        f"    FROM public.casework_personnow now {BEFORE.STAYS}\n    WHERE now.authority_id = council AND (",
        f"""    FROM (
        SELECT alike.*, row_number() OVER (PARTITION BY alike.hits ORDER BY alike.person_id) AS place FROM (
            SELECT now.person_id, now.same_as_id, {HITS} AS hits FROM public.casework_personnow now
            WHERE now.authority_id = council AND (""",
    ),
    (
        ");\nEND $$;",
        f""")) alike
    ) chosen
    JOIN public.casework_knownperson known ON known.id = coalesce(chosen.same_as_id, chosen.person_id)
    WHERE chosen.place <= {MOST};
END $$;""",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0028_returns")]

    operations = [migrations.RunSQL(MATCHES, BEFORE.MATCHES)]
