"""What does not go together is refused where it cannot be, and asked about where it may be so all the same."""

from __future__ import annotations

from lippen.care.models import Carer, Episode, LegalReason, Placement
from lippen.care.queries import spans
from lippen.care.rules import fitting as rules
from lippen.care.vocabulary import CarerKind, CodeSystem, PlacementKind
from lippen.casework.actions.writing import Writing
from lippen.kernel import audit
from lippen.kernel.errors import CannotDo

SAY = "Choose another of the two, or tick below that it is so all the same."


def check_carers(kind: PlacementKind, carer: Carer | None) -> None:
    """Refuse a house with a household as carers, and the other way round."""
    if carer is not None and (sentence := rules.cannot_be_with(kind, CarerKind(carer.kind))):
        raise CannotDo(sentence, field="carer")


def check_law(
    writing: Writing, episode: Episode, made: Placement | LegalReason, *, at_once: bool = False, is_said: bool
) -> None:
    """Ask once more where a new placement is at odds with the law of its day, or a new legal reason with the place.

    What is said to be so all the same stands in the trail.
    """
    other = _beside(made, episode)
    if other is None:
        return
    place, law = (made, other) if isinstance(made, Placement) else (other, made)
    kind = PlacementKind(place.code)
    if not rules.is_asked(kind, law.code, at_once=at_once):
        return
    if not is_said:
        raise CannotDo(f"{rules.at_odds(kind, law.code)} {SAY}", field="is_at_odds")
    audit.record(writing.actor, "care.at_odds", episode, keys={"kind": kind.value, "law": law.code})


def _beside(made: Placement | LegalReason, episode: Episode) -> Placement | LegalReason | None:
    """The last of the other kind that had begun by the day, where it is told in the Scottish list."""
    model = LegalReason if isinstance(made, Placement) else Placement
    rows = [row for row in spans.of_episode(model, episode) if row.so_on <= made.so_on and _carries(row)]
    return rows[-1] if rows and rows[-1].code_system == CodeSystem.SCOTTISH else None


def _carries(row: Placement | LegalReason) -> bool:
    return isinstance(row, Placement) or row.is_basis
