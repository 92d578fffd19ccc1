"""What returns of other systems said of a child, row by row, under the locks of the child's record."""

import django.db.models.deletion
from importlib import import_module

from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked


policies = import_module("lippen.care.migrations.0002_locks").policies


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0003_not_own"),
        ("casework", "0028_returns"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("file", models.CharField(max_length=200)),
                ("place", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("cells", models.JSONField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="careevent",
            name="care_event_kind_known",
        ),
        migrations.AddConstraint(
            model_name="careevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "advice_asked",
                            "advice_given",
                            "agency_decided",
                            "appealed",
                            "carers_approved",
                            "death_notified",
                            "death_reported",
                            "decided_for_child_on_order",
                            "emergency_further_review",
                            "emergency_review",
                            "emergency_went_on",
                            "final_placement",
                            "first_review",
                            "foster_home_over_three",
                            "fostering_panel",
                            "health_assessed",
                            "health_board_told",
                            "hearing_arranged",
                            "hearing_decided",
                            "hearing_held",
                            "hearing_held_after_deferral",
                            "hearing_notice",
                            "hearing_papers",
                            "home_first_review",
                            "home_later_review",
                            "home_ruled_out",
                            "home_second_review",
                            "kinship_assessed",
                            "kinship_assessment_began",
                            "kinship_ruled",
                            "later_review",
                            "lodged",
                            "order_review_begun",
                            "panel",
                            "parents_replied",
                            "parents_told",
                            "permanence_considered",
                            "permanence_plan",
                            "plan_reviewed",
                            "pre_hearing",
                            "recommended",
                            "recommended_away",
                            "referred_to_reporter",
                            "reply_time_ended",
                            "report_asked",
                            "report_sent",
                            "reporter_decided",
                            "representations_in",
                            "representations_out",
                            "review_returned",
                            "second_review",
                            "series_review",
                        ],
                    )
                ),
                name="care_event_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="returnrow",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="returnrow",
            name="intake",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.intake"
            ),
        ),
        migrations.AddField(
            model_name="returnrow",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="returnrow",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="returnrow",
            index=models.Index(fields=["person", "intake", "id"], name="return_rows_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="returnrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", ""), _negated=True), name="a_return_row_has_its_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnrow",
            constraint=models.UniqueConstraint(
                fields=("intake", "file", "place"), name="a_row_of_a_return_is_kept_once"
            ),
        ),
        *locked("care_returnrow", about_person()),
        policies("returnrow"),
    ]
