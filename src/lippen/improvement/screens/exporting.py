"""A plan as a file: asked for, watched, fetched. Its asker alone sees it."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.improvement import exports, room_exports, work
from lippen.improvement.queries import offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import Look, look
from lippen.improvement.screens.uploads import served
from lippen.improvement.vocabulary import CommitmentStatus, Direction
from lippen.kernel import clock
from lippen.kernel.access import Permission
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


TABLE_PAGES = {
    room_exports.Told.COMMITMENTS: "partners:commitments",
    room_exports.Told.GROUPS: "groups:groups",
}
SEVERAL = "You belong to several councils. Open a plan, then what you want to take away, and ask for it there."


def start_table(request: HttpRequest) -> HttpResponse:
    """Ask for commitments, risks or what came of groups' meetings as a file, as the page shows them."""
    kind, table = request.POST.get("kind", ""), request.POST.get("table", "")
    seen = look(request.GET)
    if kind not in room_exports.KINDS or table not in set(room_exports.Told):
        raise CannotDo("Choose a spreadsheet or CSV, then ask for it again.")
    if seen.trouble:
        raise CannotDo("The day in the address cannot be read. Open the page on that day, then ask for the file again.")
    plan = offered.plan_head(request.actor, ref) if (ref := request.POST.get("plan", "")) else None
    if plan is None and table == room_exports.Told.RISKS:
        raise CannotDo("Open a plan's risks, then ask for them there.")
    if plan is None and len(request.actor.reach_of(Permission.READ_PLAN)) > 1:
        raise CannotDo(SEVERAL)
    wishes = {name: request.POST.get(name, "")[:200] for name in WISHES}
    token = uuid5(_token(request), f"{table} {plan.ref if plan else ''} {kind} {seen.query} {sorted(wishes.items())}")
    export_ref = f"{work.EXPORT}-{token.hex}"
    if once(request.actor, token, at=clock.real_now()):
        given = {"plan": plan.ref if plan else "", "kind": kind, "table": table, **_day(seen), **_asked(wishes)}
        name = "improvement.export_table"
        work.ask(request.actor, work.EXPORT, name, words="Waiting its turn", ref=export_ref, **given)
    else:
        messages.info(request, ALREADY)
    return redirect("improvement:export", export_ref)


WISHES = ("direction", "status", "mine", "words")


def _day(seen: Look) -> dict[str, str]:
    return {"as_at": seen.as_at.isoformat(), "known_at": seen.known_at.isoformat() if seen.known_at else ""}


def _asked(wishes: dict[str, str]) -> dict[str, str]:
    """The filters of the page, as the job reads them; what cannot be read counts as not given, as on the page."""
    late = wishes["status"] == "late"
    status = wishes["status"] if wishes["status"] in set(CommitmentStatus) else ""
    direction = wishes["direction"] if wishes["direction"] in set(Direction) else ""
    return {
        "direction": direction,
        "status": status,
        "late": "on" if late else "",
        "mine": "on" if wishes["mine"] else "",
        "filter": wishes["words"].replace("\x00", ""),
    }


def _table_page(request: HttpRequest, ref: str, told: dict[str, str]) -> HttpResponse:
    table = room_exports.Told(told["table"])
    plan = offered.plan_head(request.actor, told["plan"]) if told["plan"] else None
    if table is room_exports.Told.RISKS and plan is not None:
        back = reverse("risks:plan_risks", args=[plan.ref])
    else:
        back = reverse(TABLE_PAGES[table]) + (f"?plan={plan.ref}" if plan else "")
    name = room_exports.NAMES[table]
    context = {
        "title": "Download",
        "about": f"{name} of {plan.title}" if plan else f"{name} of all plans",
        "crumbs": (Crumb(name, back), Crumb("Download")),
        "told": told,
        "kind_words": exports.WORDS[told["kind"]],
        "is_going": told["state"] in work.GOING,
        "file_url": reverse("improvement:export_file", args=[ref]),
        "back": back,
        "back_words": f"Back to {name.lower()}",
    }
    return render(request, "improvement/export.html", context)


def export(request: HttpRequest, ref: str) -> HttpResponse:
    told = work.told(request.actor, work.EXPORT, ref)
    if "table" in told:
        return _table_page(request, ref, told)
    found = offered.plan_head(request.actor, told["plan"])
    context = {
        "title": "Download",
        "plan": found,
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Download")),
        "told": told,
        "kind_words": exports.WORDS[told["kind"]],
        "is_going": told["state"] in work.GOING,
        "file_url": reverse("improvement:export_file", args=[ref]),
        "about": found.title,
        "back": reverse("improvement:plan", args=[found.ref]),
        "back_words": "Back to the plan",
    }
    return render(request, "improvement/export.html", context)


def export_file(request: HttpRequest, ref: str) -> HttpResponse:
    told = work.told(request.actor, work.EXPORT, ref)
    if "file" not in told:
        raise NotVisible
    return served(stored_file(request.actor, told["file"]))
