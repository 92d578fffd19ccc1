"""Plans, and the actions of a plan on any day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from lippen.improvement.models import Action, Doubt, DoubtAnswer, Plan, Theme
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.reading import People, action_rows, named_in, states_of
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import ActionRow, PlanRow, ThemeRow
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible


def plans(actor: Actor) -> tuple[PlanRow, ...]:
    """The plans that this actor sees, by title."""
    return plan_rows(Plan.objects.visible_to(actor).order_by("title", "id"))


def plan_names(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Reference and title of the plans that this actor sees, by title."""
    return tuple(Plan.objects.visible_to(actor).order_by("title", "id").values_list("ref", "title"))


def plan(actor: Actor, ref: str) -> PlanRow:
    """One plan, or NotVisible."""
    return _only(Plan.objects.visible_to(actor).filter(ref=ref))


def plan_by_id(actor: Actor, plan_id: int) -> PlanRow:
    """One plan by its id, for other floors that point at it, or NotVisible."""
    return _only(Plan.objects.visible_to(actor).filter(pk=plan_id))


def bare_plan(actor: Actor, plan_id: int) -> PlanRow:
    """One plan without its themes and counts, or NotVisible."""
    found = Plan.objects.visible_to(actor).filter(pk=plan_id).first()
    if found is None:
        raise NotVisible
    return bare_row(found)


def plan_titled(actor: Actor, title: str) -> PlanRow | None:
    """The plan with exactly this title or reference, if the actor sees one."""
    visible = Plan.objects.visible_to(actor)
    found = plan_rows(visible.filter(title__iexact=title) | visible.filter(ref=title))
    return found[0] if found else None


def _only(found: Iterable[Plan]) -> PlanRow:
    rows = plan_rows(found)
    if not rows:
        raise NotVisible
    return rows[0]


def plan_rows(found: Iterable[Plan]) -> tuple[PlanRow, ...]:
    """Plans as rows with their themes and counts; a constant number of statements."""
    kept = list(found)
    ids = [each.pk for each in kept]
    themes, authorities, doubts = _themes(ids), _authorities(ids), open_doubts(ids)
    return tuple(_row(each, authorities[each.pk], themes[each.pk], doubts[each.pk]) for each in kept)


def bare_row(found: Plan) -> PlanRow:
    """A plan without its themes and counts."""
    return _row(found, _authorities([found.pk])[found.pk])


def bare_rows(found: Iterable[Plan]) -> dict[int, PlanRow]:
    """Plans by id without their themes and counts, in one statement however many."""
    kept = {each.pk: each for each in found}
    authorities = _authorities(list(kept))
    return {pk: _row(each, authorities[pk]) for pk, each in kept.items()}


def _row(found: Plan, authorities: dict[int, str], themes: tuple[ThemeRow, ...] = (), doubts: int = 0) -> PlanRow:
    return PlanRow(
        id=found.pk,
        ref=found.ref,
        title=found.title,
        authority_id=found.authority_id,
        authorities=tuple(authorities.values()),
        origin=found.origin,
        agreed_on=found.agreed_on,
        rhythm_days=found.rhythm_days,
        themes=themes,
        closed_through=found.closed_through,
        actions=sum(theme.actions for theme in themes),
        doubts_open=doubts,
        authority_ids=tuple({found.authority_id: "", **authorities}),
        council_names=tuple(authorities.items()),
    )


def _themes(plan_ids: list[int]) -> dict[int, tuple[ThemeRow, ...]]:
    found: dict[int, list[ThemeRow]] = defaultdict(list)
    counted = Theme.objects.filter(plan_id__in=plan_ids).annotate(count=Count("actions")).order_by("position", "id")
    for theme in counted:
        row = ThemeRow(theme.pk, theme.number, theme.title, theme.position, theme.count)
        found[theme.plan_id].append(row)
    return defaultdict(tuple, {plan_id: tuple(rows) for plan_id, rows in found.items()})


def _authorities(plan_ids: list[int]) -> dict[int, dict[int, str]]:
    links = Plan.authorities.through.objects.filter(plan_id__in=plan_ids).order_by("authority__name")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for plan_id, authority_id, name in links.values_list("plan_id", "authority_id", "authority__name"):
        found[plan_id][authority_id] = name
    return found


def councils_of(plan_id: int) -> tuple[int, ...]:
    """The councils whose plan this is, by id: the one that keeps it and those that share it."""
    keeper = Plan.objects.filter(pk=plan_id).values_list("authority_id")
    shared = Plan.authorities.through.objects.filter(plan_id=plan_id).values_list("authority_id")
    return tuple(authority_id for (authority_id,) in keeper.union(shared))


def open_doubts(plan_ids: list[int]) -> Counter[int]:
    """How many doubts each plan still has."""
    return Counter(unanswered().filter(plan_id__in=plan_ids).values_list("plan_id", flat=True))


def unanswered() -> QuerySet[Doubt]:
    """Doubts that nobody has answered."""
    return Doubt.objects.filter(~Exists(DoubtAnswer.objects.filter(doubt_id=OuterRef("pk"))))


def plan_actions(
    actor: Actor,
    plan_id: int,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
) -> tuple[ActionRow, ...]:
    """Every action of a plan as it stood on a day, as known at a moment, in the plan's order."""
    found = bare_plan(actor, plan_id)
    actions = ordered_actions(found.id, as_at=as_at, known_at=known_at)
    if _is_past(as_at, known_at, today):
        scope = Scope(plan_id=found.id, as_at=as_at, known_at=known_at)
        nows = {now.action_id: now for now in facts.worked_out(actions, scope)}
    else:
        nows = facts.present(actions)
    return action_rows(found, actions, nows, as_at=as_at or today, today=as_at or today)


def actions_of_plans(actor: Actor, plan_ids: Iterable[int], *, today: date) -> dict[int, tuple[ActionRow, ...]]:
    """Every action of each of these plans that the actor sees as it stands; a constant number of statements."""
    found = bare_rows(Plan.objects.visible_to(actor).filter(pk__in=list(plan_ids)))
    actions = Action.objects.filter(plan_id__in=list(found)).select_related("theme")
    ordered = list(actions.order_by("theme__position", "theme_id", "position", "id"))
    nows = facts.present(ordered)
    states = states_of(list(nows.values()))
    people = People.of(named_in(list(nows.values()), states), on=today)
    mine: dict[int, list[Action]] = defaultdict(list)
    for action in ordered:
        mine[action.plan_id].append(action)
    given = {"as_at": today, "today": today, "people": people, "states": states}
    return {pk: action_rows(plan, mine[pk], nows, **given) for pk, plan in found.items()}


def _is_past(as_at: date | None, known_at: datetime | None, today: date) -> bool:
    return known_at is not None or (as_at is not None and as_at < today)


def ordered_actions(plan_id: int, *, as_at: date | None = None, known_at: datetime | None = None) -> list[Action]:
    """The actions of a plan in its order, with their themes."""
    found = Action.objects.filter(plan_id=plan_id).known_at(known_at).select_related("theme")
    if as_at is not None:
        found = found.filter(so_on__lte=as_at)
    return list(found.order_by("theme__position", "theme_id", "position", "id"))


def action_choices(actor: Actor, plan_id: int) -> tuple[tuple[str, str], ...]:
    """Reference and words of every action of a plan, for a list to choose from."""
    found = Action.objects.visible_to(actor).filter(plan_id=plan_id).select_related("now")
    ordered = found.order_by("theme__position", "theme_id", "position", "id")
    return tuple((action.ref, f"{action.number} {action.now.text}"[:120]) for action in ordered)
