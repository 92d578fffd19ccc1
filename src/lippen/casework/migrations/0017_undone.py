"""Children who wait come in from a file, and a file that came in is undone: what each row wrote, and what was a mistake."""

from django.db import migrations, models

KINDS = ["staff", "children", "people", "ties", "referrals", "waits", "allocations", "entries"]
STATES = ["reading", "waiting", "taking", "taken", "undoing", "undone", "dropped"]
OUTCOMES = ["assess", "assessed", "allocate", "advice", "passed_on", "no_action", "mistake"]
ENDINGS = ["allocated", "helped_elsewhere", "not_needed", "moved_away", "mistake"]


def words(model: str, field: str, name: str, known: list[str]) -> list[migrations.operations.base.Operation]:
    """A closed list of words with more in it."""
    condition = models.Q((f"{field}__in", known))
    return [
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddConstraint(model_name=model, constraint=models.CheckConstraint(condition=condition, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_pictures_and_consents")]

    operations = [
        *words("broughtin", "kind", "brought_in_kind_known", KINDS),
        *words("intake", "kind", "intake_kind_known", KINDS),
        *words("intakecolumns", "kind", "intake_columns_kind_known", KINDS),
        *words("intake", "state", "intake_state_known", STATES),
        *words("referralstep", "outcome", "referral_outcome_known", OUTCOMES),
        *words("waitingend", "kind", "waiting_end_known", ENDINGS),
        migrations.RemoveConstraint(model_name="intake", name="a_file_comes_in_once"),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["taken", "undoing"])),
                fields=("authority", "kind", "sha256"),
                name="a_file_comes_in_once",
            ),
        ),
        migrations.AddField(model_name="broughtin", name="wrote", field=models.JSONField(null=True)),
        migrations.AddField(model_name="personnow", name="is_mistake", field=models.BooleanField(default=False)),
    ]
