"""What a file is, and whether the records still give the content that was signed."""

from __future__ import annotations

from dataclasses import dataclass

from lippen.reporting.papers.compare import Verdict, verdict
from lippen.reporting.queries.checking import find_signed, rebuild


@dataclass(frozen=True)
class Checked:
    """The answer about a file, and about the records behind it."""

    verdict: Verdict
    records_agree: bool | None
    records: str


def check(name: str, content: bytes) -> Checked:
    """Compare a file with the signed paper it says it is, then build the paper again from the records."""
    found = verdict(content, find=find_signed, name=name)
    rebuilt = rebuild(found.ref) if found.ref and found.exit_code < 2 and found.kind != "draft" else None
    return Checked(found, rebuilt[0] if rebuilt else None, rebuilt[1] if rebuilt else "")
