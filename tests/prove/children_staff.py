"""`python -m tests.prove.children_staff FILE`: 150 people of the reference council sign in, each with their children.

What the load needs to know is written to FILE.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.prove.council import session_of

STAFF = {"social_worker": 115, "team_leader": 25, "service_manager": 8, "head_of_service": 2}
CHILDREN = 10


def main() -> dict[str, object]:
    """Let them in and tell who they are."""
    import django

    django.setup()
    from lippen.cli.site import collect_static
    from lippen.organisation.models import Account

    collect_static()
    people = []
    for role, many in STAFF.items():
        accounts = Account.objects.filter(person__holdings__post__role=role).order_by("pk").values_list("pk", flat=True)
        people += [somebody(account, role) for account in accounts[:many]]
    return {"people": people}


def somebody(account: int, role: str) -> dict[str, object]:
    """One of them, with some of the children whom they see."""
    from django.db import transaction

    from lippen.casework.queries import lists
    from lippen.kernel import access, clock
    from lippen.organisation import queries

    actor = queries.actor_for(account, on=clock.today())
    manages = role in {"service_manager", "head_of_service"}
    wanted = lists.Wanted(everyone=manages)
    with transaction.atomic():
        access.identify(actor, today=clock.today())
        found = lists.children(actor, wanted, page=1 + account % 50 if manages else 1, size=CHILDREN)
    return {
        "session": session_of(actor),
        "children": [row.person.ref for row in found.rows],
        "leads": role != "social_worker",
        "writes": not manages,
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(main()))
