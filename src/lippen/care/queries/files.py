"""Rows of files about looked-after children, read and given to the children whom their numbers name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from lippen.care.adapters import columns
from lippen.care.adapters.columns import RowIn
from lippen.care.rules.legal import LEGAL_REASONS
from lippen.care.rules.told import Rule
from lippen.casework.adapters.cells import Cells, cells_of
from lippen.casework.queries.intake import RefusedRow, named_by
from lippen.casework.queries.undoing import brought_about, undone_about
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import IntakeKind
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


class OfChild(Protocol):
    """What the rows of one child come to, in a file of any kind."""

    rows: Rows

    @property
    def refused(self) -> list[RefusedRow]:
        """The rows that do not come in, or not yet."""


Looked = tuple[list[RefusedRow], list[str]]


def looking(outcomes: Callable[..., tuple[list[RefusedRow], Sequence[OfChild]]]) -> Callable[..., Looked]:
    """How a file of a kind is looked at (`casework.queries.rooms.brings_in`), by what its rows come to."""

    def look(actor: Actor, intake: Any, rows: Numbered, today: date) -> Looked:
        """Which of these rows cannot come in, or not yet, in the file's order, and which records were looked at."""
        loose, found = outcomes(actor, intake, rows, today=today)
        refused = [*loose, *(each for outcome in found for each in outcome.refused)]
        return sorted(refused, key=lambda each: each.row), [outcome.rows.person.ref for outcome in found]

    return look


def children_of(actor: Actor, intake: Any, rows: Numbered, *, today: date) -> tuple[list[RefusedRow], list[Rows]]:
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


@dataclass
class Written:
    """What files wrote about some children, by table the numbers of rows: files that stand, and those undone."""

    stands: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    undone: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    gone: frozenset[int] = frozenset()
    """The files that were undone."""


def written_by_files(actor: Actor, ids: Collection[int]) -> Written:
    """What files wrote about these children, for everybody who sees them."""
    found = Written(gone=undone_about(actor, ids))
    for intake_id, tables in brought_about(actor, ids).filter(wrote__isnull=False).values_list("intake_id", "wrote"):
        wrote = found.undone if intake_id in found.gone else found.stands
        for table, numbers in tables.items():
            wrote[table].update(numbers)
    return found


def said_first(model: Any, rows: Iterable[Any], gone: Collection[int]) -> Mapping[int, int]:
    """By the numbers of these versions that of the one which they say again.

    Where a file was undone, its last version says again what stood before it; any other version says it itself.
    `gone`: the versions that files wrote which were undone.
    """
    found = {row.pk: row.pk for row in rows}
    before = {row.pk: row.replaces_id for row in rows if row.replaces_id in gone}
    while before:
        versions = dict(model.objects.filter(pk__in=before.values()).values_list("pk", "replaces_id"))
        earlier = {pk: versions[at] for pk, at in before.items() if versions[at] is not None}
        replaced = dict(model.objects.filter(pk__in=earlier.values()).values_list("pk", "replaces_id"))
        before = {}
        for pk, at in earlier.items():
            found[pk] = at
            if at in gone:
                before[pk] = at
            elif replaced[at] in gone:
                before[pk] = replaced[at]
    return found
