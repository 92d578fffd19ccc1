"""Read a PDF paper twice, by two programs: its words from the text, its look from the picture of each page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from .reading import Reading, Trait, Unreadable, Word, pieces

# The margins of the template, less a little: what stands outside is a stamp, not content.
TOP_POINTS, SIDE_POINTS = 57.0, 40.0
MOST_PAGES = 1_500
SCALE = 2
SEEN_DIFFERENCE = 40


def read_pdf(data: bytes) -> Reading:
    """The words of each page's content with their positions, and the stamps in its margins."""
    import pdfplumber

    words: list[Word] = []
    stamps: list[str] = []
    traits: list[Trait] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise Unreadable(f"This PDF has {len(pdf.pages)} pages; a paper has at most {MOST_PAGES}.")
            for page in pdf.pages:
                _read_page(page, words, stamps, traits)
                page.close()
    except Unreadable:
        raise
    except Exception as error:  # the parser raises dozens of kinds on damaged files
        raise Unreadable(f"This PDF is damaged or locked and cannot be read ({type(error).__name__}).") from error
    return Reading(tuple(words), tuple(stamps), tuple(traits))


def _read_page(page: Any, words: list[Word], stamps: list[str], traits: list[Trait]) -> None:
    place = f"Page {page.page_number}"
    traits.append(Trait(place, f"a page of {page.width:.0f} by {page.height:.0f} points"))
    traits.extend(Trait(place, f"a note or field ({kind})") for kind in _notes(page))
    for found in page.extract_words(use_text_flow=True, keep_blank_chars=False):
        across, down = (found["x0"] + found["x1"]) / 2, (found["top"] + found["bottom"]) / 2
        if _in_content(page, across, down):
            words.extend(Word(piece, place, across, down) for piece in pieces(found["text"]))
        else:
            stamps.extend(pieces(found["text"]))


def _in_content(page: Any, across: float, down: float) -> bool:
    left, top, right, bottom = page.bbox
    return left + SIDE_POINTS <= across <= right - SIDE_POINTS and top + TOP_POINTS <= down <= bottom - TOP_POINTS


def _notes(page: Any) -> Iterator[str]:
    """Notes and form fields that reach into the content."""
    left, top, right, bottom = page.bbox
    for note in page.annots:
        inside = note["x1"] > left + SIDE_POINTS and note["x0"] < right - SIDE_POINTS
        if inside and note["bottom"] > top + TOP_POINTS and note["top"] < bottom - TOP_POINTS:
            yield str(note["data"].get("Subtype", "unknown")).strip("/'")


def unlike_page(original: bytes, given: bytes) -> int | None:
    """The first page whose content looks different, or None: it catches boxes, white type and changed ticks."""
    import pypdfium2
    from PIL import ImageChops, ImageFilter

    try:
        first, second = pypdfium2.PdfDocument(original), pypdfium2.PdfDocument(given)
        for number in range(min(len(first), len(second))):
            pictures = [_picture(pdf[number]).filter(ImageFilter.BoxBlur(1)) for pdf in (first, second)]
            if pictures[0].size != pictures[1].size:
                return number + 1
            if any(ImageChops.difference(*pictures).histogram()[SEEN_DIFFERENCE + 1 :]):
                return number + 1
    except pypdfium2.PdfiumError as error:
        raise Unreadable("This PDF is damaged or locked and cannot be drawn.") from error
    return None


def _picture(page: Any) -> Any:
    whole = page.render(scale=SCALE, grayscale=True).to_pil().convert("L")
    side, top = int(SIDE_POINTS * SCALE), int(TOP_POINTS * SCALE)
    return whole.crop((side, top, max(side + 1, whole.width - side), max(top + 1, whole.height - top)))
