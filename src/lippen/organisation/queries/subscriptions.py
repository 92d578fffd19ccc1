"""Which systems are told of what, and what became of each delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lippen.kernel.access import Actor, Permission
from lippen.organisation.models import Delivery, Subscription
from lippen.organisation.vocabulary import DELIVERY_STATE_WORDS, EVENT_WORDS, DeliveryState, Event


@dataclass(frozen=True)
class SubscriptionRow:
    """A system that is told."""

    ref: str
    name: str
    authority: str
    url: str
    events: tuple[str, ...]
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery as the log shows it."""

    ref: str
    to: str
    event: str
    subject_key: str
    made_at: datetime
    state: str
    state_words: str
    tries: int
    next_try_at: datetime | None
    tried_at: datetime | None
    answer: str


def subscriptions(actor: Actor) -> tuple[SubscriptionRow, ...]:
    """The subscriptions of the councils whose accounts this actor keeps, those that stand first."""
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = Subscription.objects.filter(authority_id__in=reach).select_related("authority").order_by("-id")
    rows = [
        SubscriptionRow(
            each.ref,
            each.name,
            each.authority.name,
            each.url,
            tuple(EVENT_WORDS[Event(event)] for event in each.events),
            each.made_at,
            each.ended_at,
        )
        for each in found
    ]
    return tuple(sorted(rows, key=lambda row: row.ended_at is not None))


def deliveries(actor: Actor, *, page: int = 1, size: int = 50) -> tuple[tuple[DeliveryRow, ...], int]:
    """What was told to whom, the newest first: one page, and how many there are."""
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = Delivery.objects.filter(subscription__authority_id__in=reach).order_by("-id")
    rows = found.select_related("subscription")[(page - 1) * size : page * size]
    return tuple(_row(each) for each in rows), found.count()


def _row(each: Delivery) -> DeliveryRow:
    return DeliveryRow(
        each.ref,
        each.subscription.name,
        EVENT_WORDS[Event(each.event)],
        each.subject_key,
        each.made_at,
        each.state,
        DELIVERY_STATE_WORDS[DeliveryState(each.state)],
        each.tries,
        each.next_try_at,
        each.tried_at,
        each.answer,
    )


def due_deliveries(now: datetime, *, most: int = 200) -> tuple[int, ...]:
    """The deliveries whose next try has come, the earliest first, by id."""
    found = Delivery.objects.filter(state=DeliveryState.WAITING.value, next_try_at__lte=now)
    return tuple(found.order_by("next_try_at", "id").values_list("id", flat=True)[:most])
