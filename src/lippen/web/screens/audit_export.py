"""A part of the audit trail as CSV: asked for, watched, fetched. Its asker alone sees it, and that it was taken is
audited."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.improvement import work
from lippen.kernel import audit, clock, trail_files
from lippen.kernel.drafts import once
from lippen.kernel.errors import NotVisible
from lippen.web.trail_csv import EXPORT
from lippen.web.trail_wishes import Wishes

ALREADY = "You have asked for this file already: this is it. For a newer one, open the list again and ask there."


def start(request: HttpRequest) -> HttpResponse:
    wishes = Wishes.read(request.POST)
    token = _token(request)
    ref = f"{EXPORT}-{token.hex}"
    if once(request.actor, token, at=clock.real_now()):
        today = clock.day_of(clock.real_now())
        asked = {"wishes": urlencode(wishes.in_address()), "wish": wishes.in_words(wishes.person, today)}
        work.ask(request.actor, EXPORT, "web.export_trail", words="Waiting its turn", ref=ref, **asked)
        audit.record(request.actor, "audit.asked_for_export", ("web:start_audit_export", ""), keys=wishes.in_address())
    else:
        messages.info(request, ALREADY)
    return redirect("web:audit_export", ref)


def _token(request: HttpRequest) -> UUID:
    """The form's token; one that was lost is made anew rather than refused."""
    try:
        return UUID(request.POST.get("form_token", ""))
    except ValueError:
        return uuid4()


def export(request: HttpRequest, ref: str) -> HttpResponse:
    told = work.told(request.actor, EXPORT, ref)
    context = {
        "title": "Download from the audit trail",
        "crumbs": (Crumb("Who looked", reverse("web:audit")), Crumb("Download")),
        "told": told,
        "is_going": told["state"] in work.GOING,
        "file_url": reverse("web:audit_export_file", args=[ref]),
        "back": f"{reverse('web:audit')}?{told['wishes']}",
    }
    return render(request, "web/audit_export.html", context)


def export_file(request: HttpRequest, ref: str) -> HttpResponse:
    if work.told(request.actor, EXPORT, ref)["state"] != work.READY:
        raise NotVisible
    kept = trail_files.export_file(request.actor, ref)
    response = HttpResponse(kept.content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=kept.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    request.audit_keys = {"entries": kept.rows}
    return response
