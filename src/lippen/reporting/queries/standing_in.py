"""Who decides in an approver's place: whoever holds the post of the step today, or covers while somebody is away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from lippen.organisation import queries as organisation
from lippen.organisation.queries import cover
from lippen.reporting.rows import RouteRow


def asked_for(step: RouteRow, *, on: date) -> tuple[int, ...]:
    """Whom a step of the route asks on a day: its approver while they hold its post, and the post's first holder."""
    holders = organisation.holders_of_post(step.post_id, on=on) if step.post_id else ()
    if not holders:
        return (step.person_id,)
    here = [holder.person_id for holder in holders]
    first = here[0]
    return tuple(dict.fromkeys((step.person_id, first) if step.person_id in here else (first,)))


def deciders(step: RouteRow, *, on: date) -> frozenset[int]:
    """Everybody who may decide on a step on a day, by person; whether they may approve at all is a matter of roles."""
    asked = {step.person_id, *asked_for(step, on=on)}
    return frozenset(asked | _covering(asked, on))


def _covering(people: Collection[int], on: date) -> set[int]:
    return set(cover.away_on(on).filter(person_id__in=people).values_list("cover_id", flat=True))
