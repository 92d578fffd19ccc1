"""A process that brings a file in is killed at moments of chance: every row is kept once, and comes in once."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pytest
from django.db.transaction import atomic

from lippen.casework.actions import people
from lippen.casework.models import BroughtIn, ChronologyEntry, Intake, IntakePart
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.killed import Importer
from lippen.casework.vocabulary import IdScheme
from lippen.kernel import access
from lippen.organisation.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 8_000
MOST_KILLS = 12


@pytest.fixture
def importer(settings, monkeypatch, tmp_path: Path) -> Importer:
    """A manager with a file of notes on one child; the process looks at the same day."""
    settings.LIPPEN_TODAY = TODAY
    monkeypatch.setenv("LIPPEN_TODAY", TODAY.isoformat())
    path = tmp_path / "notes.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Person ID", "Date", "Note"))
        rows.writerows(
            ("N-1", f"{1 + n % 28:02d}/01/2011", f'Note {n}, "so she\nsays"' + " and so on" * 20) for n in range(ROWS)
        )
    with atomic():
        c = cast()
        child = c.add(c.worker)
        number = {"scheme": IdScheme.OTHER, "value": "N-1", "so_on": TODAY, "at": NOW}
        people.say_outside_id(actor=c.worker, person_ref=child.ref, **number)
    return Importer(path, Person.objects.get(pk=c.manager.person_id).email, c)


def kept(c: Cast) -> list[list[str]]:
    """Every row that is kept, in the file's order."""
    access.identify(c.manager, today=TODAY)
    parts = IntakePart.objects.order_by("number").values_list("cells", flat=True)
    return [cells for words in parts for _, cells in json.loads(words)]


def halfway(c: Cast, field: str) -> bool:
    """Whether some parts are done and others are not."""
    with atomic():
        access.identify(c.manager, today=TODAY)
        done = Intake.objects.order_by("-id").values_list(field, flat=True).first() or 0
    return 0 < done < ROWS // 1_000


def killed_halfway(importer: Importer, until: str, field: str) -> None:
    """Kill it between two parts, and once more at a moment of chance."""
    rng = random.Random(4)
    for _ in range(MOST_KILLS):
        importer.killed_when(until, lambda: halfway(importer.cast, field), rng)
        if halfway(importer.cast, field):
            importer.killed(until, rng, 0.5)
            return
    pytest.fail("it was never killed halfway: this proves nothing")


def test_staging_killed_at_random_keeps_every_row_once(importer) -> None:
    killed_halfway(importer, "stage", "parts")
    told = importer.done("stage")
    assert told["rows"] == ROWS and told["state"] == "waiting"
    with atomic():
        rows = list(csv.reader(io.StringIO(importer.path.read_text(), newline="")))[1:]
        assert kept(importer.cast) == rows
        assert Intake.objects.count() == 1


@pytest.mark.prove
def test_taking_in_killed_at_random_brings_every_row_in_once(importer) -> None:
    importer.done("check")
    killed_halfway(importer, "take", "taken_to")
    told = {"taken": ROWS, "state": "taken"} if taken(importer.cast) else importer.done("take")
    assert (told["taken"], told["state"]) == (ROWS, "taken")
    with atomic():
        access.identify(importer.cast.manager, today=TODAY)
        assert ChronologyEntry.objects.count() == BroughtIn.objects.count() == ROWS
        assert ChronologyEntry.objects.values("words").distinct().count() == ROWS
        assert not IntakePart.objects.exists()


def taken(c: Cast) -> bool:
    with atomic():
        access.identify(c.manager, today=TODAY)
        return Intake.objects.filter(state="taken").exists()
