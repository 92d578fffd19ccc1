"""What a reader finds in a file: its words with their places, what stands in the margins, and what may hide words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Break opportunities, joiners, direction marks: they print as nothing.
UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
# Python takes these for spaces; programs that show a paper do not.
NO_SPACES = dict.fromkeys((0x0B, 0x1C, 0x1D, 0x1E, 0x1F, 0x85), "\ufffd")


class Unreadable(ValueError):
    """A file that cannot be read; the sentence says why."""


@dataclass(frozen=True)
class Word:
    """A word of the content and where it stands."""

    text: str
    place: str
    across: float = 0.0
    down: float = 0.0


@dataclass(frozen=True)
class Trait:
    """Something besides words that decides what a reader sees: a tag, a drawing, hidden type."""

    place: str
    words: str


@dataclass(frozen=True)
class Reading:
    """A whole file as read: content, stamps outside it, and traits of the content."""

    words: tuple[Word, ...]
    stamps: tuple[str, ...] = ()
    traits: tuple[Trait, ...] = ()
    palette: frozenset[str] = frozenset()
    """Colours and fonts, where a program that saves again keeps them."""


def pieces(text: str) -> list[str]:
    """The words of a text, in composed form, without characters that print as nothing."""
    return unicodedata.normalize("NFC", text.translate(UNSEEN | NO_SPACES)).split()


def words_at(text: str, place: str) -> Iterator[Word]:
    """The words of a text, all at one place."""
    return (Word(piece, place) for piece in pieces(text))


def shortened(words: Iterable[str], limit: int = 60) -> str:
    """Words for a sentence, cut to a readable length."""
    whole = " ".join(words)
    return whole if len(whole) <= limit else whole[: limit - 1].rstrip() + "…"
