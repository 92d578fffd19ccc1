"""A committee's route may name the post that reports, printed as "Report by"."""

from django.db import migrations, models

KINDS = ("report_by", "author", "consultee", "pre_agenda", "approver", "officer", "confirmation")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0017_words_of_ones_own")]

    operations = [
        migrations.RemoveConstraint(model_name="definedstep", name="defined_step_kind_known"),
        migrations.AddConstraint(
            model_name="definedstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", list(KINDS))), name="defined_step_kind_known"
            ),
        ),
    ]
