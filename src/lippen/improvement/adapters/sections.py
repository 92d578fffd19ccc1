"""The text round the tables: header facts, numbered sections as draft text, and ticks whose mark is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lippen.improvement.adapters.document import Paragraph, ReadDocument
from lippen.improvement.adapters.fragments import LONGEST_SENTENCE, starts_lower
from lippen.improvement.adapters.proposal import BodyParagraph, BodySection, Doubt

_FACT = re.compile(r"^([A-Z][A-Za-z /]{2,30}?)\s*:\s*(\S.*)$")
_HEADING = re.compile(r"^(\d{1,2})(?:\.0|\.)?\s+([A-Z][^.?!]{1,90})$")
_PARAGRAPH = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+)\.?\s+(?=\S)|^(\((?:\d{1,2}|[a-z])\)|[a-z]\))\s+(?=\S)")
_OPTIONS = re.compile(
    r"(?:^|[?.:]\s*|\n)"
    r"((?:(?:[☐☒☑✓✔]\s*)?\b(?:Yes|No|N/A|Not applicable)\b\.?\s*(?:\([^)]*\)\s*)?(?:[☐☒☑✓✔]\s*)?){1,4})$"
)
_LAST_LINES = 600
_TICKED = re.compile("[☒☑✓✔]")
_BOX_LIST = re.compile(
    r"(?:check|tick)[ -]?box|double[- ]click|please tick|tick (?:all|the|one|those|which)", re.IGNORECASE
)


@dataclass
class _Section:
    number: str
    title: str
    paragraphs: list[BodyParagraph] = field(default_factory=list)


@dataclass(frozen=True)
class Text:
    """A document's header facts and sections."""

    header: dict[str, str]
    sections: tuple[BodySection, ...]


def text_of(document: ReadDocument) -> Text:
    """The text outside the tables: facts before the first section, then sections."""
    header: dict[str, str] = {}
    sections: list[_Section] = []
    for paragraph in _joined(document.body):
        heading = _heading(paragraph)
        fact = _FACT.match(paragraph.text)
        if paragraph.is_title:
            header.setdefault("Subject", paragraph.text.strip())
        elif heading:
            sections.append(_Section(*heading))
        elif not sections and fact and fact[1] not in header:
            header[fact[1].strip()] = fact[2].strip()
        elif paragraph.text:
            _into(sections, paragraph)
    return Text(header, tuple(BodySection(part.number, part.title, tuple(part.paragraphs)) for part in sections))


def _joined(body: tuple[Paragraph, ...]) -> list[Paragraph]:
    """Paragraphs that a page break cut in two are one again."""
    found: list[Paragraph] = []
    for paragraph in body:
        if found and _is_rest(found[-1], paragraph):
            before = found.pop()
            paragraph = Paragraph(f"{before.text} {paragraph.text}", before.place, before.bullet, before.heading)
        found.append(paragraph)
    return found


def _is_rest(before: Paragraph, after: Paragraph) -> bool:
    if not before.text or not after.text or before.text[-1] in ".:;?!" or len(before.text) > LONGEST_SENTENCE:
        return False
    if after.bullet or after.heading or before.heading:
        return False
    if _PARAGRAPH.match(after.text) or _FACT.match(before.text) or _heading(before):
        return False
    return starts_lower(after.text) or bool(re.match(r"\([A-Za-z]{2,}", after.text))


def _heading(paragraph: Paragraph) -> tuple[str, str] | None:
    if paragraph.bullet or not paragraph.text:
        return None
    found = _HEADING.match(paragraph.text)
    if found:
        return found[1], found[2].strip()
    return ("", paragraph.text) if paragraph.heading == 1 else None


def _into(sections: list[_Section], paragraph: Paragraph) -> None:
    if not sections:
        sections.append(_Section("", ""))
    found = _PARAGRAPH.match(paragraph.text)
    number = (found[1] or found[2]) if found else ""
    text = paragraph.text[found.end() :] if found else paragraph.text
    sections[-1].paragraphs.append(BodyParagraph(text, number, paragraph.bullet and not number))


def lost_ticks(sections: tuple[BodySection, ...]) -> list[Doubt]:
    """Questions with their options and no mark left to say which was chosen."""
    doubts = []
    for section in sections:
        for place, words in _questions(section):
            doubts.append(Doubt(f"tick:{place}", "tick", f"paragraph {place}", _sentence(words), ("yes", "no")))
        doubts.extend(_lost_lists(section))
    return doubts


def _questions(section: BodySection) -> list[tuple[str, str]]:
    """Each numbered paragraph, with the unnumbered lines after it, that ends in 'Yes … No' and no mark."""
    found = []
    for number, words in _runs(section):
        options = _options(words)
        if options and not _TICKED.search(words):
            found.append((number or section.number, words))
    return found


def _options(words: str) -> re.Match[str] | None:
    """The options that end a paragraph: looked for in its last lines only."""
    return _OPTIONS.search(words, max(0, len(words) - _LAST_LINES))


def _runs(section: BodySection) -> list[tuple[str, str]]:
    """Paragraphs, each with the options that stand on a line of their own below it."""
    runs: list[tuple[str, str]] = []
    for paragraph in section.paragraphs:
        if runs and not paragraph.number and _OPTIONS.match(paragraph.text):
            runs[-1] = (runs[-1][0], f"{runs[-1][1]}\n{paragraph.text}")
        else:
            runs.append((paragraph.number, paragraph.text))
    return runs


def _sentence(words: str) -> str:
    options = _options(words)
    question = words[: options.start(1)].strip() if options else words
    offered = " ".join(options[1].split()) if options else ""
    short = question if len(question) <= 110 else question[:110].rsplit(" ", 1)[0] + "…"
    return f"“{short}” offers “{offered}”, and the mark that said which was chosen is lost. Say which it is."


def _lost_lists(section: BodySection) -> list[Doubt]:
    """A list to be ticked, with no ticks left in it."""
    found = []
    for index, paragraph in enumerate(section.paragraphs):
        if not _BOX_LIST.search(paragraph.text):
            continue
        listed = _list_after(section.paragraphs[index + 1 :])
        if listed and not any(_TICKED.search(item.text) for item in listed):
            place = f"{section.number}{paragraph.number or '.list'}"
            found.append(
                Doubt(f"tick:{place}", "tick", f"paragraph {place}", _list_sentence(paragraph.text, len(listed)))
            )
    return found


def _list_after(paragraphs: tuple[BodyParagraph, ...]) -> list[BodyParagraph]:
    listed: list[BodyParagraph] = []
    for paragraph in paragraphs:
        if paragraph.number or (not paragraph.bullet and listed):
            break
        listed.append(paragraph)
    return listed


def _list_sentence(text: str, count: int) -> str:
    return f"“{text}” is followed by {count} lines to be ticked, and no tick is left. Say which were chosen."
