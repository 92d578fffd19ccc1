"""Files of records on their way: how far each is, what is not clear, and whom their numbers name."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lippen.casework.adapters import columns as matched
from lippen.casework.adapters.cells import NO, Cells, cells_of, unescaped
from lippen.casework.adapters.meaning import Meant, meant
from lippen.casework.models import BroughtIn, FactWord, Intake, IntakeDoubt, IntakePart, OutsideId, PersonNow
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.rooms import brings_in
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import (
    CHILD_BY_CHILD,
    INTAKE_STATE_WORDS,
    INTAKE_WORDS,
    DoubtKind,
    FactKind,
    FactStep,
    IdScheme,
    IntakeKind,
    IntakeState,
)
from lippen.design.words import count_words
from lippen.kernel.access import Actor, Permission
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation

PAGE = 25


@dataclass(frozen=True)
class IntakeRow:
    """A file as it stands."""

    id: int
    ref: str
    kind: IntakeKind
    kind_words: str
    source: str
    name: str
    sha256: str
    size_bytes: int
    form: Mapping[str, str]
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    state: IntakeState
    state_words: str
    read_to: int
    parts: int
    last_row: int
    checked_to: int
    taken_to: int
    rows: int
    refused: int
    doubtful: int
    taken: int
    told: str
    version: int
    authority_id: int
    by: str
    is_mine: bool
    recorded_at: datetime
    ended_at: datetime | None
    changed_at: datetime

    @property
    def kind_inside(self) -> str:
        """What its rows are, inside a sentence."""
        return f"{self.kind_words[:1].lower()}{self.kind_words[1:]}"

    @property
    def is_checked(self) -> bool:
        """Whether the dry run has gone through all of it."""
        return self.state is not IntakeState.READING and self.checked_to >= self.parts

    @property
    def ready(self) -> int:
        """Rows that come in as they are."""
        return self.rows - self.refused - self.doubtful


@dataclass(frozen=True)
class IntakeDoubtRow:
    """Something that is not clear about a row."""

    id: int
    row: int
    kind: DoubtKind
    column: str
    sentence: str
    choices: tuple[tuple[str, str], ...]
    wants_words: bool
    answer: str
    words: str

    @property
    def answer_words(self) -> str:
        """The answer as it was offered."""
        return dict(self.choices).get(self.answer, "")


def intakes(actor: Actor) -> tuple[IntakeRow, ...]:
    """The files of the actor's councils, the newest first; the last hundred."""
    return _rows(actor, list(Intake.objects.visible_to(actor).order_by("-recorded_at", "-id")[:100]))


def intake(actor: Actor, ref: str) -> IntakeRow:
    """One file, or NotVisible."""
    found: Intake = seen_one(actor, Intake, ref)
    return _rows(actor, [found])[0]


def _rows(actor: Actor, found: list[Intake]) -> tuple[IntakeRow, ...]:
    names = organisation.account_names({each.recorded_by_id for each in found})
    return tuple(
        IntakeRow(
            each.pk,
            each.ref,
            IntakeKind(each.kind),
            INTAKE_WORDS[IntakeKind(each.kind)],
            each.source,
            each.name,
            each.sha256,
            each.size_bytes,
            each.form,
            tuple(each.headings),
            tuple(each.columns),
            IntakeState(each.state),
            INTAKE_STATE_WORDS[IntakeState(each.state)],
            each.read_to,
            each.parts,
            each.last_row,
            each.checked_to,
            each.taken_to,
            each.rows,
            each.refused,
            each.doubtful,
            each.taken,
            each.told,
            each.version,
            each.authority_id,
            names.get(each.recorded_by_id or 0, ""),
            each.recorded_by_id == actor.account_id,
            each.recorded_at,
            each.ended_at,
            each.changed_at,
        )
        for each in found
    )


def councils(actor: Actor, kind: IntakeKind | None = None) -> tuple[organisation.AuthorityRow, ...]:
    """The councils into which the actor may bring rows of a kind, or of any."""
    staff = kind in (None, IntakeKind.STAFF)
    records = kind is not IntakeKind.STAFF
    found = {}
    if staff:
        found |= {row.id: row for row in organisation.authorities_of(actor, permission=Permission.MANAGE_ACCOUNTS)}
    if records:
        found |= {row.id: row for row in organisation.authorities_of(actor, permission=Permission.IMPORT_RECORDS)}
    return tuple(found.values())


def sample(actor: Actor, row: IntakeRow, *, most: int = 3) -> tuple[tuple[str, ...], ...]:
    """The first rows of a file, for whoever brought it, as wide as its headings; of no protected address."""
    part = IntakePart.objects.visible_to(actor).filter(intake_id=row.id, number__gt=0).order_by("number").first()
    rows = [[unescaped(cell) for cell in cells] for _, cells in json.loads(part.cells)] if part else []
    width = len(row.headings)
    apart = [at for at, key in enumerate(matched.guessed(row.kind, row.headings)) if key == "is_protected"]
    apart += [at for at, key in enumerate(row.columns) if key == "is_protected"]
    shown = [cells for cells in rows if all("".join(cells[at : at + 1]).strip().casefold() in NO for at in apart)]
    return tuple(tuple((*cells, *[""] * width)[:width]) for cells in shown[:most])


def meanings(
    intake: Intake | IntakeRow, *, today: date, after: int = 0, upto: int | None = None
) -> Iterator[tuple[Meant, Cells]]:
    """What the rows of the parts after one say, in the file's order; asked inside its importer's transaction."""
    intake_id = intake.pk if isinstance(intake, Intake) else intake.id
    kept = IntakePart.objects.filter(intake_id=intake_id, number__gt=after).order_by("number")
    numbers = list((kept.filter(number__lte=upto) if upto is not None else kept).values_list("number", flat=True))
    for number in numbers:
        words = IntakePart.objects.filter(intake_id=intake_id, number=number).values_list("cells", flat=True)[0]
        for row, cells in json.loads(words):
            read = cells_of(row, cells, intake.columns, intake.headings)
            yield meant(IntakeKind(intake.kind), read, today=today), read


@dataclass(frozen=True)
class RefusedRow:
    """A row of a file of several that cannot come in: its number in all of them, where it stands, by which rule."""

    row: int
    column: str
    sentence: str
    rule: str


def rows_of_people(intake: Intake, number: int, *, at: int) -> list[tuple[int, list[Any]]]:
    """The rows of some of those whom a file tells of, each one's rows of all parts together.

    The people are shared out among as many parts as the file has, in the order of their first rows, so that no part
    holds many records at once. `at`: the column that names whose a row is; one that names nobody stands by itself.
    """
    by_whom: dict[str, list[tuple[int, list[Any]]]] = defaultdict(list)
    found = IntakePart.objects.filter(intake_id=intake.pk, number__gt=0).order_by("number")
    for words in found.values_list("cells", flat=True).iterator(chunk_size=10):
        for row, cells in json.loads(words):
            whose = unescaped(cells[at]).strip() if at < len(cells) else ""
            by_whom[whose or f"\x00{row}"].append((row, cells))
    share = -(-len(by_whom) // max(intake.parts, 1))
    mine = list(by_whom.values())[(number - 1) * share : number * share]
    return sorted(row for rows in mine for row in rows)


def rows_to_bring(intake: Intake, number: int) -> list[tuple[int, list[Any]]]:
    """What a room above is given as one part of a file: the part's rows, or those of its share of the children."""
    if intake.kind in CHILD_BY_CHILD:
        return rows_of_people(intake, number, at=intake.columns.index("number"))
    return rows_of_part(intake, number)


def rows_of_part(intake: Intake, number: int) -> list[tuple[int, list[Any]]]:
    """The rows of one part as they were read; asked inside its importer's transaction."""
    words = IntakePart.objects.filter(intake_id=intake.pk, number=number).values_list("cells", flat=True).first()
    return [(row, cells) for row, cells in json.loads(words or "[]")]


def named_by(actor: Actor, authority_id: int, numbers: Collection[str]) -> dict[str, tuple[PersonRow, ...]]:
    """Whom an earlier system's numbers name, of those whom the actor sees; of one person's two records the kept."""
    wanted = {each for each in numbers if each}
    wrong = FactWord.objects.filter(
        person_id=OuterRef("person_id"),
        kind=FactKind.NUMBER.value,
        fact=OuterRef("pk"),
        step=FactStep.WRONG.value,
    )
    found = OutsideId.objects.visible_to(actor).filter(
        ~Exists(wrong), authority_id=authority_id, scheme=IdScheme.OTHER.value, value__in=wanted
    )
    by_number: dict[str, set[int]] = defaultdict(set)
    for value, person_id in found.values_list("value", "person_id"):
        by_number[value].add(person_id)
    ids = {each for ids in by_number.values() for each in ids}
    kept = dict(PersonNow.objects.filter(pk__in=ids, same_as__isnull=False).values_list("pk", "same_as_id"))
    people = people_rows(actor, sorted({kept.get(each, each) for each in ids}))
    return {
        number: tuple(people[each] for each in sorted({kept.get(one, one) for one in ids}) if each in people)
        for number, ids in by_number.items()
    }


def doubt_counts(actor: Actor, intake_id: int) -> dict[DoubtKind, tuple[int, int]]:
    """How many doubts of each kind there are, and how many of them are open."""
    found = IntakeDoubt.objects.visible_to(actor).filter(intake_id=intake_id)
    total, still = Counter[str](), Counter[str]()
    for kind, answer in found.values_list("kind", "answer"):
        total[kind] += 1
        still[kind] += not answer
    return {kind: (total[kind], still[kind]) for kind in DoubtKind if total[kind]}


def doubted_rows(actor: Actor, intake_id: int) -> dict[DoubtKind, str]:
    """In how many rows there are doubts of each kind, in words: one row may have several."""
    kinds = IntakeDoubt.objects.visible_to(actor).filter(intake_id=intake_id).order_by().values_list("kind")
    found = kinds.annotate(rows=Count("row", distinct=True), doubts=Count("pk"))
    return {DoubtKind(kind): in_rows(DoubtKind(kind), doubts, rows) for kind, rows, doubts in found}


def in_rows(kind: DoubtKind, doubts: int, rows: int) -> str:
    """8 rows, or 9 faults in 8 rows where one of them has two."""
    noun = "fault" if kind is DoubtKind.REFUSED else "doubt"
    told = count_words(rows, "row")
    return told if doubts == rows else f"{count_words(doubts, noun)} in {told}"


def left_out(actor: Actor, intake_id: int) -> int:
    """How many rows stay out: those that cannot come in, and those of which that was said."""
    found = IntakeDoubt.objects.visible_to(actor).filter(intake_id=intake_id)
    out = found.filter(Q(kind=DoubtKind.REFUSED.value) | Q(answer="leave"))
    return out.values("row").distinct().count()


def waiting_rows(actor: Actor, row: IntakeRow) -> int:
    """How many rows that cannot come in yet would wait with whom they are about, as the room above has it."""
    rules = getattr(brings_in(row.kind.value), "WAITS", ())
    found = IntakeDoubt.objects.visible_to(actor).filter(intake_id=row.id, kind=DoubtKind.REFUSED.value)
    return found.filter(words__in=rules).values("row").distinct().count() if rules else 0


@dataclass(frozen=True)
class Standing:
    """How the rows of a file that came in stand now: how many came in, then or later, and how many wait."""

    came: int
    later: int
    waits: int


def standing(actor: Actor, rows: Collection[IntakeRow]) -> Mapping[int, Standing]:
    """How the rows of files stand now, by the files' numbers: those that waited may have come in with later files."""
    by_room: dict[Any, list[int]] = defaultdict(list)
    for row in rows:
        room = brings_in(row.kind.value)
        if row.state is IntakeState.TAKEN and hasattr(room, "wait_now"):
            by_room[room].append(row.id)
    told: dict[int, tuple[int, int]] = {}
    for room, ids in by_room.items():
        told |= room.wait_now(actor, ids)
    found = {row.id: (row, *told.get(row.id, (0, 0))) for row in rows}
    return {pk: Standing(row.taken + later, later, waits) for pk, (row, waits, later) in found.items()}


def doubts(actor: Actor, intake_id: int, kind: DoubtKind, *, page: int = 1) -> tuple[IntakeDoubtRow, ...]:
    """A page of what is not clear, in the file's order."""
    found = IntakeDoubt.objects.visible_to(actor).filter(intake_id=intake_id, kind=kind.value).order_by("row", "id")
    return tuple(map(_doubt, found[(page - 1) * PAGE : page * PAGE]))


def _doubt(each: IntakeDoubt) -> IntakeDoubtRow:
    return IntakeDoubtRow(
        each.pk,
        each.row,
        DoubtKind(each.kind),
        each.column,
        each.sentence,
        tuple((str(value), str(words)) for value, words in each.choices),
        each.wants_words,
        each.answer,
        each.words,
    )


def every_doubt(actor: Actor, intake_id: int, kind: DoubtKind) -> tuple[IntakeDoubtRow, ...]:
    """Everything that is not clear of a kind, in the file's order."""
    found = IntakeDoubt.objects.visible_to(actor).filter(intake_id=intake_id, kind=kind.value).order_by("row", "id")
    return tuple(map(_doubt, found))


def kept_children(actor: Actor, row: IntakeRow) -> int:
    """Of how many children the rows of a return tell that can come in, or have come in already."""
    parts = IntakePart.objects.visible_to(actor).filter(intake_id=row.id, number__gt=0).order_by("number")
    refused = {each.row for each in every_doubt(actor, row.id, DoubtKind.REFUSED)}
    told = (cells for part in parts for number, cells in json.loads(part.cells) if number not in refused)
    came = BroughtIn.objects.visible_to(actor).filter(intake_id=row.id).count()
    return came + len({cells[4].get("CHILD", "").strip() for cells in told})


def brought_in(actor: Actor, person_id: int) -> tuple[tuple[str, date], ...]:
    """From which systems something of somebody's record came in, and on which days."""
    (found,) = read_prepared(_brought_in, actor, person_id)
    return tuple(dict.fromkeys((row.source, row.so_on) for row in found))


def _brought_in(actor: Actor, person_id: int) -> tuple[QuerySet[Any], ...]:
    return (BroughtIn.objects.visible_to(actor).filter(person_id=person_id).order_by("so_on", "source", "id"),)
