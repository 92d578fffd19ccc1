"""Children of a file who wait for a social worker come in: from that moment nobody vanishes from the queue."""

from __future__ import annotations

from lippen.casework.actions import front
from lippen.casework.actions.bringing.rows import CHANGED, Bringing, Stopped, row_of
from lippen.casework.actions.comparing.waits import KNOWN, referral_of, stage_and_day
from lippen.casework.actions.comparing.work import worker_named
from lippen.casework.actions.front import Wait
from lippen.casework.adapters.meaning import WaitIn
from lippen.casework.models import Involvement, Referral, Waiting
from lippen.casework.queries import numbers
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import DoubtKind, InvolvementKind, Outcome, Stage
from lippen.kernel.errors import CannotDo
from lippen.organisation.queries.staffing import known_staff

STEPS = {
    Stage.CONTACT: (Outcome.ASSESS, Outcome.ASSESSED, Outcome.ALLOCATE),
    Stage.ASSESSMENT: (Outcome.ASSESSED, Outcome.ALLOCATE),
    Stage.DECISION: (Outcome.ALLOCATE,),
}


def bring_waits(bringing: Bringing, rows: list[WaitIn]) -> None:
    """Each child into the queue, since their own day, with holder, level, plan and next contact."""
    council = bringing.intake.authority_id
    people_here = numbers.workers(bringing.actor, council, on=bringing.today)
    staff = known_staff(council)
    for meant in rows:
        found = worker_named(meant.holder, people_here, staff)
        if len(found) != 1:  # somebody left since the dry run
            raise Stopped(meant.row, CHANGED)
        with row_of(meant.row):
            _wait(bringing, meant, found[0].person_id)


def _wait(bringing: Bringing, meant: WaitIn, holder_id: int) -> None:
    child = bringing.named(meant.number)
    if meant.since is None or meant.level is None or meant.next_contact_on is None:
        raise CannotDo(CHANGED)
    works = Involvement.objects.filter(person_id=child.id, ends_on__isnull=True)
    if works.filter(kind=InvolvementKind.ALLOCATED.value).exists() or _is_waiting(child):
        raise CannotDo(CHANGED)
    referral = _referral(bringing, meant, child)
    how = Wait(holder_id, meant.level, meant.level_why, meant.plan, meant.next_contact_on)
    for outcome in STEPS[stage_and_day(referral)[0]]:
        step = front.take_step(
            actor=bringing.actor,
            referral_ref=referral.ref,
            outcome=outcome,
            words=f"Waits in {bringing.intake.source}, from which it was brought in.",
            so_on=meant.since,
            at=bringing.at,
            wait=how if outcome is Outcome.ALLOCATE else None,
        )
        bringing.note(meant.row, step)
    waiting = Waiting.objects.get(referral=referral)
    held = Involvement.objects.filter(person_id=child.id, kind=InvolvementKind.HOLDING.value, ends_on__isnull=True)
    bringing.note(meant.row, waiting, *waiting.facts.all(), *held)
    bringing.links.append((meant.row, child.id))


def _is_waiting(child: PersonRow) -> bool:
    return Waiting.objects.filter(person_id=child.id, end__isnull=True).exists()


def _referral(bringing: Bringing, meant: WaitIn, child: PersonRow) -> Referral:
    """The referral on which the child waits: the one that is recorded, or the one that the row tells of."""
    if bringing.answer(meant.row, DoubtKind.THERE) == KNOWN:
        known = referral_of(child.id, meant)
        if known is None:
            raise CannotDo(CHANGED)
        return known
    if meant.received_on is None or meant.source is None or meant.why is None:
        raise CannotDo(CHANGED)
    made = front.refer(
        actor=bringing.actor,
        person_ref=child.ref,
        received_on=meant.received_on,
        source=meant.source,
        source_words=meant.source_words,
        why=meant.why,
        words=meant.words,
        at=bringing.at,
    )
    bringing.note(meant.row, made)
    return made
