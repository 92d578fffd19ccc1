"""
Answers to doubts: a JSON object of doubt keys and words.

    {"year": "2012-10-25", "state:5.3": "not started", "state:8.2": "says done, keep going",
     "progress:t3r19": "4", "pairing:t3r20": "as shown", "lead:2.1": "AB", "tick:9.1": "no"}

- `year`: the document's own date (2012-10-25, or in words).
- `state:…`: one of not started, under way, says done, shown done, postponed, blocked, superseded, merged; with
  ", keep going" or ", finish" where it is to be kept going or finished.
- `progress:…`: the number of the action in its cell, or how many entries each action takes ("2, 1").
- `lead:…` and `initials:…`: who leads, by initials, full name or e-mail address; several stay joint ("AB, CD"). Or
  "yes" where what stands there is right.
- `date:…`: the date in words, or "leave it".
- `lost:…`: "yes" where the mark that is lost was a tick, "no" where it was none.
- `slip:…`: why a date moved and who agreed: "The loom was late; agreed by the Board".
- everything else: any words; "as shown" says that the import's reading is right.

Of another edition of a plan's document:

- `changes`: "accept all", or "none".
- `added:…`, `changed:…`, `moved:…`, `gone:…`: "yes" to accept it, "no" to leave it.
- `match:…`: the number of the plan's action that stands there in other words, or "new".

A doubt without an answer stays open. An answer that cannot be used is refused, with its key; one that nothing asks for
is named. Where two doubts would share a key, the later ones end in #2, #3 and so on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from lippen.improvement.vocabulary import Kind, State
from lippen.kernel.calendar import Period, Precision, read_period

KINDS = {"keep going": Kind.KEEP_GOING, "keep_going": Kind.KEEP_GOING, "finish": Kind.FINISH}
AS_SHOWN = frozenset({"yes", "no", "none", "as shown", "leave it"})
"""Answers that leave what the import made of it."""
STATE_CHOICES = tuple(state.value.replace("_", " ") for state in State)


def name_of(key: str) -> str:
    """A form field's name for a doubt's key, which may hold anything."""
    return "d" + hashlib.sha256(key.encode()).hexdigest()[:12]


class UnusableAnswer(ValueError):
    """An answer that does not say what its doubt asks."""

    def __init__(self, key: str, wanted: str) -> None:
        self.field = f"{name_of(key)}-words"
        super().__init__(f"The answer to “{key}” cannot be used: {wanted}.")


def answered_state(answers: Mapping[str, str], key: str) -> tuple[State | None, Kind | None]:
    """The state that a person confirmed, and whether the action is kept going; (None, None) while unanswered."""
    if not answers.get(key, "").strip():
        return None, None
    words, _, kind = answers[key].strip().lower().partition(",")
    name = words.strip().replace(" ", "_")
    if name not in set(State):
        raise UnusableAnswer(key, f"give one of {', '.join(STATE_CHOICES)}")
    if kind.strip() and kind.strip() not in KINDS:
        raise UnusableAnswer(key, "after the comma, give “keep going” or “finish”")
    return State(name), KINDS.get(kind.strip())


def answered_day(answers: Mapping[str, str], key: str = "year") -> date | None:
    """The document's own date as a person gave it."""
    if not answers.get(key, "").strip():
        return None
    period, _ = read_period(answers[key], near=None)
    if period is None or period.precision is not Precision.DAY:
        raise UnusableAnswer(key, "give the document's date with its year, such as 2012-10-25")
    return period.starts_on


def answered_words(answers: Mapping[str, str], key: str) -> str:
    """What was answered; nothing where it is unanswered or left as the import made it."""
    words = answers.get(key, "").strip()
    return "" if words.lower() in AS_SHOWN else words


def answered_period(answers: Mapping[str, str], key: str, *, near: date | None) -> Period | None:
    """The date that a person gave for words that could not be read."""
    words = answered_words(answers, key)
    if not words:
        return None
    period, _ = read_period(words, near=near)
    if period is None:
        raise UnusableAnswer(key, "give the date, such as 31 May 2025 or May 2025, or “leave it”")
    return period
