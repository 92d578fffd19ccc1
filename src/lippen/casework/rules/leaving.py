"""Somebody leaves: whom Lippen proposes for each of their children."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from lippen.casework.rules.loads import Load

LAST = Decimal(10) ** 9


@dataclass(frozen=True)
class ToPlace:
    """A child who needs another worker: hours in four weeks, who knows the family, to whom alone the record is open."""

    key: int
    hours: Decimal
    known_to: frozenset[int] = frozenset()
    only: frozenset[int] = frozenset()
    team_id: int | None = None
    but: frozenset[int] = frozenset()
    """Who has said that they do not take over."""


@dataclass(frozen=True)
class CanTake:
    """Somebody who is here, with what they carry and what they are asked to take already."""

    worker_id: int
    load: Load
    team_id: int | None = None
    is_leader: bool = False


def proposed(children: Iterable[ToPlace], workers: Collection[CanTake]) -> dict[int, int | None]:
    """Who is proposed for each child, by key: `PROPOSED_WORKER`."""
    now = {each.worker_id: each for each in workers}
    found: dict[int, int | None] = {}
    for child in sorted(children, key=lambda each: (-each.hours, each.key)):
        after = {key: each.load.with_one_more(child.hours) for key, each in now.items()}
        open_to = [key for key in after if key not in child.but and (not child.only or key in child.only)]
        able = [key for key in open_to if not after[key].is_over]
        best = min(able, key=lambda key: _order(child, now[key], after[key]), default=None)
        found[child.key] = best
        if best is not None:
            now[best] = replace(now[best], load=after[best])
    return found


def _order(child: ToPlace, worker: CanTake, after: Load) -> tuple[bool, bool, bool, Decimal, int]:
    """Who knows the family, who is of the team, who does not lead one, whose share in use is smallest."""
    knows, near = worker.worker_id in child.known_to, worker.team_id == child.team_id
    return not knows, not near, worker.is_leader, _in_use(after), worker.worker_id


def _in_use(load: Load) -> Decimal:
    return load.hours / load.capacity if load.capacity else LAST
