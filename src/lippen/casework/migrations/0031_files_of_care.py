"""Files of times in care, placements, legal reasons, reviews and milestones; they come in as often as somebody wants."""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

AGAIN = ["return", "episodes", "placements", "legal", "reviews", "milestones"]
KINDS = ["staff", "children", "people", "ties", "referrals", "waits", "allocations", "entries", *AGAIN]
KNOWN = {
    "broughtin": "brought_in_kind_known",
    "intake": "intake_kind_known",
    "intakecolumns": "intake_columns_kind_known",
}
BEFORE = import_module("lippen.casework.migrations.0028_returns").SCRUB
SCRUB = BEFORE.replace("intake.kind <> 'return'", f"intake.kind NOT IN ({', '.join(repr(kind) for kind in AGAIN)})")
assert SCRUB != BEFORE


def known(table: str, name: str) -> list[migrations.operations.base.Operation]:
    """The kinds of a table anew."""
    condition = models.Q(("kind__in", KINDS))
    return [
        migrations.RemoveConstraint(model_name=table, name=name),
        migrations.AddConstraint(model_name=table, constraint=models.CheckConstraint(condition=condition, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0030_matched_by_keys"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(each for table, name in KNOWN.items() for each in known(table, name)),
        migrations.RemoveConstraint(model_name="intake", name="a_file_comes_in_once"),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["taken", "undoing"]), models.Q(("kind__in", AGAIN), _negated=True)),
                fields=("authority", "kind", "sha256"),
                name="a_file_comes_in_once",
            ),
        ),
        migrations.RunSQL(SCRUB, BEFORE),
    ]
