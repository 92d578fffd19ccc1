"""Skills end and are called otherwise, newly qualified ends by a day, posts have hours in the establishment."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_RECORD_READERS, locked, not_own


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0012_work_terms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Establishment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("hours_share", models.DecimalField(decimal_places=2, max_digits=3)),
                ("so_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="SkillWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=8)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("so_on", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="workterms",
            name="newly_until",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="workterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("newly_until__isnull", True),
                    models.Q(("experience", "newly_qualified"), ("newly_until__gt", models.F("so_on"))),
                    _connector="OR",
                ),
                name="newly_qualified_until_a_later_day",
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="skillword",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="skillword",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="skillword",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="words", to="organisation.skill"
            ),
        ),
        migrations.AddIndex(
            model_name="establishment",
            index=models.Index(fields=["authority", "post", "so_on", "id"], name="establishment_of_a_post"),
        ),
        migrations.AddConstraint(
            model_name="establishment",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_share__gte", 0), ("hours_share__lte", 1)), name="a_post_is_at_most_full_time"
            ),
        ),
        migrations.AddIndex(
            model_name="skillword",
            index=models.Index(fields=["skill", "-number"], name="words_of_a_skill"),
        ),
        migrations.AddConstraint(
            model_name="skillword",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["renamed", "ended", "taken_up"])), name="skill_step_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="skillword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "renamed"), models.Q(("name", ""), _negated=True)),
                    models.Q(models.Q(("step", "renamed"), _negated=True), ("name", "")),
                    _connector="OR",
                ),
                name="a_renamed_skill_has_its_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="skillword",
            constraint=models.UniqueConstraint(fields=("skill", "number"), name="a_skill_is_spoken_of_one_by_one"),
        ),
        *locked("organisation_skillword", OF_RECORD_READERS),
        *locked("organisation_establishment", OF_RECORD_READERS),
        not_own(
            "organisation_workterms",
            """SELECT 1 FROM organisation_account a WHERE a.id = organisation_workterms.recorded_by_id
            AND a.person_id = organisation_workterms.person_id""",
        ),
    ]
