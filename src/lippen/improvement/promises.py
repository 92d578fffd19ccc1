"""The life of a commitment: values in, answer out; no tables, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lippen.improvement.rules import Lack, days_words, slip_lacks
from lippen.improvement.vocabulary import CommitmentDuty, CommitmentStatus, CommitmentStep, Direction
from lippen.kernel.calendar import Period

DATED_WITHIN_DAYS = 30
ENDS: dict[CommitmentStep, CommitmentStatus] = {
    CommitmentStep.MADE: CommitmentStatus.OPEN,
    CommitmentStep.REOPENED: CommitmentStatus.OPEN,
    CommitmentStep.KEPT: CommitmentStatus.KEPT,
    CommitmentStep.WITHDRAWN: CommitmentStatus.WITHDRAWN,
}
WHILE_OPEN = frozenset(
    {CommitmentStep.MOVED, CommitmentStep.HANDED_OVER, CommitmentStep.KEPT, CommitmentStep.WITHDRAWN}
)


def may_follow(status: CommitmentStatus | None, step: CommitmentStep) -> bool:
    """Whether this may happen to a commitment that stands so; None is one that nobody has made yet."""
    if status is None:
        return step is CommitmentStep.MADE
    if status is CommitmentStatus.OPEN:
        return step in WHILE_OPEN
    return step is CommitmentStep.REOPENED


@dataclass(frozen=True)
class Given:
    """What somebody gives with a step."""

    step: CommitmentStep
    words: str = ""
    agreed_by: str = ""
    had_date: bool = False
    has_owner: bool = True


def lacks(given: Given) -> tuple[Lack, ...]:
    """What is still needed before the step can be recorded."""
    if given.step is CommitmentStep.MOVED:
        return slip_lacks(given.words, given.agreed_by) if given.had_date else ()
    found = [] if given.has_owner else [Lack("owner", "Say who keeps it: choose somebody, or write who it is.")]
    asked = {
        CommitmentStep.KEPT: "Say what shows that it was kept.",
        CommitmentStep.WITHDRAWN: "Say why it is withdrawn.",
        CommitmentStep.REOPENED: "Say why it is open again.",
    }
    if given.step in asked and not given.words:
        found.append(Lack("words", asked[given.step]))
    return tuple(found)


@dataclass(frozen=True)
class Step:
    """One fact about a commitment."""

    step: CommitmentStep
    so_on: date
    due: Period | None = None
    owner_id: int | None = None
    owner_words: str = ""


@dataclass(frozen=True)
class Stands:
    """Where a commitment stands after its steps."""

    status: CommitmentStatus
    status_on: date
    first_due: Period | None
    due: Period | None
    slips: int
    owner_id: int | None
    owner_words: str


def stands(steps: Sequence[Step]) -> Stands | None:
    """What the steps come to, in the order in which they were recorded; None before the first."""
    if not steps:
        return None
    ends = [each for each in steps if each.step in ENDS]
    dates = [each.due for each in steps if each.due is not None]
    owned = [each for each in steps if each.owner_id or each.owner_words]
    owner = owned[-1] if owned else steps[0]
    return Stands(
        status=ENDS[ends[-1].step],
        status_on=ends[-1].so_on,
        first_due=dates[0] if dates else None,
        due=dates[-1] if dates else None,
        slips=max(0, len(dates) - 1),
        owner_id=owner.owner_id,
        owner_words=owner.owner_words,
    )


def due_words(status: CommitmentStatus, due: Period | None, today: date) -> str:
    """How late or how soon; nothing once it is kept or withdrawn."""
    if status is not CommitmentStatus.OPEN:
        return ""
    if due is None:
        return "No date yet"
    days = (today - due.last_day).days
    if days > 0:
        return f"{days_words(days)} late"
    return "Due today" if days == 0 else f"Due in {days_words(-days)}"


def is_late(status: CommitmentStatus, due: Period | None, today: date) -> bool:
    """Whether an open commitment's last day has passed."""
    return status is CommitmentStatus.OPEN and due is not None and due.has_passed(today)


def duty_of(
    direction: Direction, status: CommitmentStatus, due: Period | None, made_on: date
) -> tuple[CommitmentDuty, date, date] | None:
    """What the owner owes now: the kind, its first day and the day after its last."""
    if status is not CommitmentStatus.OPEN:
        return None
    if due is None:
        return CommitmentDuty.DATE, made_on, made_on + timedelta(days=DATED_WITHIN_DAYS + 1)
    kind = CommitmentDuty.KEEP if direction is Direction.OURS else CommitmentDuty.CHASE
    return kind, min(made_on, due.last_day), due.ends_on


def is_own(own_ids: Collection[int], account_id: int | None, owner_id: int | None, maker_id: int | None) -> bool:
    """Whether a commitment is this person's to move and to end: they own it, cover for its owner, or wrote it down."""
    return owner_id in own_ids or (account_id is not None and account_id == maker_id)


def in_order(found: Iterable[tuple[CommitmentStatus, Period | None, int]]) -> list[int]:
    """Keys in the order in which they matter: open ones by date, those without a date after them, then the ended."""

    def weight(each: tuple[CommitmentStatus, Period | None, int]) -> tuple[int, date, int]:
        status, due, key = each
        if status is not CommitmentStatus.OPEN:
            return 2, date.max, -key
        return (1, date.max, key) if due is None else (0, due.ends_on, key)

    return [key for _, _, key in sorted(found, key=weight)]
