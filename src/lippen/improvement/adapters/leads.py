"""Who leads: initials, names and posts in one cell, kept joint and in their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from lippen.improvement.adapters.fragments import clean

_INITIALS = re.compile(r"^(?:[A-Z][a-z]{0,2}){0,3}[A-Z]$|^(?:[A-Z]\.){2,4}$")
_BETWEEN = re.compile(r"\s*[,;/&+\n]\s*")
_POST_AFTER_NAME = re.compile(r"(?<!\w)([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}), ([A-Z][\w ]+)")
_TOGETHER = "\ue000"  # stands for the comma while the cell is split
_POST_WORDS = "head manager director lead leader officer team chief service services social worker senior"
_POSTS = frozenset(_POST_WORDS.split())
_AND = re.compile(r"\s+and\s+")


@lru_cache(maxsize=1000)
def split_leads(text: str) -> tuple[str, ...]:
    """The leads named in one cell, in order: 'JM VdS' is two, 'Head of Children and Families' is one."""
    found: list[str] = []
    for part in _BETWEEN.split(_POST_AFTER_NAME.sub(_kept_together, text)):
        found.extend(_split_part(clean(part).replace(_TOGETHER, ", ")))
    return tuple(dict.fromkeys(found))


def _kept_together(found: re.Match[str]) -> str:
    """'Jo Bell, Team Leader' is one lead with her post."""
    name, post = found[1], found[2]
    return f"{name}{_TOGETHER}{post}" if _is_name(name) and _names_post(post) else found[0]


def _split_part(part: str) -> list[str]:
    words = part.split()
    if not words:
        return []
    if all(_INITIALS.match(word) or word.lower() == "and" for word in words):
        return [word for word in words if word.lower() != "and"]
    sides = _AND.split(part)
    if len(sides) > 1 and all(is_initials(side) or _is_name(side) for side in sides):
        return sides
    return [part]


def _is_name(text: str) -> bool:
    """Two or three capitalised words, none of them a post's."""
    words = text.split()
    return 2 <= len(words) <= 3 and all(word[:1].isupper() for word in words) and not _names_post(text)


def _names_post(text: str) -> bool:
    return bool(_POSTS & {word.lower() for word in text.split()})


def is_initials(text: str) -> bool:
    """Two to four letters that begin and end with a capital, such as AB or CdE."""
    return 2 <= len(text) <= 8 and bool(_INITIALS.match(text))


def looks_like_initials(text: str) -> bool:
    """A cell that holds nothing but initials."""
    leads = split_leads(text)
    return bool(leads) and all(is_initials(lead) for lead in leads)


def same_but_for_case(leads: Iterable[str]) -> dict[str, str]:
    """Initials that are written in two ways, each with the commoner way: {'CDE': 'CdE'}."""
    counts = Counter(lead for lead in leads if is_initials(lead))
    usual: dict[str, str] = {}
    for lead, _ in counts.most_common():
        usual.setdefault(lead.lower(), lead)
    return {lead: usual[lead.lower()] for lead in counts if usual[lead.lower()] != lead}
