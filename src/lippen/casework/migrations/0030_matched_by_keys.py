"""A search before somebody is added always goes by the keys' index, as the search box does (0027)."""

from __future__ import annotations

from django.db import migrations

MATCHES = "visible_matches(bigint, text[])"


class Migration(migrations.Migration):
    dependencies = [("casework", "0029_namesakes")]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {MATCHES} SET enable_seqscan = off", f"ALTER FUNCTION {MATCHES} RESET enable_seqscan"
        ),
    ]
