"""Posts of a file come in, and who holds them."""

from __future__ import annotations

from datetime import date

from lippen.casework.actions.bringing.rows import CHANGED, Bringing, row_of
from lippen.casework.actions.comparing.staff import role_of
from lippen.casework.adapters.meaning import StaffRow
from lippen.kernel.errors import CannotDo
from lippen.organisation.actions.bringing_in import Holder, PostToHold, bring_in_post


def bring_posts(bringing: Bringing, rows: list[StaffRow]) -> None:
    """Each post, in the file's order."""
    for meant in rows:
        with row_of(meant.row):
            _post(bringing, meant)


def _post(bringing: Bringing, meant: StaffRow) -> None:
    role = role_of(meant.role)
    if role is None:
        raise CannotDo(CHANGED)
    holder = None if meant.is_vacant or meant.starts_on is None else _holder(bringing, meant, meant.starts_on)
    _, person = bring_in_post(
        actor=bringing.actor,
        authority_id=bringing.intake.authority_id,
        post=PostToHold(meant.title, role, meant.team, meant.reports_to),
        holder=holder,
        intake=bringing.intake.ref,
        at=bringing.at,
    )
    if person is not None:
        bringing.people[meant.row] = person.ref


def _holder(bringing: Bringing, meant: StaffRow, starts_on: date) -> Holder:
    return Holder(
        starts_on,
        meant.ends_on,
        meant.is_acting,
        bringing.known_as(meant.row),
        meant.given_name,
        meant.family_name,
        meant.initials,
        meant.email,
        meant.phone,
    )
