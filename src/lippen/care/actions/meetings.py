"""Clinics, panels and peer reviews: planned, put off with the cover shown, each line talked about; steps in court."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.actions.days import check_of_line
from lippen.care.actions.events import tell
from lippen.care.actions.following import follow
from lippen.care.actions.permanence import open_line
from lippen.care.actions.reviews import Who
from lippen.care.actions.views import View, view_given
from lippen.care.models import CareMeeting, CourtStep, Discussed, MeetingMember, MeetingMoved
from lippen.care.queries import deciding
from lippen.care.queries import meetings as queries
from lippen.care.vocabulary.meetings import (
    AFTER_REACHED,
    COURT_REACHES,
    COURT_WORDS,
    MEETING_WORDS,
    QUORUM,
    REACHES,
    WITH_A_DAY,
    AdjournCause,
    CourtStepKind,
    MeetingKind,
    MemberPart,
    Rating,
)
from lippen.casework.actions.writing import check_ahead, check_day, needed, reason_given
from lippen.casework.rules import a_year_before
from lippen.design.words import day_words
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref

TOO_FEW = "At least {least} members have to sit. Add who sat, or put the panel off."
LONG_AGO = "This day has passed long ago. Give a day to come, or {day} or later where the meeting was held."
DECIDED = "They decided for the agency on what this panel recommended: they did not sit on it."
SITS = "They sit at this meeting already. One person sits once: as chair, or as a member."
ONCE = "This plan was talked about at this meeting already. Look at it again."


@dataclass(frozen=True)
class Member:
    """Somebody who sits at a meeting, and as what."""

    part: MemberPart
    who: Who


@atomic
def plan_meeting(
    *,
    actor: Actor,
    authority_id: int,
    kind: MeetingKind,
    meets_on: date,
    members: Sequence[Member],
    at: datetime,
    words: str = "",
) -> CareMeeting:
    """Plan a clinic, panel or peer review with those who sit; its agenda follows from the lines."""
    require(actor, Permission.ALLOCATE, at=[authority_id])
    today = day_of(at)
    if meets_on < a_year_before(today):
        raise CannotDo(LONG_AGO.format(day=day_words(a_year_before(today))), field="meets_on")
    check_ahead(max(meets_on, today), today, field="meets_on")
    made = CareMeeting.objects.create(
        ref=new_ref("caremeeting"),
        authority_id=authority_id,
        kind=MeetingKind(kind).value,
        meets_on=meets_on,
        words=words.strip()[:160],
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "care.meeting_planned", made, keys={"kind": made.kind})
    for each in members:
        _add(actor, made, each, at)
    return made


@atomic
def add_member(*, actor: Actor, meeting_ref: str, member: Member, at: datetime) -> MeetingMember:
    """Record somebody more who sits at a meeting."""
    meeting = _of(actor, meeting_ref)
    made = _add(actor, meeting, member, at)
    audit.record(actor, "care.member_added", meeting, keys={"part": made.part})
    return made


def _add(actor: Actor, meeting: CareMeeting, member: Member, at: datetime) -> MeetingMember:
    officer_id, words = member.who.one("who")
    if officer_id in deciding.decided_by(meeting.pk):
        raise CannotDo(DECIDED, field="who")
    same = {"officer_id": officer_id} if officer_id else {"words__iexact": words}
    if meeting.members.filter(**same).exists():
        raise CannotDo(SITS, field="who")
    return MeetingMember.objects.create(
        meeting=meeting,
        authority_id=meeting.authority_id,
        part=MemberPart(member.part).value,
        officer_id=officer_id,
        words=words,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )


@atomic
def put_off(*, actor: Actor, meeting_ref: str, meets_on: date, why: str, cover: str, at: datetime) -> MeetingMoved:
    """Put a meeting off to another day: why, and how the children are covered meanwhile."""
    meeting = _of(actor, meeting_ref)
    check_ahead(meets_on, day_of(at), field="meets_on")
    made = MeetingMoved.objects.create(
        meeting=meeting,
        authority_id=meeting.authority_id,
        meets_on=meets_on,
        why=reason_given(why, "why", "Say why it is put off."),
        cover=reason_given(cover, "cover", "Say how the children are covered meanwhile."),
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "care.meeting_put_off", meeting)
    return made


def _of(actor: Actor, ref: str) -> CareMeeting:
    meeting = queries.meeting_of(actor, ref)
    require(actor, Permission.ALLOCATE, at=[meeting.authority_id])
    return meeting


@atomic
def discuss(
    *,
    actor: Actor,
    meeting_ref: str,
    line_ref: str,
    decision: str,
    view: View,
    so_on: date,
    at: datetime,
    words: str = "",
    next_on: date | None = None,
    rating: Rating | None = None,
) -> Discussed:
    """Record what a meeting decided of a child's line, and what the child thinks, or why that is not known.

    At a clinic or panel the line reaches that milestone by it.
    """
    meeting = queries.meeting_of(actor, meeting_ref)
    kind = MeetingKind(meeting.kind)
    check_day(so_on, at)
    line, writing = open_line(actor, line_ref, at=at)
    check_of_line(line, so_on)
    if meeting.members.count() < QUORUM.get(kind, 0):
        raise CannotDo(TOO_FEW.format(least=QUORUM[kind]))
    if kind is MeetingKind.PEER and rating is None:
        raise CannotDo("Say how the plan goes on.", field="rating")
    if next_on is not None and next_on < so_on:
        raise CannotDo("Give a day after the meeting.", field="next_on")
    decision, kept = needed(decision, "decision", "Say what was decided."), view_given(writing, view)
    if Discussed.objects.filter(meeting=meeting, line=line).exists():
        raise CannotDo(ONCE)
    reached = REACHES.get(kind)
    event = tell(writing, reached, so_on, f"{MEETING_WORDS[kind]}: {decision}") if reached else None
    with refusal("a_line_is_discussed_once_at_a_meeting", ONCE):
        made = Discussed.objects.create(
            meeting=meeting,
            line=line,
            words=words.strip(),
            decision=decision,
            next_on=next_on,
            rating=Rating(rating).value if rating and kind is MeetingKind.PEER else "",
            event=event,
            **kept,
            **writing.fact(so_on),
        )
    audit.record(actor, "care.line_discussed", line, keys={"person": writing.person.ref, "meeting": meeting.ref})
    if event is not None:
        follow(writing)
    return made


@atomic
def court_step(
    *,
    actor: Actor,
    line_ref: str,
    kind: CourtStepKind,
    so_on: date,
    at: datetime,
    words: str = "",
    set_for: date | None = None,
    cause: AdjournCause | None = None,
    solicitor: str = "",
) -> CourtStep:
    """Record a step in court: a day that was set, what was put off and why, who acts for the council."""
    line, writing = open_line(actor, line_ref, at=at, or_reached=kind in AFTER_REACHED)
    check_day(so_on, at)
    check_of_line(line, so_on)
    if kind in WITH_A_DAY and set_for is None:
        raise CannotDo("Give the day that was set.", field="set_for")
    if set_for is not None and set_for < so_on:
        raise CannotDo("Give a day on or after this step.", field="set_for")
    if kind is CourtStepKind.ADJOURNED and cause is None:
        raise CannotDo("Say why it was put off.", field="cause")
    made = CourtStep.objects.create(
        line=line,
        kind=CourtStepKind(kind).value,
        words=words.strip(),
        set_for=set_for if kind in WITH_A_DAY else None,
        cause=AdjournCause(cause).value if cause and kind is CourtStepKind.ADJOURNED else "",
        solicitor=solicitor.strip()[:160],
        **writing.fact(so_on),
    )
    audit.record(actor, "care.court_step", line, keys={"person": writing.person.ref, "kind": made.kind})
    if (reached := COURT_REACHES.get(kind)) is not None:
        tell(writing, reached, so_on, words.strip() or COURT_WORDS[kind])
        follow(writing)
    return made
