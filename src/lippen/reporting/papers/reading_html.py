"""Read a web page paper: the words of its main part, the tags that carry them, and all that could restyle them."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser

from .reading import Reading, Trait, Unreadable, Word, pieces, words_at

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# What a committee system may add outside the paper without being able to touch how the paper looks.
PLAIN = {"html", "head", "body", "title", "p", "div", "span", "header", "footer", "hr", "br", "strong", "em", "b", "i"}
# Inside these a browser stops reading tags, or reads them by other rules, than this program does.
UNSAFE_COMMENT = re.compile(r"^-?>|--!>|<!--")
MOST_BYTES = 30_000_000


def read_html(data: bytes) -> Reading:
    """The content of <main>; what stands outside it is a stamp."""
    if len(data) > MOST_BYTES:
        raise Unreadable("This web page is larger than any paper.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("This web page is not UTF-8 text and cannot be read.") from None
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.mains == 0:
        raise Unreadable("This web page has no main part.")
    return Reading(tuple(reader.words), tuple(reader.stamps), tuple(reader.traits))


class _Reader(HTMLParser):
    """Collects words and traits as the page goes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[Word] = []
        self.stamps: list[str] = []
        self.traits: list[Trait] = []
        self.mains = 0
        self.inside = False
        self._open: list[str] = []
        self._place = "The top of the paper"
        self._heading: list[str] | None = None
        self._row = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag == "main":
            self.mains += 1
            self.inside = True
        if self.inside:
            self._inner(tag, attrs)
        elif not self._is_plain(tag, attrs):
            self._trait(_written(tag, attrs))

    def _inner(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._trait(_written(tag, attrs))
        if tag in HEADINGS:
            self._heading, self._row = [], 0
        if tag == "tr":
            self._row += 1

    def _is_plain(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        names = {name for name, _ in attrs}
        if tag == "meta":
            return not names & {"charset", "http-equiv"}
        return tag in PLAIN and not names

    def handle_endtag(self, tag: str) -> None:
        if self.inside:
            self._trait(f"</{tag}>")
        if tag in HEADINGS and self._heading is not None:
            self._place, self._heading = f"Under “{' '.join(self._heading)[:70]}”", None
        if tag == "main":
            self.inside = False
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("style", "script"):
            said = " ".join(data.split()).encode()
            self._trait(f"{self._open[-1]} sheet {hashlib.sha256(said).hexdigest()[:8]}")
        elif self.inside:
            self.words.extend(words_at(data, self._where()))
            if self._heading is not None:
                self._heading.extend(pieces(data))
        elif "title" not in self._open:
            self.stamps.extend(pieces(data))

    def handle_comment(self, data: str) -> None:
        if UNSAFE_COMMENT.search(data):
            self._trait("a comment that browsers end elsewhere")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self._trait(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._trait(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._trait(f"<![{data}]>")

    def _where(self) -> str:
        return f"{self._place}, row {self._row}" if self._row else self._place

    def _trait(self, words: str) -> None:
        self.traits.append(Trait(self._where() if self.inside else "Outside the paper's main part", words))


def _written(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    return f"<{' '.join((tag, *sorted(f'{name}={value!r}' for name, value in attrs)))}>"
