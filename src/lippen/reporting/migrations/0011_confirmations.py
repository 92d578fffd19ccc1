"""What a route wants confirmed before signing or issue; and clerks, who issue, see who confirmed what is signed."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_PAPER_KEEPERS, OF_PLAN_READERS
from lippen.kernel.squashed import together

SEEN_BY_KEEPERS = f"""
    ALTER POLICY reporting_paperconfirmation_visible ON reporting_paperconfirmation
        USING ({OF_PAPER_KEEPERS} AND paper_id IN (SELECT id FROM reporting_paper)) WITH CHECK ({OF_PLAN_READERS});
"""
SEEN_BY_PLAN_READERS = f"""
    ALTER POLICY reporting_paperconfirmation_visible ON reporting_paperconfirmation
        USING ({OF_PLAN_READERS}) WITH CHECK ({OF_PLAN_READERS});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0009_told_systems"),
        ("reporting", "0010_edition_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="definedstep",
            name="defined_step_kind_known",
        ),
        migrations.AddField(
            model_name="definedstep",
            name="before",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AddConstraint(
            model_name="definedstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["author", "consultee", "pre_agenda", "approver", "officer", "confirmation"])
                ),
                name="defined_step_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="definedstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "confirmation"), _negated=True),
                    models.Q(
                        ("before__in", ["signing", "issue"]), ("subject__in", ["legality", "equalities", "finance"])
                    ),
                    _connector="OR",
                ),
                name="confirmation_has_subject_and_time",
            ),
        ),
        migrations.RunSQL(SEEN_BY_KEEPERS, SEEN_BY_PLAN_READERS),
    ]
    operations = together(operations)
