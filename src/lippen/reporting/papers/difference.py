"""The first place where two files of one paper differ in what a reader finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .pdf_inside import unlike_inside
from .reading import Reading, Trait, Unreadable, Word, shortened
from .reading_docx import read_docx
from .reading_html import read_html
from .reading_pdf import read_pdf, unlike_page

READERS = {"pdf": read_pdf, "docx": read_docx, "html": read_html}
WINDOW = 40
MOVED_POINTS = 3.0


@dataclass(frozen=True)
class Difference:
    """Where two papers part, and what each says there."""

    place: str
    before: str
    after: str
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """The first difference, if any, and the words stamped outside the content."""

    difference: Difference | None
    stamps: tuple[str, ...]


def extract(kind: str, data: bytes) -> tuple[Word, ...]:
    """The words of the content with their places."""
    return read(kind, data).words


@lru_cache(maxsize=4)
def read(kind: str, data: bytes) -> Reading:
    """The file as read; a few are kept, since one original is often held against several files."""
    return READERS[kind](data)


def compare(original: bytes, given: bytes, kind: str) -> Comparison:
    """Both files read and held against each other."""
    if kind not in READERS:
        raise Unreadable(f"Lippen cannot compare files of the kind {kind}.")
    before, after = read(kind, original), read(kind, given)
    return Comparison(_first(before, after, original, given, kind), _new_stamps(before, after))


def first_difference(original: bytes, given: bytes, kind: str) -> Difference | None:
    """The first difference of content, or None where only the file differs."""
    return compare(original, given, kind).difference


def _first(before: Reading, after: Reading, original: bytes, given: bytes, kind: str) -> Difference | None:
    return (
        _in_words(before.words, after.words)
        or _in_traits(before.traits, after.traits)
        or _in_palette(before, after)
        or _in_margins(before.stamps, after.stamps)
        or (_in_places(before.words, after.words) if kind == "pdf" else None)
        or (_in_pictures(original, given) if kind == "pdf" else None)
        or (_inside(original, given) if kind == "pdf" else None)
    )


def _in_words(before: Sequence[Word], after: Sequence[Word]) -> Difference | None:
    at = _parting([word.text for word in before], [word.text for word in after])
    if at is None:
        return None
    old, new = before[at : at + WINDOW], after[at : at + WINDOW]
    for kind, a, b, c, d in SequenceMatcher(
        None, [w.text for w in old], [w.text for w in new], autojunk=False
    ).get_opcodes():
        if kind != "equal":
            return _told(before, after, at + a, at + b, at + c, at + d)
    return _told(before, after, at, at + WINDOW, at, at + WINDOW)


def _parting(before: Sequence[object], after: Sequence[object]) -> int | None:
    for at, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            return at
    return None if len(before) == len(after) else min(len(before), len(after))


def _told(before: Sequence[Word], after: Sequence[Word], a: int, b: int, c: int, d: int) -> Difference:
    place = (after[c : c + 1] or before[a : a + 1] or after[-1:] or before[-1:])[0].place
    old, new = shortened(word.text for word in before[a:b]), shortened(word.text for word in after[c:d])
    following = shortened((word.text for word in before[b : b + 4]), 40)
    if old and new:
        sentence = f"{place}: “{old}” became “{new}”."
    elif new:
        sentence = f"{place}: “{new}” was added" + (f" before “{following}”." if following else " at the end.")
    else:
        sentence = f"{place}: “{old}” was taken out."
    return Difference(place, old, new, sentence)


def _in_traits(before: Sequence[Trait], after: Sequence[Trait]) -> Difference | None:
    at = _parting([trait.words for trait in before], [trait.words for trait in after])
    if at is None:
        return None
    old, new = before[at : at + 1], after[at : at + 1]
    place = (new or old)[0].place
    was, became = (shortened([trait.words for trait in side], 80) for side in (old, new))
    if was and became:
        return Difference(place, was, became, f"{place}: the words are the same, but {was} became {became}.")
    return Difference(
        place,
        was,
        became,
        f"{place}: the words are the same, but {became or was} was {'added' if became else 'taken out'}.",
    )


def _in_palette(before: Reading, after: Reading) -> Difference | None:
    added = sorted(after.palette - before.palette)
    if not added:
        return None
    place = "The look of the words"
    return Difference(place, "", added[0], f"{place}: the words are the same, but {added[0]} was put in.")


def _in_margins(before: Sequence[str], after: Sequence[str]) -> Difference | None:
    """Stamps may be added in the margins; what the paper itself says there must stay."""
    missing = Counter(before) - Counter(after)
    lost = [word for word in before if word in missing]
    if not lost:
        return None
    place, said = "The top or foot of the pages", shortened(lost)
    return Difference(place, said, "", f"{place}: “{said}” was changed or taken out.")


def _in_places(before: Sequence[Word], after: Sequence[Word]) -> Difference | None:
    for old, new in zip(before, after, strict=True):
        if (
            abs(old.across - new.across) > MOVED_POINTS
            or abs(old.down - new.down) > MOVED_POINTS
            or old.place != new.place
        ):
            return Difference(new.place, old.text, new.text, f"{new.place}: “{old.text}” was moved.")
    return None


def _in_pictures(original: bytes, given: bytes) -> Difference | None:
    page = unlike_page(original, given)
    if page is None:
        return None
    place = f"Page {page}"
    return Difference(
        place,
        "",
        "",
        f"{place}: the words are the same, but the page looks different: a mark, box, tick or colour changed.",
    )


def _inside(original: bytes, given: bytes) -> Difference | None:
    found = unlike_inside(original, given)
    if found is None:
        return None
    place, what = found
    return Difference(place, "", "", f"{place}: the words are the same, but {what} was changed inside the file.")


def _new_stamps(before: Reading, after: Reading) -> tuple[str, ...]:
    """The words that the original's margins do not have, or not so often."""
    spare = Counter(before.stamps)
    spare.subtract(after.stamps)
    added = [word for word in reversed(after.stamps) if _taken(spare, word)]
    return tuple(reversed(added))


def _taken(spare: Counter[str], word: str) -> bool:
    if spare[word] >= 0:
        return False
    spare[word] += 1
    return True
