"""How officers work, by date: hours, experience, terms, skills; seen by those who read records in that council."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_RECORD_READERS, locked


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0011_told_of_withdrawals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("name", models.CharField(max_length=60)),
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
            name="SkillFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("has", models.BooleanField()),
                ("so_on", models.DateField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
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
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="organisation.skill"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("hours_share", models.DecimalField(decimal_places=2, max_digits=3)),
                ("experience", models.CharField(max_length=16)),
                ("basis", models.CharField(max_length=10)),
                ("so_on", models.DateField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
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
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_skill_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.UniqueConstraint(fields=("authority", "name"), name="a_skill_is_listed_once"),
        ),
        migrations.AddIndex(
            model_name="skillfact",
            index=models.Index(fields=["authority", "person", "skill", "-id"], name="skills_of_a_person"),
        ),
        migrations.AddIndex(
            model_name="workterms",
            index=models.Index(fields=["authority", "person", "-so_on", "-id"], name="terms_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="workterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_share__gt", 0), ("hours_share__lte", 1)),
                name="a_share_of_full_time_is_at_most_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="workterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("experience__in", ["student", "newly_qualified", "experienced"])),
                name="experience_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="workterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["permanent", "temporary", "agency", "sessional"])), name="basis_known"
            ),
        ),
        *locked("organisation_workterms", OF_RECORD_READERS),
        *locked("organisation_skill", OF_RECORD_READERS),
        *locked("organisation_skillfact", OF_RECORD_READERS),
    ]
