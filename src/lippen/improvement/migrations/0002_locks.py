"""Row-level security: evidence is seen by the authority's own people."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OWN_AUTHORITIES, locked


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial"), ("organisation", "0002_visible_authorities")]
    operations = [
        *locked("improvement_evidence", OWN_AUTHORITIES),
    ]
