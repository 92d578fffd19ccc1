from django.db import migrations, models
from lippen.kernel.squashed import together


class Migration(migrations.Migration):
    dependencies = [("improvement", "0021_own_kinds_of_source")]

    operations = [
        migrations.AddField(
            model_name="actionstate",
            name="since_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="actionstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("waits_on__isnull", True),
                    ("state__in", ("postponed", "blocked", "not_started", "under_way")),
                    _connector="OR",
                ),
                name="only_what_is_still_to_do_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since_on__isnull", True),
                    models.Q(("since_on__lte", models.F("so_on")), ("state__in", ("not_started", "under_way"))),
                    _connector="OR",
                ),
                name="state_began_before_what_it_waits_on",
            ),
        ),
    ]
    operations = together(operations)
