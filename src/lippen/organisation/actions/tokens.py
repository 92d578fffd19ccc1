"""Tokens of partners' systems are made and revoked by whoever keeps the accounts."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.ids import new_ref
from lippen.kernel.typed import said
from lippen.organisation.models import Account, PartnerToken
from lippen.organisation.queries.links import hashed
from lippen.organisation.roles import Role
from lippen.organisation.vocabulary import Scope

BEGINNING = "lippen_"
SECRET_BYTES = 24
LONGEST = timedelta(days=366 * 2)
SEEN_STEP = timedelta(minutes=1)


@atomic
def make_token(
    *, actor: Actor, name: str, authority_id: int, scopes: Collection[Scope], expires_on: date, at: datetime
) -> str:
    """Make a token for a partner's system; gives its secret, this once only."""
    require(actor, Permission.MANAGE_ACCOUNTS, at=[authority_id])
    if not said(name):
        raise CannotDo("Say which system it is for.", field="name")
    if not scopes:
        raise CannotDo("Choose at least one thing that it may do.", field="scopes")
    _check_end(expires_on, day_of(at))
    ref, secret = new_ref("token"), BEGINNING + secrets.token_hex(SECRET_BYTES)
    account = Account.objects.create_user(f"{ref}@systems.invalid")
    made = PartnerToken.objects.create(
        ref=ref,
        name=said(name)[:120],
        authority_id=authority_id,
        account=account,
        scopes=sorted(Scope(scope).value for scope in scopes),
        stands_as=[Role.OTHER_COUNCILLOR.value] if Scope.READ_PAPERS in scopes else [],
        secret_hash=hashed(secret),
        hint=secret[-4:],
        made_at=at,
        made_by_id=actor.account_id,
        expires_on=expires_on,
    )
    audit.record(actor, "token.made", made, keys={"scopes": made.scopes, "account": account.pk})
    return secret


def _check_end(expires_on: date, today: date) -> None:
    if expires_on <= today:
        raise CannotDo("Its last day has to come. Give a later one.", field="expires_on")
    if expires_on > today + LONGEST:
        raise CannotDo("A token lasts two years at most. Give an earlier last day.", field="expires_on")


@atomic
def revoke_token(*, actor: Actor, token_ref: str, at: datetime) -> None:
    """Revoke a token: from now on it lets nobody in."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = PartnerToken.objects.filter(ref=token_ref, authority_id__in=reach).select_for_update(no_key=True).first()
    if found is None:
        raise NotVisible
    if found.revoked_at is None:
        PartnerToken.objects.filter(pk=found.pk).update(revoked_at=at, revoked_by_id=actor.account_id)
        Account.objects.filter(pk=found.account_id).update(is_active=False)
    audit.record(actor, "token.revoked", found)


def note_use(ref: str, *, at: datetime) -> None:
    """Note when a token was last used, every minute at most."""
    seen = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - SEEN_STEP)
    PartnerToken.objects.filter(seen, ref=ref).update(last_used_at=at)
