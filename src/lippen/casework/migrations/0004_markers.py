"""Warnings on records, with their locks; who looked at one stands under who looked at the record."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked, of_seer, seen_by_seer

OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
WITH_REFS = ("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "involvement", "marker")
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
WHOSE = "SELECT array_agg(authority_id) FROM public.casework_marker WHERE ref = wanted"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_lookers"),
        ("organisation", "0011_told_of_withdrawals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Marker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=10)),
                ("words", models.TextField()),
                ("shown_by", models.TextField()),
                ("review_on", models.DateField()),
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
            name="MarkerFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=8)),
                ("words", models.TextField()),
                ("review_on", models.DateField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "marker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="casework.marker"
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
        migrations.AddIndex(
            model_name="marker",
            index=models.Index(fields=["person", "-id"], name="markers_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="marker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["violence", "alone", "animal", "self_harm", "missing", "place", "other"])
                ),
                name="marker_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="marker",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_marker_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="marker",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown_by", ""), _negated=True), name="a_marker_has_its_evidence"
            ),
        ),
        migrations.AddConstraint(
            model_name="marker",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_on__gt", models.F("so_on"))), name="a_marker_is_looked_at_later"
            ),
        ),
        migrations.AddIndex(
            model_name="markerfact",
            index=models.Index(fields=["marker", "-number"], name="facts_of_a_marker"),
        ),
        migrations.AddConstraint(
            model_name="markerfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["agreed", "refused", "kept", "ended"])), name="marker_step_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="markerfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_word_on_a_marker_has_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="markerfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("review_on__gt", models.F("so_on")),
                        ("review_on__isnull", False),
                        ("step__in", ["agreed", "kept"]),
                    ),
                    models.Q(("review_on__isnull", True), ("step__in", ["refused", "ended"])),
                    _connector="OR",
                ),
                name="what_stays_is_looked_at_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="markerfact",
            constraint=models.UniqueConstraint(fields=("marker", "number"), name="a_marker_is_looked_at_one_by_one"),
        ),
        *locked("casework_marker", about_person()),
        *locked("casework_markerfact", about_person()),
        of_seer("audit_councils_of_marker", WHOSE, reads=("casework_marker",)),
        seen_by_seer("casework_marker"),
        migrations.RunSQL(LOOKERS, migrations.RunSQL.noop),
    ]
