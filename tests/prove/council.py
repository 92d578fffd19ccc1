"""`python -m tests.prove.council FILE PAPERS WRITERS`: fills the database that the environment points at.

A council, a plan whose papers are too long to be made at once, papers that want the last signature, and people who
have signed in. What the clients need to know is written to FILE.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

IN_EACH_THEME = 101  # a paper of more than 200 actions is left to the worker
ISSUE_IN, MEETING_IN = timedelta(days=7), timedelta(days=14)


def main(papers: int, writers: int) -> dict[str, object]:
    """Make everything and tell what the clients need to know."""
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
    tell_the_committee(there, refs)
    return {
        "plan": there.plan.ref,
        "actions": refs,
        "papers": [nearly_signed(there, clock.today() + ISSUE_IN) for _ in range(papers)],
        "writers": [session_of(there.lead) for _ in range(writers)],
        "exporter": session_of(there.author),
        "signer": session_of(there.chief),
    }


def priorities(day: date) -> list[str]:
    """Two of the council's priorities that are in force on a day."""
    from lippen.reporting.papers.template import template

    found = template().priorities_on(day)
    return [option.key for option in found.options[:2]]


def meeting(there: object, day: date) -> str:
    """A meeting to come."""
    from lippen.reporting import actions
    from lippen.reporting.tests.world import RECORDED

    with there.as_(there.clerk) as actor:
        committee = actions.found_committee(
            actor=actor, authority_id=there.authority.pk, name="Children's Committee", at=RECORDED
        )
        return actions.call_meeting(actor=actor, committee_ref=committee, meets_on=day, at=RECORDED)


def action_refs(there: object) -> list[str]:
    """Every action of the plan."""
    from lippen.improvement.models import Action

    with there.as_(there.author):
        return list(Action.objects.filter(plan_id=there.plan.pk).order_by("id").values_list("ref", flat=True))


def tell_the_committee(there: object, refs: list[str]) -> None:
    """An update of every action, so that its line in a paper needs no editing."""
    from lippen.reporting.tests.world import say

    with there.as_(there.lead):
        for ref in refs:
            say(there, ref, "Told to the committee.")


def nearly_signed(there: object, issue_on: date) -> str:
    """A paper that everyone but its last approver has passed."""
    ref = there.opened(issue_on=issue_on).ref
    there.fill(ref)
    there.send(ref)
    there.approve(there.head, ref)
    return ref


def session_of(actor: object) -> str:
    """The cookie of somebody who has signed in and shown a second factor, without which no page is served."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from lippen.organisation.tests.entering import shown

    client, account = Client(), get_user_model().objects.get(pk=actor.account_id)
    client.force_login(account, settings.AUTHENTICATION_BACKENDS[0])
    shown(client, account, "password", "mfa")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(main(*map(int, sys.argv[2:]))))
