"""What the child thinks may stand with a look at their health; nothing is decided there, and nothing refused without it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0013_view_of_events"), ("casework", "0031_files_of_care")]

    operations = [
        migrations.AddField(model_name="healthcheck", name="child_view", field=models.TextField(blank=True)),
        migrations.AddField(
            model_name="healthcheck",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.picture"
            ),
        ),
        migrations.AddField(model_name="healthcheck", name="no_view_why", field=models.TextField(blank=True)),
        migrations.AddField(model_name="healthcheck", name="changed", field=models.TextField(blank=True)),
    ]
