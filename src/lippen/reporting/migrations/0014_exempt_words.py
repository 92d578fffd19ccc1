"""What was promised in an exempt part, or said about an exempt paper, in its own words; for those who read the plan."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_PLAN_READERS, locked


def key(to: str, *, null: bool = False, named: str = "+") -> models.ForeignKey:
    return models.ForeignKey(null=null, on_delete=django.db.models.deletion.PROTECT, related_name=named, to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0009_told_systems"),
        ("reporting", "0013_words_of_signed_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExemptWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("key", models.CharField(max_length=60)),
                ("words", models.TextField()),
                ("is_public", models.BooleanField(default=False)),
                ("authority", key("organisation.authority")),
                ("paper", key("reporting.paper", named="exempt_words")),
                ("person", key("organisation.person", null=True)),
                ("recorded_by", key(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["promise", "decision", "question", "answer"])),
                        name="exempt_words_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="exempt_words_say_something"
                    ),
                    models.UniqueConstraint(fields=("kind", "key"), name="exempt_words_kept_once"),
                ],
            },
        ),
        *locked("reporting_exemptwords", OF_PLAN_READERS),
    ]
