"""Words taken out of a text before anything is made of it: what is withheld is nowhere in what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable


def spans_of(text: str, words: str) -> list[tuple[int, int]]:
    """Where these words stand in a text, whatever their capitals and the spaces between them."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    pattern = r"\s+".join(parts)
    before = r"(?<!\w)" if words.split()[0][:1].isalnum() else ""
    after = r"(?!\w)" if words.split()[-1][-1:].isalnum() else ""
    return [found.span() for found in re.finditer(f"{before}{pattern}{after}", text, re.IGNORECASE)]


def redacted(text: str, withheld: Iterable[tuple[str, str]]) -> str:
    """The text with each of these words replaced by its reason; overlapping ones are taken out together."""
    found = sorted((start, end, why) for words, why in withheld for start, end in spans_of(text, words))
    merged: list[tuple[int, int, list[str]]] = []
    for start, end, why in found:
        if merged and start < merged[-1][1]:
            first, last, whys = merged[-1]
            merged[-1] = (first, max(last, end), whys if why in whys else [*whys, why])
        else:
            merged.append((start, end, [why]))
    told, done = [], 0
    for start, end, whys in merged:
        told += [text[done:start], f"[withheld: {', '.join(whys)}]"]
        done = end
    return "".join([*told, text[done:]])
