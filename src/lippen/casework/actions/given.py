"""Who has a child has changed: what the rooms above owe for the child is owed by somebody else from now on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from lippen.casework.models import Involvement, KnownPerson
from lippen.casework.queries import rooms
from lippen.kernel.access import Actor


def follow_given(
    actor: Actor, people: Sequence[KnownPerson], *, at: datetime, leaving: QuerySet[Involvement] | None = None
) -> None:
    """Let what is owed for these people follow, while whoever gives them sees them; `leaving`: parts about to end."""
    ends = [] if leaving is None else list(leaving.values_list("pk", flat=True))
    for room in rooms.followers():
        room.follow_given(actor, people, at=at, leaving=ends)
