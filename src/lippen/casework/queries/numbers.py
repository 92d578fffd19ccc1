"""A council's own figures, and what somebody carries by them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from lippen.casework import rules
from lippen.casework.models import LocalNumber
from lippen.casework.rules import Carried, Load
from lippen.casework.vocabulary import Status
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation
from lippen.organisation.queries import OwedRow, terms
from lippen.organisation.queries.terms import TermsRow
from lippen.organisation.roles import Role

NOTHING = OwedRow(0, Decimal(0))
WORKERS = (Role.SOCIAL_WORKER.value, Role.TEAM_LEADER.value)


@dataclass(frozen=True)
class NumberRow:
    """A local figure as it stands: the council's own, or what everybody starts with."""

    key: str
    words: str
    unit: str
    number: Decimal
    start: Decimal
    so_on: date | None
    why: str

    @property
    def is_own(self) -> bool:
        """Whether the council has set it."""
        return self.so_on is not None


@dataclass(frozen=True)
class WorkerRow:
    """Somebody who can be allocated a child, with what they carry now."""

    person_id: int
    ref: str
    name: str
    post_title: str
    team_id: int | None
    load: Load
    away_until: date | None = None
    """The day on which they are back, of somebody who is away now."""
    is_leader: bool = False
    terms: TermsRow = terms.AS_USUAL
    skills: tuple[str, ...] = ()
    owed: OwedRow = NOTHING
    """What they owe for children within eight weeks, and what is late."""


def numbers(actor: Actor, authority_id: int, *, on: date) -> dict[str, Decimal]:
    """Every local figure by its key, on a day."""
    return rules.numbers_with({row.key: row.number for row in _set(actor, authority_id, on)})


def number_rows(actor: Actor, authority_id: int, *, on: date) -> tuple[NumberRow, ...]:
    """Every local figure with where it comes from."""
    own = {row.key: row for row in _set(actor, authority_id, on)}
    return tuple(
        NumberRow(
            each.key,
            each.words,
            each.unit,
            own[each.key].number if each.key in own else each.start,
            each.start,
            own[each.key].so_on if each.key in own else None,
            own[each.key].why if each.key in own else "",
        )
        for each in rules.LOCALS.values()
    )


def _set(actor: Actor, authority_id: int, on: date) -> list[LocalNumber]:
    rows = LocalNumber.objects.visible_to(actor).filter(authority_id=authority_id, so_on__lte=on)
    return list(rows.order_by("key", "-so_on", "-id").distinct("key"))


def workers(actor: Actor, authority_id: int, *, on: date) -> tuple[WorkerRow, ...]:
    """Who can be allocated a child, whoever carries least first; children that the actor does not see count too."""
    people = organisation.staff(WORKERS, authority_id, on=on)
    ids = [row.id for row in people]
    figures = numbers(actor, authority_id, on=on)
    carried = carried_by(authority_id)
    work = terms.at_work(actor, authority_id, ids, on=on, until=on + rules.FOUR_WEEKS)
    owed = organisation.owed_until(ids, "casework", until=on + rules.EIGHT_WEEKS)
    rows = []
    for row in people:
        how = work.terms.get(row.id, terms.AS_USUAL)
        spells = work.away.get(row.id, [])
        share = {"experience": how.experience, "there_share": rules.there_share(spells, on)}
        rows.append(
            WorkerRow(
                row.id,
                row.ref,
                row.name,
                row.post_title,
                row.team_id,
                rules.load(carried.get(row.id, ()), figures, hours_share=how.hours_share, **share),
                next((ends for begins, ends in spells if begins <= on), None),
                Role.TEAM_LEADER in row.roles,
                how,
                tuple(each.name for each in work.skills.get(row.id, ())),
                owed.get(row.id, NOTHING),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.load.hours, row.name)))


def carried_by(authority_id: int) -> dict[int, list[Carried]]:
    """What the children allocated to each worker of a council need: how many of which kind, and never which."""
    with connection.cursor() as cursor:
        cursor.execute("select worker_id, status, freed, children from visible_loads(%s)", [authority_id])
        rows = cursor.fetchall()
    found: dict[int, list[Carried]] = defaultdict(list)
    for worker_id, status, freed, children in rows:
        found[worker_id].append(Carried(Status(status or Status.NONE), children, freed))
    return found
