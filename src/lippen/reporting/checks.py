"""What a file is, and whether the records still give the content that was signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lippen.reporting.papers.compare import Answer, Signed, Verdict, verdict
from lippen.reporting.queries.checking import find_signed, rebuild


@dataclass(frozen=True)
class Checked:
    """The answer about a file, and about the records behind it."""

    verdict: Verdict
    records_agree: bool | None = None
    records: str = ""


def everything(ref: str) -> bool:
    """Whoever checks at the machine itself may be told about any paper."""
    return True


def check(name: str, content: bytes, *, today: date, may_see: Callable[[str], bool] = everything) -> Checked:
    """Compare a file with the signed paper it says it is, then build the paper again from the records.

    A paper that the asker may not see answers exactly like one that the records do not hold: the first difference
    between a forged file and a paper would otherwise show words of that paper.
    """

    def find(ref: str) -> Signed | None:
        return find_signed(ref, today=today) if may_see(ref) else None

    found = verdict(content, find=find, name=name)
    is_held = found.ref and found.kind not in {Answer.NOT_A_PAPER, Answer.DRAFT}
    rebuilt = rebuild(found.ref, today=today) if is_held and found.ref else None
    return Checked(found, rebuilt[0] if rebuilt else None, rebuilt[1] if rebuilt else "")
