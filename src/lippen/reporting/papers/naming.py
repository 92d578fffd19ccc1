"""Names of people in a paper: in full, with a title before them, or by the family name alone.

A family name alone is often an ordinary word, a place or a part of a longer name. So it counts only with a capital,
not where it is part of the name of a thing, and an ordinary word not where a sentence begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr|Prof"
_NAME = r"[A-Z]\w*(?:['’-][A-Z]\w*)*"
TITLED = rf"(?<![\w'’-])(?:{TITLES})\b\.?\s+{_NAME}(?:\s+{_NAME}){{0,2}}"
CAPITAL = re.compile(r"(?<![\w'’-])[A-Z]\w*(?:['’-][A-Z]\w*)*(?![\w-])")
SMALL_WORD = re.compile(r"(?<![\w'’-])[a-z]\w*")
THINGS = re.compile(
    r"\s+(?:Academ(?:y|ies)|Act|Agency|Association|Avenue|Bill|Board|Bridge|Building|Campus|Cent(?:re|er)|Charter|"
    r"Church|Clinic|Close|College|Commission|Committee|Council|Court|Crescent|Drive|Fund|Forum|Framework|Gardens|Group|"
    r"Hall|Health|Home|Hospital|House|Inquiry|Institute|Lane|Lodge|Model|Nursery|Park|Partnership|People|Person|Place|"
    r"Primary|Principles?|Project|Report|Review|Road|Scheme|School|Service|Square|Street|Strategy|Terrace|Trust|"
    r"Universit(?:y|ies)|Unit|Valley|View|Villa|Way|Wood)\b"
)
BEGINS = re.compile(r"(?:^|[.!?:;•–—]|\n)[\s\"“‘'(\[]*$")
DAYS = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Easter",
        "Christmas",
    ]
)
"""Never somebody's name by themselves in a paper that is full of dates."""
ORDINARY = frozenset(
    [
        "Able",
        "Ash",
        "Baker",
        "Banks",
        "Bell",
        "Best",
        "Bird",
        "Black",
        "Blue",
        "Bond",
        "Bridge",
        "Brook",
        "Brown",
        "Bush",
        "Carpenter",
        "Cash",
        "Chance",
        "Church",
        "Cook",
        "Cross",
        "Day",
        "Dean",
        "Early",
        "English",
        "Farmer",
        "Field",
        "Fields",
        "Fish",
        "Fisher",
        "Ford",
        "Forest",
        "Fox",
        "Frank",
        "Free",
        "French",
        "Gale",
        "Gardener",
        "Gold",
        "Good",
        "Grant",
        "Gray",
        "Green",
        "Grey",
        "Hall",
        "Hand",
        "Hart",
        "Head",
        "Heath",
        "Hill",
        "Hope",
        "House",
        "Hunt",
        "Hunter",
        "Joint",
        "Kind",
        "King",
        "Knight",
        "Lake",
        "Lamb",
        "Law",
        "Lead",
        "Little",
        "Long",
        "Love",
        "Low",
        "Major",
        "Marsh",
        "Mason",
        "Mill",
        "Mills",
        "Moon",
        "Moor",
        "More",
        "Moss",
        "New",
        "Noble",
        "North",
        "Page",
        "Park",
        "Parker",
        "Piper",
        "Pool",
        "Poor",
        "Potter",
        "Price",
        "Read",
        "Rich",
        "Rose",
        "Rush",
        "Sharp",
        "Shepherd",
        "Short",
        "Silver",
        "Small",
        "Smart",
        "Smith",
        "Snow",
        "South",
        "Spring",
        "Stone",
        "Street",
        "Strong",
        "Summer",
        "Swan",
        "Swift",
        "Tailor",
        "Wall",
        "Ward",
        "Waters",
        "Way",
        "Wells",
        "West",
        "White",
        "Will",
        "Winter",
        "Wise",
        "Wood",
        "Woods",
        "Young",
    ]
)
"""Family names that are words: capitals at the beginning of a sentence say nothing about them."""


@dataclass(frozen=True)
class Names:
    """Whom a paper could name: given and family names, whole names of contacts, and the names of the councils."""

    people: Collection[tuple[str, str]] = ()
    contacts: Collection[str] = ()
    councils: Collection[str] = ()
    small: frozenset[str] = field(default_factory=frozenset)
    """Words that the paper writes small somewhere, so that they are ordinary in it."""

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """Names in full."""
        return (*(f"{given} {family}" for given, family in self.people), *self.contacts)

    @cached_property
    def families(self) -> frozenset[str]:
        """Family names that can be told apart by themselves."""
        last = (name.split()[-1] for name in self.contacts if " " in name.strip())
        found = {name for name in (*(family for _, family in self.people), *last) if CAPITAL.fullmatch(name)}
        return frozenset(found - DAYS - {word for name in self.councils for word in name.split()})

    def is_ordinary(self, word: str) -> bool:
        """Whether a family name is a word as well, in general or in this paper."""
        return len(word) < 3 or word in ORDINARY or word.lower() in self.small


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that are written small somewhere in a paper."""
    return frozenset(word for text in texts for word in SMALL_WORD.findall(text))


def families_in(text: str, names: Names, taken: Collection[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Family names that stand alone; not those inside names that were found in full or by a title."""
    for match in CAPITAL.finditer(text):
        if match[0] not in names.families or any(start <= match.start() < end for start, end in taken):
            continue
        begins = BEGINS.search(text[: match.start()]) is not None
        if not THINGS.match(text, match.end()) and not (begins and names.is_ordinary(match[0])):
            yield match
