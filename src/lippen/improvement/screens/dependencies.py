"""What waits on what in a plan, worst first; what carries what; and what goes on as part of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words
from lippen.improvement import queries
from lippen.improvement.queries import offered
from lippen.improvement.queries.plan_ties import PlanTies
from lippen.improvement.rules import SET_ASIDE
from lippen.improvement.screens import tying
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.plans import common
from lippen.improvement.source_rows import CarrierRow, Ties, WaitRow

MOST_INSET = 6


@dataclass(frozen=True)
class Step:
    """One action in a chain: how deep it waits, what it is, and what is late about it."""

    depth: int
    ref: str
    number: str
    text: str
    state: str
    late: str
    late_above: str

    @property
    def inset(self) -> range:
        """One for each step between it and the one that holds it up."""
        return range(min(self.depth - 1, MOST_INSET))


@dataclass(frozen=True)
class Carried:
    """An action that a plan of its own carries, with that plan's standings in words."""

    row: CarrierRow
    words: str


def dependencies(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    seen = look(request.GET)
    asked = {"as_at": seen.as_at, "known_at": seen.known_at, "today": seen.today}
    ties = queries.plan_ties(request.actor, found, **asked)
    chains = in_chains(ties)
    carried = queries.carried_actions(request.actor, found.id, **asked)
    context = {
        **common(found, seen),
        "title": "What waits on what",
        "crumbs": (PLANS, crumb_to_plan(found, seen.query), Crumb("What waits on what")),
        "chains": chains,
        "sentence": chains_words(chains),
        "carried": [Carried(row, tying.standings_words(row)) for row in carried],
        "carries": queries.carried_by_plan(request.actor, found.id, as_at=seen.as_at, known_at=seen.known_at),
        "merged": [
            (row, ties.by_action[pk].into)
            for pk, row in ties.tied.items()
            if pk in ties.by_action and ties.by_action[pk].into
        ],
    }
    request.audit_keys = {"chains": len(chains)}
    return render(request, "improvement/dependencies.html", context)


def in_chains(ties: PlanTies) -> list[list[Step]]:
    """Each action that others wait on and that itself waits on none, with all that wait below it; late ones first."""
    found = {row.ref: ties.by_action[pk] for pk, row in ties.tied.items() if pk in ties.by_action}
    rows = {row.ref: row for row in ties.tied.values()}
    roots = [ref for ref, each in found.items() if each.holds_up and each.waits_on is None]
    chains = [list(_chain(ref, found, rows, 0, "")) for ref in roots]
    return sorted(chains, key=lambda chain: not any(step.late or step.late_above for step in chain))


def _chain(
    ref: str, found: Mapping[str, Ties], rows: Mapping[str, WaitRow], depth: int, late_above: str
) -> Iterator[Step]:
    row = rows[ref]
    own = "" if row.state in SET_ASIDE else row.late_words
    yield Step(depth, ref, row.number, row.text, row.state, own, late_above)
    late = f"action {row.number} ({row.late_words.lower()})" if row.late_words else late_above
    for each in found[ref].holds_up if ref in found else ():
        yield from _chain(each.ref, found, rows, depth + 1, late)


def chains_words(chains: list[list[Step]]) -> str:
    """What the list shows, in one sentence."""
    waiting = [step for chain in chains for step in chain if step.depth]
    if not waiting:
        return "No action of this plan waits on another."
    late = [step for step in waiting if step.late_above]
    told = f"{count_words(len(waiting), 'action waits', 'actions wait')} on another"
    if not late:
        return f"{told}. Nothing that they wait on is late."
    return f"{told}. What {len(late)} of them {'waits' if len(late) == 1 else 'wait'} on is late, put off or blocked."
