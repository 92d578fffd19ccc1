"""A plan as a file: asked for, watched, fetched. Its asker alone sees it."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.improvement import exports, work
from lippen.improvement.queries import offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import Look, look
from lippen.improvement.screens.uploads import served
from lippen.kernel import clock
from lippen.kernel.drafts import once
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.files.store import stored_file

ALREADY = "You have asked for this file already: this is it. For a newer one, open the plan again and ask there."


def start(request: HttpRequest, ref: str) -> HttpResponse:
    kind = request.POST.get("kind", "")
    found = offered.plan_head(request.actor, ref)
    if kind not in exports.MEDIA_TYPES:
        raise CannotDo("Choose a spreadsheet, CSV or data for analysis, then ask for it again.")
    seen = look(request.GET)
    if seen.trouble:
        raise CannotDo("The day in the address cannot be read. Open the plan on that day, then ask for the file again.")
    token = uuid5(_token(request), f"{found.ref} {kind} {seen.query}")
    export_ref = f"{work.EXPORT}-{token.hex}"
    if once(request.actor, token, at=clock.real_now()):
        _ask(request, export_ref, found, kind, seen)
    else:
        messages.info(request, ALREADY)
    return redirect("improvement:export", export_ref)


def _token(request: HttpRequest) -> UUID:
    """The form's token; one that was lost is made anew rather than refused."""
    try:
        return UUID(request.POST.get("form_token", ""))
    except ValueError:
        return uuid4()


def _ask(request: HttpRequest, export_ref: str, found: PlanRow, kind: str, seen: Look) -> None:
    work.ask(
        request.actor,
        work.EXPORT,
        "improvement.export_plan",
        words="Waiting its turn",
        ref=export_ref,
        plan=found.ref,
        kind=kind,
        as_at=seen.as_at.isoformat(),
        known_at=seen.known_at.isoformat() if seen.known_at else "",
    )


def export(request: HttpRequest, ref: str) -> HttpResponse:
    told = work.told(request.actor, work.EXPORT, ref)
    found = offered.plan_head(request.actor, told["plan"])
    context = {
        "title": "Download",
        "plan": found,
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Download")),
        "told": told,
        "kind_words": exports.WORDS[told["kind"]],
        "is_going": told["state"] in work.GOING,
        "file_url": reverse("improvement:export_file", args=[ref]),
        "back": reverse("improvement:plan", args=[found.ref]),
    }
    return render(request, "improvement/export.html", context)


def export_file(request: HttpRequest, ref: str) -> HttpResponse:
    told = work.told(request.actor, work.EXPORT, ref)
    if "file" not in told:
        raise NotVisible
    return served(stored_file(request.actor, told["file"]))
