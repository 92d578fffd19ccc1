"""Who has a child, or what is known of a child, has changed: what the rooms above owe for the child follows at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from lippen.casework.models import Involvement, KnownPerson, PersonNow
from lippen.casework.queries import rooms
from lippen.kernel.access import Actor


def follow_given(
    actor: Actor,
    people: Sequence[KnownPerson],
    *,
    at: datetime,
    leaving: QuerySet[Involvement] | None = None,
    is_over: bool = False,
) -> None:
    """Let what is owed for these people follow, while whoever gives them sees them; `leaving`: parts about to end.

    Of two records that are one it is owed for the one that stays. `is_over`: all work with them ends, and with it what
    is owed by nothing else.
    """
    ids = [person.pk for person in people]
    kept = dict(PersonNow.objects.filter(pk__in=ids, same_as__isnull=False).values_list("pk", "same_as_id"))
    stay = [person for person in people if person.pk not in kept]
    stay += KnownPerson.objects.filter(pk__in=kept.values()) if kept else []
    ends = [] if leaving is None else list(leaving.values_list("pk", flat=True))
    for room in rooms.followers():
        room.follow_given(actor, stay, at=at, leaving=ends, is_over=is_over)
