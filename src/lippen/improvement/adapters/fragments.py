"""Cells and lines of text into paragraphs and bullets: HTML lists, bullet marks, line breaks, odd characters."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from lippen.improvement.adapters.document import Piece
from lippen.improvement.adapters.marks import POINT_TICKS

BULLETS = "•◦▪‣●○■□➢➤\uf0b7\uf0a7\uf0d8"
_ONLY_BULLETS = "•◦▪‣➢➤\uf0b7\uf0a7\uf0d8"
_FUNCTION_WORDS_LIST = (
    "a an the and or but nor of to in on at by for from with without into onto over under between through "
    "within is are was were be been being has have had having do does did will would shall should may might "
    "can could must this that these those its their our his her your my all each every any both some no not as "
    "if than then so who which whose where when while re via per about across after before against during "
    "including"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_LIST.split())
LONGEST_SENTENCE = 5_000
_INLINE_TAGS = "li|br|span|b|strong|i|em|u|a|font|sup|sub|s|strike|del|ins|small|mark|tbody|thead|tfoot"
_BLOCK_TAGS = "ul|ol|p|div|td|th|tr|table|caption|blockquote|pre|h[1-6]"
_TAG = re.compile(rf"<(/?)({_INLINE_TAGS}|{_BLOCK_TAGS})\b[^<>]*>", re.IGNORECASE)
_NEW_BLOCK = {*_BLOCK_TAGS.split("|")[:-1], "h1", "h2", "h3", "h4", "h5", "h6"}
_POINT = f"\n{BULLETS[0]} "
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_MARK = re.compile(rf"^\s*(?:[-*–—·{BULLETS}]|o(?=\t))\s+(?=\S)|^\s*[{BULLETS}](?=\S)")
_NUMBERED = re.compile(r"^\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\((?:\d{1,2}|[a-z])\))\s+(?=\S)")
_INLINE_MARK = re.compile(rf"\s*[{BULLETS}]\s*|\s+(?=[{POINT_TICKS}]\ufe0f?\s+\S)")
_TICKED = re.compile(rf"^\s*[{POINT_TICKS}]\ufe0f?\s*(?=\w)")
_LONG_BLANK = re.compile(r"[^\S\n]{40,}")
_FIRST_LETTER = re.compile(r"[^\W\d_]")


def clean(text: str) -> str:
    """The words without invisible marks, control characters and double blanks."""
    if text.isprintable():  # nearly every cell: no need to look at each sign
        return " ".join(text.split())
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return " ".join("".join(" " if unicodedata.category(sign) == "Cn" else sign for sign in text).split())


def odd_marks(text: str) -> tuple[str, ...]:
    """What should be looked at in a cell's words: invisible marks, control characters, lost characters, lone < or >."""
    if text.isascii() and "<" not in text and ">" not in text and text.replace("\n", " ").isprintable():
        return ()
    found = []
    if _INVISIBLE.search(text.replace("\u00ad", "")):
        found.append("an invisible mark")
    if _CONTROL.search(text):
        found.append("a control character")
    if any(unicodedata.category(sign) in ("Cn", "Co") and sign not in BULLETS for sign in set(text)):
        found.append("a character that no font knows")
    if "\ufffd" in text or "â€" in text or "Ã©" in text:
        found.append("a character that was lost")
    found.extend(f"“{mark}”" for mark in sorted(set(re.findall(r"[<>]", _TAG.sub(" ", text)))))
    return tuple(found)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The paragraphs and bullets of one cell or fragment, in order."""
    if not text.strip():
        return ()
    text = _LONG_BLANK.sub(" ", text)
    if "&" in text and re.search(r"&#?\w+;", text):
        text = html.unescape(text)
    pieces: list[Piece] = []
    for chunk in _chunks(text):
        pieces.extend(_lines(chunk))
    return tuple(pieces) or _sign_alone(text)


def _sign_alone(text: str) -> tuple[Piece, ...]:
    """A box, a square or a dot that is all a cell holds says something; an empty point of a list does not."""
    bare = clean(_TAG.sub(" ", text)).strip(_ONLY_BULLETS + " ")
    return (Piece(bare),) if bare else ()


@dataclass
class _Chunk:
    """Words between block tags: lists inside a point of a list share its block, a level deeper."""

    words: str = ""
    block: int = 0
    level: int = 0
    marked_up: bool = True


def _chunks(text: str) -> list[_Chunk]:
    """Pieces between block tags; a list item keeps a mark of its own."""
    if not _TAG.search(text):
        return [_Chunk(text, marked_up=False)]
    chunks, lists, start = [_Chunk()], _Lists(), 0
    for tag in _TAG.finditer(text):
        chunks[-1].words += text[start : tag.start()].replace("\n", " ")
        start, name, closes = tag.end(), tag[2].lower(), bool(tag[1])
        was = lists.level
        lists.meet(name, closes)
        if name in _NEW_BLOCK:
            same = lists.level or was
            chunks.append(_Chunk("", chunks[-1].block + (not same), lists.level))
        elif name == "li":
            chunks[-1].words += "\n" if closes else _POINT
        elif name == "br":
            chunks[-1].words += "\n"
    chunks[-1].words += text[start:].replace("\n", " ")
    return [chunk for chunk in chunks if chunk.words.strip(" \n" + BULLETS)]


class _Lists:
    """How deep in lists we are: a list that opens inside a point is a level deeper."""

    def __init__(self) -> None:
        self.open: list[bool] = []
        self.in_point = False

    @property
    def level(self) -> int:
        """How many lists stand inside a point of another."""
        return sum(self.open)

    def meet(self, name: str, closes: bool) -> None:
        """Take note of a tag."""
        if name == "li":
            self.in_point = not closes
        elif name in ("ul", "ol") and not closes:
            self.open.append(self.in_point)
            self.in_point = False
        elif name in ("ul", "ol") and self.open:
            self.in_point = self.open.pop()


def _lines(chunk: _Chunk) -> list[Piece]:
    """One chunk's lines; a line that goes on in lower case is joined to the one before it."""
    found: list[Piece] = []
    for line in chunk.words.split("\n"):
        for text, bullet in _marked(line):
            previous = found[-1] if found else None
            if previous and not bullet and goes_on(previous.text, text):
                found[-1] = Piece(f"{previous.text} {text}", previous.bullet, previous.block, previous.level)
            else:
                found.append(Piece(text, bullet, _block(previous, bullet, chunk), chunk.level))
    return found


def _block(previous: Piece | None, bullet: bool, chunk: _Chunk) -> int:
    """Bullets of one run are one block; each plain line is its own, unless HTML says otherwise."""
    if chunk.marked_up:
        return chunk.block
    if previous is None:
        return 0
    return previous.block if bullet and previous.bullet else previous.block + 1


def _marked(line: str) -> list[tuple[str, bool]]:
    """A line's parts, each with whether a bullet stood before it."""
    opened = _LINE_MARK.match(line)
    rest = line[opened.end() :] if opened else line
    first, *others = _INLINE_MARK.split(rest)
    is_point = bool(opened) or bool(_NUMBERED.match(rest)) or bool(_TICKED.match(rest))
    parts = [(clean(first), is_point), *((clean(part), True) for part in others)]
    return [(text, bullet) for text, bullet in parts if text]


def goes_on(before: str, after: str) -> bool:
    """Whether a line is the rest of the sentence before it: it starts in lower case, or the one before hangs."""
    if not before or not after or len(before) > LONGEST_SENTENCE:
        return False
    if starts_lower(after):
        return before[-1] not in ".!?:;" or after[0].islower()
    return hangs(before)


def starts_lower(text: str) -> bool:
    """Whether the first letter is a small one."""
    letter = _FIRST_LETTER.search(text[:3])
    return bool(letter and letter[0].islower() and not _NUMBERED.match(text))


def hangs(text: str) -> bool:
    """Whether the words stop in the middle: the last is 'the', 'is', 'of'…"""
    words = text.split()
    return len(words) > 2 and words[-1] in FUNCTION_WORDS
