"""Reviews and lines to permanence, under the locks of the child's record."""

import django.contrib.postgres.fields
import django.db.models.deletion
from importlib import import_module

from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked, of_seer, seen_by_seer


policies = import_module("lippen.care.migrations.0002_locks").policies
TABLES = (
    *("review", "reviewstep", "invited", "reviewheld", "reviewdecision", "decisionend"),
    *("permanenceline", "lineend", "waitson", "driftanswer"),
)
BEGINS = {"lacreview": "review", "caredecision": "reviewdecision", "permanence": "permanenceline"}
"""What refs begin with, and the table that holds them."""


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0004_returns"),
        ("casework", "0030_matched_by_keys"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("outcome", models.CharField(max_length=12)),
                ("words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="DriftAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("words", models.TextField()),
                ("look_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("words", models.CharField(blank=True, max_length=160)),
            ],
        ),
        migrations.CreateModel(
            name="LineEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="PermanenceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("route", models.CharField(max_length=12)),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=32)),
                ("planned_on", models.DateField()),
                ("chair_words", models.CharField(blank=True, max_length=160)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("words", models.TextField()),
                ("owner_words", models.CharField(blank=True, max_length=160)),
                ("due_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="ReviewHeld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                (
                    "came",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("took_part", models.CharField(max_length=12)),
                ("child_view", models.TextField(blank=True)),
                ("no_view_why", models.TextField(blank=True)),
                ("changed", models.TextField(blank=True)),
                ("parents_view", models.TextField(blank=True)),
                ("carers_view", models.TextField(blank=True)),
                ("others_view", models.TextField(blank=True)),
                ("minute", models.TextField()),
                ("is_outside", models.BooleanField()),
                ("is_late", models.BooleanField()),
                ("late_cause", models.CharField(blank=True, max_length=12)),
                ("late_words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("planned_on", models.DateField(null=True)),
                ("why", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="WaitsOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("on_whom", models.CharField(max_length=12)),
                ("why", models.TextField()),
                ("next_step", models.CharField(max_length=240)),
                ("next_on", models.DateField()),
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
                            "clinic",
                            "court_heard",
                            "death_notified",
                            "death_reported",
                            "decided_for_child_on_order",
                            "emergency_further_review",
                            "emergency_review",
                            "emergency_went_on",
                            "family_met",
                            "final_placement",
                            "first_review",
                            "foster_home_over_three",
                            "fostering_panel",
                            "fully_assessed",
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
                            "kinship_order",
                            "kinship_ruled",
                            "later_review",
                            "lodged",
                            "matched",
                            "order_review_begun",
                            "panel",
                            "parents_replied",
                            "parents_told",
                            "permanence_considered",
                            "permanence_plan",
                            "plan_agreed",
                            "plan_reviewed",
                            "pre_hearing",
                            "recommended",
                            "recommended_away",
                            "referred_to_reporter",
                            "refused",
                            "reply_time_ended",
                            "report_asked",
                            "report_sent",
                            "reporter_decided",
                            "reports_ready",
                            "representations_in",
                            "representations_out",
                            "review_returned",
                            "second_review",
                            "sent_back",
                            "series_review",
                        ],
                    )
                ),
                name="care_event_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="decisionend",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="decisionend",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="decisionend",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="driftanswer",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="driftanswer",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="driftanswer",
            name="raised_with",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="driftanswer",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="invited",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="invited",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="invited",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lineend",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="lineend",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="lineend",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="permanenceline",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="permanenceline",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="permanenceline",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lineend",
            name="line",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="ended", to="care.permanenceline"
            ),
        ),
        migrations.AddField(
            model_name="driftanswer",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="care.permanenceline"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="chair",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="invited",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invited", to="care.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewdecision",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="reviewdecision",
            name="owner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="reviewdecision",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="reviewdecision",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewdecision",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="care.review"
            ),
        ),
        migrations.AddField(
            model_name="decisionend",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="ended", to="care.reviewdecision"
            ),
        ),
        migrations.AddField(
            model_name="reviewheld",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="reviewheld",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="reviewheld",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewheld",
            name="review",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="held", to="care.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewstep",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="reviewstep",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="reviewstep",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewstep",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="care.review"
            ),
        ),
        migrations.AddField(
            model_name="waitson",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="waitson",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waits", to="care.permanenceline"
            ),
        ),
        migrations.AddField(
            model_name="waitson",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="waitson",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="permanenceline",
            index=models.Index(fields=["person", "-id"], name="lines_of_a_person"),
        ),
        migrations.AddIndex(
            model_name="permanenceline",
            index=models.Index(fields=["authority", "so_on"], name="lines_of_a_council"),
        ),
        migrations.AddConstraint(
            model_name="permanenceline",
            constraint=models.CheckConstraint(
                condition=models.Q(("route__in", ["home", "kinship", "po", "poa", "adoption", "long_term"])),
                name="route_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="permanenceline",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_line_says_why_this_route"
            ),
        ),
        migrations.AddIndex(
            model_name="lineend",
            index=models.Index(fields=["person"], name="line_ends_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="lineend",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["reached", "changed", "ceased", "mistake"])), name="line_end_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineend",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "reached"), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="a_line_that_ends_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="driftanswer",
            index=models.Index(fields=["line", "-id"], name="answers_of_a_line"),
        ),
        migrations.AddConstraint(
            model_name="driftanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["action", "reason", "raised"])), name="drift_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="driftanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_drift_answer_has_its_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="driftanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "raised"), ("raised_with__isnull", False)),
                    models.Q(models.Q(("kind", "raised"), _negated=True), ("raised_with__isnull", True)),
                    _connector="OR",
                ),
                name="what_was_raised_names_with_whom",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["person", "-id"], name="reviews_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "emergency_further_review",
                            "emergency_review",
                            "first_review",
                            "home_first_review",
                            "home_later_review",
                            "home_second_review",
                            "later_review",
                            "second_review",
                            "series_review",
                        ],
                    )
                ),
                name="review_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chair__isnull", False), ("chair_words", "")),
                    models.Q(("chair__isnull", True), models.Q(("chair_words", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_review_has_a_chair",
            ),
        ),
        migrations.AddIndex(
            model_name="invited",
            index=models.Index(fields=["person"], name="invited_about_a_person"),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["child", "parent", "carer", "family", "worker", "health", "school", "advocate", "other"],
                    )
                ),
                name="invited_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewdecision",
            index=models.Index(fields=["person"], name="decisions_about_a_person"),
        ),
        migrations.AddConstraint(
            model_name="reviewdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_review_decision_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner__isnull", False), ("owner_words", "")),
                    models.Q(("owner__isnull", True), models.Q(("owner_words", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_review_decision_has_an_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="decisionend",
            index=models.Index(fields=["person"], name="decision_ends_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="decisionend",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["done", "not_done"])), name="decision_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionend",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "done"), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="what_is_not_done_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewheld",
            index=models.Index(fields=["person"], name="reviews_held_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="reviewheld",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "took_part__in",
                        ["spoke", "advocate", "beforehand", "sent", "silent", "chose_not", "too_young", "not_asked"],
                    )
                ),
                name="took_part_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewheld",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "late_cause__in",
                        [
                            "chair",
                            "worker",
                            "reports",
                            "child",
                            "parents",
                            "carers",
                            "others",
                            "hearing",
                            "moved",
                            "not_planned",
                            "other",
                            "",
                        ],
                    )
                ),
                name="late_cause_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewheld",
            constraint=models.CheckConstraint(
                condition=models.Q(("minute", ""), _negated=True), name="a_review_has_its_minute"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewheld",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child_view", ""), _negated=True),
                    models.Q(("no_view_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_review_has_the_childs_view_or_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewheld",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_late", False), ("late_cause", "")),
                    models.Q(("is_late", True), models.Q(("late_cause", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_late_review_names_its_cause",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewstep",
            index=models.Index(fields=["person"], name="review_steps_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="reviewstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["moved", "called_off", "mistake"])), name="review_step_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_review_step_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "moved"), ("planned_on__isnull", False)),
                    models.Q(models.Q(("kind", "moved"), _negated=True), ("planned_on__isnull", True)),
                    _connector="OR",
                ),
                name="a_moved_review_has_its_new_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "moved"), _negated=True), fields=("review",), name="a_review_ends_once"
            ),
        ),
        migrations.AddIndex(
            model_name="waitson",
            index=models.Index(fields=["line", "-id"], name="waits_of_a_line"),
        ),
        migrations.AddConstraint(
            model_name="waitson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on_whom__in", ["social_work", "legal", "panel", "reporter", "court", "health", "council"])
                ),
                name="waits_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitson",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_wait_on_somebody_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitson",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_step", ""), _negated=True), name="a_wait_on_somebody_says_what_comes_next"
            ),
        ),
        *(each for table in TABLES for each in locked(f"care_{table}", about_person())),
        *(policies(table) for table in TABLES),
        *(
            of_seer(
                f"audit_councils_of_{begin}",
                f"SELECT array_agg(authority_id) FROM public.care_{table} WHERE ref = wanted",
                reads=(f"care_{table}",),
            )
            for begin, table in BEGINS.items()
        ),
        seen_by_seer(*(f"care_{table}" for table in BEGINS.values())),
    ]
