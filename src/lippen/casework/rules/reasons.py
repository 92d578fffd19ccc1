"""When what somebody gives as a reason is said in words, and tells whoever reads it something."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]{3,}")
LETTERS_OF_A_WORD = 2
"""How many different letters a word has at least: “xxx” is none."""


def in_words(words: str) -> bool:
    """Whether there is at least one word of three letters in it: a sign, a number or one letter says nothing."""
    return any(len(set(word.casefold())) >= LETTERS_OF_A_WORD for word in WORD.findall(words))
