"""Who stands in where somebody would approve what is their own, act by act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lippen.casework.models.sight import MANAGERS
from lippen.casework.queries import rooms
from lippen.casework.vocabulary import REFERRAL_SUBJECT, Duty
from lippen.kernel.access import Actor, Permission
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins
from lippen.organisation.queries.cover import managers_of
from lippen.organisation.roles import roles_with

HEADS = ("head_of_service", "chief_social_work_officer")
"""Who decides past the limit: the head of service, and where there is none the chief social work officer."""
BY_LEADERS = (
    "A referral of an immediate risk that you recorded: whether it goes on",
    "A record that you opened outside your own work: whether it was right",
    "A warning that you wrote: whether it is agreed",
    "Work with a child that you asked to close: whether it is closed",
    "Two records that you say are of one person: whether they are",
    "What you withheld of what is held about somebody: whether it may go",
)
BY_MANAGERS = (
    "A record that you closed to somebody who manages or leads: whether it is of their own family",
    "A child for yourself past your limit: the reason",
    "Your own hours and experience, which set your limit",
    "A figure of the council that you asked to change: the answer",
)
BY_HEADS = ("Your own time past the limit: the decision that stands for it",)
BY_GOVERNANCE = ("Your own unusual reads: what came of them",)
BY_DESTROYERS = ("A list of records to be destroyed that you drew: two others agree it",)


@dataclass(frozen=True)
class StandInRow:
    """Something that nobody approves for themselves, and who does it in the reader's case; nobody where it is empty."""

    words: str
    who: str
    nobody: str = "Nobody holds a post that may."
    mended: str = "An administrator says who acts in one."
    """How somebody comes to do it, where there is nobody."""


def leaders_of_teams(
    teams: Iterable[int | None], authority_id: int, *, on: date, but: int | None = None
) -> tuple[int, ...]:
    """Who leads these teams, else who manages the council's records: the next above first. Without whoever asks."""
    if leaders := tuple(each for each in organisation.leaders_of(teams, on=on) if each != but):
        return leaders
    return stand_ins.next_of(authority_id, MANAGERS, but=but, on=on)


def leaders_of_each(
    teams: Mapping[int, Collection[int]], councils: Mapping[int, int], *, on: date
) -> dict[int, tuple[int, ...]]:
    """The same of many children, each with the teams that were theirs and their council; asked once for all of them."""
    led = organisation.leaders_by_team({team for those in teams.values() for team in those}, on=on)
    leaders = {each: sorted({who for team in those for who in led.get(team, ())}) for each, those in teams.items()}
    without = {councils[each] for each, found in leaders.items() if not found}
    manage = {council: stand_ins.next_of(council, MANAGERS, but=None, on=on) for council in without}
    return {each: tuple(found) or manage[councils[each]] for each, found in leaders.items()}


def signers(referral_ref: str, *, on: date) -> str:
    """With whom the sign-off of a referral stands, in words; empty where it stands with nobody."""
    ids = organisation.holders_of_duty(Duty.SIGN_OFF.value, REFERRAL_SUBJECT, referral_ref)
    return stand_ins.named(ids, on=on) if ids else ""


def stand_ins_for(actor: Actor, authority_id: int, *, on: date) -> tuple[StandInRow, ...]:
    """Who approves what would be the actor's own, act by act."""
    me = actor.person_id or 0
    held = organisation.holders_by_role(authority_id, on=on)
    above = managers_of([me], on=on).get(me)
    given: dict[str, Any] = {"but": me, "above": above[0] if above else None}
    given["covered"] = stand_ins.covered_by(me, on=on)
    team = organisation.team_of(me, authority_id, on=on)
    leaders = tuple(each for each in organisation.leaders_of([team], on=on) if each != me)
    leaders = leaders or stand_ins.next_among(held, MANAGERS, **given)
    by = {
        BY_LEADERS: leaders,
        BY_MANAGERS: stand_ins.next_among(held, MANAGERS, **given),
        BY_HEADS: stand_ins.next_among(held, HEADS, **given),
        BY_GOVERNANCE: _all_of(held, Permission.READ_AUDIT, me),
        BY_DESTROYERS: _all_of(held, Permission.AGREE_DESTRUCTION, me),
    }
    above_us = rooms.not_own_of(actor, authority_id, rooms.Others(me, held, leaders, given["covered"]))
    words = stand_ins.named_each([*by.values(), *(each.who for each in above_us)], on=on)
    own = [StandInRow(act, who) for acts, who in zip(by, words, strict=False) for act in acts]
    told = zip(above_us, words[len(by) :], strict=True)
    return (*own, *(StandInRow(each.words, who, *each.nobody) for each, who in told))


def _all_of(held: Mapping[str, tuple[int, ...]], permission: Permission, but: int) -> tuple[int, ...]:
    may = roles_with(permission)
    return tuple(sorted({each for role in may for each in held.get(role, ()) if each != but}))
