"""Each council's own part of a shared plan, seen by another's people only under an arrangement that is in force."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_PLAN_READERS, PLAN_READERS, locked
from lippen.kernel.squashed import together

READERS = ", ".join(f"'{role}'" for role in PLAN_READERS)
VISIBLE_PARTS = f"""
    CREATE FUNCTION visible_parts() RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
        SELECT coalesce(array_agg(DISTINCT arranged.plan_id || ':' || arranged.shows_id), '{{}}')
        FROM public.improvement_arrangement arranged
        LEFT JOIN public.improvement_arrangementend ended ON ended.arrangement_id = arranged.id
        CROSS JOIN (SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day) today
        WHERE arranged.shown_to_id = ANY (public.visible_authorities_as(ARRAY[{READERS}]))
          AND arranged.starts_on <= today.day
          AND (arranged.ends_on IS NULL OR arranged.ends_on > today.day)
          AND (ended.ends_on IS NULL OR ended.ends_on > today.day)
    $$;
    REVOKE ALL ON FUNCTION visible_parts() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION visible_parts() TO lippen_app, lippen_owner;
    GRANT SELECT ON improvement_arrangement, improvement_arrangementend TO lippen_seer;
    GRANT CREATE ON SCHEMA public TO lippen_seer;
    ALTER FUNCTION visible_parts() OWNER TO lippen_seer;
    REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
SHOWN = f"{OF_PLAN_READERS} OR plan_id || ':' || authority_id = ANY ((select visible_parts())::text[])"


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0005_risks_and_decisions"),
        ("organisation", "0002_visible_authorities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("agreed_by_words", models.CharField(max_length=200)),
                ("reason", models.TextField()),
                ("token", models.UUIDField(null=True, unique=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrangements", to="improvement.plan"
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
                    "shown_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "shows",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ArrangementEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ends_on", models.DateField()),
                ("reason", models.TextField()),
                ("token", models.UUIDField(null=True, unique=True)),
                (
                    "arrangement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="improvement.arrangement"
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
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("words", models.TextField(blank=True)),
                ("measure", models.CharField(blank=True, max_length=200)),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("unit", models.CharField(blank=True, max_length=40)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="improvement.action"
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
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.team"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="arrangement",
            index=models.Index(fields=["shown_to", "plan"], name="arrangements_for"),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.CheckConstraint(
                condition=models.Q(("shows", models.F("shown_to")), _negated=True), name="arrangement_is_between_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                name="arrangement_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_by_words", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                ),
                name="arrangement_says_why_and_who_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangementend",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="arrangement_ends_for_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="part",
            index=models.Index(fields=["plan", "action", "-so_on", "-id"], name="part_latest"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("words", ""), _negated=True), models.Q(("measure", ""), _negated=True), _connector="OR"
                ),
                name="part_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure", ""), ("team__isnull", True), ("unit", ""), ("value__isnull", True)),
                    models.Q(models.Q(("measure", ""), _negated=True), ("value__isnull", False)),
                    _connector="OR",
                ),
                name="part_result_is_whole",
            ),
        ),
        migrations.RunSQL(VISIBLE_PARTS, "DROP FUNCTION visible_parts();"),
        *locked("improvement_part", SHOWN, check=OF_PLAN_READERS),
    ]
    operations = together(operations)
