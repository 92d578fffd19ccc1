"""A plan of 5,000 actions and 50,000 updates: any page of it with p95 of at most 300 ms."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.council import csv_plan, performance_officer, sentence
from benchmarks.days import AT, TODAY
from benchmarks.table import Measure, quantile

ACTIONS, UPDATES, REQUESTS = 5_000, 50_000, 260
PAST = (TODAY + timedelta(days=7)).isoformat()
WISHES = (
    "",
    "?page=7",
    "?page=50",
    "?standing=amber",
    "?state=under_way&page=2",
    "?words=visits",
    "?lead=AB",
    "?sort=-number",
    f"?as_at={PAST}",
    f"?as_at={PAST}&page=20",
    f"?as_at={PAST}&known_at={PAST}&standing=amber",
    f"?as_at={PAST}&words=visits",
    f"?as_at={PAST}&lead=AB",
)


def run() -> list[Measure]:
    """Fill the plan, check that the page counts it right, then ask for many pages as the site answers them."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    import lippen.config.wsgi  # noqa: F401 - a process of the site, as it begins
    from lippen.organisation.tests.entering import with_second_factors

    settings.LIPPEN_TODAY = TODAY
    officer = performance_officer()
    ref = filled(officer.account_id)
    settings.LIPPEN_TODAY = TODAY + timedelta(days=30)
    with_second_factors()
    client = Client()
    client.force_login(get_user_model().objects.get(pk=officer.account_id), settings.AUTHENTICATION_BACKENDS[0])
    first = client.get(f"/plans/{ref}").content.decode()
    if "5,000" not in first and "5000" not in first:
        raise SystemExit("The plan's page does not count 5,000 actions.")
    now, past = [], []
    for number in range(REQUESTS):
        wish = WISHES[number % len(WISHES)]
        began = time.perf_counter()
        answer = client.get(f"/plans/{ref}{wish}")
        (past if "as_at" in wish else now).append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{wish}: {answer.status_code}")
    return [
        Measure("plan page, 5,000 actions, p95", quantile(now, 0.95), 300, "ms", f"median {quantile(now, 0.5):.0f} ms"),
        Measure("the same as at a past day, p95", quantile(past, 0.95), 300, "ms", "worked out from the facts"),
    ]


def filled(account_id: int) -> str:
    """The plan through the importer, then its updates."""
    from lippen.improvement import command, queries
    from lippen.organisation.work import acting_for

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.csv"
        path.write_bytes(csv_plan(ACTIONS, seed=8))
        import contextlib
        import io

        with contextlib.redirect_stdout(io.StringIO()):
            command.import_plan(path, plan="A long plan")
    with acting_for(account_id) as actor:
        (plan,) = (row for row in queries.plans(actor) if row.title == "A long plan")
    add_updates(plan.id, account_id)
    return plan.ref


def add_updates(plan_id: int, account_id: int) -> None:
    """Up to 50,000 updates in all, spread over two years, and the present worked out again."""
    from lippen.improvement.models import Action, ActionNow, Update
    from lippen.improvement.queries.now import worked_out
    from lippen.improvement.queries.scope import Scope
    from lippen.kernel.ids import new_ref

    rng = random.Random(9)
    ids = list(Action.objects.filter(plan_id=plan_id).values_list("id", flat=True))
    Update.objects.bulk_create(
        (
            Update(
                ref=new_ref("update"),
                action_id=rng.choice(ids),
                so_on=TODAY - timedelta(days=rng.randrange(700)),
                paragraphs=[sentence(rng, 30)],
                recorded_at=AT,
                recorded_by_id=account_id,
            )
            for _ in range(UPDATES - ACTIONS)
        ),
        batch_size=5000,
    )
    actions = list(Action.objects.filter(plan_id=plan_id))
    rows = worked_out(actions, Scope(plan_id=plan_id))
    fields = [field.attname for field in ActionNow._meta.concrete_fields if not field.primary_key]
    ActionNow.objects.bulk_update(rows, fields, batch_size=1000)
