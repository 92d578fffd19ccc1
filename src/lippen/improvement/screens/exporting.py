"""A plan as a file: asked for, watched, fetched. Its asker alone sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.improvement import exports, work
from lippen.improvement.queries import offered
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.uploads import served
from lippen.kernel.errors import CannotDo, NotVisible


def start(request: HttpRequest, ref: str) -> HttpResponse:
    kind = request.POST.get("kind", "")
    found = offered.plan_head(request.actor, ref)
    if kind not in exports.MEDIA_TYPES:
        raise CannotDo("Choose a spreadsheet or CSV, then ask for it again.")
    seen = look(request.GET)
    export_ref = work.ask(
        request.actor,
        work.EXPORT,
        "improvement.export_plan",
        words="Waiting its turn",
        plan=found.ref,
        kind=kind,
        as_at=seen.as_at.isoformat(),
        known_at=seen.known_at.isoformat() if seen.known_at else "",
    )
    return redirect("improvement:export", export_ref)


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
    return served(request, told["file"])
