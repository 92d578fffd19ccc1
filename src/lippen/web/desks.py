"""Desks: the duty board joined with each package's words for its own duties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse

from lippen.care import menu as care
from lippen.casework import menu as casework
from lippen.design.words import day_words, lateness_words
from lippen.improvement import menu as improvement
from lippen.improvement.vocabulary import NO_UPDATE_WORDS, DutyKind
from lippen.kernel.access import Actor
from lippen.organisation import menu as ways_in
from lippen.organisation.queries import DutyRow, PersonRow, leavers, raised
from lippen.organisation.queries import cover as organisation
from lippen.reporting import menu as reporting


@dataclass(frozen=True)
class DeskLine:
    """One thing to do: what, for what, by when, where to do it."""

    title: str
    subject: str
    url: str
    starts_on: date
    ends_on: date
    kind: str
    for_name: str = ""
    note: str = ""
    duty: DutyRow | None = None
    hand_over: str = ""

    @property
    def subject_outside(self) -> str:
        """What it is about where no sign-in stands before it, in an e-mail or a calendar: no child is named there."""
        kind = self.duty.subject_kind if self.duty else ""
        is_of_child = kind.startswith(("casework.", "care.")) and kind not in casework.NOT_OF_CHILDREN
        return "a child" if is_of_child else self.subject

    @property
    def last_day(self) -> date:
        """The last day on which it is in time."""
        return self.ends_on - timedelta(days=1)

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed; a passed review is due, never late."""
        return self.last_day < today and self.kind not in REVIEWS

    def when(self, today: date) -> str:
        """How late or how soon."""
        if self.last_day < today and not self.is_late(today):
            return f"due since {day_words(self.last_day)}"
        return lateness_words(self.last_day, today)


REVIEWS = frozenset({DutyKind.REVIEW, DutyKind.REVISIT})


@dataclass(frozen=True)
class Dated:
    """A line as it stands today: when in words, and whether it is late."""

    line: DeskLine
    when: str
    is_late: bool


@dataclass(frozen=True)
class Desk:
    """What is late, what is due within a week, and what comes after."""

    late: tuple[Dated, ...]
    soon: tuple[Dated, ...]
    later: tuple[Dated, ...]
    raised: tuple[Dated, ...] = ()
    """What others owe and are so late with that it was raised with whose desk this is."""
    left: tuple[Dated, ...] = ()
    """What those who left still owe, until whose desk this is hands it over."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due at all."""
        return not (self.late or self.soon or self.later or self.raised or self.left)

    @property
    def lines(self) -> tuple[Dated, ...]:
        """Everything that is to be done, in order."""
        return (*self.late, *self.soon, *self.later)


Words = dict[tuple[str, str], tuple[str, str, str]]
TELLERS: dict[str, Callable[[Actor, Sequence[DutyRow]], Words]] = {
    "casework": casework.duty_words,
    "care": care.duty_words,
    "improvement": improvement.duty_words,
    "organisation": ways_in.duty_words,
    "reporting": reporting.duty_words,
}
SOON_DAYS = 7


def my_desk(actor: Actor, *, today: date) -> Desk:
    """Everything on the actor's desk: what they owe and what those owe for whom they cover, the longest overdue first.

    Beside it stands what was raised with them, because those who owe it are so late, and what somebody left.
    """
    duties, covered = organisation.desk_duties(actor, on=today)
    others, owing = raised.raised_with(actor, on=today)
    left, gone = leavers.left_behind(actor, on=today)
    words = _words(actor, (*duties, *others, *left))
    dated = [(dated, (dated.line.ends_on - today).days) for dated in _dated(duties, words, covered, today)]
    return Desk(
        late=tuple(line for line, days in dated if days <= 0),
        soon=tuple(line for line, days in dated if 0 < days <= SOON_DAYS),
        later=tuple(line for line, days in dated if days > SOON_DAYS),
        raised=tuple(_dated(others, words, owing, today)),
        left=tuple(_left(left, words, gone, today)),
    )


@dataclass(frozen=True)
class Left:
    """Somebody who left, and what they left, as whoever hands it over reads it."""

    person: PersonRow
    lines: tuple[Dated, ...]


def left_by(actor: Actor, person_ref: str, *, today: date) -> Left:
    """What one person left, for whoever it stands with now, or NotVisible."""
    person, duties = leavers.left_by(actor, person_ref, on=today)
    lines = _dated(duties, _words(actor, duties), {}, today)
    return Left(person, tuple(lines))


def _left(duties: Sequence[DutyRow], words: Words, people: Mapping[int, PersonRow], today: date) -> Iterator[Dated]:
    """What was left, each with where it is handed over."""
    names = {key: person.name for key, person in people.items()}
    for dated in _dated(duties, words, names, today):
        holder = people[dated.line.duty.holder_id] if dated.line.duty else None
        url = reverse("web:hand_over", args=[holder.ref]) if holder else ""
        yield replace(dated, line=replace(dated.line, hand_over=url))


def _words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    words: Words = {}
    for package, teller in TELLERS.items():
        theirs = [duty for duty in duties if duty.subject_kind.startswith(f"{package}.")]
        words |= teller(actor, theirs) if theirs else {}
    return words


def _dated(duties: Sequence[DutyRow], words: Words, names: Mapping[int, str], today: date) -> Iterator[Dated]:
    for duty in duties:
        told = words.get((duty.kind, duty.subject_key))
        if told is None:
            continue
        line = DeskLine(
            *told, duty.starts_on, duty.ends_on, duty.kind, names.get(duty.holder_id, ""), _note(duty, today), duty
        )
        yield Dated(line, line.when(today), line.is_late(today))


def _note(duty: DutyRow, today: date) -> str:
    """The status of an action of which nothing was said within its plan's rhythm."""
    return NO_UPDATE_WORDS if duty.kind == DutyKind.UPDATE and duty.ends_on <= today else ""
