"""A council's posts and people as a file of staff is held against them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lippen.organisation.models import Person, Post, PostHolding


@dataclass(frozen=True)
class KnownStaff:
    """Somebody recorded in a council, by whatever a file may name them."""

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
    return tuple(KnownStaff(each.ref, each.name, each.email.lower()) for each in found)


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
