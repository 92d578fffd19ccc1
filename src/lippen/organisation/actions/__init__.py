"""What is done to the organisation: people and posts recorded, duties pinned and closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import SETTING_UP, Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation.models import Account, AccountChange, Authority, Duty, Person, Post, PostHolding, Team
from lippen.organisation.queries import DutyRow
from lippen.organisation.roles import Role
from lippen.organisation.vocabulary import Change, Why

NOT_YOURSELF = "You cannot do this to your own way in. Ask another administrator."


@dataclass(frozen=True)
class Pin:
    """A duty to put on the board: who owes what by when."""

    kind: str
    subject_kind: str
    subject_key: str
    holder_id: int
    starts_on: date
    ends_on: date
    rule_key: str
    hours: float = 0.0
    again_days: int | None = None
    again_hours: float = 0.0


def pin_for(duty: DutyRow, holder_id: int) -> Pin:
    """What somebody owes, to be owed by this holder: by the same day, with the same hours."""
    return Pin(
        duty.kind,
        duty.subject_kind,
        duty.subject_key,
        holder_id,
        duty.starts_on,
        duty.ends_on,
        duty.rule_key,
        duty.hours,
        duty.again_days,
        duty.again_hours,
    )


PIN = """
    INSERT INTO organisation_duty (kind, subject_kind, subject_key, holder_id, starts_on, ends_on, rule_key, hours,
                                   again_days, again_hours, pinned_at)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::date[], %s::date[], %s::text[],
                         %s::numeric[], %s::smallint[], %s::numeric[], %s::timestamptz[])
    ON CONFLICT (kind, subject_kind, subject_key, holder_id) WHERE closed_at IS NULL
    DO UPDATE SET starts_on = excluded.starts_on, ends_on = excluded.ends_on, rule_key = excluded.rule_key,
                  hours = excluded.hours, again_days = excluded.again_days, again_hours = excluded.again_hours,
                  pinned_at = excluded.pinned_at
"""


def pin_duties(pins: Iterable[Pin], *, at: datetime) -> None:
    """Put duties on the board; one already open for the same holder gets the new dates, and so the last of several."""
    last = {(pin.kind, pin.subject_kind, pin.subject_key, pin.holder_id): pin for pin in pins}
    if not last:
        return
    rows = [(*vars(last[key]).values(), at) for key in sorted(last)]  # in one order, so that two writers never cross
    with connection.cursor() as cursor:
        cursor.execute(PIN, [list(column) for column in zip(*rows, strict=True)])


def close_duties(*, kind: str, subject_kind: str, subject_keys: Iterable[str], at: datetime) -> None:
    """Take every open duty of a kind for these subjects off the board."""
    close_kinds(kinds=[kind], subject_kind=subject_kind, subject_keys=subject_keys, at=at)


def close_kinds(*, kinds: Iterable[str], subject_kind: str, subject_keys: Iterable[str], at: datetime) -> None:
    """The same of several kinds."""
    about = {"kind__in": list(kinds), "subject_kind": subject_kind, "subject_key__in": list(subject_keys)}
    Duty.objects.filter(closed_at__isnull=True, **about).update(closed_at=at)


def pin_duty(
    *,
    kind: str,
    subject_kind: str,
    subject_key: str,
    holder_id: int,
    starts_on: date,
    ends_on: date,
    rule_key: str,
    at: datetime,
    hours: float = 0.0,
    again_days: int | None = None,
    again_hours: float = 0.0,
) -> None:
    """Put one duty on the board in place of the same holder's open one of that kind."""
    Duty.objects.filter(
        kind=kind, subject_kind=subject_kind, subject_key=subject_key, holder_id=holder_id, closed_at__isnull=True
    ).update(closed_at=at)
    about = (kind, subject_kind, subject_key, holder_id, starts_on, ends_on, rule_key)
    pin_duties([Pin(*about, hours, again_days, again_hours)], at=at)


def close_duty(*, kind: str, subject_kind: str, subject_key: str, at: datetime) -> None:
    """Take a duty off the board for every holder."""
    close_duties(kind=kind, subject_kind=subject_kind, subject_keys=[subject_key], at=at)


def close_past_duties(*, kind: str, on: date, at: datetime) -> int:
    """Take every duty of a kind whose last day has passed off the board, where then nothing is left to do."""
    return Duty.objects.filter(kind=kind, ends_on__lte=on, closed_at__isnull=True).update(closed_at=at)


def close_duty_of(*, kind: str, subject_kind: str, subject_key: str, holder_id: int | None, at: datetime) -> None:
    """Take a duty off one holder's desk; that of others stays."""
    Duty.objects.filter(
        kind=kind,
        subject_kind=subject_kind,
        subject_key=subject_key,
        holder_id=holder_id,
        closed_at__isnull=True,
    ).update(closed_at=at)


def close_these(duties: Collection[int], *, at: datetime) -> None:
    """Take these duties, by their numbers, off the board."""
    Duty.objects.filter(pk__in=duties, closed_at__isnull=True).update(closed_at=at)


def manage(actor: Actor, authority_ids: Iterable[int]) -> None:
    """Refuse whoever does not look after ways in, in one of these councils; set-up at the machine itself may."""
    if actor is not SETTING_UP:
        require(actor, Permission.MANAGE_ACCOUNTS, at=authority_ids)


@atomic
def found_authority(*, actor: Actor, name: str, short_name: str, at: datetime) -> Authority:
    """Record a council that answers for its own records."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    with refusal("organisation_authority_name_key", f"{name} is already recorded.", field="name"):
        made = Authority.objects.create(ref=new_ref("authority"), name=name, short_name=short_name)
    audit.record(actor, "authority.founded", made)
    return made


@atomic
def form_team(*, actor: Actor, authority: Authority, name: str, at: datetime) -> Team:
    """Record a team of a council."""
    manage(actor, [authority.pk])
    with refusal("team_named_once", f"{authority.name} has a team called {name}.", field="name"):
        made = Team.objects.create(authority=authority, name=name)
    audit.record(actor, "team.formed", ("organisation.team", str(made.pk)))
    return made


@atomic
def record_person(
    *,
    actor: Actor,
    authority: Authority,
    given_name: str,
    family_name: str,
    initials: str,
    email: str,
    phone: str = "",
    at: datetime,
) -> Person:
    """Record somebody who works for, sits on or works with a council."""
    manage(actor, [authority.pk])
    made = Person.objects.create(
        ref=new_ref("person"),
        given_name=given_name,
        family_name=family_name,
        initials=initials,
        email=email,
        phone=phone,
        authority=authority,
    )
    audit.record(actor, "person.recorded", made)
    return made


@atomic
def open_post(
    *,
    actor: Actor,
    authority: Authority,
    role: Role,
    title: str,
    team: Team | None = None,
    reports_to: Post | None = None,
    also_for: Iterable[Authority] = (),
    at: datetime,
) -> Post:
    """Open a post in the establishment; a shared service's posts are for several councils."""
    manage(actor, [authority.pk])
    made = Post.objects.create(
        ref=new_ref("post"), title=title, role=role, authority=authority, team=team, reports_to=reports_to
    )
    made.also_for.set(also_for)
    audit.record(actor, "post.opened", made)
    return made


@atomic
def hold_post(
    *,
    actor: Actor,
    post: Post,
    person: Person,
    starts_on: date,
    ends_on: date | None = None,
    acting: bool = False,
    at: datetime,
) -> PostHolding:
    """Record who holds a post from a day; a post has one substantive holder at a time."""
    manage(actor, [post.authority_id])
    if ends_on is not None and ends_on <= starts_on:
        raise CannotDo("The last day comes before the first. Give a later end.", field="ends_on")
    with refusal("one_substantive_holder_of_a_post", f"{post.title} has a holder in those days. End that first."):
        holding = PostHolding.objects.create(
            post=post, person=person, starts_on=starts_on, ends_on=ends_on, acting=acting, recorded_at=at
        )
    audit.record(actor, "post.held", post, keys={"person": person.ref})
    return holding


@atomic
def open_account(*, actor: Actor, person: Person, email: str, password: str | None = None, at: datetime) -> Account:
    """Give a person a way in."""
    manage(actor, [person.authority_id])
    with (
        refusal("organisation_account_email_key", "Another account has that e-mail address.", field="email"),
        refusal("organisation_account_person_id_key", f"{person.name} already has a way in.", field="person"),
    ):
        account = Account.objects.create_user(email, password, person=person)
    note(account, Change.OPENED, actor=actor, so_on=day_of(at), at=at)
    audit.record(actor, "account.opened", subject_of(account), keys={"person": person.ref})
    return account


def subject_of(account: Account) -> tuple[str, str]:
    """What an audit row calls an account: by its holder, so that it belongs to their council."""
    return "organisation.account", account.person.ref if account.person is not None else str(account.pk)


def note(
    account: Account,
    kind: Change,
    *,
    actor: Actor,
    so_on: date,
    at: datetime,
    why: str = "",
    authority_id: int | None = None,
) -> AccountChange:
    """Add what happened to a way in."""
    return AccountChange.objects.create(
        account=account,
        kind=kind,
        authority_id=authority_id,
        why=why,
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )


@atomic
def close_account(*, actor: Actor, account: Account, at: datetime, why: Why = Why.LEFT) -> None:
    """Close a way in: its sessions end at the next request, its codes work no longer."""
    manage(actor, [account.person.authority_id])
    if account.pk == actor.account_id:
        raise CannotDo(NOT_YOURSELF)
    if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
        raise CannotDo("This way in is closed already.")
    note(account, Change.CLOSED, actor=actor, so_on=day_of(at), at=at, why=why)
    audit.record(actor, "account.closed", subject_of(account), keys={"why": why})
