"""Clinics, panels and peer reviews as they are read: the agenda follows from the lines; what was decided; courts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lippen.care.models import (
    AgencyDecision,
    CareEvent,
    CareMeeting,
    CourtStep,
    Discussed,
    MeetingMember,
    MeetingMoved,
)
from lippen.care.queries import drifting, permanence
from lippen.care.rows.permanence import LineRow
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.meetings import (
    ADJOURN_WORDS,
    COURT_WORDS,
    MEETING_WORDS,
    MEMBER_WORDS,
    RATING_WORDS,
    AdjournCause,
    AgencyOutcome,
    CourtStepKind,
    MeetingKind,
    MemberPart,
    Rating,
)
from lippen.care.vocabulary.permanence import Waits
from lippen.casework.queries import pictures
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PictureRow
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation

PAGE = 25
AGAIN = timedelta(weeks=4)
"""A line that was talked about stays off the next agenda for so long, unless its next day has come."""
DRAWN_AGAIN = timedelta(days=365)
"""Peers draw a child again after a year."""
DRAWN = 8
"""How many children peers draw for one meeting."""
MOST_ASKED = 400


@dataclass(frozen=True)
class MeetingRow:
    """A meeting: which, when, when it was first planned for, who sits, how often it was put off."""

    ref: str
    kind: MeetingKind
    title: str
    meets_on: date
    first_on: date
    words: str
    authority_id: int
    members: tuple[tuple[str, str], ...]
    moves: tuple[tuple[date, str, str], ...]
    discussed: int


@dataclass(frozen=True)
class DiscussedRow:
    """What a meeting decided of a line."""

    line: LineRow
    words: str
    decision: str
    next_on: date | None
    rating: str
    on: date
    child_view: str
    no_view_why: str
    changed: str
    picture: PictureRow | None = None


@dataclass(frozen=True)
class CourtRow:
    """A step in court."""

    kind: str
    on: date
    words: str
    set_for: date | None
    cause: str
    solicitor: str


def meeting_of(actor: Actor, ref: str) -> CareMeeting:
    """A meeting by its reference, or NotVisible."""
    return seen_one(actor, CareMeeting, ref)


def meetings(actor: Actor, authority_id: int) -> tuple[MeetingRow, ...]:
    """The meetings of a council, the latest first; the last hundred."""
    found = CareMeeting.objects.visible_to(actor).filter(authority_id=authority_id).order_by("-meets_on", "-id")[:100]
    rows = _rows(actor, list(found))
    return tuple(sorted(rows, key=lambda row: row.meets_on, reverse=True))


def one(actor: Actor, ref: str) -> MeetingRow:
    """One meeting, or NotVisible."""
    return _rows(actor, [meeting_of(actor, ref)])[0]


def _rows(actor: Actor, found: Sequence[CareMeeting]) -> list[MeetingRow]:
    ids = [row.pk for row in found]
    moves: dict[int, list[MeetingMoved]] = defaultdict(list)
    for move in MeetingMoved.objects.visible_to(actor).filter(meeting_id__in=ids).order_by("id"):
        moves[move.meeting_id].append(move)
    members: dict[int, list[MeetingMember]] = defaultdict(list)
    for member in MeetingMember.objects.visible_to(actor).filter(meeting_id__in=ids).order_by("id"):
        members[member.meeting_id].append(member)
    officers = {each.officer_id for told in members.values() for each in told if each.officer_id}
    names = organisation.person_names(officers) if officers else {}
    counts: dict[int, int] = defaultdict(int)
    for meeting_id in (
        Discussed.objects.visible_to(actor).filter(meeting_id__in=ids).values_list("meeting_id", flat=True)
    ):
        counts[meeting_id] += 1
    return [
        MeetingRow(
            row.ref,
            MeetingKind(row.kind),
            MEETING_WORDS[MeetingKind(row.kind)],
            moves[row.pk][-1].meets_on if moves[row.pk] else row.meets_on,
            row.meets_on,
            row.words,
            row.authority_id,
            tuple(
                (names.get(each.officer_id or 0, each.words), MEMBER_WORDS[MemberPart(each.part)])
                for each in members[row.pk]
            ),
            tuple((each.meets_on, each.why, each.cover) for each in moves[row.pk]),
            counts[row.pk],
        )
        for row in found
    ]


def discussed(actor: Actor, row: MeetingRow, *, today: date) -> tuple[DiscussedRow, ...]:
    """What was decided at a meeting, line by line, as far as the actor sees the children."""
    meeting = meeting_of(actor, row.ref)
    found = list(Discussed.objects.visible_to(actor).filter(meeting=meeting).select_related("line").order_by("id"))
    lines = {each.ref: each for each in permanence.rows_of(actor, [one.line for one in found], today=today)}
    shown = pictures.by_number(actor, {each.picture_id for each in found if each.picture_id})
    return tuple(
        DiscussedRow(
            lines[each.line.ref],
            each.words,
            each.decision,
            each.next_on,
            RATING_WORDS[Rating(each.rating)] if each.rating else "",
            each.so_on,
            each.child_view,
            each.no_view_why,
            each.changed,
            shown.get(each.picture_id or 0),
        )
        for each in found
        if each.line.ref in lines
    )


def agenda(actor: Actor, row: MeetingRow, *, today: date) -> tuple[LineRow, ...]:
    """The lines that a meeting is to talk about, as they follow from the lines themselves.

    A clinic takes those that wait for legal services or a court, and those that drift without an answer; a panel those
    that wait for it or that the agency sent back; peers draw those longest on their way whom none of them has looked at
    for a year.
    """
    said = Discussed.objects.filter(line_id=OuterRef("pk"), meeting__kind=row.kind.value)
    lately = said.filter(so_on__gt=row.meets_on - (DRAWN_AGAIN if row.kind is MeetingKind.PEER else AGAIN))
    if row.kind is not MeetingKind.PEER:
        lately = lately.exclude(next_on__lte=row.meets_on)
    found = permanence.open_lines(actor).filter(authority_id=row.authority_id)
    if row.kind is MeetingKind.PEER:
        drawn = found.filter(~Exists(lately)).order_by("so_on", "id")[:DRAWN]
        return permanence.rows_of(actor, list(drawn), today=today)
    asked = found.annotate(on_whom=permanence.last_said("on_whom"))
    wanted = _may_be_for(actor, row.kind, today) & ~Exists(lately)
    if row.kind is MeetingKind.PANEL:
        wanted |= Exists(_sent_back()) & ~Exists(said.filter(meeting__ref=row.ref))
    lines = list(asked.filter(wanted).annotate(is_back=Exists(_sent_back())).order_by("so_on", "id")[: 2 * PAGE])
    back = {line.ref for line in lines if line.is_back} if row.kind is MeetingKind.PANEL else set()
    rows = permanence.rows_of(actor, lines, today=today)
    return tuple(each for each in rows if each.ref in back or _is_for(row.kind, each))


def _sent_back() -> QuerySet[AgencyDecision]:
    """What the agency sent back of a line that no panel has talked about since, within a query of lines."""
    since = Discussed.objects.filter(
        line_id=OuterRef("line_id"), meeting__kind=MeetingKind.PANEL.value, event_id__gt=OuterRef("event_id")
    )
    back = {"outcome": AgencyOutcome.SENT_BACK.value, "event__wrong__isnull": True}
    return AgencyDecision.objects.filter(~Exists(since), line_id=OuterRef("pk"), **back)


def _may_be_for(actor: Actor, kind: MeetingKind, today: date) -> Q:
    """Which lines a meeting may be for, by what the tables say; of the few that are found the line itself decides."""
    if kind is MeetingKind.PANEL:
        ready = CareEvent.objects.filter(
            person_id=OuterRef("person_id"), wrong__isnull=True, so_on__gte=OuterRef("so_on")
        )
        met = ready.filter(kind=Event.PANEL.value)
        return Q(on_whom=Waits.PANEL.value) | Q(Exists(ready.filter(kind=Event.REPORTS_READY.value)), ~Exists(met))
    drifts, _ = drifting.drifting(actor, today=today)
    unanswered = [pk for is_answered, _, pk in drifts if not is_answered]
    return Q(on_whom__in=[Waits.LEGAL.value, Waits.COURT.value]) | Q(pk__in=unanswered)


def _is_for(kind: MeetingKind, line: LineRow) -> bool:
    whom = line.waits.key if line.waits else ""
    if kind is MeetingKind.PANEL:
        return whom == Waits.PANEL or line.next_milestone == "Panel"
    return whom in (Waits.LEGAL, Waits.COURT) or (line.drifts and not line.is_answered)


def court_of(actor: Actor, line_ref: str) -> tuple[CourtRow, ...]:
    """The steps in court of a line, the latest first."""
    line = permanence.line_of(actor, line_ref)
    found = CourtStep.objects.visible_to(actor).filter(line=line).order_by("-so_on", "-id")
    return tuple(map(_court_row, found))


def _court_row(row: CourtStep) -> CourtRow:
    cause = ADJOURN_WORDS[AdjournCause(row.cause)] if row.cause else ""
    return CourtRow(COURT_WORDS[CourtStepKind(row.kind)], row.so_on, row.words, row.set_for, cause, row.solicitor)


@dataclass(frozen=True)
class Tracked:
    """A line that is in court: since when, the next day that was set, how often it was put off and why, who acts."""

    line: LineRow
    lodged_on: date | None
    next_on: date | None
    put_off: int
    causes: str
    solicitor: str


def in_court(actor: Actor, *, today: date) -> tuple[Tracked, ...]:
    """The lines of which a court was told and that go on, the next day in court first."""
    steps = CourtStep.objects.filter(line_id=OuterRef("pk"))
    found = permanence.open_lines(actor).filter(Exists(steps)).order_by("so_on", "id")
    lines = list(found[:MOST_ASKED])
    told: dict[int, list[CourtStep]] = defaultdict(list)
    for step in CourtStep.objects.visible_to(actor).filter(line__in=lines).order_by("so_on", "id"):
        told[step.line_id].append(step)
    rows = {each.ref: each for each in permanence.rows_of(actor, lines, today=today)}
    tracked = [_tracked(rows[line.ref], told[line.pk], today) for line in lines if line.ref in rows]
    return tuple(sorted(tracked, key=lambda each: (each.next_on is None, each.next_on or date.max)))


def _tracked(line: LineRow, steps: Sequence[CourtStep], today: date) -> Tracked:
    days = [each.set_for for each in steps if each.set_for]
    off = [each for each in steps if each.kind == CourtStepKind.ADJOURNED]
    causes: Mapping[str, Any] = dict.fromkeys(ADJOURN_WORDS[AdjournCause(each.cause)] for each in off)
    return Tracked(
        line,
        next((each.so_on for each in steps if each.kind == CourtStepKind.LODGED), None),
        days[-1] if days and days[-1] >= today else None,
        len(off),
        "; ".join(causes),
        next((each.solicitor for each in reversed(steps) if each.solicitor), ""),
    )
