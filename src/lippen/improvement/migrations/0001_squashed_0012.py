"""All tables as they stood after 0012_sources_locks, made at once: a new database starts in seconds. The steps before stay for older ones."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.math
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.squashed import Together, statements_of


class Migration(migrations.Migration):
    replaces = [
        ("improvement", "0001_initial"),
        ("improvement", "0002_locks"),
        ("improvement", "0003_partners"),
        ("improvement", "0004_commitments"),
        ("improvement", "0005_risks_and_decisions"),
        ("improvement", "0006_parts"),
        ("improvement", "0007_audit_councils"),
        ("improvement", "0008_stakeholders"),
        ("improvement", "0009_words_of_actions"),
        ("improvement", "0010_samples"),
        ("improvement", "0011_sources"),
        ("improvement", "0012_sources_locks"),
    ]
    initial = True

    dependencies = [
        ("kernel", "0004_audit_locks"),
        ("organisation", "0008_inspectors"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        ("title", models.CharField(max_length=240)),
                        ("origin", models.TextField(blank=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("agreed_on", models.DateField(null=True)),
                        ("rhythm_days", models.PositiveIntegerField(default=92)),
                        ("closed_through", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("authorities", models.ManyToManyField(related_name="+", to="organisation.authority")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("authority", "title"), name="plan_titled_once"),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="plan_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rhythm_days__gt", 0)), name="plan_rhythm_is_some_days"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Theme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="themes",
                                to="improvement.plan",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("title", models.TextField()),
                        ("position", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="theme_numbered_once"),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="theme_has_a_title"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Action",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="improvement.plan",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="improvement.theme",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("number", models.CharField(max_length=20)),
                        ("so_on", models.DateField()),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.importbatch",
                            ),
                        ),
                        ("source_place", models.CharField(blank=True, max_length=240)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="action_numbered_once"),
                            models.UniqueConstraint(fields=("theme", "position"), name="action_has_its_place"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ActionWording",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("text", models.TextField()),
                        ("intent", models.TextField(blank=True)),
                        ("priority", models.CharField(blank=True, max_length=10)),
                        ("kind", models.CharField(default="finish", max_length=12)),
                        (
                            "accountable",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        (
                            "authorities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["action", "-so_on", "-id"], name="wording_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="action_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["finish", "keep_going"])), name="action_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("priority__in", ["high", "medium", "low", ""])),
                                name="action_priority_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActionLeads",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["action", "-so_on", "-id"], name="leads_latest")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ActionLead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "leads",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="improvement.actionleads",
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("leads", "order"), name="lead_has_its_place"),
                            models.UniqueConstraint(fields=("leads", "person"), name="lead_named_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("person__isnull", False), models.Q(("words", ""), _negated=True), _connector="OR"
                                ),
                                name="lead_is_somebody",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ActionDate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("which", models.CharField(max_length=8)),
                        ("text", models.CharField(max_length=120)),
                        ("precision", models.CharField(max_length=8)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("is_first", models.BooleanField()),
                        ("reason", models.TextField(blank=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("agreed_by_words", models.CharField(blank=True, max_length=200)),
                        ("reported_in", models.CharField(blank=True, max_length=240)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["action", "which", "-so_on", "-id"], name="date_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("which__in", ["start", "target", "review"])), name="date_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("precision__in", ["day", "month", "range", "year"])),
                                name="date_precision_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="date_ends_after_it_starts",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_first", True)),
                                fields=("action", "which"),
                                name="one_first_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_first", True),
                                    models.Q(
                                        models.Q(("reason", ""), _negated=True),
                                        models.Q(
                                            ("agreed_by__isnull", False),
                                            models.Q(("agreed_by_words", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="slip_has_reason_and_agreement",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActionState",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("state", models.CharField(max_length=12)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("agreed_by_words", models.CharField(blank=True, max_length=200)),
                        ("risk_accepted", models.TextField(blank=True)),
                        ("risk_level", models.CharField(blank=True, max_length=30)),
                        ("cover", models.TextField(blank=True)),
                        ("revisit_on", models.DateField(null=True)),
                        (
                            "waits_on",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.action",
                            ),
                        ),
                        (
                            "into",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.action",
                            ),
                        ),
                        ("reported_in", models.CharField(blank=True, max_length=240)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["action", "-so_on", "-id"], name="state_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "not_started",
                                            "under_way",
                                            "says_done",
                                            "shown_done",
                                            "postponed",
                                            "blocked",
                                            "superseded",
                                            "merged",
                                        ],
                                    )
                                ),
                                name="state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "risk_level__in",
                                        [
                                            "team",
                                            "service",
                                            "head_of_service",
                                            "chief_social_work_officer",
                                            "chief_executive",
                                            "committee",
                                            "",
                                        ],
                                    )
                                ),
                                name="risk_level_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("postponed", "blocked")), _negated=True),
                                    models.Q(
                                        models.Q(("reason", ""), _negated=True),
                                        models.Q(
                                            ("agreed_by__isnull", False),
                                            models.Q(("agreed_by_words", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                        models.Q(("risk_accepted", ""), _negated=True),
                                        models.Q(("risk_level", ""), _negated=True),
                                        models.Q(("cover", ""), _negated=True),
                                        ("revisit_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="set_aside_on_full_terms",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("superseded", "merged")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="gone_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "merged"), _negated=True),
                                    ("into__isnull", False),
                                    _connector="OR",
                                ),
                                name="merged_into_an_action",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("waits_on__isnull", True),
                                        models.Q(("waits_on", models.F("action")), _negated=True),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("into__isnull", True),
                                        models.Q(("into", models.F("action")), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="action_does_not_wait_on_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StandingOverride",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("number", models.PositiveIntegerField()),
                        ("standing", models.CharField(blank=True, max_length=8)),
                        ("reason", models.TextField()),
                        ("ended", models.BooleanField(default=False)),
                        (
                            "odd",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.math.Mod("number", 2),
                                output_field=models.PositiveSmallIntegerField(),
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("standing__in", ["red", "amber", "green", "blue", "grey", ""])),
                                name="override_standing_known",
                            ),
                            models.UniqueConstraint(fields=("action", "number"), name="one_open_override"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", False), ("odd", 1)),
                                    models.Q(("ended", True), ("odd", 0)),
                                    _connector="OR",
                                ),
                                name="override_begins_then_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", False), models.Q(("standing", ""), _negated=True)),
                                    models.Q(("ended", True), ("standing", "")),
                                    _connector="OR",
                                ),
                                name="open_override_has_a_standing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="override_has_a_reason"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Update",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="updates",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField(null=True)),
                        ("reported_in", models.CharField(blank=True, max_length=240)),
                        ("reported_on", models.DateField(null=True)),
                        (
                            "counts_on",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Coalesce("so_on", "reported_on"),
                                output_field=models.DateField(),
                            ),
                        ),
                        ("paragraphs", models.JSONField()),
                        ("audience", models.CharField(default="internal", max_length=12)),
                        (
                            "corrects",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="improvement.update",
                            ),
                        ),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["action", "-counts_on", "-id"], name="update_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", ["internal", "committee"])),
                                name="update_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("so_on__isnull", False),
                                    models.Q(
                                        ("reported_on__isnull", False), models.Q(("reported_in", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="update_has_a_day_or_a_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paragraphs", []), _negated=True), name="update_says_something"
                            ),
                            models.UniqueConstraint(fields=("corrects",), name="update_corrected_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commitment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="improvement.plan",
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="improvement.action",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="improvement.stakeholdergroup",
                            ),
                        ),
                        ("direction", models.CharField(max_length=8)),
                        ("words", models.TextField()),
                        ("other_words", models.CharField(blank=True, max_length=240)),
                        ("source_kind", models.CharField(blank=True, max_length=60)),
                        ("source_key", models.CharField(blank=True, max_length=60)),
                        ("meeting_key", models.CharField(blank=True, max_length=60)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["authority", "so_on"], name="commitments_of_authority"),
                            models.Index(fields=["source_kind", "source_key"], name="commitments_by_source"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("direction__in", ["ours", "theirs"])),
                                name="commitment_direction_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="commitment_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source_key", ""), ("source_kind", "")),
                                    models.Q(
                                        models.Q(("source_kind", ""), _negated=True),
                                        models.Q(("source_key", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commitment_source_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("action__isnull", True), ("plan__isnull", False), _connector="OR"),
                                name="commitment_on_an_action_is_on_its_plan",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommitmentFact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="facts",
                                to="improvement.commitment",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("step", models.CharField(max_length=12)),
                        ("text", models.CharField(blank=True, max_length=120)),
                        ("precision", models.CharField(blank=True, max_length=8)),
                        ("starts_on", models.DateField(null=True)),
                        ("ends_on", models.DateField(null=True)),
                        ("is_first_date", models.BooleanField(default=False)),
                        ("words", models.TextField(blank=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("agreed_by_words", models.CharField(blank=True, max_length=200)),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("owner_words", models.CharField(blank=True, max_length=200)),
                        (
                            "evidence",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.evidence",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step__in", ["made", "moved", "handed_over", "kept", "withdrawn", "reopened"])
                                ),
                                name="commitment_step_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("precision__in", ["day", "month", "range", "year", ""])),
                                name="commitment_precision_known",
                            ),
                            models.UniqueConstraint(
                                fields=("commitment", "number"), name="commitment_fact_numbered_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_first_date", True)),
                                fields=("commitment",),
                                name="commitment_has_one_first_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", 1), ("step", "made")),
                                    models.Q(("number__gt", 1), models.Q(("step", "made"), _negated=True)),
                                    _connector="OR",
                                ),
                                name="commitment_is_made_once_and_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ends_on__isnull", True),
                                        ("precision", ""),
                                        ("starts_on__isnull", True),
                                        ("text", ""),
                                    ),
                                    models.Q(
                                        ("ends_on__gt", models.F("starts_on")),
                                        models.Q(("text", ""), _negated=True),
                                        models.Q(("precision", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commitment_date_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_first_date", True), _negated=True),
                                    ("starts_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="commitment_first_date_is_a_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step", "moved"), _negated=True),
                                    models.Q(
                                        ("starts_on__isnull", False),
                                        models.Q(
                                            ("is_first_date", True),
                                            models.Q(
                                                models.Q(("words", ""), _negated=True),
                                                models.Q(
                                                    ("agreed_by__isnull", False),
                                                    models.Q(("agreed_by_words", ""), _negated=True),
                                                    _connector="OR",
                                                ),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="commitment_moves_for_a_reason_that_somebody_agreed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step__in", ["made", "handed_over"]), _negated=True),
                                    ("owner__isnull", False),
                                    models.Q(("owner_words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="commitment_has_an_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step__in", ["kept", "withdrawn", "reopened"]), _negated=True),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="commitment_ends_with_words",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CouncilDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="improvement.plan",
                            ),
                        ),
                        ("body", models.CharField(max_length=240)),
                        ("agreed", models.TextField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        ("amount_period", models.CharField(blank=True, max_length=120)),
                        ("posts", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                        ("posts_words", models.CharField(blank=True, max_length=240)),
                        ("source_kind", models.CharField(blank=True, max_length=60)),
                        ("source_key", models.CharField(blank=True, max_length=60)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["source_kind", "source_key"], name="decisions_by_source")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("body", ""), _negated=True), models.Q(("agreed", ""), _negated=True)
                                ),
                                name="decision_has_body_and_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                                name="decision_amount_counts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("posts__isnull", True), ("posts__gte", 0), _connector="OR"),
                                name="decision_posts_count",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionOption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="options",
                                to="improvement.councildecision",
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("number", models.PositiveIntegerField(default=1)),
                        ("title", models.CharField(max_length=240)),
                        ("cost", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        ("cost_period", models.CharField(blank=True, max_length=120)),
                        ("benefit", models.TextField(blank=True)),
                        ("migration", models.TextField(blank=True)),
                        ("is_chosen", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "place", "number"), name="option_has_its_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="option_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                                name="option_cost_counts",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statuses",
                                to="improvement.councildecision",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("status", models.CharField(max_length=12)),
                        ("words", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["not_begun", "under_way", "delivered", "stopped", "in_error"])
                                ),
                                name="decision_status_known",
                            ),
                            models.UniqueConstraint(
                                fields=("decision", "number"), name="decision_status_numbered_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["stopped", "in_error"]), _negated=True),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="decision_stops_for_a_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionTie",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ties",
                                to="improvement.councildecision",
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision_ties",
                                to="improvement.action",
                            ),
                        ),
                        ("is_ended", models.BooleanField(default=False)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["decision", "action", "-id"], name="decision_tie_latest")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                        ("note", models.TextField(blank=True)),
                        ("link", models.CharField(blank=True, max_length=500)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="kernel.storedfile",
                            ),
                        ),
                        (
                            "offered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="evidence_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("file__isnull", False),
                                    models.Q(("link", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="evidence_shows_something",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="improvement.evidence",
                            ),
                        ),
                        ("verdict", models.CharField(max_length=10)),
                        ("reason", models.TextField(blank=True)),
                        ("outside_line", models.BooleanField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["evidence", "-so_on", "-id"], name="evidence_decided_last")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["accepted", "refused"])),
                                name="evidence_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("verdict", "refused"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="evidence_refused_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Partner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("kind", models.CharField(max_length=24)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("authority", "name"), name="partner_named_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="partner_has_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "centre_of_excellence",
                                            "inspectorate",
                                            "health",
                                            "police",
                                            "education",
                                            "hearings",
                                            "courts_and_solicitors",
                                            "adoption_body",
                                            "voluntary",
                                            "other_council",
                                            "national",
                                            "other",
                                        ],
                                    )
                                ),
                                name="partner_kind_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PartnerNaming",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="namings",
                                to="improvement.partner",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("name", models.CharField(max_length=200)),
                        ("kind", models.CharField(max_length=24)),
                        ("is_retired", models.BooleanField(default=False)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["partner", "-so_on", "-id"], name="partner_naming_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="partner_keeps_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "centre_of_excellence",
                                            "inspectorate",
                                            "health",
                                            "police",
                                            "education",
                                            "hearings",
                                            "courts_and_solicitors",
                                            "adoption_body",
                                            "voluntary",
                                            "other_council",
                                            "national",
                                            "other",
                                        ],
                                    )
                                ),
                                name="partner_naming_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Strand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="strands",
                                to="improvement.plan",
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
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "partner"), name="partner_has_one_line")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StrandWording",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "strand",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wordings",
                                to="improvement.strand",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("title", models.CharField(max_length=240)),
                        ("intent", models.TextField()),
                        (
                            "accountable",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("accountable_words", models.CharField(blank=True, max_length=200)),
                        ("is_ended", models.BooleanField(default=False)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["strand", "-so_on", "-id"], name="strand_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="strand_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("intent", ""), _negated=True), name="strand_has_an_intent"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StrandProgress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "strand",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="progress",
                                to="improvement.strand",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("words", models.TextField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["strand", "-so_on", "-id"], name="progress_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="progress_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contributions",
                                to="improvement.plan",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contributions",
                                to="improvement.partner",
                            ),
                        ),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ContributionTerms",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "contribution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="improvement.contribution",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("offered", models.TextField()),
                        ("expected", models.TextField()),
                        (
                            "action",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contributions",
                                to="improvement.action",
                            ),
                        ),
                        ("is_for_records", models.BooleanField(default=False)),
                        ("consent", models.TextField(blank=True)),
                        ("scope", models.TextField(blank=True)),
                        (
                            "accountable",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("accountable_words", models.CharField(blank=True, max_length=200)),
                        ("starts_on", models.DateField(null=True)),
                        ("ends_on", models.DateField(null=True)),
                        ("is_ended", models.BooleanField(default=False)),
                        ("reason", models.TextField(blank=True)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contribution", "-so_on", "-id"], name="terms_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("offered", ""), _negated=True), name="contribution_offers_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expected", ""), _negated=True),
                                name="contribution_expects_a_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("action__isnull", False), ("is_for_records", False)),
                                    models.Q(("action__isnull", True), ("is_for_records", True)),
                                    _connector="OR",
                                ),
                                name="contribution_is_for_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_for_records", False),
                                    models.Q(
                                        models.Q(("consent", ""), _negated=True), models.Q(("scope", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="work_on_records_has_consent_and_scope",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gt", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="contribution_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_ended", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="contribution_ended_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "contribution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="improvement.contribution",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("words", models.TextField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contribution", "-so_on", "-id"], name="delivery_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="delivery_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="improvement.plan",
                            ),
                        ),
                        ("plan_title", models.CharField(blank=True, max_length=240)),
                        ("document", models.CharField(max_length=240)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="kernel.storedfile",
                            ),
                        ),
                        ("layout_key", models.CharField(blank=True, max_length=120)),
                        ("mapping", models.JSONField(default=dict)),
                        ("proposal", models.JSONField(default=dict)),
                        ("state", models.CharField(default="waiting", max_length=10)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "applied", "abandoned"])),
                                name="import_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "applied"), _negated=True),
                                    ("plan__isnull", False),
                                    _connector="OR",
                                ),
                                name="applied_import_has_a_plan",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SourceCell",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cells",
                                to="improvement.importbatch",
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        ("place", models.CharField(max_length=240)),
                        ("text", models.TextField(blank=True)),
                        (
                            "action",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cells",
                                to="improvement.action",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("batch", "order"), name="cell_kept_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Doubt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="doubts",
                                to="improvement.importbatch",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="doubts",
                                to="improvement.plan",
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="doubts",
                                to="improvement.action",
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=60)),
                        ("key", models.CharField(max_length=240)),
                        ("place", models.CharField(max_length=240)),
                        ("sentence", models.TextField()),
                        ("proposal", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "key"), name="doubt_asked_once"),
                            models.CheckConstraint(
                                condition=models.Q(("sentence", ""), _negated=True), name="doubt_has_a_sentence"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DoubtAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "doubt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="improvement.doubt",
                            ),
                        ),
                        ("answer", models.JSONField()),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RememberedLayout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("key", models.CharField(max_length=120)),
                        ("mapping", models.JSONField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["authority", "key", "-id"], name="layout_latest")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ActionNow",
                    fields=[
                        (
                            "action",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="now",
                                serialize=False,
                                to="improvement.action",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="improvement.plan"
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("intent", models.TextField(blank=True)),
                        ("priority", models.CharField(blank=True, max_length=10)),
                        ("kind", models.CharField(blank=True, max_length=12)),
                        ("accountable_id", models.BigIntegerField(null=True)),
                        (
                            "authorities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("leads", models.JSONField(default=list)),
                        ("state", models.CharField(blank=True, max_length=12)),
                        ("state_on", models.DateField(null=True)),
                        ("state_id", models.BigIntegerField(null=True)),
                        ("dates", models.JSONField(default=dict)),
                        ("first_target_ends_on", models.DateField(null=True)),
                        ("target_ends_on", models.DateField(null=True)),
                        ("review_ends_on", models.DateField(null=True)),
                        ("target_slips", models.PositiveIntegerField(default=0)),
                        ("review_slips", models.PositiveIntegerField(default=0)),
                        ("override", models.CharField(blank=True, max_length=8)),
                        ("override_reason", models.TextField(blank=True)),
                        ("last_update_on", models.DateField(null=True)),
                        ("last_update_text", models.TextField(blank=True)),
                        ("updates_count", models.PositiveIntegerField(default=0)),
                        ("evidence_accepted", models.BooleanField(default=False)),
                        ("evidence_outside_line", models.BooleanField(default=False)),
                        ("doubts_open", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.search.SearchVector(
                                    "text", "intent", "last_update_text", config="english"
                                ),
                                name="actions_by_words",
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Arrangement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arrangements",
                                to="improvement.plan",
                            ),
                        ),
                        (
                            "shows",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        (
                            "shown_to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(null=True)),
                        ("agreed_by_words", models.CharField(max_length=200)),
                        ("reason", models.TextField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["shown_to", "plan"], name="arrangements_for")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("shows", models.F("shown_to")), _negated=True),
                                name="arrangement_is_between_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                                ),
                                name="arrangement_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agreed_by_words", ""), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                name="arrangement_says_why_and_who_agreed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ArrangementEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "arrangement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="end",
                                to="improvement.arrangement",
                            ),
                        ),
                        ("ends_on", models.DateField()),
                        ("reason", models.TextField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="arrangement_ends_for_a_reason"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Part",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="improvement.action",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="improvement.plan"
                            ),
                        ),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("measure", models.CharField(blank=True, max_length=200)),
                        ("value", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.team",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["plan", "action", "-so_on", "-id"], name="part_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True),
                                    models.Q(("measure", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="part_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("measure", ""), ("team__isnull", True), ("unit", ""), ("value__isnull", True)
                                    ),
                                    models.Q(models.Q(("measure", ""), _negated=True), ("value__isnull", False)),
                                    _connector="OR",
                                ),
                                name="part_result_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        ("title", models.CharField(max_length=240)),
                        ("dated_on", models.DateField(null=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.importbatch",
                            ),
                        ),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("authority", "title"), name="source_titled_once"),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="source_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "independent_review",
                                            "council_decision",
                                            "internal_audit",
                                            "external_audit",
                                            "inspection",
                                            "self_assessment",
                                            "self_evaluation_group",
                                            "learning_review",
                                            "complaint",
                                            "court_concern",
                                            "national_programme",
                                        ],
                                    )
                                ),
                                name="source_kind_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SourceNaming",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="namings",
                                to="improvement.source",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("kind", models.CharField(max_length=24)),
                        ("title", models.CharField(max_length=240)),
                        ("dated_on", models.DateField(null=True)),
                        ("is_retired", models.BooleanField(default=False)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["source", "-so_on", "-id"], name="source_naming_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="source_keeps_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "independent_review",
                                            "council_decision",
                                            "internal_audit",
                                            "external_audit",
                                            "inspection",
                                            "self_assessment",
                                            "self_evaluation_group",
                                            "learning_review",
                                            "complaint",
                                            "court_concern",
                                            "national_programme",
                                        ],
                                    )
                                ),
                                name="source_naming_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="improvement.source",
                            ),
                        ),
                        ("number", models.CharField(max_length=40)),
                        ("position", models.PositiveIntegerField()),
                        ("so_on", models.DateField()),
                        (
                            "theme",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.theme",
                            ),
                        ),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "number"), name="recommendation_numbered_once"),
                            models.CheckConstraint(
                                condition=models.Q(("number", ""), _negated=True), name="recommendation_has_a_number"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RecommendationWording",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wordings",
                                to="improvement.recommendation",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("text", models.TextField()),
                        ("is_withdrawn", models.BooleanField(default=False)),
                        ("reason", models.TextField(blank=True)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["recommendation", "-so_on", "-id"], name="recommendation_latest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="recommendation_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_withdrawn", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="recommendation_withdrawn_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("ended", models.BooleanField(default=False)),
                        ("so_on", models.DateField()),
                        (
                            "odd",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.math.Mod("number", 2),
                                output_field=models.PositiveSmallIntegerField(),
                            ),
                        ),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sources",
                                to="improvement.plan",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="improvement.source",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "source", "number"), name="one_open_drawing"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", False), ("odd", 1)),
                                    models.Q(("ended", True), ("odd", 0)),
                                    _connector="OR",
                                ),
                                name="drawing_begins_then_ends",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ActionAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("ended", models.BooleanField(default=False)),
                        ("so_on", models.DateField()),
                        (
                            "odd",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.math.Mod("number", 2),
                                output_field=models.PositiveSmallIntegerField(),
                            ),
                        ),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="improvement.action",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="improvement.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["recommendation"], name="answers_of_recommendation")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("action", "recommendation", "number"), name="one_open_answer"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", False), ("odd", 1)),
                                    models.Q(("ended", True), ("odd", 0)),
                                    _connector="OR",
                                ),
                                name="answer_begins_then_ends",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanCarrier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("ended", models.BooleanField(default=False)),
                        ("so_on", models.DateField()),
                        (
                            "odd",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.math.Mod("number", 2),
                                output_field=models.PositiveSmallIntegerField(),
                            ),
                        ),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carriers",
                                to="improvement.action",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carries",
                                to="improvement.plan",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("action", "number"), name="one_open_carrier"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", False), ("odd", 1)),
                                    models.Q(("ended", True), ("odd", 0)),
                                    _connector="OR",
                                ),
                                name="carrier_begins_then_ends",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RestrictedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="improvement.source"
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("title", models.CharField(max_length=240)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="restricted_file_has_a_title"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="FileAudience",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("ended", models.BooleanField(default=False)),
                        ("so_on", models.DateField()),
                        (
                            "odd",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.math.Mod("number", 2),
                                output_field=models.PositiveSmallIntegerField(),
                            ),
                        ),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="audience",
                                to="improvement.restrictedfile",
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
                            "post",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.post",
                            ),
                        ),
                        ("ends_on", models.DateField(null=True)),
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("file", "person", "post", "number"), name="one_open_sight", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", False), ("odd", 1)),
                                    models.Q(("ended", True), ("odd", 0)),
                                    _connector="OR",
                                ),
                                name="sight_begins_then_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", False), ("post__isnull", True)),
                                    models.Q(("person__isnull", True), ("post__isnull", False)),
                                    _connector="OR",
                                ),
                                name="audience_is_a_person_or_a_post",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gt", models.F("so_on")), _connector="OR"
                                ),
                                name="sight_ends_after_it_begins",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RestrictedEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="improvement.restrictedfile",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("words", models.TextField(blank=True)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("media_type", models.CharField(blank=True, max_length=120)),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("content", models.BinaryField(null=True)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="entry_says_or_holds_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("content__isnull", True), ("name", "")),
                                    models.Q(models.Q(("name", ""), _negated=True), ("content__isnull", False)),
                                    _connector="OR",
                                ),
                                name="document_has_name_and_content",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="improvement.plan"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="risk_numbered_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RiskFact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "risk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="improvement.risk"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("step", models.CharField(max_length=10)),
                        ("title", models.TextField(blank=True)),
                        ("details", models.TextField(blank=True)),
                        ("likelihood", models.PositiveSmallIntegerField(null=True)),
                        ("impact", models.PositiveSmallIntegerField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "evidence",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.evidence",
                            ),
                        ),
                        (
                            "update",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.update",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("owner_words", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step__in", ["raised", "scored", "reworded", "closed", "reopened"])
                                ),
                                name="risk_step_known",
                            ),
                            models.UniqueConstraint(fields=("risk", "number"), name="risk_fact_numbered_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", 1), ("step", "raised")),
                                    models.Q(("number__gt", 1), models.Q(("step", "raised"), _negated=True)),
                                    _connector="OR",
                                ),
                                name="risk_is_raised_once_and_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("impact__isnull", True), ("likelihood__isnull", True)),
                                    models.Q(
                                        ("impact__gte", 1),
                                        ("impact__lte", 5),
                                        ("likelihood__gte", 1),
                                        ("likelihood__lte", 5),
                                    ),
                                    _connector="OR",
                                ),
                                name="risk_score_is_on_the_scale",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step__in", ["raised", "scored"]), _negated=True),
                                    models.Q(("impact__isnull", False), ("likelihood__isnull", False)),
                                    _connector="OR",
                                ),
                                name="risk_has_a_score",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step__in", ["raised", "scored"]), ("likelihood__isnull", True), _connector="OR"
                                ),
                                name="risk_score_changes_by_being_scored",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step", "scored"), _negated=True),
                                    models.Q(
                                        models.Q(("reason", ""), _negated=True),
                                        models.Q(
                                            ("evidence__isnull", False), ("update__isnull", False), _connector="OR"
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="risk_score_changes_with_evidence_and_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step__in", ["raised", "reworded"]), _negated=True),
                                    models.Q(("title", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="risk_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step__in", ["closed", "reopened"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="risk_ends_for_a_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RiskTie",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "risk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="improvement.risk"
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="risk_ties",
                                to="improvement.action",
                            ),
                        ),
                        ("is_ended", models.BooleanField(default=False)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["risk", "action", "-id"], name="risk_tie_latest")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Sample",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="samples",
                                to="improvement.plan",
                            ),
                        ),
                        ("as_at", models.DateField()),
                        ("words", models.CharField(max_length=120)),
                        ("drawn_from", models.PositiveIntegerField()),
                        ("purpose", models.TextField()),
                        ("opens_on", models.DateField()),
                        ("closes_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("closes_on__gt", models.F("opens_on"))),
                                name="sample_closes_after_it_opens",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True), models.Q(("purpose", ""), _negated=True)
                                ),
                                name="sample_says_how_and_what_for",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SampleInspector",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "sample",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspectors",
                                to="improvement.sample",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("sample", "person"), name="inspector_named_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SampleItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "sample",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="improvement.sample",
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="improvement.action"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("sample", "order"), name="sampled_in_order"),
                            models.UniqueConstraint(fields=("sample", "action"), name="sampled_once"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SampleEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "sample",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="end", to="improvement.sample"
                            ),
                        ),
                        ("ends_on", models.DateField()),
                        ("reason", models.TextField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="sample_ends_for_a_reason"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        ("kind", models.CharField(max_length=16)),
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
                            "partner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.partner",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
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
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderNaming",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="namings",
                                to="improvement.stakeholdergroup",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=200)),
                        ("why", models.TextField(blank=True)),
                        (
                            "lead",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.person",
                            ),
                        ),
                        ("is_ended", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "number"), name="stakeholder_naming_numbered_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="stakeholder_has_a_name"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
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
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ContactDetails",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="details",
                                to="improvement.contact",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=160)),
                        ("role", models.CharField(blank=True, max_length=200)),
                        ("reach", models.CharField(blank=True, max_length=300)),
                        ("is_ended", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contact", "number"), name="contact_details_numbered_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="contact_has_a_name"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderMeeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="improvement.stakeholdergroup",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderMeetingFact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="facts",
                                to="improvement.stakeholdermeeting",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("step", models.CharField(max_length=10)),
                        ("meets_on", models.DateField()),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("words", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("step__in", ["planned", "moved", "held", "called_off"])),
                                name="stakeholder_meeting_step_known",
                            ),
                            models.UniqueConstraint(
                                fields=("meeting", "number"), name="stakeholder_meeting_fact_numbered_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step__in", ["planned", "held"]),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="stakeholder_meeting_moves_for_a_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderCame",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="came",
                                to="improvement.stakeholdermeeting",
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
                        ("words", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("contact__isnull", False),
                                    ("person__isnull", False),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="who_came_is_somebody",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="EngagementTheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="themes",
                                to="improvement.stakeholdergroup",
                            ),
                        ),
                        ("title", models.CharField(max_length=240)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="engagement_theme_has_a_title"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ThemeSign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signs",
                                to="improvement.engagementtheme",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("sign", models.TextField()),
                        ("agreed_with", models.CharField(blank=True, max_length=240)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("theme", "number"), name="theme_sign_numbered_once"),
                            models.CheckConstraint(
                                condition=models.Q(("sign", ""), _negated=True), name="theme_sign_has_words"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ThemeReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="improvement.engagementtheme",
                            ),
                        ),
                        ("mood", models.CharField(max_length=8)),
                        ("words", models.TextField(blank=True)),
                        ("read_by", models.CharField(blank=True, max_length=240)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["theme", "so_on", "id"], name="theme_readings")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("mood__in", ["worse", "stuck", "some", "good", "reached"])),
                                name="theme_mood_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Said",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="said",
                                to="improvement.stakeholdergroup",
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
                            "meeting",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="said",
                                to="improvement.stakeholdermeeting",
                            ),
                        ),
                        ("voice", models.CharField(max_length=8)),
                        ("words", models.TextField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("voice__in", ["theirs", "ours"])), name="said_voice_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="said_has_words"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SaidAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        (
                            "said",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="improvement.said",
                            ),
                        ),
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
                            "commitment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.commitment",
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
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="GivenBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.authority",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("token", models.UUIDField(null=True, unique=True)),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "group",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="given_back",
                                to="improvement.stakeholdergroup",
                            ),
                        ),
                        ("audience", models.CharField(max_length=10)),
                        ("to_words", models.CharField(max_length=240)),
                        ("how", models.CharField(blank=True, max_length=240)),
                        ("content", models.JSONField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", ["partners", "staff", "families", "everyone"])),
                                name="given_back_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("to_words", ""), _negated=True), name="given_back_to_somebody"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40, unique=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="improvement.plan",
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("as_at", models.DateField()),
                        ("known_at", models.DateTimeField()),
                        ("note", models.TextField(blank=True)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "name"), name="version_named_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="version_has_a_name"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersionNaming",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="namings",
                                to="improvement.planversion",
                            ),
                        ),
                        ("so_on", models.DateField()),
                        ("name", models.CharField(max_length=120)),
                        ("is_retired", models.BooleanField(default=False)),
                        ("token", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["version", "-so_on", "-id"], name="version_naming_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="version_keeps_a_name"
                            )
                        ],
                    },
                ),
            ]
        ),
        *statements_of(
            "improvement",
            "0002_locks",
            "0004_commitments",
            "0006_parts",
            "0007_audit_councils",
            "0008_stakeholders",
            "0010_samples",
            "0012_sources_locks",
        ),
    ]
