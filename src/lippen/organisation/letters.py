"""The e-mail to somebody about their own recovery: who asked, who confirmed, what to do if it was not them.

It holds no code and no link that opens anything, so that whoever reads a mailbox gains nothing by it.
"""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from lippen.organisation.queries.recoveries import RecoveryRow
from lippen.organisation.vocabulary import Told

NO_HOST = "lippen.localhost"
SUBJECTS = {
    Told.ASKED: "Lippen: somebody asked that you be let back in",
    Told.CONFIRMED: "Lippen: your recovery was confirmed",
    Told.WITHDRAWN: "Lippen: your recovery was stopped",
    Told.USED: "Lippen: your password was set anew by a recovery",
    Told.AT_SERVER: "Lippen: a recovery was made for you at the server",
}


def about_recovery(name: str, address: str, told: Told, ref: str, found: RecoveryRow | None) -> EmailMessage:
    """The letter as it is sent. Tried again it keeps its message id, by which mail servers know it."""
    context = {
        "name": name,
        "told": told.value,
        "found": found,
        "site": settings.LIPPEN_SITE,
        "security": reverse("organisation:security"),
    }
    words = render_to_string("organisation/mail/recovery.txt", context)
    named = sha256(f"{ref}:{told.value}".encode()).hexdigest()[:32]
    host = urlsplit(settings.LIPPEN_SITE).hostname or NO_HOST
    headers = {"Message-ID": f"<recovery-{named}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(SUBJECTS[told], words, to=[address], headers=headers)
