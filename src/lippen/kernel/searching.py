"""Words that somebody searches for, as PostgreSQL's full text search takes them: whole stems, and beginnings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

CONFIG = "english"
MOST_WORDS = 8
MOST_LETTERS = 120
FEWEST_LETTERS = 2
BEGIN, END = "\x02", "\x03"
MARKED = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
WORD = re.compile(r"[\w][\w'’.-]*")


@dataclass(frozen=True)
class Found:
    """Something that was found: its kind and key, what it is called, in what it stands, and the words that match."""

    kind: str
    key: str
    title: str
    within: str = ""
    words: str = ""


def words_of(text: str) -> tuple[str, ...]:
    """The words that are searched for, at most eight; those of one letter are left out, figures stay."""
    found = (word.strip("'’.-") for word in WORD.findall(text[:MOST_LETTERS].lower()))
    kept = [word for word in found if len(word) >= FEWEST_LETTERS or word.isdigit()]
    return tuple(dict.fromkeys(kept))[:MOST_WORDS]


def asked_of(words: tuple[str, ...]) -> str:
    """All of these words, each also as a beginning, in PostgreSQL's own writing."""
    return " & ".join("'" + word.replace("\\", "").replace("'", "''") + "':*" for word in words)


def query_of(words: tuple[str, ...]) -> SearchQuery:
    """The same for the ORM."""
    return SearchQuery(asked_of(words), config=CONFIG, search_type="raw")


def vector_of(*fields: str) -> SearchVector:
    """The text of some columns; an index over the same columns in the same order is used by it."""
    return SearchVector(*fields, config=CONFIG)


def matching(rows: QuerySet[Any], words: tuple[str, ...], *fields: str, key: str = "pk") -> QuerySet[Any]:
    """Rows in which all words stand, the best first, each with `said`: the words round what matches."""
    query, vector = query_of(words), vector_of(*fields)
    parts = (part for name in fields for part in (Cast(name, TextField()), Value(" ")))
    text = Concat(*parts, Value(""), output_field=TextField())
    said = SearchHeadline(
        text, query, config=CONFIG, start_sel=BEGIN, stop_sel=END, max_words=28, min_words=12, max_fragments=1
    )
    found = rows.annotate(vector=vector).filter(vector=query)
    best: QuerySet[Any] = found.annotate(rank=SearchRank(vector, query), said=said).order_by("-rank", key)
    return best


def marked(said: str) -> SafeString:
    """The words round what matches, with what matches marked; whatever else stood in them is only text."""
    text = MARKED.sub(r"<mark>\1</mark>", escape(" ".join(said.split())))
    return mark_safe(text.replace(BEGIN, "").replace(END, ""))
