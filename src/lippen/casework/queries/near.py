"""Whom a form offers to choose from: everybody whom its reader sees, or, where these are too many, who may be meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lippen.casework import rules
from lippen.casework.matching import Sought
from lippen.casework.models import PersonNow, SearchRun, Tie
from lippen.casework.queries import searching
from lippen.casework.queries.people import person_row
from lippen.casework.rows import PersonRow
from lippen.kernel.access import Actor

MOST = 500


@dataclass(frozen=True)
class Offered:
    """People to choose from, by name."""

    people: tuple[PersonRow, ...]
    is_everybody: bool


def offered(actor: Actor, person: PersonRow, *, real_at: datetime) -> Offered:
    """Others than this person whom the actor sees: all of them, or of very many those who are near.

    Near are the family and theirs, who lives at the same address, who is like this person, and whom the actor's last
    search found within the hour.
    """
    seen = PersonNow.objects.visible_to(actor).filter(same_as__isnull=True, is_mistake=False)
    seen = seen.exclude(pk=person.id)
    is_everybody = len(seen.values_list("pk")[: MOST + 1]) <= MOST
    wanted = seen if is_everybody else seen.filter(_near(actor, person, real_at))
    rows = wanted.select_related("person").order_by("family_name", "given_name", "pk")[:MOST]
    return Offered(tuple(map(person_row, rows)), is_everybody)


def _near(actor: Actor, person: PersonRow, real_at: datetime) -> Q:
    now = PersonNow.objects.visible_to(actor).get(pk=person.id)
    near = _family(actor, _family(actor, {person.id})) | _found_lately(actor, real_at)
    alike = Sought(names=((now.given_name, now.family_name),), births=(now.born_on,) if now.born_on else ())
    near |= {each.person_id for each in searching.matches(now.authority_id, alike)}
    same_house = Q(lines=now.lines, postcode=now.postcode) if now.lines else Q(pk__in=[])
    return Q(pk__in=near) | same_house


def _family(actor: Actor, ids: set[int]) -> set[int]:
    """These people and those tied to them."""
    ties = Tie.objects.visible_to(actor).filter(Q(person_id__in=ids) | Q(other_id__in=ids), ended__isnull=True)
    return ids | {each for pair in ties.values_list("person_id", "other_id") for each in pair}


def _found_lately(actor: Actor, real_at: datetime) -> set[int]:
    since = real_at - rules.SEARCH_HOLDS
    run = SearchRun.objects.visible_to(actor).filter(recorded_at__gte=since).exclude(terms__has_key=searching.BOX)
    run = run.order_by("-id").first()
    if run is None:
        return set()
    return {each.person_id for each in searching.found_by(run.authority_id, searching.sought(run.terms))}
