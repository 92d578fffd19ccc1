"""The table too takes no other day that somebody agrees for a child whom they work with."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import not_own

OWN_CHILD = """SELECT 1 FROM casework_involvement i JOIN organisation_account a ON a.person_id = i.worker_id
    WHERE a.id = care_agreedday.recorded_by_id AND i.person_id = care_agreedday.person_id
    AND i.ends_on IS NULL AND i.kind <> 'offered'"""


class Migration(migrations.Migration):
    dependencies = [("care", "0002_locks"), ("casework", "0027_found_by_keys")]

    operations = [not_own("care_agreedday", OWN_CHILD)]
