"""Ties of a file come in, all at once, by the rules of a tie on the page."""

from __future__ import annotations

from lippen.casework.actions.bringing.rows import Bringing, row_of
from lippen.casework.actions.writing import Writing, begin_all, check_day
from lippen.casework.adapters.meaning import TieIn
from lippen.casework.models import Tie
from lippen.casework.queries.families import standing_ties
from lippen.kernel import audit
from lippen.kernel.errors import CannotDo, NotVisible

TOGETHER = 500


def bring_ties(bringing: Bringing, rows: list[TieIn]) -> None:
    """Each tie between two people who are recorded; none twice."""
    ids = {row.id for found in bringing.known.values() for row in found}
    begun, standing = begin_all(bringing.actor, ids, at=bringing.at), standing_ties(ids)
    made = []
    for meant in rows:
        with row_of(meant.row):
            one, other = bringing.named(meant.number), bringing.named(meant.tie.to_number)
            if one.id not in begun or other.id not in begun:
                raise NotVisible
            if one.id == other.id:
                raise CannotDo("Both numbers are of one person. Look at the two numbers.")
            key = (frozenset((one.id, other.id)), meant.tie.kind.value)
            if key in standing:
                raise CannotDo("This tie is recorded already.")
            standing.add(key)
            made.append(_tie(bringing, meant, begun[one.id], begun[other.id]))
            bringing.links.append((meant.row, one.id))
    for meant, tie in zip(rows, Tie.objects.bulk_create(made, batch_size=TOGETHER), strict=True):
        bringing.note(meant.row, tie)
    done = [("known.tied", tie.person, {"to": tie.other.ref, "kind": tie.kind}) for tie in made]
    audit.record_all(bringing.actor, done)


def _tie(bringing: Bringing, meant: TieIn, one: Writing, other: Writing) -> Tie:
    so_on = meant.so_on or bringing.today
    check_day(so_on, bringing.at)
    return Tie(
        other=other.person,
        kind=meant.tie.kind.value,
        rights=meant.tie.rights.value if meant.tie.rights else "",
        rights_source=meant.tie.rights_source.strip()[:160],
        must_not_know_address=meant.tie.must_not_know,
        other_must_not_know_address=meant.tie.other_must_not_know,
        **one.fact(so_on),
    )
