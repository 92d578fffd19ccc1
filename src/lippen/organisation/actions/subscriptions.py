"""Other systems are told of what happens: subscriptions made and ended, deliveries noted, tried and settled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.transaction import atomic
from django.utils.crypto import salted_hmac

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.ids import new_ref
from lippen.kernel.typed import said
from lippen.organisation.models import Delivery, Subscription
from lippen.organisation.rules import next_try
from lippen.organisation.vocabulary import DeliveryState, Event

LOOPBACK = ("127.0.0.1", "localhost")
NOT_A_PLACE = "Write the whole address, such as https://systems.example.org/lippen."


def secret_of(ref: str) -> str:
    """What deliveries of a subscription are signed with: made from its reference by the site's own key."""
    return salted_hmac("lippen.deliveries", ref, algorithm="sha256").hexdigest()


def check_place(url: str) -> None:
    """Refuse an address that deliveries may not go to: only https, only hosts that the site's settings name."""
    place = urlsplit(url)
    if not place.hostname or place.scheme not in {"https", "http"} or place.username or place.fragment:
        raise CannotDo(NOT_A_PLACE, field="url")
    if place.hostname in LOOPBACK and (settings.LIPPEN_DEMO or settings.LIPPEN_TESTING):
        return
    if place.scheme != "https":
        raise CannotDo("What is told goes over https only.", field="url")
    if place.hostname not in settings.LIPPEN_WEBHOOK_HOSTS:
        raise CannotDo(
            f"This site tells nothing to {place.hostname}. Whoever runs it names the hosts in LIPPEN_WEBHOOK_HOSTS.",
            field="url",
        )


@atomic
def subscribe(
    *, actor: Actor, name: str, authority_id: int, url: str, events: Collection[Event], at: datetime
) -> tuple[Subscription, str]:
    """Let a system be told of what happens in a council; gives the secret that it can check the signature with."""
    require(actor, Permission.MANAGE_ACCOUNTS, at=[authority_id])
    if not said(name):
        raise CannotDo("Say which system it is.", field="name")
    if not events:
        raise CannotDo("Choose at least one thing to tell it of.", field="events")
    check_place(url)
    made = Subscription.objects.create(
        ref=new_ref("subscription"),
        name=said(name)[:120],
        authority_id=authority_id,
        url=url[:400],
        events=sorted(Event(event).value for event in events),
        made_at=at,
        made_by_id=actor.account_id,
    )
    audit.record(actor, "subscription.made", made, keys={"events": made.events})
    return made, secret_of(made.ref)


@atomic
def end_subscription(*, actor: Actor, subscription_ref: str, at: datetime) -> None:
    """Tell a system nothing more; what waits for it is given up."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = Subscription.objects.filter(ref=subscription_ref, authority_id__in=reach).first()
    if found is None:
        raise NotVisible
    Subscription.objects.filter(pk=found.pk, ended_at__isnull=True).update(ended_at=at)
    Delivery.objects.filter(subscription=found, state=DeliveryState.WAITING.value).update(
        state=DeliveryState.GIVEN_UP.value, next_try_at=None
    )
    audit.record(actor, "subscription.ended", found)


def announce(
    event: Event, subject_key: str, *, authority_ids: Collection[int], keys: Mapping[str, object], at: datetime
) -> None:
    """Note, with the thing itself and in its transaction, that the systems that want to are told of it. Keys alone."""
    wanted = Subscription.objects.filter(
        authority_id__in=list(authority_ids), events__contains=[event.value], ended_at__isnull=True
    )
    Delivery.objects.bulk_create(
        Delivery(
            ref=new_ref("delivery"),
            subscription_id=subscription_id,
            event=event.value,
            subject_key=subject_key[:60],
            payload={"event": event.value, "subject": subject_key, **keys},
            made_at=at,
            next_try_at=at,
        )
        for subscription_id in wanted.values_list("id", flat=True)
    )


def held_delivery(delivery_id: int) -> Delivery | None:
    """A delivery that waits, with its row locked; None where another worker has it or it is over."""
    found = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING.value)
    return found.select_related("subscription").select_for_update(skip_locked=True, of=("self",)).first()


@atomic
def settle_delivery(*, actor: Actor, delivery: Delivery, answer: str, delivered: bool, at: datetime) -> None:
    """Note what came of a try: delivered, to be tried again, or given up."""
    tries = delivery.tries + 1
    wait = None if delivered else next_try(tries)
    state = DeliveryState.DELIVERED if delivered else DeliveryState.WAITING if wait else DeliveryState.GIVEN_UP
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state.value,
        tries=tries,
        tried_at=at,
        next_try_at=at + wait if wait else None,
        answer=answer[:60],
    )
    audit.record(actor, f"delivery.{state.value}", delivery, keys={"tries": tries, "event": delivery.event})
