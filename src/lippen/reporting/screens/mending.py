"""What stands in the way of signing, each sentence with the page that mends it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lippen.reporting.rows import PaperView
from lippen.reporting.screens.addresses import to

NUMBERED = re.compile(r"(\d+)\. ")
THEME = re.compile(r"Theme (\d+),")
ROUTE_WORDS = ("author", "approv", "route")


@dataclass(frozen=True)
class Mend:
    """A thing in the way, and where it is put right."""

    sentence: str
    url: str


def mends(view: PaperView) -> tuple[Mend, ...]:
    """Each sentence that blocks signing with its address."""
    return tuple(Mend(sentence, _where(sentence, view)) for sentence in view.blocks)


def _where(sentence: str, view: PaperView) -> str:
    ref = view.paper.ref
    if "reads like a promise" in sentence:
        return to("promises", ref)
    if "Schedule 7A" in sentence or "are exempt and stand elsewhere" in sentence:
        return to("exempt", ref)
    if "flagged for a name" in sentence:
        return to("flags", ref)
    if sentence.startswith("It waits for the "):
        return to("behind", ref) + "#confirmed"
    if found := THEME.match(sentence):
        return to("difference", ref, int(found[1]))
    if found := NUMBERED.match(sentence):
        return _numbered(view, int(found[1]), sentence)
    if sentence.startswith("Page one") or "page for members" in sentence:
        return _page_one(view, sentence)
    if "committee line" in sentence:
        return to("lines", ref)
    if any(word in sentence.lower() for word in ROUTE_WORDS):
        return to("route", ref)
    return to("dates", ref)


def _numbered(view: PaperView, number: int, sentence: str) -> str:
    asked = next((question for question in view.questions if question.number == number), None)
    if asked and "List them" not in sentence and not sentence.endswith("write None."):
        return to("question", view.paper.ref, asked.key)
    texts = [section for section in view.sections if section.number == number]
    exact = next((section for section in texts if section.label and section.label.lower() in sentence.lower()), None)
    chosen = exact or (texts[0] if texts else None)
    return to("section", view.paper.ref, chosen.key) if chosen else ""


def _page_one(view: PaperView, sentence: str) -> str:
    first = [section for section in view.sections if not section.number]
    named = next((section for section in first if section.title.lower() in sentence.lower()), None)
    chosen = named or (first[0] if first else None)
    return to("section", view.paper.ref, chosen.key) if chosen else ""
