"""One page of a plan's actions with the counts of the whole plan: lean columns for all, full rows for the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from lippen.improvement import rules
from lippen.improvement.models import Action, ActionNow
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.plans import bare_plan
from lippen.improvement.queries.reading import action_rows, pair_of, standing_by_rule
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import CountsRow, PageRow, PlanRow
from lippen.improvement.vocabulary import UNCONFIRMED, Colour, State
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation

PAGE_SIZE = 100
Place = tuple[int, int, int, int]


class LeanNow(NamedTuple):
    """The columns of ActionNow that counting, filtering and sorting need."""

    action_id: int
    state: str
    state_on: date | None
    dates: dict[str, list[list[str]]]
    leads: list[list[Any]]
    authorities: list[int]
    override: str
    last_update_on: date | None
    evidence_accepted: bool


PLACE = ("action__theme__position", "action__theme_id", "action__position", "action_id")


@dataclass(frozen=True)
class Filters:
    """Which actions a reader wants. Empty means any; `lead` is a person's initials, `-` means without a lead."""

    theme_id: int | None = None
    lead: str = ""
    state: str = ""
    standing: str = ""
    authority: str = ""
    words: str = ""


@dataclass(frozen=True)
class Lean:
    """As much of an action as counting, filtering and sorting need."""

    id: int
    place: Place
    theme_id: int
    state: str
    standing: str
    now: ActionNow | LeanNow

    @property
    def target_ends_on(self) -> date:
        """For sorting: without a target date last."""
        target = pair_of(self.now, "target")[1]
        return target.ends_on if target else date.max


SORTS: Mapping[str, Callable[[Lean], object]] = {
    "number": lambda lean: lean.place,
    "date": lambda lean: lean.target_ends_on,
    "state": lambda lean: lean.state,
    "standing": lambda lean: list(Colour).index(Colour(lean.standing)),
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
    day = as_at or today
    past = known_at is not None or day < today
    leans = _past(found, day, known_at) if past else _present(found, today)
    wanted = _sorted(_chosen(leans, filters or Filters(), found), sort)
    pages = max(1, -(-len(wanted) // size))
    page = min(max(1, page), pages)
    shown = wanted[(page - 1) * size : page * size]
    rows = _rows(found, shown, day, past)
    return PageRow(rows, _counts(leans, day), len(wanted), page, pages)


def plan_counts(actor: Actor, plan_id: int, *, today: date) -> CountsRow:
    """How many actions of a plan stand where."""
    return _counts(_present(bare_plan(actor, plan_id), today), today)


def _present(plan: PlanRow, today: date) -> list[Lean]:
    values = ActionNow.objects.filter(plan_id=plan.id).values_list("action__so_on", *PLACE, *LeanNow._fields)
    return [_lean(LeanNow._make(row[5:]), row[0], row[1:5], plan.rhythm_days, today) for row in values]


def _lean(
    now: ActionNow | LeanNow, added_on: date, place: tuple[int, int, int, int], rhythm_days: int, today: date
) -> Lean:
    standing = now.override or standing_by_rule(now, added_on, rhythm_days, today).colour.value
    return Lean(now.action_id, place, place[1], now.state or UNCONFIRMED, standing, now)


def _past(plan: PlanRow, as_at: date, known_at: datetime | None) -> list[Lean]:
    actions = Action.objects.filter(plan_id=plan.id, so_on__lte=as_at).known_at(known_at).select_related("theme")
    kept = {action.pk: action for action in actions}
    nows = facts.worked_out(kept.values(), Scope(plan_id=plan.id, as_at=as_at, known_at=known_at))
    return [
        _lean(
            now,
            action.so_on,
            (action.theme.position, action.theme_id, action.position, action.pk),
            plan.rhythm_days,
            as_at,
        )
        for now in nows
        if (action := kept[now.action_id])
    ]


def _chosen(leans: Sequence[Lean], wanted: Filters, plan: PlanRow) -> list[Lean]:
    tests = _tests(wanted, plan, leans)
    return [lean for lean in leans if all(test(lean) for test in tests)]


def _tests(wanted: Filters, plan: PlanRow, leans: Sequence[Lean]) -> list[Callable[[Lean], bool]]:
    tests: list[Callable[[Lean], bool]] = []
    if wanted.theme_id is not None:
        tests.append(lambda lean: lean.theme_id == wanted.theme_id)
    if wanted.state:
        tests.append(lambda lean: lean.state == wanted.state)
    if wanted.standing:
        tests.append(lambda lean: lean.standing == wanted.standing)
    if wanted.lead:
        tests.append(_led_by(wanted.lead, leans))
    if wanted.authority:
        tests.append(_for_authority(wanted.authority, plan))
    if wanted.words:
        ids = _saying(plan, wanted.words)
        tests.append(lambda lean: lean.id in ids)
    return tests


def _led_by(lead: str, leans: Sequence[Lean]) -> Callable[[Lean], bool]:
    if lead == "-":
        return lambda lean: not lean.now.leads
    named = {person_id for lean in leans for person_id, _ in lean.now.leads if person_id}
    ids = {i for i, initials in organisation.person_initials(named).items() if initials == lead}
    return lambda lean: any(person_id in ids or words == lead for person_id, words in lean.now.leads)


def _for_authority(name: str, plan: PlanRow) -> Callable[[Lean], bool]:
    ids = {i for i, known in organisation.authority_names(_all_authorities(plan)).items() if known == name}
    shared = name in plan.authorities
    return lambda lean: bool(ids & set(lean.now.authorities)) if lean.now.authorities else shared


def _all_authorities(plan: PlanRow) -> set[int]:
    found = ActionNow.objects.filter(plan_id=plan.id).exclude(authorities=[]).values_list("authorities", flat=True)
    return {i for ids in found.distinct() for i in ids}


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
    return sorted(sorted(leans, key=lambda lean: lean.place), key=key, reverse=sort.startswith("-"))


def _rows(plan: PlanRow, shown: Sequence[Lean], day: date, past: bool) -> tuple:
    ids = [lean.id for lean in shown]
    actions = Action.objects.select_related("theme").in_bulk(ids)
    ordered = [actions[i] for i in ids]
    nows = {lean.id: lean.now for lean in shown} if past else facts.present(ordered)
    return action_rows(plan, ordered, nows, as_at=day, today=day)


def _counts(leans: Sequence[Lean], today: date) -> CountsRow:
    open_ones = [lean for lean in leans if lean.state not in rules.CLOSED and lean.state != State.POSTPONED]
    return CountsRow(
        total=len(leans),
        by_standing=dict(Counter(lean.standing for lean in leans)),
        by_state=dict(Counter(lean.state for lean in leans)),
        late=sum(1 for lean in open_ones if _passed(lean, "target", today)),
        review_due=sum(1 for lean in open_ones if _passed(lean, "review", today)),
    )


def _passed(lean: Lean, which: str, today: date) -> bool:
    period = pair_of(lean.now, which)[1]
    return period is not None and period.has_passed(today)
