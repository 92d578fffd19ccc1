"""Who looked at a record is read from the index alone.

The rows about one record lie scattered over the whole trail: a page that had not been read lately took a read of the
disk for each of them.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_exports_in_parts")]

    operations = [
        migrations.RemoveIndex(model_name="auditentry", name="audit_by_key"),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["subject_key", "at"], include=["account_id", "verb"], name="audit_by_key"),
        ),
    ]
