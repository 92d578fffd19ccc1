"""Referrals and allocations of a file come in, as they stood in the earlier system."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from django.db.models import Case, F, Value, When

from lippen.casework import rules
from lippen.casework.actions import front, work
from lippen.casework.actions.bringing.rows import CHANGED, Bringing, Stopped, row_of
from lippen.casework.actions.comparing.work import worker_named
from lippen.casework.actions.given import follow_given
from lippen.casework.actions.writing import Writing, begin
from lippen.casework.adapters.meaning import PartIn, ReferralIn
from lippen.casework.models import FamilyHelp, Involvement, KnownPerson
from lippen.casework.queries import numbers
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import DoubtKind, InvolvementKind, Outcome, Stage, Status
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.organisation.queries.staffing import known_staff

STEPS = {Stage.CONTACT: (), Stage.ASSESSMENT: (Outcome.ASSESS,), Stage.DECISION: (Outcome.ASSESS, Outcome.ASSESSED)}


def bring_referrals(bringing: Bringing, rows: list[ReferralIn]) -> None:
    """Each open referral, in the stage in which it stood, with whoever the file names or who leads the child's team."""
    council, is_named = bringing.intake.authority_id, any(meant.holder for meant in rows)
    people_here = numbers.workers(bringing.actor, council, on=bringing.today) if is_named else ()
    staff = known_staff(council) if is_named else ()
    for meant in rows:
        with row_of(meant.row):
            child = bringing.named(meant.number)
            if meant.holder:
                found = worker_named(meant.holder, people_here, staff)
                if len(found) != 1:  # somebody left since the dry run
                    raise CannotDo(CHANGED)
                holder_id = found[0].person_id
                _let_work(bringing, meant.row, child, holder_id)
            else:
                holder_id = _leader_of(bringing, child)
            _refer(bringing, meant, child, holder_id)


def _leader_of(bringing: Bringing, child: PersonRow) -> int | None:
    """Who leads the team of those who work with a child, the allocated worker's first; nobody where none is led."""
    going_on = Involvement.objects.filter(person_id=child.id, ends_on__isnull=True, team_id__isnull=False)
    first = Case(When(kind=InvolvementKind.ALLOCATED.value, then=Value(0)), default=Value(1))
    for team_id in going_on.order_by(first, "id").values_list("team_id", flat=True):
        if leaders := organisation.leaders_of([team_id], on=bringing.today):
            return leaders[0]
    return None


def _let_work(bringing: Bringing, row: int, child: PersonRow, worker_id: int) -> None:
    """Whoever the file names works with the child, in the place of whoever took the child in with a file."""
    going_on = Involvement.objects.filter(person_id=child.id, ends_on__isnull=True)
    if going_on.filter(worker_id=worker_id).exists():
        return
    given = {"person_ref": child.ref, "worker_id": worker_id, "so_on": bringing.today, "at": bringing.at}
    made = work.involve(actor=bringing.actor, kind=InvolvementKind.DUTY, **given)
    bringing.note(row, made)
    own = going_on.filter(kind=InvolvementKind.DUTY.value, worker_id=bringing.actor.person_id).exclude(pk=made.pk)
    own.update(ends_on=bringing.today, ended_at=bringing.at, ended_by_id=bringing.actor.account_id)


def _refer(bringing: Bringing, meant: ReferralIn, child: PersonRow, holder_id: int | None) -> None:
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
        holder_id=holder_id,
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
            holder_id=holder_id,
        )
        bringing.note(meant.row, step)
    bringing.links.append((meant.row, child.id))


def bring_parts(bringing: Bringing, rows: list[PartIn]) -> None:
    """Who works with which child, since their own day; what each worker carries is counted along."""
    actor, council = bringing.actor, bringing.intake.authority_id
    people_here = {row.person_id: row for row in numbers.workers(actor, council, on=bringing.today)}
    figures, staff = numbers.numbers(actor, council, on=bringing.today), known_staff(council)
    given: list[KnownPerson] = []
    helps: Counter[int] = Counter()
    for each in FamilyHelp.objects.filter(authority_id=council, end__isnull=True):
        helps[each.person_id] += each.freed_hours
    for meant in rows:
        found = worker_named(meant.worker, people_here.values(), staff)
        if len(found) != 1:  # somebody left since the dry run
            raise Stopped(meant.row, CHANGED)
        with row_of(meant.row):
            child = bringing.named(meant.number)
            made = _allocate(bringing, meant, child, found[0])
            given.append(made.person)
            if made.kind == InvolvementKind.ALLOCATED:
                status = Status(child.status or Status.NONE)
                needs = rules.needed_hours(rules.Carried(status, freed_hours=helps[child.id]), figures)
                load = found[0].load.with_one_more(needs)
                people_here[found[0].person_id] = replace(found[0], load=load)
    follow_given(actor, given, at=bringing.at)


def _allocate(bringing: Bringing, meant: PartIn, child: PersonRow, worker: numbers.WorkerRow) -> Involvement:
    """The part as it stood in the earlier system; whoever took the child in with the file hands over on that day."""
    if meant.so_on is None:
        raise CannotDo(CHANGED)
    if meant.kind is not InvolvementKind.ALLOCATED:
        given = {"person_ref": child.ref, "worker_id": worker.person_id, "so_on": meant.so_on, "at": bringing.at}
        made = work.involve(actor=bringing.actor, kind=meant.kind, **given)
    else:
        why = meant.over_limit_why or bringing.words(meant.row, DoubtKind.LIMIT)
        writing = begin(bringing.actor, child.ref, at=bringing.at, permission=Permission.ALLOCATE)
        _end_later_duty(writing, meant.so_on)
        made = work.allocate_begun(writing, worker.person_id, meant.so_on, why, stands=worker, follows=False)
    bringing.note(meant.row, made)
    bringing.links.append((meant.row, child.id))
    return made


def _end_later_duty(writing: Writing, so_on: date) -> None:
    """Whoever took a child in on a day after the allocation began held it for that day alone."""
    duty = Involvement.objects.filter(
        person=writing.person, kind=InvolvementKind.DUTY.value, ends_on__isnull=True, starts_on__gt=so_on
    )
    duty.update(ends_on=F("starts_on"), ended_at=writing.at, ended_by_id=writing.actor.account_id)
