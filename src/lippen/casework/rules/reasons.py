"""When what somebody gives as a reason is said in words, and tells whoever reads it something."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]{2,}")
LONG = 3
"""Letters of a word that may stand alone; of shorter ones it takes two."""


def in_words(words: str) -> bool:
    """Whether there is a word of three letters in it, or two shorter ones: a sign or a number says nothing."""
    found = [word for word in WORD.findall(words.casefold()) if len(set(word)) > 1]
    return len(found) > 1 or any(len(word) >= LONG for word in found)
