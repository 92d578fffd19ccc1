"""Whether two records may be of one person: names that sound alike or are swapped, dates nearly the same, and so on.

Everything rests on keys: a record has keys, a search wants keys, and what both have is what speaks for one person. So
the database can look through everybody by an index, and says no more than which of the asker's own keys it found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lippen.casework.name_forms import forms_of

NEAR_DAYS = 3
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir"})
ENOUGH = 40
POINTS = {
    "outside_id": 100,
    "swapped": 42,
    "phone": 40,
    "birth": 30,
    "birth_swapped": 26,
    "birth_near": 24,
    "family": 26,
    "family_near": 22,
    "given": 22,
    "given_near": 20,
    "given_form": 20,
    "address": 20,
    "house": 16,
    "postcode": 12,
    "street": 10,
}
ONE_PERSONS = ("outside_id", "swapped", "birth", "birth_swapped", "birth_near", "given", "given_near", "given_form")
PLACES = ("address", "house", "postcode", "street")
"""What is said of a place: the first of these that is true."""
PLACE_KEYS = {"address": "a=", "house": "h=", "postcode": "z=", "street": "s="}
SAID = {
    "outside_id": "the same number",
    "swapped": "the same names the other way round",
    "phone": "the same telephone number",
    "birth": "the same day of birth",
    "birth_swapped": "the day and month of birth swapped",
    "birth_near": f"born within {NEAR_DAYS} days",
    "family": "the same family name",
    "family_near": "a family name that sounds or looks alike",
    "given": "the same given name",
    "given_near": "a given name that sounds or looks alike",
    "given_form": "a form of the same given name",
    "address": "the same address",
    "house": "the same house number and street",
    "postcode": "the same postcode",
    "street": "the same street",
}
LONGEST_KEY = 160
STREETS = {
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "cres": "crescent",
    "dr": "drive",
    "pl": "place",
    "ter": "terrace",
    "terr": "terrace",
    "gdns": "gardens",
    "ct": "court",
    "ln": "lane",
    "sq": "square",
}
UNIT = re.compile(r"(flat|apartment|apt|unit|room|floor)\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class Sought:
    """What is known about somebody: pairs of given and family name, days of birth, where they live, numbers."""

    names: tuple[tuple[str, str], ...] = ()
    births: tuple[date, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    outside_ids: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Likeness:
    """How much speaks for one person, and what."""

    points: int
    reasons: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether somebody should look at it."""
        return self.points >= ENOUGH

    @property
    def is_more_than_family(self) -> bool:
        """Whether it is more than brothers and sisters have in common: a given name, a day of birth or a number too."""
        return self.is_enough and any(SAID[kind] in self.reasons for kind in ONE_PERSONS)


def folded(words: str) -> str:
    """Letters and figures alone, small, without accents: O'Néill reads oneill."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(each for each in plain if each.isalnum())


SOUNDS: tuple[tuple[str, str], ...] = (
    (r"^mac|^mc", "mk"),
    (r"^kn", "n"),
    (r"^wr", "r"),
    (r"^x", "z"),
    (r"ph", "f"),
    (r"gh", ""),
    (r"th", "t"),
    (r"sch|sh|tsch|tch|ch", "x"),
    (r"ck|q", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"z", "s"),
    (r"(?<!^)w", ""),
    (r"v", "f"),
    (r"[dt]+", "t"),
    (r"[jg](?=[eiy])", "j"),
)


def sound(words: str) -> str:
    """
    How a name sounds, as a key: two names with one key sound alike.

    Written for names as they are heard on the telephone: spelling variants of Mac, of c, k and q, of ph, th, sh and ch
    fall together, vowels and w count at the beginning alone, doubled letters count once.
    """
    found = folded(words)
    for pattern, instead in SOUNDS:
        found = re.sub(pattern, instead, found)
    first, rest = found[:1], re.sub(r"[aeiouyh]", "", found[1:])
    start = "a" if first in {*"aeiouy"} else first
    return re.sub(r"(.)\1+", r"\1", start + rest)


def may_mean(typed: str, name: str) -> bool:
    """
    Whether a name as somebody typed it may mean somebody of this name: rather too often than not often enough.

    Titles and the order count for nothing; an initial, another form of a name and one that sounds alike are enough.
    One of the two may have more names than the other, but a single initial is nobody's name.
    """
    said, theirs = _name_parts(typed), _name_parts(name)
    if not any(len(each) > 1 for each in said) or not theirs:
        return False
    return _within(said, theirs) or _within(theirs, said)


def _name_parts(words: str) -> list[str]:
    parts = [folded(each) for each in re.split(r"[\s,.-]+", words)]
    return [each for each in parts if each and each not in TITLES]


def _within(some: list[str], among: list[str]) -> bool:
    return all(any(_sounds_like(each, other) for other in among) for each in some)


def _sounds_like(one: str, other: str) -> bool:
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    return one == other or other in forms_of(one) or (sound(one) != "" and sound(one) == sound(other))


def is_one_place(one: str, other: str) -> bool:
    """Whether two addresses, each in a line with the postcode last, are of one house: number, street and postcode."""
    if not (one and other):
        return False
    keys = place_keys(_at(one)) & place_keys(_at(other))
    both = any(key.startswith("z=") for key in keys) and any(key.startswith("h=") for key in keys)
    return both or folded(one) == folded(other)


def _at(place: str) -> Sought:
    lines, _, postcode = place.rpartition(",")
    return Sought(addresses=((lines, postcode),))


def spellings(words: str) -> set[str]:
    """The name and every way to leave one letter out of it: names one letter apart share one of them."""
    plain = folded(words)
    return {plain, *(plain[:place] + plain[place + 1 :] for place in range(len(plain)))} - {""}


def name_keys(part: str, words: str) -> set[str]:
    """Keys of a given (g) or family (f) name: as written, as spelt nearly so, as it sounds."""
    plain = folded(words)
    if not plain:
        return set()
    said = {f"{part}~{sound(words)}"} if sound(words) else set()
    return {f"{part}={plain}", *said, *(f"{part}-{each}" for each in spellings(words))}


def address_key(line: str, postcode: str) -> str:
    """Postcode and house number; empty where either is missing."""
    number = re.search(r"\d+\w?", line)
    place = folded(postcode)
    return f"a={place}|{number[0].casefold()}" if place and number else ""


def phone_key(number: str) -> str:
    """The last ten figures, so that +44 and 0 are the same."""
    figures = re.sub(r"\D", "", number)
    return f"p={figures[-10:]}" if len(figures) >= 6 else ""


def keys_of(person: Sought) -> set[str]:
    """The keys that a record has."""
    found: set[str] = set()
    for given, family in person.names:
        found |= name_keys("g", given) | name_keys("f", family)
    found |= {f"b={day.isoformat()}" for day in person.births}
    return found | _other_keys(person) | place_keys(person)


def wanted_by(person: Sought) -> set[str]:
    """The keys that a search looks for: also swapped names, forms of names, days near by, day and month swapped."""
    found = keys_of(person) - place_keys(person)
    for given, family in person.names:
        found |= {f"g={form}" for form in forms_of(folded(given))}
        found |= {f"g={folded(family)}", f"f={folded(given)}", f"g~{sound(family)}", f"f~{sound(given)}"}
    for day in person.births:
        found |= {f"b={each.isoformat()}" for each in (*near(day), *swapped(day))}
    return {key for key in found if len(key) > 2}


def _other_keys(person: Sought) -> set[str]:
    places = {address_key(line, postcode) for line, postcode in person.addresses}
    numbers = {phone_key(number) for number in person.phones}
    ids = {f"i={scheme}:{folded(value)}" for scheme, value in person.outside_ids if folded(value)}
    return (places | numbers | ids) - {""}


def place_keys(person: Sought) -> set[str]:
    """Postcode, street, and street with its number, each by itself: for who knows no more than that of an address."""
    found = {f"z={folded(postcode)}" for _, postcode in person.addresses if folded(postcode)}
    for lines, _ in person.addresses:
        for number, street in _streets(lines):
            found |= {f"s={street}"[:LONGEST_KEY], *([f"h={number}|{street}"[:LONGEST_KEY]] if number else [])}
    return found


def _streets(lines: str) -> list[tuple[str, str]]:
    """The streets that an address names, with their house numbers; without any number, what stands first."""
    told = [each for each in map(_street, lines.split(",")) if each[1]]
    return [each for each in told if each[0]] or told[:2]


def _street(words: str) -> tuple[str, str]:
    """House number and street of one part of an address: 12A Kirk Wynd; a flat's own number is none."""
    plain = words.strip()
    if UNIT.fullmatch(plain):
        return "", ""
    told = re.fullmatch(r"(\d+\s?[a-z]?(?:[-/]\d+[a-z]?)?)\s+(.*)", plain, re.IGNORECASE)
    number, rest = (told[1], told[2]) if told else ("", plain)
    *before, last = rest.split() or [""]
    last = STREETS.get(folded(last), last)
    return folded(number), folded("".join((*before, last)))


def near(day: date) -> list[date]:
    """Days at most three days away, without the day itself."""
    found = []
    for days in range(-NEAR_DAYS, NEAR_DAYS + 1):
        try:
            found.append(day + timedelta(days=days))
        except OverflowError:
            continue
    return [each for each in found if each != day]


def swapped(day: date) -> list[date]:
    """The same with day and month the other way round, where there is such a day."""
    if day.day > 12 or day.day == day.month:
        return []
    return [date(day.year, day.day, day.month)]


def likeness(person: Sought, hits: Collection[str]) -> Likeness:
    """How much speaks for one person, where these of the keys that `wanted_by` named were found."""
    found = set(hits)
    kinds = {*_names(person, found), *_births(person, found)}
    kinds |= set([kind for kind in PLACES if any(key.startswith(PLACE_KEYS[kind]) for key in found)][:1])
    kinds |= {"phone"} if any(key.startswith("p=") for key in found) else set()
    kinds |= {"outside_id"} if any(key.startswith("i=") for key in found) else set()
    ordered = sorted(kinds, key=lambda kind: (-POINTS[kind], kind))
    return Likeness(sum(POINTS[kind] for kind in kinds), tuple(SAID[kind] for kind in ordered))


def compared(one: Sought, other: Sought) -> Likeness:
    """How alike two people are, without a database."""
    return likeness(one, wanted_by(one) & keys_of(other))


def _names(person: Sought, found: set[str]) -> set[str]:
    given = _best("given", "g", [given for given, _ in person.names], found)
    family = _best("family", "f", [family for _, family in person.names], found)
    if (given and family) or not any(_is_swapped(*pair, found) for pair in person.names):
        return given | family
    return {"swapped"}


def _is_swapped(given: str, family: str, found: set[str]) -> bool:
    return _alike("g", family, found) and _alike("f", given, found)


def _alike(part: str, words: str, found: set[str]) -> bool:
    return f"{part}={folded(words)}" in found or f"{part}~{sound(words)}" in found


def _best(kind: str, part: str, words: Iterable[str], found: set[str]) -> set[str]:
    given = [each for each in words if folded(each)]
    if any(f"{part}={folded(each)}" in found for each in given):
        return {kind}
    if any(name_keys(part, each) & found for each in given):
        return {f"{kind}_near"}
    forms = {f"g={form}" for each in given for form in forms_of(folded(each))} if part == "g" else set()
    return {"given_form"} if forms & found else set()


def _births(person: Sought, found: set[str]) -> set[str]:
    for kind, days in (("birth", lambda day: [day]), ("birth_swapped", swapped), ("birth_near", near)):
        if any(f"b={each.isoformat()}" in found for day in person.births for each in days(day)):
            return {kind}
    return set()
