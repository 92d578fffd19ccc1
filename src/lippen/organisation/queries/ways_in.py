"""Ways in: one's own, and those of a council for whoever looks after them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import connection

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation import factors
from lippen.organisation.models import Account

MOST_HAPPENED = 12
SUBJECT = "organisation.account"
HAPPENED = {
    "account.signed_in": "You signed in",
    "account.refused": "Somebody typed a wrong password",
    "account.second_refused": "Somebody typed a wrong second-step code",
    "account.linked": "Your council sign-in was linked",
    "account.unlinked": "Your council sign-in was unlinked",
    "account.factor_added": "You added a second step",
    "account.factor_removed": "You removed a second step",
    "account.codes_made": "You made new recovery codes",
    "account.signed_out_elsewhere": "You signed out elsewhere",
    "account.opened": "Your way in was opened",
    "account.closed": "Your way in was closed",
    "account.reopened": "Your way in was opened again",
    "account.invited": "An administrator made you an invitation",
    "account.recovery_made": "An administrator made a recovery for you",
    "account.link_used": "A one-time code was used to set your password",
    "account.stopped": "Your access in a council was stopped",
    "account.restored": "Your access in a council was given back",
}
KIND_WORDS = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery codes"}


@dataclass(frozen=True)
class Own:
    """What somebody's own way in is."""

    email: str
    has_password: bool


@dataclass(frozen=True)
class LinkedProvider:
    """An identity provider, and since when it opens Lippen for somebody."""

    key: str
    name: str
    since: datetime | None


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a way in."""

    at: datetime
    words: str
    detail: str


def own(actor: Actor) -> Own:
    """The actor's own way in."""
    account = Account.objects.get(pk=actor.own_id)
    return Own(account.email, account.has_usable_password())


def providers_of(actor: Actor, offered: Iterable[Any]) -> tuple[LinkedProvider, ...]:
    """Each provider that the council offers, and since when it is linked."""
    since = dict(SocialAccount.objects.filter(user_id=actor.own_id).values_list("provider", "date_joined"))
    return tuple(LinkedProvider(each.key, each.name, since.get(each.key)) for each in offered)


def happened(actor: Actor) -> tuple[Happened, ...]:
    """What happened to the actor's own way in, the newest first; the database tells nobody of another's."""
    with connection.cursor() as cursor:
        cursor.execute("select at, verb, keys::text from lippen_own_entries()")
        rows = [(at, verb, json.loads(keys)) for at, verb, keys in cursor.fetchall() if verb in HAPPENED]
    return tuple(Happened(at, HAPPENED[verb], _detail(keys)) for at, verb, keys in rows[:MOST_HAPPENED])


def subject_of(account_id: int | None) -> tuple[str, str]:
    """What an audit row calls an account: by its holder, so that it belongs to their council."""
    found = Account.objects.filter(pk=account_id).values_list("person__ref", flat=True).first()
    return SUBJECT, found or str(account_id)


def _detail(keys: dict[str, object]) -> str:
    kind = str(keys.get("kind", ""))
    return KIND_WORDS.get(kind, "")


def unlink(actor: Actor, key: str, offered: Iterable[Any]) -> str:
    """Take the actor's link to a provider away, unless it is their only way in; the provider's name."""
    name = next((each.name for each in offered if each.key == key), key)
    linked = SocialAccount.objects.filter(user_id=actor.own_id, provider=key)
    if not linked.exists():
        raise NotVisible
    held = factors.factors_of(actor.own_id)
    if not (own(actor).has_password or any(each.kind == "webauthn" for each in held)):
        raise CannotDo("This is your only way in. Set a password or add a passkey first.")
    linked.delete()
    audit.record(actor, "account.unlinked", subject_of(actor.own_id), keys={"provider": key})
    return name
