"""`python -m tests.prove.children_read FILE`: children who are looked after, their worker, leader and manager.

What the readers need to know is written to FILE.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.prove.council import session_of

CHILDREN = 6


def main() -> dict[str, object]:
    """Make everything and tell who is there."""
    import django

    django.setup()
    from django.db import transaction

    from lippen.care.actions.living import LegalGiven, PlacementGiven, begin_care
    from lippen.care.vocabulary import PlacementKind
    from lippen.casework.tests.factories import NOW, TODAY, cast
    from lippen.cli.site import collect_static
    from lippen.kernel import access

    collect_static()
    with transaction.atomic():
        c = cast()
        children = [c.add(c.worker) for _ in range(CHILDREN)]
        for each in children:
            c.mother_of(c.worker, each)
            c.allocate(each, c.worker)
            access.identify(c.worker, today=TODAY)
            lives = {"placement": PlacementGiven(PlacementKind.KINSHIP), "legal": LegalGiven("S25"), "so_on": TODAY}
            begin_care(actor=c.worker, person_ref=each.ref, at=NOW, **lives)
    readers = [{"account": who.account_id, "session": session_of(who)} for who in (c.worker, c.leader, c.manager)]
    return {"children": [each.ref for each in children], "readers": readers}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(main()))
