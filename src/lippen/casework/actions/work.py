"""Who works with a child, what kind of work it is, and by which figures of the council's own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions import first_visit
from lippen.casework.actions.given import follow_given
from lippen.casework.actions.now import follow
from lippen.casework.actions.offers import close_left, move_duties, overtake
from lippen.casework.actions.waits import end_by
from lippen.casework.actions.writing import Writing, begin, check_day, found_of, is_one_with, reason_given
from lippen.casework.models import FamilyHelp, Involvement, LocalNumber, StatusFact, Waiting
from lippen.casework.models.sight import MANAGERS
from lippen.casework.queries import numbers, own_family
from lippen.casework.vocabulary import InvolvementKind, Status
from lippen.design.words import count_words, day_words
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.records import next_id, put
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins
from lippen.organisation.queries.terms import NOT_RECORDED, TermsRow

DAY = timedelta(days=1)
TAKES_THE_PLACE_OF = {
    InvolvementKind.ALLOCATED: (
        InvolvementKind.ALLOCATED,
        InvolvementKind.HOLDING,
        InvolvementKind.DUTY,
        InvolvementKind.OFFERED,
    ),
    InvolvementKind.HOLDING: (InvolvementKind.HOLDING,),
    InvolvementKind.CO_WORKING: (),
    InvolvementKind.DUTY: (),
    InvolvementKind.OFFERED: (),
    InvolvementKind.MENTORING: (),
}
OTHERWISE = "Choose somebody else, or say why it has to be so."
CLOSED_TO_THEM = (
    "This record is closed to them, so they cannot work with it. Choose somebody else, or change who sees it first."
)
NOBODY_LEFT = "Allocate the child first, or close the work, so that nobody is lost."
NOT_HERE = "Choose somebody of this council who works with children."


@atomic
def involve(
    *, actor: Actor, person_ref: str, worker_id: int, kind: InvolvementKind, so_on: date, at: datetime
) -> Involvement:
    """Let somebody work alongside a child's worker."""
    writing = begin(actor, person_ref, at=at, permission=Permission.ALLOCATE)
    if kind is InvolvementKind.ALLOCATED:
        raise CannotDo("Use “Allocate” for that, so that the load is looked at.", field="kind")
    if kind is InvolvementKind.OFFERED:
        raise CannotDo("Use “Offer to another worker” for that, so that they can answer.", field="kind")
    made = give(writing, worker_id, kind, so_on)
    follow_given(actor, [writing.person], at=at)
    audit.record(actor, "work.began", made, keys={"person": writing.person.ref, "kind": kind.value})
    return made


@atomic
def allocate(
    *, actor: Actor, person_ref: str, worker_id: int, so_on: date, at: datetime, over_limit_why: str = ""
) -> Involvement:
    """Give a child a worker, who takes the place of the one before; past the limit it takes a reason."""
    writing = begin(actor, person_ref, at=at, permission=Permission.ALLOCATE)
    return allocate_begun(writing, worker_id, so_on, over_limit_why)


def allocate_begun(
    writing: Writing,
    worker_id: int,
    so_on: date,
    over_limit_why: str,
    *,
    stands: numbers.WorkerRow | None = None,
    follows: bool = True,
) -> Involvement:
    """The same of a record held already; `stands`: the worker with all that they carry, where somebody keeps count.

    Without `follows` the caller lets what is owed follow, for many together.
    """
    made = allocated(writing, worker_id, so_on, over_limit_why, stands=stands)
    actor = writing.actor
    audit.record(actor, "work.allocated", made, keys={"person": writing.person.ref, "over": bool(made.over_limit_why)})
    hand_over(writing, made, follows=follows)
    return made


def allocated(
    writing: Writing,
    worker_id: int,
    so_on: date,
    over_limit_why: str,
    *,
    is_agreed: bool = False,
    stands: numbers.WorkerRow | None = None,
) -> Involvement:
    """The allocation itself: the load is looked at, whoever worked, held or took in before hands over.

    Nobody gives the reason past the limit for themselves, unless somebody else had given it: `is_agreed`.
    """
    if not writing.person.is_child:
        raise CannotDo("Only a child is allocated to a worker.")
    worker, load = with_this_child(writing, worker_id, so_on, stands=stands)
    before = Involvement.objects.filter(person=writing.person, ends_on__isnull=True)
    if before.filter(kind=InvolvementKind.ALLOCATED, worker_id=worker_id).exists():
        raise CannotDo(f"{worker.name} is the allocated worker already.", field="worker")
    why = over_limit_why.strip() or (worker.decision.reason if worker.decision else "")
    if load.is_over and (not why or (over_limit_why.strip() and not is_agreed)):
        reason_given(over_limit_why, "over_limit_why", f"{past_limit(worker.name, load, worker.terms)} {OTHERWISE}")
    if load.is_over and not (is_agreed or worker.decision):
        check_not_own(writing, worker_id, load)
    why = why if load.is_over else ""
    return give(writing, worker_id, InvolvementKind.ALLOCATED, so_on, over_limit_why=why)


def with_this_child(
    writing: Writing, worker_id: int, so_on: date, *, stands: numbers.WorkerRow | None = None
) -> tuple[numbers.WorkerRow, rules.Load]:
    """Somebody who can be allocated a child, and what they would carry with this one."""
    authority_id = writing.person.authority_id
    if stands is None:
        found = numbers.workers(writing.actor, authority_id, on=so_on, person_ids=[worker_id])
        stands = next((row for row in found if row.person_id == worker_id), None)
    if stands is None:
        raise _not_here(writing, worker_id, so_on)
    figures = numbers.numbers(writing.actor, authority_id, on=so_on)
    helps = FamilyHelp.objects.filter(person=writing.person, end__isnull=True)
    freed = sum((each.freed_hours for each in helps), Decimal(0))
    status = Status(writing.person.now.status or Status.NONE)
    needs = rules.needed_hours(rules.Carried(status, freed_hours=freed), figures)
    return stands, stands.load.with_one_more(needs)


def _not_here(writing: Writing, worker_id: int, so_on: date) -> CannotDo:
    """That somebody cannot be allocated a child: not on a day before they came, or not at all."""
    now = organisation.staff_of(
        writing.person.authority_id, numbers.WORKING, on=day_of(writing.at), person_ids=[worker_id]
    )
    if not now:
        return CannotDo(NOT_HERE, field="worker")
    said = f"{now[0].name} did not work with children here on {day_words(so_on)}. Give a later day."
    return CannotDo(said, field="so_on")


def past_limit(name: str, load: rules.Load, how: TermsRow | None = None) -> str:
    """That somebody would have more children than the limit, in words; and that their experience is not known."""
    children = count_words(load.children, "child", "children")
    said = f"{name} would have {children}; the limit is {load.limit_words}."
    return f"{said} {NOT_RECORDED}." if how and how.known_experience is None else said


def check_not_own(writing: Writing, worker_id: int, load: rules.Load) -> None:
    """Refuse somebody who would give the reason for going past their own limit."""
    if worker_id == writing.actor.person_id:
        today = day_of(writing.at)
        others = stand_ins.next_of(writing.person.authority_id, MANAGERS, but=worker_id, on=today)
        said = f"{past_limit('You', load)} Nobody gives the reason for their own limit."
        raise CannotDo(stand_ins.stands_with(said, others, on=today), field="worker")


def check_open_to(writing: Writing, worker_id: int, *, field: str = "worker") -> None:
    """Refuse somebody to whom the record is closed: it is restricted to others, or their own or their family's."""
    if own_family.shut_out(writing.person.pk, [worker_id]):
        raise CannotDo(CLOSED_TO_THEM, field=field)


def give(
    writing: Writing,
    worker_id: int,
    kind: InvolvementKind,
    so_on: date,
    *,
    over_limit_why: str = "",
) -> Involvement:
    """Write that somebody works with a person; the part is seen by its people before it is read back."""
    check_day(so_on, writing.at)
    if writing.person.now.same_as_id:
        raise CannotDo(is_one_with(writing.person.now.same_as_id))
    check_open_to(writing, worker_id)
    authority_id = writing.person.authority_id
    works = organisation.people_by_id([worker_id], on=so_on).get(worker_id)
    if works is None or works.authority_id != authority_id:
        raise CannotDo(NOT_HERE, field="worker")
    made = Involvement(
        pk=next_id(Involvement),
        ref=new_ref("work"),
        authority_id=authority_id,
        person=writing.person,
        worker_id=worker_id,
        team_id=organisation.team_of(worker_id, authority_id, on=so_on),
        kind=kind.value,
        starts_on=so_on,
        over_limit_why=over_limit_why,
        recorded_at=writing.at,
        recorded_by_id=writing.actor.account_id,
    )
    with refusal("one_open_part_of_a_kind", "This is recorded already.", field="worker"):
        put(made)
    return made


def hand_over(writing: Writing, made: Involvement, *, follows: bool = True) -> None:
    """End the parts that the new one takes the place of, last of all: the writer may see the child no longer then."""
    kinds = TAKES_THE_PLACE_OF[InvolvementKind(made.kind)]
    others = Involvement.objects.filter(person=writing.person, ends_on__isnull=True, kind__in=kinds).exclude(pk=made.pk)
    if others.filter(starts_on__gt=made.starts_on).exists():
        raise CannotDo("Somebody began after this day. Give that day or a later one.", field="so_on")
    if made.kind == InvolvementKind.ALLOCATED:
        end_by(writing, made)
        overtake(writing, made.starts_on)
        held = others.exclude(kind=InvolvementKind.OFFERED)
        before = set(held.values_list("worker_id", flat=True)) - {made.worker_id}
        move_duties(writing, before, made.worker_id, made.starts_on)
        first_visit.ask(writing, made)
    if follows:
        follow_given(writing.actor, [writing.person], at=writing.at, leaving=others)
    close_left(others, writing.at)
    ended = {"ends_on": made.starts_on, "ended_at": writing.at, "ended_by_id": writing.actor.account_id}
    with refusal("one_allocated_worker_at_a_time", "Somebody has just allocated this child.", field="worker"):
        others.update(**ended)
        with connection.cursor() as cursor:
            cursor.execute("set constraints one_allocated_worker_at_a_time immediate")
            cursor.execute("set constraints one_allocated_worker_at_a_time deferred")


@atomic
def end_work(*, actor: Actor, work_ref: str, so_on: date, at: datetime) -> None:
    """Say that somebody works with a child no longer; the allocated worker ends by a new allocation alone."""
    found, writing = found_of(actor, Involvement, work_ref, at=at, permission=Permission.ALLOCATE)
    check_day(so_on, at)
    if found.ends_on is not None:
        raise CannotDo("This has ended already.")
    if found.kind == InvolvementKind.OFFERED:
        raise CannotDo("They were asked to take over: take the offer back instead.")
    waits = Waiting.objects.filter(person=writing.person, end__isnull=True).exists()
    if found.kind == InvolvementKind.ALLOCATED or (found.kind == InvolvementKind.HOLDING and waits):
        raise CannotDo("A child keeps a worker or a holder: allocate the child to somebody else instead.")
    if so_on < found.starts_on:
        raise CannotDo("It began after this day. Give that day or a later one.", field="so_on")
    others = Involvement.objects.filter(person=writing.person, ends_on__isnull=True).exclude(pk=found.pk)
    left = map(InvolvementKind, others.values_list("kind", flat=True))
    if writing.person.is_child and not rules.has_somebody(left, waits=waits):
        raise CannotDo(NOBODY_LEFT)
    audit.record(actor, "work.ended", found, keys={"person": writing.person.ref})
    open_part = Involvement.objects.filter(pk=found.pk, ends_on__isnull=True)
    follow_given(actor, [writing.person], at=at, leaving=open_part)
    close_left(open_part, at)
    open_part.update(ends_on=so_on, ended_at=at, ended_by_id=actor.account_id)


@atomic
def say_status(
    *, actor: Actor, person_ref: str, status: Status, so_on: date, at: datetime, words: str = ""
) -> StatusFact:
    """Say what kind of work a child's record needs from a day on."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    made = StatusFact.objects.create(status=status.value, words=words.strip()[:240], **writing.fact(so_on))
    follow(writing.person)
    audit.record(actor, "known.status_said", writing.person, keys={"status": status.value})
    return made


@atomic
def set_number(
    *, actor: Actor, authority_id: int, key: str, number: Decimal, why: str, so_on: date, at: datetime
) -> LocalNumber:
    """Set a council's own standard, limit or weight, from a day on, with its reason.

    How long records are kept and how fast they are looked up is set by whoever agrees what is destroyed.
    """
    require(actor, Permission.AGREE_RISK, at=[authority_id])
    check_day(so_on, at)
    local = rules.LOCALS.get(key)
    if local is None:
        raise NotVisible
    if local.is_guarded:
        require(actor, Permission.AGREE_DESTRUCTION, at=[authority_id])
    if not local.holds(number):
        raise CannotDo(f"Give a figure {local.range_words}.", field="number")
    made = LocalNumber.objects.create(
        authority_id=authority_id,
        key=key,
        number=number,
        why=reason_given(why, "why", "Say why, for those who work by it."),
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "local.figure_set", made, keys={"key": key})
    return made
