"""What becomes of each field when a record's time is up: keep, scrub, or retain for a stated time.

Said here is the longest. A looked-after child's record is kept until the 100th anniversary of birth; others go by the
years that each council sets (`rules.KEEPING`), and no record of a list that two agreed to is held past it.
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
        f"PersonDeath.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "died_on")
    },
    **{
        f"PersonGender.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "gender")
    },
    **{
        f"FactWord.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "kind", "fact", "step", "why")
    },
    **{
        f"Helper.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "ref", "kind", "name", "reach")
    },
    **{
        f"HelperFact.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "helper", "step", "words")
    },
    **{
        f"AlertSeen.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "kind", "subject")
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
            "is_child",
            "given_name",
            "family_name",
            "known_as",
            "born_on",
            "born_precision",
            "died_on",
            "gender",
            "lines",
            "postcode",
            "is_protected",
            "phone",
            "status",
            "same_as",
            "is_mistake",
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
        f"ChildSample.{name}": "retain:6y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "ref", "words", "statuses", "among"),
            *("purpose", "opens_on", "closes_on"),
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
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "ref", "partner", "purpose"),
            *("basis", "basis_words", "parts", "opens_on", "closes_on"),
        )
    },
    **{
        f"SharingEnd.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "sharing", "why")
    },
    **{
        f"AccessRequest.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "ref",
                "asked_by",
                "who",
                "shown_by",
            ),
        )
    },
    **{
        f"AccessStep.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "request",
                "number",
                "kind",
                "words",
            ),
        )
    },
    **{
        f"AccessEntry.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "request",
                "number",
                "about_on",
                "heading",
                "words",
            ),
        )
    },
    **{
        f"AccessMark.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "entry",
                "words",
                "why",
                "note",
            ),
        )
    },
    **{
        f"AccessMarkEnd.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *("mark",),
        )
    },
    **{
        f"AccessBundle.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "request",
                "content",
                "sha256",
                "entries",
                "withheld",
            ),
        )
    },
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
            *("id", "recorded_at", "recorded_by", "authority", "ref", "day", "reader", "record", "at", "times"),
            *("records", "signs"),
        )
    },
    **{
        f"UnusualLook.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "unusual", "outcome", "words", "so_on")
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
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "ref",
                "helper",
                "words",
                "freed_hours",
            ),
        )
    },
    **{
        f"FamilyHelpEnd.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "help",
                "words",
            ),
        )
    },
    **{
        f"TypedDuty.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "ref",
                "kind",
                "worker",
                "due_on",
                "hours",
                "words",
            ),
        )
    },
    **{
        f"TypedDutyEnd.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *(
                "duty",
                "end",
                "words",
            ),
        )
    },
    **{
        f"OverLimit.{name}": "retain:6y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "so_on"),
            *(
                "ref",
                "worker",
                "is_over",
                "children",
                "limit",
            ),
        )
    },
    **{
        f"LimitDecision.{name}": "retain:6y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "so_on"),
            *(
                "ref",
                "team",
                "words",
                "valid_until",
            ),
        )
    },
    **{
        f"FigureChallenge.{name}": "retain:6y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "so_on"),
            *(
                "ref",
                "key",
                "words",
            ),
        )
    },
    **{
        f"FigureAnswer.{name}": "retain:6y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "so_on"),
            *(
                "challenge",
                "words",
            ),
        )
    },
    **{
        f"CouncilDay.{name}": "keep"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "so_on"),
            *("ref", "day", "is_closed", "name", "source"),
        )
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
            "wrote",
        )
    },
}
