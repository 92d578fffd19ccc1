"""Groups round a plan: members, meetings, agendas that settle, what came of each line; and schedules."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from lippen.kernel.squashed import together


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0012_sources_locks"),
        ("organisation", "0007_ways_in_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionWanted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("words", models.TextField()),
                (
                    "action",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="improvement.action",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wanted", to="improvement.plan"
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
            name="GovernanceGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=20)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="improvement.plan"
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
            name="GroupMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="improvement.governancegroup",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="improvement.plan"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupCame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("words", models.CharField(blank=True, max_length=200)),
                (
                    "person",
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="came", to="improvement.groupmeeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("arrangement", models.JSONField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edits", to="improvement.groupmeeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Agenda",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("lines", models.JSONField()),
                ("pack", models.JSONField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="improvement.groupmeeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupMeetingFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=10)),
                ("meets_on", models.DateField()),
                ("place", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="improvement.groupmeeting"
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
            name="GroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("part", models.CharField(max_length=8)),
                ("is_ended", models.BooleanField(default=False)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="improvement.governancegroup",
                    ),
                ),
                (
                    "person",
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
            name="GroupNaming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("purpose", models.TextField(blank=True)),
                ("is_ended", models.BooleanField(default=False)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="namings",
                        to="improvement.governancegroup",
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
            name="LineMinute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("key", models.CharField(max_length=80)),
                ("outcome", models.CharField(max_length=10)),
                ("words", models.TextField()),
                (
                    "action",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="improvement.action",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="improvement.commitment",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="improvement.councildecision",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="improvement.groupmeeting",
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
                (
                    "wanted",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="improvement.decisionwanted",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=14)),
                ("name", models.CharField(max_length=200)),
                ("every_days", models.PositiveIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="improvement.action",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="schedules", to="improvement.plan"
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
            name="ScheduleFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=6)),
                ("next_on", models.DateField(null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="improvement.meetingschedule",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="decisionwanted",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="wanted_decision_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="governancegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "performance_forum",
                            "service_performance",
                            "project_board",
                            "improvement_board",
                            "inspector",
                            "communications",
                        ],
                    )
                ),
                name="group_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupcame",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="group_came_is_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaedit",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="agenda_edit_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="groupmeetingfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["planned", "moved", "held", "called_off"])),
                name="group_meeting_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmeetingfact",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="group_meeting_fact_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="groupmeetingfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["planned", "held"]), models.Q(("words", ""), _negated=True), _connector="OR"
                ),
                name="group_meeting_moves_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="groupmember",
            index=models.Index(fields=["group", "id"], name="group_members"),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["chair", "member", "adviser"])), name="member_part_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="member_is_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupnaming",
            constraint=models.UniqueConstraint(fields=("group", "number"), name="group_naming_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="groupnaming",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="group_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="lineminute",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["discussed", "decided", "put_off"])), name="line_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineminute",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("words", ""), _negated=True), models.Q(("key", ""), _negated=True)),
                name="minute_has_line_and_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["team_meeting", "supervision"])), name="schedule_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="schedule_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("every_days__gte", 1), ("every_days__lte", 366)), name="schedule_rhythm"
            ),
        ),
        migrations.AddConstraint(
            model_name="schedulefact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["set", "held", "missed", "ended"])), name="schedule_step_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="schedulefact",
            constraint=models.UniqueConstraint(fields=("schedule", "number"), name="schedule_fact_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="schedulefact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step__in", ["missed", "ended"]), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="schedule_stops_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="schedulefact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_on__isnull", True), ("step", "ended")),
                    models.Q(
                        models.Q(("step", "ended"), _negated=True),
                        ("next_on__isnull", False),
                        ("next_on__gte", models.F("so_on")),
                    ),
                    _connector="OR",
                ),
                name="schedule_has_a_next_day_until_it_ends",
            ),
        ),
    ]
    operations = together(operations)
