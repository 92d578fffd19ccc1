"""What a plan's filters can offer."""

from __future__ import annotations

from lippen.improvement.models import ActionNow
from lippen.improvement.queries.plans import plan_by_id
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation


def leads_of(actor: Actor, plan_id: int) -> tuple[tuple[str, str], ...]:
    """Every lead of a plan, by initials, in words; and `-` where an action has none."""
    sets = list(
        ActionNow.objects.filter(plan_id=plan_by_id(actor, plan_id).id).values_list("leads", flat=True).distinct()
    )
    people = {person_id for leads in sets for person_id, _ in leads if person_id}
    names, initials = organisation.person_names(people), organisation.person_initials(people)
    named: dict[str, set[str]] = {}
    for person_id, words in (pair for leads in sets for pair in leads):
        key = initials.get(person_id) or names[person_id] if person_id else words
        named.setdefault(key, set()).add(names[person_id] if person_id else words)
    choices = [(key, _label(key, sorted(several))) for key, several in sorted(named.items())]
    return (*choices, *([("-", "No lead")] if any(not leads for leads in sets) else []))


def _label(key: str, names: list[str]) -> str:
    joined = " or ".join(names)
    return joined if joined == key else f"{joined} ({key})"
