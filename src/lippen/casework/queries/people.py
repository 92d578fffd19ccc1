"""Somebody as they stand now, and those of a list, as far as the reader sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from lippen.casework.models import KnownPerson, PersonNow, Picture, Tie
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import TieKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared

PROTECTED = "Address protected"


def person_row(now: PersonNow) -> PersonRow:
    """A person as a row; of a protected address the words that it is so."""
    place = ", ".join(each for each in (now.lines, now.postcode) if each)
    return PersonRow(
        now.person_id,
        now.person.ref,
        now.name,
        now.known_as,
        now.person.is_child,
        now.born_on,
        now.born_precision,
        PROTECTED if now.is_protected else place,
        now.is_protected,
        now.phone,
        now.status,
        now.authority_id,
        now.died_on,
        now.gender,
        now.is_mistake,
        now.person.recorded_by_id,
        now.person.recorded_at,
        now.same_as_id,
    )


def head(actor: Actor, ref: str) -> PersonRow:
    """Somebody whom the actor sees, as they stand now."""
    return person_row(as_now(*read_prepared(seen_now, actor, ref)))


def as_now(found: list[PersonNow], known: list[KnownPerson]) -> PersonNow:
    """Somebody as they stand now, or NotVisible."""
    if not found:
        raise NotVisible
    now = found[0]
    now.person = known[0]
    return now


def seen_now(actor: Actor, ref: str) -> tuple[QuerySet[Any], ...]:
    """Somebody as they stand now, and who it is."""
    now = PersonNow.objects.visible_to(actor).filter(person__ref=ref).order_by("person_id")
    return now, KnownPerson.objects.filter(ref=ref)


def people_rows(actor: Actor, ids: Iterable[int]) -> dict[int, PersonRow]:
    """These people by id, as far as the actor sees them."""
    wanted = tuple(ids)
    if not wanted:
        return {}
    rows, people = read_prepared(_of_ids, actor, wanted)
    known = {each.pk: each for each in people}
    for now in rows:
        now.person = known[now.pk]
    return {now.pk: person_row(now) for now in rows}


def ids_by_ref(actor: Actor, refs: Collection[str]) -> dict[str, int]:
    """The numbers of those of these people whom the actor sees, by reference."""
    return dict(KnownPerson.objects.visible_to(actor).filter(ref__in=list(refs)).values_list("ref", "pk"))


def refs_seen(actor: Actor, refs: Collection[str]) -> frozenset[str]:
    """Those of these references, of which there may be thousands, whose record the actor sees."""
    found = KnownPerson.objects.visible_to(actor).extra(
        where=["casework_knownperson.ref = ANY(%s)"], params=[list(refs)]
    )
    return frozenset(found.values_list("ref", flat=True))


def named_once(actor: Actor, given: str, family: str) -> str:
    """The reference of the one person of this name whom the actor sees, or NotVisible."""
    rows = PersonNow.objects.visible_to(actor).filter(given_name=given, family_name=family)
    found = list(rows.values_list("person__ref", flat=True))
    if len(found) != 1:
        raise NotVisible
    return str(found[0])


def _of_ids(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    return (
        PersonNow.objects.visible_to(actor).filter(pk__in=ids).order_by("person_id"),
        KnownPerson.objects.filter(pk__in=ids),
    )


def together(person_ids: Collection[int]) -> set[int]:
    """These people and, of each, the record with which theirs is put together."""
    ids = set(person_ids)
    pairs = PersonNow.objects.filter(Q(pk__in=ids) | Q(same_as__in=ids), same_as__isnull=False)
    return ids | {each for pair in pairs.values_list("pk", "same_as_id") for each in pair}


def together_each(person_ids: Collection[int]) -> dict[int, set[int]]:
    """The same of each of many."""
    found = {each: {each} for each in person_ids}
    pairs = PersonNow.objects.filter(Q(pk__in=found) | Q(same_as__in=found), same_as__isnull=False)
    for one, kept in pairs.values_list("pk", "same_as_id"):
        for each, other in ((one, kept), (kept, one)):
            if each in found and other is not None:
                found[each].add(other)
    return found


def protected_among(person_ids: Collection[int]) -> set[int]:
    """Of which of these records an address is held apart by what was said there, whoever may read it."""
    with connection.cursor() as cursor:
        cursor.execute("select visible_protected(%s)", [list(person_ids)])
        return set(cursor.fetchone()[0])


def kept_for(person_ids: Collection[int]) -> dict[int, int]:
    """Of records that are put together with these, by id: which one stays."""
    pairs = PersonNow.objects.filter(same_as__in=list(person_ids)).values_list("pk", "same_as_id")
    return {one: kept for one, kept in pairs if kept is not None}


def people_who_stay(actor: Actor, person_ids: Collection[int]) -> dict[int, PersonRow]:
    """These people by id; of a record that is put together with another the one that stays, in its place."""
    found = people_rows(actor, person_ids)
    kept = {row.kept_id for row in found.values() if row.kept_id}
    stays = people_rows(actor, kept) if kept else {}
    return {key: stays.get(row.kept_id or 0, row) for key, row in found.items()}


def refs_put_together(person_ids: Collection[int]) -> list[str]:
    """The references of the records that are put together with these."""
    return list(PersonNow.objects.filter(same_as__in=list(person_ids)).values_list("person__ref", flat=True))


def twins(person_id: int) -> list[int]:
    """The records that are put together with the one that stays."""
    return list(PersonNow.objects.filter(same_as=person_id).order_by("pk").values_list("pk", flat=True))


def also_recorded(person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Under which names these people are recorded once more, on records that are put together with theirs."""
    found: dict[int, tuple[str, ...]] = {}
    if not person_ids:
        return found
    for now in PersonNow.objects.filter(same_as__in=person_ids).order_by("pk"):
        found[now.same_as_id] = (*found.get(now.same_as_id, ()), now.name)
    return found


def seen_ids(actor: Actor, ids: Collection[int]) -> set[int]:
    """Those of these people whom the actor sees."""
    (found,) = read_prepared(_seen_of, actor, tuple(ids)) if ids else ([],)
    return {each.pk for each in found}


def _seen_of(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    return (PersonNow.objects.visible_to(actor).filter(pk__in=ids),)


def tied(actor: Actor, person_id: int, *, kinds: Collection[TieKind] = tuple(TieKind)) -> set[int]:
    """Those who are tied to somebody now, as far as the actor sees both of them; perhaps in one of these ways."""
    (ties,) = read_prepared(_ties, actor, person_id)
    return {each for tie in ties if tie.kind in kinds for each in (tie.person_id, tie.other_id)} - {person_id}


def _ties(actor: Actor, person_id: int) -> tuple[QuerySet[Any], ...]:
    of_them = Q(person_id=person_id) | Q(other_id=person_id)
    return (Tie.objects.visible_to(actor).filter(of_them, ended__isnull=True),)


def of_people(model: Any, actor: Actor) -> QuerySet[Any]:
    """The facts of a table, to be narrowed to people whom the actor was found to see.

    Pictures are not for everybody who sees whom they are of.
    """
    found: QuerySet[Any] = model._default_manager.all()
    return found.visible_to(actor) if model is Picture else found  # type: ignore[attr-defined]
