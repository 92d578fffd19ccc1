"""Who somebody is: names, births, addresses, numbers, ties, who else helps, and the search before they were added."""

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
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "same", "kind", "words")
    },
    **{
        f"Restriction.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "officers", "why")
    },
    **{
        f"OwnTie.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *("ref", "officer", "kind", "why", "needs_second"),
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
            "other_must_not_know_address",
        )
    },
    **{
        f"TieEnd.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "tie", "is_mistake")
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
        f"HelperConsent.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *("helper", "step", "given_by", "who", "scope", "until"),
        )
    },
    **{
        f"Picture.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *("ref", "kind", "made_by", "alt", "child_words", "shown"),
        )
    },
    **{
        f"PictureFile.{name}": "retain:100y"
        for name in (
            *("id", "recorded_at", "recorded_by", "authority", "person", "so_on"),
            *("picture", "full", "small", "width", "height", "sha256"),
        )
    },
    **{
        f"FactWord.{name}": "retain:100y"
        for name in ("id", "recorded_at", "recorded_by", "authority", "person", "so_on", "kind", "fact", "step", "why")
    },
}
