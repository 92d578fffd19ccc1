"""Where words stand among papers: in subjects, in what is being written, in what was frozen; only what may be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from lippen.kernel.access import Actor
from lippen.kernel.searching import BEGIN, END, Found, asked_of, matching
from lippen.reporting.models import Paper, PaperText, SignedPaper
from lippen.reporting.queries.papers import visible_papers

SAYING = "SELECT unnest(lippen_signed_papers_saying(%s, %s))"
"""Asked by its index past the locks, and so only among papers that the asker sees."""
AROUND = 120
STEM = 4


def found_papers(actor: Actor, words: tuple[str, ...], *, most: int) -> list[Found]:
    """Papers in whose subject, drafted text or frozen content all words stand, each once."""
    seen = visible_papers(actor)
    subjects = matching(Paper.objects.filter(pk__in=seen.values("pk")), words, "subject")
    kept: dict[str, Found] = {}
    for row in subjects[:most]:
        kept[row.ref] = Found("paper", row.ref, row.subject, row.authority_name, row.said)
    for paper, said in (*_drafted(actor, seen, words, most), *_frozen(actor, seen, words, most)):
        kept.setdefault(paper.ref, Found("paper", paper.ref, paper.subject, paper.authority_name, said))
    return list(kept.values())[:most]


def _drafted(actor: Actor, seen: QuerySet[Paper], words: tuple[str, ...], most: int) -> list[tuple[Paper, str]]:
    """Text that is being written, as it stands: for those who read the plan, as row-level security has it too."""
    mine = PaperText.objects.visible_to(actor).filter(paper__in=seen.values("pk"), paper__signed__isnull=True)
    latest = mine.order_by("paper_id", "section", "-version").distinct("paper_id", "section")
    rows = matching(PaperText.objects.filter(pk__in=latest.values("pk")), words, "paragraphs")
    return [(row.paper, _plain(row.said)) for row in rows.select_related("paper")[:most]]


def _plain(said: str) -> str:
    """A piece of a JSON list as plain words."""
    return said.replace('", "', " ").strip('[]" ')


def _frozen(actor: Actor, seen: QuerySet[Paper], words: tuple[str, ...], most: int) -> list[tuple[Paper, str]]:
    mine = SignedPaper.objects.visible_to(actor).filter(paper__in=seen.values("pk"))
    saying = RawSQL(SAYING, [asked_of(words), list(mine.values_list("pk", flat=True))])
    found = SignedPaper.objects.visible_to(actor).filter(pk__in=saying)
    rows = found.select_related("paper").order_by("-id")[:most]
    return [(row.paper, _extract(json.loads(bytes(row.content)), words)) for row in rows]


def _extract(content: Any, words: tuple[str, ...]) -> str:
    """The first sentence of a paper in which one of the words stands, with that word marked."""
    stems = [word[: max(STEM, len(word) - 2)] for word in words]
    for text in _texts(content):
        lower = text.lower()
        for stem in stems:
            at = lower.find(stem)
            if at >= 0 and " " in text:
                end = next((place for place in range(at, len(text)) if not text[place].isalnum()), len(text))
                first = max(0, at - AROUND)
                return f"{text[first:at]}{BEGIN}{text[at:end]}{END}{text[end : end + AROUND]}"
    return ""


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)
