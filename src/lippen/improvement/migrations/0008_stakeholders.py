"""People outside the service, and what was said and done with them; row-level security: personal data."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_PLAN_READERS, locked
from lippen.kernel.squashed import together


LOCKED = (
    "contact",
    "contactdetails",
    "engagementtheme",
    "givenback",
    "said",
    "saidanswer",
    "stakeholdercame",
    "stakeholdergroup",
    "stakeholdermeeting",
    "stakeholdermeetingfact",
    "stakeholdernaming",
    "themereading",
    "themesign",
)


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0007_audit_councils"),
        ("organisation", "0003_duties_by_post"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StakeholderGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=16)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="improvement.partner",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stakeholders",
                        to="improvement.plan",
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
            name="GivenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("audience", models.CharField(max_length=10)),
                ("to_words", models.CharField(max_length=240)),
                ("how", models.CharField(blank=True, max_length=240)),
                ("content", models.JSONField()),
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
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_back",
                        to="improvement.stakeholdergroup",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EngagementTheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=240)),
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
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="themes",
                        to="improvement.stakeholdergroup",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
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
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="improvement.stakeholdergroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="stakeholder",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="improvement.stakeholdergroup",
            ),
        ),
        migrations.CreateModel(
            name="StakeholderMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="improvement.stakeholdergroup",
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
            name="StakeholderCame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("words", models.CharField(blank=True, max_length=200)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="improvement.contact",
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came",
                        to="improvement.stakeholdermeeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("voice", models.CharField(max_length=8)),
                ("words", models.TextField()),
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
                (
                    "theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="improvement.engagementtheme",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="improvement.stakeholdergroup",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="improvement.stakeholdermeeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StakeholderMeetingFact",
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
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="improvement.stakeholdermeeting",
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
            name="StakeholderNaming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("why", models.TextField(blank=True)),
                ("is_ended", models.BooleanField(default=False)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="namings",
                        to="improvement.stakeholdergroup",
                    ),
                ),
                (
                    "lead",
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
            name="ThemeReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("mood", models.CharField(max_length=8)),
                ("words", models.TextField(blank=True)),
                ("read_by", models.CharField(blank=True, max_length=240)),
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
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="improvement.engagementtheme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThemeSign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("sign", models.TextField()),
                ("agreed_with", models.CharField(blank=True, max_length=240)),
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
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signs",
                        to="improvement.engagementtheme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactDetails",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=160)),
                ("role", models.CharField(blank=True, max_length=200)),
                ("reach", models.CharField(blank=True, max_length=300)),
                ("is_ended", models.BooleanField(default=False)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="details", to="improvement.contact"
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
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "number"), name="contact_details_numbered_once"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="contact_has_a_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SaidAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("words", models.TextField(blank=True)),
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
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
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
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "said",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="improvement.said"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            ("action__isnull", False),
                            ("commitment__isnull", False),
                            _connector="OR",
                        ),
                        name="said_is_answered_with_something",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="stakeholdergroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "solicitors",
                            "panel_members",
                            "reporter",
                            "nhs",
                            "police",
                            "education",
                            "inspectorate",
                            "third_sector",
                            "carers",
                            "families",
                            "young_people",
                            "unions",
                            "staff",
                            "other",
                        ],
                    )
                ),
                name="stakeholder_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="givenback",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["partners", "staff", "families", "everyone"])),
                name="given_back_audience_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="givenback",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_words", ""), _negated=True), name="given_back_to_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="engagementtheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="engagement_theme_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholdercame",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contact__isnull", False),
                    ("person__isnull", False),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="who_came_is_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="said",
            constraint=models.CheckConstraint(
                condition=models.Q(("voice__in", ["theirs", "ours"])), name="said_voice_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="said",
            constraint=models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="said_has_words"),
        ),
        migrations.AddConstraint(
            model_name="stakeholdermeetingfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["planned", "moved", "held", "called_off"])),
                name="stakeholder_meeting_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholdermeetingfact",
            constraint=models.UniqueConstraint(
                fields=("meeting", "number"), name="stakeholder_meeting_fact_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholdermeetingfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["planned", "held"]), models.Q(("words", ""), _negated=True), _connector="OR"
                ),
                name="stakeholder_meeting_moves_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholdernaming",
            constraint=models.UniqueConstraint(fields=("group", "number"), name="stakeholder_naming_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="stakeholdernaming",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="stakeholder_has_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="themereading",
            index=models.Index(fields=["theme", "so_on", "id"], name="theme_readings"),
        ),
        migrations.AddConstraint(
            model_name="themereading",
            constraint=models.CheckConstraint(
                condition=models.Q(("mood__in", ["worse", "stuck", "some", "good", "reached"])), name="theme_mood_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="themesign",
            constraint=models.UniqueConstraint(fields=("theme", "number"), name="theme_sign_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="themesign",
            constraint=models.CheckConstraint(
                condition=models.Q(("sign", ""), _negated=True), name="theme_sign_has_words"
            ),
        ),
        *(step for table in LOCKED for step in locked(f"improvement_{table}", OF_PLAN_READERS)),
    ]
    operations = together(operations)
