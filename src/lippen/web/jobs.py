"""What the worker does for everyone: raises what is late, and sends each person the digest of their duties."""

from __future__ import annotations

import logging
from datetime import date, datetime
from hashlib import sha256

from procrastinate.contrib.django import app

from lippen.design.words import count_words
from lippen.improvement import work
from lippen.kernel import audit, clock, trail_files
from lippen.kernel.access import BY_RULE
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.actions import digests as actions
from lippen.organisation.actions.escalations import raise_late_duties
from lippen.organisation.queries.digests import digests_due
from lippen.organisation.vocabulary import DigestState, Rhythm
from lippen.organisation.work import acting_for
from lippen.web import desks, digests, trail_csv

log = logging.getLogger("lippen.web")
EACH_HOUR_OF_WORK = "5 6-18 * * 1-5"
"""Again each hour, so that a worker that was off at six still sends; whoever has had theirs gets no second one."""


@app.periodic(cron=EACH_HOUR_OF_WORK)
@app.task(name="web.remind", queueing_lock="web.remind")
def remind(timestamp: int) -> None:
    """Raise what is late, then ask for each digest that is due today."""
    raise_late_duties(actor=BY_RULE, at=clock.now())
    for account_id, rhythm, spell_on in digests_due(clock.today()):
        send_digest.defer(account_id=account_id, rhythm=rhythm.value, spell_on=spell_on.isoformat())


@app.task(name="web.send_digest")
def send_digest(*, account_id: int, rhythm: str, spell_on: str) -> None:
    """Send one person's digest of one spell. Killed and done again it goes under the same message id.

    Whoever is killed between the sending and the noting cannot know whether the letter left. It is sent again rather
    than lost; its message id is the same, by which mail servers and readers know it for the one that they have.
    """
    asked = Rhythm(rhythm), date.fromisoformat(spell_on)
    with acting_for(account_id) as actor:
        if actor.account_id is None:
            return
        actions.plan_digest(actor=actor, rhythm=asked[0], spell_on=asked[1], host=digests.host(), at=clock.real_now())
    try:
        _send(account_id, *asked)
    except OSError as error:
        log.warning("digest not sent: %s", type(error).__name__)
        _failed(account_id, *asked)


def _send(account_id: int, rhythm: Rhythm, spell_on: date) -> None:
    with acting_for(account_id) as actor:
        held = actions.held_digest(actor, rhythm, spell_on)
        if held is None:
            return
        desk = desks.my_desk(actor, today=clock.today())
        state = DigestState.NOTHING if desk.is_empty else DigestState.SENT
        lines = (*desk.lines, *desk.raised, *desk.left)
        keys = [line.line.duty.subject_key for line in lines if line.line.duty]
        actions.settle_digest(
            actor=actor, digest=held, state=state, at=clock.real_now(), keys=keys, late=len(desk.late)
        )
        if state is DigestState.SENT:
            digests.written(actor.name, held.address, desk, message_id=held.message_id).send()


def _failed(account_id: int, rhythm: Rhythm, spell_on: date) -> None:
    with acting_for(account_id) as actor:
        held = actions.held_digest(actor, rhythm, spell_on)
        if held is not None:
            actions.settle_digest(actor=actor, digest=held, state=DigestState.FAILED, at=clock.real_now())


@app.task(name=trail_csv.TASK)
def export_trail(*, account_id: int, ref: str) -> None:
    """Build the part of the audit trail that somebody asked for, a file at a time.

    Each file is kept by itself: begun again after a crash the work goes on behind the last one, and none is kept twice.
    What is more than one file is counted first, and made once its asker has seen how large it is.
    """
    try:
        if _is_to_be_made(account_id, ref):
            while _next_part(account_id, ref):
                pass
            _exported(account_id, ref)
    except CannotDo as refused:
        _trail_not_exported(account_id, ref, refused.sentence)
    except (NotAllowed, NotVisible):
        _trail_not_exported(account_id, ref, "You may no longer read the audit trail.")


def _is_to_be_made(account_id: int, ref: str) -> bool:
    """Count what was asked for, once; whether it is to be made now."""
    with acting_for(account_id) as actor:
        asked = work.told(actor, trail_csv.EXPORT, ref)
        if asked["state"] not in work.GOING:
            return False
        if asked.get("through"):
            return True
        work.tell(actor, trail_csv.EXPORT, ref, state=work.WORKING, words="Counting the entries")
    with acting_for(account_id) as actor:
        now = clock.real_now()
        today = clock.day_of(now)
        size = trail_csv.size_of(actor, trail_csv.wanted_of(actor, asked["wishes"], today, through=now), today)
        work.tell(actor, trail_csv.EXPORT, ref, through=now.isoformat(), **trail_csv.told_of(size))
        return not size.is_long


def _next_part(account_id: int, ref: str) -> bool:
    with acting_for(account_id) as actor:
        asked = work.told(actor, trail_csv.EXPORT, ref)
        through = datetime.fromisoformat(asked["through"])
        today = clock.day_of(clock.real_now())
        wanted = trail_csv.wanted_of(actor, asked["wishes"], today, through=through)
        given = {"parts": int(asked["parts"]), "at": clock.real_now()}
        is_more = trail_csv.next_part(actor, ref, wanted, today, **given)
        words = trail_csv.progress_words(trail_files.parts_of(actor, ref), asked)
        work.tell(actor, trail_csv.EXPORT, ref, state=work.WORKING, words=words)
        return is_more


def _exported(account_id: int, ref: str) -> None:
    with acting_for(account_id) as actor:
        if work.told(actor, trail_csv.EXPORT, ref)["state"] not in work.GOING:
            return
        parts = trail_files.parts_of(actor, ref)
        rows = sum(part.rows for part in parts)
        files = f" in {count_words(len(parts), 'file')}" if len(parts) > 1 else ""
        words = f"{count_words(rows, 'entry', 'entries')}{files}"
        work.tell(actor, trail_csv.EXPORT, ref, state=work.READY, words=words)
        proof = parts[0].sha256 if len(parts) == 1 else sha256(trail_files.contents(ref, parts).encode()).hexdigest()
        keys = {"entries": rows, "files": len(parts), "sha256": proof}
        audit.record(actor, "audit.exported", ("web:audit_export", ref), keys=keys)


def _trail_not_exported(account_id: int, ref: str, sentence: str) -> None:
    """Say that it failed, unless another worker has finished it meanwhile."""
    with acting_for(account_id) as actor:
        if work.told(actor, trail_csv.EXPORT, ref)["state"] in work.GOING:
            work.tell(actor, trail_csv.EXPORT, ref, state=work.FAILED, words=sentence)
