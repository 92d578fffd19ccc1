"""Row-level security: evidence is seen by those of its authority who read its plans."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OF_PLAN_READERS, locked


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial"), ("organisation", "0002_visible_authorities")]
    operations = [
        *locked("improvement_evidence", OF_PLAN_READERS),
    ]
