"""Figures and days of the council's own, and what was decided of limits."""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{
        f"LocalNumber.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "authority", "key", "number", "so_on", "why")
    },
    **{
        f"OverLimit.{name}": "retain:6y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "so_on",
            "ref",
            "worker",
            "is_over",
            "children",
            "limit",
        )
    },
    **{
        f"LimitDecision.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "so_on", "ref", "team", "words", "valid_until")
    },
    **{
        f"FigureChallenge.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "so_on", "ref", "key", "words")
    },
    **{
        f"FigureAnswer.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "so_on", "challenge", "words")
    },
    **{
        f"CouncilDay.{name}": "keep"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "so_on",
            "ref",
            "day",
            "is_closed",
            "name",
            "source",
        )
    },
}
