"""Letters that the PDF cannot print, and where they stand: said before signing, for it must read as Word does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lippen.design.assets import font_dir
from lippen.reporting.papers.drafting import lines_of
from lippen.reporting.papers.glyphs import characters_of, without_a_form
from lippen.reporting.papers.pdf import regular_font
from lippen.reporting.papers.records import PaperRecords


def unprintable(text: str) -> str:
    """The letters of a text that the PDF can only show by their names, each once."""
    return "" if text.isascii() else without_a_form(text, characters_of(regular_font(font_dir())))


def letters_missing(records: PaperRecords) -> tuple[tuple[str, str], ...]:
    """Each place of a paper with letters that the PDF cannot print, and those letters."""
    found = ((place, unprintable("".join(texts))) for place, texts in _written(records))
    return tuple((place, letters) for place, letters in found if letters)


def _written(records: PaperRecords) -> Iterator[tuple[str, Iterable[str]]]:
    """Everything that people wrote, by the place that mends it."""
    yield "The subject", (records.paper.subject,)
    for section in records.template.every_section:
        for key in section.text_keys:
            yield place_of(section.number, section.title), records.texts.get(key, ())
    for section, question in records.template.questions():
        if given := records.answers.get(question.key):
            yield place_of(section.number, section.title), (given.note,)
    for number, row in sorted(records.differences.items()):
        yield f"Theme {number}, what is different for children", (row.text, row.source)
    yield "The papers that it refers to", (f"{row.words} {row.why}" for row in records.references)
    yield "Its background papers", (row.title for row in records.background if not row.exempt)
    if records.template.decided_tables:
        for row in records.decided:
            yield "The words of a decision on the plan", (row.agreed, row.body, row.amount_period, row.posts_words)
    lines = lines_of(records)
    for action in records.actions:
        if action.id in lines:
            yield f"The committee line of action {action.number}", lines[action.id].paragraphs
            yield f"The words of action {action.number} in the plan", (action.text,)


def place_of(number: int, title: str) -> str:
    """Where a section stands, as sentences about it begin."""
    return f"{number}. {title}" if number else f"Page one, {title.lower()}"
