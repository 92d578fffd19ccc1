"""A secret address of one's own calendar is made, and revoked."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.ids import new_ref
from lippen.organisation.models import CalendarLink
from lippen.organisation.queries.links import hashed

SECRET_BYTES = 20
SEEN_STEP = timedelta(minutes=5)


@atomic
def make_calendar_link(*, actor: Actor, at: datetime) -> str:
    """Make a secret address for one's own calendar, in place of the one before; gives the secret, this once only."""
    _revoke(actor, at)
    secret = secrets.token_hex(SECRET_BYTES)
    made = CalendarLink.objects.create(
        ref=new_ref("calendar"), account_id=actor.own_id, secret_hash=hashed(secret), made_at=at
    )
    audit.record(actor, "calendar.link_made", made)
    return secret


@atomic
def revoke_calendar_link(*, actor: Actor, at: datetime) -> int:
    """Revoke the address of one's own calendar: from now on it opens nothing."""
    revoked = _revoke(actor, at)
    audit.record(actor, "calendar.link_revoked", ("organisation.calendarlink", str(actor.own_id)))
    return revoked


def _revoke(actor: Actor, at: datetime) -> int:
    return CalendarLink.objects.filter(account_id=actor.own_id, revoked_at__isnull=True).update(revoked_at=at)


def note_reading(secret: str, *, at: datetime) -> None:
    """Note when a calendar was last read, every five minutes at most."""
    seen = Q(last_read_at__isnull=True) | Q(last_read_at__lt=at - SEEN_STEP)
    CalendarLink.objects.filter(seen, secret_hash=hashed(secret)).update(last_read_at=at)
