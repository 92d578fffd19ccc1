"""A council's posts and people as a file of staff is held against them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from lippen.organisation.models import Person, Post, PostHolding


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


@dataclass(frozen=True)
class LateTeam:
    """A team, or nobody's, and how many duties each of those who work in it owes past their day, by person id."""

    team_id: int | None
    late: Mapping[int, int]


LATEST = """
    WITH working AS (
        SELECT DISTINCT ON (held.person_id) held.person_id, post.team_id
        FROM organisation_postholding held JOIN organisation_post post ON post.id = held.post_id
        WHERE held.starts_on <= %(on)s AND (held.ends_on IS NULL OR held.ends_on > %(on)s)
          AND post.role = ANY (%(roles)s) AND (
            post.authority_id = ANY (%(councils)s::bigint[]) OR EXISTS (
                SELECT FROM organisation_post_also_for shared
                WHERE shared.post_id = post.id AND shared.authority_id = ANY (%(councils)s::bigint[])))
        ORDER BY held.person_id, post.team_id IS NULL, held.starts_on, held.id
    ), owed AS (
        SELECT holder_id, count(*) AS late FROM organisation_duty
        WHERE kind = ANY (%(kinds)s) AND closed_at IS NULL AND ends_on <= %(on)s GROUP BY holder_id
    )
    SELECT working.team_id, array_agg(working.person_id), array_agg(coalesce(owed.late, 0)), count(*) OVER ()
    FROM working LEFT JOIN owed ON owed.holder_id = working.person_id
    LEFT JOIN organisation_team team ON team.id = working.team_id
    GROUP BY working.team_id, team.name
    ORDER BY sum(coalesce(owed.late, 0)) DESC, coalesce(team.name, %(nobodys)s) COLLATE "C", working.team_id
    LIMIT %(most)s
"""


def latest_teams(
    authority_ids: Iterable[int],
    roles: Collection[str],
    kinds: Collection[str],
    *,
    on: date,
    most: int,
    nobodys: str,
) -> tuple[int, tuple[LateTeam, ...]]:
    """Of the teams of those who hold posts of these roles on a day how many there are, and so many of them.

    The team whose people owe most of these kinds past its day comes first, then by name; those in no team stand
    under `nobodys`. Of several posts of somebody the one first taken up that has a team counts.
    """
    asked: dict[str, Any] = {"councils": list(authority_ids), "roles": list(roles), "kinds": list(kinds)}
    with connection.cursor() as cursor:
        cursor.execute(LATEST, {**asked, "on": on, "most": most, "nobodys": nobodys})
        rows = cursor.fetchall()
    found = tuple(LateTeam(team_id, dict(zip(people, late, strict=True))) for team_id, people, late, _ in rows)
    return (rows[0][3] if rows else 0), found


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
