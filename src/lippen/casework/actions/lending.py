"""Who else sees a child for stated days: samples drawn for inspectors, parts shared with partners."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.writing import begin, check_day, found_of, needed, reason_given
from lippen.casework.models import (
    ChildSample,
    ChildSampleEnd,
    ChildSampleInspector,
    ChildSampleItem,
    PersonNow,
    Sharing,
    SharingEnd,
)
from lippen.casework.queries.seen import seen_one
from lippen.casework.vocabulary import SharedBasis, SharedPart, Status
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role


@atomic
def draw_children(
    *,
    actor: Actor,
    authority_id: int,
    inspector_ids: Collection[int],
    size: int,
    words: str,
    statuses: Collection[Status],
    purpose: str,
    opens_on: date,
    closes_on: date,
    at: datetime,
) -> ChildSample:
    """Draw some of a council's children for inspectors, to be read from a day until another (not included)."""
    for permission in (Permission.DRAW_SAMPLE, Permission.READ_RECORDS):
        require(actor, permission, at=[authority_id])
    today = day_of(at)
    _check_days(opens_on, closes_on, today, longest=today + rules.SAMPLE_LONGEST, most="90 days")
    inspectors = {row.id for row in organisation.people_with(Role.INSPECTOR, authority_id, on=today)}
    if not inspector_ids or not set(inspector_ids) <= inspectors:
        raise CannotDo("Choose who reads it, from the inspectors of this council.", field="inspectors")
    if not 1 <= size <= rules.MOST_DRAWN:
        raise CannotDo(f"Draw between 1 and {rules.MOST_DRAWN} children.", field="size")
    words = needed(words, "words", "Write the words or the number that the inspector gave you.")[:120]
    children = _children(actor, authority_id, statuses)
    if not children:
        raise CannotDo("There is no such child. Choose other statuses.", field="statuses")
    fact = {"authority_id": authority_id, "recorded_at": at, "recorded_by_id": actor.account_id}
    made = ChildSample.objects.create(
        ref=new_ref("childsample"),
        words=words,
        statuses=sorted(Status(each).value for each in statuses),
        among=sorted(children),
        purpose=reason_given(purpose, "purpose", "Say what it is for."),
        opens_on=opens_on,
        closes_on=closes_on,
        **fact,
    )
    for inspector_id in sorted(set(inspector_ids)):
        ChildSampleInspector.objects.create(sample=made, inspector_id=inspector_id, **fact)
    refs = rules.drawn(children, words, size)
    ChildSampleItem.objects.bulk_create(
        ChildSampleItem(sample=made, order=order, child_id=children[ref], **fact) for order, ref in enumerate(refs, 1)
    )
    audit.record(actor, "childsample.drawn", made, keys={"children": len(refs), "of": len(children)})
    return made


def _children(actor: Actor, authority_id: int, statuses: Collection[Status]) -> dict[str, int]:
    """The children of a council whom the actor sees, by reference; a restricted record is not among them."""
    found = PersonNow.objects.visible_to(actor).filter(
        authority_id=authority_id, person__is_child=True, same_as__isnull=True, is_mistake=False
    )
    found = found.exclude(person__restrictions__officers__len__gt=0)
    if statuses:
        found = found.filter(status__in=[Status(each).value for each in statuses])
    return dict(found.values_list("person__ref", "person_id"))


def _check_days(opens_on: date, closes_on: date, today: date, *, longest: date, most: str) -> None:
    if opens_on < today:
        raise CannotDo("It cannot begin before today. Give today or a later day.", field="opens_on")
    if closes_on <= opens_on:
        raise CannotDo("It ends after it begins. Give a later day.", field="closes_on")
    if closes_on > longest:
        raise CannotDo(f"It may last {most} at most. Give an earlier day.", field="closes_on")


@atomic
def close_children_sample(*, actor: Actor, sample_ref: str, why: str, at: datetime) -> ChildSampleEnd:
    """Close a sample today, before its day."""
    found = seen_one(actor, ChildSample, sample_ref)
    require(actor, Permission.DRAW_SAMPLE, at=[found.authority_id])
    if found.closes_on <= day_of(at):
        raise CannotDo("This sample is closed already.")
    with refusal("casework_childsampleend_sample_id_key", "Somebody has closed this sample already."):
        made = ChildSampleEnd.objects.create(
            sample=found,
            authority_id=found.authority_id,
            ends_on=day_of(at),
            why=reason_given(why, "why", "Say why it closes early."),
            recorded_at=at,
            recorded_by_id=actor.account_id,
        )
    audit.record(actor, "childsample.closed", found)
    return made


@atomic
def share(
    *,
    actor: Actor,
    person_refs: Collection[str],
    partner_id: int,
    purpose: str,
    basis: SharedBasis,
    parts: Collection[SharedPart],
    opens_on: date,
    closes_on: date,
    at: datetime,
    basis_words: str = "",
) -> tuple[Sharing, ...]:
    """Let a partner see the named parts of these children's records, from a day until another (not included)."""
    made = []
    today = day_of(at)
    _check_days(opens_on, closes_on, today, longest=today + rules.SHARED_LONGEST, most="a year")
    if not parts:
        raise CannotDo("Choose what they see.", field="parts")
    for person_ref in sorted(set(person_refs)):
        writing = begin(actor, person_ref, at=at, permission=Permission.AGREE_RISK)
        council = writing.person.authority_id
        if not writing.person.is_child:
            raise CannotDo("Only a child's record is shared with a partner.")
        if partner_id not in {row.id for row in organisation.people_with(Role.PARTNER, council, on=today)}:
            raise CannotDo("Choose a partner of this council.", field="partner")
        one = Sharing.objects.create(
            ref=new_ref("sharing"),
            partner_id=partner_id,
            purpose=reason_given(purpose, "purpose", "Say what they need it for."),
            basis=basis.value,
            basis_words=basis_words.strip()[:240],
            parts=[part.value for part in SharedPart if part in set(parts)],
            opens_on=opens_on,
            closes_on=closes_on,
            **writing.fact(today),
        )
        audit.record(actor, "known.shared", writing.person, keys={"sharing": one.ref, "parts": one.parts})
        made.append(one)
    return tuple(made)


@atomic
def end_sharing(*, actor: Actor, sharing_ref: str, why: str, so_on: date, at: datetime) -> SharingEnd:
    """End today what is shared, before its last day."""
    found, writing = found_of(actor, Sharing, sharing_ref, at=at, permission=Permission.AGREE_RISK)
    check_day(so_on, at)
    if found.closes_on <= day_of(at):
        raise CannotDo("This has ended already.")
    made = SharingEnd(sharing=found, why=reason_given(why, "why", "Say why it ends."), **writing.fact(so_on))
    with refusal("casework_sharingend_sharing_id_key", "Somebody has ended this already."):
        put(made)
    audit.record(actor, "known.shared_no_more", writing.person, keys={"sharing": found.ref})
    return made
