"""A committee's meeting moved or called off; known to everybody who knows of the meeting."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_PAPER_KEEPERS, OF_PAPER_READERS, locked


def key(to: str, *, null: bool = False, named: str = "+") -> models.ForeignKey:
    return models.ForeignKey(null=null, on_delete=django.db.models.deletion.PROTECT, related_name=named, to=to)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0015_taken_back"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="MeetingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("authority", key("organisation.authority")),
                ("meeting", key("reporting.meeting", named="changes")),
                ("moved_to", key("reporting.meeting", null=True)),
                ("recorded_by", key(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "version"), name="meeting_changed_once_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="meeting_changed_for_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moved_to__isnull", True),
                            models.Q(("moved_to", models.F("meeting")), _negated=True),
                            _connector="OR",
                        ),
                        name="meeting_moves_to_another_day",
                    ),
                ],
            },
        ),
        *locked("reporting_meetingchange", OF_PAPER_READERS, check=OF_PAPER_KEEPERS),
    ]
