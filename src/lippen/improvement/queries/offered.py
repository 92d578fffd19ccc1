"""What the head of a plan's pages and its filters need, in few statements."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from lippen.improvement.models import ActionNow, Plan
from lippen.improvement.queries.plans import bare_row, unanswered
from lippen.improvement.rows import PlanRow
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation

NO_LEAD = ("-", "No lead")


def plan_head(actor: Actor, ref: str) -> PlanRow:
    """One plan without its themes and counts, or NotVisible."""
    found = Plan.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return bare_row(found)


@dataclass(frozen=True)
class DoubtsLeft:
    """How many doubts a plan still has, and the sentence about its years where that one is among them."""

    count: int
    years: str


def doubts_left(actor: Actor, plan: PlanRow) -> DoubtsLeft:
    """What bringing the plan in has left open."""
    years = Max("sentence", filter=Q(kind="year"))
    found = unanswered().filter(plan_id=plan.id).aggregate(count=Count("pk"), years=years)
    return DoubtsLeft(found["count"], found["years"] or "")


def leads_of(actor: Actor, plan_id: int) -> tuple[tuple[str, str], ...]:
    """Every lead of a plan, by initials, in words; and `-` where an action has none."""
    visible = ActionNow.objects.filter(plan_id=plan_id, plan__in=Plan.objects.visible_to(actor))
    sets = list(visible.values_list("leads", flat=True).distinct())
    people = {person_id for leads in sets for person_id, _ in leads if person_id}
    names, initials = organisation.person_names(people), organisation.person_initials(people)
    named: dict[str, set[str]] = {}
    for person_id, words in (pair for leads in sets for pair in leads):
        key = initials.get(person_id) or names[person_id] if person_id else words
        named.setdefault(key, set()).add(names[person_id] if person_id else words)
    choices = [(key, _label(key, sorted(several))) for key, several in sorted(named.items())]
    return (*choices, *([NO_LEAD] if any(not leads for leads in sets) else []))


def _label(key: str, names: list[str]) -> str:
    joined = " or ".join(names)
    return joined if joined == key else f"{joined} ({key})"
