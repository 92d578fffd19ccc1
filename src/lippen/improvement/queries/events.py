"""The sentences of an action's story, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from lippen.improvement.models import Action, ActionWording
from lippen.improvement.rows import DateRow, EditionLineRow, EventRow, EvidenceRow, StateRow, UpdateRow
from lippen.improvement.rules import day_words, days_words
from lippen.improvement.vocabulary import (
    COLOUR_WORDS,
    DUTY_WORDS,
    RISK_LEVEL_WORDS,
    WHICH_WORDS,
    Colour,
    DutyKind,
    RiskLevel,
    Which,
)
from lippen.organisation.queries.raised import RaisedRow
from lippen.organisation.rules import is_to_be_raised

if TYPE_CHECKING:
    from lippen.improvement.queries.told import Told


def in_order(
    action: Action,
    told: Told,
    updates: Sequence[UpdateRow],
    evidence: Sequence[EvidenceRow],
    *,
    raised: Sequence[RaisedRow] = (),
    editions: Sequence[EditionLineRow] = (),
) -> tuple[EventRow, ...]:
    """Everything that happened to an action, newest first."""
    found = [
        _added(action),
        *_dates(told),
        *_states(told),
        *_wordings(told),
        *_leads(told),
        *_overrides(told),
        *_updates(updates),
        *_evidence(evidence),
        *_raised(raised),
        *_editions(action, editions),
    ]
    return tuple(sorted(found, key=lambda event: (event.on, _moment(event)), reverse=True))


def _moment(event: EventRow) -> float:
    return event.recorded_at.timestamp() if event.recorded_at else float("inf")


def _added(action: Action) -> EventRow:
    source = f" with {action.batch.document}" if action.batch else ""
    return EventRow("added", action.so_on, f"Came into the plan{source}", recorded_at=action.recorded_at)


def date_words(row: DateRow, before: DateRow | None) -> str:
    """A date given, or a date moved."""
    name = WHICH_WORDS[Which(row.which)]
    if row.is_first or before is None:
        return f"{name} set: {row.period.text}"
    if (before.period.starts_on, before.period.ends_on) == (row.period.starts_on, row.period.ends_on):
        return f"{name} {row.period.text}: why it moved"
    return f"{name} moved from {before.period.text} to {row.period.text}"


def _dates(told: Told) -> Iterator[EventRow]:
    last: dict[str, DateRow] = {}
    for fact, row in zip(told.date_facts, told.dates(), strict=True):
        details = () if row.is_first else (row.reason, f"Agreed by {row.agreed_by}")
        kind = "date" if row.is_first else "slip"
        yield EventRow(
            kind,
            row.so_on,
            date_words(row, last.get(row.which)),
            details,
            row.by_name,
            "",
            fact.reported_in,
            fact.recorded_at,
        )
        last[row.which] = row


def state_details(row: StateRow) -> tuple[str, ...]:
    """On what terms a state was recorded."""
    level = RISK_LEVEL_WORDS[RiskLevel(row.risk_level)].lower() if row.risk_level else ""
    found = (
        row.reason,
        f"Agreed by {row.agreed_by}" if row.agreed_by else "",
        f"Risk accepted (level: {level}): {row.risk}" if row.risk else "",
        f"Cover meanwhile: {row.cover}" if row.cover else "",
        f"To look at again on {day_words(row.revisit_on)}" if row.revisit_on else "",
        f"Waits on action {row.waits_on_number}" if row.waits_on_number else "",
        f"Goes on as part of action {row.into_number}" if row.into_number else "",
    )
    return tuple(words for words in found if words)


def _states(told: Told) -> Iterator[EventRow]:
    for fact, row in zip(told.state_facts, told.states(), strict=True):
        yield EventRow(
            "state",
            row.so_on,
            row.words,
            state_details(row),
            row.by_name,
            row.state,
            row.reported_in,
            fact.recorded_at,
            other_ref=row.into_ref or row.waits_on_ref,
            other_number=row.into_number or row.waits_on_number,
        )


def _wordings(told: Told) -> Iterator[EventRow]:
    for before, fact in zip(told.wordings, told.wordings[1:], strict=False):
        yield EventRow(
            "wording",
            fact.so_on,
            "Wording changed",
            wording_details(before, fact),
            told.name(fact),
            recorded_at=fact.recorded_at,
        )


def wording_details(before: ActionWording, after: ActionWording) -> tuple[str, ...]:
    """What a change of wording changed."""
    names = {"text": "Action", "intent": "Outcome wanted", "priority": "Priority", "kind": "Kind"}
    return tuple(
        f"{words} before: {getattr(before, name) or 'none'}"
        for name, words in names.items()
        if getattr(before, name) != getattr(after, name)
    )


def _leads(told: Told) -> Iterator[EventRow]:
    for fact, words in told.leads()[1:]:
        yield EventRow("leads", fact.so_on, f"Led by {words}", (), told.name(fact), recorded_at=fact.recorded_at)


def _overrides(told: Told) -> Iterator[EventRow]:
    for fact in told.overrides:
        words = "The rule decides the standing again" if fact.ended else override_words(fact.standing)
        yield EventRow(
            "override", fact.so_on, words, (fact.reason,), told.name(fact), fact.standing, recorded_at=fact.recorded_at
        )


def override_words(standing: str) -> str:
    """A standing given against the rule."""
    return f"Standing overridden: {COLOUR_WORDS[Colour(standing)].lower()}"


def _updates(updates: Iterable[UpdateRow]) -> Iterator[EventRow]:
    for row in updates:
        words = "Correction" if row.corrects_id else "Update"
        yield EventRow(
            "update", row.counts_on, words, row.paragraphs, row.by_name, row.ref, row.as_reported_in, row.recorded_at
        )


def _raised(rows: Iterable[RaisedRow]) -> Iterator[EventRow]:
    for row in rows:
        last = row.ends_on - timedelta(days=1)
        what = DUTY_WORDS[DutyKind(row.kind)] if row.kind in set(DutyKind) else "A duty"
        late = (row.so_on - last).days
        if is_to_be_raised(last, row.so_on):
            details = (
                f"{what}: asked of {row.holder} by {day_words(last)}, so {days_words(late)} past its day.",
                "By rule: what is so late is raised with whoever manages the lead.",
            )
        else:
            details = (
                f"{what}: asked of {row.holder} by {day_words(last)}, who left.",
                "By rule: what somebody left is raised at once with whoever managed them.",
            )
        words = f"Raised with {row.manager}" if row.is_open else f"Was raised with {row.manager}; done since"
        yield EventRow("raised", row.so_on, words, details, recorded_at=row.recorded_at)


def _editions(action: Action, lines: Iterable[EditionLineRow]) -> Iterator[EventRow]:
    """Where an edition has the action elsewhere than the plan."""
    here = (action.number, action.theme.title)
    for line in lines:
        if (line.number, line.theme_title) != here:
            words = f"Stands as {line.number} {line.theme_title} in {line.document}".replace("  ", " ")
            yield EventRow("edition", line.so_on, words, recorded_at=line.recorded_at)


def _evidence(rows: Iterable[EvidenceRow]) -> Iterator[EventRow]:
    for row in rows:
        yield EventRow("evidence", row.so_on, f"Evidence offered: {row.title}", (), row.offered_by, row.ref)
        if row.verdict and row.verdict_on:
            details = (row.verdict_reason,) if row.verdict_reason else ()
            yield EventRow("decision", row.verdict_on, f"{row.title}: {row.words}", details, row.verdict_by, row.ref)
