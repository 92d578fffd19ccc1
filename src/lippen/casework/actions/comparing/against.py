"""What the rows of one part of a file are held against, and what is found of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lippen.casework.actions.staging import LEAVE
from lippen.casework.adapters.cells import Cells
from lippen.casework.adapters.meaning import Meant
from lippen.casework.models import Intake
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import DoubtKind
from lippen.kernel.access import Actor

LEAVE_OUT = (LEAVE, "Leave this row out")
NEW = "new"
SAME_IS = "same:"
ROW_IS = "row:"
Rows = list[tuple[Meant, Cells]]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Found:
    """Something that is not clear about a row, with the answers to it; an answer that stands by itself is given."""

    row: int
    kind: DoubtKind
    sentence: str
    column: str = ""
    choices: Choices = ()
    wants_words: bool = False
    answer: str = ""


@dataclass
class Against:
    """What the rows of one part are held against: the record, and the rows of the file before them."""

    actor: Actor
    intake: Intake
    today: date
    rows: Sequence[tuple[Meant, Cells]]
    before: Sequence[tuple[Meant, Cells]]
    found: list[Found] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    known: dict[str, tuple[PersonRow, ...]] = field(default_factory=dict)

    def refuse(self, row: int, column: str, sentence: str) -> None:
        """A row that cannot come in."""
        self.found.append(Found(row, DoubtKind.REFUSED, sentence, column))

    def doubt(self, row: int, kind: DoubtKind, sentence: str, *choices: tuple[str, str], answer: str = "") -> None:
        """A row about which somebody has to say something."""
        self.found.append(Found(row, kind, sentence, choices=(*choices, LEAVE_OUT), answer=answer))

    def person(self, cells: Cells, key: str, number: str) -> PersonRow | None:
        """The one whom a number names; else the row is refused."""
        named = self.known.get(number, ())
        if len(named) == 1:
            self.seen.add(named[0].ref)
            return named[0]
        column = cells.headings.get(key, "")
        if not named:
            what = f"Nobody whom you see is recorded with the number “{number}”."
            self.refuse(cells.row, column, f"{what} Bring the people in first, or look at the number.")
        else:
            what = f"{len(named)} people are recorded with the number “{number}”."
            self.refuse(cells.row, column, f"{what} Put their records together first, or write another number.")
        return None
