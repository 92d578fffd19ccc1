from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("improvement", "0016_editions"), ("kernel", "0004_audit_locks")]

    operations = [
        migrations.AddField(
            model_name="commitmentfact", name="link", field=models.CharField(blank=True, max_length=500, default="")
        ),
        migrations.AlterField(
            model_name="commitmentfact", name="link", field=models.CharField(blank=True, max_length=500)
        ),
        migrations.AddField(
            model_name="commitmentfact",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step", "kept")) | models.Q(("file__isnull", True), ("link", "")),
                name="commitment_is_shown_only_where_it_is_kept",
            ),
        ),
    ]
