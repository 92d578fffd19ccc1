"""What the worker does for children's records: hands over, finds leavers' work, looks at reads, destroys, brings in."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db.transaction import atomic
from procrastinate.contrib.django import app

from lippen.casework import intake
from lippen.casework.actions import staging
from lippen.casework.actions.closed_work import ask_for_closed_work
from lippen.casework.actions.handing import take_over
from lippen.casework.actions.keeping import destroy
from lippen.casework.actions.leaving import ask_for_left_work
from lippen.casework.actions.limits import note_over_limit
from lippen.casework.actions.watching import look_through
from lippen.casework.models.sight import MANAGERS
from lippen.casework.vocabulary import HANDOVER_SUBJECT, Duty
from lippen.kernel import access, clock
from lippen.kernel.access import BY_RULE, Permission
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.files.gate import Refused
from lippen.organisation import queries as organisation
from lippen.organisation.queries.access_review import councils_with_accounts
from lippen.organisation.queries.lookers import one_with_each
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.work import acting_for

EACH_NIGHT = "25 4 * * *"
log = logging.getLogger("lippen.casework")
EACH_HOUR = "10 * * * *"
"""Each hour, so that what a machine that was off at midnight left undone is done."""


@app.periodic(cron=EACH_HOUR)
@app.task(name="casework.hand_over", queueing_lock="casework.hand_over")
def hand_over(timestamp: int) -> None:
    """Hand each child over whose new worker said yes for a day that has come, in that worker's name.

    What cannot be done any more, such as past the limit meanwhile, stays on their desk. Again is the same.
    """
    today = clock.today()
    for duty in organisation.duties_begun(Duty.TAKE_OVER.value, HANDOVER_SUBJECT, on=today):
        account = organisation.account_of(duty.holder_id)
        if account is None:
            continue
        try:
            with acting_for(account) as actor:
                take_over(actor=actor, handover_ref=duty.subject_key, so_on=today, at=clock.now())
        except (CannotDo, NotAllowed, NotVisible) as refused:
            log.warning("a child was not handed over: %s", type(refused).__name__)


@app.periodic(cron=EACH_NIGHT)
@app.task(name="casework.find_left_work", queueing_lock="casework.find_left_work")
def find_left_work(timestamp: int) -> None:
    """Put the children of those who left, or who may not see them, on the desks of those who find somebody else.

    It is asked in the name of everybody who sees records, managers first: a restricted record is seen by those alone
    who are named for it. Again is the same.
    """
    today = clock.today()
    for council in councils_with_accounts():
        held = organisation.holders_by_role(council, on=today)
        readers = [role for role in reversed(Role) if role in roles_with(Permission.READ_RECORDS)]
        for person in dict.fromkeys(each for role in readers for each in held.get(role, ())):
            account = organisation.account_of(person)
            if account is not None:
                with acting_for(account) as actor:
                    ask_for_left_work(actor=actor, authority_id=council, at=clock.now())
                    ask_for_closed_work(actor=actor, authority_id=council, at=clock.now())


@app.periodic(cron=EACH_NIGHT)
@app.task(name="casework.note_over_limit", queueing_lock="casework.note_over_limit")
def note_over_limits(timestamp: int) -> None:
    """Note who is past the limit in each council, in the name of somebody who manages there. Again is the same."""
    today = clock.today()
    for council in councils_with_accounts():
        held = organisation.holders_by_role(council, on=today)
        managing = (each for role in reversed(MANAGERS) for each in held.get(role, ()))
        account = next(filter(None, map(organisation.account_of, managing)), None)
        if account is not None:
            with acting_for(account) as actor:
                note_over_limit(actor=actor, authority_id=council, at=clock.now())


LOOK_THROUGH = "casework.look_through_reads"
BEFORE_MORNING = "40 3 * * *"
DESTROY = "casework.destroy_records"
BEFORE_DAWN = "10 5 * * *"
BACK_DAYS = 7
"""Days that are made up for, where a machine slept or nobody governed."""


@app.periodic(cron=BEFORE_MORNING)
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


@app.task(name=intake.UNDO)
def undo_intake(*, account_id: int, ref: str) -> None:
    """Undo a file that came in, whole or not at all. Done again, it finds that it is undone."""
    try:
        intake.undo(partial(acting_for, account_id), ref, at=clock.now())
    except (CannotDo, NotAllowed, NotVisible):
        return  # the file says why it stays


@app.periodic(cron=NIGHTLY)
@app.task(name=intake.SCRUB, queueing_lock=intake.SCRUB)
def scrub_intakes(timestamp: int) -> None:
    """Rows that waited for thirty days go, whosever they are, and those whose file is over."""
    while True:
        with atomic():
            access.identify(BY_RULE, today=clock.today())
            if not staging.scrub_old():
                return
