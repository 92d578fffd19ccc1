"""What reaches the route of a line, and so ends it: an order, an adoption, going home, a placement that is to last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lippen.care.vocabulary import Destination, Event
from lippen.care.vocabulary.permanence import Route

BY_ORDER = {"PO": frozenset({Route.PO}), "POA": frozenset({Route.PO, Route.POA})}
"""Which routes a legal reason of the Scottish list reaches as it is granted: with authority to adopt both."""
BY_LEAVING = {Destination.HOME: frozenset({Route.HOME}), Destination.ADOPTED: frozenset({Route.ADOPTION})}
"""Which routes are reached by how care ends. A placement at home is none: the child is looked after still."""
BY_EVENT = {
    Event.KINSHIP_ORDER: frozenset({Route.KINSHIP}),
    Event.FINAL_PLACEMENT: frozenset({Route.LONG_TERM}),
}


@dataclass(frozen=True)
class Reaching:
    """Something that reached these routes on a day: which record says so, and what it was in words."""

    routes: frozenset[Route]
    on: date
    key: str
    words: str


def reached(route: Route, since: date, found: Iterable[Reaching]) -> Reaching | None:
    """What reached a line's route first, from the line's first day on."""
    there = [each for each in found if route in each.routes and each.on >= since]
    return min(there, key=lambda each: each.on, default=None)
