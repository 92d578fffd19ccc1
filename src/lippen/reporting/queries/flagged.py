"""The flagged words of what would be published, and what they are looked up in."""

from __future__ import annotations

from dataclasses import dataclass

from lippen.improvement import queries as improvement
from lippen.organisation import queries as organisation
from lippen.reporting.models import ChildPlaces
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.flagging import NameFlag, flags, spots_of
from lippen.reporting.papers.naming import Names
from lippen.reporting.rows import PaperRow


def flags_in(content: Content, row: PaperRow) -> tuple[NameFlag, ...]:
    """The flags of what would be published of a paper, by the names, places and words that its councils know.

    Names of partners' contacts are looked up as far as whoever asks may see contacts at all.
    """
    councils = improvement.councils_of(row.plan_id)
    names = Names(
        people=organisation.names_of(councils),
        contacts=improvement.contact_names([row.authority_id]),
        councils=(row.authority_name,),
    )
    kept = listed(row.authority_id)
    return flags(spots_of(content), names=names, places=kept.places, words=kept.words)


@dataclass(frozen=True)
class Listed:
    """What a council's papers should not say without a thought: places used by children, and words of its own."""

    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def listed(authority_id: int) -> Listed:
    """The list of a council that counts: the last one kept."""
    last = ChildPlaces.objects.filter(authority_id=authority_id).order_by("-id").first()
    return Listed(tuple(last.places), tuple(last.words)) if last else Listed()
