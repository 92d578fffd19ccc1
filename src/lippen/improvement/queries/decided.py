"""What was decided on a plan, with its delivery and when it is reported back, in one statement: for papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from lippen.improvement import promises
from lippen.improvement.drawn_rows import Decided, ReportBack
from lippen.improvement.models import Commitment, CommitmentFact, CouncilDecision, DecisionStatus
from lippen.improvement.queries.commitments import step_of
from lippen.improvement.vocabulary import DECISION_SUBJECT, DELIVERY_WORDS, CommitmentStatus, Delivery
from lippen.kernel.access import Actor
from lippen.kernel.together import read_together


def decided(actor: Actor, plan_id: int, *, as_at: date, known_at: datetime) -> tuple[Decided, ...]:
    """The decisions on a plan in the order in which they were taken; what was recorded in error is left out."""
    return decided_from(read_together(*wanted(actor, plan_id, as_at=as_at, known_at=known_at)), as_at)


def wanted(actor: Actor, plan_id: int, *, as_at: date, known_at: datetime | None) -> tuple[QuerySet[Any], ...]:
    """What has to be read for it, together with whatever else is."""
    taken = CouncilDecision.objects.visible_to(actor).known_at(known_at).filter(plan_id=plan_id, so_on__lte=as_at)
    made = Commitment.objects.visible_to(actor).known_at(known_at)
    made = made.filter(source_kind=DECISION_SUBJECT, source_key__in=taken.values("ref"), so_on__lte=as_at)
    return (
        taken.order_by("so_on", "id"),
        DecisionStatus.objects.filter(decision__in=taken.values("id"), so_on__lte=as_at)
        .known_at(known_at)
        .order_by("number"),
        made.order_by("id"),
        CommitmentFact.objects.filter(commitment__in=made.values("id"), so_on__lte=as_at)
        .known_at(known_at)
        .order_by("number"),
    )


def decided_from(found: Sequence[list[Any]], as_at: date) -> tuple[Decided, ...]:
    """The decisions out of what was read for them."""
    decisions, statuses, commitments, facts = found
    last = {status.decision_id: status for status in statuses}
    reports = _reports(commitments, facts, as_at)
    return tuple(
        _row(each, last[each.pk], reports.get(each.ref, ()))
        for each in decisions
        if each.pk in last and last[each.pk].status != Delivery.IN_ERROR
    )


def _reports(
    commitments: list[Commitment], facts: list[CommitmentFact], day: date
) -> dict[str, tuple[ReportBack, ...]]:
    """What was promised of each decision, but for what was withdrawn."""
    of: dict[int, list[promises.Step]] = defaultdict(list)
    for fact in facts:
        of[fact.commitment_id].append(step_of(fact))
    found: dict[str, tuple[ReportBack, ...]] = {}
    for each in commitments:
        stands = promises.stands(of[each.pk])
        if stands is not None and stands.status is not CommitmentStatus.WITHDRAWN:
            is_late = promises.is_late(stands.status, stands.due, day)
            back = ReportBack(stands.status.value, stands.status_on, stands.due, is_late)
            found[each.source_key] = (*found.get(each.source_key, ()), back)
    return found


def _row(found: CouncilDecision, last: DecisionStatus, reports: tuple[ReportBack, ...]) -> Decided:
    return Decided(
        ref=found.ref,
        body=found.body,
        agreed=found.agreed,
        decided_on=found.so_on,
        amount=found.amount,
        amount_period=found.amount_period,
        posts=found.posts,
        posts_words=found.posts_words,
        status=last.status,
        status_words=DELIVERY_WORDS[Delivery(last.status)],
        status_on=last.so_on,
        reports=reports,
        source_key=found.source_key,
    )
