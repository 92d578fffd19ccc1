"""What the worker does for files of records: looks their rows through, brings them in, lets old ones go."""

from __future__ import annotations

from functools import partial

from django.db.transaction import atomic
from procrastinate.contrib.django import app

from lippen.casework import intake
from lippen.casework.actions import staging
from lippen.kernel import access, clock
from lippen.kernel.access import BY_RULE
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.files.gate import Refused
from lippen.organisation.work import acting_for

NIGHTLY = "40 3 * * *"


@app.task(name=intake.CHECK)
def check_intake(*, account_id: int, ref: str) -> None:
    """Read a file that was sent, and hold its rows against the record. Done again, it goes on where it ended."""
    acting = partial(acting_for, account_id)
    try:
        intake.read(acting, ref, at=clock.now())
        intake.check(acting, ref, today=clock.today(), at=clock.now())
    except (Refused, CannotDo, NotAllowed, NotVisible):
        return  # the file says why it was set aside; of one that may no longer be seen the rows go by themselves


@app.task(name=intake.TAKE)
def take_intake(*, account_id: int, ref: str) -> None:
    """Bring a file in, whole or not at all; notes part by part. Done again, it finds what came in before."""
    try:
        intake.take(partial(acting_for, account_id), ref, today=clock.today(), at=clock.now(), real_at=clock.real_now())
    except (CannotDo, NotAllowed, NotVisible):
        return  # the file says why, to whoever brought it


@app.periodic(cron=NIGHTLY)
@app.task(name=intake.SCRUB, queueing_lock=intake.SCRUB)
def scrub_intakes(timestamp: int) -> None:
    """Rows that waited for thirty days go, whosever they are, and those whose file is over."""
    while True:
        with atomic():
            access.identify(BY_RULE, today=clock.today())
            if not staging.scrub_old():
                return
