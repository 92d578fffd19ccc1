"""Who is who, and who else helps: gender, death, words on facts and other services, with their locks."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked, of_seer, seen_by_seer

OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
WITH_REFS = (
    *("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "involvement", "marker", "helper"),
)
REFS = "".join(
    f" UNION ALL SELECT kept.ref::text FROM public.casework_{table} kept JOIN asked ON asked.id = kept.person_id"
    for table in WITH_REFS
)
LOOKERS = f"""
CREATE OR REPLACE FUNCTION visible_lookers(wanted text)
RETURNS TABLE (account_id bigint, verb text, first_at timestamptz, last_at timestamptz, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH asked AS (
        SELECT known.id FROM public.casework_knownperson known WHERE known.ref = wanted AND {OF_KNOWN}
    )
    SELECT entry.account_id, entry.verb::text, min(entry.at), max(entry.at), count(*)
    FROM public.kernel_auditentry entry
    WHERE entry.account_id IS NOT NULL AND EXISTS (SELECT 1 FROM asked)
      AND entry.subject_key IN (SELECT wanted {REFS})
    GROUP BY entry.account_id, entry.verb
$$;
"""
WHOSE = "SELECT array_agg(authority_id) FROM public.casework_helper WHERE ref = wanted"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_markers"),
        ("organisation", "0011_told_of_withdrawals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="personnow",
            name="died_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="personnow",
            name="gender",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.CreateModel(
            name="Helper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=14)),
                ("name", models.CharField(max_length=160)),
                ("reach", models.CharField(blank=True, max_length=160)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
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
            name="HelperFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("step", models.CharField(max_length=8)),
                ("words", models.CharField(blank=True, max_length=240)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="casework.helper"
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
            name="PersonDeath",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("died_on", models.DateField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
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
            name="PersonGender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("gender", models.CharField(max_length=10)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
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
            name="FactWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("kind", models.CharField(max_length=8)),
                ("fact", models.BigIntegerField()),
                ("step", models.CharField(max_length=8)),
                ("why", models.TextField(blank=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
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
            options={
                "indexes": [models.Index(fields=["person", "-id"], name="words_on_facts_of_a_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "name",
                                    "birth",
                                    "death",
                                    "gender",
                                    "address",
                                    "contact",
                                    "number",
                                    "status",
                                    "entry",
                                    "visit",
                                ],
                            )
                        ),
                        name="fact_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["still_so", "wrong"])), name="fact_step_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step", "still_so"), models.Q(("why", ""), _negated=True), _connector="OR"),
                        name="what_is_wrong_has_its_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("step", "wrong")), fields=("kind", "fact"), name="a_fact_is_wrong_once"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="helper",
            index=models.Index(fields=["person", "-id"], name="helpers_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="helper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "health_visitor",
                            "school",
                            "gp",
                            "nurse",
                            "mental_health",
                            "substances",
                            "police",
                            "housing",
                            "justice",
                            "adults",
                            "voluntary",
                            "advocate",
                            "solicitor",
                            "other",
                        ],
                    )
                ),
                name="helper_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="helper",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_helper_has_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="helperfact",
            index=models.Index(fields=["helper", "-id"], name="facts_of_a_helper"),
        ),
        migrations.AddConstraint(
            model_name="helperfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["contact", "ended"])), name="helper_step_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="helperfact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", "ended")), fields=("helper",), name="help_ends_once"
            ),
        ),
        migrations.AddIndex(
            model_name="persondeath",
            index=models.Index(fields=["person", "-so_on", "-id"], name="deaths_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="persondeath",
            constraint=models.CheckConstraint(
                condition=models.Q(("died_on__lte", models.F("so_on"))), name="a_death_has_been"
            ),
        ),
        migrations.AddIndex(
            model_name="persongender",
            index=models.Index(fields=["person", "-so_on", "-id"], name="genders_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="persongender",
            constraint=models.CheckConstraint(
                condition=models.Q(("gender__in", ["female", "male", "other", "not_known"])), name="gender_known"
            ),
        ),
        *locked("casework_persondeath", about_person()),
        *locked("casework_persongender", about_person()),
        *locked("casework_factword", about_person()),
        *locked("casework_helper", about_person()),
        *locked("casework_helperfact", about_person()),
        of_seer("audit_councils_of_helper", WHOSE, reads=("casework_helper",)),
        seen_by_seer("casework_helper"),
        migrations.RunSQL(LOOKERS, migrations.RunSQL.noop),
    ]
