"""Returns of looked-after children come in as files do; what of one did not come in stays listed for thirty days."""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models


BEFORE = import_module("lippen.casework.migrations.0011_intake").SCRUB.split("REVOKE ALL")[0]
BEFORE = BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
OF_DOUBTS = "WHERE intake.state IN ('taken', 'dropped') LIMIT 10000"
SCRUB = BEFORE.replace(
    OF_DOUBTS,
    "WHERE intake.state = 'dropped' OR intake.state = 'taken' AND (intake.kind <> 'return' "
    "OR intake.ended_at < today - interval '30 days') LIMIT 10000",
)
assert SCRUB != BEFORE


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0027_found_by_keys"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="broughtin",
            name="brought_in_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="intake",
            name="intake_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="intake",
            name="a_file_comes_in_once",
        ),
        migrations.RemoveConstraint(
            model_name="intakecolumns",
            name="intake_columns_kind_known",
        ),
        migrations.AddConstraint(
            model_name="broughtin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "staff",
                            "children",
                            "people",
                            "ties",
                            "referrals",
                            "waits",
                            "allocations",
                            "entries",
                            "return",
                        ],
                    )
                ),
                name="brought_in_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "staff",
                            "children",
                            "people",
                            "ties",
                            "referrals",
                            "waits",
                            "allocations",
                            "entries",
                            "return",
                        ],
                    )
                ),
                name="intake_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["taken", "undoing"]), models.Q(("kind", "return"), _negated=True)),
                fields=("authority", "kind", "sha256"),
                name="a_file_comes_in_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakecolumns",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "staff",
                            "children",
                            "people",
                            "ties",
                            "referrals",
                            "waits",
                            "allocations",
                            "entries",
                            "return",
                        ],
                    )
                ),
                name="intake_columns_kind_known",
            ),
        ),
        migrations.RunSQL(SCRUB, BEFORE),
    ]
