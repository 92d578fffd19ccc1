"""Work with a child is closed by two, with the locks: nobody answers what they asked for, or closes their own alone.

Of a file, that somebody comes in as a child who is grown up is a doubt.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked, not_own, of_seer, seen_by_seer

TABLES = ("closing", "closingstep")
# An inspector of a sample reads why work was closed, as everything in the chronology.
SAMPLED = """person_id = ANY ((select visible_sampled_people())::bigint[])
    AND NOT (person_id = ANY ((select visible_never())::bigint[]))"""
OWN = """SELECT 1 FROM casework_closing c WHERE c.id = casework_closingstep.closing_id
    AND casework_closingstep.kind <> 'at_once' AND c.recorded_by_id = casework_closingstep.recorded_by_id"""
# Whoever works with the child closes nothing alone: it is written while their part is open.
OWN_WORK = """SELECT 1 FROM casework_involvement i JOIN organisation_account a ON a.person_id = i.worker_id
    WHERE a.id = casework_closingstep.recorded_by_id AND casework_closingstep.kind = 'at_once'
    AND i.person_id = casework_closingstep.person_id AND i.ends_on IS NULL AND i.kind <> 'offered'"""


def policies(table: str) -> migrations.RunSQL:
    """Retention sees the rows of those whose records it may destroy; an inspector those of a sample."""
    return migrations.RunSQL(
        f"CREATE POLICY casework_{table}_due ON casework_{table} TO lippen_retention "
        "USING (person_id = ANY ((select condemned_people())::bigint[]));"
        f"CREATE POLICY casework_{table}_sampled ON casework_{table} FOR SELECT TO lippen_app USING ({SAMPLED});",
        f"DROP POLICY casework_{table}_due ON casework_{table};"
        f"DROP POLICY casework_{table}_sampled ON casework_{table};",
    )


def fact(*more: tuple[str, models.Field]) -> list[tuple[str, models.Field]]:
    """What every fact about a person carries, and this."""
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("recorded_at", models.DateTimeField()),
        ("so_on", models.DateField()),
        *more,
        (
            "authority",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        (
            "person",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        (
            "recorded_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]


REASONS = ["needs_met", "elsewhere", "moved", "declined", "grown_up", "died", "not_needed", "other"]

DOUBTS = ["refused", "same", "in_file", "not_born", "grown_up", "limit", "stage", "post", "there", "stopped"]


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0023_kept_of_a_list"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=fact(
                ("ref", models.CharField(max_length=40, unique=True)),
                ("reason", models.CharField(max_length=12)),
                ("words", models.TextField()),
            ),
        ),
        migrations.CreateModel(
            name="ClosingStep",
            fields=fact(
                ("kind", models.CharField(max_length=8)),
                ("words", models.TextField(blank=True)),
                (
                    "closing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="step", to="casework.closing"
                    ),
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="closing", index=models.Index(fields=["person", "-id"], name="closings_of_a_person")
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(condition=models.Q(("reason__in", REASONS)), name="closing_reason_known"),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_closing_has_its_summary"
            ),
        ),
        migrations.AddIndex(
            model_name="closingstep",
            index=models.Index(fields=["person", "-id"], name="closing_steps_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="closingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["agreed", "refused", "at_once"])), name="closing_step_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="closingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "refused"), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_closing_is_refused_with_a_reason",
            ),
        ),
        migrations.RemoveConstraint(model_name="intakedoubt", name="intake_doubt_known"),
        migrations.AddConstraint(
            model_name="intakedoubt",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", DOUBTS)), name="intake_doubt_known"),
        ),
        *(each for table in TABLES for each in locked(f"casework_{table}", about_person())),
        *(policies(table) for table in TABLES),
        of_seer(
            "audit_councils_of_closing",
            "SELECT array_agg(authority_id) FROM public.casework_closing WHERE ref = wanted",
            reads=("casework_closing",),
        ),
        seen_by_seer("casework_closing"),
        not_own("casework_closingstep", f"{OWN} UNION ALL {OWN_WORK}"),
    ]
