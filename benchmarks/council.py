"""A council and a large plan, made up from a seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import uuid4

from benchmarks.days import TODAY
from lippen.kernel.access import Actor
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

WORDS = [
    "visits",
    "reviews",
    "plan",
    "child",
    "family",
    "panel",
    "hearing",
    "supervision",
    "team",
    "audit",
    "worker",
    "record",
    "carer",
    "school",
    "health",
    "agreed",
    "finished",
    "begun",
    "waiting",
    "found",
    "moved",
    "asked",
    "answered",
    "checked",
    "shared",
    "trained",
    "booked",
    "written",
]


def sentence(rng: random.Random, words: int) -> str:
    """Made-up words in a row."""
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def performance_officer(name: str = "Benchmark Council") -> Actor:
    """Somebody who may import and edit plans."""
    council = factories.authority(name)
    who = factories.person(council, family=f"Bench{uuid4().hex[:8]}")
    return factories.actor(council, Role.PERFORMANCE_OFFICER, on=TODAY, who=who)


def csv_plan(rows: int, seed: int = 7) -> bytes:
    """A plan as a CSV file: ten recommendations, one action a row."""
    rng = random.Random(seed)
    lines = ["No,Recommendation,Action,Lead,Review date,Progress"]
    for row in range(rows):
        theme = row * 10 // rows + 1
        month = (date(2026, 1, 1) + timedelta(days=rng.randrange(600))).strftime("%B %Y")
        lines.append(
            f'{theme},Theme number {theme},"Action {row + 1}: {sentence(rng, 9)}",'
            f'{rng.choice(["AB", "CD", "EFG"])},{month},"{sentence(rng, 25)}"'
        )
    return ("\r\n".join(lines) + "\r\n").encode()
