"""Typed text: what is taken out of it wherever it is typed, and whether it says anything."""

from __future__ import annotations

import re
import unicodedata

UNWANTED = re.compile("[\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
"""What turns the words round it the other way, and what is no character at all. Letters of every script stay."""
UNSEEN = " \t\r\n\u00a0\u00ad\u200b\u200c\u200d\u2060\u2063\ufeff"
"""Spaces, and what takes no room on the page."""
SAYING = frozenset("LNS")


def tidied(text: str) -> str:
    """The text without what nobody types on purpose: the order in which it reads is the order in which it is kept."""
    return UNWANTED.sub("", text)


def says_something(text: str) -> bool:
    """Whether there is a letter, a figure or a sign in it: dashes and what cannot be seen say nothing."""
    return any(unicodedata.category(letter)[0] in SAYING for letter in text)


def said(text: str) -> str:
    """The text without spaces round it, or nothing where it says nothing."""
    return text.strip() if says_something(text) else ""
