"""What files of times in care, placements and legal reasons come to, child by child, beside what is recorded.

A row that would leave a gap or an overlap waits on the child's record (`ReturnRow`), word for word, and is looked at
again with every later file of the child.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lippen.care.adapters import columns
from lippen.care.adapters.columns import SpanIn
from lippen.care.models import Carer, Episode, LegalReason, Placement, ReturnRow
from lippen.care.queries import spans
from lippen.care.queries.files import (
    LANDED,
    LAWS,
    Numbered,
    Rows,
    Written,
    children_of,
    looking,
    said_first,
    written_by_files,
)
from lippen.care.rows.returned import ReturnedFile, ReturnedRow
from lippen.care.rules import legal as law
from lippen.care.rules import told as rules
from lippen.care.rules.possible import no_such_death, too_early, too_late_to_begin, too_old_to_go_on
from lippen.care.rules.told import Reckoned, Rule, Stands, Told
from lippen.care.vocabulary import CodeSystem, Destination, SpanOf, english
from lippen.casework.adapters.cells import Cells
from lippen.casework.adapters.columns import FIELDS
from lippen.casework.queries.intake import RefusedRow
from lippen.casework.queries.undoing import brought_about
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import IntakeKind, IntakeState
from lippen.kernel.access import Actor

MODELS: Mapping[SpanOf, Any] = {
    SpanOf.EPISODE: Episode,
    SpanOf.PLACEMENT: Placement,
    SpanOf.LEGAL: LegalReason,
    SpanOf.ORDER: LegalReason,
}
VALUES: Mapping[Any, tuple[str, ...]] = {
    Episode: ("ends_on", "destination", "destination_words", "end_code"),
    Placement: (
        *("ends_on", "code", "carer_id", "is_emergency", "area"),
        *("moved_why", "moved_words", "provider_code"),
    ),
    LegalReason: ("ends_on", "code", "expires_on", "words"),
}
"""What a file may say of a span beside its first day."""
OF_COLUMNS = "columns_"
"""What the kind of a waiting row begins with; what follows is the kind of its file."""
NO_CARERS = (
    "No carers, house, school or unit of this council are recorded as “{name}”. Record them under Carers first, or "
    "leave the cell empty."
)
MANY_CARERS = "{count} are recorded as “{name}” under Carers. Give them names of their own first."
Named = Mapping[str, Sequence[int]]


@dataclass
class Outcome:
    """What one child's rows come to."""

    rows: Rows
    reckoned: Reckoned = field(default_factory=Reckoned)
    told: dict[int, Told] = field(default_factory=dict)
    """What each row says, by its number, of those that were reckoned."""
    waiting: dict[int, Told] = field(default_factory=dict)
    """What the rows say that wait on the record, by their own numbers; of several of one place the last counts."""
    waits_as: dict[int, Mapping[str, str]] = field(default_factory=dict)
    """The same as they are written."""
    stands: dict[str, Any] = field(default_factory=dict)
    """The spans as they are recorded, by the reference of their version."""

    @property
    def landed(self) -> list[int]:
        """The rows that come in."""
        return [row for row in self.told if str(row) not in self.reckoned.out]

    @property
    def staged(self) -> list[int]:
        """The rows that wait on the record until files tell the rest."""
        out = self.reckoned.out
        return [row for row in self.told if str(row) in out and out[str(row)][0] in rules.WAITING]

    @property
    def came_along(self) -> list[int]:
        """The rows that had waited and come in now, or whose place one of these rows takes."""
        if not self.landed:
            return []
        came = {each.slot for merged in self.reckoned.merged for each in merged.told}
        return [pk for pk, each in self.waiting.items() if each.slot in came]

    @property
    def refused(self) -> list[RefusedRow]:
        """The rows that do not come in, or not yet."""
        out = [
            RefusedRow(row, "", self.reckoned.out[str(row)][1], self.reckoned.out[str(row)][0].value)
            for row in self.told
            if str(row) in self.reckoned.out
        ]
        return [*self.rows.refused, *out]


def outcomes(actor: Actor, intake: Any, rows: Numbered, *, today: date) -> tuple[list[RefusedRow], list[Outcome]]:
    """The rows that name no child, refused; and of each child that the others name what they come to."""
    loose, children = children_of(actor, intake, rows, today=today)
    ids = [each.person.id for each in children]
    carers = _carers(actor, intake.authority_id)
    wrote = written_by_files(actor, ids)
    stands = recorded(actor, ids, wrote)
    waiting = waiting_of(actor, ids, wrote)
    found = []
    for each in children:
        outcome = Outcome(each)
        for row, meant in list(each.meant.items()):
            if (told := _told(str(row), meant, carers, each, row)) is not None:
                outcome.told[row] = told
        _read_waiting(outcome, waiting.get(each.person.id, ()), carers, today)
        outcome.stands = {row.ref: row for row, _ in stands.get(each.person.id, ())}
        _leave_out_ends(outcome, today)
        in_place = {told.slot for told in outcome.told.values()}
        last = {told.slot: told for told in outcome.waiting.values()}
        still = [told for slot, told in last.items() if slot not in in_place]
        outcome.reckoned = rules.reckon(
            [span for _, span in stands.get(each.person.id, ())], [*outcome.told.values(), *still]
        )
        found.append(outcome)
    return loose, found


look = looking(outcomes)


def _carers(actor: Actor, authority_id: int) -> Named:
    found: dict[str, list[int]] = defaultdict(list)
    rows = Carer.objects.visible_to(actor).filter(authority_id=authority_id).order_by("id")
    for pk, name in rows.values_list("pk", "name"):
        found[_plain(name)].append(pk)
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _told(key: str, meant: SpanIn, carers: Named, rows: Rows, row: int, *, waited: bool = False) -> Told | None:
    """A row as it is reckoned with; None where it cannot be, which is said of the row."""
    said, of = dict(meant.said), meant.of
    if meant.starts_on is None:
        return None
    born = _born(rows.person)
    if sentence := too_early(None, meant.starts_on, first_day=None, **born):
        rows.refuse(row, "starts_on", Rule.TOO_EARLY, sentence)
        return None
    if of is SpanOf.EPISODE and (sentence := too_late_to_begin(meant.starts_on, **born)):
        rows.refuse(row, "starts_on", Rule.TOO_LATE, sentence)
        return None
    if meant.carer:
        found = carers.get(_plain(meant.carer), ())
        if len(found) != 1:
            sentence = (MANY_CARERS if found else NO_CARERS).format(name=meant.carer, count=len(found))
            rows.refuse(row, "carer", Rule.CELL, sentence)
            return None
        said["carer_id"] = found[0]
    if of in (SpanOf.LEGAL, SpanOf.ORDER) and meant.system is CodeSystem.SCOTTISH:
        if sentence := law.refused(said["code"], meant.starts_on):
            rows.refuse(row, "code", Rule.NOT_THE_LAW, sentence)
            return None
        if not law.LEGAL_REASONS[said["code"]].is_basis:
            of = SpanOf.ORDER
    return Told(key, of, meant.starts_on, meant.system.value, said, waited)


def _born(child: PersonRow) -> dict[str, Any]:
    return {"name": child.name, "born_on": child.born_on, "precision": child.born_precision}


def _leave_out_ends(outcome: Outcome, today: date) -> None:
    """List times in care that cannot end as told; of rows that waited such a one goes on waiting."""
    for row, told in list(outcome.told.items()):
        rule, sentence = _wrong_end(outcome, told, today)
        if sentence:
            outcome.rows.refuse(row, "why" if rule is Rule.DEATH else "ends_on", rule, sentence)
            del outcome.told[row]
    for pk, told in list(outcome.waiting.items()):
        if _wrong_end(outcome, told, today)[1]:
            del outcome.waiting[pk], outcome.waits_as[pk]


def _wrong_end(outcome: Outcome, told: Told, today: date) -> tuple[Rule, str]:
    """Why a time in care cannot end as told: by a death that is not recorded, or not at all for somebody grown."""
    child, ends_on = outcome.rows.person, told.said.get("ends_on")
    if told.of is not SpanOf.EPISODE:
        return Rule.DEATH, ""
    if told.said.get("destination") == Destination.DIED or told.said.get("end_code") == english.DIED:
        return Rule.DEATH, no_such_death(ends_on, name=child.name, died_on=child.died_on) if ends_on else ""
    stands = (row for row in outcome.stands.values() if isinstance(row, Episode) and row.so_on == told.starts_on)
    is_ended = ends_on or child.died_on or ("ends_on" not in told.said and any(row.ends_on for row in stands))
    return Rule.TOO_LATE, "" if is_ended else too_old_to_go_on(today, **_born(child))


def _read_waiting(outcome: Outcome, rows: Sequence[ReturnRow], carers: Named, today: date) -> None:
    """What the rows say that wait on the record, in the order in which they came."""
    for row in rows:
        cells = Cells(row.pk, row.cells, {})
        meant = columns.meant(kind_of(row), cells, today=today, laws=LAWS)
        told = _told(f"waits-{row.pk}", meant, carers, Rows(outcome.rows.person), row.pk, waited=True)
        if told is not None and not cells.faults:
            outcome.waiting[row.pk], outcome.waits_as[row.pk] = told, row.cells


def kind_of(row: ReturnRow) -> IntakeKind:
    """The kind of the file with which a waiting row came."""
    return IntakeKind(row.kind.removeprefix(OF_COLUMNS))


def waiting_of(actor: Actor, ids: Collection[int], wrote: Written | None = None) -> Mapping[int, Sequence[ReturnRow]]:
    """The rows that wait on the records of these children: of files that stand, and not come in since.

    `wrote`: what files wrote about them, where it was read.
    """
    kept = ReturnRow.objects.visible_to(actor).filter(person_id__in=ids, kind__startswith=OF_COLUMNS)
    rows = list(kept.order_by("id"))
    if rows and wrote is None:
        wrote = written_by_files(actor, ids)
    waiting: dict[int, list[ReturnRow]] = defaultdict(list)
    for row in rows:
        if wrote and row.intake_id not in wrote.gone and row.pk not in wrote.stands[LANDED]:
            waiting[row.person_id].append(row)
    return waiting


def wait_now(actor: Actor, intake_ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Of files that came in: how many rows of each wait with their child now, and how many came in with a later file.

    Where another row took the place of one that waited, it counts as come in.
    """
    kept = ReturnRow.objects.visible_to(actor).filter(intake_id__in=intake_ids, kind__startswith=OF_COLUMNS)
    rows = list(kept.order_by("id").values_list("pk", "intake_id"))
    if not rows:
        return {}
    later = brought_about(actor, kept.order_by().values("person_id")).filter(wrote__has_key=LANDED)
    wrote = later.exclude(intake__state=IntakeState.UNDONE.value).values_list("wrote", flat=True)
    landed = {pk for tables in wrote for pk in tables[LANDED]}
    found: dict[int, tuple[int, int]] = {}
    for pk, intake_id in rows:
        waits, came = found.get(intake_id, (0, 0))
        found[intake_id] = (waits, came + 1) if pk in landed else (waits + 1, came)
    return found


def recorded(actor: Actor, ids: Collection[int], wrote: Written) -> Mapping[int, Sequence[tuple[Any, Stands]]]:
    """The spans of these children as they are recorded, and as they are reckoned with."""
    found: dict[int, list[tuple[Any, Stands]]] = defaultdict(list)
    for model, names in VALUES.items():
        table, rows = str(model._meta.model_name), spans.current(actor, model, ids)
        mine, first = wrote.stands[table], said_first(model, rows, wrote.undone[table])
        for row in rows:
            values = {name: getattr(row, name) for name in names}
            found[row.person_id].append(
                (row, Stands(row.ref, of_row(row), row.so_on, row.code_system, values, first[row.pk] in mine))
            )
    return found


def of_row(row: Any) -> SpanOf:
    """What a recorded span is."""
    if isinstance(row, LegalReason):
        return SpanOf.LEGAL if row.is_basis else SpanOf.ORDER
    return SpanOf.EPISODE if isinstance(row, Episode) else SpanOf.PLACEMENT


WAITS = "It waits until files tell the rest of this time in care without a gap or an overlap."


def waiting_files(actor: Actor, person: PersonRow) -> tuple[ReturnedFile, ...]:
    """The rows of files of columns that wait on a child's record, file by file, the latest first."""
    by_file: dict[tuple[int, str], list[ReturnedRow]] = defaultdict(list)
    for row in waiting_of(actor, [person.id]).get(person.id, ()):
        told = [(field, row.cells[field.key]) for field in FIELDS[kind_of(row)] if field.key in row.cells]
        cells = tuple((field.words, cell, "") for field, cell in told)
        by_file[row.intake_id, row.file].append(ReturnedRow(row.place, cells, WAITS, True))
    in_order = sorted(by_file.items(), key=lambda each: -each[0][0])
    return tuple(ReturnedFile(file, tuple(rows)) for (_, file), rows in in_order)
