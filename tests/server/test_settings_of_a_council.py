"""What a council may set, and that the installation guide says so; without a mail server no letter is printed."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lippen.server.places import CHECKOUT

GUIDE = CHECKOUT / "docs" / "installation"
SETTINGS = CHECKOUT / "src" / "lippen" / "config" / "settings.py"
ASKED = re.compile(r"""(?:environ\.get|environ|flag|number)[(\[]\s*"([A-Z_]+)\"""")
OURS = {"LIPPEN_DEMO", "LIPPEN_TESTING", "LIPPEN_TODAY", "LIPPEN_NONCE", "LIPPEN_EMAIL"}
"""What the demonstration and the tests set, and no council does."""


def test_every_setting_that_a_council_may_set_stands_in_the_guide() -> None:
    words = (GUIDE / "README.md").read_text()
    asked = set(ASKED.findall(SETTINGS.read_text())) - OURS
    assert len(asked) > 12
    assert sorted(name for name in asked if f"`{name}`" not in words and f"{name}=" not in words) == []


def test_every_setting_of_the_table_stands_in_it_once() -> None:
    rows = re.findall(r"^\| (`.+?) \|", (GUIDE / "README.md").read_text(), re.MULTILINE)
    names = [name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)]
    assert len(names) == len(set(names)), names


@pytest.mark.parametrize(
    ("given", "backend"),
    [
        ({}, "dummy"),
        ({"LIPPEN_EMAIL_HOST": "mail.council.example"}, "smtp"),
        ({"LIPPEN_DEMO": "1"}, "console"),
    ],
)
def test_without_a_mail_server_nothing_of_a_letter_goes_into_the_log(given: dict[str, str], backend: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIPPEN_")}
    environment = {**kept, "LIPPEN_SECRET_KEY": "x" * 50, **given}
    ask = "from lippen.config import settings; print(settings.EMAIL_BACKEND)"
    found = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == f"django.core.mail.backends.{backend}.EmailBackend"


@pytest.fixture
def archive(tmp_path: Path) -> tuple[Path, Path, str]:
    """The guide's command that keeps a finished piece of the log, with a folder of this test's own."""
    line = re.search(r"^archive_command = '(.*)'$", (GUIDE / "postgresql.conf").read_text(), re.MULTILINE)
    kept, piece = tmp_path / "wal", tmp_path / "000000010000000000000001"
    kept.mkdir()
    piece.write_bytes(b"a piece of the log")
    words = line[1].replace("''", "'").replace("/var/backups/lippen/wal", shlex.quote(str(kept)))
    return kept / piece.name, piece, words.replace("%p", str(piece)).replace("%f", piece.name)


def test_a_piece_of_the_log_that_was_kept_before_a_crash_is_taken_as_kept(archive) -> None:
    """PostgreSQL asks again when it did not hear that a piece was kept: a refusal would stop its log for good."""
    kept, piece, command = archive
    assert subprocess.run(command, shell=True).returncode == 0
    assert kept.read_bytes() == piece.read_bytes()
    assert subprocess.run(command, shell=True).returncode == 0


def test_another_piece_of_the_same_name_is_never_written_over(archive) -> None:
    kept, piece, command = archive
    subprocess.run(command, shell=True, check=True)
    piece.write_bytes(b"another")
    assert subprocess.run(command, shell=True).returncode != 0
    assert kept.read_bytes() == b"a piece of the log"
