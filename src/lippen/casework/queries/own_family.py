"""Own family: to whom of us a record is closed, who said so and why, and with whom it waits for a second person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lippen.casework.models import Involvement, KnownPerson, OwnTie, Restriction
from lippen.casework.models.sight import MANAGERS
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.queries.standing_in import leaders_of_teams
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import OWN_TIE_SUBJECT, OWN_TIE_WORDS, Duty, OwnTieKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins


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


def manages(person: KnownPerson, officer_id: int, on: date) -> bool:
    """Whether an officer manages the council's records on a day."""
    held = organisation.holders_by_role(person.authority_id, on=on)
    return any(officer_id in held.get(role, ()) for role in MANAGERS)


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
    restricted = Restriction.objects.filter(person=person).order_by("-id").first()
    named = set(restricted.officers) if restricted else set()
    said = OwnTie.objects.filter(person=person).order_by("id").values_list("officer_id", "kind")
    closed = {officer for officer, kind in dict(said).items() if kind != OwnTieKind.NONE}
    return tuple(each for each in officers if each not in closed and (not named or each in named))


def ties_of(actor: Actor, person: PersonRow, *, on: date) -> tuple[OwnTieRow, ...]:
    """To whom of us a record is closed as their own or their family's, what waits for a second person first."""
    said = list(OwnTie.objects.visible_to(actor).filter(person_id=person.id).order_by("id"))
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
