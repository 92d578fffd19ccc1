"""Reads that were looked through."""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{
        f"OfficerStreet.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "officer", "street", "postcode", "so_on")
    },
    **{
        f"ReadDay.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "ref", "day", "reads", "readers")
    },
    **{
        f"UnusualRead.{name}": "retain:6y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "ref",
            "day",
            "reader",
            "record",
            "at",
            "times",
            "records",
            "signs",
        )
    },
    **{
        f"UnusualLook.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "unusual", "outcome", "words", "so_on")
    },
}
