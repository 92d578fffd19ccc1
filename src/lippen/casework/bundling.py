"""What is released to whoever asked, as PDF: made of the words that are left after what is withheld was taken out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lippen.design.assets import font_dir
from lippen.design.words import day_words

TEMPLATE = Path(__file__).with_name("bundle.typ")
WHOLE = "[This entry is withheld: {}]"


@dataclass(frozen=True)
class Told:
    """One entry as it is released."""

    heading: str
    about_on: date | None
    words: str


def pdf_of(*, title: str, council: str, opening: Sequence[str], entries: Sequence[Told], on: date, ref: str) -> bytes:
    """The bundle; the same words and day always give the same bytes."""
    import typst

    data = {
        "title": title,
        "council": council,
        "opening": list(opening),
        "day": [on.year, on.month, on.day],
        "foot": f"{council}, {day_words(on)}, {ref}",
        "entries": [
            {
                "heading": each.heading,
                "when": day_words(each.about_on) if each.about_on else "",
                "words": each.words,
            }
            for each in entries
        ],
    }
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=[font_dir()],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
    )
