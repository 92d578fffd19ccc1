"""A search by one thing alone: a family name, an address or a part of one, a given name, a day of birth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lippen.casework.matching import PLACE_KEYS, Sought, address_key, folded, keys_of, place_keys, wanted_by


@dataclass(frozen=True)
class Alone:
    """One thing by which a search looks that is given no more: its keys as written, those that are like it, and all."""

    exact: tuple[str, ...]
    like: tuple[str, ...]
    wanted: tuple[str, ...]


def alone_in(person: Sought) -> Alone | None:
    """What a search goes by whose words leave no two things to compare; nothing where there are two, or a number."""
    wanted = wanted_by(person)
    if any(key.startswith(("p=", "i=")) for key in wanted) or len(_things(person)) > 1:
        return None
    every = sorted(wanted | place_keys(person))
    places = [key for key in every if key.startswith(tuple(PLACE_KEYS.values()))]
    part = next(iter(_things(person)), "a")
    if part == "a" or (part == "g" and places):
        exact = [
            key for key in places if key[:2] == next(each for each in PLACE_KEYS.values() if _begins(each, places))
        ]
        return Alone(tuple(exact), tuple(key for key in places if key not in exact), tuple(every)) if exact else None
    exact = [key for key in every if key in keys_of(person) and key.startswith(f"{part}=")]
    like = [key for key in every if key.startswith(part) and key not in exact]
    return Alone(tuple(exact), tuple(like), tuple(every)) if exact else None


def _begins(begin: str, keys: Iterable[str]) -> bool:
    return any(key.startswith(begin) for key in keys)


def _things(person: Sought) -> set[str]:
    """Which things are known that a likely match has two of: given (g) and family (f) name, birth (b), address (a)."""
    names = {part for pair in person.names for part, words in zip("gf", pair, strict=True) if folded(words)}
    births = {"b"} if person.births else set()
    return names | births | ({"a"} if any(address_key(*each) for each in person.addresses) else set())
