"""Clinics, panels, peer reviews, courts: meetings under the council's lock, what is said of a child under the child's."""

import django.db.models.deletion
from importlib import import_module

from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_RECORD_READERS, about_person, locked, of_seer, seen_by_seer


policies = import_module("lippen.care.migrations.0002_locks").policies
OF_PERSON, OF_COUNCIL = ("discussed", "courtstep"), ("caremeeting", "meetingmoved", "meetingmember")
WHOSE = "SELECT array_agg(authority_id) FROM public.care_caremeeting WHERE ref = wanted"


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0005_reviews_permanence"),
        ("casework", "0030_matched_by_keys"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CareMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("meets_on", models.DateField()),
                ("words", models.CharField(blank=True, max_length=160)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
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
        migrations.CreateModel(
            name="CourtStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("words", models.TextField(blank=True)),
                ("set_for", models.DateField(null=True)),
                ("cause", models.CharField(blank=True, max_length=12)),
                ("solicitor", models.CharField(blank=True, max_length=160)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="court_steps",
                        to="care.permanenceline",
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
        ),
        migrations.CreateModel(
            name="Discussed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("words", models.TextField()),
                ("decision", models.TextField()),
                ("next_on", models.DateField(null=True)),
                ("rating", models.CharField(blank=True, max_length=8)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="discussed", to="care.permanenceline"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="discussed", to="care.caremeeting"
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
        ),
        migrations.CreateModel(
            name="MeetingMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("part", models.CharField(max_length=12)),
                ("words", models.CharField(blank=True, max_length=160)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="care.caremeeting"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
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
        migrations.CreateModel(
            name="MeetingMoved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("meets_on", models.DateField()),
                ("why", models.TextField()),
                ("cover", models.TextField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="care.caremeeting"
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
        migrations.AddIndex(
            model_name="caremeeting",
            index=models.Index(fields=["authority", "-meets_on"], name="care_meetings_of_a_council"),
        ),
        migrations.AddConstraint(
            model_name="caremeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["clinic", "panel", "peer"])), name="care_meeting_kind_known"
            ),
        ),
        migrations.AddIndex(
            model_name="courtstep",
            index=models.Index(fields=["line", "-id"], name="court_steps_of_a_line"),
        ),
        migrations.AddConstraint(
            model_name="courtstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "drafted",
                            "lodged",
                            "curator",
                            "reports",
                            "set_down",
                            "heard",
                            "adjourned",
                            "proof",
                            "granted",
                            "refused",
                            "appealed",
                        ],
                    )
                ),
                name="court_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cause__in",
                        [
                            "reports",
                            "parents",
                            "solicitor",
                            "curator",
                            "council",
                            "court_time",
                            "evidence",
                            "other",
                            "",
                        ],
                    )
                ),
                name="adjourn_cause_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["set_down", "adjourned"]), ("set_for__isnull", False)),
                    models.Q(
                        models.Q(("kind__in", ["set_down", "adjourned"]), _negated=True), ("set_for__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="a_day_that_is_set_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="courtstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "adjourned"), models.Q(("cause", ""), _negated=True)),
                    models.Q(models.Q(("kind", "adjourned"), _negated=True), ("cause", "")),
                    _connector="OR",
                ),
                name="what_is_put_off_names_its_cause",
            ),
        ),
        migrations.AddIndex(
            model_name="discussed",
            index=models.Index(fields=["line", "-id"], name="discussions_of_a_line"),
        ),
        migrations.AddConstraint(
            model_name="discussed",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", ""), _negated=True), name="what_was_discussed_has_its_decision"
            ),
        ),
        migrations.AddConstraint(
            model_name="discussed",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__in", ["well", "slow", "stuck", ""])), name="rating_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="discussed",
            constraint=models.UniqueConstraint(
                fields=("meeting", "line"), name="a_line_is_discussed_once_at_a_meeting"
            ),
        ),
        migrations.AddIndex(
            model_name="meetingmember",
            index=models.Index(fields=["meeting", "id"], name="members_of_a_meeting"),
        ),
        migrations.AddConstraint(
            model_name="meetingmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["chair", "member", "legal", "medical"])), name="care_member_part_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("officer__isnull", False), ("words", "")),
                    models.Q(("officer__isnull", True), models.Q(("words", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_member_is_one_person",
            ),
        ),
        migrations.AddIndex(
            model_name="meetingmoved",
            index=models.Index(fields=["meeting", "-id"], name="moves_of_a_meeting"),
        ),
        migrations.AddConstraint(
            model_name="meetingmoved",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_meeting_put_off_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingmoved",
            constraint=models.CheckConstraint(
                condition=models.Q(("cover", ""), _negated=True), name="a_meeting_put_off_says_how_it_is_covered"
            ),
        ),
        *(each for table in OF_PERSON for each in locked(f"care_{table}", about_person())),
        *(policies(table) for table in OF_PERSON),
        *(each for table in OF_COUNCIL for each in locked(f"care_{table}", OF_RECORD_READERS)),
        of_seer("audit_councils_of_caremeeting", WHOSE, reads=("care_caremeeting",)),
        seen_by_seer("care_caremeeting"),
    ]
