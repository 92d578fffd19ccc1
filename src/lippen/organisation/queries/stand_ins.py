"""Who stands in where somebody would approve what is their own: whoever is next above, else who holds such a post."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from lippen.organisation.queries import holders_by_role, person_names, those_there
from lippen.organisation.queries.cover import away_on, managers_of


def next_of(authority_id: int, roles: Sequence[str], *, but: int | None, on: date) -> tuple[int, ...]:
    """Those who hold posts of these classes in a council, without somebody whose own it is.

    Whoever that person's post answers to comes first, where they may; else the first of these classes that has others.
    """
    held = holders_by_role(authority_id, on=on)
    if but is None or not those_there([but], on=on):  # whoever left has nobody above any more
        return next_among(held, roles, but=but, above=None)
    above = managers_of([but], on=on).get(but)
    return next_among(held, roles, but=but, above=above[0] if above else None, covered=covered_by(but, on=on))


def covered_by(person_id: int, *, on: date) -> frozenset[int]:
    """Those who are away and for whom somebody covers: what stands with them would be on that desk after all."""
    return frozenset(away_on(on).filter(cover_id=person_id).values_list("person_id", flat=True))


def next_among(
    held: Mapping[str, tuple[int, ...]],
    roles: Sequence[str],
    *,
    but: int | None,
    above: int | None,
    covered: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    """The same from who holds what, whom that person's post answers to, and for whom they cover."""
    others = [tuple(each for each in held.get(role, ()) if each != but) for role in roles]
    groups = [tuple(each for each in group if each not in covered) for group in others]
    if above is not None and any(above in group for group in groups):
        return (above,)
    return next(filter(None, groups), next(filter(None, others), ()))


def named(person_ids: Collection[int], *, on: date) -> str:
    """Who these are, in words; whoever is away with the one who covers for them."""
    return named_each([person_ids], on=on)[0]


def named_each(groups: Sequence[Collection[int]], *, on: date) -> list[str]:
    """The same of several groups, read once."""
    everybody = {each for group in groups for each in group}
    here = those_there(everybody, on=on)
    away = {each.person_id: each.cover_id for each in away_on(on).filter(person_id__in=everybody)}
    names = person_names({*everybody, *away.values()})

    def words(each: int) -> str:
        return f"{names[each]} ({names[away[each]]} covers)" if each in away else names[each]

    kept = [[each for each in group if each in here] or list(group) for group in groups]
    return [" or ".join(sorted(map(words, group))) for group in kept]


def stands_with(sentence: str, person_ids: Collection[int], *, on: date) -> str:
    """Why somebody does not approve their own, and with whom it stands."""
    if not person_ids:
        return f"{sentence} Nobody else here holds a post that may: ask an administrator to say who acts in one."
    return f"{sentence} It stands with {named(person_ids, on=on)}."
