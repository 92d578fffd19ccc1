"""What the worker does for the children's room at night: reads are looked through, and what was agreed is destroyed."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db.transaction import atomic
from procrastinate.contrib.django import app

from lippen.casework.actions.keeping import destroy
from lippen.casework.actions.watching import look_through
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.organisation.queries.lookers import one_with_each
from lippen.organisation.work import acting_for

log = logging.getLogger("lippen.casework")
LOOK_THROUGH = "casework.look_through_reads"
EACH_NIGHT = "40 3 * * *"
DESTROY = "casework.destroy_records"
BEFORE_DAWN = "10 5 * * *"
BACK_DAYS = 7
"""Days that are made up for, where a machine slept or nobody governed."""


@app.periodic(cron=EACH_NIGHT)
@app.task(name=LOOK_THROUGH, queueing_lock=LOOK_THROUGH)
def look_through_reads(timestamp: int) -> None:
    """Look through the days that are over, for each council for one who reads its trail. Again is the same."""
    real = clock.real_now()
    for authority_id, account_id in one_with_each(Permission.READ_AUDIT, on=clock.today()).items():
        for back in range(BACK_DAYS, 0, -1):
            with acting_for(account_id) as actor:
                day = clock.day_of(real) - timedelta(days=back)
                look_through(actor=actor, authority_id=authority_id, day=day, at=clock.now(), real_at=real)


@app.periodic(cron=BEFORE_DAWN)
@app.task(name=DESTROY, queueing_lock=DESTROY)
def destroy_records(timestamp: int) -> None:
    """Destroy the records to which two agreed, as the role retention. Without its sign-in nothing is destroyed."""
    if not settings.LIPPEN_RETENTION_URL:
        log.warning("LIPPEN_RETENTION_URL is not set: records whose time is up stay.")
        return
    with atomic():
        destroy(url=settings.LIPPEN_RETENTION_URL, on=clock.today(), at=clock.now())
