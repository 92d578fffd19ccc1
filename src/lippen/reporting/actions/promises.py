"""Promises in a paper's words: each decided on by its author, and made a commitment when the paper is signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.improvement import actions as improvement
from lippen.improvement.vocabulary import Direction
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.calendar import Period, Precision
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.reporting import queries
from lippen.reporting.actions.duties import SUBJECT
from lippen.reporting.actions.guard import owned, writable
from lippen.reporting.actions.withholding import keep_said
from lippen.reporting.models import Meeting, MeetingChange, PromiseDecision
from lippen.reporting.papers.promised import promised, stands_in
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.withheld import promise_words
from lippen.reporting.rows import PaperRow, PromiseRow
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import PromiseVerdict, SaidKind

NOT_IN_IT = "These words do not stand in the paper. Copy the whole sentence as it stands there."
PAST = "{day} is not after the meeting that this paper goes to ({meets_on}). Choose a later day."


@atomic
def decide_promise(
    *,
    actor: Actor,
    paper_ref: str,
    sentence: str,
    verdict: PromiseVerdict,
    owner_id: int | None = None,
    meeting_ref: str = "",
    due_on: date | None = None,
    reason: str = "",
    at: datetime,
) -> None:
    """Say who keeps a promise that the paper makes and for which meeting or day, or why a sentence is none."""
    row = writable(actor, paper_ref, at)
    records = queries.records_of(actor, row, known_at=at)
    words = " ".join(sentence.split())
    if stands_in(records, words) is None:
        raise CannotDo(NOT_IN_IT, field="sentence")
    given = _promise(actor, row, owner_id, meeting_ref, due_on, at) if verdict is PromiseVerdict.PROMISE else {}
    if verdict is PromiseVerdict.NONE and not reason.strip():
        raise CannotDo("Say why this is no promise.", field="reason")
    PromiseDecision.objects.create(
        paper_id=row.id,
        sentence=words,
        verdict=verdict,
        reason=reason.strip()[:400],
        person_id=actor.person_id,
        **given,
        **owned(actor, row.authority_id, at),
    )
    audit.record(actor, "paper.promise_decided", (SUBJECT, row.ref), keys={"verdict": verdict.value})


def _promise(
    actor: Actor, row: PaperRow, owner_id: int | None, meeting_ref: str, due_on: date | None, at: datetime
) -> dict[str, object]:
    """Who keeps it, in the words of that day, and for when."""
    known = {person.id: person for person in organisation.people_of(actor.authority_ids, on=day_of(at))}
    if owner_id is None or owner_id not in known:
        raise CannotDo("Choose who keeps this promise.", field="owner")
    meeting = Meeting.objects.visible_to(actor).filter(ref=meeting_ref).first() if meeting_ref else None
    if meeting_ref and (meeting is None or meeting.authority_id != row.authority_id):
        raise CannotDo("Choose a meeting of the paper's own council.", field="meeting")
    if meeting is None and due_on is None:
        raise CannotDo("Choose the meeting for which it is promised, or give a day.", field="meeting")
    if meeting is not None and meeting.changes.exists():
        raise CannotDo("That meeting was moved or called off. Choose another.", field="meeting")
    meets_on = row.days.meets_on
    for day, field in ((meeting.meets_on if meeting else None, "meeting"), (due_on, "due_on")):
        if day is not None and day <= meets_on:
            raise CannotDo(PAST.format(day=printed(day), meets_on=printed(meets_on)), field=field)
    who = known[owner_id]
    return {
        "owner_id": owner_id,
        "owner_words": ", ".join(filter(None, (who.name, who.post_title)))[:200],
        "meeting": meeting,
        "due_on": due_on,
    }


def make_promises(actor: Actor, row: PaperRow, records: PaperRecords, at: datetime) -> int:
    """Make a commitment of each promise in a paper that is being signed. Gives how many."""
    made = promised(records)
    hidden = [found for found, _ in made if found.is_exempt]
    meetings = _standing_meetings([promise.meeting_id for _, promise in made if promise.meeting_id])
    for found, promise in made:
        meeting = meetings.get(promise.meeting_id or 0)
        number = hidden.index(found) + 1 if found.is_exempt else 0
        commitment = improvement.make_commitment(
            actor=actor,
            direction=Direction.OURS,
            words=promise_words(row.days.meets_on, number, len(hidden)) if number else found.sentence,
            owner=improvement.Owner(promise.owner_id),
            so_on=day_of(at),
            at=at,
            period=_period(promise, meeting),
            authority_id=row.authority_id,
            plan_ref=row.plan_ref,
            action_ref=found.action_ref,
            other_words=row.committee_name,
            source_kind=SUBJECT,
            source_key=row.ref,
            meeting_key=meeting.ref if meeting else "",
            by=Permission.APPROVE_PAPER,
        )
        if number:
            keep_said(actor, row, SaidKind.PROMISE, commitment.ref, found.sentence, is_public=False, at=at)
        audit.record(actor, "paper.promise_made", (SUBJECT, row.ref), keys={"commitment": commitment.ref})
    return len(made)


def _standing_meetings(ids: Sequence[int]) -> dict[int, Meeting]:
    """The meetings for which something is promised: where one was moved, the one on its new day."""
    found = Meeting.objects.in_bulk(ids)
    moved = MeetingChange.objects.filter(meeting_id__in=ids, moved_to__isnull=False).select_related("moved_to")
    return found | {change.meeting_id: change.moved_to for change in moved.order_by("version")}


def _period(promise: PromiseRow, meeting: Meeting | None) -> Period:
    """The day by which it is promised: its own, or that of the meeting."""
    day = promise.due_on or (meeting.meets_on if meeting else None)
    assert day is not None  # the table's constraint promise_has_owner_and_day
    return Period(printed(day), Precision.DAY, day, day + timedelta(days=1))
