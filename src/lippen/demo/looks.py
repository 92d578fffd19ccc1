"""Two weeks of looks and refusals, so that information governance finds a trail to read."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from lippen.demo.organisation import Cast
from lippen.improvement import queries as plans
from lippen.kernel import clock
from lippen.kernel.ids import new_ref
from lippen.kernel.models import AuditEntry

DAYS = 14
SEED = 20
PLAN, ACTION, PAPER = "improvement:plan", "improvement:action", "reporting:paper"
READERS = ("GW", "EG", "AP", "MB", "SK", "ID", "IC", "LD", "MC", "KL", "CB", "SA", "RA", "JK")
MEMBERS = ("BC", "DN", "PS", "WH", "NF", "AM")
# Who was refused, how many days ago, what they asked for, and how they were answered.
REFUSALS = (
    ("WH", 3, "not_visible", PAPER),
    ("WH", 3, "not_visible", PAPER),
    ("DS", 5, "not_allowed", PLAN),
    ("BC", 6, "not_allowed", PLAN),
    ("CB", 9, "not_allowed", "improvement:edit_action"),
    ("SA", 11, "not_allowed", "improvement:override_standing"),
)


def look_round(cast: Cast, plan_ref: str, paper_ref: str) -> None:
    """What people read, printed and were refused, spread over the days before today by the machine's own clock."""
    rng, now = random.Random(SEED), clock.real_now()
    with cast.acting_as("EG", cast.dates.now) as actor:
        plan = plans.plan(actor, plan_ref)
        today = cast.dates.today
        rows = plans.plan_actions(actor, plan.id, as_at=today, known_at=None, today=today)
        made = [
            entry
            for days in range(DAYS, 0, -1)
            for entry in _day(rng, cast, now - timedelta(days=days), rows, plan_ref)
        ]
        made += [
            entry
            for days in range(DAYS // 2, 0, -1)
            for entry in _paper(rng, cast, now - timedelta(days=days), paper_ref)
        ]
        subjects = {PLAN: plan_ref, PAPER: paper_ref}
        made += [
            _entry(
                cast,
                who,
                now - timedelta(days=days, minutes=17),
                f"refused.{why}",
                page,
                subjects.get(page, rows[0].ref),
            )
            for who, days, why, page in REFUSALS
        ]
        AuditEntry.objects.bulk_create(sorted(made, key=lambda entry: entry.at))


def _day(rng: random.Random, cast: Cast, day: datetime, rows: tuple, plan_ref: str) -> list[AuditEntry]:
    """Some people open the plan, some of them an action or two; now and then somebody prints it."""
    made = []
    for who in rng.sample(READERS, 3):
        at = day.replace(hour=rng.randrange(8, 18), minute=rng.randrange(60), second=rng.randrange(60))
        made.append(_entry(cast, who, at, "plan.read", PLAN, plan_ref, actions=len(rows)))
        for step in range(rng.randrange(3)):
            row = rng.choice(rows)
            made.append(_entry(cast, who, at + timedelta(minutes=2 + step), "action.read", ACTION, row.ref))
    if rng.random() < 0.3:
        made.append(_entry(cast, "GW", day.replace(hour=9, minute=5), "plan.print", "improvement:plan_print", plan_ref))
    return made


def _paper(rng: random.Random, cast: Cast, day: datetime, paper_ref: str) -> list[AuditEntry]:
    """Members and clerks read the paper."""
    at = day.replace(hour=rng.randrange(8, 22), minute=rng.randrange(60))
    who = rng.choice(MEMBERS)
    return [
        _entry(cast, who, at, "paper.read", PAPER, paper_ref),
        _entry(cast, who, at + timedelta(minutes=1), "paper.file", "reporting:file", paper_ref),
    ]


def _entry(cast: Cast, who: str, at: datetime, verb: str, kind: str, key: str, **keys: object) -> AuditEntry:
    account_id = cast.accounts[who]
    return AuditEntry(
        at=at,
        account_id=account_id,
        verb=verb,
        subject_kind=kind,
        subject_key=key,
        keys=keys,
        request_key=new_ref("req"),
    )
