"""What does not go together: a house with a household as carers, a law for those at home with a place elsewhere."""

from __future__ import annotations

from lippen.care.rules.legal import LEGAL_REASONS
from lippen.care.vocabulary import (
    CARER_WORDS,
    PLACEMENT_SETTINGS,
    PLACEMENT_WORDS,
    CarerKind,
    PlacementKind,
    Setting,
)

HOUSES = frozenset(
    {
        *(PlacementKind.COUNCIL_HOME, PlacementKind.VOLUNTARY_HOME),
        *(PlacementKind.RESIDENTIAL_SCHOOL, PlacementKind.SECURE),
    }
)
"""Where a child lives with staff: no household can be named as the carers. Crisis and other care may be either."""
HOUSEHOLDS = frozenset(
    {
        *(PlacementKind.KINSHIP, PlacementKind.ADOPTERS),
        *(PlacementKind.FOSTER_COUNCIL, PlacementKind.FOSTER_PURCHASED),
    }
)
"""Where a child lives with people of a household."""
ANYWHERE = frozenset({PlacementKind.KINSHIP, PlacementKind.OTHER_COMMUNITY})
"""Where a child may be at home in the eyes of the law: a relative may be who brings the child up."""
NOT_WITH = "“{where}” is not with {who}. Choose the carers who are meant, or another kind of placement."
NOT_IN = "“{where}” is not in a house, school or unit. Choose the carers who are meant, or another kind of placement."
AT_ODDS = "“{law}” is for a child who lives {there}, and “{where}” is not."


def cannot_be_with(kind: PlacementKind, who: CarerKind) -> str:
    """Why a placement of a kind cannot be with such carers; or nothing."""
    where = PLACEMENT_WORDS[kind]
    if kind in HOUSES and who is not CarerKind.HOUSE:
        plain = CARER_WORDS[who]
        return NOT_WITH.format(where=where, who=f"{plain[:1].lower()}{plain[1:]}")
    if kind in HOUSEHOLDS and who is CarerKind.HOUSE:
        return NOT_IN.format(where=where)
    return ""


def at_odds(kind: PlacementKind, code: str) -> str:
    """Why a legal reason and a kind of placement do not go together, which may be so all the same; or nothing."""
    law = LEGAL_REASONS[code]
    is_home = PLACEMENT_SETTINGS[kind] is Setting.HOME
    if law.at_home is None or law.at_home is is_home or (law.at_home and kind in ANYWHERE):
        return ""
    there = "at home" if law.at_home else "away from home"
    return AT_ODDS.format(law=law.words, there=there, where=PLACEMENT_WORDS[kind])


def is_asked(kind: PlacementKind, code: str, *, at_once: bool) -> bool:
    """Whether a law and a place at odds are asked about: where both are told at once, or a child is locked in.

    Otherwise the one is often recorded a little before the other, and it is said on the child's page until then.
    """
    return bool(at_odds(kind, code)) and (at_once or kind is PlacementKind.SECURE)
