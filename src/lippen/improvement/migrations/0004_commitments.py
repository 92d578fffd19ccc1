"""Commitments and what became of each; row-level security: seen by those of their authority who read its plans."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_PLAN_READERS, locked
from lippen.kernel.squashed import together


LOCKED = ("commitment", "commitmentfact")


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0003_partners"),
        ("organisation", "0002_visible_authorities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("direction", models.CharField(max_length=8)),
                ("words", models.TextField()),
                ("other_words", models.CharField(blank=True, max_length=240)),
                ("source_kind", models.CharField(blank=True, max_length=60)),
                ("source_key", models.CharField(blank=True, max_length=60)),
                ("meeting_key", models.CharField(blank=True, max_length=60)),
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
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
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
            name="CommitmentFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=12)),
                ("text", models.CharField(blank=True, max_length=120)),
                ("precision", models.CharField(blank=True, max_length=8)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("is_first_date", models.BooleanField(default=False)),
                ("words", models.TextField(blank=True)),
                ("agreed_by_words", models.CharField(blank=True, max_length=200)),
                ("owner_words", models.CharField(blank=True, max_length=200)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="improvement.commitment"
                    ),
                ),
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
                    "owner",
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
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["authority", "so_on"], name="commitments_of_authority"),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["source_kind", "source_key"], name="commitments_by_source"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["ours", "theirs"])), name="commitment_direction_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="commitment_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source_key", ""), ("source_kind", "")),
                    models.Q(models.Q(("source_kind", ""), _negated=True), models.Q(("source_key", ""), _negated=True)),
                    _connector="OR",
                ),
                name="commitment_source_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__isnull", True), ("plan__isnull", False), _connector="OR"),
                name="commitment_on_an_action_is_on_its_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["made", "moved", "handed_over", "kept", "withdrawn", "reopened"])),
                name="commitment_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("precision__in", ["day", "month", "range", "year", ""])),
                name="commitment_precision_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.UniqueConstraint(fields=("commitment", "number"), name="commitment_fact_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_first_date", True)),
                fields=("commitment",),
                name="commitment_has_one_first_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", 1), ("step", "made")),
                    models.Q(("number__gt", 1), models.Q(("step", "made"), _negated=True)),
                    _connector="OR",
                ),
                name="commitment_is_made_once_and_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("precision", ""), ("starts_on__isnull", True), ("text", "")),
                    models.Q(
                        ("ends_on__gt", models.F("starts_on")),
                        models.Q(("text", ""), _negated=True),
                        models.Q(("precision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="commitment_date_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_first_date", True), _negated=True), ("starts_on__isnull", False), _connector="OR"
                ),
                name="commitment_first_date_is_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step__in", ["made", "handed_over"]), _negated=True),
                    ("owner__isnull", False),
                    models.Q(("owner_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="commitment_has_an_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step__in", ["kept", "withdrawn", "reopened"]), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="commitment_ends_with_words",
            ),
        ),
        *(step for table in LOCKED for step in locked(f"improvement_{table}", OF_PLAN_READERS)),
    ]
    operations = together(operations)
