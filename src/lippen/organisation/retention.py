"""What becomes of each field when a record's time is up: keep, scrub, or retain for a stated time."""

from __future__ import annotations

FIELDS: dict[str, str] = {
    **{f"Authority.{name}": "keep" for name in ("id", "ref", "name", "short_name")},
    **{f"Team.{name}": "keep" for name in ("id", "authority", "name")},
    "Person.id": "keep",
    "Person.ref": "keep",
    "Person.given_name": "retain:6y",
    "Person.family_name": "retain:6y",
    "Person.initials": "retain:6y",
    "Person.email": "scrub",
    "Person.phone": "scrub",
    "Person.authority": "keep",
    **{f"Post.{name}": "keep" for name in ("id", "ref", "title", "role", "authority", "team", "reports_to")},
    **{
        f"PostHolding.{name}": "keep"
        for name in ("id", "post", "person", "starts_on", "ends_on", "acting", "recorded_at")
    },
    "Account.id": "keep",
    "Account.password": "scrub",
    "Account.last_login": "scrub",
    "Account.email": "scrub",
    "Account.person": "keep",
    "Account.is_active": "keep",
    **{
        f"Duty.{name}": "retain:6y"
        for name in (
            "id",
            "kind",
            "subject_kind",
            "subject_key",
            "holder",
            "starts_on",
            "ends_on",
            "hours",
            *("again_days", "again_hours"),
            "rule_key",
            "pinned_at",
            "closed_at",
        )
    },
    **{
        f"Absence.{name}": "retain:6y"
        for name in (
            "id",
            "ref",
            "authority",
            "person",
            "cover",
            "starts_on",
            "ends_on",
            "token",
            "recorded_at",
            "recorded_by",
        )
    },
    **{
        f"AbsenceReason.{name}": "retain:6y"
        for name in ("id", "absence", "authority", "person", "reason", "recorded_at", "recorded_by")
    },
    **{
        f"WorkTerms.{name}": "retain:6y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person"),
            *("hours_share", "experience", "basis", "so_on", "newly_until"),
        )
    },
    **{
        f"Establishment.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "authority", "post", "hours_share", "so_on")
    },
    **{
        f"SkillWord.{name}": "keep"
        for name in ("id", "recorded_at", "recorded_by", "authority", "skill", "number", "step", "name", "so_on")
    },
    **{f"Skill.{name}": "keep" for name in ("id", "recorded_at", "recorded_by", "authority", "name")},
    **{
        f"SkillFact.{name}": "retain:6y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "skill", "has", "so_on")
    },
    **{
        f"AbsenceEnd.{name}": "retain:6y"
        for name in ("id", "absence", "authority", "ends_on", "recorded_at", "recorded_by")
    },
    **{
        f"Escalation.{name}": "retain:6y"
        for name in (
            "id",
            "kind",
            "subject_kind",
            "subject_key",
            "holder",
            "manager",
            "post",
            "ends_on",
            "so_on",
            "recorded_at",
            "recorded_by",
        )
    },
    **{f"DigestChoice.{name}": "scrub" for name in ("account", "rhythm", "chosen_at")},
    **{
        f"Digest.{name}": "retain:1y"
        for name in (
            "id",
            "account",
            "rhythm",
            "spell_on",
            "message_id",
            "duties",
            "late",
            "keys",
            "state",
            "tries",
            "planned_at",
            "sent_at",
        )
    },
    "Digest.address": "scrub",
    **{
        f"CalendarLink.{name}": "scrub"
        for name in ("id", "ref", "account", "secret_hash", "made_at", "revoked_at", "last_read_at")
    },
    **{
        f"PartnerToken.{name}": "keep"
        for name in (
            "id",
            "ref",
            "name",
            "authority",
            "account",
            "scopes",
            "stands_as",
            "hint",
            "made_at",
            "made_by",
            "expires_on",
            "revoked_at",
            "revoked_by",
            "last_used_at",
        )
    },
    "PartnerToken.secret_hash": "scrub",
    **{
        f"AccountChange.{name}": "retain:6y"
        for name in ("id", "account", "kind", "authority", "why", "so_on", "recorded_at", "recorded_by")
    },
    **{
        f"EntryLink.{name}": "retain:6y"
        for name in (
            "id",
            "ref",
            "account",
            "purpose",
            "checked",
            "confirmed",
            "confirmed_word",
            "expires_at",
            "recorded_at",
            "recorded_by",
        )
    },
    "EntryLink.code_hash": "scrub",
    **{
        f"Recovery.{name}": "retain:6y"
        for name in ("id", "ref", "account", "authority", "lost", "checked", "expires_at", "recorded_at", "recorded_by")
    },
    **{
        f"RecoveryAnswer.{name}": "retain:6y"
        for name in (
            *("id", "recovery", "account", "authority", "asked_by"),
            *("answered", "checked", "recorded_at", "recorded_by"),
        )
    },
    **{f"EntryLinkEnd.{name}": "retain:6y" for name in ("id", "link", "how", "recorded_at", "recorded_by")},
    **{f"AccessReview.{name}": "keep" for name in ("id", "ref", "authority", "quarter_starts_on", "recorded_at")},
    **{
        f"AccessVerdict.{name}": "retain:6y"
        for name in ("id", "review", "account", "verdict", "why", "so_on", "recorded_at", "recorded_by")
    },
    **{
        f"OpenSession.{name}": "scrub"
        for name in ("id", "account", "session_key", "device", "how", "began_at", "seen_at")
    },
    **{
        f"Subscription.{name}": "keep"
        for name in ("id", "ref", "name", "authority", "url", "events", "made_at", "made_by", "ended_at")
    },
    **{
        f"Delivery.{name}": "retain:1y"
        for name in (
            "id",
            "ref",
            "subscription",
            "event",
            "subject_key",
            "payload",
            "made_at",
            "state",
            "tries",
            "next_try_at",
            "tried_at",
            "answer",
        )
    },
}
