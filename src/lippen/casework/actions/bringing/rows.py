"""What the rows of one file need as they come in, and what came of those before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from lippen.casework.actions.comparing.against import ROW_IS, SAME_IS
from lippen.casework.models import BroughtIn, Intake, KnownPerson
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import DoubtKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.records import next_ids, put_all

CHANGED = "The record has changed since the rows were looked at. Look at them again."
NOTHING_CAME = "Nothing of the file came in."
STAYS_OUT = "The row that it is the same as does not come in. Say that it is somebody else."


class Stopped(CannotDo):
    """A row that cannot come in after all, though it could when it was looked at."""

    def __init__(self, row: int, sentence: str) -> None:
        super().__init__(f"Row {row:,}: {sentence}")
        self.row = row


@contextmanager
def row_of(number: int) -> Iterator[None]:
    """What is refused inside is refused of this row, and stops the file."""
    try:
        yield
    except Stopped:
        raise
    except CannotDo as refused:
        raise Stopped(number, f"{refused.sentence} {NOTHING_CAME}") from refused
    except NotVisible as hidden:
        raise Stopped(number, f"{CHANGED} {NOTHING_CAME}") from hidden


@dataclass
class Bringing:
    """A file on its way in: whose, its answers, whom its numbers name, and what came of the rows so far."""

    actor: Actor
    intake: Intake
    answers: Mapping[int, Mapping[DoubtKind, tuple[str, str]]]
    today: date
    at: datetime
    real_at: datetime
    known: dict[str, tuple[PersonRow, ...]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    """Who each row is, by ref."""
    links: list[tuple[int, int]] = field(default_factory=list)
    """Row and person of what came in."""
    wrote: dict[int, dict[str, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    """What each row wrote: tables, and the numbers of their rows."""

    @property
    def given(self) -> dict[str, Any]:
        """What every action takes."""
        return {"actor": self.actor, "so_on": self.today, "at": self.at}

    def answer(self, row: int, kind: DoubtKind) -> str:
        """What was said to a row's doubt of a kind."""
        return self.answers.get(row, {}).get(kind, ("", ""))[0]

    def words(self, row: int, kind: DoubtKind) -> str:
        """What was written beside that answer."""
        return self.answers.get(row, {}).get(kind, ("", ""))[1]

    def named(self, number: str) -> PersonRow:
        """The one whom a number names, still."""
        found = self.known.get(number, ())
        if len(found) != 1:
            raise CannotDo(CHANGED)
        return found[0]

    def is_known(self, row: int) -> bool:
        """Whether it was said of a row that it is somebody who is recorded, or who stands further up."""
        return self.answer(row, DoubtKind.SAME).startswith(SAME_IS) or self.answer(row, DoubtKind.IN_FILE).startswith(
            ROW_IS
        )

    def known_as(self, row: int) -> str:
        """Who that is, by ref; nobody where it was not said."""
        same, in_file = self.answer(row, DoubtKind.SAME), self.answer(row, DoubtKind.IN_FILE)
        if in_file.startswith(ROW_IS):
            if ref := self.people.get(int(in_file.removeprefix(ROW_IS)), ""):
                return ref
            raise CannotDo(STAYS_OUT)
        return same.removeprefix(SAME_IS) if same.startswith(SAME_IS) else ""

    def note(self, row: int, *made: Model | None) -> None:
        """Remember what a row wrote, so that the file can be undone."""
        for each in made:
            if each is not None:
                self.wrote[row][each._meta.model_name or ""].append(int(each.pk))

    def id_of(self, ref: str) -> int:
        """The number of somebody whom the importer sees."""
        found = KnownPerson.objects.visible_to(self.actor).filter(ref=ref).values_list("pk", flat=True).first()
        if found is None:
            raise NotVisible
        return int(found)

    def link(self) -> None:
        """What came in says from where, on the record of each."""
        BroughtIn.objects.bulk_create(
            [
                BroughtIn(
                    intake=self.intake,
                    authority_id=self.intake.authority_id,
                    person_id=person_id,
                    row=row,
                    kind=self.intake.kind,
                    source=self.intake.source,
                    wrote=self.wrote.get(row, {}),
                    so_on=self.today,
                    recorded_at=self.at,
                    recorded_by_id=self.actor.account_id,
                )
                for row, person_id in self.links
            ]
        )


def put_numbered(rows: Sequence[Any]) -> None:
    """Write rows without reading them back, with numbers by which they are found again."""
    if rows:
        for row, pk in zip(rows, next_ids(type(rows[0]), len(rows)), strict=True):
            row.pk = pk
        put_all(rows)
