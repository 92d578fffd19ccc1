"""Secret addresses of people's own calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from lippen.kernel.access import Actor
from lippen.organisation.models import CalendarLink


@dataclass(frozen=True)
class LinkRow:
    """That somebody has a calendar address, since when, and when it was last read. Its secret is not known here."""

    ref: str
    made_at: datetime
    last_read_at: datetime | None


def hashed(secret: str) -> str:
    """What is kept of a secret. It has 160 random bits, so that its hash needs no salt and no slowness."""
    return sha256(secret.encode()).hexdigest()


def calendar_link(actor: Actor) -> LinkRow | None:
    """This actor's calendar address, if they have one."""
    found = CalendarLink.objects.filter(account_id=actor.own_id, revoked_at__isnull=True).order_by("-id").first()
    return LinkRow(found.ref, found.made_at, found.last_read_at) if found else None


def account_of_link(secret: str) -> int | None:
    """Whose calendar a secret opens; None for one that was revoked or never was."""
    found = CalendarLink.objects.filter(secret_hash=hashed(secret), revoked_at__isnull=True)
    return found.values_list("account_id", flat=True).first()
