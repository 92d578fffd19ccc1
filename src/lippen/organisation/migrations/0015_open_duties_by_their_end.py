"""What is late in a council is read without what is still to come, and both without the duties themselves."""

from django.db import migrations, models

OPEN = models.Q(("closed_at__isnull", True))


class Migration(migrations.Migration):
    dependencies = [("organisation", "0014_why_away")]

    operations = [
        migrations.RemoveIndex(model_name="duty", name="open_duties"),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=OPEN, fields=["holder", "ends_on"], include=("subject_kind", "hours"), name="open_duties"
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=OPEN, fields=["ends_on"], include=("holder", "kind"), name="open_duties_by_their_end"
            ),
        ),
    ]
