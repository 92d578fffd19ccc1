"""The flagged words of what would be published, and what they are looked up in."""

from __future__ import annotations

from lippen.improvement import queries as improvement
from lippen.organisation import queries as organisation
from lippen.reporting.models import ChildPlaces
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.flagging import NameFlag, flags, spots_of
from lippen.reporting.rows import PaperRow


def flags_in(content: Content, row: PaperRow) -> tuple[NameFlag, ...]:
    """The flags of what would be published of a paper, by the names and places that its plan's councils know."""
    names = organisation.names_of(improvement.councils_of(row.plan_id))
    return flags(spots_of(content), names=names, places=child_places(row.authority_id))


def child_places(authority_id: int) -> tuple[str, ...]:
    """The places used by children that a council's papers should not name."""
    kept = ChildPlaces.objects.filter(authority_id=authority_id).order_by("-id").values_list("places", flat=True)
    return tuple(kept.first() or ())
