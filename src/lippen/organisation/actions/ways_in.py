"""What is done to people's ways in: invited, recovered, closed, opened again, stopped and given back in one council."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import LETTERS, new_ref
from lippen.organisation import factors, rules
from lippen.organisation.actions import (
    NOT_YOURSELF,
    found_authority,
    hold_post,
    manage,
    note,
    open_account,
    open_post,
    record_person,
    subject_of,
)
from lippen.organisation.actions.letters import tell_of_recovery
from lippen.organisation.models import (
    Account,
    Authority,
    EntryLink,
    EntryLinkEnd,
    Person,
    Post,
    PostHolding,
    RecoveryAnswer,
)
from lippen.organisation.queries import held_on, recoveries
from lippen.organisation.roles import Role
from lippen.organisation.vocabulary import Change, Checked, Ended, Purpose, Told

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
    ref: str


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
        raise CannotDo(f"{account.person.name} has set a password already. If they lost it, ask for a recovery.")
    if account.last_login is not None:
        raise CannotDo(f"{account.person.name} has been in already. If they lost their way in, ask for a recovery.")
    return make_code(actor, account, Purpose.INVITE, at)


def make_code(
    actor: Actor,
    account: Account,
    purpose: Purpose,
    at: datetime,
    *,
    checked: str = "",
    confirmed: RecoveryAnswer | None = None,
) -> Code:
    """Make a one-time code; one of before stops working. Whoever calls has made sure that it may be made."""
    Account.objects.select_for_update().get(pk=account.pk)  # one at a time: two would each believe theirs is the last
    for link in EntryLink.objects.filter(account=account, end__isnull=True):
        EntryLinkEnd.objects.create(link=link, how=Ended.REPLACED, recorded_at=at, recorded_by_id=actor.account_id)
    words = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
    made = EntryLink.objects.create(
        ref=new_ref("link"),
        account=account,
        purpose=purpose,
        checked=checked,
        confirmed=confirmed,
        code_hash=hash_of(words),
        expires_at=at + HOLDS[purpose],
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    keys = {"link": made.ref, "checked": checked} if checked else {"link": made.ref}
    audit.record(actor, VERBS[purpose], subject_of(account), keys=keys)
    spaced = "-".join(words[place : place + 4] for place in range(0, CODE_LETTERS, 4))
    return Code(spaced, purpose, made.expires_at, made.ref)


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
    is_recovery = link.purpose == Purpose.RECOVER
    lost = factors.forget_all(account.pk) if is_recovery else 0
    audit.record(actor, "account.link_used", subject_of(account), keys={"link": link.ref, "factors_removed": lost})
    if is_recovery:
        tell_of_recovery(account, Told.USED, link.ref)
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


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is invited, and the post they take up: a vacant one, or a new one by its role and title."""

    given_name: str
    family_name: str
    email: str
    phone: str
    starts_on: date
    post_id: int | None = None
    role: Role | None = None
    title: str = ""
    reports_to_id: int | None = None


@atomic
def invite_newcomer(
    *, actor: Actor, authority: Authority, newcomer: Newcomer, at: datetime, real_at: datetime | None = None
) -> tuple[Person, Code]:
    """Record somebody, give them their post and a way in, and make the code for their first password.

    `real_at`: the machine's time, by which the code holds, where the domain clock stands still.
    """
    manage(actor, [authority.pk])
    if Account.objects.filter(email__iexact=newcomer.email).exists():
        raise CannotDo("Somebody has a way in with that e-mail address already. Find them in the list.", field="email")
    person = record_person(
        actor=actor,
        authority=authority,
        given_name=newcomer.given_name,
        family_name=newcomer.family_name,
        initials=initials_of(newcomer),
        email=newcomer.email,
        phone=newcomer.phone,
        at=at,
    )
    hold_post(
        actor=actor, post=_post(actor, authority, newcomer, at), person=person, starts_on=newcomer.starts_on, at=at
    )
    account = open_account(actor=actor, person=person, email=newcomer.email, at=at)
    audit.record(actor, "account.newcomer", subject_of(account))
    return person, invite(actor=actor, account=account, at=real_at or at)


def initials_of(newcomer: Newcomer) -> str:
    """The first letters of given and family names."""
    words = f"{newcomer.given_name} {newcomer.family_name}".split()
    return "".join(word[0].upper() for word in words)[:12]


def _post(actor: Actor, authority: Authority, newcomer: Newcomer, at: datetime) -> Post:
    if newcomer.post_id is not None:
        found = Post.objects.filter(pk=newcomer.post_id, authority=authority).first()
        if found is None:
            raise CannotDo("That post is not one of this council's. Choose another.", field="post")
        return found
    if newcomer.role is None:
        raise CannotDo("Choose the kind of post.", field="role")
    above = Post.objects.filter(pk=newcomer.reports_to_id, authority=authority).first()
    return open_post(
        actor=actor, authority=authority, role=newcomer.role, title=newcomer.title, reports_to=above, at=at
    )


@dataclass(frozen=True)
class First:
    """A council's first administrator, recorded at the machine itself."""

    council: str
    short_name: str
    name: str
    email: str
    lost: bool = False
    """Whether they had come in and lost their way in: then they are helped back in, where no two others could."""


@atomic
def first_administrator(*, actor: Actor, first: First, at: datetime) -> Code:
    """On a fresh server: record the council, its first administrator and their way in; refuse where one can come in."""
    manage(actor, [])
    council = Authority.objects.filter(name__iexact=first.council).first()
    if council is None:
        council = found_authority(actor=actor, name=first.council, short_name=first.short_name, at=at)
    known = Account.objects.filter(email__iexact=first.email).select_related("person").first()
    if known is not None:
        return _once_more(actor, council, known, at, lost=first.lost)
    if first.lost:
        raise CannotDo(f"Nobody with the address {first.email} has a way in. Write it as it stands under Ways in.")
    if names := _administrators(council, day_of(at)):
        raise CannotDo(f"{council.name} has an administrator already: {', '.join(names)}. Ask them for an invitation.")
    given, _, family = first.name.strip().partition(" ")
    newcomer = Newcomer(
        given_name=given,
        family_name=family,
        email=first.email,
        phone="",
        starts_on=day_of(at),
        role=Role.ADMINISTRATOR,
        title="Lippen administrator",
    )
    audit.record(actor, "account.first_administrator", council)
    return invite_newcomer(actor=actor, authority=council, newcomer=newcomer, at=at)[1]


def _administrators(council: Authority, on: date) -> list[str]:
    """Those who look after a council's ways in and have a way in themselves."""
    held = held_on(on).filter(post__authority=council, post__role=Role.ADMINISTRATOR, person__account__is_active=True)
    return [holding.person.name for holding in held.select_related("person")]


def _once_more(actor: Actor, council: Authority, account: Account, at: datetime, *, lost: bool) -> Code:
    """The code got lost before it was used, or all that came after it did and no two others could help."""
    if account.person.authority_id != council.pk or account.person.name not in _administrators(council, day_of(at)):
        raise CannotDo(f"{account.email} belongs to somebody who is not an administrator of {council.name}.")
    if not lost:
        return invite(actor=actor, account=account, at=at)
    if recoveries.two_could(council.pk, but=account.person_id, at=at):
        raise CannotDo(
            f"Others of {council.name} can let {account.person.name} back in: an administrator asks for it under Ways "
            "in, and another administrator or somebody of information governance confirms it."
        )
    audit.record(actor, "account.recovered_at_server", subject_of(account))
    code = make_code(actor, account, Purpose.RECOVER, at, checked=Checked.AT_SERVER)
    tell_of_recovery(account, Told.AT_SERVER, code.ref)
    return code
