"""A child is offered to another worker, with its locks; who looked at an offer stands under who looked."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked, of_seer, seen_by_seer

ABOUT_PERSON = ("handover", "handoverfact", "visithanded")
OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
WITH_REFS = (
    *("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "involvement", "marker"),
    *("handover",),
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


def whose(begin: str) -> migrations.RunSQL:
    """Whose council's a record is, for the audit trail."""
    table = f"casework_{begin}"
    told = f"SELECT array_agg(authority_id) FROM public.{table} WHERE ref = wanted"
    return of_seer(f"audit_councils_of_{begin}", told, reads=(table,))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_markers"),
        ("organisation", "0011_told_of_withdrawals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("note", models.TextField()),
                ("from_on", models.DateField()),
                ("over_limit_why", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="HandoverFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=9)),
                ("words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="VisitHanded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="involvement",
            name="involvement_kind_known",
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["allocated", "co_working", "holding", "duty", "offered"])),
                name="involvement_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="part",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="offered_by", to="casework.involvement"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="work",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="casework.involvement"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="worker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="handoverfact",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="handoverfact",
            name="handover",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="casework.handover"
            ),
        ),
        migrations.AddField(
            model_name="handoverfact",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="handoverfact",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="handed", to="casework.visit"
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="worker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["person", "-id"], name="handovers_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="a_handover_has_its_note"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_on__gte", models.F("so_on"))), name="a_handover_is_not_for_a_day_before"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(fields=("work", "number"), name="a_child_is_offered_one_by_one"),
        ),
        migrations.AddIndex(
            model_name="handoverfact",
            index=models.Index(fields=["handover", "-number"], name="facts_of_a_handover"),
        ),
        migrations.AddConstraint(
            model_name="handoverfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["accepted", "taken", "refused", "withdrawn", "overtaken", "kept"])),
                name="handover_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "step__in",
                            [
                                "kept",
                                "refused",
                                "withdrawn",
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="who_does_not_take_over_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverfact",
            constraint=models.UniqueConstraint(fields=("handover", "number"), name="a_handover_is_answered_one_by_one"),
        ),
        migrations.AddIndex(
            model_name="visithanded",
            index=models.Index(fields=["visit", "-id"], name="visits_handed"),
        ),
        *(step for table in ABOUT_PERSON for step in locked(f"casework_{table}", about_person())),
        whose("handover"),
        seen_by_seer("casework_handover"),
        migrations.RunSQL(LOOKERS, migrations.RunSQL.noop),
    ]
