"""Own family: to whom of us a record is closed, who said so and why, and with whom it waits for a second person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lippen.casework.models import Involvement, KnownPerson, OwnTie, Restriction, Tie
from lippen.casework.models.sight import LEADER, MANAGERS
from lippen.casework.queries.people import people_rows, together, together_each, twins
from lippen.casework.queries.seen import seen_one
from lippen.casework.queries.standing_in import leaders_of_teams
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import OWN_TIE_SUBJECT, OWN_TIE_WORDS, Duty, InvolvementKind, OwnTieKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins

RESTS = (InvolvementKind.ALLOCATED, InvolvementKind.HOLDING, InvolvementKind.DUTY)
"""The parts whose place an allocation takes."""


@dataclass(frozen=True)
class OwnTieRow:
    """An officer to whom a record is closed. `stands_with`: who may settle it while it waits, in words."""

    ref: str
    officer: str
    what: str
    why: str
    said_by: str
    said_by_id: int | None
    so_on: date
    is_waiting: bool
    stands_with: str = ""
    agreed_by: str = ""
    agreed_why: str = ""


def last_said(person_id: int, officer_id: int) -> OwnTie | None:
    """What was said last of an officer and a record."""
    return OwnTie.objects.filter(person_id=person_id, officer_id=officer_id).order_by("-id").first()


def manages_or_leads(person: KnownPerson, officer_id: int, on: date) -> bool:
    """Whether an officer manages the council's records on a day, or leads a team there."""
    held = organisation.holders_by_role(person.authority_id, on=on)
    return any(officer_id in held.get(role, ()) for role in (LEADER, *MANAGERS))


def managers_besides(person: KnownPerson, besides: Collection[int | None], *, on: date) -> tuple[int, ...]:
    """Who else manages and may open the record: no restriction leaves them out, and it is not closed to them."""
    held = organisation.holders_by_role(person.authority_id, on=on)
    others = dict.fromkeys(each for role in MANAGERS for each in held.get(role, ()) if each not in besides)
    return _may_open(person, others)


def seconds_of(person: KnownPerson, officer_id: int, said_by: int | None, *, on: date) -> tuple[int, ...]:
    """Who confirms or lifts it: whoever the officer's post answers to, else whoever manages, else leads the work."""
    besides = {officer_id, said_by}
    managers = managers_besides(person, besides, on=on)
    next_above = stand_ins.next_of(person.authority_id, MANAGERS, but=officer_id, on=on)
    if found := tuple(each for each in next_above if each in managers):
        return found
    if managers:
        return managers
    work = Involvement.objects.filter(person=person, ends_on__isnull=True).values_list("team_id", flat=True)
    leaders = leaders_of_teams(list(work), person.authority_id, on=on, but=officer_id)
    return _may_open(person, (each for each in leaders if each not in besides))


def _may_open(person: KnownPerson, officers: Iterable[int]) -> tuple[int, ...]:
    asked = tuple(officers)
    shut = shut_out(person.pk, asked)
    return tuple(each for each in asked if each not in shut)


def shut_out(person_id: int, officers: Collection[int]) -> frozenset[int]:
    """Those of these officers to whom a record is closed: restricted to others, or their own or their family's."""
    return shut_out_of_all({person_id: officers})[person_id]


def shut_out_of_all(officers: Mapping[int, Collection[int]]) -> dict[int, frozenset[int]]:
    """The same of many records, each with the officers who are asked about; as many statements as for one."""
    asked = {each for those in officers.values() for each in those}
    if not asked:
        return {each: frozenset() for each in officers}
    ones, near = _near(officers)
    everybody = {each for those in near.values() for each in those}
    said = OwnTie.objects.filter(person_id__in=everybody, officer_id__in=asked).order_by("id")
    last = {(person, officer): kind for person, officer, kind in said.values_list("person_id", "officer_id", "kind")}
    own = {pair for pair, kind in last.items() if kind != OwnTieKind.NONE}
    restricted = Restriction.objects.filter(person_id__in={each for those in ones.values() for each in those})
    named = dict(restricted.order_by("id").values_list("person_id", "officers"))
    return {
        person_id: frozenset(
            officer
            for officer in those
            if any((each, officer) in own for each in near[person_id])
            or any(named.get(each) and officer not in named[each] for each in ones[person_id])
        )
        for person_id, those in officers.items()
    }


def restricted_from(people: Collection[int], officers: Collection[int]) -> frozenset[int]:
    """Those of these officers whom a restriction leaves out, of one of these records or one put together with it."""
    said = Restriction.objects.filter(person_id__in=together(people)).order_by("id")
    last = dict(said.values_list("person_id", "officers"))
    return frozenset(each for named in last.values() if named for each in officers if each not in named)


def closing_along(person_id: int) -> set[int]:
    """Whose record closes with somebody's, their own among them: sight follows ties, and two records of one person."""
    return _near([person_id])[1][person_id]


def _near(people: Collection[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Of each of these the records that are one with theirs, and all whose records close along with it."""
    ones = together_each(people)
    whose = {each for those in ones.values() for each in those}
    ties = Tie.objects.filter(Q(person_id__in=whose) | Q(other_id__in=whose)).exclude(ended__is_mistake=True)
    beside: dict[int, set[int]] = {}
    for one, other in ties.values_list("person_id", "other_id"):
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    near = {key: those | {n for each in those for n in beside.get(each, ())} for key, those in ones.items()}
    along = together_each({each for those in near.values() for each in those})
    return ones, {key: {other for each in those for other in along[each]} for key, those in near.items()}


def closed_among(people: Collection[int], officers: Collection[int]) -> frozenset[int]:
    """Those of these officers of whom one of these records is their own or their family's."""
    said = OwnTie.objects.filter(person_id__in=people, officer_id__in=officers).order_by("id")
    return closed_by(said.values_list("person_id", "officer_id", "kind"))


def closed_by(said: Iterable[tuple[int, int, str]]) -> frozenset[int]:
    """The officers to whom records are closed by what was said last: of whom, which officer, what it is to them."""
    last = {(person, officer): kind for person, officer, kind in said}
    return frozenset(officer for (_, officer), kind in last.items() if kind != OwnTieKind.NONE)


def standing_ties(actor: Actor, authority_id: int) -> list[tuple[int, int]]:
    """Whose records are an officer's own or their family's, and of which officer, as far as the actor sees them."""
    said = OwnTie.objects.visible_to(actor).filter(authority_id=authority_id).order_by("id")
    last = {(person, officer): kind for person, officer, kind in said.values_list("person_id", "officer_id", "kind")}
    return [pair for pair, kind in last.items() if kind != OwnTieKind.NONE]


def closed_now(person_id: int, officer_id: int) -> bool:
    """Whether a record is closed to an officer, by itself or along with somebody else's."""
    return bool(closed_among(closing_along(person_id), [officer_id]))


def work_near(person_id: int, officer_id: int) -> list[Involvement]:
    """An officer's open parts with somebody and with those whose record closes along; not with those who died."""
    near = closing_along(person_id)
    return list(_open_parts(near).filter(worker_id=officer_id))


def work_by_tie(people: Collection[int]) -> list[Involvement]:
    """The open parts with two people of officers who are family of one of both, or were said to be."""
    officers = set(OwnTie.objects.filter(person_id__in=people).values_list("officer_id", flat=True))
    return list(_open_parts(people).filter(worker_id__in=officers)) if officers else []


def _open_parts(people: Collection[int]) -> QuerySet[Involvement]:
    going_on = Involvement.objects.filter(person_id__in=people, ends_on__isnull=True)
    return going_on.filter(person__now__died_on__isnull=True).select_related("person").order_by("id")


def finders_of(part: Involvement, *, on: date) -> tuple[int, ...]:
    """Who finds somebody else: who leads that team, else who manages, else who is named for it; who may open it."""
    leaders = leaders_of_teams([part.team_id], part.authority_id, on=on, but=part.worker_id)
    found = _may_open(part.person, leaders) or managers_besides(part.person, {part.worker_id}, on=on)
    return found or _may_open(part.person, _named_there(part, on))


def _named_there(part: Involvement, on: date) -> list[int]:
    restricted = Restriction.objects.filter(person_id=part.person_id).order_by("-id").first()
    there = organisation.those_there(restricted.officers, on=on) if restricted else frozenset()
    return sorted(there - {part.worker_id})


def names_near(actor: Actor, person: PersonRow) -> tuple[str, ...]:
    """Whose records close along with somebody's, by name, as far as the actor sees them."""
    rows = people_rows(actor, closing_along(person.id) - {person.id})
    return tuple(sorted(row.name for row in rows.values()))


def closed_work(actor: Actor, refs: Collection[str]) -> dict[str, tuple[str, bool]]:
    """Of parts in a child's record: whose they are, and whether an allocation takes their place."""
    found = Involvement.objects.visible_to(actor).filter(ref__in=refs).order_by("id")
    return {part.ref: (part.worker.name, part.kind in RESTS) for part in found.select_related("worker")}


def ties_of(actor: Actor, person: PersonRow, *, on: date) -> tuple[OwnTieRow, ...]:
    """To whom of us a record is closed as their own or their family's, what waits for a second person first."""
    whose = [person.id, *twins(person.id)]
    said = list(OwnTie.objects.visible_to(actor).filter(person_id__in=whose).order_by("id"))
    of_officer: dict[int, list[OwnTie]] = {}
    for row in said:
        of_officer.setdefault(row.officer_id, []).append(row)
    stand = [rows for rows in of_officer.values() if rows[-1].kind != OwnTieKind.NONE]
    if not stand:
        return ()
    by = organisation.account_names({row.recorded_by_id for row in said})
    officers = organisation.person_names([rows[-1].officer_id for rows in stand])
    holders = _holders([rows[-1].ref for rows in stand if rows[-1].needs_second], on)
    made = [_row(rows, by, officers, holders) for rows in stand]
    return tuple(sorted(made, key=lambda row: (not row.is_waiting, row.officer)))


def _holders(refs: Collection[str], on: date) -> dict[str, str]:
    return {
        ref: stand_ins.stands_with(
            "It waits for a second person.",
            organisation.holders_of_duty(Duty.AGREE_OWN_TIE.value, OWN_TIE_SUBJECT, ref),
            on=on,
        )
        for ref in refs
    }


def _row(rows: list[OwnTie], by: dict[int, str], officers: dict[int, str], holders: dict[str, str]) -> OwnTieRow:
    """As it stands: what was said first since it was last lifted, and who agreed."""
    lifted = max((at for at, row in enumerate(rows) if row.kind == OwnTieKind.NONE), default=-1)
    first, last = rows[lifted + 1], rows[-1]
    agreed = last if first.needs_second and not last.needs_second else None
    return OwnTieRow(
        first.ref,
        officers[first.officer_id],
        OWN_TIE_WORDS[OwnTieKind(last.kind)],
        first.why,
        by.get(first.recorded_by_id or 0, ""),
        first.recorded_by_id,
        first.so_on,
        last.needs_second,
        holders.get(last.ref, ""),
        by.get(agreed.recorded_by_id or 0, "") if agreed else "",
        agreed.why if agreed else "",
    )


def waiting_tie(actor: Actor, ref: str, *, on: date) -> tuple[PersonRow, OwnTieRow | None]:
    """Of whose record something was said, and what, while it waits for a second person; None once it is settled."""
    found: Any = seen_one(actor, OwnTie, ref)
    people = people_rows(actor, [found.person_id])
    if found.person_id not in people:
        raise NotVisible
    person = people[found.person_id]
    waits = (row for row in ties_of(actor, person, on=on) if row.ref == ref and row.is_waiting)
    return person, next(waits, None)
