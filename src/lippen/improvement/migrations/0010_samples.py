"""Samples for inspectors: the evidence of a sampled action, and its file, are seen by them while the sample is open."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from lippen.kernel.squashed import together

OPEN_SAMPLES = """
    FROM public.improvement_sample drawn
    JOIN public.improvement_sampleinspector named ON named.sample_id = drawn.id
    JOIN public.organisation_account account ON account.person_id = named.person_id
    JOIN public.improvement_sampleitem item ON item.sample_id = drawn.id
    JOIN public.improvement_evidence evidence
        ON evidence.action_id = item.action_id AND evidence.authority_id = drawn.authority_id
        AND evidence.so_on <= drawn.as_at AND evidence.recorded_at <= drawn.recorded_at
    LEFT JOIN public.improvement_sampleend ended ON ended.sample_id = drawn.id
    CROSS JOIN (SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day) today
    WHERE account.id = nullif(current_setting('app.actor', true), '')::bigint
      AND drawn.authority_id = ANY (public.visible_authorities_as(ARRAY['inspector']))
      AND drawn.opens_on <= today.day AND drawn.closes_on > today.day
      AND (ended.ends_on IS NULL OR ended.ends_on > today.day)
"""


def visible(name: str, column: str) -> str:
    """A function of seer's that gives the ids which the open samples of whoever asks show."""
    return f"""
        CREATE FUNCTION {name}() RETURNS bigint[]
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
            SELECT coalesce(array_agg(DISTINCT evidence.{column}) FILTER (WHERE evidence.{column} IS NOT NULL), '{{}}')
            {OPEN_SAMPLES}
        $$;
        REVOKE ALL ON FUNCTION {name}() FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {name}() TO lippen_app, lippen_owner;
        ALTER FUNCTION {name}() OWNER TO lippen_seer;
    """


SHOWN = f"""
    GRANT SELECT ON improvement_sample, improvement_sampleinspector, improvement_sampleitem, improvement_sampleend,
        improvement_evidence TO lippen_seer;
    GRANT CREATE ON SCHEMA public TO lippen_seer;
    {visible("visible_sampled_evidence", "id")}
    {visible("visible_sampled_files", "file_id")}
    REVOKE CREATE ON SCHEMA public FROM lippen_seer;
    CREATE POLICY improvement_evidence_sampled ON improvement_evidence FOR SELECT TO lippen_app
        USING (id = ANY ((select visible_sampled_evidence())::bigint[]));
    CREATE POLICY kernel_storedfile_sampled ON kernel_storedfile FOR SELECT TO lippen_app
        USING (id = ANY ((select visible_sampled_files())::bigint[]));
"""
HIDDEN = """
    DROP POLICY kernel_storedfile_sampled ON kernel_storedfile;
    DROP POLICY improvement_evidence_sampled ON improvement_evidence;
    DROP FUNCTION visible_sampled_files();
    DROP FUNCTION visible_sampled_evidence();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0009_words_of_actions"),
        ("organisation", "0008_inspectors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("as_at", models.DateField()),
                ("words", models.CharField(max_length=120)),
                ("drawn_from", models.PositiveIntegerField()),
                ("purpose", models.TextField()),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="samples", to="improvement.plan"
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
            name="SampleEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ends_on", models.DateField()),
                ("reason", models.TextField()),
                ("token", models.UUIDField(null=True, unique=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="SampleInspector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inspectors", to="improvement.sample"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SampleItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="improvement.action"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="improvement.sample"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gt", models.F("opens_on"))), name="sample_closes_after_it_opens"
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("words", ""), _negated=True), models.Q(("purpose", ""), _negated=True)),
                name="sample_says_how_and_what_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleend",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="sample_ends_for_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleinspector",
            constraint=models.UniqueConstraint(fields=("sample", "person"), name="inspector_named_once"),
        ),
        migrations.AddConstraint(
            model_name="sampleitem",
            constraint=models.UniqueConstraint(fields=("sample", "order"), name="sampled_in_order"),
        ),
        migrations.AddConstraint(
            model_name="sampleitem",
            constraint=models.UniqueConstraint(fields=("sample", "action"), name="sampled_once"),
        ),
        migrations.RunSQL(SHOWN, HIDDEN),
    ]
    operations = together(operations)
