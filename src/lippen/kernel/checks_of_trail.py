"""Verifications of the sealed trail: what each found is kept, and the last one is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lippen.kernel.models import AuditCheck
from lippen.kernel.seals.report import Report, Verdict, counted

MOST_KEPT = 50
WORDS = {Verdict.WHOLE: "whole", Verdict.TOUCHED: "tampered with", Verdict.UNPROVED: "could not be proved"}


@dataclass(frozen=True)
class CheckRow:
    """One verification."""

    began_at: datetime
    verdict: Verdict
    sentence: str
    rows: int
    blocks: int
    faults: tuple[str, ...]
    fault_count: int
    breaks: int

    @property
    def is_whole(self) -> bool:
        """Whether all that is sealed is as it was sealed."""
        return self.verdict is Verdict.WHOLE

    @property
    def words(self) -> str:
        """The verdict and how much was read, in a few words."""
        places = f", {self.fault_count:,} not as sealed" if self.fault_count else ""
        read = f"{counted(self.rows, 'row')} in {counted(self.blocks, 'block')}"
        return f"{WORDS[self.verdict]}, {read}{places}"


def keep_check(report: Report, *, at: datetime) -> None:
    """Keep what a verification found: the numbers of rows, never what stands in them."""
    told: list[dict[str, Any]] = [
        {"kind": fault.kind.value, "row": fault.row, "block": fault.block, "sentence": fault.sentence}
        for fault in report.faults[:MOST_KEPT]
    ]
    AuditCheck.objects.create(
        began_at=at,
        took_seconds=report.seconds,
        verdict=report.verdict.value,
        row_count=report.rows,
        block_count=report.blocks,
        waiting_count=report.waiting,
        faults=told,
        fault_count=report.fault_count,
        break_count=len(report.breaks),
        sentence=report.sentence,
    )


def last_check() -> CheckRow | None:
    """The newest verification, if there was any."""
    found = AuditCheck.objects.order_by("-id").first()
    if found is None:
        return None
    return CheckRow(
        began_at=found.began_at,
        verdict=Verdict(found.verdict),
        sentence=found.sentence,
        rows=found.row_count,
        blocks=found.block_count,
        faults=tuple(fault["sentence"] for fault in found.faults),
        fault_count=found.fault_count,
        breaks=found.break_count,
    )
