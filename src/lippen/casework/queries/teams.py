"""What somebody who leads or manages looks at first: who waits, who could take a child, what is late, who is away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lippen.casework.queries import lists, numbers
from lippen.casework.vocabulary import DUTY_WORDS, Duty
from lippen.kernel.access import Actor, Permission
from lippen.organisation import queries as organisation
from lippen.organisation.queries.cover import AbsenceRow, absences_of

OURS = frozenset(Duty)


@dataclass(frozen=True)
class LateRow:
    """Something that somebody of the team owes a child and should have done by a day."""

    words: str
    name: str
    person_ref: str
    who: str
    due_on: date


@dataclass(frozen=True)
class TeamBoard:
    """A team, or the whole council of a manager, on a day."""

    names: tuple[str, ...]
    waiting: tuple[lists.QueueRow, ...]
    workers: tuple[numbers.WorkerRow, ...]
    late: tuple[LateRow, ...]
    away: tuple[AbsenceRow, ...]

    @property
    def longest(self) -> lists.QueueRow | None:
        """The child who has waited longest."""
        return max(self.waiting, key=lambda row: row.days) if self.waiting else None

    @property
    def could_take(self) -> numbers.WorkerRow | None:
        """Who carries least among those who are here and below their limit; one who leads only where nobody else is."""
        able = [w for w in self.workers if w.away_until is None and w.load.children < w.load.limit]
        return min(able, key=lambda worker: worker.is_leader, default=None)

    @property
    def over(self) -> tuple[numbers.WorkerRow, ...]:
        """Who has more children than the limit."""
        return tuple(worker for worker in self.workers if worker.load.is_over)


def board(actor: Actor, *, today: date) -> TeamBoard:
    """The teams that the actor leads; of somebody who manages a council, everybody there who works with children."""
    councils = sorted(actor.reach_of(Permission.ALLOCATE))
    everybody = [each for council in councils for each in numbers.workers(actor, council, on=today)]
    led = {} if lists.manages(actor) else organisation.led_teams(actor.person_id, on=today)
    workers = tuple(each for each in everybody if not led or each.team_id in led)
    ids = {each.person_id for each in workers}
    return TeamBoard(
        names=tuple(sorted(led.values())),
        waiting=lists.queue(actor, today=today),
        workers=workers,
        late=_late(actor, {each.person_id: each.name for each in workers}, today),
        away=absences_of(actor, ids, on=today),
    )


def _late(actor: Actor, workers: Mapping[int, str], today: date) -> tuple[LateRow, ...]:
    """What these people owe past its day, of children whom the actor sees; the latest first."""
    owed = [duty for duty in organisation.open_duties(workers) if duty.kind in OURS and duty.ends_on <= today]
    found = lists.people_of_duties(actor, owed)
    return tuple(
        LateRow(
            DUTY_WORDS[Duty(duty.kind)],
            *found[duty.subject_kind, duty.subject_key],
            workers[duty.holder_id],
            duty.ends_on - timedelta(days=1),
        )
        for duty in owed
        if (duty.subject_kind, duty.subject_key) in found
    )
