"""What keeps a record safe: break-glass and its review, restriction, two records of one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions import joined
from lippen.casework.actions.front import leaders_of_work, managers_for, own_refused
from lippen.casework.actions.now import follow_all
from lippen.casework.actions.writing import (
    Pin,
    Writing,
    begin,
    check_day,
    close_duties,
    found_of,
    pin_duties,
    reason_given,
)
from lippen.casework.models import (
    BreakGlass,
    GlassReview,
    Involvement,
    KnownPerson,
    PersonNow,
    Restriction,
    SameAs,
    SameAsStep,
)
from lippen.casework.models.sight import MANAGERS
from lippen.casework.queries import glass as openings
from lippen.casework.queries import rooms, searching
from lippen.casework.queries.people import twins
from lippen.casework.vocabulary import (
    GLASS_SUBJECT,
    SAME_SUBJECT,
    WRONG_OPENING_SUBJECT,
    Duty,
    GlassReason,
    GlassVerdict,
    InvolvementKind,
    SameStep,
)
from lippen.design.words import listed_words
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.holding import hold
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put
from lippen.organisation import queries as organisation
from lippen.organisation.actions import close_duty_of
from lippen.organisation.queries import stand_ins

DAY = timedelta(days=1)
TURN_ROUND = (
    "Another record was put together with the one that would go. Open the other one of the two and propose it there, "
    "so that the record that holds both is kept."
)
NOT_YOURS_TO_UNDO = (
    "Whoever proposed this or agreed takes the records apart, or who leads or manages. Ask your team leader."
)
TOO_LATE_TO_UNDO = f"More than {rules.UNDO_DAYS} days have gone by. Ask information governance."
UNNAMED = "The form came without whom it is about. Go back to what was found, and open the one you mean."
MOVED = "Your search finds somebody else in this place now. Go back to what was found, and open the one you mean."


@atomic
def break_glass(
    *,
    actor: Actor,
    search_ref: str,
    number: int,
    reason: GlassReason,
    words: str,
    so_on: date,
    at: datetime,
    shown: str,
) -> KnownPerson:
    """Open one record outside one's own work for 60 minutes of the real clock; whoever works there is told at once.

    `shown`: whom the form was about, by `searching.code_of`; what the search finds in that place may be another by now.
    """
    require(actor, Permission.READ_RECORDS)
    match = searching.hidden_match(actor, search_ref, number)
    if not shown:
        raise CannotDo(UNNAMED)
    if shown != searching.code_of(search_ref, match):
        raise CannotDo(MOVED)
    run = searching.run_of(actor, search_ref)
    glass = BreakGlass(
        ref=new_ref("glass"),
        person_id=match.person_id,
        authority_id=run.authority_id,
        so_on=so_on,
        reason=reason.value,
        words=reason_given(words, "words", "Say what happened, for whoever works with the child."),
        until=at + rules.GLASS_HOLDS,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    require(actor, Permission.READ_RECORDS, at=[run.authority_id])
    put(glass)
    person = KnownPerson.objects.visible_to(actor).filter(pk=match.person_id).first()
    if person is None:
        raise NotVisible
    _tell(Writing(actor, person, at), glass.ref, so_on)
    audit.record(actor, "glass.broken", glass, keys={"person": person.ref, "reason": reason.value})
    return person


def _tell(writing: Writing, glass_ref: str, today: date) -> None:
    """A duty on the desk of everybody who works with the child, and of the managers who look at it."""
    work = Involvement.objects.filter(person=writing.person, ends_on__isnull=True).values_list("worker_id", flat=True)
    watch = leaders_of_work(writing, but=writing.actor.person_id)
    told = set(work) - {writing.actor.person_id}
    key = rules.BREAK_GLASS.key
    pins = [Pin(Duty.GLASS_TOLD.value, GLASS_SUBJECT, glass_ref, each, today, today + DAY, key) for each in told]
    pins += [
        Pin(Duty.GLASS_REVIEW.value, GLASS_SUBJECT, glass_ref, each, today, today + 7 * DAY, key) for each in watch
    ]
    pin_duties(pins, at=writing.at)


@atomic
def see_glass(*, actor: Actor, glass_ref: str, at: datetime) -> None:
    """Say, as whoever works with the child or hears that it was wrong, that one has seen that the record was opened."""
    if glass_ref not in {row.ref for row in openings.wrong_openings(actor)}:
        if not may(actor, Permission.WRITE_RECORDS):
            raise NotVisible
        found_of(actor, BreakGlass, glass_ref, at=at)
    mine = {"subject_key": glass_ref, "holder_id": actor.person_id, "at": at}
    close_duty_of(kind=Duty.GLASS_TOLD.value, subject_kind=GLASS_SUBJECT, **mine)
    close_duty_of(kind=Duty.GLASS_WRONG.value, subject_kind=WRONG_OPENING_SUBJECT, **mine)
    audit.record(actor, "glass.seen", (BreakGlass._meta.label_lower, glass_ref))


@atomic
def review_glass(
    *, actor: Actor, glass_ref: str, verdict: GlassVerdict, words: str, so_on: date, at: datetime
) -> GlassReview:
    """Say, as a manager, whether it was right to open a record; nobody looks at their own."""
    glass, writing = found_of(actor, BreakGlass, glass_ref, at=at, permission=Permission.AGREE_RISK)
    check_day(so_on, at)
    if glass.recorded_by_id == actor.account_id:
        others = leaders_of_work(writing, but=actor.person_id)
        raise own_refused(writing, "You opened this record yourself: somebody else looks at it.", others)
    with refusal("casework_glassreview_glass_id_key", "Somebody has looked at this already."):
        made = GlassReview.objects.create(
            glass=glass,
            verdict=verdict.value,
            words=reason_given(words, "words", "Say what you found."),
            **writing.fact(so_on),
        )
    close_duties(kind=Duty.GLASS_REVIEW.value, subject_kind=GLASS_SUBJECT, subject_keys=[glass.ref], at=at)
    is_wrong = verdict is GlassVerdict.NOT_RIGHT
    audit.record(actor, "glass.found_wrong" if is_wrong else "glass.reviewed", glass, keys={"verdict": verdict.value})
    if is_wrong:
        _tell_above(writing, glass)
    return made


def _tell_above(writing: Writing, glass: BreakGlass) -> None:
    """A duty on the desks of information governance and of whoever manages the one who looked; never of who opened."""
    today, council = day_of(writing.at), glass.authority_id
    above = stand_ins.next_of(council, MANAGERS, but=writing.actor.person_id, on=today)
    watch = organisation.people_who_may(Permission.READ_AUDIT, [council], on=today)
    opener = glass.recorded_by.person_id if glass.recorded_by else None
    told = {*above, *(each.id for each in watch)} - {opener}
    about = (Duty.GLASS_WRONG.value, WRONG_OPENING_SUBJECT, glass.ref)
    key = rules.BREAK_GLASS.key
    pin_duties([Pin(*about, each, today, today + 7 * DAY, key) for each in sorted(told)], at=writing.at)


@atomic
def restrict(*, actor: Actor, person_ref: str, officers: Sequence[int], why: str, so_on: date, at: datetime) -> None:
    """Let the people named alone see a record, oneself among them; or everybody again, by naming nobody.

    A record that is put together with it is closed or opened along with it.
    """
    writing = begin(actor, person_ref, at=at, permission=Permission.AGREE_RISK)
    check_day(so_on, at)
    named = sorted({*officers})
    if named and actor.person_id not in named:
        raise CannotDo("Name yourself too, or nobody could open it for others again.", field="officers")
    here = {row.id for row in organisation.people_of([writing.person.authority_id], on=so_on)}
    if not here.issuperset(set(named) - {actor.person_id}):
        raise CannotDo("Choose people of this council.", field="officers")
    if named:
        _check_nobody_lost(writing, named)
    reason = reason_given(why, "why", "Say why only they may see it.")
    for each in (*twins(writing.person.pk), writing.person.pk):
        put(Restriction(officers=named, why=reason, **{**writing.fact(so_on), "person_id": each}))
    verb = "known.restricted" if named else "known.restriction_ended"
    audit.record(actor, verb, writing.person, keys={"named": len(named)})


def _check_nobody_lost(writing: Writing, named: Sequence[int]) -> None:
    """Whoever a child rests with stays in: else the child would be on nobody's list."""
    rests = (InvolvementKind.ALLOCATED.value, InvolvementKind.HOLDING.value)
    work = Involvement.objects.filter(person=writing.person, ends_on__isnull=True, kind__in=rests)
    left_out = set(work.values_list("worker_id", flat=True)) - {*named}
    if left_out:
        who = listed_words(sorted(organisation.person_names(left_out).values()))
        raise CannotDo(
            f"The child rests with {who}. Name them too, or give the child to somebody else first, so that nobody "
            "is lost.",
            field="officers",
        )


@atomic
def propose_same(*, actor: Actor, person_ref: str, kept_ref: str, why: str, so_on: date, at: datetime) -> SameAs:
    """Say that this record is of the same person as another, which would be kept; somebody else decides."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    kept = KnownPerson.objects.visible_to(actor).filter(ref=kept_ref).first()
    if kept is None:
        raise NotVisible
    if kept.pk == writing.person.pk or kept.authority_id != writing.person.authority_id:
        raise CannotDo("Choose another record of this council.", field="kept")
    check_apart(writing.person, kept)
    ends = {writing.person.pk, kept.pk}
    waits = SameAs.objects.filter(person_id__in=ends, kept_id__in=ends, steps__isnull=True)
    if waits.exists():
        raise CannotDo("Somebody has proposed this already; it waits for somebody else to agree.", field="kept")
    made = SameAs.objects.create(
        ref=new_ref("same"), kept=kept, why=reason_given(why, "why", "Say what shows it."), **writing.fact(so_on)
    )
    watch = managers_for(writing, but=actor.person_id)
    key = rules.SAME_PERSON.key
    pin_duties(
        [Pin(Duty.AGREE_SAME.value, SAME_SUBJECT, made.ref, each, so_on, so_on + 7 * DAY, key) for each in watch],
        at=at,
    )
    audit.record(actor, "same.proposed", made, keys={"person": writing.person.ref, "kept": kept.ref})
    return made


def check_apart(one: KnownPerson, kept: KnownPerson) -> None:
    """Refuse where either is put together with a third: in a chain or a circle somebody would be on no list."""
    both = PersonNow.objects.filter(person__in=[one, kept])
    if any(now.same_as_id for now in both):
        raise CannotDo("One of these records has been put together with another already.", field="kept")
    if PersonNow.objects.filter(same_as=one).exists():
        raise CannotDo(TURN_ROUND, field="kept")


@atomic
def decide_same(*, actor: Actor, same_ref: str, is_same: bool, so_on: date, at: datetime) -> SameAsStep:
    """Agree that two records are of one person, or not; not by whoever proposed it."""
    same, writing = found_of(actor, SameAs, same_ref, at=at)
    check_day(so_on, at)
    kept = KnownPerson.objects.visible_to(actor).filter(pk=same.kept_id).first()
    if kept is None:
        raise NotVisible
    if same.recorded_by_id == actor.account_id:
        others = managers_for(writing, but=actor.person_id)
        raise own_refused(writing, "You proposed this yourself: somebody else decides.", others)
    if same.steps.exists():
        raise CannotDo("Somebody has decided on this already.")
    if is_same:
        hold(kept)
        check_apart(writing.person, kept)
        joined.check_settled(writing.person, kept)
    kind = SameStep.AGREED if is_same else SameStep.REFUSED
    with refusal("same_person_decided_once", "Somebody has decided on this already."):
        made = SameAsStep.objects.create(same=same, kind=kind.value, **writing.fact(so_on))
    if is_same:
        with refusal("same_stands_apart", TURN_ROUND):
            follow_all([writing.person, kept], are_one=True)
    close_duties(kind=Duty.AGREE_SAME.value, subject_kind=SAME_SUBJECT, subject_keys=[same.ref], at=at)
    audit.record(actor, f"same.{kind.value}", same)
    if is_same:
        stays = Writing(actor, kept, at)
        joined.move_work(writing, stays, so_on)
        for room in rooms.followers():
            room.follow_together(stays)
    return made


@atomic
def undo_same(*, actor: Actor, same_ref: str, why: str, so_on: date, at: datetime) -> SameAsStep:
    """Take two records apart again, within 30 days; nothing was rewritten, so nothing is lost.

    Whoever proposed it, whoever agreed, or who leads or manages may; whoever worked with the record does so again.
    """
    same, writing = found_of(actor, SameAs, same_ref, at=at)
    check_day(so_on, at)
    agreed = same.steps.filter(kind=SameStep.AGREED).first()
    if agreed is None or same.steps.filter(kind=SameStep.UNDONE).exists():
        raise CannotDo("These records are not put together.")
    if not may_undo(actor, same.authority_id, {same.recorded_by_id, agreed.recorded_by_id}):
        raise CannotDo(NOT_YOURS_TO_UNDO)
    if not rules.may_undo(agreed.so_on, day_of(at)):
        raise CannotDo(TOO_LATE_TO_UNDO)
    reason = reason_given(why, "why", "Say what shows that they are two people.")
    hold(same.kept)
    joined.check_apart_again(writing.person, same.kept)
    joined.give_back(writing, agreed, so_on)
    made = SameAsStep.objects.create(same=same, kind=SameStep.UNDONE.value, words=reason, **writing.fact(so_on))
    for room in rooms.followers():
        room.follow_apart(writing, Writing(actor, same.kept, at))
    # Whoever sees the one that stays by the other alone sees it no longer once that one follows: last of all.
    follow_all([same.kept, writing.person], are_one=False)
    audit.record(actor, "same.undone", same)
    return made


def may_undo(actor: Actor, authority_id: int, said_by: Collection[int | None]) -> bool:
    """Whether somebody may take two records apart: they proposed it or agreed, or they lead or manage there."""
    return actor.account_id in said_by or may(actor, Permission.ALLOCATE, at=[authority_id])
