"""Where somebody is signed in: noted at most once a minute, seen and ended by its holder alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from lippen.kernel import audit, clock
from lippen.kernel.access import Actor
from lippen.organisation import factors
from lippen.organisation.models import OpenSession
from lippen.organisation.queries.ways_in import subject_of
from lippen.organisation.vocabulary import HOW_WORDS, How

NOTED_KEY = "lippen_noted"
NOTE_SECONDS = 60
KEPT = timedelta(days=30)
"""How long it is kept that a session was there; a new one takes the old ones of its holder away."""
BROWSERS = (
    (r"Edg(A|iOS)?/", "Edge"),
    (r"OPR/", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrom(e|ium)/|CriOS/|HeadlessChrome/", "Chrome"),
    (r"Safari/", "Safari"),
)
MACHINES = (
    (r"iPhone", "an iPhone"),
    (r"iPad", "an iPad"),
    (r"Android", "an Android device"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "a Mac"),
    (r"CrOS", "a Chromebook"),
    (r"Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionRow:
    """One place where somebody is signed in."""

    id: int
    device: str
    how: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def device_of(agent: str) -> str:
    """Browser and machine in words, as far as the browser tells: never more than that is kept."""
    browser = next((name for pattern, name in BROWSERS if re.search(pattern, agent)), "A browser")
    machine = next((name for pattern, name in MACHINES if re.search(pattern, agent)), "")
    return f"{browser} on {machine}" if machine else browser


def note(request: HttpRequest, actor: Actor) -> None:
    """Keep that this session is alive: one statement, at most once a minute."""
    now, key = clock.real_now(), request.session.session_key
    noted = request.session.get(NOTED_KEY) or ["", 0]
    if actor.account_id is None or not key or (noted[0] == key and now.timestamp() - noted[1] < NOTE_SECONDS):
        return
    if noted[0] != key:
        OpenSession.objects.filter(account_id=actor.account_id, seen_at__lt=now - KEPT).delete()
    request.session[NOTED_KEY] = [key, int(now.timestamp())]
    OpenSession.objects.bulk_create(
        [
            OpenSession(
                account_id=actor.account_id,
                session_key=key,
                device=device_of(request.headers.get("User-Agent", "")),
                how=factors.how_of(request),
                began_at=now,
                seen_at=now,
            )
        ],
        update_conflicts=True,
        unique_fields=["session_key"],
        update_fields=["seen_at"],
    )


def open_sessions(actor: Actor, session_key: str | None) -> tuple[SessionRow, ...]:
    """Where the actor is signed in now, this session first."""
    rows = _alive(actor).order_by("-seen_at", "-id")
    found = [
        SessionRow(
            row.pk, row.device, HOW_WORDS[How(row.how)], row.began_at, row.seen_at, row.session_key == session_key
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda row: not row.is_this))


def _alive(actor: Actor):  # type: ignore[no-untyped-def]
    """Those that were used lately and whose session is still there."""
    since = clock.real_now() - timedelta(seconds=settings.LIPPEN_IDLE_SECONDS)
    mine = OpenSession.objects.filter(account_id=actor.own_id, seen_at__gt=since)
    return mine.filter(session_key__in=Session.objects.values("session_key"))


def end_elsewhere(actor: Actor, session_key: str | None) -> int:
    """Sign the actor out everywhere but here; how many sessions that ended."""
    others = OpenSession.objects.filter(account_id=actor.own_id).exclude(session_key=session_key or "")
    ended = _end(list(others.values_list("session_key", flat=True)))
    audit.record(actor, "account.signed_out_elsewhere", _subject(actor), keys={"sessions": ended})
    return ended


def end_one(actor: Actor, number: int) -> int:
    """Sign the actor out of one of their own sessions; nothing where it is not theirs or is gone."""
    mine = OpenSession.objects.filter(account_id=actor.own_id, pk=number)
    ended = _end(list(mine.values_list("session_key", flat=True)))
    audit.record(actor, "account.signed_out_elsewhere", _subject(actor), keys={"sessions": ended})
    return ended


def _end(keys: list[str]) -> int:
    ended = Session.objects.filter(session_key__in=keys).delete()[0]
    OpenSession.objects.filter(session_key__in=keys).delete()
    return ended


def _subject(actor: Actor) -> tuple[str, str]:
    return subject_of(actor.own_id)
