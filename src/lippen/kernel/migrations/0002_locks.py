"""Row-level security: drafts and form tokens are one's own; files are for those who work on their authority's plans."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OF_PLAN_READERS, OWN_ROWS, locked

CONTENT_OF_VISIBLE_FILES = "sha256 IN (SELECT sha256 FROM kernel_storedfile)"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial"), ("organisation", "0002_visible_authorities")]
    operations = [
        *locked("kernel_draft", OWN_ROWS),
        *locked("kernel_usedtoken", OWN_ROWS),
        *locked("kernel_storedfile", OF_PLAN_READERS),
        *locked("kernel_filecontent", CONTENT_OF_VISIBLE_FILES, check="true"),
    ]
