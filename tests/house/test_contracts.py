"""The floors and rooms of the house, checked on every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


def test_imports_keep_to_the_floors() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout[-3000:]


@pytest.mark.django_db
def test_migrations_are_current() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_ruff_finds_nothing() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "src", "tests"], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout[-3000:]


def test_no_tracked_file_names_a_registry_or_holds_another_projects_files() -> None:
    hosts = ["pypi." + "org", "pythonhosted." + "org", "registry.npmjs." + "org", "deb.debian." + "org"]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    offenders = [
        name
        for name in tracked
        if (ROOT / name).is_file() and any(host in (ROOT / name).read_bytes().decode(errors="ignore") for host in hosts)
    ]
    assert offenders == []
    assert not [name for name in tracked if name.startswith(("node_modules/", "src/lippen/design/static/vendor/"))]


def test_types_hold_where_they_are_strict() -> None:
    found = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout[-3000:]


def test_every_dependency_is_declared_and_used() -> None:
    found = subprocess.run([sys.executable, "-m", "deptry", "src"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr[-3000:]
