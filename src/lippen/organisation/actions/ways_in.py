"""What is done to people's ways in: invited, recovered, closed, opened again, stopped and given back in one council."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import LETTERS, new_ref
from lippen.organisation import factors, rules
from lippen.organisation.actions import NOT_YOURSELF, manage, note, subject_of
from lippen.organisation.models import Account, EntryLink, EntryLinkEnd, PostHolding
from lippen.organisation.vocabulary import Change, Checked, Ended, Purpose

CODE_LETTERS = 16
HOLDS = {Purpose.INVITE: rules.INVITATION_HOLDS, Purpose.RECOVER: rules.RECOVERY_HOLDS}
VERBS = {Purpose.INVITE: "account.invited", Purpose.RECOVER: "account.recovery_made"}
NOT_A_CODE = "That code does not open anything. It may be mistyped, used already, or past its time. Ask for a new one."
NO_WAY_IN = "This way in is closed. Open it again first."


@dataclass(frozen=True)
class Code:
    """A one-time code as it is shown once to whoever made it: it is kept nowhere in this form."""

    words: str
    purpose: Purpose
    expires_at: datetime


def hash_of(code: str) -> str:
    """What is kept of a code. Spaces, hyphens and capitals do not matter: people type it from paper."""
    plain = "".join(letter for letter in code.lower() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


@atomic
def invite(*, actor: Actor, account: Account, at: datetime) -> Code:
    """Make a one-time code with which somebody sets their first password; an earlier one stops working."""
    manage(actor, [account.person.authority_id])
    if not account.is_active:
        raise CannotDo(NO_WAY_IN)
    if account.pk == actor.account_id:
        raise CannotDo(NOT_YOURSELF)
    if account.has_usable_password():
        raise CannotDo(f"{account.person.name} has set a password already. If they lost it, make a recovery.")
    return _code(actor, account, Purpose.INVITE, at)


@atomic
def recover(*, actor: Actor, account: Account, checked: Checked, at: datetime) -> Code:
    """Make a one-time code for somebody who lost password, phone or both; what they have goes when they use it."""
    manage(actor, [account.person.authority_id])
    if not account.is_active:
        raise CannotDo(NO_WAY_IN)
    if account.pk == actor.account_id:
        raise CannotDo(NOT_YOURSELF)
    return _code(actor, account, Purpose.RECOVER, at, checked=checked)


def _code(actor: Actor, account: Account, purpose: Purpose, at: datetime, *, checked: str = "") -> Code:
    Account.objects.select_for_update().get(pk=account.pk)  # one at a time: two would each believe theirs is the last
    for link in EntryLink.objects.filter(account=account, end__isnull=True):
        EntryLinkEnd.objects.create(link=link, how=Ended.REPLACED, recorded_at=at, recorded_by_id=actor.account_id)
    words = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
    made = EntryLink.objects.create(
        ref=new_ref("link"),
        account=account,
        purpose=purpose,
        checked=checked,
        code_hash=hash_of(words),
        expires_at=at + HOLDS[purpose],
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    keys = {"link": made.ref, "checked": checked} if checked else {"link": made.ref}
    audit.record(actor, VERBS[purpose], subject_of(account), keys=keys)
    spaced = "-".join(words[place : place + 4] for place in range(0, CODE_LETTERS, 4))
    return Code(spaced, purpose, made.expires_at)


@atomic
def withdraw(*, actor: Actor, account: Account, at: datetime) -> int:
    """Take back every code of an account that has not been used; how many there were."""
    manage(actor, [account.person.authority_id])
    waiting = list(EntryLink.objects.filter(account=account, end__isnull=True))
    for link in waiting:
        with refusal("organisation_entrylinkend_link_id_key", "It has just been used. Close the way in if need be."):
            EntryLinkEnd.objects.create(link=link, how=Ended.WITHDRAWN, recorded_at=at, recorded_by_id=actor.account_id)
    audit.record(actor, "account.codes_withdrawn", subject_of(account), keys={"codes": len(waiting)})
    return len(waiting)


def account_by_code(code: str, *, at: datetime) -> Account | None:
    """Whose code this is, while it can be used."""
    link = _open_link(code, at)
    return link.account if link else None


def _open_link(code: str, at: datetime) -> EntryLink | None:
    found = EntryLink.objects.filter(code_hash=hash_of(code), expires_at__gt=at, end__isnull=True)
    return found.filter(account__is_active=True).select_related("account__person").first()


@atomic
def use_code(*, actor: Actor, code: str, password: str, at: datetime) -> Account:
    """Set a password with a one-time code. A recovery takes second factors away: a new one is set up at once."""
    link = _open_link(code, at)
    if link is None:
        raise CannotDo(NOT_A_CODE, field="code")
    account = link.account
    with refusal("organisation_entrylinkend_link_id_key", NOT_A_CODE, field="code"):
        EntryLinkEnd.objects.create(link=link, how=Ended.USED, recorded_at=at, recorded_by=account)
    account.set_password(password)
    account.save(update_fields=["password"])
    lost = factors.forget_all(account.pk) if link.purpose == Purpose.RECOVER else 0
    audit.record(actor, "account.link_used", subject_of(account), keys={"link": link.ref, "factors_removed": lost})
    return account


@atomic
def reopen(*, actor: Actor, account: Account, so_on: date, at: datetime) -> None:
    """Open a way in again; password and second factors are as they were."""
    manage(actor, [account.person.authority_id])
    if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
        raise CannotDo("This way in is open already.")
    note(account, Change.REOPENED, actor=actor, so_on=so_on, at=at)
    audit.record(actor, "account.reopened", subject_of(account))


@atomic
def end_holding(*, actor: Actor, holding_id: int, last_day: date, at: datetime) -> PostHolding:
    """Say on which day somebody holds a post for the last time; it can be said again until that day has passed."""
    holding = PostHolding.objects.select_for_update(of=("self",)).select_related("post", "person").get(pk=holding_id)
    manage(actor, [holding.post.authority_id])
    if holding.ends_on is not None and holding.ends_on <= at.date():
        raise CannotDo("This post has ended already. Record a new one if they are back.")
    if last_day < holding.starts_on:
        raise CannotDo("The last day comes before the first. Give a later day.", field="last_day")
    holding.ends_on = last_day + timedelta(days=1)
    with refusal("one_substantive_holder_of_a_post", f"{holding.post.title} has another holder by then."):
        holding.save(update_fields=["ends_on"])
    keys = {"person": holding.person.ref, "ends_on": holding.ends_on.isoformat()}
    audit.record(actor, "post.ended", holding.post, keys=keys)
    return holding
