"""Letting somebody back in who lost their way in: one person asks, another confirms, and each has made sure who it is.

Locks are taken on the account's row alone, so that of two people at the same moment the second is told what the first
has done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import rules
from lippen.organisation.actions import NOT_YOURSELF, Pin, close_duty, manage, pin_duties, subject_of
from lippen.organisation.actions.letters import tell_of_recovery
from lippen.organisation.actions.ways_in import NO_WAY_IN, Code, make_code
from lippen.organisation.models import Account, EntryLink, EntryLinkEnd, Recovery, RecoveryAnswer
from lippen.organisation.queries import recoveries as queries
from lippen.organisation.vocabulary import (
    BY_PEOPLE,
    RECOVERY_DUTY,
    RECOVERY_SUBJECT,
    Checked,
    Ended,
    Lost,
    Purpose,
    RecoveryAnswered,
    Told,
)

TWO_PEOPLE = "You asked for this. Somebody else makes sure for themselves who it is, and confirms it."
TOO_NEW = (
    f"Your own way in is younger than {rules.SETTLED_AFTER.days} days. Until then others answer for who is let back in."
)
OVER = "This recovery waits no longer. Ask for another if they still cannot come in."
SAY_HOW = "Say how you made sure. If you have not, do that first."
NOBODY_ELSE = (
    "Nobody else in your council could confirm it yet. That takes a second administrator or somebody of information "
    "governance, with a way in that is 14 days old. For an administrator, whoever runs the server can help."
)


@atomic
def ask(*, actor: Actor, account: Account, lost: Lost, checked: Checked, at: datetime) -> Recovery:
    """Ask that somebody be let back in: the first of two words. Nothing of theirs changes by it."""
    authority_id = account.person.authority_id
    manage(actor, [authority_id])
    locked = _locked(account)
    _refuse_closed_and_own(actor, locked)
    if queries.waiting_of(account.pk, at=at).exists():
        raise CannotDo(f"A recovery for {account.person.name} waits already for its second person.")
    others = queries.confirmers_of(authority_id, at=at)
    _refuse_unfit(actor, checked, queries.askers_of(authority_id, at=at))
    wanted = {person: each for person, each in others.items() if each not in {actor.account_id, account.pk}}
    if not wanted:
        raise CannotDo(NOBODY_ELSE)
    made = Recovery.objects.create(
        ref=new_ref("recovery"),
        account=account,
        authority_id=authority_id,
        lost=lost,
        checked=checked,
        expires_at=at + rules.RECOVERY_WAITS,
        recorded_at=at,
        recorded_by_id=actor.own_id,
    )
    pin_duties(_pins(made, wanted), at=at)
    keys = {"recovery": made.ref, "lost": lost, "checked": checked}
    audit.record(actor, "account.recovery_asked", subject_of(account), keys=keys)
    tell_of_recovery(account, Told.ASKED, made.ref)
    return made


@atomic
def confirm(*, actor: Actor, recovery_ref: str, checked: Checked, at: datetime) -> Code:
    """Confirm what another asked for: the second of two words. The code is made and shown to whoever spoke last."""
    found = _found(actor, recovery_ref)
    require(actor, Permission.CONFIRM_RECOVERY, at=[found.authority_id])
    account = _locked(found.account)
    _refuse_closed_and_own(actor, account)
    if found.recorded_by_id == actor.account_id:
        raise CannotDo(TWO_PEOPLE)
    if found.expires_at <= at or RecoveryAnswer.objects.filter(recovery=found).exists():
        raise CannotDo(OVER)
    _refuse_unfit(actor, checked, queries.confirmers_of(found.authority_id, at=at))
    if found.recorded_by_id not in queries.askers_of(found.authority_id, at=at).values():
        raise CannotDo("Whoever asked for this looks after ways in no longer. Withdraw it, and ask for another.")
    answer = _answer(actor, found, RecoveryAnswered.CONFIRMED, at, checked=checked)
    keys = {"recovery": found.ref, "checked": checked}
    audit.record(actor, "account.recovery_confirmed", subject_of(account), keys=keys)
    code = make_code(actor, account, Purpose.RECOVER, at, checked=checked, confirmed=answer)
    tell_of_recovery(account, Told.CONFIRMED, found.ref)
    return code


@atomic
def withdraw(*, actor: Actor, recovery_ref: str, at: datetime) -> None:
    """Take a recovery back while it waits, or its code while nobody has used it. It takes one person to stop it."""
    found = _found(actor, recovery_ref)
    if found.account_id != actor.account_id:
        require(actor, Permission.CONFIRM_RECOVERY, at=[found.authority_id])
    _locked(found.account)
    answer = RecoveryAnswer.objects.filter(recovery=found).first()
    if answer is None:
        _answer(actor, found, RecoveryAnswered.WITHDRAWN, at)
    else:
        _withdraw_code(actor, answer, at)
    audit.record(actor, "account.recovery_withdrawn", subject_of(found.account), keys={"recovery": found.ref})
    tell_of_recovery(found.account, Told.WITHDRAWN, found.ref)


def _found(actor: Actor, recovery_ref: str) -> Recovery:
    found = Recovery.objects.visible_to(actor).filter(ref=recovery_ref).select_related("account__person").first()
    if found is None:
        raise NotVisible
    return found


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update(of=("self",)).select_related("person").get(pk=account.pk)


def _refuse_closed_and_own(actor: Actor, account: Account) -> None:
    if account.pk == actor.account_id:
        raise CannotDo(NOT_YOURSELF)
    if not account.is_active:
        raise CannotDo(NO_WAY_IN)


def _refuse_unfit(actor: Actor, checked: Checked, fit: dict[int, int]) -> None:
    if checked not in BY_PEOPLE:
        raise CannotDo(SAY_HOW, field="checked")
    if actor.account_id not in fit.values():
        raise CannotDo(TOO_NEW)


def _answer(
    actor: Actor, found: Recovery, answered: RecoveryAnswered, at: datetime, *, checked: str = ""
) -> RecoveryAnswer:
    with refusal("organisation_recoveryanswer_recovery_id_key", OVER):
        made = RecoveryAnswer.objects.create(
            recovery=found,
            account_id=found.account_id,
            authority_id=found.authority_id,
            asked_by_id=found.recorded_by_id,
            answered=answered,
            checked=checked,
            recorded_at=at,
            recorded_by_id=actor.own_id,
        )
    close_duty(kind=RECOVERY_DUTY, subject_kind=RECOVERY_SUBJECT, subject_key=found.ref, at=at)
    return made


def _withdraw_code(actor: Actor, answer: RecoveryAnswer, at: datetime) -> None:
    link = EntryLink.objects.filter(confirmed=answer, end__isnull=True, expires_at__gt=at).first()
    if link is None:
        raise CannotDo("There is nothing to stop any more: it is over, or its code was used.")
    with refusal("organisation_entrylinkend_link_id_key", "Its code has just been used. Close the way in if need be."):
        EntryLinkEnd.objects.create(link=link, how=Ended.WITHDRAWN, recorded_at=at, recorded_by_id=actor.account_id)


def _pins(made: Recovery, people: Iterable[int]) -> list[Pin]:
    starts, ends = day_of(made.recorded_at), day_of(made.expires_at) + timedelta(days=1)
    key = rules.RECOVERY_BY_TWO.key
    return [Pin(RECOVERY_DUTY, RECOVERY_SUBJECT, made.ref, person, starts, ends, key) for person in sorted(people)]
