"""What becomes of each field when a record's time is up: keep, scrub, or retain for a stated time.

A looked-after child's record is kept until the 100th anniversary of birth; what is kept of others is each council's to
set, and starts with the longest.
"""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{
        f"SearchRun.{name}": "scrub"
        for name in ("id", "recorded_at", "recorded_by", "ref", "authority", "terms", "found")
    },
    **{
        f"KnownPerson.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "ref", "authority", "is_child", "search", "not_these", "so_on")
    },
    **{
        f"PersonName.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "given_name",
            "family_name",
            "kind",
        )
    },
    **{
        f"PersonBirth.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "born_on", "precision")
    },
    **{
        f"PersonAddress.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "lines", "postcode")
    },
    **{
        f"ProtectedAddress.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "lines",
            "postcode",
            "officers",
            "why",
        )
    },
    **{
        f"PersonContact.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "kind", "value")
    },
    **{
        f"OutsideId.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "scheme", "value")
    },
    **{
        f"PersonNow.{name}": "retain:100y"
        for name in (
            "person",
            "authority",
            "given_name",
            "family_name",
            "known_as",
            "born_on",
            "born_precision",
            "lines",
            "postcode",
            "is_protected",
            "phone",
            "status",
            "same_as",
            "keys",
        )
    },
    **{
        f"SameAs.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "ref", "kept", "why")
    },
    **{
        f"SameAsStep.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "same", "kind")
    },
    **{
        f"Restriction.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "officers", "why")
    },
    **{
        f"OwnTie.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "officer", "kind")
    },
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
        f"LocalNumber.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "authority", "key", "number", "so_on", "why")
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
        f"Referral.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "source",
            "source_words",
            "why",
            "words",
            "is_immediate",
        )
    },
    **{
        f"ReferralStep.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "referral",
            "stage",
            "outcome",
            "words",
            "due_on",
        )
    },
    **{
        f"SignOff.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "referral", "answer", "words")
    },
    **{
        f"Waiting.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "ref", "referral", "due_on")
    },
    **{
        f"WaitingFact.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "waiting",
            "holder",
            "level",
            "why",
            "plan",
            "next_contact_on",
        )
    },
    **{
        f"NewInformation.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "waiting", "words")
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
        f"WaitingEnd.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "waiting",
            "kind",
            "words",
            "involvement",
        )
    },
    **{
        f"Tie.{name}": "retain:100y"
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "other",
            "kind",
            "rights",
            "rights_source",
            "must_not_know_address",
        )
    },
    **{
        f"TieEnd.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "tie", "is_mistake")
    },
    **{
        f"Intake.{name}": "keep"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "ref", "kind", "source", "name", "sha256", "size_bytes"),
            *("form", "headings", "columns", "state", "read_to", "parts", "last_row", "checked_to", "taken_to", "rows"),
            *("refused", "doubtful", "taken", "told", "version", "changed_at", "ended_at"),
        )
    },
    **{
        f"IntakePart.{name}": "scrub"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "intake", "number", "first_row", "rows", "cells"),
        )
    },
    **{
        f"IntakeDoubt.{name}": "scrub"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "intake", "row", "kind", "column", "sentence"),
            *("choices", "wants_words", "answer", "words"),
        )
    },
    **{
        f"IntakeColumns.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "authority", "kind", "key", "columns")
    },
    **{
        f"BroughtIn.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "intake", "row", "kind", "source"),
        )
    },
}
