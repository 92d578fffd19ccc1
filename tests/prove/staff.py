"""`python -m tests.prove.staff FILE`: a council of 150 people who have signed in, with a plan and papers to read.

What the load needs to know is written to FILE.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.prove.council import (
    IN_EACH_THEME,
    ISSUE_IN,
    MEETING_IN,
    action_refs,
    meeting,
    nearly_signed,
    priorities,
    session_of,
)

STAFF = {
    "social_worker": 70,
    "team_leader": 25,
    "service_manager": 15,
    "head_of_service": 5,
    "performance_officer": 15,
}
MEMBERS = {"councillor_on_committee": 20}


def main() -> dict[str, object]:
    """Make everything and tell who is there."""
    import django

    django.setup()
    from lippen.cli.site import collect_static
    from lippen.kernel import clock
    from lippen.reporting.tests.world import ANSWERS, world

    collect_static()
    ANSWERS["priorities"] = priorities(clock.today() + ISSUE_IN)
    there = world(IN_EACH_THEME)
    there.meeting = meeting(there, clock.today() + MEETING_IN)
    refs = action_refs(there)
    return {
        "plan": there.plan.ref,
        "actions": refs,
        "paper": nearly_signed(there, clock.today() + ISSUE_IN),
        "staff": [session for role, many in STAFF.items() for session in signed_in(there, role, many)],
        "members": [session for role, many in MEMBERS.items() for session in signed_in(there, role, many)],
    }


def signed_in(there: object, role: str, many: int) -> list[str]:
    """The sessions of this many people of a role."""
    from lippen.kernel import clock
    from lippen.organisation.roles import Role
    from lippen.organisation.tests import factories

    return [session_of(factories.actor(there.authority, Role(role), on=clock.today())) for _ in range(many)]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(main()))
