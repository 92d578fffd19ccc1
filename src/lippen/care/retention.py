"""What becomes of each field when a record's time is up: what is about a child goes with the child's record.

Said here is the longest: until the 100th anniversary of birth, as for every record of a looked-after child. Carers and
a council's own figures are kept with the council's records, whose papers refer to them.
"""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{
        f"Carer.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "ref", "authority", "kind", "name", "agency")
    },
    **{
        f"CarerApproval.{name}": "keep"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "carer",
            "step",
            "so_on",
            "review_on",
            "most_children",
            "words",
        )
    },
    **{
        f"Episode.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "thread",
            "first",
            "replaces",
            "ends_on",
            "is_wrong",
            "is_current",
            "why",
            "destination",
            "destination_words",
            "code_system",
            "end_code",
        )
    },
    **{
        f"Placement.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "thread",
            "first",
            "replaces",
            "ends_on",
            "is_wrong",
            "is_current",
            "why",
            "episode",
            "code_system",
            "code",
            "carer",
            "is_emergency",
            "is_short_series",
            "area",
            "siblings",
            "siblings_why",
            "moved_why",
            "moved_words",
            "provider_code",
        )
    },
    **{
        f"LegalReason.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "thread",
            "first",
            "replaces",
            "ends_on",
            "is_wrong",
            "is_current",
            "why",
            "episode",
            "code_system",
            "code",
            "is_basis",
            "expires_on",
            "words",
        )
    },
    **{
        f"AfterCare.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "ref", "kind", "words")
    },
    **{
        f"CareEvent.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "ref", "kind", "words"),
            *("child_view", "picture", "no_view_why", "changed"),
        )
    },
    **{
        f"{model}.{name}": "retain:100y"
        for model, names in {
            "Review": ("ref", "kind", "planned_on", "chair", "chair_words"),
            "ReviewStep": ("review", "kind", "planned_on", "why"),
            "Invited": ("review", "kind", "words"),
            "ReviewHeld": (
                *("review", "came", "took_part", "child_view", "picture", "no_view_why", "changed", "parents_view"),
                *("carers_view", "others_view", "minute", "is_outside", "is_late", "late_cause", "late_words"),
            ),
            "ReviewDecision": ("ref", "review", "words", "owner", "owner_words", "due_on"),
            "DecisionEnd": ("decision", "outcome", "words"),
            "ChildPlan": (
                *("ref", "words", "lead", "lead_words", "next_on", "copies"),
                *("child_view", "picture", "no_view_why", "changed"),
            ),
            "HealthCheck": (
                *("ref", "kind", "by_whom", "words", "to_do", "next_on"),
                *("child_view", "picture", "no_view_why", "changed"),
            ),
            "PlanWrong": ("plan", "health", "why"),
            "PermanenceLine": (
                *("ref", "route", "words"),
                *("child_view", "picture", "no_view_why", "changed"),
            ),
            "LineEnd": (
                *("line", "nth", "kind", "words", "by_ref"),
                *("child_view", "picture", "no_view_why", "changed"),
            ),
            "LineEndUndone": ("end", "why"),
            "CoWorker": ("line", "nth", "officer", "words", "part", "what_for", "until"),
            "CoWorkerEnd": ("co_worker", "words"),
            "AgencyDecision": (
                *("line", "panel", "nth", "event", "also", "said_before", "outcome", "words", "maker"),
                *("child_view", "picture", "no_view_why", "changed"),
            ),
            "HearingAdvice": ("line", "event", "advice", "words"),
            "WaitsOn": ("line", "on_whom", "why", "next_step", "next_on"),
            "Discussed": (
                *("meeting", "line", "words", "decision", "next_on", "rating", "event"),
                *("child_view", "picture", "no_view_why", "changed"),
            ),
            "CourtStep": ("line", "kind", "words", "set_for", "cause", "solicitor"),
            "DriftAnswer": ("line", "kind", "words", "look_on", "raised_with"),
        }.items()
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", *names)
    },
    **{
        f"ReturnRow.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "intake"),
            *("file", "place", "kind", "year", "cells"),
        )
    },
    **{
        f"CareEventWrong.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "event", "why")
    },
    **{
        f"AgreedDay.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "standard_key",
            "trigger_key",
            "until",
            "why",
            "cover",
            "approver",
        )
    },
    **{
        f"{model}.{name}": "keep"
        for model, names in {
            "CareMeeting": ("ref", "kind", "meets_on", "words"),
            "MeetingMoved": ("meeting", "meets_on", "why", "cover"),
            "MeetingMember": ("meeting", "part", "officer", "words"),
            "DecisionMaker": ("ref", "officer", "is_named", "so_on"),
        }.items()
        for name in ("id", "recorded_at", "recorded_by", "authority", *names)
    },
    **{
        f"OwnStandard.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "ref", "authority", "key", "number", "unit", "so_on", "source")
    },
}
