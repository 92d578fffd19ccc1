"""What is different between a plan at two points of its life. Rows in, rows out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lippen.design.words import period_words
from lippen.improvement.rows import ActionRow, LeadRow
from lippen.improvement.source_rows import DifferenceRow
from lippen.improvement.vocabulary import KIND_WORDS, PRIORITY_WORDS, STATE_WORDS, Kind, Priority, State
from lippen.kernel.calendar import Period

KINDS = ("added", "gone", "moved", "reworded", "led", "state")
OUT = frozenset({State.SUPERSEDED.value, State.MERGED.value})


def differences(before: Sequence[ActionRow], after: Sequence[ActionRow]) -> tuple[DifferenceRow, ...]:
    """What came, went, moved, was reworded, led anew or changed state, in the order of those kinds and of the plan."""
    earlier, later = {row.id: row for row in before}, {row.id: row for row in after}
    found = [
        *(_row("added", row, _arrived(row)) for row in after if row.id not in earlier),
        *(_row("gone", row, ("No longer in the plan",)) for row in before if row.id not in later),
        *(each for row in after if row.id in earlier for each in _changed(earlier[row.id], row)),
    ]
    return tuple(sorted(found, key=lambda each: KINDS.index(each.kind)))


def _row(kind: str, row: ActionRow, words: tuple[str, ...]) -> DifferenceRow:
    return DifferenceRow(kind, row.ref, row.number, row.text, words)


def _arrived(row: ActionRow) -> tuple[str, ...]:
    led = f"Led by {_leads(row.leads)}" if row.leads else "No lead yet"
    due = f", due {period_words(row.target)}" if row.target else ""
    return (f"{led}{due}",)


def _changed(before: ActionRow, after: ActionRow) -> Iterator[DifferenceRow]:
    has_gone = after.state in OUT and before.state not in OUT
    if has_gone:
        yield _row("gone", after, (f"{_state(after)}{f': {after.state_reason}' if after.state_reason else ''}",))
    kinds = (("moved", _moved), ("reworded", _reworded), ("led", _led))
    for kind, read in kinds:
        if words := tuple(read(before, after)):
            yield _row(kind, after, words)
    if before.state != after.state and not has_gone:
        reason = f": {after.state_reason}" if after.state_reason else ""
        yield _row("state", after, (f"From {_state(before).lower()} to {_state(after).lower()}{reason}",))


def _state(row: ActionRow) -> str:
    return STATE_WORDS[row.state]


def _moved(before: ActionRow, after: ActionRow) -> Iterator[str]:
    dates = (("Start", before.start, after.start), ("Target", before.target, after.target))
    for name, was, now in (*dates, ("Review", before.review, after.review)):
        if _span(was) != _span(now):
            yield f"{name} date from {_period(was)} to {_period(now)}"


def _span(period: Period | None) -> tuple[object, object] | None:
    return (period.starts_on, period.ends_on) if period else None


def _period(period: Period | None) -> str:
    return period_words(period) if period else "none"


def _reworded(before: ActionRow, after: ActionRow) -> Iterator[str]:
    if before.text != after.text:
        yield f"Before: {before.text}"
    if before.intent != after.intent:
        yield f"Outcome wanted, before: {before.intent or 'none'}"
    if before.kind != after.kind:
        yield f"Kind, before: {KIND_WORDS[Kind(before.kind)].lower()}"
    if before.priority != after.priority:
        yield f"Priority, before: {PRIORITY_WORDS[Priority(before.priority)].lower() if before.priority else 'none'}"
    if before.authorities != after.authorities:
        yield f"For, before: {', '.join(before.authorities)}"


def _led(before: ActionRow, after: ActionRow) -> Iterator[str]:
    if _who(before.leads) != _who(after.leads):
        yield f"From {_leads(before.leads)} to {_leads(after.leads)}"
    if _who(filter(None, [before.accountable])) != _who(filter(None, [after.accountable])):
        yield f"Answered for by {_leads(tuple(filter(None, [after.accountable])))}"


def _who(leads: object) -> list[tuple[int | None, str]]:
    return [(lead.person_id, "" if lead.person_id else lead.name) for lead in leads]


def _leads(leads: Sequence[LeadRow]) -> str:
    return " and ".join(lead.name for lead in leads) or "nobody"
