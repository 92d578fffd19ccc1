"""Promises about the audit trail as a whole: whose each record is, and that each entry reads as a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lippen.server.setup import as_owner
from lippen.web import trail_words

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src" / "lippen"
FILES = [path for path in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
OF_ONE_PERSON = {"calendar", "filled", "link", "req"}
"""Nobody's record but their own: an entry about it is their councils'."""
FUNCTIONS = "select proname from pg_proc where proname like 'audit\\_councils\\_of\\_%'"
HOW = "say in a migration of its package whose it is: kernel.locks.of_seer('audit_councils_of_<beginning>', ...)"


def test_the_database_knows_whose_a_record_is_by_the_beginning_of_its_ref() -> None:
    beginnings = {found for path in FILES for found in re.findall(r'new_ref\("([a-z]+)"\)', path.read_text())}
    with as_owner() as owner:
        known = {name.removeprefix("audit_councils_of_") for (name,) in owner.execute(FUNCTIONS)}
    assert "plan" in beginnings
    assert beginnings - known - OF_ONE_PERSON == set(), HOW


def test_every_verb_that_the_code_writes_reads_as_a_sentence() -> None:
    verbs = {
        found for path in FILES for found in re.findall(r'audit\.record\(\s*[^,]+,\s*"([a-z_.]+)"', path.read_text())
    }
    assert "plan.created" in verbs
    assert {verb for verb in verbs if not trail_words.is_in_words(verb)} == set(), "add it to web/trail_words.py"
