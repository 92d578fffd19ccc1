"""What a file brought in, and what of it stands in the way of its being undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BinaryField, Q, QuerySet

from lippen.casework.models import (
    BroughtIn,
    FactWord,
    Intake,
    Involvement,
    NewInformation,
    PersonNow,
    ReferralStep,
    SignOff,
    Tie,
    TieEnd,
    Waiting,
    WaitingEnd,
    WaitingFact,
)
from lippen.casework.models.sight import OfPerson
from lippen.casework.queries import rooms
from lippen.casework.queries.knowing import TABLES
from lippen.casework.queries.records import people_rows
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import FactKind, IntakeState, InvolvementKind
from lippen.kernel.access import Actor
from lippen.kernel.together import read_together

KINDS: dict[str, FactKind] = {table._meta.model_name: kind for kind, table in TABLES.items()}
"""Facts that are marked wrong, by the table in which they stand."""
NO_MATTER = ("alertseen", "broughtin", "searchrun")
"""What says nothing of somebody: that an alert was seen, and from where something came."""
SAID: dict[str, str] = {
    "accessrequest": "somebody asked what is held of them",
    "breakglass": "the record was opened outside own work",
    "chronologyentry": "something was added to the chronology",
    "familycontact": "a meeting with the family was planned",
    "familyhelp": "family support was assigned",
    "handover": "they were offered to another worker",
    "helper": "somebody of another service was recorded",
    "involvement": "somebody works with them or holds them",
    "legalhold": "a legal hold stands",
    "marker": "a warning was written",
    **dict.fromkeys(("picture", "picturefile"), "a picture was added"),
    "protectedaddress": "their address was protected",
    "referral": "a referral was recorded",
    "restriction": "who sees the record was changed",
    "sameas": "somebody says that two records are of one person",
    "sharing": "they were shared with a partner",
    "statusfact": "their status was changed",
    "tie": "somebody of the family was recorded",
    "typedduty": "something is due for them",
    "visit": "a visit was planned or made",
    "visitdone": "a visit was made",
    "waiting": "they wait for a social worker",
}
SOMETHING = "something more was recorded"


@dataclass(frozen=True)
class InTheWay:
    """A row that stands in the way, on whose record, and why."""

    row: int
    person: PersonRow
    why: str


@dataclass(frozen=True)
class Brought:
    """What a file brought in: its rows, and by table the numbers of what they wrote, with their row and person."""

    rows: tuple[BroughtIn, ...]
    wrote: Mapping[str, Mapping[int, BroughtIn]]

    def of(self, table: str) -> Mapping[int, BroughtIn]:
        """What they wrote into one table."""
        return self.wrote.get(table, {})

    @property
    def new_people(self) -> dict[int, BroughtIn]:
        """Those who were not recorded before."""
        return dict(self.of("knownperson"))


def brought_by(actor: Actor, intake: Intake | int) -> Brought:
    """What a file brought in, as far as the actor sees it."""
    found = BroughtIn.objects.visible_to(actor).filter(intake=intake).order_by("row")
    return brought_of(tuple(found))


def brought_of(rows: tuple[BroughtIn, ...]) -> Brought:
    """What these rows say that they wrote."""
    wrote: dict[str, dict[int, BroughtIn]] = defaultdict(dict)
    for row in rows:
        for table, numbers in (row.wrote or {}).items():
            wrote[table].update(dict.fromkeys(numbers, row))
    return Brought(rows, wrote)


def brought_about(actor: Actor, person_ids: Collection[int] | QuerySet[Any, Any]) -> QuerySet[BroughtIn]:
    """What files brought to these people, as far as the actor sees it."""
    return BroughtIn.objects.visible_to(actor).filter(person_id__in=person_ids)


def undone_about(actor: Actor, person_ids: Collection[int]) -> frozenset[int]:
    """The files, by their numbers, that brought something to these people and were undone.

    Everybody who sees somebody is told so, though a file is its council's importers' alone.
    """
    undone = "casework_broughtin.intake_id = ANY ((select visible_undone_files(%s))::bigint[])"
    found = brought_about(actor, person_ids).extra(where=[undone], params=[list(person_ids)])
    return frozenset(found.values_list("intake_id", flat=True).distinct())


def in_the_way(actor: Actor, brought: Brought, *, every: bool = False) -> tuple[InTheWay, ...]:
    """The rows of which something was changed, or built upon, since they came in; in the file's order.

    Of each row the first thing that stands in the way, or `every` one.
    """
    new = brought.new_people
    gone, later = _others(brought)
    found: dict[tuple[int, int, str], str] = {}
    every_one = (*_built_upon(brought, gone, later, new), *_changed(brought, new), *_above(actor, brought))
    for row, person_id, why in every_one:
        found.setdefault((row, person_id, why if every else ""), why)
    people = people_rows(actor, {person_id for _, person_id, _ in found})
    told = [InTheWay(row, people[person], why) for (row, person, _), why in found.items() if person in people]
    return tuple(sorted(told, key=lambda each: (each.row, each.person.id)))


def _others(brought: Brought) -> tuple[Brought, Brought]:
    """What other files brought to the same people: those that are undone, and those that are not."""
    people = {row.person_id for row in brought.rows}
    ours = {row.intake_id for row in brought.rows} - {None}
    rows = BroughtIn.objects.filter(person_id__in=people).exclude(intake__in=ours).select_related("intake")
    found = tuple(rows.order_by("pk"))
    undone = {row.pk for row in found if row.intake.state == IntakeState.UNDONE}
    return (
        brought_of(tuple(row for row in found if row.pk in undone)),
        brought_of(tuple(row for row in found if row.pk not in undone)),
    )


Found = Iterator[tuple[int, int, str]]


def _built_upon(brought: Brought, gone: Brought, later: Brought, new: Mapping[int, BroughtIn]) -> Found:
    """Whatever else is recorded of people who came in with the file."""
    if not new:
        return
    every = [model for model in rooms.models_about_people() if _is_of_people(model)]
    models = sorted(every, key=_has_bytes)
    rows = [
        model._default_manager.filter(_about(model, new))
        .exclude(pk__in={*brought.of(_table(model)), *gone.of(_table(model))})
        .order_by("pk")
        for model in models
    ]
    hidden = PersonNow.objects.filter(pk__in=new, is_protected=True).order_by("pk")
    together = sum(not _has_bytes(model) for model in models)
    said = SAID | rooms.built_upon()
    *found, protected = read_together(*rows[:together], hidden)
    found += [list(query.only("pk", "person_id")) for query in rows[together:]]  # files do not travel as JSON
    for model, more in zip(models, found, strict=True):
        for row in more:
            if not _is_mark(row, gone):
                person = row.person_id if row.person_id in new else row.other_id
                came = later.of(_table(model)).get(row.pk)
                with_file = f", with {came.intake.name}" if came else ""
                yield new[person].row, person, f"{said.get(_table(model), SOMETHING)}{with_file}"
    ours = {row.person_id for row in brought.of("protectedaddress").values()}
    for now in protected:
        if now.pk not in ours:
            yield new[now.pk].row, now.pk, SAID["protectedaddress"]


def above(brought: Brought) -> tuple[Any, ...]:
    """The rooms above that brought these rows in and can undo it."""
    found = (rooms.brings_in(kind) for kind in sorted({row.kind for row in brought.rows}))
    return tuple(room for room in found if hasattr(room, "undo"))


def _above(actor: Actor, brought: Brought) -> Found:
    """The same of what a room above brought in."""
    for room in above(brought):
        yield from room.stands_in_the_way(actor, brought)


def _table(model: Any) -> str:
    return str(model._meta.model_name)


def _is_of_people(model: Any) -> bool:
    return (issubclass(model, OfPerson) or model is Involvement) and _table(model) not in NO_MATTER


def _has_bytes(model: Any) -> bool:
    return any(isinstance(field, BinaryField) for field in model._meta.concrete_fields)


def _about(model: Any, people: Collection[int]) -> Q:
    wanted = Q(person_id__in=people)
    if model is Involvement:
        return wanted & ~Q(kind=InvolvementKind.DUTY.value)
    return wanted | Q(other_id__in=people) if model is Tie else wanted


def _is_mark(row: Any, gone: Brought) -> bool:
    """Whether a row is what undoing an earlier file wrote."""
    if isinstance(row, FactWord):
        table = TABLES[FactKind(row.kind)]._meta.model_name
        return row.fact in gone.of(table)
    if isinstance(row, TieEnd):
        return row.tie_id in gone.of("tie")
    if isinstance(row, ReferralStep):
        return row.referral_id in gone.of("referral")
    if isinstance(row, WaitingEnd):
        return row.waiting_id in gone.of("waiting")
    named, table = rooms.marks().get(_table(type(row)), ("", ""))
    return bool(named) and getattr(row, named) in gone.of(table)


FURTHER: tuple[tuple[Any, str, str], ...] = (
    (ReferralStep, "referral", "the referral has gone on"),
    (SignOff, "referral", "a manager has signed it off"),
    (Waiting, "referral", "they wait for a social worker by now"),
    (WaitingFact, "waiting", "somebody has looked at the level of concern again"),
    (NewInformation, "waiting", "something new was told"),
    (WaitingEnd, "waiting", "they wait no longer"),
    (WaitingEnd, "involvement", "they had waited, and left the queue by it"),
    (TieEnd, "tie", "the tie has ended"),
)
"""What takes something of a file further: its table, what it is about, and what is said of it."""


def _changed(brought: Brought, new: Mapping[int, BroughtIn]) -> Found:
    """What came onto the records of others, and was changed or taken further."""
    old = {table: {pk: row for pk, row in brought.of(table).items() if row.person_id not in new} for table in KINDS}
    said = Q(pk__in=[])
    for table, kind in KINDS.items():
        said |= Q(kind=kind.value, fact__in=old[table])
    parts = {pk: row for pk, row in brought.of("involvement").items() if row.person_id not in new}
    ended = Involvement.objects.filter(pk__in=parts, ends_on__isnull=False).order_by("pk")
    further = (
        model.objects.filter(**{f"{of}__in": brought.of(of)}).exclude(pk__in=brought.of(_table(model))).order_by("pk")
        for model, of, _ in FURTHER
    )
    words, others, *more = read_together(FactWord.objects.filter(said).order_by("pk"), ended, *further)
    for word in words:
        row = old[_table(TABLES[FactKind(word.kind)])][word.fact]
        yield row.row, row.person_id, "somebody has confirmed it, or said that it was wrong"
    for part in others:
        yield parts[part.pk].row, part.person_id, "somebody else works with them by now"
    for (_, of, why), found in zip(FURTHER, more, strict=True):
        for each in found:
            row = brought.of(of)[getattr(each, f"{of}_id")]
            yield row.row, row.person_id, why
    told = {row.row for row in brought.of("referral").values()}
    for row in brought.of("waiting").values():
        if row.row not in told:
            yield row.row, row.person_id, "the referral was recorded before the file: end the wait on the record"
