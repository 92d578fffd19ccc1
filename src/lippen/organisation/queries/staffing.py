"""A council's posts and people as a file of staff is held against them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from lippen.organisation.models import Person, Post, PostHolding
from lippen.organisation.queries import held_on


@dataclass(frozen=True)
class KnownStaff:
    """Somebody recorded in a council, by whatever a file may name them."""

    id: int
    ref: str
    name: str
    email: str


@dataclass(frozen=True)
class KnownPost:
    """A post of a council, and who holds it from a day on."""

    ref: str
    title: str
    role: str
    team: str
    holder: str


def known_staff(authority_id: int) -> tuple[KnownStaff, ...]:
    """Everybody recorded in a council."""
    found = Person.objects.filter(authority_id=authority_id).order_by("id")
    return tuple(KnownStaff(each.pk, each.ref, each.name, each.email.lower()) for each in found)


def team_of_each(authority_ids: Iterable[int], roles: Collection[str], *, on: date) -> dict[int, int | None]:
    """Everybody who holds a post of these roles on a day, with their team; of several posts the one first taken up."""
    councils = list(authority_ids)
    here = Q(post__authority_id__in=councils) | Q(
        Exists(Post.also_for.through.objects.filter(post_id=OuterRef("post_id"), authority_id__in=councils))
    )
    held = held_on(on).filter(here, post__role__in=roles).order_by("starts_on", "id")
    found: dict[int, int | None] = {}
    for person_id, team_id in held.values_list("person_id", "post__team_id"):
        if found.get(person_id) is None:
            found[person_id] = team_id
    return found


def known_posts(authority_id: int, *, on: date) -> tuple[KnownPost, ...]:
    """The posts of a council, with who holds each for good on a day or later."""
    later = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    held = PostHolding.objects.filter(later, post__authority_id=authority_id, acting=False).select_related("person")
    holders = {each.post_id: each.person.name for each in held}
    posts = Post.objects.filter(authority_id=authority_id).select_related("team").order_by("id")
    return tuple(
        KnownPost(each.ref, each.title, each.role, each.team.name if each.team else "", holders.get(each.pk, ""))
        for each in posts
    )
