"""One page of a plan's actions with the counts of the whole plan: lean columns for all, full rows for the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from lippen.improvement import rules
from lippen.improvement.models import Action, ActionNow
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.plans import bare_plan
from lippen.improvement.queries.reading import action_rows
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import ActionRow, CountsRow, PageRow, PlanRow
from lippen.improvement.vocabulary import UNCONFIRMED, Colour, State
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period, Precision
from lippen.organisation import queries as organisation

PAGE_SIZE = 100
STATES: dict[str, State] = {state.value: state for state in State}
COLOURS: dict[str, int] = {colour.value: place for place, colour in enumerate(Colour)}
Place = tuple[int, int, int, int]
PLACE = ("action__theme__position", "action__theme_id", "action__position", "action_id")


class LeanNow(NamedTuple):
    """The columns of ActionNow that counting, filtering and sorting need: plain ones, quick to read."""

    action_id: int
    state: str
    state_on: date | None
    first_target_ends_on: date | None
    target_ends_on: date | None
    review_ends_on: date | None
    override: str
    last_update_on: date | None
    evidence_accepted: bool


class Lean(NamedTuple):
    """As much of an action as counting, filtering and sorting need."""

    id: int
    place: Place
    theme_id: int
    state: str
    standing: str
    now: ActionNow | LeanNow


@dataclass(frozen=True)
class Filters:
    """Which actions a reader wants. Empty means any; `lead` is a person's initials, `-` means without a lead."""

    theme_id: int | None = None
    lead: str = ""
    state: str = ""
    standing: str = ""
    authority: str = ""
    words: str = ""


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
    day = as_at or today
    past = known_at is not None or day < today
    nows = _past_nows(found, day, known_at) if past else {}
    leans = _past(found, nows, day) if past else _present(found, day)
    wanted = _sorted(_chosen(leans, filters or Filters(), found), sort)
    pages = max(1, -(-len(wanted) // size))
    page = min(max(1, page), pages)
    shown = wanted[(page - 1) * size : page * size]
    return PageRow(_rows(found, shown, nows, day), _counts(leans, day), len(wanted), page, pages)


def plan_counts(actor: Actor, plan_id: int, *, today: date) -> CountsRow:
    """How many actions of a plan stand where."""
    return _counts(_present(bare_plan(actor, plan_id), today), today)


def _present(plan: PlanRow, today: date) -> list[Lean]:
    values = ActionNow.objects.filter(plan_id=plan.id).values_list("action__so_on", *PLACE, *LeanNow._fields)
    return [_lean(LeanNow._make(row[5:]), row[0], row[1:5], plan.rhythm_days, today) for row in values]


Past = dict[int, tuple[Action, ActionNow]]


def _past_nows(plan: PlanRow, as_at: date, known_at: datetime | None) -> Past:
    actions = Action.objects.filter(plan_id=plan.id, so_on__lte=as_at).known_at(known_at).select_related("theme")
    kept = {action.pk: action for action in actions}
    nows = facts.worked_out(kept.values(), Scope(plan_id=plan.id, as_at=as_at, known_at=known_at))
    return {now.action_id: (kept[now.action_id], now) for now in nows}


def _past(plan: PlanRow, nows: Past, day: date) -> list[Lean]:
    return [_lean(now, action.so_on, _place(action), plan.rhythm_days, day) for action, now in nows.values()]


def _place(action: Action) -> Place:
    return action.theme.position, action.theme_id, action.position, action.pk


def _lean(now: ActionNow | LeanNow, added_on: date, place: Place, rhythm_days: int, today: date) -> Lean:
    standing = now.override or rules.standing(_standing_facts(now, added_on, rhythm_days), today).colour.value
    return Lean(now.action_id, place, place[1], now.state or UNCONFIRMED, standing, now)


def _standing_facts(now: ActionNow | LeanNow, added_on: date, rhythm_days: int) -> rules.StandingFacts:
    """Only the last days of dates are known here: the colour comes out right, and the words are not used."""
    return rules.StandingFacts(
        state=STATES.get(now.state),
        state_on=now.state_on,
        first_target=_ending(now.first_target_ends_on),
        target=_ending(now.target_ends_on),
        last_update_on=now.last_update_on,
        added_on=added_on,
        evidence_accepted=now.evidence_accepted,
        rhythm_days=rhythm_days,
    )


@lru_cache(maxsize=4096)
def _ending(ends_on: date | None) -> Period | None:
    return Period("", Precision.DAY, ends_on - timedelta(days=1), ends_on) if ends_on else None


def _chosen(leans: Sequence[Lean], wanted: Filters, plan: PlanRow) -> list[Lean]:
    tests = _tests(wanted, plan)
    return [lean for lean in leans if all(test(lean) for test in tests)]


def _tests(wanted: Filters, plan: PlanRow) -> list[Callable[[Lean], bool]]:
    tests: list[Callable[[Lean], bool]] = []
    if wanted.theme_id is not None:
        tests.append(lambda lean: lean.theme_id == wanted.theme_id)
    if wanted.state:
        tests.append(lambda lean: lean.state == wanted.state)
    if wanted.standing:
        tests.append(lambda lean: lean.standing == wanted.standing)
    if wanted.lead:
        tests.append(_led_by(wanted.lead, plan))
    if wanted.authority:
        tests.append(_for_authority(wanted.authority, plan))
    if wanted.words:
        ids = _saying(plan, wanted.words)
        tests.append(lambda lean: lean.id in ids)
    return tests


def _led_by(lead: str, plan: PlanRow) -> Callable[[Lean], bool]:
    leads = dict(ActionNow.objects.filter(plan_id=plan.id).values_list("action_id", "leads"))
    if lead == "-":
        return lambda lean: not leads[lean.id]
    named = {person_id for each in leads.values() for person_id, _ in each if person_id}
    known = {i for i, initials in organisation.person_initials(named).items() if initials == lead}
    led = {i for i, each in leads.items() if any(person_id in known or words == lead for person_id, words in each)}
    return lambda lean: lean.id in led


def _for_authority(name: str, plan: PlanRow) -> Callable[[Lean], bool]:
    limited = ActionNow.objects.filter(plan_id=plan.id).exclude(authorities=[])
    only: dict[int, list[int]] = dict(limited.values_list("action_id", "authorities"))
    names = organisation.authority_names({i for ids in only.values() for i in ids})
    shared = name in plan.authorities
    return lambda lean: any(names[i] == name for i in only[lean.id]) if lean.id in only else shared


def _saying(plan: PlanRow, words: str) -> set[int]:
    found = ActionNow.objects.filter(plan_id=plan.id)
    for word in words.split():
        found = (
            found.filter(text__icontains=word)
            | found.filter(intent__icontains=word)
            | found.filter(last_update_text__icontains=word)
            | found.filter(action__theme__title__icontains=word)
            | found.filter(action__number=word)
        )
    return set(found.values_list("action_id", flat=True))


def _sorted(leans: Sequence[Lean], sort: str) -> list[Lean]:
    key = SORTS.get(sort.lstrip("-"), SORTS["number"])
    ordered = sorted(leans, key=lambda lean: lean.place)
    return sorted(ordered, key=key, reverse=sort.startswith("-"))


def _rows(plan: PlanRow, shown: Sequence[Lean], past: Past, day: date) -> tuple[ActionRow, ...]:
    ids = [lean.id for lean in shown]
    if past:
        actions, nows = [past[i][0] for i in ids], {i: past[i][1] for i in ids}
    else:
        found = Action.objects.select_related("theme").in_bulk(ids)
        actions = [found[i] for i in ids]
        nows = facts.present(actions)
    return action_rows(plan, actions, nows, as_at=day, today=day)


def _counts(leans: Sequence[Lean], today: date) -> CountsRow:
    aside = rules.CLOSED | {State.POSTPONED}
    open_ones = [lean for lean in leans if lean.state not in aside]
    return CountsRow(
        total=len(leans),
        by_standing=dict(Counter(lean.standing for lean in leans)),
        by_state=dict(Counter(lean.state for lean in leans)),
        late=sum(1 for lean in open_ones if _passed(lean.now.target_ends_on, today)),
        review_due=sum(1 for lean in open_ones if _passed(lean.now.review_ends_on, today)),
    )


def _passed(ends_on: date | None, today: date) -> bool:
    period = _ending(ends_on)
    return period is not None and period.has_passed(today)
