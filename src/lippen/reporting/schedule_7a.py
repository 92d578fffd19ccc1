"""The paragraphs of Schedule 7A, Part I, in our own words: for which reasons a paper may be kept from the public.

Reference data. `is_confirmed` says whether we have read the paragraph's words ourselves or rely on a second hand;
`closes_to_members` names those for which section 50F lets the proper officer keep a paper from members who are not
on its committee.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ACT = "Local Government (Scotland) Act 1973"
SOURCE = f"{ACT}, Schedule 7A, Part I"
FOR_MEMBERS = f"{ACT}, section 50F"


@dataclass(frozen=True)
class Paragraph:
    """One reason that the law names."""

    number: int
    words: str
    is_confirmed: bool
    closes_to_members: bool


_READ = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14})
_CLOSED = frozenset({1, 2, 3, 4, 5, 7, 9, 11, 12, 14})
_WORDS = {
    1: "an employee or office-holder of the council who can be recognised",
    2: "somebody who lives in, or has applied for, a council house and can be recognised",
    3: "somebody who receives, or has applied for, a service of the council and can be recognised",
    4: "somebody who receives, or has applied for, money from the council and can be recognised",
    5: "the adoption, care, fostering or education of a child, or an order on a child's supervision",
    6: "the money or business of a person or firm",
    7: "what is reported or supervised under the Social Work (Scotland) Act 1968, section 27",
    8: "what the council means to spend under a contract, while telling would help somebody bid",
    9: "the terms of a contract that is being negotiated",
    10: "who has tendered for a contract",
    11: "negotiations about the council's own staff",
    12: "legal advice, or proceedings that are under way or likely",
    13: "a notice or order that the council means to give, while telling would help somebody avoid it",
    14: "preventing, investigating or prosecuting crime",
    15: "who has told the council something in confidence about crime or danger",
}
PARAGRAPHS: tuple[Paragraph, ...] = tuple(
    Paragraph(number, words, number in _READ, number in _CLOSED) for number, words in _WORDS.items()
)
BY_NUMBER = {paragraph.number: paragraph for paragraph in PARAGRAPHS}


def numbers_words(numbers: Iterable[int]) -> str:
    """paragraph 5; paragraphs 3 and 5; paragraphs 1, 3 and 5."""
    listed = [str(number) for number in sorted(set(numbers))]
    if len(listed) == 1:
        return f"paragraph {listed[0]}"
    return f"paragraphs {', '.join(listed[:-1])} and {listed[-1]}"


def notice(numbers: Iterable[int]) -> str:
    """What every copy of an exempt paper prints."""
    return f"Not for publication: {numbers_words(numbers)} of Schedule 7A, {ACT}."


def is_open_to_members(numbers: Iterable[int]) -> bool:
    """Whether members who are not on the committee may read the paper, as section 50F has it."""
    wanted = set(numbers)
    return bool(wanted) and not wanted & _CLOSED
