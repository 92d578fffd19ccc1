"""What an earlier paper keeps from the public is kept from it by the next paper too, whoever drafts it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lippen.improvement.drawn_rows import Decided
from lippen.reporting.papers.exempting import strings_of
from lippen.reporting.queries.papers import SignedBefore

HIDDEN = "Not for publication: this was said of a paper that is exempt"
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Hidden:
    """The earlier exempt papers, each with what its public edition says, text by text."""

    public: Mapping[str, tuple[str, ...]]

    def hides(self, paper_ref: str, words: str) -> bool:
        """Whether these words, said in or of a paper, are not for the public."""
        if paper_ref not in self.public:
            return False
        plain = _plain(words)
        return not any(plain in given for given in self.public[paper_ref])

    def decision(self, row: Decided) -> Decided:
        """A decision as a table may show it."""
        if not self.hides(row.source_key, row.agreed):
            return row
        return replace(row, agreed=HIDDEN, amount=None, amount_period="", posts=None, posts_words="", is_hidden=True)


def hidden_by(signed: Iterable[SignedBefore]) -> Hidden:
    """What the exempt ones among earlier papers keep from the public."""
    return Hidden({row.ref: _texts(row.public_content) for row in signed if row.exempt})


def _texts(content: bytes | None) -> tuple[str, ...]:
    """What a public edition says, in plain words; a paper without one says nothing to the public."""
    return tuple(_plain(text) for text in strings_of(json.loads(bytes(content)))) if content else ()


def _plain(text: str) -> str:
    """Words alone, with spaces at both ends, so that a word is never found inside another."""
    return f" {' '.join(WORD.findall(text.casefold()))} "
