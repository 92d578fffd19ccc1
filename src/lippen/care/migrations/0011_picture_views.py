"""A picture by the child says what they think at a clinic, a panel and the agency's decision too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0010_plans_and_health"),
        ("casework", "0031_files_of_care"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="agencydecision",
            name="an_agency_decision_has_the_childs_view_or_why_not",
        ),
        migrations.RemoveConstraint(
            model_name="discussed",
            name="what_was_discussed_has_the_childs_view_or_why_not",
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.picture"
            ),
        ),
        migrations.AddField(
            model_name="discussed",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.picture"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child_view", ""), _negated=True),
                    models.Q(("no_view_why", ""), _negated=True),
                    ("picture__isnull", False),
                    _connector="OR",
                ),
                name="an_agency_decision_has_the_childs_view_or_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="discussed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child_view", ""), _negated=True),
                    models.Q(("no_view_why", ""), _negated=True),
                    ("picture__isnull", False),
                    _connector="OR",
                ),
                name="what_was_discussed_has_the_childs_view_or_why_not",
            ),
        ),
    ]
