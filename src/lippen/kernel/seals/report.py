"""What a verification found, in words and as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MOST_TOLD = 200


def counted(number: int, noun: str) -> str:
    """1 row, 2 rows, 1,000 rows."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class Kind(StrEnum):
    """What was done to the trail."""

    EDIT = "edit"
    DELETE = "delete"
    INSERT = "insert"
    REORDER = "reorder"
    CUT = "cut"
    REWRITE = "rewrite"
    BACKDATED = "backdated"
    BLOCK = "block"
    HEADS = "heads"


class Verdict(StrEnum):
    """The answer as a whole."""

    WHOLE = "whole"
    TOUCHED = "touched"
    UNPROVED = "unproved"


EXIT_CODES = {Verdict.WHOLE: 0, Verdict.TOUCHED: 1, Verdict.UNPROVED: 2}


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was sealed: the row or the block, and a sentence."""

    kind: Kind
    block: int
    sentence: str
    row: int | None = None


@dataclass
class Report:
    """What was read, what was found, and what follows."""

    rows: int = 0
    blocks: int = 0
    waiting: int = 0
    sealed_through: str = ""
    seconds: float = 0.0
    heads: str = ""
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    breaks: list[str] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)

    def tell(self, fault: Fault) -> None:
        """One more fault; past a limit they are only counted."""
        self.fault_count += 1
        if len(self.faults) < MOST_TOLD:
            self.faults.append(fault)

    @property
    def verdict(self) -> Verdict:
        """Tampering counts before what could not be proved."""
        if self.fault_count:
            return Verdict.TOUCHED
        return Verdict.UNPROVED if self.unproved else Verdict.WHOLE

    @property
    def exit_code(self) -> int:
        """For the command."""
        return EXIT_CODES[self.verdict]

    @property
    def sentence(self) -> str:
        """The answer in a sentence."""
        if self.verdict is Verdict.TOUCHED:
            count = f"{self.fault_count:,} " + ("place is" if self.fault_count == 1 else "places are")
            return f"The audit trail was tampered with: {count} not as sealed."
        if self.verdict is Verdict.UNPROVED:
            return "The audit trail could not be proved: " + " ".join(self.unproved)
        rows, blocks = counted(self.rows, "row"), counted(self.blocks, "block")
        return f"The audit trail is whole: {rows} in {blocks}, as sealed."

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        told = asdict(self)
        return {
            "verdict": self.verdict.value,
            "exit_code": self.exit_code,
            "sentence": self.sentence,
            **told,
            "rows_per_second": round(self.rows / self.seconds) if self.seconds else None,
        }
