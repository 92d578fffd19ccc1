"""A rule is written once: its key, its sentence, where it comes from and from when it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Rule:
    """One rule. The sentence is message, documentation and test title; `in_force_until` is not included."""

    key: str
    sentence: str
    source: str
    in_force_from: date
    in_force_until: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the rule holds on a day."""
        return self.in_force_from <= on and (self.in_force_until is None or on < self.in_force_until)
