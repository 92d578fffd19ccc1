"""Partners' systems may be told of a paper that was withdrawn."""

from django.db import migrations, models

KNOWN = ["update.written", "paper.issued", "paper.withdrawn"]


class Migration(migrations.Migration):
    dependencies = [("organisation", "0010_recovery_by_two")]
    operations = [
        migrations.RemoveConstraint(model_name="subscription", name="subscription_events_known"),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("events__contained_by", KNOWN), models.Q(("events", []), _negated=True)),
                name="subscription_events_known",
            ),
        ),
    ]
