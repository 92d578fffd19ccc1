"""Is this file the paper that was signed? One question, five answers, each with its sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .canonical import Content, ContentFault, content_hash
from .confined_reading import run_in_child
from .difference import Comparison, Difference, compare, extract, first_difference
from .marks import Marks, NoMarks, marks_or_reason
from .reading import Unreadable

__all__ = [
    "Answer",
    "Comparison",
    "Difference",
    "Signed",
    "Verdict",
    "compare",
    "extract",
    "first_difference",
    "verdict",
]

NAMES = {"pdf": "PDF", "docx": "Word file", "html": "web page"}


class Answer(StrEnum):
    """What a file turns out to be."""

    EXACT = "exact"
    RESTAMPED = "restamped"
    CHANGED = "changed"
    DRAFT = "draft"
    NOT_A_PAPER = "not_a_paper"


EXIT_CODES = {Answer.EXACT: 0, Answer.RESTAMPED: 0, Answer.CHANGED: 1, Answer.DRAFT: 1, Answer.NOT_A_PAPER: 2}
TITLES = {
    Answer.EXACT: "Exact file",
    Answer.RESTAMPED: "Same content, restamped",
    Answer.CHANGED: "Changed",
    Answer.DRAFT: "Draft, not signed",
    Answer.NOT_A_PAPER: "Not a Lippen paper",
}


ELSEWHERE = "A Lippen paper, but not of these records"
"""The title where the file carries a paper's marks; its answer stays not_a_paper, for nothing here can vouch for it."""


@dataclass(frozen=True)
class Signed:
    """A signed paper as the records keep it: content and its hash, each file's bytes and own hash by kind."""

    ref: str
    content: Content
    hash: str
    files: Mapping[str, bytes]
    file_hashes: Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """The answer, why, and for scripts the exit code."""

    kind: Answer
    sentence: str
    ref: str | None = None
    difference: Difference | None = None

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.kind]

    @property
    def title(self) -> str:
        return ELSEWHERE if self.kind is Answer.NOT_A_PAPER and self.ref else TITLES[self.kind]


Find = Callable[[str], Signed | None]
# Calls a function with these arguments, here or in a confined child process.
Run = Callable[..., Any]


def call_here(function: Callable[..., Any], *arguments: Any) -> Any:
    """Run a parser in this process."""
    return function(*arguments)


def verdict(given: bytes, *, find: Find, name: str = "", run: Run = run_in_child) -> Verdict:
    """
    Tell what this file is, against the signed paper that `find` gives for its reference.

    The file may come from anybody, so it is parsed in a child process unless `run` says otherwise.
    """
    marks = run(marks_or_reason, name, given)
    if isinstance(marks, NoMarks):
        return Verdict(Answer.NOT_A_PAPER, marks.reason)
    if marks.state == "draft":
        return Verdict(Answer.DRAFT, f"This is a draft of {marks.ref}. It was never signed.", marks.ref)
    signed = find(marks.ref)
    if signed is None:
        return Verdict(
            Answer.NOT_A_PAPER, f"This file says it is {marks.ref}, which these records do not hold.", marks.ref
        )
    return _tampered(marks, signed) or _against(given, marks, signed, run)


def _tampered(marks: Marks, signed: Signed) -> Verdict | None:
    """The records themselves, hashed again before anything is held against them."""
    try:
        intact = content_hash(signed.content) == signed.hash
    except ContentFault:
        intact = False
    if not intact:
        return _changed(
            signed.ref,
            f"The records of {signed.ref} no longer give the code that was signed: their content was changed.",
        )
    kept = signed.files.get(marks.kind)
    if kept is None:
        return _changed(signed.ref, f"{signed.ref} was never issued as a {NAMES[marks.kind]}.")
    if _sha256(kept) != signed.file_hashes.get(marks.kind):
        return _changed(
            signed.ref, f"The {NAMES[marks.kind]} of {signed.ref} in the records was changed after signing."
        )
    return None


def _against(given: bytes, marks: Marks, signed: Signed, run: Run) -> Verdict:
    if _sha256(given) == signed.file_hashes[marks.kind]:
        return Verdict(
            Answer.EXACT, f"This is exactly the {NAMES[marks.kind]} of {signed.ref} that was signed.", signed.ref
        )
    try:
        compared = run(compare, signed.files[marks.kind], given, marks.kind)
    except Unreadable as error:
        return _changed(signed.ref, str(error))
    if compared.difference:
        return _changed(signed.ref, f"This is not what was signed. {compared.difference.sentence}", compared.difference)
    if marks.hash != signed.hash:
        return _changed(signed.ref, f"This file carries another code than the signed {signed.ref}.")
    return Verdict(Answer.RESTAMPED, _restamped(signed.ref, compared.stamps), signed.ref)


def _restamped(ref: str, stamps: tuple[str, ...]) -> str:
    said = f" Added outside the content: {' '.join(stamps[:20])}." if stamps else ""
    return f"The content is that of the signed {ref}, word for word; the file was saved again or stamped.{said}"


def _changed(ref: str, sentence: str, difference: Difference | None = None) -> Verdict:
    return Verdict(Answer.CHANGED, sentence, ref, difference)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
