"""Groups of partners and their contacts are written down, changed by new facts, and ended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement.actions.keeping import Keeping, begin_group, begin_of, check_after, next_number
from lippen.improvement.actions.on_plan import MEANWHILE
from lippen.improvement.actions.writing import already, check_day, locked, moment, needed
from lippen.improvement.models import (
    Contact,
    ContactDetails,
    Partner,
    Plan,
    StakeholderGroup,
    StakeholderNaming,
)
from lippen.improvement.vocabulary import StakeholderKind
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref

CALLED = "Say what they are called."


@atomic
def add_stakeholder(
    *,
    actor: Actor,
    authority_id: int,
    kind: StakeholderKind,
    name: str,
    so_on: date,
    at: datetime,
    why: str = "",
    lead_id: int | None = None,
    plan_ref: str = "",
    partner_ref: str = "",
    token: UUID | str | None = None,
) -> StakeholderGroup:
    """Write down a group that the service talks with, what for, and who of ours looks after it."""
    require(actor, Permission.WRITE_UPDATE)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    require(actor, Permission.WRITE_UPDATE, at=[authority_id])
    if made := already(StakeholderGroup, token, actor):
        return made
    check_day(so_on, at)
    plan = _plan(actor, plan_ref)
    recorded_at = moment(locked(plan.pk), at) if plan else at
    made = StakeholderGroup.objects.create(
        ref=new_ref("with"),
        kind=StakeholderKind(kind).value,
        plan=plan,
        partner=_partner(actor, partner_ref, authority_id),
        authority_id=authority_id,
        so_on=so_on,
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    _name(Keeping(actor, made, recorded_at), name, why, lead_id, so_on)
    audit.record(actor, "stakeholder.added", made)
    return made


@atomic
def change_stakeholder(
    *,
    actor: Actor,
    stakeholder_ref: str,
    name: str,
    so_on: date,
    at: datetime,
    why: str = "",
    lead_id: int | None = None,
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> StakeholderNaming:
    """Call a group otherwise, give it to somebody else to look after, or say that we talk with it no longer."""
    keeping = begin_group(actor, stakeholder_ref, at=at)
    if made := already(StakeholderNaming, token, actor):
        return made
    check_after(so_on, at, keeping.group.namings, keeping.group.so_on)
    made = _name(keeping, name, why, lead_id, so_on, is_ended, token)
    audit.record(actor, "stakeholder.changed", keeping.group)
    return made


@atomic
def add_contact(
    *,
    actor: Actor,
    stakeholder_ref: str,
    name: str,
    so_on: date,
    at: datetime,
    role: str = "",
    reach: str = "",
    token: UUID | str | None = None,
) -> Contact:
    """Write down somebody in a group whom one can reach."""
    keeping = begin_group(actor, stakeholder_ref, at=at)
    if made := already(Contact, token, actor):
        return made
    check_day(so_on, at)
    made = Contact.objects.create(ref=new_ref("contact"), group=keeping.group, **keeping.fact(so_on, token))
    _detail(keeping, made, name, role, reach, so_on)
    audit.record(actor, "contact.added", made)
    return made


@atomic
def change_contact(
    *,
    actor: Actor,
    contact_ref: str,
    name: str,
    so_on: date,
    at: datetime,
    role: str = "",
    reach: str = "",
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> ContactDetails:
    """Say a contact's name, role or address anew, or that they are a contact no longer."""
    contact, keeping = begin_of(actor, Contact, contact_ref, at=at)
    if made := already(ContactDetails, token, actor):
        return made
    check_after(so_on, at, contact.details, contact.so_on)
    made = _detail(keeping, contact, name, role, reach, so_on, is_ended, token)
    audit.record(actor, "contact.changed", contact)
    return made


def _name(
    keeping: Keeping,
    name: str,
    why: str,
    lead_id: int | None,
    so_on: date,
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> StakeholderNaming:
    with refusal("stakeholder_naming_numbered_once", MEANWHILE):
        return StakeholderNaming.objects.create(
            group=keeping.group,
            number=next_number(keeping.group.namings),
            name=needed(name, "name", CALLED)[:200],
            why=why.strip(),
            lead_id=lead_id,
            is_ended=is_ended,
            **keeping.fact(so_on, token),
        )


def _detail(
    keeping: Keeping,
    contact: Contact,
    name: str,
    role: str,
    reach: str,
    so_on: date,
    is_ended: bool = False,
    token: UUID | str | None = None,
) -> ContactDetails:
    with refusal("contact_details_numbered_once", MEANWHILE):
        return ContactDetails.objects.create(
            contact=contact,
            number=next_number(contact.details),
            name=needed(name, "name", "Write the contact's name.")[:160],
            role=role.strip()[:200],
            reach=reach.strip()[:300],
            is_ended=is_ended,
            **keeping.fact(so_on, token),
        )


def _plan(actor: Actor, ref: str) -> Plan | None:
    if not ref:
        return None
    found = Plan.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def _partner(actor: Actor, ref: str, authority_id: int) -> Partner | None:
    """The body that the group belongs to, of the same council."""
    if not ref:
        return None
    found = Partner.objects.visible_to(actor).filter(ref=ref, authority_id=authority_id).first()
    if found is None:
        raise CannotDo("That body is not recorded for this council. Choose one that is, or none.", field="partner")
    return found
