"""The rules of looked-after children: every practice standard, and plain decisions. Values in, answer out."""

from lippen.care.rules.hearings import HEARINGS
from lippen.care.rules.local import LOCAL
from lippen.care.rules.looked_after import LOOKED_AFTER
from lippen.care.rules.permanence import PERMANENCE
from lippen.kernel.standards import Standard

GROUPS: dict[str, tuple[Standard, ...]] = {
    "Looked after": LOOKED_AFTER,
    "Children's hearings": HEARINGS,
    "Permanence and adoption": PERMANENCE,
    "Set by each council": LOCAL,
}
"""Every standard by the heading under which it is read."""
STANDARDS: dict[str, Standard] = {each.key: each for group in GROUPS.values() for each in group}

__all__ = ["GROUPS", "HEARINGS", "LOCAL", "LOOKED_AFTER", "PERMANENCE", "STANDARDS"]
