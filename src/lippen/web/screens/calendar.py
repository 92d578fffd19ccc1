"""One's own calendar, by a secret address: what is due on each day. Whoever has the address reads it, nobody else."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from lippen.kernel import access, audit, clock
from lippen.organisation import queries as organisation
from lippen.organisation.actions.links import note_reading
from lippen.organisation.queries.links import account_of_link
from lippen.web import calendars, desks, errors, limits
from lippen.web.desks import Dated

MOST_IN_A_MINUTE = 30
EVENTS_AT_MOST = 2000


def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    if limits.has_asked_too_often("calendar", limits.asker(request), most=MOST_IN_A_MINUTE, seconds=60):
        return errors.too_often(request)
    account_id = account_of_link(secret)
    today = clock.today()
    actor = organisation.actor_for(account_id, on=today)
    if actor.account_id is None:
        raise Http404
    access.identify(actor, today=today)
    desk = desks.my_desk(actor, today=today)
    events = [event_of(dated) for dated in desk.lines[:EVENTS_AT_MOST]]
    note_reading(secret, at=clock.real_now())
    told = {"duties": len(events)}
    audit.record(actor, "calendar.read", ("organisation.account", str(actor.account_id)), keys=told)
    return calendars.answered(request, calendars.calendar_of("Lippen: my desk", events), "my-desk")


def event_of(dated: Dated) -> calendars.Event:
    """A duty on its last day."""
    line = dated.line
    whose = f" (for {line.for_name})" if line.for_name else ""
    return calendars.Event(
        uid=f"duty-{line.duty.id}@lippen",
        on=line.ends_on - timedelta(days=1),
        title=f"{line.title}{whose}: {line.subject}",
        stamp=line.duty.pinned_at,
        url=f"{settings.LIPPEN_SITE}{line.url}" if settings.LIPPEN_SITE else "",
    )
