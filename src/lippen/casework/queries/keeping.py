"""How long records are kept: holds on a record, what is due in a council, and the lists that were drawn of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Count

from lippen.casework import rules
from lippen.casework.models import (
    DestroyedRecord,
    Destruction,
    DestructionItem,
    DestructionStep,
    LegalHold,
)
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import KEEP_WORDS, DestructionStepKind, KeepFor, Status
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins

TWO = 2
PAGE_SIZE = 50
AGREED_ALREADY = "You have agreed this already: it takes somebody else too."
AGAIN = "worked with again"


@dataclass(frozen=True)
class Kept:
    """What decides how long a record is kept: keys, days and codes."""

    id: int
    ref: str
    is_child: bool
    statuses: tuple[Status, ...]
    born_on: date | None
    last_on: date
    is_in_use: bool
    is_held: bool
    tied: tuple[str, ...]
    """Of a grown-up the children to whom they are tied, all of them: also those whose time is not up."""
    same_as: str
    died_on: date | None = None


@dataclass(frozen=True)
class Due:
    """A record whose time is up."""

    id: int
    ref: str
    line: KeepFor
    due_on: date


@dataclass(frozen=True)
class DueRow:
    """A record of a list, by its key: by which line it is kept, since when it is due, whether it is destroyed."""

    record: str
    line: str
    due_on: date
    is_gone: bool
    is_kept: bool = False
    """Whether it is kept all the same: it is held, or somebody works with it again."""
    held_since: date | None = None


@dataclass(frozen=True)
class HoldRow:
    """A hold on a record."""

    ref: str
    why: str
    since: date
    until: date | None
    by: str
    ended_on: date | None
    ended_why: str

    def is_open(self, on: date) -> bool:
        """Whether it keeps the record on a day."""
        return self.ended_on is None and (self.until is None or on < self.until)


@dataclass(frozen=True)
class ListRow:
    """A list of records that are due: who agreed, and what became of it."""

    ref: str
    as_at: date
    drawn_by: str
    drawn_by_id: int | None
    drawn_at: datetime
    records: int
    lines: tuple[tuple[str, int], ...]
    agreed: tuple[tuple[str, str, datetime], ...]
    agreed_by_ids: frozenset[int]
    withdrawn: tuple[str, ...]
    destroyed: int
    held: int = 0
    again: int = 0
    """How many of its records are held now; and how many are not, but worked with again."""

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.withdrawn:
            return "Taken back: nothing of it is destroyed"
        kept = ", ".join(f"{count} {words}" for count, words in ((self.held, "held"), (self.again, AGAIN)) if count)
        told = f"; {kept}: not destroyed" if kept else ""
        if self.destroyed:
            return f"{self.destroyed} of {self.records} destroyed{told}"
        if len(self.agreed) >= TWO:
            if self.held + self.again < self.records:
                return f"Agreed by two: destroyed in the night{told}"
            return f"Agreed by two{told}"
        return f"Agreed by {len(self.agreed)} of {TWO}{told}"

    @property
    def waits(self) -> bool:
        """Whether somebody has still to agree."""
        return not self.withdrawn and not self.destroyed and len(self.agreed) < TWO


def kept_records(authority_id: int, since: rules.KeptSince = rules.EVER) -> tuple[Kept, ...]:
    """The records of a council that may be due, with what decides how long each is kept; none to who may not know.

    Children with whom nobody works and whom nothing holds, of whom so long nothing was recorded; their other records;
    and the grown-ups who are tied to such children alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, ref, is_child, statuses, born_on, last_on, in_use, held, tied, same_as, died_on
            from visible_keeping(%s, %s, %s, %s)""",
            [authority_id, since.last_on, since.born_on, since.died_on],
        )
        return tuple(
            Kept(*row[:3], tuple(Status(each) for each in row[3] or ()), *row[4:8], tuple(row[8] or ()), *row[9:])
            for row in cursor.fetchall()
        )


def years_kept(authority_id: int, *, on: date) -> dict[str, Decimal]:
    """For how many years a council keeps what no law says, by the figure's key."""
    with connection.cursor() as cursor:
        cursor.execute("select key, number from visible_years(%s, %s)", [authority_id, on])
        return rules.numbers_with(dict(cursor.fetchall()))


def due(authority_id: int, *, on: date) -> tuple[Due, ...]:
    """The records of a council whose time is up on a day, the longest due first."""
    years = years_kept(authority_id, on=on)
    return due_on(kept_records(authority_id, rules.kept_since(on, years=years)), on=on, years=years)


def due_on(records: Sequence[Kept], *, on: date, years: Mapping[str, Decimal]) -> tuple[Due, ...]:
    """The records whose time is up on a day: children by their line, grown-ups with the last child of theirs."""
    free = {each.ref for each in records if not each.is_in_use and not each.is_held}
    due: dict[str, Due] = {}
    for each in records:
        if each.is_child and each.ref in free and not each.same_as:
            days = {"born_on": each.born_on, "last_on": each.last_on, "died_on": each.died_on}
            line, until = rules.kept_until(each.statuses, years=years, **days)
            if until is not None and until <= on:
                due[each.ref] = Due(each.id, each.ref, line, until)
    for each in records:
        if each.same_as and each.ref in free and each.same_as in due:
            due[each.ref] = Due(each.id, each.ref, due[each.same_as].line, due[each.same_as].due_on)
    for ref in {each.same_as for each in records if each.same_as in due and each.ref not in due}:
        del due[ref]
    for each in records:
        if not each.is_child and each.ref in free and each.tied and all(ref in due for ref in each.tied):
            due[each.ref] = Due(each.id, each.ref, KeepFor.FAMILY, max(due[ref].due_on for ref in each.tied))
    return tuple(sorted(due.values(), key=lambda row: (row.due_on, row.ref)))


def holds_of(actor: Actor, person: PersonRow) -> tuple[HoldRow, ...]:
    """The holds on a record, the newest first."""
    rows = list(LegalHold.objects.visible_to(actor).filter(person_id=person.id).select_related("end").order_by("-id"))
    by = organisation.account_names({row.recorded_by_id for row in rows})
    return tuple(_hold(row, by) for row in rows)


def hold(actor: Actor, ref: str) -> tuple[HoldRow, PersonRow]:
    """One hold, and on whose record."""
    found = LegalHold.objects.visible_to(actor).filter(ref=ref).select_related("end").first()
    people = people_rows(actor, [found.person_id]) if found else {}
    if found is None or found.person_id not in people:
        raise NotVisible
    return _hold(found, organisation.account_names({found.recorded_by_id})), people[found.person_id]


def _hold(row: LegalHold, by: Mapping[int, str]) -> HoldRow:
    end = getattr(row, "end", None)
    return HoldRow(
        row.ref,
        row.why,
        row.so_on,
        row.until,
        by.get(row.recorded_by_id or 0, ""),
        end.so_on if end else None,
        end.why if end else "",
    )


def lists(actor: Actor) -> tuple[ListRow, ...]:
    """The lists of what is due, the newest first."""
    return _lists(list(Destruction.objects.visible_to(actor).order_by("-id")))


def due_list(actor: Actor, ref: str) -> ListRow:
    """One list."""
    return _lists([seen_one(actor, Destruction, ref)])[0]


def due_records(actor: Actor, ref: str, *, page: int = 1, size: int = PAGE_SIZE) -> tuple[DueRow, ...]:
    """So many records of a list, the longest due first."""
    found: Destruction = seen_one(actor, Destruction, ref)
    items = DestructionItem.objects.filter(destruction=found).order_by("due_on", "record")
    shown = list(items[(page - 1) * size : page * size])
    of_these = DestroyedRecord.objects.filter(destruction=found, record__in=[each.record for each in shown])
    gone = set(of_these.values_list("record", flat=True))
    kept = _kept_of([found.ref]).get(found.ref, {})
    return tuple(
        DueRow(
            row.record,
            KEEP_WORDS[KeepFor(row.line)],
            row.due_on,
            row.record in gone,
            row.record in kept,
            kept.get(row.record),
        )
        for row in shown
    )


def why_not_agree(actor: Actor, ref: str, *, on: date) -> str:
    """Why the actor cannot agree a list, in a sentence; nothing where they can."""
    found: Destruction = seen_one(actor, Destruction, ref)
    if found.destroyed.exists():
        return "These records are destroyed already."
    if found.steps.filter(kind=DestructionStepKind.WITHDRAWN.value).exists():
        return "This list was taken back. Draw a new one."
    if found.recorded_by_id == actor.account_id:
        watch = organisation.people_who_may(Permission.AGREE_DESTRUCTION, [found.authority_id], on=on)
        others = [each.id for each in watch if each.id != actor.person_id]
        return stand_ins.stands_with("You drew this list yourself: two others agree it.", others, on=on)
    if found.steps.filter(kind=DestructionStepKind.AGREED.value, recorded_by_id=actor.account_id).exists():
        return AGREED_ALREADY
    return ""


def _kept_of(refs: Sequence[str]) -> dict[str, dict[str, date | None]]:
    """Which records of these lists are kept all the same, by list and key, with the day since when they are held."""
    found: dict[str, dict[str, date | None]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select list, record, held_since from visible_kept_of_lists(%s::text[])", [list(refs)])
        for ref, record, since in cursor.fetchall():
            found.setdefault(ref, {})[record] = since
    return found


def list_days(actor: Actor, refs: Sequence[str]) -> dict[str, date]:
    """These lists' days by their reference."""
    return dict(Destruction.objects.visible_to(actor).filter(ref__in=list(refs)).values_list("ref", "as_at"))


def _lists(found: Sequence[Destruction]) -> tuple[ListRow, ...]:
    ids = [row.pk for row in found]
    items = DestructionItem.objects.filter(destruction_id__in=ids).order_by("destruction_id", "line")
    lines = [(of, line, count) for of, line, count in items.values_list("destruction_id", "line").annotate(Count("id"))]
    steps = list(DestructionStep.objects.filter(destruction_id__in=ids).order_by("id"))
    destroyed = DestroyedRecord.objects.filter(destruction_id__in=ids).order_by("destruction_id")
    gone = dict(destroyed.values_list("destruction_id").annotate(Count("id")))
    by = organisation.account_names({each.recorded_by_id for each in (*found, *steps)})
    kept = _kept_of([row.ref for row in found])
    return tuple(
        _list(
            row,
            {line: count for of, line, count in lines if of == row.pk},
            [step for step in steps if step.destruction_id == row.pk],
            gone.get(row.pk, 0),
            by,
            [*kept.get(row.ref, {}).values()],
        )
        for row in found
    )


def _list(
    row: Destruction,
    lines: Mapping[str, int],
    steps: Sequence[DestructionStep],
    gone: int,
    by: Mapping[int, str],
    kept: Sequence[date | None],
) -> ListRow:
    agreed = [step for step in steps if step.kind == DestructionStepKind.AGREED]
    return ListRow(
        row.ref,
        row.as_at,
        by.get(row.recorded_by_id or 0, ""),
        row.recorded_by_id,
        row.recorded_at,
        sum(lines.values()),
        tuple((words, lines[line.value]) for line, words in KEEP_WORDS.items() if line.value in lines),
        tuple((by.get(step.recorded_by_id or 0, ""), step.words, step.recorded_at) for step in agreed),
        frozenset(step.recorded_by_id for step in agreed if step.recorded_by_id is not None),
        tuple(step.words for step in steps if step.kind == DestructionStepKind.WITHDRAWN),
        gone,
        sum(since is not None for since in kept),
        sum(since is None for since in kept),
    )
