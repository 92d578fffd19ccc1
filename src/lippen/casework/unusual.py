"""Which reads of children's records are unusual, and why: signs with points, in words; no tables, no clock.

A read is looked at with what speaks for it: whoever works with the child or the family, leads or covers for those who
do, wrote in the record, or owed something about it, reads it as part of their own work. A manager may read every record
of the council, so a manager's read without such a reason weighs less than anybody else's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lippen.kernel.clock import COUNCIL_ZONE
from lippen.kernel.trail import USUAL_FROM, USUAL_UNTIL

ENOUGH = 3
"""Points from which a read is reported."""
BURST_RECORDS = 10
BURST_WITHIN = timedelta(minutes=60)
SEVERAL = 2
"""Records outside their own work on one day, of somebody who is no manager."""
SELDOM = 0.2
"""Share of the days of their habits with reads at odd hours, below which such hours are unusual for a person."""
OWN_A_DAY, FULL_LIST = 2, 5
"""Reads of own work that a day's list holds at most, and how long it is when it holds none of them: a neighbour among
somebody's own children stays one for months, and comes up again with the next read."""
SEVERAL_BY_CHANCE = 2
"""Records outside own work that share a name or a street with one manager on a day, from which the list names them as
one: before a panel, some do."""
FEW_DAYS = 10
"""Days of reads below which nobody has habits yet."""


@dataclass(frozen=True)
class Habit:
    """On how many days somebody did anything here, and on how many of these at odd hours."""

    days: int = 0
    odd_days: int = 0

    @property
    def is_odd_seldom(self) -> bool:
        """Whether odd hours are unusual for them."""
        return self.days < FEW_DAYS or self.odd_days < SELDOM * self.days


class Sign(StrEnum):
    """What makes a read unusual."""

    STREET = "street"
    OWN_NAME = "own_name"
    SHARED_NAME = "shared_name"
    BURST = "burst"
    SLOWED = "slowed"
    OUTSIDE = "outside"
    NO_BUSINESS = "no_business"
    HOURS = "hours"
    SEVERAL = "several"
    LEAVING = "leaving"
    REFUSED = "refused"
    OPENED = "opened"


BY_CHANCE = {Sign.STREET, Sign.OWN_NAME, Sign.SHARED_NAME}
"""What somebody who reads many records shares with some of them by chance."""
Told = tuple[int, str, Sign]
"""A reader's account, the record that they read, and a sign."""
POINTS = {
    Sign.STREET: 3,
    Sign.OWN_NAME: 3,
    Sign.SHARED_NAME: 2,
    Sign.BURST: 3,
    Sign.SLOWED: 3,
    Sign.OUTSIDE: 2,
    Sign.NO_BUSINESS: 1,
    Sign.HOURS: 2,
    Sign.SEVERAL: 1,
    Sign.LEAVING: 1,
    Sign.REFUSED: 0,
    Sign.OPENED: 0,
}
WORDS = {
    Sign.STREET: "Somebody of this record lives in the reader's own street",
    Sign.OWN_NAME: "Somebody of this record has the reader's own family name, which few people here have",
    Sign.SHARED_NAME: "Somebody of this record has the reader's own family name",
    Sign.BURST: f"At least {BURST_RECORDS} different records outside own work within an hour",
    Sign.SLOWED: "Was slowed: opened many different records in a short time",
    Sign.OUTSIDE: "Neither the reader nor their team works with the child or the family",
    Sign.NO_BUSINESS: "A manager with nothing to decide or write here around that day",
    Sign.HOURS: "At an hour or on a day at which the reader seldom works",
    Sign.SEVERAL: "Not the only record outside own work on that day",
    Sign.LEAVING: "The reader's post ends within two weeks",
    Sign.REFUSED: "Was refused",
    Sign.OPENED: "Opened by break-glass, with a reason",
}


@dataclass(frozen=True)
class Read:
    """What one person read of one record on a day. `at`: the first time; `hours`: every time, to the quarter hour."""

    account_id: int
    record: str
    at: datetime
    hours: tuple[datetime, ...] = ()
    times: int = 1
    is_own_work: bool = False
    is_pending: bool = False
    is_manager: bool = False
    is_own_name: bool = False
    is_rare_name: bool = False
    is_own_street: bool = False
    is_leaving: bool = False
    is_refused: bool = False
    is_opened: bool = False

    @property
    def has_reason(self) -> bool:
        """Whether it is part of the reader's own work, or a manager has something to decide there."""
        return self.is_own_work or (self.is_manager and self.is_pending)


@dataclass(frozen=True)
class Unusual:
    """A read that is reported: by whom, of which record (none: of many at once), when, and every sign."""

    account_id: int
    record: str
    at: datetime
    times: int
    signs: tuple[Sign, ...]
    records: int = 1

    @property
    def points(self) -> int:
        """How much speaks for looking at it."""
        return sum(POINTS[sign] for sign in self.signs)


def is_odd_hour(moment: datetime) -> bool:
    """Whether a moment lies at night or on a Saturday or Sunday, in Europe/London."""
    there = moment.astimezone(COUNCIL_ZONE)
    return there.weekday() >= 5 or not USUAL_FROM <= there.hour < USUAL_UNTIL


def found(
    reads: Sequence[Read],
    *,
    habits: Mapping[int, Habit],
    slowed: Mapping[int, datetime] | None = None,
    cleared: Collection[Told] = (),
    told: Collection[Told] = (),
) -> tuple[Unusual, ...]:
    """The unusual reads of one day, those for which most speaks first.

    `cleared`: signs that somebody has looked at for this reader and this record, and found nothing wrong with.
    `told`: signs that were reported for them not long ago; of somebody's own work they are not reported each day again.
    """
    by_reader: dict[int, list[Read]] = defaultdict(list)
    for read in reads:
        by_reader[read.account_id].append(read)
    made: list[Unusual] = []
    for account_id, theirs in by_reader.items():
        made += _of_reader(account_id, theirs, habits.get(account_id, Habit()), told)
    made += [Unusual(account, "", at, 1, (Sign.SLOWED,), 0) for account, at in (slowed or {}).items()]
    left = [_without(each, cleared) for each in made]
    own = {(read.account_id, read.record) for read in reads if read.has_reason}
    kept = [each for each in left if each.points >= ENOUGH]
    kept.sort(key=lambda each: (-each.points, each.at, each.record))
    standing = [each for each in kept if (each.account_id, each.record) in own]
    room = max(0, FULL_LIST - (len(kept) - len(standing)))
    later = standing[min(OWN_A_DAY, room) :]
    return tuple(each for each in kept if each not in later)


def _of_reader(account_id: int, reads: Sequence[Read], habit: Habit, told: Collection[Told]) -> list[Unusual]:
    outside = [read for read in reads if not read.has_reason]
    several = len([read for read in outside if not read.is_manager]) >= SEVERAL
    made = []
    for read in reads:
        one = Unusual(account_id, read.record, read.at, read.times, _signs(read, habit, several))
        made.append(_without(one, told) if read.has_reason else one)
    made = _as_one(made)
    burst = _burst(outside)
    if burst:
        times = sum(read.times for read in burst)
        made.append(Unusual(account_id, "", burst[0].at, times, (Sign.BURST,), len(burst)))
    return made


def _as_one(found: list[Unusual]) -> list[Unusual]:
    """Several records in which a manager shares no more than a name or a street with somebody, as one."""
    chance = [
        each
        for each in found
        if each.points >= ENOUGH and {Sign.NO_BUSINESS} < {*each.signs} <= {Sign.NO_BUSINESS, *BY_CHANCE}
    ]
    if len(chance) < SEVERAL_BY_CHANCE:
        return found
    first, signs = chance[0], {sign for each in chance for sign in each.signs}
    times = sum(each.times for each in chance)
    one = replace(first, record="", times=times, signs=tuple(sorted(signs, key=list(Sign).index)), records=len(chance))
    return [*(each for each in found if each not in chance), one]


def _signs(read: Read, habit: Habit, several: bool) -> tuple[Sign, ...]:
    own = read.has_reason
    is_odd = any(map(is_odd_hour, read.hours or (read.at,)))
    is_standby = read.is_opened and is_odd and not habit.is_odd_seldom
    said = {
        Sign.STREET: read.is_own_street,
        Sign.OWN_NAME: read.is_own_name and read.is_rare_name,
        Sign.SHARED_NAME: read.is_own_name and not read.is_rare_name and not own,
        Sign.OUTSIDE: not own and not read.is_manager,
        Sign.NO_BUSINESS: not own and read.is_manager,
        Sign.HOURS: not own and habit.is_odd_seldom and is_odd,
        Sign.SEVERAL: several and not own and not read.is_manager and not is_standby,
        Sign.LEAVING: read.is_leaving and not own,
        Sign.REFUSED: read.is_refused,
        Sign.OPENED: read.is_opened,
    }
    return tuple(sign for sign, is_so in said.items() if is_so)


def _burst(reads: Iterable[Read]) -> list[Read]:
    """The largest number of different records within an hour, if there are enough."""
    looks = sorted(((at, read) for read in reads for at in {read.at, *read.hours}), key=lambda look: look[0])
    best: dict[str, Read] = {}
    for place, (began, _) in enumerate(looks):
        within = {read.record: read for at, read in looks[place:] if at - began <= BURST_WITHIN}
        best = max(best, within, key=len)
    return list(best.values()) if len(best) >= BURST_RECORDS else []


def _without(each: Unusual, cleared: Collection[Told]) -> Unusual:
    left = tuple(sign for sign in each.signs if (each.account_id, each.record, sign) not in cleared)
    return replace(each, signs=left)
