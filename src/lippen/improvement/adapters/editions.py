"""Another edition of a document, held beside the plan: what it adds, changes, moves, and no longer has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from lippen.improvement.adapters.answers import UnusableAnswer, answered_words
from lippen.improvement.adapters.proposal import Doubt, Proposal, ProposedAction, When
from lippen.improvement.vocabulary import STATE_WORDS, WHICH_WORDS, State, Which
from lippen.kernel.calendar import Period

ADDED, CHANGED, MOVED, GONE, SAME, UNCLEAR = "added", "changed", "moved", "gone", "same", "unclear"
KIND_WORDS = {
    ADDED: "New in this edition",
    CHANGED: "Changed",
    MOVED: "Moved",
    GONE: "No longer there",
    UNCLEAR: "New, or an action in other words",
    SAME: "As in the plan",
}
ACCEPT_ALL = "changes"
NEW = "new"
_LIKELY = 0.55
_MOST_CHOICES = 5
_SHORTEST = 12


@dataclass(frozen=True)
class Known:
    """An action of the plan as the edition's day finds it: its words by every edition, leads, dates and state."""

    ref: str
    number: str
    theme: str
    text: str
    texts: frozenset[str]
    leads: tuple[str, ...] = ()
    dates: Mapping[Which, Period] = field(default_factory=dict)
    state: str = ""
    intent: str = ""
    places: Mapping[date, tuple[str, str]] = field(default_factory=dict)
    is_closed: bool = False

    def place_before(self, day: date) -> tuple[str, str] | None:
        """Its theme and number in the edition next before a day, or in the one next after where there is none."""
        before = max((on for on in self.places if on < day), default=None)
        near = before or min((on for on in self.places if on > day), default=None)
        return self.places[near] if near else None


@dataclass(frozen=True)
class Side:
    """One kind of fact, as the plan has it and as the edition has it."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What one action comes to. `key` is the same from run to run; `sides` are what differs."""

    key: str
    kind: str
    text: str
    ref: str = ""
    number: str = ""
    place: str = ""
    sides: tuple[Side, ...] = ()
    given: ProposedAction | None = None
    theme: str = ""

    @property
    def needs_accepting(self) -> bool:
        """Whether there is anything to accept."""
        return self.kind in (ADDED, CHANGED, MOVED, GONE)


@dataclass(frozen=True)
class Comparison:
    """An edition beside the plan."""

    differences: tuple[Difference, ...]
    doubts: tuple[Doubt, ...] = ()

    def of_kind(self, kind: str) -> tuple[Difference, ...]:
        """The differences of one kind."""
        return tuple(each for each in self.differences if each.kind == kind)

    def accepted(self, answers: Mapping[str, str]) -> frozenset[str]:
        """The keys of what was accepted: each one for itself, or all that is not refused for itself."""
        every = answers.get(ACCEPT_ALL, "").strip().lower()
        if every not in ("", "accept all", "none"):
            raise UnusableAnswer(ACCEPT_ALL, "give “accept all” or “none”")
        found = set()
        for each in self.differences:
            said = answers.get(each.key, "").strip().lower()
            if said not in ("", "yes", "no"):
                raise UnusableAnswer(each.key, "give “yes” to accept it or “no” to leave it")
            if said == "yes" or (not said and every == "accept all"):
                found.add(each.key)
        return frozenset(found)


def plain(text: str) -> str:
    """Words by which two wordings are the same: small letters, without punctuation and blanks."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def compare(
    proposal: Proposal,
    known: Sequence[Known],
    *,
    day: date,
    is_newest: bool,
    answers: Mapping[str, str],
    people: Mapping[str, str],
) -> Comparison:
    """
    What an edition of this day changes in the plan.

    `people` gives the name behind the words for a lead. Only the newest edition says that an action is gone: from an
    older one, what came later is rightly missing.
    """
    matching = _Matching(proposal, known, answers)
    differences: list[Difference] = []
    for theme, given in _all(proposal):
        differences.append(_difference(matching, theme, given, day, people))
    if is_newest:
        differences.extend(_gone(matching, known))
    return Comparison(tuple(differences), tuple(matching.doubts))


def _all(proposal: Proposal) -> Iterator[tuple[str, ProposedAction]]:
    for recommendation in proposal.recommendations:
        for given in recommendation.actions:
            yield recommendation.title, given


class _Matching:
    """Which action of the plan each action of the edition is: by reference, by its words, or by what was answered."""

    def __init__(self, proposal: Proposal, known: Sequence[Known], answers: Mapping[str, str]) -> None:
        self.known, self.answers = known, answers
        self.doubts: list[Doubt] = []
        self.found: dict[str, Known] = {}
        self.unclear: set[str] = set()
        self.taken: set[str] = set()
        given = [each for _, each in _all(proposal)]
        self._by_reference(given)
        self._by_words(given)
        self._by_answer(given)

    def _take(self, given: ProposedAction, match: Known) -> None:
        self.found[given.number] = match
        self.taken.add(match.ref)

    def _by_reference(self, given: Iterable[ProposedAction]) -> None:
        by_ref = {each.ref: each for each in self.known}
        for each in given:
            match = by_ref.get(each.reference)
            if match is not None and match.ref not in self.taken:
                self._take(each, match)

    def _by_words(self, given: Iterable[ProposedAction]) -> None:
        """The same words in order: of several that say the same, the first is the first."""
        by_words: dict[str, list[Known]] = {}
        for one in self.known:
            for words in one.texts:
                by_words.setdefault(words, []).append(one)
        for each in given:
            if each.number in self.found:
                continue
            match = next((one for one in by_words.get(plain(each.text), []) if one.ref not in self.taken), None)
            if match is not None:
                self._take(each, match)

    def _by_answer(self, given: Iterable[ProposedAction]) -> None:
        left = [each for each in given if each.number not in self.found]
        by_number = {each.number: each for each in self.known}
        for each in left:
            key = f"match:{each.number}"
            words = answered_words(self.answers, key).strip()
            if words and words.lower() != NEW:
                match = by_number.get(words.split(" ")[0])
                if match is None or match.ref in self.taken:
                    raise UnusableAnswer(
                        key, "give the number of an action of the plan that stands for no other, or “new”"
                    )
                self._take(each, match)
            elif not words:
                self._ask(each, key)

    def _ask(self, given: ProposedAction, key: str) -> None:
        """An action in words that the plan does not know, while the plan has some that the edition does not know."""
        free = [each for each in self.known if each.ref not in self.taken]
        if not free:
            return
        likely = _likely(given, free)
        self.unclear.add(given.number)
        near = f" It is most like action {likely[0].number}, “{_short(likely[0].text)}”." if likely else ""
        sentence = (
            f"“{_short(given.text)}” is not in the plan in these words.{near} Say which action it is in other words, "
            "or that it is new."
        )
        choices = (*(each.number for each in likely), NEW)
        self.doubts.append(Doubt(key, "match", given.place, sentence, choices))


def _likely(given: ProposedAction, free: Sequence[Known]) -> list[Known]:
    """The plan's actions that it may be, the likeliest first: in like words."""
    words = plain(given.text)
    scored = [(_likeness(words, plain(each.text)), each) for each in free[:500]]
    best = sorted((each for each in scored if each[0] >= _LIKELY), key=lambda each: (-each[0], each[1].number))
    return [each for _, each in best[:_MOST_CHOICES]]


def _likeness(one: str, other: str) -> float:
    """From 0 to 1: by words that both have, and by their letters in order."""
    first, second = set(one.split()), set(other.split())
    shared = len(first & second) / max(1, min(len(first), len(second)))
    return max(shared if len(one) >= _SHORTEST else 0.0, SequenceMatcher(None, one[:300], other[:300]).ratio())


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:90].rsplit(" ", 1)[0] + "…"


# What differs ------------------------------------------------------------------------------------------------------


def _difference(
    matching: _Matching, theme: str, given: ProposedAction, day: date, people: Mapping[str, str]
) -> Difference:
    match = matching.found.get(given.number)
    if match is None and given.number in matching.unclear:
        return Difference(f"added:{given.number}", UNCLEAR, given.text, place=given.place, given=given, theme=theme)
    if match is None:
        return Difference(
            f"added:{given.number}",
            ADDED,
            given.text,
            place=given.place,
            sides=tuple(_first_sides(given, people)),
            given=given,
            theme=theme,
        )
    sides = tuple(_sides(match, given, people))
    moved = tuple(_moved(match, theme, given, day))
    kind = CHANGED if sides else MOVED if moved else SAME
    key = f"{MOVED if kind == MOVED else CHANGED}:{given.number}"
    return Difference(key, kind, given.text, match.ref, match.number, given.place, (*sides, *moved), given, theme)


def _first_sides(given: ProposedAction, people: Mapping[str, str]) -> Iterator[Side]:
    if given.leads:
        yield Side("leads", "Leads", "", _leads(given.leads, people))
    for which, when in dates_of(given):
        if when.period:
            yield Side(which.value, WHICH_WORDS[which], "", when.period.text)


def _sides(match: Known, given: ProposedAction, people: Mapping[str, str]) -> Iterator[Side]:
    if given.text and given.text != match.text:
        yield Side("text", "Action", match.text, given.text)
    if given.intent and given.intent != match.intent:
        yield Side("intent", "Outcome wanted", match.intent, given.intent)
    if given.leads and (leads := _leads(given.leads, people)) != _leads(match.leads, people):
        yield Side("leads", "Leads", _leads(match.leads, people), leads)
    for which, when in dates_of(given):
        before = match.dates.get(which)
        if when.period and (before is None or _days(before) != _days(when.period)):
            yield Side(which.value, WHICH_WORDS[which], before.text if before else "", when.period.text)
    if given.state is not None and given.state.value != match.state:
        before_words = STATE_WORDS[State(match.state)] if match.state else ""
        yield Side("state", "State", before_words, STATE_WORDS[given.state])
    if given.progress:
        yield Side("progress", "Progress", "", "\n".join(entry.text for entry in given.progress))


def _moved(match: Known, theme: str, given: ProposedAction, day: date) -> Iterator[Side]:
    before = match.place_before(day)
    if before and (plain(before[0]), before[1]) != (plain(theme), given.number):
        was, now = (" ".join(filter(None, place)) for place in ((before[1], before[0]), (given.number, theme)))
        yield Side("place", "Place", was, now)


def _gone(matching: _Matching, known: Iterable[Known]) -> Iterator[Difference]:
    if matching.unclear:
        return
    for each in known:
        if each.ref not in matching.taken and not each.is_closed:
            yield Difference(f"gone:{each.number}", GONE, each.text, each.ref, each.number, theme=each.theme)


def dates_of(given: ProposedAction) -> Iterator[tuple[Which, When]]:
    """The dates that an edition gives."""
    for which, when in ((Which.START, given.start), (Which.TARGET, given.target), (Which.REVIEW, given.review)):
        if when is not None:
            yield which, when


def _days(period: Period) -> tuple[date, date]:
    return period.starts_on, period.ends_on


def _leads(leads: Iterable[str], people: Mapping[str, str]) -> str:
    return ", ".join(people.get(words.strip().casefold(), words.strip()) for words in leads)
