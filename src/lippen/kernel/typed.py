"""Typed text: what is taken out of it wherever it is typed, and whether it says anything."""

from __future__ import annotations

import re
import unicodedata

UNWANTED = re.compile("[\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
"""What turns the words round it the other way, and what is no character at all. Letters of every script stay."""
UNSEEN = " \t\r\n\u00a0\u00ad\u200b\u200c\u200d\u2060\u2063\ufeff"
"""Spaces, and what takes no room on the page."""
UNSEEN_KINDS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Signs that steer, joiners, and spaces of every width."""
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0f\uffa0"
"""Letters and marks that are drawn as nothing."""
SAYING = frozenset("LNS")


def tidied(text: str) -> str:
    """The text without what nobody types on purpose; nothing where nothing of it can be seen.

    The order in which it reads is the order in which it is kept.
    """
    kept = UNWANTED.sub("", text)
    return kept if is_seen(kept) else ""


def is_seen(text: str) -> bool:
    """Whether anything of it can be seen on the page: spaces, joiners and fillers alone cannot."""
    return any(not (letter in FILLERS or unicodedata.category(letter) in UNSEEN_KINDS) for letter in text)


def seen(text: str) -> str:
    """The text without spaces round it, or nothing where nothing of it can be seen."""
    return text.strip() if is_seen(text) else ""


def says_something(text: str) -> bool:
    """Whether there is a letter, a figure or a sign in it: dashes and what cannot be seen say nothing."""
    return any(unicodedata.category(letter)[0] in SAYING for letter in text)


def said(text: str) -> str:
    """The text without spaces round it, or nothing where it says nothing."""
    return text.strip() if says_something(text) else ""
