"""Words that a paper should not say to the public without a thought: names, places, people who could be recognised.

Rules, not guesses: each match is shown with its sentence and a reason, and a person answers it. Nothing is changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.naming import TITLED, Names, families_in, small_words
from lippen.reporting.vocabulary import FlagKind

_FEW = "one|two|three|four|[1-4]"
_PEOPLE = (
    "child(?:ren)?|young (?:person|people)|bab(?:y|ies)|infants?|toddlers?|boys?|girls?|teenagers?|pupils?|siblings?|"
    "brothers?|sisters?|famil(?:y|ies)|mothers?|fathers?|parents?|grandparents?|(?:kinship |foster )?carers?|adopters?"
)
_AGES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
SMALL = re.compile(
    rf"(?<![\w.,£-])(?<!\bin )(?<!section )(?<!action )(?<!theme )(?<!part )(?<!page )(?<!paragraph )"
    rf"(?:{_FEW})(?![.,]?\d|%|[-–]\d)\s+(?:(?!of\b|in\b)[\w'’-]+\s+){{0,2}}(?:{_PEOPLE})\b"
    rf"|(?<![\w.,£-])(?:{_FEW})\s+of\s+(?:the|our|these|those|them)\b(?:\s+[\w'’-]+){{0,2}}\s+(?:{_PEOPLE})\b",
    re.IGNORECASE,
)
RECOGNISABLE = re.compile(
    rf"\b(?:aged|age of)\s+(?:\d{{1,2}}|{_AGES})\b"
    rf"|\b(?:\d{{1,2}}|{_AGES})[- ](?:year|month|week)s?[- ]old\b"
    rf"|\b(?:twins?|triplets?|quadruplets?)\b"
    rf"|\bonly (?:child|girl|boy|family|sibling group)\b"
    rf"|\b(?:rare|unusual) (?:condition|syndrome|disease|disability|language|faith)\b"
    rf"|\bthe (?:girl|boy|baby|child|mother|father|family) (?:who|whose|from|in)\b",
    re.IGNORECASE,
)
LETTERED = re.compile(r"\b(?:Child|Family|Baby|Sibling|Young [Pp]erson)\s+[A-Z]{1,2}\b(?!['’]s [a-z]+ [Pp]lan)")
WHY = {
    FlagKind.SMALL: "Fewer than five people can often be recognised, in words as in figures.",
    FlagKind.NAME: "This reads as the name of somebody. A paper names posts.",
    FlagKind.WORD: "This stands in your council's own list of words to look out for.",
    FlagKind.PLACE: "Children use this place. Its name can tell where a child is.",
    FlagKind.RECOGNISABLE: "An age or a rare trait can be enough to recognise somebody.",
}
NOT_LOOKED_AT = frozenset({"people", "signatures", "facts", "page_break"})
AROUND = 60
NOBODY = Names()
Look = Callable[[str], Iterable[re.Match[str]]]


@dataclass(frozen=True)
class Spot:
    """A place of a paper and one of its texts."""

    place: str
    text: str


@dataclass(frozen=True)
class NameFlag:
    """Words that somebody has to answer for: taken out, or kept with a reason."""

    key: str
    kind: FlagKind
    place: str
    words: str
    around: str

    @property
    def why(self) -> str:
        """Why they are shown, as a sentence."""
        return WHY[self.kind]


def spots_of(content: Content) -> Iterator[Spot]:
    """Every text that is published, by the heading it stands under; authors and approvers sign by name and are left."""
    yield Spot("The title", content["paper"]["title"])
    for part in content["parts"]:
        place = part["title"]
        for block in part["blocks"]:
            if block["kind"] == "heading":
                place = f"{block['number'] or ''} {block['text']}".strip()
            if block["kind"] not in NOT_LOOKED_AT:
                yield from (Spot(place, text) for text in _texts(block))


def _texts(block: dict[str, object]) -> Iterator[str]:
    if block["kind"] == "choice":
        yield str(block.get("note") or "")
    elif block["kind"] == "table":
        yield str(block["caption"])
        yield from (text for row in block["rows"] for cell in row for text in cell)  # type: ignore[attr-defined]
    else:
        given = (block.get("text"), *block.get("items", ()))  # type: ignore[misc]
        yield from (str(text) for text in given if text)


def flags(
    spots: Iterable[Spot], *, names: Names = NOBODY, places: Iterable[str] = (), words: Iterable[str] = ()
) -> tuple[NameFlag, ...]:
    """Every flag of a paper, each once, in the order of the paper."""
    kept = tuple(spots)
    names = replace(names, small=small_words(spot.text for spot in kept))
    looks: tuple[tuple[FlagKind, Look], ...] = (
        (FlagKind.SMALL, SMALL.finditer),
        (FlagKind.RECOGNISABLE, RECOGNISABLE.finditer),
        (FlagKind.RECOGNISABLE, LETTERED.finditer),
        (FlagKind.NAME, _names_in(names)),
        (FlagKind.PLACE, _words_in(places)),
        (FlagKind.WORD, _words_in(words)),
    )
    found: dict[str, NameFlag] = {}
    for spot in kept:
        for kind, look in looks:
            for match in look(spot.text):
                flag = _flag(kind, spot, match)
                found.setdefault(flag.key, flag)
    return tuple(found.values())


def _names_in(names: Names) -> Look:
    """Names in full or with a title, then family names that stand alone."""
    whole = any_of(names.whole)
    known = re.compile(f"{TITLED}|(?i:{whole.pattern})" if whole else TITLED)

    def look(text: str) -> Iterator[re.Match[str]]:
        in_full = tuple(known.finditer(text))
        yield from in_full
        yield from families_in(text, names, [match.span() for match in in_full])

    return look


def _words_in(words: Iterable[str]) -> Look:
    look = any_of(words)
    return look.finditer if look else lambda text: ()


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Whole words of a list, whatever their case and the blanks between them; None for an empty list."""
    given = sorted({" ".join(each.split()) for each in words if each.strip()}, key=len, reverse=True)
    if not given:
        return None
    listed = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in given)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def _flag(kind: FlagKind, spot: Spot, match: re.Match[str]) -> NameFlag:
    """The key follows the words and the whole text around them: when the text changes, the answer lapses."""
    words = " ".join(match[0].split())
    around = _around(spot.text, match.start(), match.end())
    key = hashlib.sha256(f"{kind}\n{spot.place}\n{match.start()}\n{spot.text}".encode()).hexdigest()[:24]
    return NameFlag(key, kind, spot.place, words, around)


def _around(text: str, start: int, end: int) -> str:
    """Words with what stands before and after them; cut between words, where there are any."""
    before, after = text[:start], text[end:]
    if len(before) > AROUND:
        before = f"…{_from_a_word(before[-AROUND:])}"
    if len(after) > AROUND:
        after = f"{_from_a_word(after[AROUND - 1 :: -1])[::-1]}…"
    return f"{before}{text[start:end]}{after}".strip()


def _from_a_word(text: str) -> str:
    """The text from its first whole word on, where there is one."""
    _, blank, rest = text.partition(" ")
    return rest if blank and rest.strip() else text
