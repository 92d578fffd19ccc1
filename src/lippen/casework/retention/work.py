"""What is done with a child: who works with them, visits, meetings, chronology, warnings, handovers, duties."""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{
        f"Involvement.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "ref",
            "authority",
            "person",
            "worker",
            "team",
            "kind",
            "starts_on",
            "ends_on",
            "ended_at",
            "ended_by",
            "over_limit_why",
        )
    },
    **{
        f"StatusFact.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "status", "words")
    },
    **{
        f"Visit.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "worker",
            "planned_on",
            "purpose",
        )
    },
    **{
        f"VisitDone.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "visit",
            "is_seen",
            "is_seen_alone",
            "place",
            "view",
            "words",
        )
    },
    **{
        f"ChronologyEntry.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "source",
            "words",
            "significance",
            "analysis",
        )
    },
    **{
        f"BreakGlass.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "reason",
            "words",
            "until",
        )
    },
    **{
        f"GlassReview.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "glass", "verdict", "words")
    },
    **{
        f"Marker.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "kind",
            "words",
            "shown_by",
            "review_on",
        )
    },
    **{
        f"MarkerFact.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "marker",
            "number",
            "step",
            "words",
            "review_on",
        )
    },
    **{
        f"AlertSeen.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "kind", "subject")
    },
    **{
        f"Handover.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "work",
            "part",
            "number",
            "worker",
            "note",
            "from_on",
            "over_limit_why",
        )
    },
    **{
        f"HandoverFact.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "handover",
            "number",
            "step",
            "words",
        )
    },
    **{
        f"VisitHanded.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "visit", "worker")
    },
    **{
        f"FamilyHelp.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "helper",
            "words",
            "freed_hours",
        )
    },
    **{
        f"FamilyHelpEnd.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "help", "words")
    },
    **{
        f"Closing.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "ref", "reason", "words")
    },
    **{
        f"ClosingStep.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "closing", "kind", "words")
    },
    **{
        f"TypedDuty.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "kind",
            "worker",
            "due_on",
            "hours",
            "words",
        )
    },
    **{
        f"TypedDutyEnd.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "duty", "end", "words")
    },
    **{
        f"FamilyContact.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "booking",
            "starts_at",
            "ends_at",
            "place",
            "whom",
            "supervision",
            "supervisor",
        )
    },
    **{
        f"FamilyContactDone.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "contact",
            "took_place",
            "words",
            "view",
        )
    },
    **{
        f"ContactRoom.{name}": "keep"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "ref",
            "name",
            "place",
            "holds",
            "features",
            "closed_on",
        )
    },
    **{
        f"RoomBooking.{name}": "keep"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "ref",
            "room",
            "starts_at",
            "ends_at",
            "given_up_at",
        )
    },
}
