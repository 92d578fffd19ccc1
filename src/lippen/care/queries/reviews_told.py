"""What a file of reviews comes to, child by child: which come in, which stand already, and which are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lippen.care.adapters.columns import VIEW, ReviewIn
from lippen.care.models import Episode, Review, ReviewHeld
from lippen.care.queries.clocks import reckoned
from lippen.care.queries.files import Numbered, Rows, children_of, looking
from lippen.care.queries.reading import Record, read
from lippen.care.queries.returned import took_part
from lippen.care.queries.reviews import last_day_in
from lippen.care.rules.told import Rule
from lippen.care.vocabulary import CodeSystem, Event
from lippen.casework.queries.intake import RefusedRow
from lippen.design.words import day_words
from lippen.kernel.access import Actor
from lippen.organisation.queries.staffing import known_staff

NOT_IN_CARE = "The child was not in care on that day, as far as it is recorded. Bring the times in care in first."
LATE = "It was held after its last day, {day}. Say why it was late."
SAID_OTHERWISE = "This review is recorded and says otherwise. Mend it on the child's page, or leave the row out."
BOTH = "Say one of the two: what the child thinks, or why it is not known. Take one of them out of the row."
TWICE = "Another row tells of this review too, and says otherwise. Take one of them out."


@dataclass
class Outcome:
    """What one child's reviews come to."""

    rows: Rows
    new: dict[int, ReviewIn] = field(default_factory=dict)
    """Those that are not recorded yet, by their rows, in the order of days."""
    last_days: dict[int, date | None] = field(default_factory=dict)
    """The last day of the clock that each would stop."""

    @property
    def landed(self) -> list[int]:
        """The rows that come in, or stand already."""
        return sorted(self.rows.meant)

    @property
    def refused(self) -> list[RefusedRow]:
        """The rows that do not come in."""
        return self.rows.refused


def outcomes(actor: Actor, intake: Any, rows: Numbered, *, today: date) -> tuple[list[RefusedRow], list[Outcome]]:
    """The rows that name no child, refused; and of each child that the others name what they come to."""
    loose, children = children_of(actor, intake, rows, today=today)
    records = read(actor, [each.person for each in children])
    found = []
    for each in children:
        refuse_twice(each, lambda meant: (meant.system, meant.kind, meant.held_on), TWICE)
        refuse_both(each)
        outcome = Outcome(each)
        _hold_against(outcome, records[each.person.id])
        found.append(outcome)
    _find_last_days(actor, found, records, today=today)
    return loose, found


look = looking(outcomes)


def refuse_twice(rows: Rows, slot: Callable[[Any], Any], sentence: str) -> None:
    """List all rows of one slot that do not say the same: which of them is right nobody can tell."""
    slots: dict[Any, list[int]] = defaultdict(list)
    for row, meant in rows.meant.items():
        slots[slot(meant)].append(row)
    for same in slots.values():
        said = {repr({**vars(rows.meant[row]), "row": 0}) for row in same}
        for row in same if len(said) > 1 else ():
            rows.refuse(row, "", Rule.TWICE, sentence)


def refuse_both(rows: Rows) -> None:
    """List the rows that say what the child thinks and also why that is not known."""
    for row, meant in list(rows.meant.items()):
        if meant.said.get("child_view", "").strip() and meant.said.get("no_view_why", "").strip():
            rows.refuse(row, "no_view_why", Rule.CELL, BOTH)


def _hold_against(outcome: Outcome, record: Record) -> None:
    """List what is of no time in care or says otherwise than the record; what is left and not recorded is new."""
    told: set[tuple[object, ...]] = set()
    for row, meant in sorted(outcome.rows.meant.items(), key=lambda each: (each[1].held_on, each[0])):
        if not any(each.so_on <= meant.held_on <= (each.ends_on or date.max) for each in record.of(Episode)):
            outcome.rows.refuse(row, "held_on", Rule.NOT_IN_CARE, NOT_IN_CARE)
            continue
        stands = _recorded(record, meant)
        slot = (meant.system, meant.kind, meant.held_on)
        if stands is not None and not _says_the_same(stands, meant):
            outcome.rows.refuse(row, "", Rule.SAID_OTHERWISE, SAID_OTHERWISE)
        elif stands is None and slot not in told:
            outcome.new[row] = meant
            told.add(slot)


def _recorded(record: Record, meant: ReviewIn) -> Any:
    """The review as it is recorded; None where it is not."""
    if meant.system is CodeSystem.ENGLISH:
        told = (row for row in record.events if row.kind == Event.REVIEW_RETURNED and row.so_on == meant.held_on)
        return next(told, None)
    held = (each for review, each in record.reviews if review.kind == meant.kind and each.so_on == meant.held_on)
    return next(held, None)


def _says_the_same(stands: Any, meant: ReviewIn) -> bool:
    """Whether what the row says of a review is what is recorded of it; what it does not say does not matter."""
    if meant.system is CodeSystem.ENGLISH:
        return bool(stands.words == took_part(meant.code)) and same_view(stands, meant.said)
    written = {name: words.strip() for name, words in meant.said.items() if name != "late_words" or stands.is_late}
    same = all(getattr(stands, name) == words for name, words in written.items())
    cause = not stands.is_late or meant.late_cause is None or stands.late_cause == meant.late_cause
    return same and cause and stands.took_part == meant.took_part


def same_view(stands: Any, said: Mapping[str, str]) -> bool:
    """Whether what a row says of the child's view is what is recorded of it; saying nothing of it does not matter."""
    return all(getattr(stands, name) == words.strip() for name, words in said.items() if name in VIEW)


def _find_last_days(actor: Actor, found: Sequence[Outcome], records: Mapping[int, Record], *, today: date) -> None:
    """The last day of each review, each reckoned with those before it; one that was late without a cause is listed.

    All children go along together, first with their first review: the clocks of all are reckoned at once.
    """
    waiting: dict[int, Iterator[tuple[int, ReviewIn]]] = {
        place: iter(list(_scottish(outcome))) for place, outcome in enumerate(found)
    }
    while waiting:
        due = {place: each for place, rest in waiting.items() if (each := next(rest, None)) is not None}
        waiting = {place: waiting[place] for place in due}
        people = {found[place].rows.person.id: records[found[place].rows.person.id] for place in due}
        clocks = reckoned(actor, people, today=today) if people else {}
        for place, (row, meant) in due.items():
            outcome, person_id = found[place], found[place].rows.person.id
            last_day = last_day_in(clocks[person_id], meant.kind.value if meant.kind else "")
            if last_day is not None and meant.held_on and meant.held_on > last_day and meant.late_cause is None:
                outcome.rows.refuse(row, "late_cause", Rule.LATE, LATE.format(day=day_words(last_day)))
                del outcome.new[row]
                continue
            outcome.last_days[row] = last_day
            _count(people[person_id], row, meant)


def _scottish(outcome: Outcome) -> Iterator[tuple[int, ReviewIn]]:
    return (each for each in outcome.new.items() if each[1].system is CodeSystem.SCOTTISH)


def _count(record: Record, row: int, meant: ReviewIn) -> None:
    """Let a review that is to come in count for those after it."""
    ref = f"row-{row}"
    review = Review(pk=-row, ref=ref, kind=meant.kind, person_id=record.person.id)
    record.rows.setdefault(Review, []).append(review)
    record.rows.setdefault(ReviewHeld, []).append(
        ReviewHeld(pk=-row, review_id=-row, so_on=meant.held_on, person_id=record.person.id)
    )


@dataclass(frozen=True)
class Chairs:
    """Who works for the council, by e-mail and by full name."""

    by_words: Mapping[str, Sequence[int]]

    def of(self, words: str) -> int | None:
        """The one who is meant; nobody where they do not work for the council, or several are called so."""
        found = self.by_words.get(words.casefold().strip(), ())
        return found[0] if len(found) == 1 else None


def chairs_of(authority_id: int) -> Chairs:
    """Those who work for a council, who may be named as chairs."""
    found: dict[str, set[int]] = defaultdict(set)
    for each in known_staff(authority_id):
        for words in filter(None, (each.email, each.name.casefold())):
            found[words].add(each.id)
    return Chairs({words: sorted(people) for words, people in found.items()})
