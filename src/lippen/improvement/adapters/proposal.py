"""What an import would bring in: recommendations, actions, doubts, what fits nowhere, and draft text for the paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lippen.improvement.adapters.plain import from_plain, to_plain
from lippen.improvement.vocabulary import Kind, State
from lippen.kernel.calendar import Period


@dataclass(frozen=True)
class Doubt:
    """Something that a person must look at. `key` stays the same from run to run; `choices` are the usual answers."""

    key: str
    kind: str
    place: str
    sentence: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unplaced:
    """Words that fit nowhere, and where they stood."""

    place: str
    text: str


@dataclass(frozen=True)
class When:
    """A date as the document gives it; `period` is None while nobody can say when that is, its year may be assumed."""

    text: str
    period: Period | None = None
    year_is_taken: bool = False

    @property
    def year_words(self) -> str:
        """That the year was not written and nobody has confirmed it; nothing where it is sure."""
        if self.period is None or not self.year_is_taken:
            return ""
        first, last = self.period.starts_on.year, self.period.last_day.year
        taken = f"year taken to be {first}" if first == last else f"years taken to be {first} and {last}"
        return f"{taken}, not yet confirmed"

    def as_json(self) -> dict[str, Any]:
        """Its words, how exact they are, and the days they cover (the end not included)."""
        if self.period is None:
            return {"text": self.text, "precision": None, "starts_on": None, "ends_on": None}
        days = {"starts_on": self.period.starts_on.isoformat(), "ends_on": self.period.ends_on.isoformat()}
        return {"text": self.text, "precision": self.period.precision.value, **days}


@dataclass(frozen=True)
class Entry:
    """One paragraph or bullet of progress; without a date of its own it is as reported in the document."""

    text: str
    bullet: bool = False
    so_on: date | None = None


@dataclass(frozen=True)
class ProposedState:
    """The state that some words suggest, and those words. Not a state until somebody confirms it."""

    state: State
    words: str
    kind: Kind = Kind.FINISH


@dataclass(frozen=True)
class ProposedAction:
    """One action as it would be imported. `number` is its place in the plan; `printed_number` the document's."""

    number: str
    text: str
    place: str
    printed_number: str = ""
    leads: tuple[str, ...] = ()
    lead_text: str = ""
    review: When | None = None
    target: When | None = None
    start: When | None = None
    status: str = ""
    intent: str = ""
    priority: str = ""
    progress: tuple[Entry, ...] = ()
    proposed: ProposedState | None = None
    state: State | None = None
    kind: Kind | None = None
    pairing: str = ""
    reference: str = ""
    first_target: When | None = None

    def as_json(self) -> dict[str, Any]:
        """The action as `--json` prints it."""
        proposed = self.proposed
        return {
            "number": self.number,
            "text": self.text,
            "leads": list(self.leads),
            "review": self.review and self.review.as_json(),
            "target": self.target and self.target.as_json(),
            "start": self.start and self.start.as_json(),
            "state": self.state and self.state.value,
            "proposed_state": proposed and to_plain(proposed),
            "progress": [entry.text for entry in self.progress],
            "kind": self.kind and self.kind.value,
            "status": self.status,
            "intent": self.intent,
            "priority": self.priority,
            "pairing": self.pairing,
            "place": self.place,
        }


@dataclass(frozen=True)
class ProposedRecommendation:
    """One recommendation or theme with its actions."""

    number: str
    title: str
    place: str
    actions: tuple[ProposedAction, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The recommendation as `--json` prints it."""
        return {"number": self.number, "title": self.title, "actions": [action.as_json() for action in self.actions]}


@dataclass(frozen=True)
class BodyParagraph:
    """A paragraph of the document's text, its printed number apart."""

    text: str
    number: str = ""
    bullet: bool = False


@dataclass(frozen=True)
class BodySection:
    """A numbered section of the document, offered as draft text."""

    number: str
    title: str
    paragraphs: tuple[BodyParagraph, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """
    Everything that a document would bring in. Nothing of it is stored until it is confirmed.

    `unasked` are the keys of answers that no doubt of this document has.
    """

    document: str
    sha256: str
    dated_on: date | None = None
    recommendations: tuple[ProposedRecommendation, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    body: tuple[BodySection, ...] = ()
    header: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()

    @property
    def actions(self) -> tuple[ProposedAction, ...]:
        """All actions, in order."""
        return tuple(action for recommendation in self.recommendations for action in recommendation.actions)

    @property
    def reported_in(self) -> str:
        """Words for progress that has no date of its own."""
        return f"as reported in {self.header.get('Subject') or self.document}"

    def as_json(self) -> dict[str, Any]:
        """What `lippen import-plan --json` prints."""
        doubts = [
            {"kind": doubt.kind, "place": doubt.place, "sentence": doubt.sentence, "key": doubt.key}
            for doubt in self.doubts
        ]
        return {
            "recommendations": [recommendation.as_json() for recommendation in self.recommendations],
            "doubts": doubts,
            "unplaced": [{"place": left.place, "text": left.text} for left in self.unplaced],
        }

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON can hold it between upload and confirmation."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Proposal:
        """The proposal that `to_dict` was called on."""
        return from_plain(cls, kept)
