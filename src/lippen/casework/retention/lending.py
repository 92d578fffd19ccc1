"""Who else saw it for a purpose, and what was asked for and given of it."""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{
        f"ChildSample.{name}": "retain:6y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "ref",
            "words",
            "statuses",
            "among",
            "purpose",
            "opens_on",
            "closes_on",
        )
    },
    **{
        f"ChildSampleInspector.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "sample", "inspector")
    },
    **{
        f"ChildSampleItem.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "sample", "order", "child")
    },
    **{
        f"ChildSampleEnd.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "sample", "ends_on", "why")
    },
    **{
        f"Sharing.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "partner",
            "purpose",
            "basis",
            "basis_words",
            "parts",
            "opens_on",
            "closes_on",
        )
    },
    **{
        f"SharingEnd.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "sharing", "why")
    },
    **{
        f"AccessRequest.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "asked_by",
            "who",
            "shown_by",
        )
    },
    **{
        f"AccessStep.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "request",
            "number",
            "kind",
            "words",
        )
    },
    **{
        f"AccessEntry.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "request",
            "number",
            "about_on",
            "heading",
            "words",
        )
    },
    **{
        f"AccessMark.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "entry",
            "words",
            "why",
            "note",
        )
    },
    **{
        f"AccessMarkEnd.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "mark")
    },
    **{
        f"AccessBundle.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "request",
            "content",
            "sha256",
            "entries",
            "withheld",
        )
    },
}
