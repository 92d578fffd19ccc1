"""The e-mail of somebody's duties: counts in its subject, titles that they may see in its words, nothing of a child."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from lippen.design.words import count_words
from lippen.web.desks import Desk

NO_HOST = "lippen.localhost"


def host() -> str:
    """The host that message ids are made for."""
    return urlsplit(settings.LIPPEN_SITE).hostname or NO_HOST


def subject_of(desk: Desk) -> str:
    """Counts and nothing else: a subject is read over a shoulder and kept by machines on the way."""
    found = (
        (len(desk.late), "past its date", "past their date"),
        (len(desk.soon), "due within a week", "due within a week"),
        (len(desk.later), "due later", "due later"),
        (len(desk.raised), "raised with you", "raised with you"),
        (len(desk.left), "left by somebody", "left by somebody"),
    )
    said = [f"{number} {one if number == 1 else many}" for number, one, many in found if number]
    return f"Lippen: {', '.join(said)}"


def written(name: str, address: str, desk: Desk, *, message_id: str) -> EmailMessage:
    """The digest as it is sent."""
    context = {
        "name": name,
        "desk": desk,
        "site": settings.LIPPEN_SITE,
        "reminders": reverse("web:reminders"),
        "soon": count_words(len(desk.soon), "duty", "duties"),
    }
    words = render_to_string("web/mail/digest.txt", context)
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject_of(desk), words, to=[address], headers=headers)
