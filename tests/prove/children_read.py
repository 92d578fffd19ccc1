"""`python -m tests.prove.children_read FILE`: children who are looked after, their worker, leader and manager.

One of them has a plan, health, reviews, a plan for permanence and meetings. What the readers need to know is written to
FILE: each page with the kind and the key by which the audit trail names it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.prove.council import session_of

CHILDREN = 6
OF_A_CHILD = {
    "casework": ("child", "chronology", "facts", "family", "who_looked", "record_visit"),
    "care": ("life", "plans", "returned", "record_event", "agree_plan", "record_health", "plan_review"),
}
OF_THE_WAY = (("plans", "third"), ("review", "held"), ("review", "planned"), ("line", "line"), ("meeting", "meeting"))
"""Pages of the child on whose way everything has happened, by what their address names."""
LISTS = ("reviews", "held_reviews", "permanence", "drift", "agency", "courts", "meetings")
DUE = ("visits", "health", "plans", "hearings")


def main() -> dict[str, object]:
    """Make everything and tell who is there."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from lippen.care.actions.living import LegalGiven, PlacementGiven, begin_care
    from lippen.care.tests.world import on_the_way
    from lippen.care.vocabulary import PlacementKind
    from lippen.casework.tests.factories import NOW, TODAY, cast
    from lippen.cli.site import collect_static
    from lippen.kernel import access

    collect_static()
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        c = cast()
        children = [c.add(c.worker) for _ in range(CHILDREN)]
        for each in children:
            c.mother_of(c.worker, each)
            c.allocate(each, c.worker)
            access.identify(c.worker, today=TODAY)
            lives = {"placement": PlacementGiven(PlacementKind.KINSHIP), "legal": LegalGiven("S25"), "so_on": TODAY}
            begin_care(actor=c.worker, person_ref=each.ref, at=NOW, **lives)
        way = on_the_way(c)
    readers = [{"account": who.account_id, "session": session_of(who)} for who in (c.worker, c.leader, c.manager)]
    return {"pages": [*of_children([each.ref for each in children]), *of_the_way(way), *lists()], "readers": readers}


def of_children(refs: list[str]) -> list[tuple[str, str, str]]:
    """The pages of each child."""
    names = [f"{room}:{name}" for room, each in OF_A_CHILD.items() for name in each]
    return [page(name, ref) for name in names for ref in refs]


def of_the_way(refs: dict[str, str]) -> list[tuple[str, str, str]]:
    """The pages of plan, health, reviews, permanence and a meeting."""
    return [page(f"care:{name}", refs[of]) for name, of in OF_THE_WAY]


def lists() -> list[tuple[str, str, str]]:
    """The pages of many children: what is due, reviews, plans for permanence, the agency, meetings."""
    url, kind, key = page("care:due")
    return [*(page(f"care:{name}") for name in LISTS), *((f"{url}?of={of}", kind, key) for of in DUE)]


def page(name: str, ref: str = "") -> tuple[str, str, str]:
    """Where a page stands, and by which kind and key the audit trail names it."""
    from django.urls import reverse

    return reverse(name, args=[ref] if ref else []), name, ref


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(main()))
