"""Approvals in order, on any record. Values in, answer out; who may approve at all is a matter of roles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One approver's place in the order."""

    id: int
    order: int
    person_id: int
    name: str
    designation: str = ""


def next_step(steps: Sequence[Step], approved: Collection[int]) -> Step | None:
    """The first approver, in order, who has not approved; None when all have."""
    waiting = [step for step in sorted(steps, key=lambda step: step.order) if step.id not in approved]
    return waiting[0] if waiting else None


def is_complete(steps: Sequence[Step], approved: Collection[int]) -> bool:
    """Whether there is an approver and every approver has approved."""
    return bool(steps) and next_step(steps, approved) is None


def why_not(
    person_id: int | None, steps: Sequence[Step], approved: Collection[int], writers: Collection[int]
) -> str | None:
    """Why this person cannot decide now, in words for them; None when it is their turn."""
    mine = [step for step in steps if step.person_id == person_id]
    if not mine:
        return "You are not one of this paper's approvers. Ask its author to put you on the route."
    if person_id in writers:
        return "You wrote part of this paper, and nobody approves their own text. Somebody else must approve it."
    if all(step.id in approved for step in mine):
        return "You have approved this already."
    waiting = next_step(steps, approved)
    if waiting is not None and waiting.person_id != person_id:
        return f"It is {waiting.name}'s turn first. You can approve once they have."
    return None


def unfit_route(steps: Sequence[Step], writers: Collection[int]) -> tuple[str, ...]:
    """What is wrong with a route before anything is sent along it."""
    if not steps:
        return ("Nobody is asked to approve this. Put at least one approver on the route.",)
    seen: set[int] = set()
    faults = []
    for step in sorted(steps, key=lambda step: step.order):
        if step.person_id in seen:
            faults.append(f"{step.name} stands on the route twice. Once is enough.")
        if step.person_id in writers:
            faults.append(f"{step.name} wrote part of this paper and cannot approve it. Choose another approver.")
        seen.add(step.person_id)
    return tuple(faults)
