"""Tokens of partners' systems: whose they are, what they may do, and the actor that each one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation.models import PartnerToken
from lippen.organisation.queries import account_names
from lippen.organisation.queries.links import hashed
from lippen.organisation.vocabulary import SCOPE_WORDS, Scope

PERMISSIONS = {
    Scope.READ_PLANS: Permission.READ_PLAN,
    Scope.READ_PAPERS: Permission.READ_PAPER,
    Scope.WRITE_UPDATES: Permission.WRITE_UPDATE,
}


@dataclass(frozen=True)
class TokenRow:
    """A token as its page shows it; its secret is known nowhere."""

    ref: str
    name: str
    authority: str
    scopes: tuple[str, ...]
    hint: str
    made_at: datetime
    made_by: str
    expires_on: date
    revoked_at: datetime | None
    last_used_at: datetime | None
    is_expired: bool

    @property
    def is_open(self) -> bool:
        """Whether it still lets somebody in."""
        return self.revoked_at is None and not self.is_expired


def tokens(actor: Actor, *, today: date) -> tuple[TokenRow, ...]:
    """The tokens of the councils whose accounts this actor keeps, those that are open first."""
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = PartnerToken.objects.filter(authority_id__in=reach).select_related("authority").order_by("-id")
    kept = list(found)
    names = account_names({each.made_by_id for each in kept})
    rows = [_row(each, names, today) for each in kept]
    return tuple(sorted(rows, key=lambda row: not row.is_open))


def token(actor: Actor, ref: str, *, today: date) -> TokenRow:
    """One token, or NotVisible."""
    found = next((row for row in tokens(actor, today=today) if row.ref == ref), None)
    if found is None:
        raise NotVisible
    return found


def _row(each: PartnerToken, names: dict[int, str], today: date) -> TokenRow:
    return TokenRow(
        each.ref,
        each.name,
        each.authority.name,
        tuple(SCOPE_WORDS[Scope(scope)] for scope in each.scopes),
        each.hint,
        each.made_at,
        names.get(each.made_by_id or 0, ""),
        each.expires_on,
        each.revoked_at,
        each.last_used_at,
        each.expires_on < today,
    )


@dataclass(frozen=True)
class Bearer:
    """Whoever brings a token that is open: what it is called, what it may do, and who it is."""

    ref: str
    scopes: frozenset[str]
    actor: Actor


def bearer_of(secret: str, *, today: date) -> Bearer | None:
    """Who brings this secret; None for one that was revoked, has expired or never was."""
    found = PartnerToken.objects.filter(
        secret_hash=hashed(secret), revoked_at__isnull=True, expires_on__gte=today, account__is_active=True
    )
    kept = found.select_related("authority").first()
    if kept is None:
        return None
    may = frozenset(PERMISSIONS[Scope(scope)] for scope in kept.scopes)
    actor = Actor(
        account_id=kept.account_id,
        person_id=None,
        name=kept.name,
        roles=frozenset(kept.stands_as),
        permissions=may,
        authority_ids=frozenset({kept.authority_id}),
        council=kept.authority.name,
    )
    return Bearer(kept.ref, frozenset(kept.scopes), actor)
