"""What the worker does for looked-after children each night: what is due for each follows from the clocks anew."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lippen.care.actions.following import follow_all
from lippen.care.queries.following import in_care
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.organisation import queries as organisation
from lippen.organisation.queries.access_review import councils_with_accounts
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.work import acting_for

FOLLOW = "care.follow_clocks"
BEFORE_WORK = "50 4 * * *"
TOGETHER = 100


@app.periodic(cron=BEFORE_WORK)
@app.task(name=FOLLOW, queueing_lock=FOLLOW)
def follow_clocks(timestamp: int) -> None:
    """Let the duties of every looked-after child follow from the clocks, in the names of those who may write of them.

    Managers first: a restricted record is seen by those alone who are named for it. Again is the same.
    """
    today = clock.today()
    writers = roles_with(Permission.WRITE_RECORDS)
    done: set[int] = set()
    for council in councils_with_accounts():
        held = organisation.holders_by_role(council, on=today)
        people = dict.fromkeys(each for role in reversed(Role) if role in writers for each in held.get(role, ()))
        for account in filter(None, map(organisation.account_of, people)):
            with acting_for(account) as actor:
                left = [each for each in in_care(actor) if each not in done]
            done |= set(left)
            for begin in range(0, len(left), TOGETHER):
                with acting_for(account) as actor:
                    follow_all(actor=actor, person_ids=left[begin : begin + TOGETHER], at=clock.now())
