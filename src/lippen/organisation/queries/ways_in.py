"""Ways in: one's own, and those of a council for whoever looks after them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.db.models import Q

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation import factors
from lippen.organisation.models import (
    Account,
    AccountChange,
    Authority,
    EntryLink,
    Person,
    PostHolding,
    Recovery,
    RecoveryAnswer,
)
from lippen.organisation.queries import authorities_of_post, held_on, stopped_at, stopped_in, title_of
from lippen.organisation.queries.recoveries import waiting_for
from lippen.organisation.vocabulary import (
    CHANGE_WORDS,
    CHECKED_WORDS,
    LOST_WORDS,
    PURPOSE_WORDS,
    WHY_WORDS,
    Change,
    Checked,
    Lost,
    Purpose,
    Why,
)

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
    "account.recovery_asked": "Somebody asked that you be let back in",
    "account.recovery_confirmed": "A second person confirmed it",
    "account.recovery_withdrawn": "The recovery was stopped",
    "account.recovery_made": "A recovery code was made for you",
    "account.recovered_at_server": "A recovery was made for you at the server",
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


def reached_at(account_id: int) -> tuple[str, str]:
    """Name and e-mail address of an account's holder, for a letter about it."""
    account = Account.objects.select_related("person").get(pk=account_id)
    return (account.person.name if account.person else account.email), account.email


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


@dataclass(frozen=True)
class WayIn:
    """Somebody of a council, or with a post there, and how their way in stands."""

    person_ref: str
    account_id: int | None
    name: str
    email: str
    posts: tuple[str, ...]
    state: str
    last_in: datetime | None
    is_open: bool

    @property
    def has_one(self) -> bool:
        """Whether there is a way in at all."""
        return self.account_id is not None


@dataclass(frozen=True)
class HeldPost:
    """A post that somebody holds, held or will hold."""

    holding_id: int
    title: str
    council: str
    starts_on: date
    ends_on: date | None
    has_ended: bool
    may_end: bool


@dataclass(frozen=True)
class Past:
    """One thing that was done to a way in: when, what, why and by whom."""

    at: datetime
    words: str
    why: str
    by: str


@dataclass(frozen=True)
class WayInStory:
    """Somebody's way in, for whoever looks after it."""

    person_ref: str
    account_id: int | None
    name: str
    email: str
    phone: str
    authority_id: int
    state: str
    is_open: bool
    is_own: bool
    has_password: bool
    steps: tuple[str, ...]
    last_in: datetime | None
    waiting_until: datetime | None
    recovery_ref: str
    """A recovery that waits for its second person, where the reader may see it."""
    posts: tuple[HeldPost, ...]
    past: tuple[Past, ...]


STEP_WORDS = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery codes"}


def ways_in(actor: Actor, authority_id: int, *, on: date, at: datetime) -> tuple[WayIn, ...]:
    """Everybody of a council and everybody with a post there, by family name."""
    require(actor, Permission.MANAGE_ACCOUNTS, at=[authority_id])
    held: dict[int, list[PostHolding]] = defaultdict(list)
    in_council = held_on(on).filter(Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)).distinct()
    for holding in in_council.select_related("post").order_by("starts_on", "id"):
        held[holding.person_id].append(holding)
    people = Person.objects.filter(Q(authority_id=authority_id) | Q(pk__in=list(held))).select_related("account")
    stopped = set(stopped_at(authority_id))
    waiting = _waiting(at)
    rows = []
    for person in people.order_by("family_name", "given_name", "id"):
        account = getattr(person, "account", None)
        rows.append(
            WayIn(
                person.ref,
                account.pk if account else None,
                person.name,
                account.email if account else person.email,
                tuple(title_of(holding) for holding in held[person.pk]),
                _state(account, stopped, waiting, has_post=bool(held[person.pk])),
                account.last_login if account else None,
                bool(account and account.is_active and account.pk not in stopped),
            )
        )
    return tuple(rows)


def _waiting(at: datetime) -> set[int]:
    """Accounts with a code that can still be used."""
    return set(EntryLink.objects.filter(end__isnull=True, expires_at__gt=at).values_list("account_id", flat=True))


def _state(account: Account | None, stopped: set[int], waiting: set[int], *, has_post: bool) -> str:
    """How a way in stands, in words."""
    if account is None:
        return "No way in"
    if not account.is_active:
        return "Closed"
    if account.pk in stopped:
        return "Stopped in this council"
    if account.last_login is None:
        return "Invited" if account.pk in waiting else "Never used"
    return "Open" if has_post else "Open, without a post"


def story(actor: Actor, person_ref: str, *, on: date, at: datetime) -> WayInStory:
    """Somebody's way in, for an administrator of their council or of one where they hold a post."""
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    person = Person.objects.filter(ref=person_ref).select_related("account").first()
    holdings = list(
        PostHolding.objects.filter(person=person)
        .select_related("post__authority")
        .prefetch_related("post__also_for")
        .order_by("-starts_on", "-id")
    )
    councils = {each for holding in holdings for each in authorities_of_post(holding.post)}
    if person is None or not ({person.authority_id} | councils) & reach:
        raise NotVisible
    account = getattr(person, "account", None)
    waiting = _last_link(account, at)
    stopped = {account.pk} if account and set(stopped_in(account)) & reach else set()
    has_post = any(each.starts_on <= on and (each.ends_on is None or each.ends_on > on) for each in holdings)
    steps = factors.factors_of(account.pk) if account else ()
    return WayInStory(
        person_ref=person.ref,
        account_id=account.pk if account else None,
        name=person.name,
        email=account.email if account else person.email,
        phone=person.phone,
        authority_id=person.authority_id,
        state=_state(account, stopped, {account.pk} if account and waiting else set(), has_post=has_post),
        is_open=bool(account and account.is_active),
        is_own=bool(account and account.pk == actor.account_id),
        has_password=bool(account and account.has_usable_password()),
        steps=tuple(dict.fromkeys(STEP_WORDS[each.kind] for each in steps)),
        last_in=account.last_login if account else None,
        waiting_until=waiting,
        recovery_ref=(waiting_for(actor, account.pk, at=at) or "") if account else "",
        posts=tuple(_held(each, on, reach) for each in holdings),
        past=_past(actor, account),
    )


def _last_link(account: Account | None, at: datetime) -> datetime | None:
    found = EntryLink.objects.filter(account=account, end__isnull=True, expires_at__gt=at).order_by("-pk").first()
    return found.expires_at if found and account else None


def _held(holding: PostHolding, on: date, reach: frozenset[int]) -> HeldPost:
    ended = holding.ends_on is not None and holding.ends_on <= on
    return HeldPost(
        holding.pk,
        title_of(holding),
        holding.post.authority.name,
        holding.starts_on,
        holding.ends_on - timedelta(days=1) if holding.ends_on else None,
        ended,
        not ended and holding.post.authority_id in reach,
    )


def _past(actor: Actor, account: Account | None) -> tuple[Past, ...]:
    """What was done to a way in, the newest first."""
    if account is None:
        return ()
    changes = AccountChange.objects.filter(account=account).select_related("recorded_by__person", "authority")
    links = EntryLink.objects.filter(account=account).select_related("recorded_by__person", "end")
    rows = [_changed(each) for each in changes]
    rows += [_linked(each) for each in links]
    rows += [_used(each) for each in links if getattr(each, "end", None) is not None]
    rows += recovered(actor, account.pk)
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def recovered(actor: Actor, account_id: int) -> list[Past]:
    """Who asked that somebody be let back in, and who confirmed or withdrew it."""
    asked = Recovery.objects.visible_to(actor).filter(account_id=account_id).select_related("recorded_by__person")
    answered = RecoveryAnswer.objects.visible_to(actor).filter(account_id=account_id)
    rows = [Past(each.recorded_at, "Recovery asked for", _why_asked(each), _name(each.recorded_by)) for each in asked]
    for each in answered.select_related("recorded_by__person"):
        how = CHECKED_WORDS[Checked(each.checked)] if each.checked else ""
        rows.append(Past(each.recorded_at, f"Recovery {each.answered}", how, _name(each.recorded_by)))
    return rows


def _why_asked(asked: Recovery) -> str:
    return f"Lost: {LOST_WORDS[Lost(asked.lost)].lower()}. {CHECKED_WORDS[Checked(asked.checked)]}"


def _changed(change: AccountChange) -> Past:
    words = CHANGE_WORDS[Change(change.kind)]
    if change.authority is not None:
        words = words.replace("this council", change.authority.short_name)
    return Past(change.recorded_at, words, WHY_WORDS[Why(change.why)] if change.why else "", _name(change.recorded_by))


def _linked(link: EntryLink) -> Past:
    words = f"{PURPOSE_WORDS[Purpose(link.purpose)]} made"
    return Past(link.recorded_at, words, CHECKED_WORDS.get(link.checked, ""), _name(link.recorded_by))  # type: ignore[call-overload]


def _used(link: EntryLink) -> Past:
    words = f"{PURPOSE_WORDS[Purpose(link.purpose)]} {link.end.how}"
    return Past(link.end.recorded_at, words, "", _name(link.end.recorded_by))


def _name(account: Account | None) -> str:
    return account.person.name if account is not None and account.person is not None else "set-up at the server"


def account_for(actor: Actor, person_ref: str) -> Account:
    """The way in of somebody whom the actor may look after; else there is none."""
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = Account.objects.filter(person__ref=person_ref, person__authority_id__in=reach).select_related("person")
    account: Account | None = found.first()
    if account is None:
        raise NotVisible
    return account


def council_for(actor: Actor, authority_id: int) -> Authority:
    """A council whose ways in the actor looks after; else there is none."""
    found = Authority.objects.filter(pk=authority_id, pk__in=actor.reach_of(Permission.MANAGE_ACCOUNTS)).first()
    if found is None:
        raise NotVisible
    return found


def holding_for(actor: Actor, holding_id: int) -> HeldPost:
    """A post that somebody holds in a council whose ways in the actor looks after; else there is none."""
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = PostHolding.objects.filter(pk=holding_id, post__authority_id__in=reach)
    holding = found.select_related("post__authority").first()
    if holding is None:
        raise NotVisible
    return _held(holding, date.min, reach)
