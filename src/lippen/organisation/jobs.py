"""What the worker does for ways in: opens each council's review of access, clears sessions that are over."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from lippen.kernel import clock
from lippen.kernel.access import BY_RULE
from lippen.organisation.actions.access_review import open_review
from lippen.organisation.queries.access_review import councils_with_accounts

EACH_NIGHT = "20 4 * * *"
"""Each night, so that an administrator who came later in the quarter has the review on their desk the next morning."""


@app.periodic(cron=EACH_NIGHT)
@app.task(name="organisation.open_access_reviews", queueing_lock="organisation.open_access_reviews")
def open_access_reviews(timestamp: int) -> None:
    """Open this quarter's review of each council, and pin it on those who look after its ways in. Again is the same."""
    for authority_id in councils_with_accounts():
        open_review(actor=BY_RULE, authority_id=authority_id, on=clock.today(), at=clock.now())


@app.periodic(cron=EACH_NIGHT)
@app.task(name="organisation.clear_sessions", queueing_lock="organisation.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Take away sessions whose time is over: nobody can come in by them any more."""
    SessionStore.clear_expired()
