"""A council's own words, beside the places used by children, are flagged in its papers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0016_meeting_changes")]
    operations = [migrations.AddField("childplaces", "words", models.JSONField(default=list))]
