"""What councils and committees decided, and how far each decision has come, on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lippen.improvement.models import CouncilDecision, DecisionOption, DecisionStatus, DecisionTie
from lippen.improvement.queries.ties import tied_actions
from lippen.improvement.rows import TiedRow
from lippen.improvement.vocabulary import DELIVERY_WORDS, Delivery
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class DecisionRow:
    """One decision as it stood on a day."""

    id: int
    ref: str
    plan_id: int
    body: str
    agreed: str
    decided_on: date
    amount: Decimal | None
    amount_period: str
    posts: Decimal | None
    posts_words: str
    status: str
    status_words: str
    status_on: date
    delivery_words: str
    actions: tuple[TiedRow, ...] = ()
    source_kind: str = ""
    source_key: str = ""


@dataclass(frozen=True)
class OptionRow:
    """An option of the business case."""

    place: int
    title: str
    cost: Decimal | None
    cost_period: str
    benefit: str
    migration: str
    is_chosen: bool


@dataclass(frozen=True)
class DeliveryRow:
    """How far a decision had come, since when, in whose words."""

    status: str
    status_words: str
    on: date
    words: str
    by_name: str


@dataclass(frozen=True)
class DecisionStory:
    """A decision with its options and how its delivery went, the oldest first."""

    row: DecisionRow
    plan_ref: str
    plan_title: str
    options: tuple[OptionRow, ...]
    deliveries: tuple[DeliveryRow, ...]


def decisions(
    actor: Actor,
    plan_id: int,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
    source: tuple[str, str] | None = None,
) -> tuple[DecisionRow, ...]:
    """The decisions on a plan, the newest first; with a source, those that were taken there."""
    day = as_at or today
    found = CouncilDecision.objects.visible_to(actor).filter(plan_id=plan_id, so_on__lte=day).known_at(known_at)
    if source is not None:
        found = found.filter(source_kind=source[0], source_key=source[1])
    return tuple(_rows(list(found.order_by("-so_on", "-id")), day, known_at))


def decision(
    actor: Actor, ref: str, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> DecisionStory:
    """One decision with its story, or NotVisible."""
    day = as_at or today
    seen = CouncilDecision.objects.visible_to(actor).filter(ref=ref, so_on__lte=day).known_at(known_at)
    found = seen.select_related("plan").first()
    if found is None:
        raise NotVisible
    statuses = _statuses([found.pk], day, known_at)[found.pk]
    by = organisation.account_names([each.recorded_by_id for each in statuses])
    return DecisionStory(
        row=_rows([found], day, known_at)[0],
        plan_ref=found.plan.ref,
        plan_title=found.plan.title,
        options=tuple(_option(each) for each in latest_options(found.pk, day=day, known_at=known_at)),
        deliveries=tuple(
            DeliveryRow(
                each.status,
                DELIVERY_WORDS[Delivery(each.status)],
                each.so_on,
                each.words,
                by.get(each.recorded_by_id or 0, ""),
            )
            for each in statuses
        ),
    )


def latest_options(
    decision_id: int, *, day: date | None = None, known_at: datetime | None = None
) -> list[DecisionOption]:
    """The options of a decision in their places, each as it was last written."""
    found = DecisionOption.objects.filter(decision_id=decision_id).known_at(known_at)
    if day is not None:
        found = found.filter(so_on__lte=day)
    return list(found.order_by("place", "-number").distinct("place"))


def _rows(found: Sequence[CouncilDecision], day: date, known_at: datetime | None) -> list[DecisionRow]:
    ids = [each.pk for each in found]
    statuses, ties = _statuses(ids, day, known_at), tied_actions(DecisionTie, "decision", ids, day, known_at)
    return [_row(each, statuses[each.pk][-1], ties[each.pk]) for each in found if statuses[each.pk]]


def _statuses(ids: Collection[int], day: date, known_at: datetime | None) -> dict[int, list[DecisionStatus]]:
    rows: dict[int, list[DecisionStatus]] = defaultdict(list)
    found = DecisionStatus.objects.filter(decision_id__in=list(ids), so_on__lte=day).known_at(known_at)
    for each in found.order_by("decision_id", "number"):
        rows[each.decision_id].append(each)
    return rows


def _row(found: CouncilDecision, last: DecisionStatus, actions: tuple[TiedRow, ...]) -> DecisionRow:
    return DecisionRow(
        id=found.pk,
        ref=found.ref,
        plan_id=found.plan_id,
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
        delivery_words=last.words,
        actions=actions,
        source_kind=found.source_kind,
        source_key=found.source_key,
    )


def _option(found: DecisionOption) -> OptionRow:
    names = ("place", "title", "cost", "cost_period", "benefit", "migration", "is_chosen")
    return OptionRow(*(getattr(found, name) for name in names))
