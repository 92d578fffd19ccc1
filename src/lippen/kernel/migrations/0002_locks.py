"""Row-level security: drafts and form tokens are one's own; files are those of one's authorities."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OWN_AUTHORITIES, OWN_ROWS, locked

CONTENT_OF_VISIBLE_FILES = "sha256 IN (SELECT sha256 FROM kernel_storedfile)"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial"), ("organisation", "0002_visible_authorities")]
    operations = [
        *locked("kernel_draft", OWN_ROWS),
        *locked("kernel_usedtoken", OWN_ROWS),
        *locked("kernel_storedfile", OWN_AUTHORITIES),
        *locked("kernel_filecontent", CONTENT_OF_VISIBLE_FILES, check="true"),
    ]
