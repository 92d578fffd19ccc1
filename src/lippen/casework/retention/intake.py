"""Files of records that came in."""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{
        f"Intake.{name}": "keep"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "ref",
            "kind",
            "source",
            "name",
            "sha256",
            "size_bytes",
            "form",
            "headings",
            "columns",
            "state",
            "read_to",
            "parts",
            "last_row",
            "checked_to",
            "taken_to",
            "rows",
            "refused",
            "doubtful",
            "taken",
            "told",
            "version",
            "changed_at",
            "ended_at",
        )
    },
    **{
        f"IntakePart.{name}": "scrub"
        for name in ("id", "recorded_at", "recorded_by", "authority", "intake", "number", "first_row", "rows", "cells")
    },
    **{
        f"IntakeDoubt.{name}": "scrub"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "intake",
            "row",
            "kind",
            "column",
            "sentence",
            "choices",
            "wants_words",
            "answer",
            "words",
        )
    },
    **{
        f"IntakeColumns.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "authority", "kind", "key", "columns")
    },
    **{
        f"BroughtIn.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "intake",
            "row",
            "kind",
            "source",
        )
    },
}
