"""A part of the audit trail as CSV: asked for, watched, fetched. Its asker alone sees it, and that it was taken is
audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import duration_words, size_words
from lippen.improvement import work
from lippen.kernel import audit, clock, trail_files
from lippen.kernel.drafts import once
from lippen.kernel.errors import NotVisible
from lippen.web import trail_csv
from lippen.web.trail_csv import EXPORT, SIZED, TASK
from lippen.web.trail_wishes import Wishes

ALREADY = "You have asked for this file already: this is it. For a newer one, open the list again and ask there."


def start(request: HttpRequest) -> HttpResponse:
    wishes = Wishes.read(request.POST)
    token = _token(request)
    ref = f"{EXPORT}-{token.hex}"
    if once(request.actor, token, at=clock.real_now()):
        today = clock.day_of(clock.real_now())
        asked = {"wishes": urlencode(wishes.in_address()), "wish": wishes.in_words(wishes.person, today)}
        work.ask(request.actor, EXPORT, TASK, words="Waiting its turn", ref=ref, **asked)
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
    is_ready = told["state"] == work.READY
    context = {
        "title": "Download from the audit trail",
        "crumbs": (Crumb("Who looked", reverse("web:audit")), Crumb("Download")),
        "told": told,
        "ref": ref,
        "is_going": told["state"] in work.GOING,
        "size": _size(told) if told["state"] == SIZED else None,
        "parts": trail_files.parts_of(request.actor, ref) if is_ready else (),
        "back": f"{reverse('web:audit')}?{told['wishes']}",
    }
    return render(request, "web/audit_export.html", context)


@dataclass(frozen=True)
class SizeInWords:
    """How large an export will be, as its asker reads it before they have it made."""

    entries: str
    files: int
    of: int
    all_in: str
    takes: str
    through: datetime


def _size(told: Mapping[str, str]) -> SizeInWords:
    return SizeInWords(
        entries=told["words"],
        files=int(told["parts"]),
        of=trail_csv.PART_ROWS,
        all_in=size_words(int(told["bytes_about"])),
        takes=duration_words(float(told["seconds_about"])),
        through=datetime.fromisoformat(told["through"]),
    )


def go_on(request: HttpRequest, ref: str) -> HttpResponse:
    """Have an export made, once its size was seen. Sent twice it is asked for once."""
    if work.told(request.actor, EXPORT, ref)["state"] == SIZED:
        work.go_on(request.actor, EXPORT, TASK, ref, words="Waiting its turn")
        audit.record(request.actor, "audit.export_confirmed", ("web:audit_export", ref))
    return redirect("web:audit_export", ref)


def export_file(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    _require_ready(request, ref)
    kept = trail_files.export_file(request.actor, ref, number)
    request.audit_keys = {"entries": kept.rows, "file": number}
    return _sent(kept.content, kept.name, "text/csv; charset=utf-8")


def heads_file(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    _require_ready(request, ref)
    kept = trail_files.heads_file(request.actor, ref, number)
    request.audit_keys = {"blocks": kept.rows, "file": number}
    return _sent(kept.content, kept.name, "text/csv; charset=utf-8")


def contents(request: HttpRequest, ref: str) -> HttpResponse:
    """The list of an export's files, by which a missing or changed one is found."""
    _require_ready(request, ref)
    told = trail_files.contents(ref, trail_files.parts_of(request.actor, ref))
    return _sent(told.encode(), f"{ref}.json", "application/json")


def _require_ready(request: HttpRequest, ref: str) -> None:
    if work.told(request.actor, EXPORT, ref)["state"] != work.READY:
        raise NotVisible


def _sent(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
