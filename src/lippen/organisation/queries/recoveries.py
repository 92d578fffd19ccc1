"""Recoveries by two people: which wait for their second word, who could say it, and what became of the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import NotVisible
from lippen.organisation import rules
from lippen.organisation.models import Account, AccountChange, Recovery, RecoveryAnswer
from lippen.organisation.queries import held_on, stopped_at
from lippen.organisation.roles import roles_with
from lippen.organisation.vocabulary import CHECKED_WORDS, LOST_WORDS, Change, Checked, Lost, RecoveryAnswered

CONFIRMERS = tuple(sorted(role.value for role in roles_with(Permission.CONFIRM_RECOVERY)))
ASKERS = tuple(sorted(role.value for role in roles_with(Permission.MANAGE_ACCOUNTS)))
MOST_LISTED = 50


@dataclass(frozen=True)
class RecoveryRow:
    """A recovery that somebody asked for: for whom, by whom, how they made sure, and how far it has come."""

    ref: str
    person_ref: str
    name: str
    council: str
    lost: str
    asked_by: str
    checked: str
    asked_at: datetime
    expires_at: datetime
    state: str
    answered_by: str
    answered_checked: str
    answered_at: datetime | None
    is_waiting: bool
    can_be_withdrawn: bool
    is_own: bool
    is_asked_by_reader: bool

    @property
    def may_confirm(self) -> bool:
        """Whether the reader could be the second: not who asked, and not whose way in it is."""
        return self.is_waiting and not (self.is_own or self.is_asked_by_reader)


def confirmers_of(authority_id: int, *, at: datetime) -> dict[int, int]:
    """Who may say the second word in a council at a moment: the account of each person; newcomers not yet."""
    return _settled(_holders(authority_id, CONFIRMERS, at), at)


def askers_of(authority_id: int, *, at: datetime) -> dict[int, int]:
    """Who may ask for a recovery in a council at a moment: the account of each person; newcomers not yet."""
    return _settled(_holders(authority_id, ASKERS, at), at)


def _holders(authority_id: int, roles: Collection[str], at: datetime) -> dict[int, int]:
    in_council = Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)
    held = held_on(day_of(at)).filter(in_council, post__role__in=roles, person__account__is_active=True)
    found = held.exclude(person__account__in=stopped_at(authority_id))
    return dict(found.values_list("person_id", "person__account__id"))


def _settled(people: dict[int, int], at: datetime) -> dict[int, int]:
    """Without those whose way in somebody on the site opened a short while ago."""
    opened = AccountChange.objects.filter(kind=Change.OPENED, recorded_by__isnull=False, account__in=people.values())
    invited = dict(opened.values_list("account_id", "recorded_at"))
    return {person: account for person, account in people.items() if rules.has_settled(invited.get(account), at)}


def two_could(authority_id: int, *, but: int, at: datetime) -> bool:
    """Whether two people of a council other than this one could let them back in."""
    return rules.two_could(askers_of(authority_id, at=at), confirmers_of(authority_id, at=at), but)


def waiting_of(account_id: int, *, at: datetime) -> QuerySet[Recovery]:
    """The recoveries of an account that wait for their second word: never more than one."""
    return Recovery.objects.filter(account_id=account_id, answer__isnull=True, expires_at__gt=at)


def waiting_for(actor: Actor, account_id: int, *, at: datetime) -> str | None:
    """The reference of a recovery that waits for its second word, for whoever may see it."""
    found = Recovery.objects.visible_to(actor).filter(account_id=account_id, answer__isnull=True, expires_at__gt=at)
    return found.values_list("ref", flat=True).first()


def recoveries(actor: Actor, *, at: datetime) -> tuple[RecoveryRow, ...]:
    """Those of the councils where the actor may confirm them, the newest first."""
    require(actor, Permission.CONFIRM_RECOVERY)
    found = _with_names().filter(authority_id__in=actor.reach_of(Permission.CONFIRM_RECOVERY))
    return tuple(_row(each, actor, at) for each in found[:MOST_LISTED])


def recovery(actor: Actor, ref: str, *, at: datetime) -> RecoveryRow:
    """One of them, for whoever may confirm it in its council; else there is none."""
    reach = actor.reach_of(Permission.CONFIRM_RECOVERY)
    found = _with_names().filter(ref=ref, authority_id__in=reach).first()
    if found is None:
        raise NotVisible
    return _row(found, actor, at)


def recoveries_named(actor: Actor, refs: Collection[str], *, at: datetime) -> dict[str, tuple[str, str]]:
    """Those of these that wait for the actor's word: the name and the council of each, by reference."""
    reach = actor.reach_of(Permission.CONFIRM_RECOVERY)
    waiting = Recovery.objects.filter(ref__in=refs, authority_id__in=reach, answer__isnull=True, expires_at__gt=at)
    return {
        each.ref: (_name(each.account), each.authority.name)
        for each in waiting.select_related("account__person", "authority")
    }


def own_waiting(actor: Actor, *, at: datetime) -> tuple[RecoveryRow, ...]:
    """What somebody asked for in the actor's own name and can still be stopped."""
    found = _with_names().filter(account_id=actor.own_id, expires_at__gt=at - rules.RECOVERY_HOLDS)
    rows = (_row(each, actor, at) for each in found[:MOST_LISTED])
    return tuple(row for row in rows if row.can_be_withdrawn)


def own_recovery(actor: Actor, ref: str, *, at: datetime) -> RecoveryRow | None:
    """One of the actor's own, for the letter that tells of it; None where it is another thing or the actor is out."""
    found = _with_names().filter(ref=ref, account=actor.account_id).first() if actor.account_id else None
    return _row(found, actor, at) if found else None


def _with_names() -> QuerySet[Recovery]:
    of = ("account__person", "authority", "recorded_by__person", "answer__recorded_by__person", "answer__link__end")
    return Recovery.objects.select_related(*of).order_by("-recorded_at", "-pk")


def _row(found: Recovery, actor: Actor, at: datetime) -> RecoveryRow:
    answer: RecoveryAnswer | None = getattr(found, "answer", None)
    state, can_be_withdrawn = _state(found, answer, at)
    return RecoveryRow(
        ref=found.ref,
        person_ref=found.account.person.ref if found.account.person else "",
        name=_name(found.account),
        council=found.authority.name,
        lost=LOST_WORDS[Lost(found.lost)],
        asked_by=_name(found.recorded_by),
        checked=CHECKED_WORDS[Checked(found.checked)],
        asked_at=found.recorded_at,
        expires_at=found.expires_at,
        state=state,
        answered_by=_name(answer.recorded_by) if answer else "",
        answered_checked=CHECKED_WORDS[Checked(answer.checked)] if answer and answer.checked else "",
        answered_at=answer.recorded_at if answer else None,
        is_waiting=answer is None and found.expires_at > at,
        can_be_withdrawn=can_be_withdrawn,
        is_own=found.account_id == actor.account_id,
        is_asked_by_reader=found.recorded_by_id == actor.account_id,
    )


def _name(account: Account) -> str:
    return account.person.name if account.person is not None else account.email


def _state(found: Recovery, answer: RecoveryAnswer | None, at: datetime) -> tuple[str, bool]:
    """How far it has come in words, and whether it can still be withdrawn."""
    if answer is None:
        return (
            ("Waits for the second person", True) if found.expires_at > at else ("Ran out: nobody confirmed it", False)
        )
    if answer.answered == RecoveryAnswered.WITHDRAWN:
        return "Withdrawn", False
    link = answer.link
    if (end := getattr(link, "end", None)) is not None:
        return {"used": "They are back in", "replaced": "Another took its place"}.get(end.how, "Withdrawn"), False
    return (
        ("Confirmed: the code waits to be used", True) if link.expires_at > at else ("The code ran out unused", False)
    )
