"""Ties, referrals and allocations of a file come in, as they stood in the earlier system."""

from __future__ import annotations

from django.db.models import F

from lippen.casework.actions import front, people, work
from lippen.casework.actions.bringing.rows import CHANGED, Bringing, Stopped, row_of
from lippen.casework.actions.looking.work import worker_named
from lippen.casework.actions.writing import begin
from lippen.casework.adapters.meaning import PartIn, ReferralIn, TieIn
from lippen.casework.models import Involvement
from lippen.casework.queries import numbers
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import DoubtKind, InvolvementKind, Outcome, Stage
from lippen.kernel.errors import CannotDo
from lippen.organisation.queries.staffing import known_staff

STEPS = {Stage.CONTACT: (), Stage.ASSESSMENT: (Outcome.ASSESS,), Stage.DECISION: (Outcome.ASSESS, Outcome.ASSESSED)}


def bring_ties(bringing: Bringing, rows: list[TieIn]) -> None:
    """Each tie between two people who are recorded."""
    for meant in rows:
        with row_of(meant.row):
            one, other = bringing.named(meant.number), bringing.named(meant.tie.to_number)
            made = people.tie_people(
                actor=bringing.actor,
                person_ref=one.ref,
                other_ref=other.ref,
                kind=meant.tie.kind,
                rights=meant.tie.rights,
                rights_source=meant.tie.rights_source,
                must_not_know_address=meant.tie.must_not_know,
                so_on=meant.so_on or bringing.today,
                at=bringing.at,
            )
            bringing.note(meant.row, made)
            bringing.links.append((meant.row, one.id))


def bring_referrals(bringing: Bringing, rows: list[ReferralIn]) -> None:
    """Each open referral, in the stage in which it stood."""
    for meant in rows:
        with row_of(meant.row):
            _refer(bringing, meant)


def _refer(bringing: Bringing, meant: ReferralIn) -> None:
    child = bringing.named(meant.number)
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
        is_immediate=meant.is_immediate,
        at=bringing.at,
    )
    bringing.note(meant.row, made)
    stage = Stage.CONTACT if bringing.answer(meant.row, DoubtKind.STAGE) == "contact" else meant.stage
    for outcome in STEPS[stage]:
        step = front.take_step(
            actor=bringing.actor,
            referral_ref=made.ref,
            outcome=outcome,
            words=f"In this stage in {bringing.intake.source}, from which it was brought in.",
            so_on=meant.stage_on or meant.received_on,
            at=bringing.at,
        )
        bringing.note(meant.row, step)
    bringing.links.append((meant.row, child.id))


def bring_parts(bringing: Bringing, rows: list[PartIn]) -> None:
    """Who works with which child, since their own day."""
    council = bringing.intake.authority_id
    people_here = numbers.workers(bringing.actor, council, on=bringing.today)
    staff = known_staff(council)
    for meant in rows:
        found = worker_named(meant.worker, people_here, staff)
        if len(found) != 1:  # somebody left since the dry run
            raise Stopped(meant.row, CHANGED)
        with row_of(meant.row):
            _allocate(bringing, meant, found[0].person_id)


def _allocate(bringing: Bringing, meant: PartIn, worker_id: int) -> None:
    """The part as it stood in the earlier system; whoever took the child in with the file hands over on that day."""
    child = bringing.named(meant.number)
    if meant.so_on is None:
        raise CannotDo(CHANGED)
    given = {"actor": bringing.actor, "person_ref": child.ref, "worker_id": worker_id, "at": bringing.at}
    if meant.kind is not InvolvementKind.ALLOCATED:
        made = work.involve(kind=meant.kind, so_on=meant.so_on, **given)
    else:
        why = meant.over_limit_why or bringing.words(meant.row, DoubtKind.LIMIT)
        end_later_duty(bringing, child, meant)
        made = work.allocate(so_on=meant.so_on, over_limit_why=why, **given)
    bringing.note(meant.row, made)
    bringing.links.append((meant.row, child.id))


def end_later_duty(bringing: Bringing, child: PersonRow, meant: PartIn) -> None:
    """Whoever took a child in on a day after the allocation began held it for that day alone."""
    writing = begin(bringing.actor, child.ref, at=bringing.at)
    duty = Involvement.objects.filter(
        person=writing.person, kind=InvolvementKind.DUTY.value, ends_on__isnull=True, starts_on__gt=meant.so_on
    )
    duty.update(ends_on=F("starts_on"), ended_at=bringing.at, ended_by_id=bringing.actor.account_id)
