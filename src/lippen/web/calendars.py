"""Calendars to subscribe to: all-day events, each with an id and a stamp that change only when the thing does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

MEDIA_TYPE = "text/calendar; charset=utf-8"
EVERY = timedelta(hours=4)


@dataclass(frozen=True)
class Event:
    """A day on which something is due."""

    uid: str
    on: date
    title: str
    stamp: datetime
    words: str = ""
    url: str = ""


def calendar_of(name: str, events: Iterable[Event]) -> bytes:
    """The calendar as RFC 5545 wants it: the same events give the same bytes."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    made = Calendar()
    made.add("prodid", "-//Lippen//Lippen//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    for event in events:
        entry = Entry()
        entry.add("uid", event.uid)
        entry.add("dtstamp", event.stamp.astimezone(UTC).replace(microsecond=0))
        entry.add("dtstart", event.on)
        entry.add("dtend", event.on + timedelta(days=1))
        entry.add("summary", event.title)
        entry.add("transp", "TRANSPARENT")
        if event.words:
            entry.add("description", event.words)
        if event.url:
            entry.add("url", event.url)
        made.add_component(entry)
    return made.to_ical()


def answered(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    """The calendar, or that it has not changed since it was last asked for."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    asked = [words.strip().removeprefix("W/") for words in request.headers.get("If-None-Match", "").split(",")]
    response = HttpResponseNotModified() if tag in asked else HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    if response.status_code == 200:
        response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
