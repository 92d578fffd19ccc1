"""Everything that happened to somebody, in order: the chronology that comes by itself and what was curated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lippen.casework.models import (
    ChronologyEntry,
    Closing,
    ClosingStep,
    FamilyHelp,
    FamilyHelpEnd,
    Helper,
    HelperConsent,
    Involvement,
    Marker,
    MarkerFact,
    PersonDeath,
    Picture,
    StatusFact,
    TypedDuty,
    TypedDutyEnd,
    Visit,
    VisitDone,
    WaitingEnd,
    WaitingFact,
)
from lippen.casework.queries import board
from lippen.casework.queries.parts import visits
from lippen.casework.rows import ContactRow, Event, ReferralRow, VisitRow
from lippen.casework.vocabulary import (
    CLOSING_WORDS,
    INVOLVEMENT_WORDS,
    LEVEL_WORDS,
    MARKER_STEP_WORDS,
    MARKER_WORDS,
    SIGNIFICANCE_WORDS,
    STATUS_WORDS,
    TYPED_WORDS,
    WAITING_END_WORDS,
    ClosingReason,
    ClosingSaid,
    FactKind,
    InvolvementKind,
    Level,
    MarkerKind,
    MarkerStep,
    Significance,
    Status,
    TypedEnd,
    TypedKind,
)
from lippen.kernel.clock import day_of


def events(
    found: Mapping[Any, list[Any]],
    wrong: Mapping[Any, list[tuple[Any, str]]],
    names: Mapping[int, str],
    referrals: Sequence[ReferralRow],
    contacts: Sequence[ContactRow],
    above: Sequence[Event] = (),
) -> tuple[Event, ...]:
    told = [
        *above,
        *_of_work(found, names),
        *_of_referrals(referrals),
        *_of_waits(found, names),
        *(_of_status(row) for row in found[StatusFact]),
        *_of_warnings(found),
        *(Event(row.died_on, "Died") for row in found[PersonDeath]),
        *_of_help(found),
        *board.consent_events(found[HelperConsent], found[Helper]),
        *(board.picture_event(row) for row in found[Picture]),
        *_of_typed(found),
        *_of_closings(found),
        *_of_wrong(wrong),
        *(_of_contact(row) for row in contacts if row.took_place is not None),
        *(_curated(row) for row in found[ChronologyEntry]),
        *_of_visits(found, names),
    ]
    told.reverse()  # of one day the latest first, as sorting keeps what is equal in order
    return tuple(sorted(told, key=lambda event: event.on, reverse=True))


def _of_referrals(referrals: Sequence[ReferralRow]) -> list[Event]:
    told = []
    for row in referrals:
        risk = "Immediate risk. " if row.is_immediate else ""
        told.append(Event(row.received_on, f"Referral: {row.why.lower()}", f"{risk}{row.words}", row.source))
        told += [Event(step.so_on, f"{step.stage}: {step.outcome.lower()}", step.words) for step in row.steps]
    return told


def _of_work(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> list[Event]:
    told = []
    for row in found[Involvement]:
        if row.kind == InvolvementKind.OFFERED:  # who was asked is no part of the child's story
            continue
        who = names.get(row.worker_id, "")
        told.append(Event(row.starts_on, f"{INVOLVEMENT_WORDS[InvolvementKind(row.kind)]}: {who}"))
        if row.ends_on:
            told.append(
                Event(row.ends_on, f"{who}: no longer “{INVOLVEMENT_WORDS[InvolvementKind(row.kind)].lower()}”")
            )
    return told


def _of_waits(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> list[Event]:
    told = [
        Event(row.so_on, f"Level of concern while waiting: {LEVEL_WORDS[Level(row.level)].lower()}", row.why)
        for row in found[WaitingFact]
    ]
    ends = (row for row in found[WaitingEnd])
    return [*told, *(Event(e.so_on, f"Waits no longer: {WAITING_END_WORDS[e.kind].lower()}", e.words) for e in ends)]


def _of_warnings(found: Mapping[Any, list[Any]]) -> list[Event]:
    kinds = {row.pk: MARKER_WORDS[MarkerKind(row.kind)] for row in found[Marker]}
    told = [
        Event(
            row.so_on, f"Warning: {kinds[row.pk].lower()}", f"{row.words.rstrip('. ')}. What shows it: {row.shown_by}"
        )
        for row in found[Marker]
    ]
    return [
        *told,
        *(
            Event(
                row.so_on,
                f"Warning “{kinds[row.marker_id].lower()}”: {MARKER_STEP_WORDS[MarkerStep(row.step)].lower()}",
                row.words,
            )
            for row in found[MarkerFact]
            if row.marker_id in kinds
        ),
    ]


def _of_status(row: StatusFact) -> Event:
    return Event(row.so_on, STATUS_WORDS[Status(row.status)], row.words, kind=FactKind.STATUS.value, number=row.pk)


def _of_visits(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> list[Event]:
    numbers = {row.visit_id: row.pk for row in found[VisitDone]}
    rows = zip(found[Visit], visits(found, names), strict=True)
    told = [(numbers[visit.pk], row) for visit, row in rows if visit.pk in numbers]
    return [replace(_of_visit(row), kind=FactKind.VISIT.value, number=number) for number, row in told]


def _of_typed(found: Mapping[Any, list[Any]]) -> list[Event]:
    typed = {row.pk: row for row in found[TypedDuty]}
    return [
        Event(
            end.so_on,
            TYPED_WORDS[TypedKind(typed[end.duty_id].kind)],
            ". ".join(each for each in (typed[end.duty_id].words, end.words) if each),
        )
        for end in found[TypedDutyEnd]
        if end.end == TypedEnd.DONE and end.duty_id in typed
    ]


def _of_help(found: Mapping[Any, list[Any]]) -> list[Event]:
    helpers = {row.pk: row.helper for row in found[FamilyHelp]}
    told = [Event(row.so_on, f"Family support: {row.helper}", row.words) for row in found[FamilyHelp]]
    ends = (row for row in found[FamilyHelpEnd] if row.help_id in helpers)
    return [*told, *(Event(row.so_on, f"Family support ended: {helpers[row.help_id]}", row.words) for row in ends)]


def _of_closings(found: Mapping[Any, list[Any]]) -> list[Event]:
    """Work that was closed, with the summary; and that it goes on, where somebody did not agree."""
    asked = {row.pk: row for row in found[Closing]}
    told = []
    for step in found[ClosingStep]:
        closing = asked[step.closing_id]
        if step.kind == ClosingSaid.REFUSED:
            told.append(Event(step.so_on, "Work goes on: that it is closed was not agreed", step.words))
        else:
            reason = CLOSING_WORDS[ClosingReason(closing.reason)]
            title = f"Work with the child was closed: {reason[0].lower()}{reason[1:]}"
            told.append(Event(closing.so_on, title, " ".join(filter(None, (closing.words, step.words)))))
    return told


def _of_wrong(wrong: Mapping[Any, list[tuple[Any, str]]]) -> list[Event]:
    """What stood in the chronology and was wrong: it stays, with the reason."""
    told = [(replace(_of_status(row), kind="", number=0), why) for row, why in wrong[StatusFact]]
    told += [(replace(_curated(row), kind="", number=0), why) for row, why in wrong[ChronologyEntry]]
    for row, why in wrong[VisitDone]:
        told.append((Event(row.so_on, "Visit: seen" if row.is_seen else "Visit: not seen", row.words), why))
    told += [(replace(board.picture_event(row), kind="", number=0), why) for row, why in wrong[Picture]]
    return [replace(event, wrong_why=why, significance="", analysis="") for event, why in told]


def _of_contact(row: ContactRow) -> Event:
    whom, on = " and ".join(row.whom), day_of(row.starts_at)
    if not row.took_place:
        return Event(on, f"Did not meet {whom}", row.words, row.supervisor)
    said = f"In their words: {row.view}" if row.view else ""
    told = f"{row.words.rstrip('. ')}. {said}" if row.words and said else f"{row.words}{said}"
    return Event(on, f"Met {whom}, {row.supervision}: {row.place}", told, row.supervisor)


def _of_visit(row: VisitRow) -> Event:
    if not row.is_seen:
        return Event(row.done_on, "Visit: not seen", row.words, row.worker)
    alone = ", alone" if row.is_seen_alone else ""
    said = f" In their words: {row.view}" if row.view else ""
    return Event(row.done_on, f"Visit: seen {row.place.lower()}{alone}", f"{row.words}{said}".strip(), row.worker)


def _curated(row: ChronologyEntry) -> Event:
    return Event(
        row.so_on,
        row.words,
        "",
        row.source,
        row.significance,
        SIGNIFICANCE_WORDS[Significance(row.significance)],
        row.analysis,
        is_curated=True,
        kind=FactKind.ENTRY.value,
        number=row.pk,
    )
