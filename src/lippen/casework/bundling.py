"""What is released to whoever asked, as PDF: made of the words that are left after what is withheld was taken out."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
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


def pdf_of(
    *,
    title: str,
    council: str,
    opening: Sequence[str],
    entries: Sequence[Told],
    on: date,
    ref: str,
    about: Sequence[tuple[str, str]] = (),
    pictures: Mapping[int, bytes] | None = None,
) -> bytes:
    """The bundle; the same words and day always give the same bytes.

    `about`: what is said of it all, as headings with their words. `pictures`: JPEG by the place of their entry.
    """
    import typst

    data = {
        "title": title,
        "council": council,
        "opening": list(opening),
        "day": [on.year, on.month, on.day],
        "foot": f"{council}, {day_words(on)}, {ref}",
        "about": [{"heading": heading, "words": words} for heading, words in about],
        "entries": [
            {
                "heading": each.heading,
                "when": day_words(each.about_on) if each.about_on else "",
                "words": each.words,
                "picture": _drawn(pictures[place]) if pictures and place in pictures else "",
            }
            for place, each in enumerate(entries)
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


def _drawn(content: bytes) -> str:
    """A picture as the template takes it: text goes in, and so the JPEG goes inside a drawing."""
    from PIL import Image

    width, height = Image.open(io.BytesIO(content), formats=["JPEG"]).size
    space = "http://www.w3.org/2000/svg"
    inside = f"data:image/jpeg;base64,{b64encode(content).decode()}"
    return (
        f'<svg xmlns="{space}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image href="{inside}" width="{width}" height="{height}"/></svg>'
    )
