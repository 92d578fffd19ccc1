"""Warnings, offers of a child, the limit, searches and records of one person: what may follow what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lippen.casework.rules.spans import OVER_FOR, SEARCH_HOLDS, UNDO_DAYS
from lippen.casework.vocabulary import ClosingFirst, ClosingReason, HandoverStep, InvolvementKind, MarkerStep, Status


@dataclass(frozen=True)
class MarkerStands:
    """How a warning stands on a day."""

    is_open: bool
    is_agreed: bool
    is_late: bool


def marker_stands(last: MarkerStep | None, *, agree_by: date, review_on: date, on: date) -> MarkerStands:
    """How a warning stands by the last word on it: open until refused or ended; late past its day.

    Until somebody agrees it `agree_by` counts, the last day to do so; then `review_on`, the last day to look again.
    """
    is_open = last not in {MarkerStep.REFUSED, MarkerStep.ENDED}
    is_agreed = last in {MarkerStep.AGREED, MarkerStep.KEPT}
    return MarkerStands(is_open, is_agreed, is_open and on > (review_on if is_agreed else agree_by))


def may_follow(last: MarkerStep | None, step: MarkerStep) -> bool:
    """Whether this may be said of a warning next: it is agreed or not, then looked at again until it is over."""
    if last is None:
        return step in {MarkerStep.AGREED, MarkerStep.REFUSED}
    return last in {MarkerStep.AGREED, MarkerStep.KEPT} and step in {MarkerStep.KEPT, MarkerStep.ENDED}


HANDOVER_NEXT: dict[HandoverStep | None, frozenset[HandoverStep]] = {
    None: frozenset(
        {HandoverStep.ACCEPTED, HandoverStep.REFUSED, HandoverStep.WITHDRAWN, HandoverStep.OVERTAKEN},
    ),
    HandoverStep.ACCEPTED: frozenset({HandoverStep.TAKEN, HandoverStep.WITHDRAWN, HandoverStep.OVERTAKEN}),
    HandoverStep.REFUSED: frozenset({HandoverStep.KEPT}),
}


def handover_may(last: HandoverStep | None, step: HandoverStep) -> bool:
    """Whether this may be said of an offered child next."""
    return step in HANDOVER_NEXT.get(last, frozenset())


def is_offered(last: HandoverStep | None) -> bool:
    """Whether an offer still stands: nobody has answered it, or it is accepted for a day to come."""
    return last in {None, HandoverStep.ACCEPTED}


def takes_over_on(from_on: date, said_on: date) -> date:
    """The day from which the new worker has the child: the agreed one, or that of the answer where it came later."""
    return max(from_on, said_on)


def reaches_head(over_since: date, on: date) -> bool:
    """Whether somebody has been past the limit so long that the head of service is told: two weeks to the day."""
    return on >= over_since + OVER_FOR


def search_holds(searched_at: datetime, at: datetime) -> bool:
    """Whether a search still lets somebody be added."""
    return timedelta(0) <= at - searched_at <= SEARCH_HOLDS


def may_undo(agreed_on: date, today: date) -> bool:
    """Whether two records that were put together can still be taken apart in one step."""
    return today <= agreed_on + timedelta(days=UNDO_DAYS)


def has_somebody(parts: Iterable[InvolvementKind], *, waits: bool) -> bool:
    """Whether a child stands on somebody's desk by these parts: allocated, taken in, or held while the child waits."""
    kept = {InvolvementKind.ALLOCATED, InvolvementKind.DUTY} | ({InvolvementKind.HOLDING} if waits else set())
    return not kept.isdisjoint(parts)


NOT_CLOSED_WHILE = frozenset({Status.PROTECTION, Status.AT_HOME, Status.AWAY, Status.COURT})
"""Statuses by law that end by a decision of their own, before the work does."""


def closing_first(
    status: Status, *, has_referral: bool, is_offered: bool, has_died: bool, reason: ClosingReason | None = None
) -> tuple[ClosingFirst, ...]:
    """What has to be dealt with before work with a child is closed; of a child who died their status is left as it was.

    That a child died is recorded before it is the reason.
    """
    found = {
        ClosingFirst.REFERRAL: has_referral,
        ClosingFirst.STATUS: status in NOT_CLOSED_WHILE and not has_died,
        ClosingFirst.OFFER: is_offered,
        ClosingFirst.DEATH: reason is ClosingReason.DIED and not has_died,
    }
    return tuple(each for each, is_so in found.items() if is_so)
