from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from lippen.kernel.squashed import together


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0017_what_shows_a_commitment_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("is_ended", models.BooleanField(default=False)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="other_plans",
                        to="improvement.governancegroup",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looked_after", to="improvement.plan"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(model_name="groupplan", index=models.Index(fields=["group", "id"], name="group_plans")),
    ]
    operations = together(operations)
