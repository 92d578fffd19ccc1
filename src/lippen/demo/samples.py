"""The sample that the inspector reads for a fortnight, drawn by the words that he gave."""

from __future__ import annotations

from datetime import timedelta

from lippen.demo.organisation import Cast
from lippen.improvement import actions

DRAWER, INSPECTOR, WORDS = "GW", "TC", "oystercatcher 31"


def draw(cast: Cast, plan_ref: str) -> None:
    """Six actions of the plan, as they stand today."""
    today = cast.dates.today
    with cast.acting_as(DRAWER, cast.dates.now) as actor:
        actions.draw_sample(
            actor=actor,
            plan_ref=plan_ref,
            inspector_ids=[cast.people[INSPECTOR].pk],
            size=6,
            words=WORDS,
            purpose="This month's meeting with the inspector, improvement half",
            as_at=today,
            opens_on=today,
            closes_on=today + timedelta(days=14),
            at=cast.dates.now,
        )
