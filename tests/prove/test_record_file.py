"""A file of 1 GB of another system's notes: kept in time and in little memory, whole though it is killed on the way."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from benchmarks.record_file import write
from django.db.transaction import atomic

from lippen.casework.models import Intake, IntakePart
from lippen.casework.tests.factories import TODAY, cast
from lippen.casework.tests.killed import Importer
from lippen.kernel import access
from lippen.organisation.models import Person

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]
SIZE = 1024**3
KILLS = 5
FURTHER = 1_200
"""So many parts at most come in between two kills, of some 7,000: a fast machine is killed as often as a slow one."""


def hashed(rows: Iterable[list[str]]) -> tuple[int, str]:
    """How many rows, and one hash over all of their cells in their order."""
    count, sha = 0, hashlib.sha256()
    for row in rows:
        count += 1
        sha.update(repr(row).encode())
    return count, sha.hexdigest()


def test_a_gigabyte_killed_five_times_is_kept_whole_and_in_order(settings, monkeypatch, tmp_path: Path) -> None:
    settings.LIPPEN_TODAY = TODAY
    monkeypatch.setenv("LIPPEN_TODAY", TODAY.isoformat())
    path = tmp_path / "notes.csv"
    rows = write(path, SIZE)
    with atomic():
        c = cast()
    importer = Importer(path, Person.objects.get(pk=c.manager.person_id).email, c, together=4_000_000)

    def parts() -> int:
        with atomic():
            access.identify(c.manager, today=TODAY)
            return sum(Intake.objects.values_list("parts", flat=True))

    rng, reached = random.Random(11), [0]
    for _ in range(KILLS):
        further = reached[-1] + rng.randint(1, FURTHER)
        assert importer.killed_when("stage", lambda further=further: parts() >= further, rng), "it had done before"
        reached.append(parts())
    told = importer.done("stage")
    print(f"Killed after parts {reached} of {told['parts']}")
    assert told["rows"] == rows and reached == sorted(reached) and reached[-1] > 0
    with atomic():
        access.identify(c.manager, today=TODAY)
        kept_parts = IntakePart.objects.order_by("number").values_list("cells", flat=True).iterator(chunk_size=20)
        kept = hashed(cells for words in kept_parts for _, cells in json.loads(words))
    with path.open(newline="") as file:
        reader = csv.reader(file)
        next(reader)
        assert kept == hashed(reader)
