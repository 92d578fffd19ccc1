"""One page of a plan's actions with the counts of the whole plan: lean columns for all, full rows for the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from lippen.improvement import rules
from lippen.improvement.queries.lean import Lean, Look, Today, ending
from lippen.improvement.queries.past import Past
from lippen.improvement.queries.plans import bare_plan
from lippen.improvement.rows import CountsRow, PageRow, PlanRow
from lippen.improvement.vocabulary import Colour, State
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation

PAGE_SIZE = 100
NO_UPDATE = "none"
"""The filter's word for actions of which nothing was said within the rhythm."""
COLOURS: dict[str, int] = {colour.value: place for place, colour in enumerate(Colour)}


@dataclass(frozen=True)
class Filters:
    """Which actions a reader wants. Empty means any; `lead` is a person's initials, `-` means without a lead."""

    theme_id: int | None = None
    lead: str = ""
    state: str = ""
    standing: str = ""
    authority: str = ""
    words: str = ""
    updates: str = ""
    only: frozenset[int] | None = None
    """Of these actions, by id; None means of all."""


SORTS: Mapping[str, Callable[[Lean], object]] = {
    "number": lambda lean: lean.place,
    "date": lambda lean: lean.now.target_ends_on or date.max,
    "state": lambda lean: lean.state,
    "standing": lambda lean: COLOURS[lean.standing],
    "update": lambda lean: lean.now.last_update_on or date.min,
}


def plan_page(
    actor: Actor,
    plan_id: int,
    *,
    today: date,
    filters: Filters | None = None,
    sort: str = "number",
    page: int = 1,
    size: int = PAGE_SIZE,
    as_at: date | None = None,
    known_at: datetime | None = None,
) -> PageRow:
    """One page of the plan's actions, filtered and sorted, with the counts of the whole plan."""
    found = bare_plan(actor, plan_id)
    return page_of_plan(
        found, today=today, filters=filters, sort=sort, page=page, size=size, as_at=as_at, known_at=known_at
    )


def page_of_plan(
    found: PlanRow,
    *,
    today: date,
    filters: Filters | None = None,
    sort: str = "number",
    page: int = 1,
    size: int = PAGE_SIZE,
    as_at: date | None = None,
    known_at: datetime | None = None,
) -> PageRow:
    """The same of a plan that has just been read for its reader."""
    seen = _look(found, as_at or today, known_at, today)
    leans = seen.leans()
    wanted = _sorted(_chosen(leans, filters or Filters(), found, seen), sort)
    pages = max(1, -(-len(wanted) // size))
    page = min(max(1, page), pages)
    shown = [lean.id for lean in wanted[(page - 1) * size : page * size]]
    return PageRow(seen.rows(shown), _counts(leans, seen.day), len(wanted), page, pages)


def _look(plan: PlanRow, day: date, known_at: datetime | None, today: date) -> Look:
    return Past(plan, day, known_at) if known_at is not None or day < today else Today(plan, day)


def plan_counts(actor: Actor, plan_id: int, *, today: date) -> CountsRow:
    """How many actions of a plan stand where."""
    return _counts(Today(bare_plan(actor, plan_id), today).leans(), today)


def _chosen(leans: Sequence[Lean], wanted: Filters, plan: PlanRow, seen: Look) -> list[Lean]:
    tests = _tests(wanted, plan, seen)
    if not tests:
        return list(leans)
    return [lean for lean in leans if all(test(lean) for test in tests)]


def _tests(wanted: Filters, plan: PlanRow, seen: Look) -> list[Callable[[Lean], bool]]:
    tests: list[Callable[[Lean], bool]] = []
    if wanted.only is not None:
        only = wanted.only
        tests.append(lambda lean: lean.id in only)
    if wanted.theme_id is not None:
        tests.append(lambda lean: lean.theme_id == wanted.theme_id)
    if wanted.state:
        tests.append(lambda lean: lean.state == wanted.state)
    if wanted.standing:
        tests.append(lambda lean: lean.standing == wanted.standing)
    if wanted.updates == NO_UPDATE:
        tests.append(lambda lean: lean.lacks_update)
    if wanted.lead:
        tests.append(_led_by(wanted.lead, seen))
    if wanted.authority:
        tests.append(_for_authority(wanted.authority, plan, seen))
    if wanted.words:
        ids = seen.saying(wanted.words.split())
        tests.append(lambda lean: lean.id in ids)
    return tests


def _led_by(lead: str, seen: Look) -> Callable[[Lean], bool]:
    leads = seen.leads()
    if lead == "-":
        return lambda lean: not leads.get(lean.id)
    named = {person_id for each in leads.values() for person_id, _ in each if person_id}
    known = {i for i, initials in organisation.person_initials(named).items() if initials == lead}
    led = {i for i, each in leads.items() if any(person_id in known or words == lead for person_id, words in each)}
    return lambda lean: lean.id in led


def _for_authority(name: str, plan: PlanRow, seen: Look) -> Callable[[Lean], bool]:
    only = seen.authorities()
    names = organisation.authority_names({i for ids in only.values() for i in ids})
    shared = name in plan.authorities
    return lambda lean: any(names[i] == name for i in only[lean.id]) if lean.id in only else shared


def _sorted(leans: Sequence[Lean], sort: str) -> list[Lean]:
    key = SORTS.get(sort.lstrip("-"), SORTS["number"])
    ordered = sorted(leans, key=attrgetter("place"))
    return sorted(ordered, key=key, reverse=sort.startswith("-"))


def _counts(leans: Sequence[Lean], today: date) -> CountsRow:
    aside = rules.CLOSED | {State.POSTPONED}
    open_ones = [lean for lean in leans if lean.state not in aside]
    return CountsRow(
        total=len(leans),
        by_standing=dict(Counter(lean.standing for lean in leans)),
        by_state=dict(Counter(lean.state for lean in leans)),
        late=_passed(Counter(lean.now.target_ends_on for lean in open_ones), today),
        review_due=_passed(Counter(lean.now.review_ends_on for lean in open_ones), today),
    )


def _passed(ends: Counter[date | None], today: date) -> int:
    """How many of these ends lie behind us; each day is looked at once."""
    periods = ((ending(ends_on), count) for ends_on, count in ends.items())
    return sum(count for period, count in periods if period is not None and period.has_passed(today))
