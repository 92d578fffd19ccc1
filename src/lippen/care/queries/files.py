"""Rows of files about looked-after children, read and given to the children whom their numbers name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from lippen.care.adapters import columns
from lippen.care.adapters.columns import RowIn
from lippen.care.rules.legal import LEGAL_REASONS
from lippen.care.rules.told import Rule
from lippen.casework.adapters.cells import Cells, cells_of
from lippen.casework.models import BroughtIn, Intake
from lippen.casework.queries.intake import RefusedRow, named_by
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import IntakeKind, IntakeState
from lippen.kernel.access import Actor

Numbered = Sequence[tuple[int, list[Any]]]
LAWS: Mapping[str, str] = MappingProxyType({code: kind.words for code, kind in LEGAL_REASONS.items()})
LANDED = "landed"
"""Under this name a row of a file says which rows that had waited on the record came in with it."""
NOBODY = (
    "Nobody whom you see is recorded with the number “{number}”. Bring the file of children in first, or look at the "
    "number."
)
SEVERAL = "{count} people are recorded with the number “{number}”. Put their records together first."
NO_CHILD = "{name} is no child. Name the child."


@dataclass
class Rows:
    """The rows of one child, each as it was read and as it is written, by their numbers."""

    person: PersonRow
    meant: dict[int, Any] = field(default_factory=dict)
    cells: dict[int, Cells] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)

    def refuse(self, row: int, key: str, rule: Rule, sentence: str) -> None:
        """A row that does not come in: by which cell and rule, and why; it goes out of what is meant."""
        if row in self.meant:
            self.refused.append(RefusedRow(row, self.cells[row].headings.get(key, ""), sentence, rule.value))
            del self.meant[row]


def children_of(actor: Actor, intake: Intake, rows: Numbered, *, today: date) -> tuple[list[RefusedRow], list[Rows]]:
    """The rows that cannot be read or name no child, refused; the others child by child, in the file's order."""
    loose: list[RefusedRow] = []
    read: list[tuple[Cells, RowIn]] = []
    for number, words in rows:
        cells = cells_of(number, words, intake.columns, intake.headings)
        meant = columns.meant(IntakeKind(intake.kind), cells, today=today, laws=LAWS)
        if cells.faults:
            sentences = dict.fromkeys(fault.sentence for fault in cells.faults)
            loose.append(RefusedRow(number, cells.faults[0].column, " ".join(sentences), Rule.CELL.value))
        else:
            read.append((cells, meant))
    people = named_by(actor, intake.authority_id, {meant.number for _, meant in read})
    found: dict[int, Rows] = {}
    for cells, meant in read:
        named = people.get(meant.number, ())
        if len(named) == 1 and named[0].is_child:
            of = found.setdefault(named[0].id, Rows(named[0]))
            of.meant[cells.row], of.cells[cells.row] = meant, cells
        else:
            loose.append(_no_child(cells, meant.number, named))
    return loose, list(found.values())


def _no_child(cells: Cells, number: str, named: Sequence[PersonRow]) -> RefusedRow:
    column = cells.headings.get("number", "")
    if len(named) > 1:
        sentence = SEVERAL.format(count=len(named), number=number)
        return RefusedRow(cells.row, column, sentence, Rule.SEVERAL_RECORDS.value)
    sentence = NO_CHILD.format(name=named[0].name) if named else NOBODY.format(number=number)
    return RefusedRow(cells.row, column, sentence, Rule.NO_CHILD.value)


def written_by_files(actor: Actor, ids: Collection[int]) -> Mapping[str, frozenset[int]]:
    """What files that stand wrote about these children: tables with the numbers of their rows, and what landed."""
    found = BroughtIn.objects.visible_to(actor).filter(person_id__in=ids, wrote__isnull=False)
    wrote: dict[str, set[int]] = defaultdict(set)
    undone = Intake.objects.visible_to(actor).filter(state=IntakeState.UNDONE.value)
    gone = set(undone.filter(pk__in=found.values("intake_id")).values_list("pk", flat=True))
    for intake_id, tables in found.values_list("intake_id", "wrote"):
        if intake_id not in gone:
            for table, numbers in tables.items():
                wrote[table] |= set(numbers)
    return {table: frozenset(numbers) for table, numbers in wrote.items()}
