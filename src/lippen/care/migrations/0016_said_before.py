"""A decision of the agency keeps what had been said last of whom the plan waits on: it was said before it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0015_view_of_plans")]

    operations = [
        migrations.AddField(
            model_name="agencydecision",
            name="said_before",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.waitson"
            ),
        ),
    ]
