"""Somebody leaves: each of their children is offered to somebody in one act, and what could not be is said by child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.casework.actions import handing
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible

GONE = "You do not see this child any more."


@dataclass(frozen=True)
class Passing:
    """A child who is to be offered: to whom, with what they have to know, and why past the limit."""

    person_ref: str
    worker_id: int
    note: str
    over_limit_why: str = ""


@dataclass(frozen=True)
class Passed:
    """What came of it: how many were offered, and of the others the reason, by the child's reference."""

    offered: int
    refused: Mapping[str, str]


@atomic
def offer_children(
    *,
    actor: Actor,
    leaver_ref: str,
    children: Sequence[Passing],
    asked_of: Mapping[int, int],
    from_on: date,
    so_on: date,
    at: datetime,
) -> Passed:
    """Offer a leaver's children to others: each whole or not at all, and one that cannot be does not stop the others.

    `asked_of`: how many children each worker is asked to take over already; they count towards the limit.
    """
    require(actor, Permission.ALLOCATE)
    if not children:
        raise CannotDo("Choose somebody for at least one child.")
    asked, refused = Counter(asked_of), {}
    for each in children:
        if why := _refusal(actor, each, asked[each.worker_id], from_on, so_on, at):
            refused[each.person_ref] = why
        else:
            asked[each.worker_id] += 1
    count = len(children) - len(refused)
    keys = {"offered": count, "not_offered": len(refused)}
    audit.record(actor, "staff.children_offered", ("organisation.person", leaver_ref), keys=keys)
    return Passed(count, refused)


def _refusal(actor: Actor, each: Passing, besides: int, from_on: date, so_on: date, at: datetime) -> str:
    """Offer one child; the reason where it cannot be, with nothing of it left."""
    days = {"from_on": from_on, "so_on": so_on, "at": at}
    try:
        with atomic():
            handing.offer(
                actor=actor,
                person_ref=each.person_ref,
                worker_id=each.worker_id,
                note=each.note,
                over_limit_why=each.over_limit_why,
                besides=besides,
                **days,
            )
    except CannotDo as refusal:
        return refusal.sentence
    except NotVisible:
        return GONE
    return ""
