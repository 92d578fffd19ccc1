"""Who an answer means: by reference, initials, full name, post or e-mail address, as the name that a plan shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lippen.improvement.adapters.answers import UnusableAnswer, answered_words
from lippen.improvement.adapters.leads import split_leads
from lippen.organisation import queries as organisation
from lippen.organisation.queries import PersonRow

_ABOUT_PEOPLE = ("initials:", "lead:")
_NOBODY = "nobody here is known by “{words}”. Give initials, a full name or an e-mail address"
_SEVERAL = "“{words}” can be several people here. Give a full name or an e-mail address"


def named_people(answers: Mapping[str, str], people: Sequence[PersonRow]) -> dict[str, str]:
    """The answers, with people by their full names; raises UnusableAnswer where initials are said to be nobody's."""
    known = known_by(people)
    by_id = {person.id: person for person in people}
    return {
        key: _named(key, words, known, by_id)
        if key.startswith(_ABOUT_PEOPLE) and answered_words(answers, key)
        else words
        for key, words in answers.items()
    }


def known_by(people: Iterable[PersonRow]) -> dict[str, set[int]]:
    """The people that each reference, full name, initials and post stands for."""
    found: dict[str, set[int]] = {}
    for person in people:
        for words in filter(None, (person.ref, person.name, person.initials, person.post_title)):
            found.setdefault(words.casefold(), set()).add(person.id)
    return found


def _named(key: str, words: str, known: Mapping[str, set[int]], by_id: Mapping[int, PersonRow]) -> str:
    parts = [words.strip()] if words.strip().casefold() in known else re.split(r"\s*[,;\n]\s*", words.strip())
    names = [name for part in parts for name in _names(key, part, known, by_id)]
    return ", ".join(dict.fromkeys(names))


def _names(key: str, part: str, known: Mapping[str, set[int]], by_id: Mapping[int, PersonRow]) -> list[str]:
    """One person, or several where the part names several: 'AB and CD'."""
    if part.casefold() in known or "@" in part:
        return [_name(key, part, known, by_id)]
    return [_name(key, each, known, by_id) for each in split_leads(part)]


def _name(key: str, words: str, known: Mapping[str, set[int]], by_id: Mapping[int, PersonRow]) -> str:
    meant = known.get(words.casefold()) or _by_address(words, by_id)
    if len(meant) == 1:
        person = by_id[next(iter(meant))]
        return person.name if len(known[person.name.casefold()]) == 1 else person.ref
    if meant or key.startswith("initials:"):
        raise UnusableAnswer(key, (_SEVERAL if meant else _NOBODY).format(words=words))
    return words


def _by_address(words: str, by_id: Mapping[int, PersonRow]) -> set[int]:
    found = organisation.person_by_words(words) if "@" in words else None
    return {found} if found in by_id else set()
