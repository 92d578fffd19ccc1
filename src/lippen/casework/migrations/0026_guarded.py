"""What guards a record: a second person where a leader is shut out, and an opening that was wrong ends at once."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

before = import_module("lippen.casework.migrations.0019_second_person")

# Of whoever leads a team it takes a second person too, as of whoever manages.
TAKES_TWO = before.TAKES_TWO.split("REVOKE ALL")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
OF_LEADERS = TAKES_TWO.replace(f"IN ({before.MANAGERS})", f"IN ('team_leader', {before.MANAGERS})")


class Migration(migrations.Migration):
    dependencies = [("casework", "0021_either_end_of_a_tie")]

    operations = [
        migrations.RunSQL(OF_LEADERS, TAKES_TWO),
    ]
