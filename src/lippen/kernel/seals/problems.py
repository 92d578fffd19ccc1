"""Why the trail cannot be sealed or verified."""

from __future__ import annotations


class SealProblem(Exception):
    """Sealing or verifying cannot go on: the sentence says why and what to do."""
