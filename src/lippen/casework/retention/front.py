"""How a child came: referrals, their stages, and waiting."""

from __future__ import annotations

FIELDS: dict[str, str] = {
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
            "is_open",
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
        for name in (
            "id",
            "recorded_at",
            "recorded_by",
            "authority",
            "person",
            "so_on",
            "ref",
            "referral",
            "due_on",
            "is_open",
            "place",
        )
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
}
