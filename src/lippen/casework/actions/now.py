"""How somebody stands now, following the facts just written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from lippen.casework import matching
from lippen.casework.models import (
    KnownPerson,
    OutsideId,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonDeath,
    PersonGender,
    PersonName,
    PersonNow,
    SameAs,
    SameAsStep,
    StatusFact,
)
from lippen.casework.queries.people import protected_among
from lippen.casework.queries.wrong import wrong_about, wrong_of
from lippen.casework.vocabulary import ContactKind, FactKind, NameKind, SameStep
from lippen.kernel.together import read_together

KINDS: dict[Any, FactKind] = {
    PersonName: FactKind.NAME,
    PersonBirth: FactKind.BIRTH,
    PersonDeath: FactKind.DEATH,
    PersonGender: FactKind.GENDER,
    PersonAddress: FactKind.ADDRESS,
    PersonContact: FactKind.CONTACT,
    OutsideId: FactKind.NUMBER,
    StatusFact: FactKind.STATUS,
}
FACTS = (*KINDS, SameAs, SameAsStep)
Facts = Mapping[Any, Sequence[Any]]
TOGETHER = 500


def follow(person: KnownPerson, **also: Any) -> None:
    """Let `now` and the search keys follow from the facts that were not wrong; a protected address is in neither."""
    found = _facts_of([person.pk])[person.pk]
    before = PersonNow.objects.filter(pk=person.pk).first()
    columns = _standing(found, before, also)
    if before is None:
        columns |= {"is_child": person.is_child, "authority_id": person.authority_id}
        PersonNow.objects.create(person=person, **columns)
    else:
        PersonNow.objects.filter(pk=person.pk).update(**columns)


def follow_each(people: Sequence[KnownPerson]) -> None:
    """The same of many at once: only what changes about them is written, once for all of whom the same changes."""
    for start in range(0, len(people), TOGETHER):
        some = {person.pk: person for person in people[start : start + TOGETHER]}
        facts, stands = _facts_of(some), PersonNow.objects.in_bulk(some)
        changed: dict[str, tuple[dict[str, Any], list[int]]] = {}
        for pk, person in some.items():
            if pk not in stands:
                follow(person)
                continue
            columns = _standing(facts[pk], stands[pk], {})
            new = {name: value for name, value in columns.items() if getattr(stands[pk], name) != value}
            changed.setdefault(repr(new), (new, []))[1].append(pk)
        for new, whose in changed.values():
            if new:
                PersonNow.objects.filter(pk__in=whose).update(**new)


def _facts_of(ids: Collection[int]) -> dict[int, Facts]:
    """The facts about each of these people that were not wrong, in the order of days."""
    facts = (model.objects.filter(person__in=ids).order_by("so_on", "id") for model in FACTS)
    words, *rows = read_together(wrong_about(ids).order_by("id"), *facts)
    said = wrong_of(words)
    found: dict[int, dict[Any, list[Any]]] = {each: {model: [] for model in FACTS} for each in ids}
    for model, each in zip(FACTS, rows, strict=True):
        for row in each:
            if (KINDS.get(model), row.pk) not in said:
                found[row.person_id][model].append(row)
    return dict(found)


def _standing(found: Facts, before: PersonNow | None, also: Mapping[str, Any]) -> dict[str, Any]:
    """How somebody stands by these facts, with what is said beside them."""
    columns = {**_columns(found), **also}
    if columns.get("is_protected", before.is_protected if before else False):
        columns |= {"lines": "", "postcode": ""}
    columns["keys"] = _keys(found, columns)
    return columns


def follow_all(people: Sequence[KnownPerson], *, are_one: bool) -> None:
    """The same of several, whose addresses are protected as they are held apart: of one person for all of them."""
    own = protected_among([person.pk for person in people])
    for person in people:
        follow(person, is_protected=bool(own) if are_one else person.pk in own)


def begin_now(people: Iterable[tuple[KnownPerson, Facts, bool]]) -> None:
    """The same for people who are new, from their first facts, and from whether their address is protected."""
    made = []
    for person, found, is_protected in people:
        columns = _columns(found) | {"is_protected": is_protected}
        if is_protected:
            columns |= {"lines": "", "postcode": ""}
        columns |= {"keys": _keys(found, columns), "is_child": person.is_child, "authority_id": person.authority_id}
        made.append(PersonNow(person=person, **columns))
    PersonNow.objects.bulk_create(made, batch_size=500)


def _columns(found: Facts) -> dict[str, Any]:
    name = _last(found[PersonName], kind=NameKind.NAME)
    called = _last(found[PersonName], kind=NameKind.KNOWN_AS)
    birth, place = _last(found[PersonBirth]), _last(found[PersonAddress])
    phone = _last(found[PersonContact], kind=ContactKind.PHONE)
    status = _last(found[StatusFact])
    death, gender = _last(found[PersonDeath]), _last(found[PersonGender])
    # Whoever came in without a name goes by the number under which they came.
    number = found[OutsideId][0].value if found[OutsideId] else ""
    return {
        "given_name": name.given_name if name else "",
        "family_name": name.family_name if name else number,
        "known_as": f"{called.given_name} {called.family_name}".strip() if called else "",
        "born_on": birth.born_on if birth else None,
        "born_precision": birth.precision if birth else "",
        "died_on": death.died_on if death else None,
        "gender": gender.gender if gender else "",
        "lines": place.lines if place else "",
        "postcode": place.postcode if place else "",
        "phone": phone.value if phone else "",
        "status": status.status if status else "",
        "same_as_id": _same_as(found),
    }


def _last(rows: Sequence[Any], **wanted: object) -> Any:
    fitting = [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]
    return fitting[-1] if fitting else None


def _same_as(found: Facts) -> int | None:
    steps = {(step.same_id, step.kind) for step in found[SameAsStep]}
    for same in reversed(found[SameAs]):
        if (same.pk, SameStep.AGREED) in steps and (same.pk, SameStep.UNDONE) not in steps:
            return int(same.kept_id)
    return None


def _keys(found: Facts, columns: Mapping[str, Any]) -> list[str]:
    phones = [row.value for row in found[PersonContact] if row.kind == ContactKind.PHONE]
    return sorted(
        matching.keys_of(
            matching.Sought(
                names=tuple((row.given_name, row.family_name) for row in found[PersonName]),
                births=(columns["born_on"],) if columns["born_on"] else (),
                addresses=((columns["lines"], columns["postcode"]),),
                phones=tuple(phones),
                outside_ids=tuple((row.scheme, row.value) for row in found[OutsideId]),
            )
        )
    )
