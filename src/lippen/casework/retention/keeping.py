"""Holds and lists: what they say outlives the records, by keys alone."""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{
        f"LegalHold.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "ref", "why", "until")
    },
    **{
        f"LegalHoldEnd.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "hold", "why")
    },
    **{f"Destruction.{name}": "keep" for name in ("id", "recorded_at", "recorded_by", "authority", "ref", "as_at")},
    **{
        f"DestructionItem.{name}": "keep"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "destruction",
            "record",
            "known_id",
            "line",
            "due_on",
        )
    },
    **{
        f"DestructionStep.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "authority", "destruction", "kind", "words")
    },
    **{
        f"DestroyedRecord.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "authority", "destruction", "record", "line", "due_on", "rows")
    },
}
