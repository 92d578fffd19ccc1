"""What nobody does in care where it is their own, and who does it in the reader's case."""

from __future__ import annotations

from lippen.care.queries import deciding
from lippen.casework.queries.rooms import NotOwn, Others
from lippen.kernel.access import Actor, Permission
from lippen.organisation.roles import roles_with

AGENCY = "The agency’s decision on a plan for permanence, where you work with the child or sat on the panel"
NAMING = "That you decide for the agency"
ANOTHER_DAY = "Another day for something that is due for a child with whom you work"
NOBODY_ELSE = ("Nobody else is named who decides for the agency.", "Somebody who manages all records names somebody.")


def not_own_of(actor: Actor, authority_id: int, others: Others) -> list[NotOwn]:
    """Who decides for the agency, who names them, and who agrees another day, without the reader."""
    makers = [each for each, _ in deciding.named(actor, [authority_id]).get(authority_id, [])]
    return [
        NotOwn(AGENCY, others.among(makers), NOBODY_ELSE),
        NotOwn(NAMING, others.with_posts(roles_with(Permission.DECIDE_FOR_AGENCY))),
        NotOwn(ANOTHER_DAY, others.leaders),
    ]
