"""What became of the promises and decisions that were made in some records, in one statement: for the next paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from lippen.improvement import promises
from lippen.improvement.models import Commitment, CommitmentFact, CouncilDecision, DecisionStatus
from lippen.improvement.queries.commitments import due_of, step_of
from lippen.improvement.vocabulary import CommitmentStatus, CommitmentStep, Delivery
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period
from lippen.kernel.together import read_together


@dataclass(frozen=True)
class PromiseMade:
    """A promise and where it stands, without anybody's name."""

    words: str
    status: str
    status_on: date
    due: Period | None
    is_late: bool
    shown_by: str
    ref: str = ""


@dataclass(frozen=True)
class DecisionTaken:
    """What a body agreed, and when, in which record."""

    agreed: str
    decided_on: date
    ref: str = ""
    source_key: str = ""
    body: str = ""


@dataclass(frozen=True)
class Followed:
    """What followed from some records: promises and decisions, each in the order in which they were recorded."""

    promises: tuple[PromiseMade, ...]
    decisions: tuple[DecisionTaken, ...]


def followed(
    actor: Actor, source_kind: str, source_keys: Collection[str], *, as_at: date, known_at: datetime
) -> Followed:
    """The commitments and decisions made in these records, as they stood on a day and as known at a moment."""
    of = {"source_kind": source_kind, "source_key__in": list(source_keys), "so_on__lte": as_at}
    made = Commitment.objects.visible_to(actor).known_at(known_at).filter(**of)
    taken = CouncilDecision.objects.visible_to(actor).known_at(known_at).filter(**of)
    commitments, facts, decisions, statuses = read_together(
        made.order_by("id"),
        CommitmentFact.objects.filter(commitment__in=made.values("id"), so_on__lte=as_at)
        .known_at(known_at)
        .order_by("number"),
        taken.order_by("id"),
        DecisionStatus.objects.filter(decision__in=taken.values("id"), so_on__lte=as_at)
        .known_at(known_at)
        .order_by("number"),
    )
    by_commitment: dict[int, list[CommitmentFact]] = defaultdict(list)
    for fact in facts:
        by_commitment[fact.commitment_id].append(fact)
    last = {status.decision_id: status.status for status in statuses}
    return Followed(
        promises=tuple(_promise(each, by_commitment[each.pk], as_at) for each in commitments if by_commitment[each.pk]),
        decisions=tuple(
            DecisionTaken(each.agreed, each.so_on, each.ref, each.source_key, each.body)
            for each in decisions
            if last.get(each.pk) != Delivery.IN_ERROR
        ),
    )


def _promise(made: Commitment, facts: list[CommitmentFact], day: date) -> PromiseMade:
    stands = promises.stands([step_of(fact) for fact in facts])
    assert stands is not None
    kept = [fact.words for fact in facts if fact.step == CommitmentStep.KEPT]
    dated = [due for fact in facts if (due := due_of(fact)) is not None]
    return PromiseMade(
        words=made.words,
        status=stands.status.value,
        status_on=stands.status_on,
        due=dated[-1] if dated else None,
        is_late=promises.is_late(stands.status, stands.due, day),
        shown_by=kept[-1] if kept and stands.status is CommitmentStatus.KEPT else "",
        ref=made.ref,
    )
