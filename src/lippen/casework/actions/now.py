"""How somebody stands now, following the facts just written."""

from __future__ import annotations

from typing import Any

from lippen.casework import matching
from lippen.casework.models import (
    KnownPerson,
    OutsideId,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonName,
    PersonNow,
    SameAs,
    StatusFact,
)
from lippen.casework.vocabulary import ContactKind, NameKind, SameStep


def follow(person: KnownPerson, **also: Any) -> None:
    """Let `now` and the search keys follow from the facts; a protected address is in neither."""
    columns = {**_columns(person), **also}
    before = PersonNow.objects.filter(pk=person.pk).first()
    if columns.get("is_protected", before.is_protected if before else False):
        columns |= {"lines": "", "postcode": ""}
    columns["keys"] = _keys(person, columns)
    if before is None:
        PersonNow.objects.create(person=person, authority_id=person.authority_id, **columns)
    else:
        PersonNow.objects.filter(pk=person.pk).update(**columns)


def _columns(person: KnownPerson) -> dict[str, Any]:
    names = list(PersonName.objects.filter(person=person).order_by("-so_on", "-id"))
    name = next((each for each in names if each.kind == NameKind.NAME), None)
    called = next((each for each in names if each.kind == NameKind.KNOWN_AS), None)
    birth = PersonBirth.objects.filter(person=person).order_by("-so_on", "-id").first()
    place = PersonAddress.objects.filter(person=person).order_by("-so_on", "-id").first()
    phone = PersonContact.objects.filter(person=person, kind=ContactKind.PHONE).order_by("-so_on", "-id").first()
    status = StatusFact.objects.filter(person=person).order_by("-so_on", "-id").first()
    return {
        "given_name": name.given_name if name else "",
        "family_name": name.family_name if name else "",
        "known_as": f"{called.given_name} {called.family_name}".strip() if called else "",
        "born_on": birth.born_on if birth else None,
        "born_precision": birth.precision if birth else "",
        "lines": place.lines if place else "",
        "postcode": place.postcode if place else "",
        "phone": phone.value if phone else "",
        "status": status.status if status else "",
        "same_as_id": _same_as(person),
    }


def _same_as(person: KnownPerson) -> int | None:
    for same in SameAs.objects.filter(person=person).prefetch_related("steps").order_by("-id"):
        kinds = {step.kind for step in same.steps.all()}
        if SameStep.AGREED in kinds and SameStep.UNDONE not in kinds:
            return same.kept_id
    return None


def _keys(person: KnownPerson, columns: dict[str, Any]) -> list[str]:
    names = PersonName.objects.filter(person=person).values_list("given_name", "family_name")
    phones = PersonContact.objects.filter(person=person, kind=ContactKind.PHONE).values_list("value", flat=True)
    ids = OutsideId.objects.filter(person=person).values_list("scheme", "value")
    return sorted(
        matching.keys_of(
            matching.Sought(
                names=tuple(names),
                births=(columns["born_on"],) if columns["born_on"] else (),
                addresses=((columns["lines"], columns["postcode"]),),
                phones=tuple(phones),
                outside_ids=tuple(ids),
            )
        )
    )
