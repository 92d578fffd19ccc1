"""What stands open of work with a child: what has to be dealt with before it is closed, and what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lippen.casework import rules
from lippen.casework.models import (
    Closing,
    ClosingStep,
    Handover,
    Involvement,
    PersonNow,
    Referral,
    Visit,
)
from lippen.casework.queries.parts import closing_ask
from lippen.casework.rows import ClosingAsk
from lippen.casework.vocabulary import (
    CLOSING_SUBJECT,
    ClosingFirst,
    ClosingReason,
    ClosingSaid,
    Duty,
    InvolvementKind,
    Status,
)
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins

DONE = (ClosingSaid.AGREED.value, ClosingSaid.AT_ONCE.value)


@dataclass(frozen=True)
class ClosingRow:
    """A closing that somebody asks for, with who asks and with whom it stands."""

    ask: ClosingAsk
    by: str
    stands_with: str


def first_of(actor: Actor, person_id: int, reason: ClosingReason | None = None) -> dict[ClosingFirst, str]:
    """What has to be dealt with before work with a child is closed, with the ref of what it is about, if any."""
    now = PersonNow.objects.visible_to(actor).filter(pk=person_id).values_list("status", "died_on").first()
    status, died_on = now or ("", None)
    referral = Referral.objects.visible_to(actor).filter(person_id=person_id, is_open=True).order_by("id").first()
    parts = Involvement.objects.visible_to(actor).filter(person_id=person_id, ends_on__isnull=True)
    is_offered = parts.filter(kind=InvolvementKind.OFFERED.value).exists()
    offer = (
        Handover.objects.visible_to(actor).filter(person_id=person_id).order_by("-id").first() if is_offered else None
    )
    found = rules.closing_first(
        Status(status or Status.NONE),
        has_referral=referral is not None,
        is_offered=is_offered,
        has_died=died_on is not None,
        reason=reason,
    )
    refs = {ClosingFirst.REFERRAL: referral.ref if referral else "", ClosingFirst.OFFER: offer.ref if offer else ""}
    return {each: refs.get(each, "") for each in found}


def asked(actor: Actor, person_id: int, *, on: date) -> ClosingRow | None:
    """The closing of work with this child that waits for an answer."""
    found = standing(actor, person_id).first()
    return told(closing_ask(found), on=on) if found else None


def told(ask: ClosingAsk, *, on: date) -> ClosingRow:
    """The same with who asks, and with whom it stands."""
    ids = organisation.holders_of_duty(Duty.AGREE_CLOSING.value, CLOSING_SUBJECT, ask.ref)
    by = organisation.account_names({ask.by_account_id}).get(ask.by_account_id, "")
    return ClosingRow(ask, by, stand_ins.named(ids, on=on) if ids else "")


def standing(actor: Actor, person_id: int) -> QuerySet[Closing]:
    """What is asked and not answered, the last first."""
    return Closing.objects.visible_to(actor).filter(person_id=person_id, step__isnull=True).order_by("-id")


def asks_to_close(person_id: int) -> bool:
    """Whether somebody asks to close the work with a child, whoever may see that."""
    return Closing.objects.filter(person_id=person_id, step__isnull=True).exists()


def still_planned() -> Q:
    """Of visits: those that are to be made. With the work, what was planned before was called off."""
    closed = ClosingStep.objects.filter(
        person_id=OuterRef("person_id"), kind__in=DONE, recorded_at__gte=OuterRef("recorded_at")
    )
    return Q(done__isnull=True) & ~Q(Exists(closed))


def called_off(visits: Iterable[Visit], found: Mapping[Any, list[Any]], done: Iterable[int]) -> set[int]:
    """Which of these visits were planned before work with the child was closed, and never made."""
    ends: list[datetime] = [row.recorded_at for row in found[ClosingStep] if row.kind in DONE]
    made = set(done)
    return {row.pk for row in visits if row.pk not in made and any(row.recorded_at <= at for at in ends)}
