"""A council's own figures, and what somebody carries by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from lippen.casework import rules
from lippen.casework.models import LimitDecision, LocalNumber, OverLimit
from lippen.casework.queries import rooms
from lippen.casework.rules import Carried, Load
from lippen.casework.vocabulary import Status
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation
from lippen.organisation.queries import terms
from lippen.organisation.queries.owed import About, OwedRow, owed_by_kind, owed_until
from lippen.organisation.queries.terms import TermsRow
from lippen.organisation.roles import Role

NOTHING = OwedRow(0, Decimal(0))


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
    source: str

    @property
    def unit_words(self) -> str:
        """The unit as it reads after the number."""
        return rules.unit_words(self.number, self.unit)

    @property
    def is_own(self) -> bool:
        """Whether the council has set it."""
        return self.so_on is not None


@dataclass(frozen=True)
class PastRow:
    """Since when somebody is past the limit."""

    ref: str
    since: date


@dataclass(frozen=True)
class DecisionRow:
    """A decision of the head of service that stands for a team's reasons past the limit."""

    decided_on: date
    words: str
    valid_until: date

    @property
    def reason(self) -> str:
        """The reason that it stands for."""
        return f"By the head of service's decision of {self.decided_on:%-d %B %Y}: {self.words}"


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
    past: PastRow | None = None
    decision: DecisionRow | None = None
    own_limit: NumberRow | None = None
    """The limit of the council's own, since when and why, where it has set one."""


def numbers(actor: Actor, authority_id: int, *, on: date) -> dict[str, Decimal]:
    """Every local figure by its key, on a day."""
    return rules.numbers_with({row.key: row.number for row in _set(actor, authority_id, on)})


def figures(actor: Actor, authority_id: int, *, on: date) -> Any:
    """A council's own figures on a day, to be read together with something else."""
    return _figures(actor, authority_id, on).order_by("so_on", "id")


def of_figures(rows: Iterable[LocalNumber]) -> dict[str, Decimal]:
    """Every local figure by its key, from a council's own as they were read."""
    return rules.numbers_with({key: row.number for key, row in _last_said(rows).items()})


def number_rows(actor: Actor, authority_id: int, *, on: date) -> tuple[NumberRow, ...]:
    """Every local figure with where it comes from."""
    return _rows({row.key: row for row in _set(actor, authority_id, on)})


def _rows(own: Mapping[str, LocalNumber]) -> tuple[NumberRow, ...]:
    return tuple(
        NumberRow(
            each.key,
            each.words,
            each.unit,
            own[each.key].number if each.key in own else each.start,
            each.start,
            own[each.key].so_on if each.key in own else None,
            own[each.key].why if each.key in own else "",
            each.source,
        )
        for each in rules.LOCALS.values()
    )


def _set(actor: Actor, authority_id: int, on: date) -> list[LocalNumber]:
    return list(_last_said(_figures(actor, authority_id, on).order_by("so_on", "id")).values())


def _figures(actor: Actor, authority_id: int, on: date) -> Any:
    return LocalNumber.objects.visible_to(actor).filter(authority_id=authority_id, so_on__lte=on)


def _last_said(rows: Iterable[LocalNumber]) -> dict[str, LocalNumber]:
    return {row.key: row for row in rows}


def _standing(actor: Actor, authority_id: int, on: date) -> list[list[Any]]:
    """The council's own figures, who is past the limit since when, and decisions that stand for a team's reasons."""
    return read_prepared(_as_decided, actor, authority_id, on)


def _as_decided(actor: Actor, authority_id: int, on: date) -> tuple[Any, ...]:
    own = {"authority_id": authority_id, "so_on__lte": on}
    return (
        _figures(actor, authority_id, on).order_by("so_on", "id"),
        OverLimit.objects.visible_to(actor).filter(**own).order_by("so_on", "id"),
        LimitDecision.objects.visible_to(actor).filter(**own).order_by("so_on", "id"),
    )


WORKING = (Role.SOCIAL_WORKER.value, Role.TEAM_LEADER.value)


def workers(
    actor: Actor,
    authority_id: int,
    *,
    on: date,
    team_ids: Collection[int] | None = None,
    person_ids: Collection[int] | None = None,
) -> tuple[WorkerRow, ...]:
    """Who can be allocated a child, perhaps of some teams or people alone, whoever carries least for their hours first.

    Children that the actor does not see count too.
    """
    people = organisation.staff_of(authority_id, WORKING, on=on, team_ids=team_ids, person_ids=person_ids)
    ids = [row.id for row in people]
    own, over, decided = _standing(actor, authority_id, on)
    figures = rules.numbers_with({key: row.number for key, row in _last_said(own).items()})
    own_limit = next((row for row in _rows(_last_said(own)) if row.key == "limit_children" and row.is_own), None)
    past = {row.worker_id: row for row in over}
    decisions = {row.team_id: row for row in decided}
    carried = carried_by(authority_id, ids)
    work = terms.at_work(actor, authority_id, ids, on=on, until=on + rules.FOUR_WEEKS)
    owed = owed_until(ids, _about(), on=on, until=on + rules.EIGHT_WEEKS)
    rows = []
    for row in people:
        how = work.terms.get(row.id, terms.AS_USUAL)
        spells = work.away.get(row.id, [])
        share = {"experience": how.known_experience, "there_share": rules.there_share(spells, on)}
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
                _past(past.get(row.id)),
                _decision(decisions.get(row.team_id), on),
                own_limit,
            )
        )
    return tuple(sorted(rows, key=lambda row: (*row.load.least_first, row.name)))


@dataclass(frozen=True)
class DueRow:
    """What somebody owes in eight weeks of one kind: how much of it stands on the desk, how often again, the hours."""

    words: str
    owed: OwedRow


def due_rows(person_id: int, *, on: date) -> tuple[DueRow, ...]:
    """What somebody owes for children in eight weeks, what takes most hours first; and never for which child."""
    owed = owed_by_kind(person_id, _about(), on=on, until=on + rules.EIGHT_WEEKS)
    rows = [DueRow(rooms.words_of_duty(kind), row) for kind, row in owed.items()]
    return tuple(sorted(rows, key=lambda row: (-row.owed.hours, row.words)))


def _about() -> About:
    """What duties are about that count in eight weeks: of this room, and of children in the rooms above."""
    return About("casework", rooms.child_subjects())


def _past(row: OverLimit | None) -> PastRow | None:
    return PastRow(row.ref, row.so_on) if row and row.is_over else None


def _decision(row: LimitDecision | None, on: date) -> DecisionRow | None:
    return DecisionRow(row.so_on, row.words, row.valid_until) if row and row.valid_until >= on else None


def carried_by(authority_id: int, workers: Collection[int]) -> dict[int, list[Carried]]:
    """What the children allocated to each of these workers need: how many of which kind, and never which."""
    with connection.cursor() as cursor:
        given = [authority_id, list(workers)]
        cursor.execute("select worker_id, status, freed, children from visible_loads(%s, %s::bigint[])", given)
        rows = cursor.fetchall()
    found: dict[int, list[Carried]] = defaultdict(list)
    for worker_id, status, freed, children in rows:
        found[worker_id].append(Carried(Status(status or Status.NONE), children, freed))
    return found
