"""What does not go together is refused where it cannot be, and asked about where it may be so all the same."""

from __future__ import annotations

from lippen.care.models import Carer, Episode
from lippen.care.rules import fitting as rules
from lippen.care.vocabulary import CarerKind, PlacementKind
from lippen.casework.actions.writing import Writing
from lippen.kernel import audit
from lippen.kernel.errors import CannotDo

SAY = "Choose the other one anew, or say that it is so all the same."


def check_carers(kind: PlacementKind, carer: Carer | None) -> None:
    """Refuse a house with a household as carers, and the other way round."""
    if carer is not None and (sentence := rules.cannot_be_with(kind, CarerKind(carer.kind))):
        raise CannotDo(sentence, field="carer")


def check_law(
    writing: Writing, episode: Episode, place_code: str, law_code: str, *, at_once: bool = False, is_said: bool
) -> None:
    """Ask once more where law and place are at odds; what is said to be so all the same stands in the trail."""
    kind = PlacementKind(place_code)
    if not rules.is_asked(kind, law_code, at_once=at_once):
        return
    if not is_said:
        raise CannotDo(f"{rules.at_odds(kind, law_code)} {SAY}", field="is_at_odds")
    audit.record(writing.actor, "care.at_odds", episode, keys={"kind": kind.value, "law": law_code})
