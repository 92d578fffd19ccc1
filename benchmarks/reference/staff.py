"""A council with its teams and posts, whoever holds them, and who is away."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.days import AT, TODAY
from benchmarks.reference import words
from benchmarks.reference.councils import Council
from benchmarks.reference.loading import Loader, ref

BEGAN = date(2015, 4, 1)
TITLES = {
    "chief_social_work_officer": "Chief social work officer",
    "head_of_service": "Head of service",
    "service_manager": "Service manager",
    "team_leader": "Team leader",
    "social_worker": "Social worker",
    "information_governance": "Information governance officer",
    "performance_officer": "Performance officer",
    "administrator": "Administrator",
}
"""From the top down."""


@dataclass
class Staff:
    """Who works there, by role; person, post and account of somebody have one number."""

    council: Council
    first_team: int
    by_role: dict[str, list[int]] = field(default_factory=dict)
    team_of: dict[int, int] = field(default_factory=dict)
    above: dict[int, int] = field(default_factory=dict)

    @property
    def workers(self) -> list[int]:
        """The social workers."""
        return self.by_role["social_worker"]

    def leader_of(self, worker: int) -> int:
        """Who leads a worker's team."""
        return self.by_role["team_leader"][self.team_of[worker] - self.first_team]


def employ(loader: Loader, rng: random.Random, council: Council) -> Staff:
    """Write the council and everybody who works for it."""
    loader.copy(
        "organisation_authority",
        ("id", "ref", "name", "short_name"),
        [(council.number, ref("authority", council.number), council.name, council.short_name)],
    )
    numbers = [loader.number("team") for _ in range(council.teams)]
    teams = [
        (n, council.number, f"{['Assessment', 'Long-term', 'Early-help', 'Throughcare'][n % 4]} team {n:03d}")
        for n in numbers
    ]
    made = Staff(council, numbers[0])
    loader.copy("organisation_team", ("id", "authority_id", "name"), teams)
    posts = list(_posts(loader, made))
    people = [_person(rng, number, council) for number, *_ in posts]
    loader.copy(
        "organisation_person",
        ("id", "ref", "given_name", "family_name", "initials", "email", "phone", "authority_id"),
        people,
    )
    loader.copy(
        "organisation_post",
        ("id", "ref", "title", "role", "authority_id", "team_id", "reports_to_id"),
        posts_rows(posts, made),
    )
    loader.copy(
        "organisation_postholding",
        ("id", "post_id", "person_id", "starts_on", "ends_on", "acting", "recorded_at"),
        [(number, number, number, BEGAN, None, False, AT) for number, *_ in posts],
    )
    loader.copy(
        "organisation_account",
        ("id", "password", "last_login", "email", "person_id", "is_active"),
        [(row[0], "!none", None, row[5], row[0], True) for row in people],
    )
    _away(loader, rng, made)
    return made


def _posts(loader: Loader, made: Staff):
    """Number, role and title of each post, from the top down."""
    for role, title in TITLES.items():
        for place in range(made.council.staff[role]):
            yield _hold(made, loader.number("post"), role, title, place)


def _hold(made: Staff, number: int, role: str, title: str, place: int) -> tuple[int, str, str]:
    made.by_role.setdefault(role, []).append(number)
    if role in {"team_leader", "social_worker"}:
        made.team_of[number] = place % made.council.teams + made.first_team
    above = {
        "head_of_service": "chief_social_work_officer",
        "service_manager": "head_of_service",
        "team_leader": "service_manager",
    }.get(role)
    if role == "social_worker":
        made.above[number] = made.leader_of(number)
    elif above:
        made.above[number] = made.by_role[above][place % len(made.by_role[above])]
    return number, role, title


def posts_rows(posts: list[tuple[int, str, str]], made: Staff) -> list[tuple]:
    """The posts as rows."""
    return [
        (
            number,
            ref("post", number),
            title,
            role,
            made.council.number,
            made.team_of.get(number),
            made.above.get(number),
        )
        for number, role, title in posts
    ]


def _person(rng: random.Random, number: int, council: Council) -> tuple:
    given, family = rng.choice(words.GIVEN), rng.choice(words.family_names())
    email = f"{given}.{family}.{number}@example.org".lower()
    return number, ref("person", number), given, family, given[0] + family[0], email, "", council.number


def _away(loader: Loader, rng: random.Random, made: Staff) -> None:
    """One worker in fifteen is away now, and a colleague covers."""
    away = rng.sample(made.workers, len(made.workers) // 15)
    there = [each for each in made.workers if each not in set(away)]
    loader.copy(
        "organisation_absence",
        (
            "id",
            "ref",
            "authority_id",
            "person_id",
            "cover_id",
            "starts_on",
            "ends_on",
            "token",
            "recorded_at",
            "recorded_by_id",
        ),
        [
            (
                n,
                ref("absence", n),
                made.council.number,
                who,
                rng.choice(there),
                TODAY - timedelta(days=3),
                TODAY + timedelta(days=rng.randint(1, 14)),
                None,
                AT,
                who,
            )
            for n, who in ((loader.number("absence"), who) for who in away)
        ],
    )
