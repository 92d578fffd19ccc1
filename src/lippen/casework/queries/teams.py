"""What somebody who leads or manages looks at first: who waits, who could take a child, what is late, who is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from lippen.casework.queries import lists, numbers
from lippen.casework.vocabulary import (
    CHALLENGE_SUBJECT,
    DESTRUCTION_SUBJECT,
    DUTY_WORDS,
    OVER_SUBJECT,
    READS_SUBJECT,
    SEARCH_SUBJECT,
    WRONG_OPENING_SUBJECT,
    Duty,
)
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.queries import DutyRow
from lippen.organisation.queries.cover import AbsenceRow, absences_of
from lippen.organisation.queries.staffing import latest_teams

OURS = frozenset(Duty)
NOT_OF_CHILDREN = frozenset(
    {SEARCH_SUBJECT, OVER_SUBJECT, CHALLENGE_SUBJECT, READS_SUBJECT, DESTRUCTION_SUBJECT, WRONG_OPENING_SUBJECT}
)


@dataclass(frozen=True)
class LateRow:
    """Something that somebody of the team owes a child and should have done by a day."""

    words: str
    name: str
    person_ref: str
    who: str
    due_on: date


@dataclass(frozen=True)
class TeamLine:
    """One team of several, in numbers: those who work there, the children whom they carry, what is late."""

    id: int
    name: str
    workers: int
    away: int
    children: int
    over: int
    late: int


@dataclass(frozen=True)
class TeamBoard:
    """A team, or the whole council of a manager, on a day."""

    names: tuple[str, ...]
    waiting: lists.QueuePage
    workers: tuple[numbers.WorkerRow, ...]
    late: tuple[LateRow, ...]
    late_count: int
    away: tuple[AbsenceRow, ...]
    soon: tuple[LateRow, ...] = ()
    soon_count: int = 0
    """What would be late within a week if nobody did it."""
    teams: tuple[TeamLine, ...] = ()
    """Of the whole council its teams, the one with most that is late first; of many those of the first page."""
    all_teams: int = 0
    """How many teams there are, where some are not shown and nobody of these is among the workers."""

    @property
    def longest(self) -> lists.QueueRow | None:
        """The child who has waited longest."""
        return self.waiting.longest

    @property
    def could_take(self) -> numbers.WorkerRow | None:
        """Who carries least for their hours, is here and below their limit; one who leads only where nobody else is."""
        able = [w for w in self.workers if w.away_until is None and w.load.children < w.load.limit]
        return min(able, key=lambda worker: worker.is_leader, default=None)

    @property
    def over(self) -> tuple[numbers.WorkerRow, ...]:
        """Who has more children than the limit."""
        return tuple(worker for worker in self.workers if worker.load.is_over)


FIRST, MOST_LATE, NO_TEAM, MOST_TEAMS = 5, 30, 0, 40
WEEK = timedelta(days=7)
IN_NONE = "In no team"


def board(actor: Actor, *, today: date, team_id: int | None = None) -> TeamBoard:
    """The teams that the actor leads; of somebody who manages a council, one of its teams, or everybody there."""
    councils, manages = sorted(actor.reach_of(Permission.ALLOCATE)), lists.manages(actor)
    names = organisation.named_teams(councils) if manages else {}
    if manages:
        led = {} if team_id is None else _one_of_ours(team_id, names)
    else:
        led = organisation.led_teams(actor.person_id, on=today)
    late_by_person, all_teams, those = _late(councils, names, today) if manages and not led else ({}, 0, None)
    found = {"on": today, "team_ids": led or None, "person_ids": those}
    workers = tuple(each for council in councils for each in numbers.workers(actor, council, **found))
    waiting, holders = lists.queue_page(actor, today=today, size=FIRST), {each.person_id: each.name for each in workers}
    if manages and not led and (teams := _teams(names, workers, late_by_person)):
        return TeamBoard((), waiting, workers, (), 0, (), teams=teams, all_teams=all_teams)
    owed = organisation.late_duties(holders, OURS, on=today + WEEK)
    late, soon = [each for each in owed if each.ends_on <= today], [each for each in owed if each.ends_on > today]
    told = _told(actor, late, soon)
    return TeamBoard(
        names=tuple(sorted(led.values())),
        waiting=waiting,
        workers=workers,
        late=_rows(told, late, holders),
        late_count=len(late),
        soon=_rows(told, soon, holders),
        soon_count=len(soon),
        away=absences_of(actor, holders, on=today),
    )


def _one_of_ours(team_id: int, names: Mapping[int, str]) -> dict[int, str]:
    if team_id not in names:
        raise NotVisible
    return {team_id: names[team_id]}


def _late(
    councils: Sequence[int], names: Mapping[int, str], today: date
) -> tuple[Mapping[int, int], int, Collection[int] | None]:
    """How much each owes past its day; of more teams than a page shows how many there are, and who is in the first."""
    if len(names) <= MOST_TEAMS:
        return organisation.late_counts(OURS, on=today), 0, None
    how_many, first = latest_teams(councils, numbers.WORKING, OURS, on=today, most=MOST_TEAMS, nobodys=IN_NONE)
    late = {person_id: count for team in first for person_id, count in team.late.items()}
    return late, how_many, list(late)


def who_could_take(actor: Actor, rows: Sequence[lists.QueueRow], *, today: date) -> tuple[numbers.WorkerRow, ...]:
    """Who works beside a page of the queue, who carries least for their hours first: in the teams one leads, or all.

    Of a council with more teams than a page shows, those of whoever holds a child on this one.
    """
    led, found = organisation.teams_led(actor.person_id, on=today) or None, []
    for council in sorted({row.person.authority_id for row in rows}):
        teams: Collection[int] | None = led
        if led is None and len(organisation.teams([council])) > MOST_TEAMS:
            holders = {row.wait.holder_id for row in rows if row.person.authority_id == council}
            teams = {*organisation.teams_of_people(holders, council, on=today).values()}
        found += numbers.workers(actor, council, on=today, team_ids=teams)
    return tuple(found)


def _teams(
    names: Mapping[int, str], workers: Sequence[numbers.WorkerRow], late: Mapping[int, int]
) -> tuple[TeamLine, ...]:
    """Every team in numbers; what is late counts duties, as loads count children: how many and never which."""
    members: dict[int, list[numbers.WorkerRow]] = defaultdict(list)
    for worker in workers:
        members[worker.team_id or NO_TEAM].append(worker)
    if not set(members) - {NO_TEAM}:
        return ()
    rows = (
        TeamLine(
            team_id,
            names.get(team_id, IN_NONE),
            len(found),
            sum(each.away_until is not None for each in found),
            sum(each.load.children for each in found),
            sum(each.load.is_over for each in found),
            sum(late.get(each.person_id, 0) for each in found),
        )
        for team_id, found in members.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.late, row.name)))


Named = Mapping[tuple[str, str], tuple[str, str]]


def _told(actor: Actor, *lists_of_duties: Sequence[DutyRow]) -> Named:
    """Whom the first of each of these lists are about, as far as the actor sees them."""
    shown = [duty for each in lists_of_duties for duty in _of_children(each)]
    return lists.named(actor, {(duty.subject_kind, duty.subject_key) for duty in shown})


def _of_children(duties: Sequence[DutyRow]) -> list[DutyRow]:
    return [duty for duty in duties if duty.subject_kind not in NOT_OF_CHILDREN][: MOST_LATE * 2]


def _rows(told: Named, duties: Sequence[DutyRow], holders: Mapping[int, str]) -> tuple[LateRow, ...]:
    """The first of what these people owe, of children whom the actor sees."""
    rows = (
        LateRow(
            DUTY_WORDS[Duty(duty.kind)],
            *told[duty.subject_kind, duty.subject_key],
            holders[duty.holder_id],
            duty.ends_on - timedelta(days=1),
        )
        for duty in _of_children(duties)
        if (duty.subject_kind, duty.subject_key) in told
    )
    return tuple(islice(rows, MOST_LATE))
