"""A paper taken back from its approvers, and who decided in an approver's place; locked as the approvals are."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_PAPER_KEEPERS, OF_PLAN_READERS, locked
from lippen.kernel.squashed import together


def key(to: str, *, null: bool = False, named: str = "+") -> models.ForeignKey:
    return models.ForeignKey(null=null, on_delete=django.db.models.deletion.PROTECT, related_name=named, to=to)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0014_exempt_words"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("decision", "designation", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("decision", "name", models.CharField(blank=True, default="", max_length=180)),
        migrations.AddField("decision", "person", key("organisation.person", null=True)),
        migrations.CreateModel(
            name="TakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("name", models.CharField(max_length=180)),
                ("authority", key("organisation.authority")),
                ("paper", key("reporting.paper", named="taken_back")),
                ("person", key("organisation.person", null=True)),
                ("recorded_by", key(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("paper", "number"), name="paper_taken_back_once_a_step"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="taken_back_for_a_reason"
                    ),
                ],
            },
        ),
        *locked("reporting_takenback", OF_PLAN_READERS, check=OF_PAPER_KEEPERS),
    ]
    operations = together(operations)
