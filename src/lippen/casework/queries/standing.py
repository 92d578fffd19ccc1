"""What stands of a child's record when a form about it is opened: whoever sends it over something newer sees both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from typing import Any

from django.db.models import QuerySet

from lippen.casework.models import (
    FactWord,
    FamilyContactDone,
    HelperConsent,
    Involvement,
    KnownPerson,
    MarkerFact,
    OutsideId,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonDeath,
    PersonGender,
    PersonName,
    ProtectedAddress,
    ReferralStep,
    Restriction,
    SignOff,
    StatusFact,
    TypedDutyEnd,
    WaitingFact,
)
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import OUTCOME_WORDS, FactKind, FactStep, InvolvementKind, Outcome
from lippen.kernel.access import Actor
from lippen.kernel.holding import name_of
from lippen.kernel.prepared import read_prepared
from lippen.kernel.standing import Standing, Stands
from lippen.organisation import queries as organisation

Said = Mapping[str, Any]
Part = Callable[[Any], str]
ALL = ""


def _whole(row: Any) -> str:
    return ALL


def _of_kind(row: Any) -> str:
    return str(row.kind)


def of_fact(actor: Actor, person: PersonRow, kind: FactKind) -> Stands:
    """What is recorded of somebody of this kind, and was not wrong: of a name or a number its own sort alone."""
    part, asked = PARTS.get(kind, (_whole, ALL))

    def read() -> dict[str, Standing]:
        rows, words = read_prepared(_facts(kind), actor, person.id)
        wrong = {word.fact for word in words}
        return _latest([row for row in rows if row.pk not in wrong], SAID[kind], part=part)

    return Stands(read, lambda sent: [sent.get(asked, "") if asked else ALL], held=(_held(person.id),))


def _held(person_id: int) -> str:
    """The name by which whoever writes to a person's record holds it."""
    return name_of(KnownPerson._meta.label, person_id)


@cache
def _facts(kind: FactKind) -> Callable[[Actor, int], tuple[QuerySet[Any], ...]]:
    table, _ = TABLES[kind]

    def wanted(actor: Actor, person_id: int) -> tuple[QuerySet[Any], ...]:
        words = FactWord.objects.visible_to(actor).filter(person_id=person_id, kind=kind.value)
        return (
            table.objects.visible_to(actor).filter(person_id=person_id).order_by("id"),
            words.filter(step=FactStep.WRONG.value).order_by("id"),
        )

    return wanted


def _latest(
    rows: Sequence[Any], said: Callable[[Any], Said], *, part: Part = _whole, officers: Collection[str] = ()
) -> dict[str, Standing]:
    """Of each part the row that was recorded last. `officers` are the answers that are people of ours."""
    last = {part(row): row for row in rows}
    answers = {key: said(row) for key, row in last.items()}
    people = {int(each) for answer in answers.values() for name in officers for each in _several(answer.get(name))}
    named = organisation.person_names(sorted(people)) if people else {}
    by = organisation.account_names({row.recorded_by_id for row in last.values()}) if last else {}
    return {
        key: Standing(
            mark=str(row.pk),
            said=answers[key],
            words={
                name: ", ".join(named.get(int(each), "") for each in _several(answers[key].get(name)))
                for name in officers
            },
            by_id=row.recorded_by_id,
            by=by.get(row.recorded_by_id or 0, ""),
            at=row.recorded_at,
        )
        for key, row in last.items()
    }


def _several(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else [value] if value else []


def _birth(row: PersonBirth) -> Said:
    return {"born_on": row.born_on, "precision": row.precision}


def _name(row: PersonName) -> Said:
    return {"given_name": row.given_name, "family_name": row.family_name, "so_on": row.so_on}


def _address(row: PersonAddress) -> Said:
    return {"lines": row.lines, "postcode": row.postcode, "so_on": row.so_on}


def _value(row: PersonContact | OutsideId) -> Said:
    return {"value": row.value, "so_on": row.so_on}


def _status(row: StatusFact) -> Said:
    return {"status": row.status, "words": row.words, "so_on": row.so_on}


TABLES: dict[FactKind, tuple[Any, Callable[[Any], Said]]] = {
    FactKind.NAME: (PersonName, _name),
    FactKind.BIRTH: (PersonBirth, _birth),
    FactKind.DEATH: (PersonDeath, lambda row: {"died_on": row.died_on}),
    FactKind.GENDER: (PersonGender, lambda row: {"gender": row.gender}),
    FactKind.ADDRESS: (PersonAddress, _address),
    FactKind.CONTACT: (PersonContact, _value),
    FactKind.NUMBER: (OutsideId, _value),
    FactKind.STATUS: (StatusFact, _status),
}
SAID = {kind: said for kind, (_, said) in TABLES.items()}
PARTS: dict[FactKind, tuple[Part, str]] = {
    FactKind.NAME: (_of_kind, "kind"),
    FactKind.CONTACT: (_of_kind, "kind"),
    FactKind.NUMBER: (lambda row: str(row.scheme), "scheme"),
}
"""Facts of which several stand side by side, and the question that says which."""


def _stands(
    actor: Actor,
    person_id: int,
    rows: Callable[[], QuerySet[Any]],
    said: Callable[[Any], Said],
    *,
    officers: Collection[str] = (),
) -> Stands:
    """What was said last among these rows."""

    def read() -> dict[str, Standing]:
        return _latest(list(rows().order_by("-id")[:1]), said, officers=officers)

    return Stands(read, lambda sent: [ALL], held=(_held(person_id),))


def of_protected_address(actor: Actor, person: PersonRow) -> Stands:
    """The address that is held apart, for whoever sees it."""

    def said(row: ProtectedAddress) -> Said:
        return {"lines": row.lines, "postcode": row.postcode, "officers": _texts(row.officers), "why": row.why}

    held = partial(ProtectedAddress.objects.visible_to(actor).filter, person_id=person.id)
    return _stands(actor, person.id, held, said, officers=["officers"])


def of_restriction(actor: Actor, person: PersonRow) -> Stands:
    """Who alone sees the record."""
    found = partial(Restriction.objects.visible_to(actor).filter, person_id=person.id)
    return _stands(
        actor, person.id, found, lambda row: {"officers": _texts(row.officers), "why": row.why}, officers=["officers"]
    )


def _texts(ids: Sequence[int]) -> list[str]:
    return [str(each) for each in ids]


def of_allocation(actor: Actor, person: PersonRow) -> Stands:
    """Who has the child."""
    kind = InvolvementKind.ALLOCATED.value
    found = partial(Involvement.objects.visible_to(actor).filter, person_id=person.id, kind=kind, ends_on__isnull=True)

    def said(row: Involvement) -> Said:
        return {"worker": str(row.worker_id), "over_limit_why": row.over_limit_why, "so_on": row.starts_on}

    return _stands(actor, person.id, found, said, officers=["worker"])


def of_marker(actor: Actor, person: PersonRow, ref: str) -> Stands:
    """What was said last of a warning."""

    def said(row: MarkerFact) -> Said:
        return {"step": row.step, "words": row.words, "review_on": row.review_on}

    return _stands(actor, person.id, partial(MarkerFact.objects.visible_to(actor).filter, marker__ref=ref), said)


def of_sign_off(actor: Actor, person: PersonRow, ref: str) -> Stands:
    """What a manager said last of an immediate risk."""
    found = partial(SignOff.objects.visible_to(actor).filter, referral__ref=ref)
    return _stands(actor, person.id, found, lambda row: {"answer": row.answer, "words": row.words})


def of_referral(actor: Actor, person: PersonRow, ref: str) -> Stands:
    """The step of a referral that was taken last."""

    def said(row: ReferralStep) -> Said:
        return {"outcome": row.outcome, "words": row.words, "so_on": row.so_on}

    found = partial(ReferralStep.objects.visible_to(actor).filter, referral__ref=ref)
    stands = _stands(actor, person.id, found, said)

    def read() -> dict[str, Standing]:
        return {
            part: Standing(
                mark=each.mark,
                said=each.said,
                words={"outcome": OUTCOME_WORDS[Outcome(each.said["outcome"])]},
                by_id=each.by_id,
                by=each.by,
                at=each.at,
            )
            for part, each in stands.read().items()
        }

    return Stands(read, stands.parts, stands.held)


def of_meeting(actor: Actor, person: PersonRow, ref: str) -> Stands:
    """How a meeting with the family went."""

    def said(row: FamilyContactDone) -> Said:
        return {"took_place": "yes" if row.took_place else "no", "words": row.words, "view": row.view}

    found = partial(FamilyContactDone.objects.visible_to(actor).filter, contact__ref=ref)
    return _stands(actor, person.id, found, said)


def of_typed_duty(actor: Actor, person: PersonRow, ref: str) -> Stands:
    """What became of something that was due."""

    def said(row: TypedDutyEnd) -> Said:
        return {"end": row.end, "words": row.words, "so_on": row.so_on}

    return _stands(actor, person.id, partial(TypedDutyEnd.objects.visible_to(actor).filter, duty__ref=ref), said)


def of_consent(actor: Actor, person: PersonRow, ref: str) -> Stands:
    """What somebody of another service may be told."""

    def said(row: HelperConsent) -> Said:
        asked = ("step", "given_by", "who", "scope", "until", "so_on")
        return {name: getattr(row, name) for name in asked}

    return _stands(actor, person.id, partial(HelperConsent.objects.visible_to(actor).filter, helper__ref=ref), said)


def of_waits(actor: Actor, people: Mapping[str, PersonRow], *, is_review: bool = False) -> Stands:
    """How children stand who wait, by the ref of each wait; in a review each has its own questions."""

    def read() -> dict[str, Standing]:
        rows = WaitingFact.objects.visible_to(actor).filter(waiting__ref__in=list(people)).select_related("waiting")
        if not is_review:
            return _latest(rows.order_by("id"), _wait, officers=["holder"])
        found: dict[str, Standing] = {}
        told = _latest(rows.order_by("id"), _wait, part=lambda row: str(row.waiting.ref), officers=["holder"])
        for ref, each in told.items():
            said = {f"{name}_{ref}": value for name, value in each.said.items()}
            words = {f"{name}_{ref}": value for name, value in each.words.items()}
            found[ref] = Standing(each.mark, said, words, each.by_id, each.by, each.at, people[ref].name)
        return found

    def parts(sent: Mapping[str, str]) -> list[str]:
        return [ref for ref in people if sent.get(f"why_{ref}", "").strip()] if is_review else [ALL]

    return Stands(read, parts, held=tuple(_held(person.id) for person in people.values()))


def _wait(row: WaitingFact) -> Said:
    return {
        "holder": str(row.holder_id),
        "level": row.level,
        "why": row.why,
        "plan": row.plan,
        "next_contact_on": row.next_contact_on,
    }
