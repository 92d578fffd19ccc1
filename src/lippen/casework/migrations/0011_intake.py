"""Files of records from other systems, with their locks: a file is its council's importers', its rows its own importer's.

PostgreSQL takes no COPY into a table that its caller sees through a policy, so parts come in by INSERT, under the lock.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import (
    ACTOR_SQL,
    RECORD_MANAGERS,
    about_person,
    locked,
    of_authorities_as,
    of_seer,
    seen_by_seer,
)

OF_STAFF = of_authorities_as(("administrator",))
OF_MANAGERS = of_authorities_as(RECORD_MANAGERS)
OF_IMPORTERS = f"((kind = 'staff' AND {OF_STAFF}) OR (kind <> 'staff' AND {OF_MANAGERS}))"
HERE = of_authorities_as((*RECORD_MANAGERS, "administrator"))
OWN = f"recorded_by_id = (select {ACTOR_SQL}) AND {HERE}"
WHOSE = "SELECT array_agg(authority_id) FROM public.casework_intake WHERE ref = wanted"
# Rows that waited for thirty days go, whoever brought them and whether or not they are still here; so do those of a
# file that came in or was set aside. The day is the council's own, as everywhere; none of these rows is one of a record.
# A little at a time, for a gigabyte takes longer to let go than one statement may: whoever calls it calls it until 0.
SCRUB = """
CREATE FUNCTION lippen_scrub_intakes() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    today date := coalesce(nullif(current_setting('app.today', true), '')::date, current_date);
    marked bigint;
    parts bigint;
    doubts bigint;
BEGIN
    UPDATE public.casework_intake SET state = 'dropped', ended_at = now(), version = version + 1,
        told = 'It waited for 30 days, so its rows are gone. Bring the file in again.'
    WHERE state IN ('reading', 'waiting') AND changed_at < today - interval '30 days';
    GET DIAGNOSTICS marked = ROW_COUNT;
    DELETE FROM public.casework_intakepart WHERE id IN (
        SELECT part.id FROM public.casework_intakepart part
        JOIN public.casework_intake intake ON intake.id = part.intake_id
        WHERE intake.state IN ('taken', 'dropped') LIMIT 100);
    GET DIAGNOSTICS parts = ROW_COUNT;
    DELETE FROM public.casework_intakedoubt WHERE id IN (
        SELECT doubt.id FROM public.casework_intakedoubt doubt
        JOIN public.casework_intake intake ON intake.id = doubt.intake_id
        WHERE intake.state IN ('taken', 'dropped') LIMIT 10000);
    GET DIAGNOSTICS doubts = ROW_COUNT;
    RETURN marked + parts + doubts;
END $$;
REVOKE ALL ON FUNCTION lippen_scrub_intakes() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_watched_and_lent"),
        ("organisation", "0012_work_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("source", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size_bytes", models.BigIntegerField()),
                ("form", models.JSONField(default=dict)),
                (
                    "headings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None
                    ),
                ),
                ("state", models.CharField(max_length=10)),
                ("read_to", models.BigIntegerField(default=0)),
                ("parts", models.PositiveIntegerField(default=0)),
                ("last_row", models.PositiveIntegerField(default=0)),
                ("checked_to", models.PositiveIntegerField(default=0)),
                ("taken_to", models.PositiveIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("doubtful", models.PositiveIntegerField(default=0)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("told", models.CharField(blank=True, max_length=400)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
            name="BroughtIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("row", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("source", models.CharField(max_length=120)),
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
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="brought", to="casework.intake"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeColumns",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("key", models.CharField(max_length=64)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None
                    ),
                ),
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
            name="IntakeDoubt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("row", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("column", models.CharField(blank=True, max_length=120)),
                ("sentence", models.TextField()),
                ("choices", models.JSONField(default=list)),
                ("wants_words", models.BooleanField(default=False)),
                ("answer", models.CharField(blank=True, max_length=60)),
                ("words", models.CharField(blank=True, max_length=400)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="doubts", to="casework.intake"
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
            name="IntakePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField()),
                ("first_row", models.PositiveIntegerField()),
                ("rows", models.PositiveIntegerField()),
                ("cells", models.TextField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kept", to="casework.intake"
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
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["staff", "children", "people", "ties", "referrals", "allocations", "entries"])
                ),
                name="intake_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["reading", "waiting", "taking", "taken", "dropped"])),
                name="intake_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="an_intake_says_where_it_is_from"
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "taken")),
                fields=("authority", "kind", "sha256"),
                name="a_file_comes_in_once",
            ),
        ),
        migrations.AddIndex(
            model_name="broughtin",
            index=models.Index(fields=["person", "id"], name="brought_in_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="broughtin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["staff", "children", "people", "ties", "referrals", "allocations", "entries"])
                ),
                name="brought_in_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="broughtin",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="what_was_brought_in_says_from_where"
            ),
        ),
        migrations.AddConstraint(
            model_name="broughtin",
            constraint=models.UniqueConstraint(fields=("intake", "row"), name="a_row_comes_in_once"),
        ),
        migrations.AddIndex(
            model_name="intakecolumns",
            index=models.Index(fields=["authority", "kind", "key", "-id"], name="columns_of_headings"),
        ),
        migrations.AddConstraint(
            model_name="intakecolumns",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["staff", "children", "people", "ties", "referrals", "allocations", "entries"])
                ),
                name="intake_columns_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="intakedoubt",
            index=models.Index(fields=["intake", "kind", "row", "id"], name="doubts_of_an_intake"),
        ),
        migrations.AddConstraint(
            model_name="intakedoubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["refused", "same", "in_file", "not_born", "limit", "stage", "post", "there", "stopped"],
                    )
                ),
                name="intake_doubt_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakedoubt",
            constraint=models.CheckConstraint(
                condition=models.Q(("sentence", ""), _negated=True), name="an_intake_doubt_has_its_sentence"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakepart",
            constraint=models.UniqueConstraint(fields=("intake", "number"), name="a_part_is_kept_once"),
        ),
        *locked("casework_intake", OF_IMPORTERS),
        *locked("casework_intakepart", OWN),
        *locked("casework_intakedoubt", OWN),
        *locked("casework_intakecolumns", HERE),
        *locked("casework_broughtin", about_person()),
        migrations.RunSQL(
            "CREATE POLICY casework_broughtin_due ON casework_broughtin TO lippen_retention "
            "USING (person_id = ANY ((select condemned_people())::bigint[]));",
            "DROP POLICY casework_broughtin_due ON casework_broughtin;",
        ),
        seen_by_seer("casework_intake"),
        of_seer("audit_councils_of_intake", WHOSE, reads=("casework_intake",)),
        migrations.RunSQL(SCRUB, "DROP FUNCTION lippen_scrub_intakes();"),
    ]
