"""Public references: short, hard to guess, safe to read out on the telephone."""

from __future__ import annotations

import secrets

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10


def new_ref(prefix: str) -> str:
    """A new reference such as `plan-7h3k9q2mxa`: 49 random bits, no look-alike letters."""
    number, letters = secrets.randbelow(len(LETTERS) ** LENGTH), ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return f"{prefix}-{letters}"
