"""What the worker does for the organisation: reviews of access each quarter, sessions that are over, other systems."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.db.transaction import atomic
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lippen.kernel import clock
from lippen.kernel.access import BY_RULE
from lippen.kernel.jobs import DATABASE_AWAY
from lippen.organisation.actions import close_past_duties
from lippen.organisation.actions.access_review import open_review
from lippen.organisation.actions.letters import TELL_OF_RECOVERY
from lippen.organisation.actions.subscriptions import held_delivery, settle_delivery
from lippen.organisation.letters import about_recovery
from lippen.organisation.queries.access_review import councils_with_accounts
from lippen.organisation.queries.recoveries import own_recovery
from lippen.organisation.queries.subscriptions import due_deliveries
from lippen.organisation.queries.ways_in import reached_at
from lippen.organisation.telling import sent
from lippen.organisation.vocabulary import RECOVERY_DUTY, Told
from lippen.organisation.work import acting_for

EACH_NIGHT = "20 4 * * *"
"""Each night, so that an administrator who came later in the quarter has the review on their desk the next morning."""
BY_MAIL = RetryStrategy(max_attempts=20, wait=60, retry_exceptions=(OSError, *DATABASE_AWAY))


@app.periodic(cron=EACH_NIGHT)
@app.task(name="organisation.open_access_reviews", queueing_lock="organisation.open_access_reviews")
def open_access_reviews(timestamp: int) -> None:
    """Open this quarter's review of each council, and pin it on those who look after its ways in. Again is the same."""
    for authority_id in councils_with_accounts():
        open_review(actor=BY_RULE, authority_id=authority_id, on=clock.today(), at=clock.now())


@app.periodic(cron=EACH_NIGHT)
@app.task(name="organisation.close_past_recoveries", queueing_lock="organisation.close_past_recoveries")
def close_past_recoveries(timestamp: int) -> None:
    """Take recoveries that nobody confirmed in time off the desks."""
    close_past_duties(kind=RECOVERY_DUTY, on=clock.today(), at=clock.now())


@app.task(name=TELL_OF_RECOVERY, retry=BY_MAIL)
def tell_of_recovery(*, account_id: int, told: str, ref: str) -> None:
    """Send one letter about somebody's recovery, to them. It is tried again where the mail server is away."""
    with acting_for(account_id) as actor:
        found = own_recovery(actor, ref, at=clock.real_now())
    name, address = reached_at(account_id)
    about_recovery(name, address, Told(told), ref, found).send()


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
