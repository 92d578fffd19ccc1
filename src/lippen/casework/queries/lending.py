"""Who else sees a child for stated days, and what they see: samples of inspectors, what is shared with partners."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from lippen.casework import rules
from lippen.casework.models import ChildSample, Sharing
from lippen.casework.models.sight import open_samples
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.records import record
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow, Record
from lippen.casework.vocabulary import (
    BASIS_WORDS,
    INVOLVEMENT_WORDS,
    MARKER_WORDS,
    SHARED_WORDS,
    STATUS_WORDS,
    InvolvementKind,
    MarkerKind,
    SharedBasis,
    SharedPart,
    Status,
)
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class ChildSampleRow:
    """A sample: how it was drawn, who reads it and until when."""

    ref: str
    words: str
    statuses: tuple[str, ...]
    drawn: int
    drawn_from: int
    purpose: str
    opens_on: date
    closes_on: date
    closed_why: str
    inspectors: tuple[str, ...]
    drawn_at: datetime
    drawn_by: str

    def is_open(self, on: date) -> bool:
        """Whether it may be read on a day."""
        return self.opens_on <= on < self.closes_on

    def is_over(self, on: date) -> bool:
        """Whether it is read no more."""
        return on >= self.closes_on


@dataclass(frozen=True)
class SharedRow:
    """What a partner is told of a child: the parts that are shared with them, and why."""

    ref: str
    name: str
    born_on: date | None
    status: str | None
    workers: tuple[tuple[str, str, str, str], ...] | None
    last_seen_on: date | None
    is_seen_told: bool
    warnings: tuple[tuple[str, str], ...] | None
    why: tuple[SharingRow, ...]


@dataclass(frozen=True)
class SharingRow:
    """Something that is or was shared: with whom, which parts, why, until when, who said so."""

    ref: str
    partner: str
    post_title: str
    purpose: str
    basis: str
    parts: tuple[str, ...]
    opens_on: date
    closes_on: date
    given_by: str
    ended_on: date | None
    ended_why: str

    def is_open(self, on: date) -> bool:
        """Whether it is shared on a day, or will be."""
        return on < self.closes_on and (self.ended_on is None or on < self.ended_on)


def samples(actor: Actor) -> tuple[ChildSampleRow, ...]:
    """The samples of children that the actor may draw, and those that are open to them; the newest first."""
    return _samples(ChildSample.objects.visible_to(actor).values_list("pk", flat=True))


def sample(actor: Actor, ref: str) -> tuple[ChildSampleRow, tuple[PersonRow, ...]]:
    """A sample with its children in the order of the draw."""
    found: ChildSample = seen_one(actor, ChildSample, ref)
    ids = list(found.items.order_by("order").values_list("child_id", flat=True))
    people = people_rows(actor, ids)
    return _samples([found.pk])[0], tuple(people[each] for each in ids if each in people)


def sampled_record(actor: Actor, ref: str, *, real_at: datetime) -> Record:
    """A child of a sample that is open to an inspector, as the record stands."""
    if not actor.reach_of(Permission.READ_SAMPLE):
        raise NotVisible
    if not open_samples(actor).filter(items__child__ref=ref).exists():
        raise NotVisible
    return record(actor, ref, real_at=real_at)


def _samples(ids: Iterable[int]) -> tuple[ChildSampleRow, ...]:
    wanted = ChildSample.objects.filter(pk__in=list(ids)).select_related("end")
    kept = list(wanted.prefetch_related("inspectors", "items").order_by("-id"))
    names = organisation.person_names({each.inspector_id for row in kept for each in row.inspectors.all()})
    by = organisation.account_names({row.recorded_by_id for row in kept})
    return tuple(_sample(row, names, by) for row in kept)


def _sample(row: ChildSample, names: Mapping[int, str], by: Mapping[int, str]) -> ChildSampleRow:
    end = getattr(row, "end", None)
    return ChildSampleRow(
        row.ref,
        row.words,
        tuple(STATUS_WORDS[Status(each)] for each in row.statuses),
        len(row.items.all()),
        len(row.among),
        row.purpose,
        row.opens_on,
        min(row.closes_on, end.ends_on) if end else row.closes_on,
        end.why if end else "",
        tuple(sorted(names.get(each.inspector_id, "") for each in row.inspectors.all())),
        row.recorded_at,
        by.get(row.recorded_by_id or 0, ""),
    )


def sharings_of(actor: Actor, person: PersonRow, *, on: date) -> tuple[SharingRow, ...]:
    """What is or was shared of somebody's record, what is open first."""
    rows = Sharing.objects.visible_to(actor).filter(person_id=person.id).select_related("end").order_by("-id")
    told = _sharings(list(rows), on)
    return tuple(sorted(told, key=lambda row: not row.is_open(on)))


def sharing(actor: Actor, ref: str, *, on: date) -> tuple[SharingRow, PersonRow]:
    """One of them, with the child."""
    found = Sharing.objects.visible_to(actor).filter(ref=ref).select_related("end").first()
    people = people_rows(actor, [found.person_id]) if found else {}
    if found is None or found.person_id not in people:
        raise NotVisible
    return _sharings([found], on)[0], people[found.person_id]


def _sharings(rows: Sequence[Sharing], on: date) -> list[SharingRow]:
    who = organisation.people_by_id({row.partner_id for row in rows}, on=on) if rows else {}
    by = organisation.account_names({row.recorded_by_id for row in rows}) if rows else {}
    return [_sharing(row, who, by) for row in rows]


def _sharing(row: Sharing, who: Mapping[int, organisation.PersonRow], by: Mapping[int, str]) -> SharingRow:
    end = getattr(row, "end", None)
    basis = BASIS_WORDS[SharedBasis(row.basis)]
    partner = who.get(row.partner_id)
    return SharingRow(
        row.ref,
        partner.name if partner else "",
        partner.post_title if partner else "",
        row.purpose,
        f"{basis}: {row.basis_words}" if row.basis_words else basis,
        tuple(SHARED_WORDS[SharedPart(part)] for part in row.parts),
        row.opens_on,
        row.closes_on,
        by.get(row.recorded_by_id or 0, ""),
        end.so_on if end else None,
        end.why if end else "",
    )


def shared_with(actor: Actor, *, on: date) -> tuple[SharedRow, ...]:
    """The children who are shared with a partner today, by name."""
    return tuple(sorted(_shared(actor, "", on), key=lambda row: (row.name, row.ref)))


def shared_child(actor: Actor, ref: str, *, on: date) -> SharedRow:
    """What of one child is shared with a partner today."""
    rows = _shared(actor, ref, on)
    if not rows:
        raise NotVisible
    return rows[0]


def _shared(actor: Actor, ref: str, on: date) -> list[SharedRow]:
    """The app's own lock chooses which, the database's function what: each asks by itself whether it is shared."""
    mine = {row.ref: row for row in _sharings(list(Sharing.objects.open_to(actor).select_related("end")), on)}
    with connection.cursor() as cursor:
        cursor.execute(
            """select record, sharing, given_name, family_name, born_on, status, workers, last_seen, warnings
            from visible_shared(%s)""",
            [ref],
        )
        found = [(*row[:6], _read(row[6]), row[7], _read(row[8])) for row in cursor.fetchall() if row[1] in mine]
    parts = {row.ref: row.parts for row in mine.values()}
    children: dict[str, list[tuple]] = {}
    for row in found:
        children.setdefault(row[0], []).append(row)
    return [_merged(record_ref, rows, mine, parts) for record_ref, rows in children.items()]


def _read(told: str | None) -> object:
    """What the database tells as JSON."""
    return None if told is None else json.loads(told)


def _merged(
    ref: str, rows: Sequence[tuple], mine: Mapping[str, SharingRow], parts: Mapping[str, Sequence[str]]
) -> SharedRow:
    """Everything that is shared of one child, where it is shared for more than one purpose."""
    _, _, given, family, born_on, status, workers, seen, warnings = (_first(rows, place) for place in range(9))
    told = {part for row in rows for part in parts[row[1]]}
    status_told, warnings_told = SHARED_WORDS[SharedPart.STATUS] in told, SHARED_WORDS[SharedPart.WARNINGS] in told
    return SharedRow(
        ref,
        f"{given} {family}".strip() if given else f"The child of record {ref}",
        born_on,
        (STATUS_WORDS[Status(status)] if status else "Not recorded") if status_told else None,
        _workers(workers or ()) if SHARED_WORDS[SharedPart.WORKERS] in told else None,
        seen,
        SHARED_WORDS[SharedPart.SEEN] in told,
        tuple((MARKER_WORDS[MarkerKind(kind)], words) for kind, words in warnings or ()) if warnings_told else None,
        tuple(mine[row[1]] for row in rows),
    )


def _first(rows: Sequence[tuple], place: int) -> object:
    return next((row[place] for row in rows if row[place] is not None), None)


def _workers(told: Sequence[tuple[str, str, str, str]]) -> tuple[tuple[str, str, str, str], ...]:
    """Each person once, with every part that they have."""
    parts: dict[tuple[str, str, str], list[str]] = {}
    for name, kind, team, phone in told:
        parts.setdefault((name, team, phone), []).append(INVOLVEMENT_WORDS[InvolvementKind(kind)])
    return tuple((name, "; ".join(kinds), team, phone) for (name, team, phone), kinds in parts.items())


def is_as_drawn(actor: Actor, ref: str) -> bool:
    """Whether the same words, among the same children, give these children in this order again."""
    found: ChildSample = seen_one(actor, ChildSample, ref)
    refs = tuple(found.items.order_by("order").values_list("child__ref", flat=True))
    return rules.drawn(found.among, found.words, len(refs)) == refs
