"""A tie says for either end whether they must not know where the other lives."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0020_no_further_than_needed")]

    operations = [
        migrations.AddField("tie", "other_must_not_know_address", models.BooleanField(default=False)),
    ]
