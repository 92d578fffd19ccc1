"""How many children live with which carers of a council: numbers of everybody's children, and never which.

Whoever asks reads records in the council. Without the children whom they do not see a bed would look free that is not.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OF_RECORD_READERS, of_seer

OF_COUNCIL = OF_RECORD_READERS.replace("authority_id", "carer.authority_id")
LIVING_WITH = f"""
    SELECT placed.carer_id, count(DISTINCT coalesce(now.same_as_id, now.person_id))
    FROM public.care_carer carer JOIN public.care_placement placed ON placed.carer_id = carer.id
    JOIN public.casework_personnow now ON now.person_id = placed.person_id AND NOT now.is_mistake
    WHERE carer.authority_id = wanted AND {OF_COUNCIL}
      AND placed.is_current AND NOT placed.is_wrong AND placed.ends_on IS NULL
    GROUP BY placed.carer_id"""


class Migration(migrations.Migration):
    dependencies = [("care", "0016_said_before"), ("casework", "0032_undone_for_everybody")]

    operations = [
        of_seer(
            "visible_living_with",
            LIVING_WITH,
            given="wanted bigint",
            gives="TABLE (carer_id bigint, children bigint)",
            reads=("care_carer", "care_placement", "casework_personnow"),
        ),
    ]
