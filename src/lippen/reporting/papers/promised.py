"""Sentences that read like a promise: something will be brought, shown or done for those who read the paper."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lippen.improvement.vocabulary import BULLET
from lippen.reporting.papers.drafting import lines_of
from lippen.reporting.papers.futures import ABBREVIATED
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.rows import PromiseRow
from lippen.reporting.vocabulary import WHOLE

ONE_DOT = "\u2024"
"""Stands for the dot after a month's short name, which ends no sentence."""
SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)|$)", re.DOTALL)
AHEAD = re.compile(
    r"\b(?:will|shall|is to be|are to be|undertakes? to|commits? to|promises? (?:to|that)|intends? to)\b|[’']ll\b",
    re.IGNORECASE,
)
WE = re.compile(r"\b(?:we|the service|officers|the council)\s+(?:will|shall|undertake|commit|promise)\b", re.IGNORECASE)
TOLD = re.compile(
    r"\b(?:reports?|reported|reporting|papers?|plans?|updates?|briefings?|presented?|submit(?:ted)?|brought|bring|"
    r"provided?|made available|publish(?:ed)?|tell|told|share[ds]?|come back|return(?:ed)?|show[ns]?)\b",
    re.IGNORECASE,
)
TO_WHOM = re.compile(
    r"\b(?:committee|council|members|councillors|the board|(?:next|future|later|coming)\s+(?:[\w-]+\s+){0,2}"
    r"(?:meetings?|cycle|papers?|reports?))\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”")
"""What others said, or what an earlier paper promised, is no promise of this one."""
NEVER = re.compile(r"\b(?:will|shall)\s+(?:not|never)\b|\?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A sentence that reads like a promise, where it stands, and the action whose line it is."""

    sentence: str
    place: str
    action_ref: str = ""
    is_exempt: bool = False
    """Whether the part in which it stands, or the whole paper, is marked as exempt."""

    @property
    def key(self) -> str:
        """The sentence's short name in addresses."""
        return key_of(self.sentence)


def key_of(sentence: str) -> str:
    """A short name for a sentence: the same words, the same name."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def reads_like_a_promise(sentence: str) -> bool:
    """Whether a sentence says that something will be told or given to those who read it."""
    sentence = QUOTED.sub("", sentence)
    if NEVER.search(sentence) or not AHEAD.search(sentence) or not TOLD.search(sentence):
        return False
    return bool(TO_WHOM.search(sentence) or WE.search(sentence))


def sentences_of(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph, each in single spaces and without the bullet before it."""
    words = " ".join(paragraph.removeprefix(BULLET).split())
    for match in SENTENCE.finditer(ABBREVIATED.sub(lambda found: f"{found[1]}{ONE_DOT}", words)):
        if sentence := match.group().replace(ONE_DOT, ".").strip():
            yield sentence


def found_promises(records: PaperRecords) -> tuple[Found, ...]:
    """Every such sentence of what people wrote: sections and committee lines, each once, in the paper's order."""
    kept: dict[str, Found] = {}
    for written in _written(records):
        for paragraph in written.paragraphs:
            for sentence in sentences_of(paragraph):
                if reads_like_a_promise(sentence) and (sentence not in kept or written.is_exempt):
                    kept[sentence] = _found(sentence, written)
    return tuple(kept.values())


def stands_in(records: PaperRecords, sentence: str) -> Found | None:
    """Where a sentence stands in the paper, whether it reads like a promise or not; its exempt place before others."""
    there = [
        written
        for written in _written(records)
        if any(sentence in sentences_of(paragraph) for paragraph in written.paragraphs)
    ]
    first = next((written for written in there if written.is_exempt), there[0] if there else None)
    return _found(sentence, first) if first else None


@dataclass(frozen=True)
class _Written:
    place: str
    paragraphs: tuple[str, ...]
    action_ref: str
    is_exempt: bool


def _found(sentence: str, written: _Written) -> Found:
    return Found(sentence, written.place, written.action_ref, written.is_exempt)


def _written(records: PaperRecords) -> Iterator[_Written]:
    """Every part that holds words, under the key by which it is marked as exempt."""
    marks = records.exempt.by_place if records.exempt else {}

    def part(key: str, place: str, paragraphs: Iterable[str], action_ref: str = "") -> _Written:
        return _Written(place, tuple(paragraphs), action_ref, WHOLE in marks or key in marks)

    for section in records.template.every_section:
        for key in section.text_keys:
            place = f"{section.number}. {section.title}" if section.number else f"Page one, {section.title.lower()}"
            yield part(f"text:{key}", place, records.texts.get(key, ()))
    lines = lines_of(records)
    for action in records.actions:
        if action.id in lines:
            place = f"The committee line of action {action.number}"
            yield part(f"line:{action.ref}", place, lines[action.id].paragraphs, action.ref)


def undecided(records: PaperRecords) -> tuple[Found, ...]:
    """The sentences of which nobody has said whether they are promises."""
    return tuple(found for found in found_promises(records) if found.sentence not in records.promises)


def promised(records: PaperRecords) -> tuple[tuple[Found, PromiseRow], ...]:
    """The promises that the paper makes: those decided on that still stand in its words."""
    made = []
    for sentence, row in records.promises.items():
        if row.is_promise and (found := stands_in(records, sentence)):
            made.append((found, row))
    return tuple(made)
