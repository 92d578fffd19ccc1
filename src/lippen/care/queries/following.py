"""For whom duties follow from clocks each night."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lippen.care.models import Episode
from lippen.care.vocabulary import CodeSystem
from lippen.kernel.access import Actor


def in_care(actor: Actor) -> list[int]:
    """The children whom the actor sees and who are looked after now under Scotland's rules, by their numbers."""
    stands = {"is_current": True, "is_wrong": False, "ends_on__isnull": True, "code_system": CodeSystem.SCOTTISH.value}
    rows = Episode.objects.visible_to(actor).filter(**stands).order_by("person_id")
    found = rows.values_list("person_id", "person__now__same_as_id")
    return list(dict.fromkeys(kept or person for person, kept in found))


def was_in_care(
    actor: Actor, person_ids: Collection[int], kept: Mapping[int, int], *, still: bool = False
) -> frozenset[int]:
    """Those of these people who are or were looked after, on their own record or on one put together with it (`kept`).

    `still`: those alone who are looked after now.
    """
    whose = {**kept, **{each: each for each in person_ids}}
    rows = Episode.objects.visible_to(actor).filter(person_id__in=whose, is_current=True)
    if still:
        rows = rows.filter(is_wrong=False, ends_on__isnull=True)
    return frozenset(whose[each] for each in rows.values_list("person_id", flat=True))
