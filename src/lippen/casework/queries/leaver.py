"""Somebody who leaves: each of their children, who has somebody else already, and who is proposed for the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from lippen.casework import rules
from lippen.casework.models import FamilyHelp, Handover, HandoverFact, Involvement, Restriction, Tie
from lippen.casework.models.sight import MANAGERS
from lippen.casework.queries import numbers
from lippen.casework.queries.owed import owed_among, words_of
from lippen.casework.queries.records import people_rows
from lippen.casework.rows import OwedRow, PersonRow
from lippen.casework.vocabulary import INVOLVEMENT_WORDS, HandoverStep, InvolvementKind, Status, TieKind
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation
from lippen.organisation.queries import DutyRow, leavers, terms
from lippen.organisation.queries.leavers import LeavingRow

DAY = timedelta(days=1)
STAYS = LeavingRow(None, False)
SIBLINGS = (TieKind.SIBLING.value, TieKind.HALF_SIBLING.value)


@dataclass(frozen=True)
class LeaverRow:
    """Somebody who leaves or has left, and how many of their children have somebody else."""

    ref: str
    name: str
    last_on: date | None
    """The last day on which they are here, where it is known."""
    is_gone: bool
    children: int


@dataclass(frozen=True)
class LeaverChild:
    """One of their children: how it stands with another worker, what is owed, who knows the family."""

    person: PersonRow
    words: str
    is_allocated: bool
    owed: tuple[OwedRow, ...] = ()
    hours: Decimal = Decimal(0)
    known_to: tuple[tuple[int, str], ...] = ()
    only: frozenset[int] = frozenset()
    team_id: int | None = None
    last: HandoverStep | None = None
    to: str = ""
    why: str = ""
    handover_ref: str = ""
    from_on: date | None = None
    refused_by: frozenset[int] = frozenset()
    proposed_id: int | None = None

    @property
    def is_asked(self) -> bool:
        """Whether somebody is asked and has not answered yet."""
        return bool(self.handover_ref) and self.last is None

    @property
    def has_somebody(self) -> bool:
        """Whether somebody has said that they take over."""
        return self.last is HandoverStep.ACCEPTED

    @property
    def to_be_placed(self) -> bool:
        """Whether nobody is asked."""
        return self.is_allocated and not self.is_asked and not self.has_somebody


@dataclass(frozen=True)
class Leaver:
    """Somebody who leaves, and what becomes of each of their children."""

    row: LeaverRow
    person_id: int
    authority_id: int
    children: tuple[LeaverChild, ...]
    taken: tuple[tuple[PersonRow, str], ...]
    """Children who have another worker already, with the worker's name."""
    others: tuple[LeaverChild, ...]
    """Children with whom they work in another part."""
    workers: tuple[numbers.WorkerRow, ...]
    manager: str
    asked_of: dict[int, int]
    """How many children each worker is asked to take over already."""
    other_duties: int = 0
    """How much else they owe, which is not of these children."""

    @property
    def settled(self) -> int:
        """How many of their children have somebody."""
        return len(self.taken) + sum(each.has_somebody for each in self.children)

    @property
    def all_children(self) -> int:
        """How many there were."""
        return len(self.taken) + len(self.children)


def leavers_here(actor: Actor, *, on: date) -> tuple[LeaverRow, ...]:
    """Those who work with children whom the actor sees and who left or leave soon; whoever leaves first comes first."""
    mine = Involvement.objects.visible_to(actor).filter(
        authority_id__in=actor.reach_of(Permission.ALLOCATE), ends_on__isnull=True
    )
    parts = list(mine.order_by("id").values_list("worker_id", "kind"))
    ids = {worker for worker, _ in parts}
    going = leavers.leaving(ids, on=on, until=on + rules.LEAVES_WITHIN) if ids else {}
    people = organisation.people_by_id(going, on=on) if going else {}
    allocated = Counter(worker for worker, kind in parts if kind == InvolvementKind.ALLOCATED)
    rows = [
        LeaverRow(person.ref, person.name, going[key].last_on, going[key].is_gone, allocated[key])
        for key, person in people.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_gone, row.last_on or on, row.name)))


def leaver(actor: Actor, ref: str, *, on: date) -> Leaver:
    """Somebody with what becomes of their children, for whoever allocates there, or NotVisible."""
    who, authority_id = _who(actor, ref, on)
    parts = Involvement.objects.visible_to(actor).filter(worker_id=who.id, authority_id=authority_id)
    since = Q(ends_on__isnull=True) | Q(kind=InvolvementKind.ALLOCATED, ends_on__gt=on - rules.LEFT_SINCE)
    found = list(parts.filter(since).order_by("id"))
    if not found and not terms.may_say_terms(actor, authority_id, who.id, on=on):
        raise NotVisible
    going = leavers.leaving([who.id], on=on, until=on + rules.LEAVES_WITHIN).get(who.id, STAYS)
    workers = tuple(each for each in numbers.workers(actor, authority_id, on=on) if each.person_id != who.id)
    facts = _facts(actor, authority_id, {row.person_id for row in found}, on)
    duties = organisation.open_duties([who.id])
    owed = owed_among(actor, {row.person_id for row in found if row.ends_on is None}, duties) if found else {}
    children = _children(actor, who.id, found, facts, owed, {each.person_id: each.name for each in workers})
    allocated = tuple(each for each in children if each.is_allocated)
    asked_of = Counter(each.worker_id for each in facts.asked)
    return Leaver(
        LeaverRow(ref, who.name, going.last_on, going.is_gone, len(allocated)),
        who.id,
        authority_id,
        _with_proposals(allocated, workers, asked_of),
        _taken(actor, who.id, found, facts, workers),
        _in_another_part(children),
        workers,
        _manager(found, authority_id, who.id, workers, on),
        dict(asked_of),
        len(duties) - sum(map(len, owed.values())),
    )


def _in_another_part(children: Iterable[LeaverChild]) -> tuple[LeaverChild, ...]:
    """The children with whom they work otherwise, each once with every part."""
    allocated = {each.person.id for each in children if each.is_allocated}
    rows: dict[int, LeaverChild] = {}
    for each in children:
        if each.person.id not in allocated:
            before = rows.get(each.person.id)
            rows[each.person.id] = replace(each, words=f"{before.words}; {each.words.lower()}") if before else each
    return tuple(rows.values())


def _who(actor: Actor, ref: str, on: date) -> tuple[organisation.PersonRow, int]:
    """Who it is, and the council in which the actor allocates their children: of several, where they are recorded."""
    person_id = organisation.person_by_words(ref)
    if person_id is None:
        raise NotVisible
    councils = actor.reach_of(Permission.ALLOCATE)
    who = organisation.people_by_id([person_id], on=on)[person_id]
    if who.authority_id in councils:
        return who, who.authority_id
    parts = Involvement.objects.visible_to(actor).filter(worker_id=person_id, authority_id__in=councils)
    there = parts.order_by("id").values_list("authority_id", flat=True).first()
    if there is None:
        raise NotVisible
    return who, there


def _manager(
    found: Iterable[Involvement], authority_id: int, person_id: int, workers: Iterable[numbers.WorkerRow], on: date
) -> str:
    """Who finds somebody for whoever is left over: who leads those teams, else who manages."""
    teams = {row.team_id for row in found if row.ends_on is None}
    if leaders := [each.name for each in workers if each.is_leader and each.team_id in teams]:
        return " or ".join(sorted(leaders))
    held = organisation.holders_by_role(authority_id, on=on)
    managing = (tuple(each for each in held.get(role, ()) if each != person_id) for role in MANAGERS)
    ids = next(filter(None, managing), ())
    return " or ".join(sorted(organisation.person_names(ids).values())) if ids else ""


@dataclass(frozen=True)
class Facts:
    """What is recorded of the children: read together."""

    ties: list[Tie]
    helps: list[FamilyHelp]
    restricted: list[Restriction]
    offers: list[Any]
    asked: list[Involvement]
    now: list[Involvement]
    figures: list[Any]


def _facts(actor: Actor, authority_id: int, ids: Collection[int], on: date) -> Facts:
    ongoing = Involvement.objects.visible_to(actor).filter(authority_id=authority_id, ends_on__isnull=True)
    mine = Q(person_id__in=ids) | Q(other_id__in=ids)
    said = HandoverFact.objects.filter(handover_id=OuterRef("pk")).order_by("-number")
    offers: Any = Handover.objects.visible_to(actor).filter(person_id__in=ids)
    told = read_together(
        Tie.objects.visible_to(actor).filter(mine, kind__in=SIBLINGS, ended__isnull=True).order_by("id"),
        FamilyHelp.objects.visible_to(actor).filter(person_id__in=ids, end__isnull=True).order_by("id"),
        Restriction.objects.visible_to(actor).filter(person_id__in=ids).order_by("id"),
        offers.annotate(step=Subquery(said.values("step")[:1]), why=Subquery(said.values("words")[:1])).order_by("id"),
        ongoing.filter(kind=InvolvementKind.OFFERED).order_by("id"),
        ongoing.filter(kind=InvolvementKind.ALLOCATED, person_id__in=ids).order_by("id"),
        numbers.figures(actor, authority_id, on=on),
    )
    return Facts(*told)


def _children(
    actor: Actor,
    person_id: int,
    found: Iterable[Involvement],
    facts: Facts,
    owed: Mapping[int, list[DutyRow]],
    names: dict[int, str],
) -> list[LeaverChild]:
    parts = [row for row in found if row.ends_on is None]
    ids = {row.person_id for row in parts}
    people = people_rows(actor, ids)
    known = _known(actor, _near(facts.ties, ids), ids, but=person_id)
    freed: dict[int, Decimal] = defaultdict(Decimal)
    for each in facts.helps:
        freed[each.person_id] += each.freed_hours
    figures = numbers.of_figures(facts.figures)
    only = {row.person_id: frozenset(row.officers) for row in facts.restricted}
    last = {each.person_id: each for each in facts.offers}
    rows = []
    for part in parts:
        if (person := people.get(part.person_id)) is None:
            continue
        carried = rules.Carried(Status(person.status or Status.NONE), freed_hours=freed[person.id])
        row = LeaverChild(
            person,
            INVOLVEMENT_WORDS[InvolvementKind(part.kind)],
            part.kind == InvolvementKind.ALLOCATED,
            tuple(OwedRow(words_of(each), each.ends_on - DAY) for each in owed.get(person.id, ())),
            rules.needed_hours(carried, figures),
            known.get(person.id, ()),
            only.get(person.id, frozenset()),
            part.team_id,
        )
        rows.append(_with_offer(row, last.get(person.id), part, names))
    return sorted(rows, key=lambda row: row.person.name)


def _taken(
    actor: Actor,
    person_id: int,
    found: Iterable[Involvement],
    facts: Facts,
    workers: Iterable[numbers.WorkerRow],
) -> tuple[tuple[PersonRow, str], ...]:
    """Those of their children who have another worker by now, with the worker's name."""
    was = {row.person_id for row in found if row.ends_on is not None}
    now = {
        each.person_id: each.worker_id for each in facts.now if each.person_id in was and each.worker_id != person_id
    }
    names = _names(now.values(), {each.person_id: each.name for each in workers})
    people = people_rows(actor, now).values()
    return tuple((each, names[now[each.id]]) for each in sorted(people, key=lambda each: each.name))


def _names(ids: Iterable[int], known: dict[int, str]) -> dict[int, str]:
    missing = {each for each in ids if each not in known}
    return known | organisation.person_names(missing) if missing else known


def _with_offer(row: LeaverChild, offer: Any, part: Involvement, names: dict[int, str]) -> LeaverChild:
    """The child with the last offer of this very allocation, where it stands or was not taken up."""
    if offer is None or offer.work_id != part.pk:
        return row
    last = HandoverStep(offer.step) if offer.step else None
    if last not in {None, HandoverStep.ACCEPTED, HandoverStep.REFUSED}:
        return row
    to = _names([offer.worker_id], names)[offer.worker_id]
    told = {"last": last, "to": to, "why": offer.why or "", "from_on": offer.from_on}
    if last is HandoverStep.REFUSED:
        told["refused_by"] = frozenset({offer.worker_id})
    return replace(row, **told, handover_ref=offer.ref)


def _near(ties: Iterable[Tie], ids: Collection[int]) -> dict[int, set[int]]:
    """The brothers and sisters of each child."""
    near: dict[int, set[int]] = defaultdict(set)
    for tie in ties:
        near[tie.person_id].add(tie.other_id)
        near[tie.other_id].add(tie.person_id)
    return {each: near[each] for each in ids}


def _known(
    actor: Actor, near: dict[int, set[int]], ids: Collection[int], *, but: int
) -> dict[int, tuple[tuple[int, str], ...]]:
    """Who knows each child, and in which way: the nearest one said."""
    whom = {*ids, *(each for siblings in near.values() for each in siblings)}
    parts = Involvement.objects.visible_to(actor).filter(person_id__in=whom).exclude(worker_id=but)
    worked: dict[int, list[Involvement]] = defaultdict(list)
    for part in parts.exclude(kind=InvolvementKind.OFFERED).order_by("id"):
        worked[part.person_id].append(part)
    found = {}
    for child in ids:
        told = {part.worker_id: "works with a brother or sister" for each in near[child] for part in worked[each]}
        told |= {part.worker_id: "has worked with the child" for part in worked[child]}
        told |= {part.worker_id: "works with the child" for part in worked[child] if part.ends_on is None}
        found[child] = tuple(told.items())
    return found


def _with_proposals(
    rows: tuple[LeaverChild, ...], workers: Iterable[numbers.WorkerRow], asked_of: Mapping[int, int]
) -> tuple[LeaverChild, ...]:
    here = [each for each in workers if each.away_until is None]
    loads = [
        rules.CanTake(
            each.person_id, each.load.with_more(asked_of.get(each.person_id, 0)), each.team_id, each.is_leader
        )
        for each in here
    ]
    places = [
        rules.ToPlace(
            row.person.id, row.hours, frozenset(key for key, _ in row.known_to), row.only, row.team_id, row.refused_by
        )
        for row in rows
        if row.to_be_placed
    ]
    found = rules.proposed(places, loads)
    return tuple(replace(row, proposed_id=found.get(row.person.id)) for row in rows)
