"""What the worker does for the organisation: reviews of access each quarter, sessions that are over, other systems."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.db.transaction import atomic
from procrastinate.contrib.django import app

from lippen.kernel import clock
from lippen.kernel.access import BY_RULE
from lippen.organisation.actions.access_review import open_review
from lippen.organisation.actions.subscriptions import held_delivery, settle_delivery
from lippen.organisation.queries.access_review import councils_with_accounts
from lippen.organisation.queries.subscriptions import due_deliveries
from lippen.organisation.telling import sent

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


@app.periodic(cron="* * * * *")
@app.task(name="organisation.deliver", queueing_lock="organisation.deliver")
def deliver(timestamp: int) -> None:
    """Send what is due. A delivery keeps its reference however often it is tried: by it the receiver knows a repeat."""
    for delivery_id in due_deliveries(clock.real_now()):
        with atomic():
            delivery = held_delivery(delivery_id)
            if delivery is not None:
                answer, delivered = sent(delivery)
                settle_delivery(
                    actor=BY_RULE, delivery=delivery, answer=answer, delivered=delivered, at=clock.real_now()
                )
