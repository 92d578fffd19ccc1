"""A council's posts by date: their hours, who held them on which terms, and who was away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.kernel.together import read_together
from lippen.organisation.models import Absence, AbsenceReason, Establishment, Post, PostHolding, WorkTerms
from lippen.organisation.queries.cover import standing_absences
from lippen.organisation.vocabulary import AwayWhy, Basis


@dataclass(frozen=True)
class PostRow:
    """A post of the establishment, with its hours from day to day."""

    id: int
    ref: str
    title: str
    team_id: int | None
    shares: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class HoldingRow:
    """Who held a post, from a day until a day (not included)."""

    post_id: int
    person_id: int
    starts_on: date
    ends_on: date | None
    acting: bool


@dataclass(frozen=True)
class Establishing:
    """A council's posts of some classes, who held them, on which terms, and when these were away."""

    posts: tuple[PostRow, ...]
    held: tuple[HoldingRow, ...]
    bases: dict[int, tuple[tuple[date, Basis], ...]]
    away: dict[int, tuple[tuple[date, date], ...]]
    why: dict[tuple[int, date], AwayWhy]
    """Why somebody was away from a day on, as far as the reader may know it and where it was said."""


def establishment(actor: Actor, authority_id: int, roles: Collection[str], *, until: date) -> Establishing:
    """Everything by date, as known until a day, in one statement."""
    posts: Any = Post.objects.filter(authority_id=authority_id, role__in=roles)
    held: Any = PostHolding.objects.filter(post__in=posts, starts_on__lte=until)
    people = held.values("person_id")
    away = standing_absences(Absence.objects.visible_to(actor).filter(person_id__in=people, starts_on__lte=until))
    own = {"authority_id": authority_id, "so_on__lte": until}
    reasons: Any = AbsenceReason.objects.visible_to(actor).filter(person_id__in=people)
    kept, holdings, said, hours, absent, told = read_together(
        posts.order_by("title", "id"),
        held.order_by("starts_on", "id"),
        WorkTerms.objects.visible_to(actor).filter(person_id__in=people, **own).order_by("so_on", "id"),
        Establishment.objects.visible_to(actor).filter(**own).order_by("so_on", "id"),
        away.order_by("starts_on", "id"),
        reasons.order_by("id"),
    )
    why = {each.absence_id: AwayWhy(each.reason) for each in told}
    shares: dict[int, dict[date, Decimal]] = defaultdict(dict)
    for each in hours:
        shares[each.post_id][each.so_on] = each.hours_share
    bases: dict[int, dict[date, Basis]] = defaultdict(dict)
    for each in said:
        bases[each.person_id][each.so_on] = Basis(each.basis)
    spells: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for each in absent:
        spells[each.person_id].append((each.starts_on, each.back_on))
    return Establishing(
        tuple(PostRow(each.pk, each.ref, each.title, each.team_id, _in_order(shares[each.pk])) for each in kept),
        tuple(HoldingRow(h.post_id, h.person_id, h.starts_on, h.ends_on, h.acting) for h in holdings),
        {person: tuple(sorted(told.items())) for person, told in bases.items()},
        {person: tuple(found) for person, found in spells.items()},
        {(each.person_id, each.starts_on): why[each.pk] for each in absent if each.pk in why},
    )


def _in_order(said: dict[date, Decimal]) -> tuple[tuple[date, Decimal], ...]:
    """What was said last of each day, in order of the days."""
    return tuple(sorted(said.items()))


def post_of(actor: Actor, authority_id: int, ref: str, *, on: date) -> PostRow:
    """A post of a council with its hours until a day, or NotVisible."""
    found = Post.objects.filter(authority_id=authority_id, ref=ref).first()
    if found is None or authority_id not in actor.reach_of(Permission.ALLOCATE):
        raise NotVisible
    said: Any = Establishment.objects.visible_to(actor).filter(post=found, so_on__lte=on).order_by("so_on", "id")
    return PostRow(found.pk, ref, found.title, found.team_id, _in_order({r.so_on: r.hours_share for r in said}))
