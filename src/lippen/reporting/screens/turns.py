"""Whose turn it is: pages that nothing can be done on say so when they are opened, never when words are sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.http import Http404, HttpRequest

from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo
from lippen.reporting import queries
from lippen.reporting.rows import PaperRow, PaperView
from lippen.reporting.vocabulary import PaperStep

Row = TypeVar("Row")


def open_view(request: HttpRequest, ref: str) -> PaperView:
    """The paper, while its text may still change."""
    view = queries.paper(request.actor, ref, at=clock.now())
    while_open(request, view.paper)
    return view


def chosen(rows: Iterable[Row], **wanted: object) -> Row:
    """The part of a paper that an address names, or not found."""
    for row in rows:
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return row
    raise Http404


def while_open(request: HttpRequest, row: PaperRow) -> None:
    """Refuse to open a form of a paper that cannot change; what is sent late is refused beside the words."""
    require(request.actor, Permission.WRITE_PAPER, at=[row.authority_id])
    while_writable(request, row)


def while_writable(request: HttpRequest, row: PaperRow) -> None:
    """The same for somebody who need not be one of its writers."""
    if request.method != "POST" and not row.is_writable:
        raise CannotDo(
            f"This paper is {row.state_words.lower()}, so it cannot change. Go back to the paper to read it."
        )


def in_turn(request: HttpRequest, view: PaperView) -> None:
    """Refuse to open an approver's form out of turn."""
    require(request.actor, Permission.APPROVE_PAPER, at=[view.paper.authority_id])
    if request.method == "POST":
        return
    if view.paper.state is not PaperStep.IN_APPROVAL or view.next_approver is None:
        raise CannotDo(f"This paper is {view.paper.state_words.lower()}, so nobody is asked to approve it now.")
    if request.actor.person_id not in view.deciders or _has_another_turn(request, view):
        raise CannotDo(f"{view.next_approver.name} is asked now. {_of_the_actor(request, view)}")


def in_whose_place(request: HttpRequest, view: PaperView) -> str:
    """The approver for whom whoever looks decides; nobody where it is their own turn."""
    waiting = view.next_approver
    return waiting.name if waiting and waiting.person_id != request.actor.person_id else ""


def _has_another_turn(request: HttpRequest, view: PaperView) -> bool:
    """Whether somebody who covers for the next approver stands on the route themselves, elsewhere."""
    mine = {row.id for row in view.approvers if row.person_id == request.actor.person_id}
    return bool(mine) and view.next_approver is not None and view.next_approver.id not in mine


def _of_the_actor(request: HttpRequest, view: PaperView) -> str:
    """What an approver's page says to somebody who is not asked now."""
    mine = {row.id for row in view.approvers if row.person_id == request.actor.person_id}
    if not mine:
        return "You are not asked to approve this paper."
    approved = {given.route_step_id for given in view.decisions if given.round == view.paper.rounds}
    if mine & approved:
        return "You have approved this paper already."
    return "Your turn comes after; you will find it on your desk."


def in_state(request: HttpRequest, row: PaperRow, state: PaperStep, why: str) -> None:
    """Refuse to open an issuer's form that belongs to another state of the paper."""
    require(request.actor, Permission.ISSUE_PAPER, at=[row.authority_id])
    if request.method != "POST" and row.state is not state:
        raise CannotDo(f"This paper is {row.state_words.lower()}. {why}")
