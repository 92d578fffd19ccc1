"""Who has seen an alert, with its locks."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_family"),
        ("organisation", "0011_told_of_withdrawals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("kind", models.CharField(max_length=8)),
                ("subject", models.CharField(max_length=60)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="casework.knownperson",
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
            options={
                "indexes": [models.Index(fields=["person", "-id"], name="alerts_seen_of_a_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "waits",
                                    "referral",
                                    "not_seen",
                                    "marker",
                                    "entry",
                                    "status",
                                    "address",
                                    "wrong",
                                    "given",
                                ],
                            )
                        ),
                        name="alert_kind_known",
                    ),
                    models.UniqueConstraint(fields=("kind", "subject"), name="an_alert_is_seen_once"),
                ],
            },
        ),
        *locked("casework_alertseen", about_person()),
    ]
