"""One's own calendar, by a secret address: what is due on each day. Whoever has the address reads it, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.words import day_words
from lippen.kernel import access, audit, clock
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation
from lippen.organisation.actions.links import note_reading
from lippen.organisation.queries.links import account_of_link
from lippen.reporting.queries.forward import ComingRow, coming
from lippen.web import calendars, desks, errors, limits
from lippen.web.calendars import Event
from lippen.web.desks import Dated

MOST_IN_A_MINUTE = 30
EVENTS_AT_MOST = 2000
DAYS_BACK = 31


def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    return _read(request, secret, "Lippen: my desk", "my-desk", _desk)


def cycle(request: HttpRequest, secret: str) -> HttpResponse:
    """The committee cycle and the papers that are on their way, as far as whoever has the address may read them."""
    return _read(request, secret, "Lippen: committees", "committees", _cycle)


def _read(
    request: HttpRequest, secret: str, title: str, name: str, events_of: Callable[[Actor, date], list[Event]]
) -> HttpResponse:
    if limits.has_asked_too_often("calendar", limits.asker(request), most=MOST_IN_A_MINUTE, seconds=60):
        return errors.too_often(request)
    account_id = account_of_link(secret)
    today = clock.today()
    actor = organisation.actor_for(account_id, on=today)
    if actor.account_id is None:
        raise Http404
    access.identify(actor, today=today)
    events = events_of(actor, today)
    note_reading(secret, at=clock.real_now())
    told = {"calendar": name, "events": len(events)}
    audit.record(actor, "calendar.read", ("organisation.account", str(actor.account_id)), keys=told)
    return calendars.answered(request, calendars.calendar_of(title, events), name)


def _desk(actor: Actor, today: date) -> list[Event]:
    return [event_of(dated) for dated in desks.my_desk(actor, today=today).lines[:EVENTS_AT_MOST]]


CYCLE_WORDS = {
    "meeting": "{committee} meets",
    "moved": "Moved to {to}: {committee} does not meet today",
    "called_off": "Called off: {committee} does not meet",
    "drafts": "Drafts are due: {committee}",
    "consultees": "Consultees comment by today: {committee}",
    "pre_agenda": "Pre-agenda: {committee}",
    "papers": "Papers are due: {committee}",
    "out": "The papers are issued: {committee}",
    "expected": "A paper is expected: {subject} ({committee})",
    "text": "Text closes: {subject} ({committee})",
    "issue": "Papers go out: {subject} ({committee})",
}


def _cycle(actor: Actor, today: date) -> list[Event]:
    since = today - timedelta(days=DAYS_BACK)
    return [_coming(row) for row in coming(actor, from_on=since, today=today)[:EVENTS_AT_MOST]]


def _coming(row: ComingRow) -> Event:
    """A meeting keeps its name in the calendar when it is moved or called off, so that its entry changes."""
    kind = "meeting" if row.kind in {"moved", "called_off"} else row.kind
    to = day_words(row.to_on) if row.to_on else ""
    return Event(
        uid=f"{kind}-{row.ref}@lippen",
        on=row.on,
        title=CYCLE_WORDS[row.kind].format(committee=row.committee, subject=row.subject, to=to),
        stamp=row.recorded_at,
        url=_site(reverse("reporting:paper", args=[row.ref])) if row.kind in {"text", "issue"} else "",
    )


def _site(path: str) -> str:
    return f"{settings.LIPPEN_SITE}{path}" if settings.LIPPEN_SITE else ""


def event_of(dated: Dated) -> Event:
    """A duty on its last day."""
    line = dated.line
    whose = f" (for {line.for_name})" if line.for_name else ""
    return Event(
        uid=f"duty-{line.duty.id}@lippen",
        on=line.ends_on - timedelta(days=1),
        title=f"{line.title}{whose}: {line.subject_outside}",
        stamp=line.duty.pinned_at,
        url=_site(line.url),
    )
