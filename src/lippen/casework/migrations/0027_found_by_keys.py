"""The search box always finds people by their keys' index.

How many have any of some twenty keys is guessed far too high: one name in three was looked for in every row.
"""

from __future__ import annotations

from django.db import migrations

FOUND = "visible_found(bigint[], jsonb)"


class Migration(migrations.Migration):
    dependencies = [("casework", "0026_guarded")]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {FOUND} SET enable_seqscan = off", f"ALTER FUNCTION {FOUND} RESET enable_seqscan"
        ),
    ]
