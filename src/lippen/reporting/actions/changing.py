"""A committee's meeting moves to another day, or is called off; its papers go where it goes."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.reporting.actions.committees import clerks, meeting_for, say_again
from lippen.reporting.actions.guard import owned
from lippen.reporting.actions.opening import call_meeting
from lippen.reporting.models import ExpectedPaper, Meeting, MeetingChange, PreAgenda
from lippen.reporting.rules import printed

MEANWHILE = "Somebody has just changed this meeting. Open its page again."


@atomic
def change_meeting(*, actor: Actor, meeting_ref: str, moves_to: date | None, reason: str, at: datetime) -> str:
    """Move a meeting to another day, or call it off where no day is given; gives the reference of its new meeting.

    A meeting that was called off may be given a day later. Where the committee meets on that day already, the papers
    join that meeting.
    """
    meeting = meeting_for(actor, meeting_ref)
    clerks(actor, meeting.authority_id)
    last = MeetingChange.objects.filter(meeting=meeting).order_by("-version").first()
    if not reason.strip():
        raise CannotDo("Say why, so that everybody who reads the forward plan knows.", field="reason")
    _check(meeting, last, moves_to, day_of(at))
    target = _meeting_on(actor, meeting, moves_to, at) if moves_to else None
    _keep(actor, meeting, target, reason.strip(), at)
    if target is not None:
        for earlier in _moved_here(meeting):
            _keep(actor, earlier, target, reason.strip(), at)
        _carry(actor, meeting, target, at)
    verb = "meeting.moved" if target else "meeting.called_off"
    audit.record(actor, verb, meeting, keys={"to": target.ref} if target else {})
    return target.ref if target else ""


def _check(meeting: Meeting, last: MeetingChange | None, moves_to: date | None, today: date) -> None:
    if last is not None and last.moved_to_id is not None:
        raise CannotDo("This meeting was moved already. Change the meeting on its new day.")
    if last is not None and moves_to is None:
        raise CannotDo("This meeting is called off already.")
    if moves_to == meeting.meets_on:
        raise CannotDo(f"It is on {printed(meeting.meets_on)} already. Give another day.", field="moves_to")
    if moves_to is not None and moves_to < today:
        raise CannotDo(f"{printed(moves_to)} is past. Give a day to come.", field="moves_to")


def _meeting_on(actor: Actor, meeting: Meeting, day: date, at: datetime) -> Meeting:
    """The committee's meeting on a day: the one that there is, or a new one with dates by the committee's cycle."""
    there = Meeting.objects.visible_to(actor).filter(committee_id=meeting.committee_id, meets_on=day).first()
    if there is None:
        return meeting_for(actor, call_meeting(actor=actor, committee_ref=meeting.committee.ref, meets_on=day, at=at))
    if there.changes.exists():
        raise CannotDo(
            f"The meeting on {printed(day)} was moved or called off itself. Give another day.", field="moves_to"
        )
    return there


def _moved_here(meeting: Meeting) -> list[Meeting]:
    """The meetings that were moved to this one before: they move on with it."""
    newer = MeetingChange.objects.filter(meeting=OuterRef("meeting"), version__gt=OuterRef("version"))
    found = MeetingChange.objects.filter(~Exists(newer), moved_to=meeting).select_related("meeting")
    return [change.meeting for change in found.order_by("id")]


def _keep(actor: Actor, meeting: Meeting, target: Meeting | None, reason: str, at: datetime) -> None:
    last = MeetingChange.objects.filter(meeting=meeting).order_by("-version").first()
    with refusal("meeting_changed_once_a_version", MEANWHILE):
        MeetingChange.objects.create(
            meeting=meeting,
            version=last.version + 1 if last else 1,
            moved_to=target,
            reason=reason,
            **owned(actor, meeting.authority_id, at),
        )


def _carry(actor: Actor, meeting: Meeting, target: Meeting, at: datetime) -> None:
    """What was arranged for the meeting goes with it: the papers that it expects, and its pre-agenda where it was held.

    Papers that are written, signed or issued find the new day by themselves.
    """
    newer = ExpectedPaper.objects.filter(ref=OuterRef("ref"), version__gt=OuterRef("version"))
    expected = ExpectedPaper.objects.visible_to(actor).filter(~Exists(newer), meeting=meeting, is_dropped=False)
    for row in expected.order_by("id"):
        say_again(actor, row, at, meeting_id=target.pk)
    for held in PreAgenda.objects.filter(meeting=meeting, held_on__lt=target.meets_on).order_by("id"):
        PreAgenda.objects.create(
            meeting=target,
            held_on=held.held_on,
            convener_name=held.convener_name,
            words=held.words,
            **owned(actor, meeting.authority_id, at),
        )
