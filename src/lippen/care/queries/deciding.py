"""Who decides for the agency, what was decided of lines and what hearings advised, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeGuard

from django.db.models import Exists, OuterRef

from lippen.care.models import (
    AgencyDecision,
    CareEvent,
    DecisionMaker,
    Discussed,
    HearingAdvice,
    LineEnd,
    MeetingMember,
    PermanenceLine,
)
from lippen.care.queries.events import event_row
from lippen.care.queries.reading import Record
from lippen.care.rows.clocks import EventRow
from lippen.care.rows.permanence import AdviceRow, AgencyRow, SaidRow
from lippen.care.rules.milestones import SET_BACK
from lippen.care.vocabulary import EVENT_WORDS, Event
from lippen.care.vocabulary.decisions import DECISIONS
from lippen.care.vocabulary.meetings import (
    ADVICE_WORDS,
    AGENCY_DECIDED_WORDS,
    MEETING_WORDS,
    Advice,
    AgencyOutcome,
    MeetingKind,
)
from lippen.care.vocabulary.permanence import LineEndKind
from lippen.care.vocabulary.reviews import REVIEWS
from lippen.casework.rows import PictureRow
from lippen.kernel.access import Actor

OF_NO_OTHER_LIST = DECISIONS - {*REVIEWS, Event.REVIEW_RETURNED} - {*SET_BACK}
"""Decisions that a line's page tells as such: reviews stand on the child's page of care, setbacks in their own list."""


@dataclass(frozen=True)
class MakerRow:
    """Somebody who decides for the agency, since when."""

    officer_id: int
    name: str
    since: date


def named(actor: Actor, authority_ids: Collection[int]) -> dict[int, list[tuple[int, date]]]:
    """Who decides for the agency in each of these councils, in the order in which they were named, since when."""
    found: dict[int, list[tuple[int, date]]] = {}
    for (authority_id, officer_id), row in _standing(actor, authority_ids).items():
        if row.is_named:
            found.setdefault(authority_id, []).append((officer_id, row.so_on))
    return found


def _standing(actor: Actor, authority_ids: Collection[int]) -> dict[tuple[int, int], DecisionMaker]:
    """What was said last of each officer, by council and officer, in the order in which they were first named."""
    rows = DecisionMaker.objects.visible_to(actor).filter(authority_id__in=authority_ids)
    last: dict[tuple[int, int], DecisionMaker] = {}
    for row in rows.select_related("officer").order_by("id"):
        last[row.authority_id, row.officer_id] = row
    return last


def makers(actor: Actor, authority_id: int) -> tuple[MakerRow, ...]:
    """Those who decide for the agency of a council now."""
    return tuple(
        MakerRow(row.officer_id, row.officer.name, row.so_on)
        for row in _standing(actor, [authority_id]).values()
        if row.is_named
    )


def is_maker(actor: Actor, authority_id: int) -> bool:
    """Whether the actor decides for the agency of a council."""
    return actor.person_id in {officer_id for officer_id, _ in named(actor, [authority_id]).get(authority_id, [])}


def sat_at(event: CareEvent) -> frozenset[int]:
    """The officers who sat on the panel whose recommendation this is."""
    sat = MeetingMember.objects.filter(meeting__discussed__event=event, officer__isnull=False)
    return frozenset(sat.values_list("officer_id", flat=True))


def decided_by(meeting_id: int) -> frozenset[int]:
    """The officers who decided on what a panel recommended."""
    found = AgencyDecision.objects.filter(panel__discussed__meeting_id=meeting_id)
    return frozenset(found.values_list("maker_id", flat=True))


def decision_of(event: CareEvent) -> AgencyDecision | None:
    """The agency's decision that an event is, or is a part of."""
    found = AgencyDecision.objects.select_related("event", "also")
    return found.filter(event=event).first() or found.filter(also=event).first()


def standing(line_id: int | OuterRef, panel_id: int | OuterRef) -> Exists:
    """Whether a recommendation on a line is decided, and not wrongly."""
    return Exists(AgencyDecision.objects.filter(line_id=line_id, panel_id=panel_id, event__wrong__isnull=True))


def agency_rows(
    found: Iterable[AgencyDecision],
    events: Mapping[int, CareEvent],
    names: Mapping[int, str],
    shown: Mapping[int, PictureRow],
) -> tuple[AgencyRow, ...]:
    """Decisions that count, the last first; `events` are those that are not wrong, by number."""
    told = [
        AgencyRow(
            AGENCY_DECIDED_WORDS[AgencyOutcome(each.outcome)],
            each.so_on,
            events[each.panel_id].so_on if each.panel_id in events else each.so_on,
            each.words,
            names.get(each.maker_id, ""),
            each.child_view,
            each.no_view_why,
            each.changed,
            shown.get(each.picture_id or 0),
        )
        for each in found
        if each.event_id in events
    ]
    return tuple(reversed(told))


def setbacks(
    record: Record, line: PermanenceLine, until: date, shown: Mapping[int, PictureRow]
) -> tuple[EventRow, ...]:
    """What set a line back, the last first."""
    return tuple(event_row(row, shown) for row in reversed(_of_kinds(record, line, until, SET_BACK)))


def _of_kinds(record: Record, line: PermanenceLine, until: date, kinds: Collection[Event]) -> list[CareEvent]:
    """The events of these kinds that happened while a line went on, up to this day."""
    return [row for row in record.events if Event(row.kind) in kinds and line.so_on <= row.so_on <= until]


def said(
    record: Record,
    line: PermanenceLine,
    until: date,
    told: Mapping[Any, Sequence[Any]],
    shown: Mapping[int, PictureRow],
) -> tuple[SaidRow, ...]:
    """What was decided of a line, the last first: at meetings of this council, and as it was typed in by its day."""
    ended = record.ended.get(line.pk)
    given_up = [_decided("This plan was given up", ended, ended.words, shown)] if _is_given_up(ended) else []
    acts = {row.event_id for row in (*told[Discussed], *told[AgencyDecision])}
    acts |= {row.also_id for row in told[AgencyDecision]}
    typed = [row for row in _of_kinds(record, line, until, OF_NO_OTHER_LIST) if row.pk not in acts]
    at_meetings = _at_meetings((row for row in told[Discussed] if row.line_id == line.pk), shown)
    chosen = _decided("This plan was chosen", line, "", shown)
    every = (*given_up, *at_meetings, *_typed(typed, shown), chosen)
    return tuple(sorted(every, key=lambda row: row.on, reverse=True))


def _is_given_up(end: LineEnd | None) -> TypeGuard[LineEnd]:
    return end is not None and end.kind == LineEndKind.CEASED.value


def _at_meetings(found: Iterable[Discussed], shown: Mapping[int, PictureRow]) -> tuple[SaidRow, ...]:
    """What meetings decided of a line, the last first; `at_kind` and `at_ref` are the meeting's."""
    told = [
        SaidRow(
            MEETING_WORDS[MeetingKind(each.at_kind)],  # type: ignore[attr-defined]
            each.at_ref,  # type: ignore[attr-defined]
            each.so_on,
            each.decision,
            each.words,
            each.child_view,
            each.no_view_why,
            each.changed,
            shown.get(each.picture_id or 0),
        )
        for each in found
    ]
    return tuple(reversed(told))


def _typed(found: Sequence[CareEvent], shown: Mapping[int, PictureRow]) -> tuple[SaidRow, ...]:
    """What was decided of a line as it was typed in by its day, the last first."""
    return tuple(_decided(EVENT_WORDS[Event(each.kind)], each, each.words, shown) for each in reversed(found))


def _decided(
    title: str, row: CareEvent | PermanenceLine | LineEnd, decision: str, shown: Mapping[int, PictureRow]
) -> SaidRow:
    """One decision without a meeting, with what the child thinks of it."""
    return SaidRow(
        title,
        "",
        row.so_on,
        decision,
        "",
        row.child_view,
        row.no_view_why,
        row.changed,
        shown.get(row.picture_id or 0),
    )


def advice_rows(found: Iterable[HearingAdvice], events: Collection[int]) -> tuple[AdviceRow, ...]:
    """What hearings advised that counts, the last first."""
    told = [
        AdviceRow(ADVICE_WORDS[Advice(each.advice)], each.so_on, each.words)
        for each in found
        if each.event_id in events
    ]
    return tuple(reversed(told))
