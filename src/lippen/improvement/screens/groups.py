"""The groups round the plans, and one group: who belongs to it, when it met and meets."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy

from lippen.design.components import Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words
from lippen.improvement import queries
from lippen.improvement.queries import GroupMeetingRow, GroupRow, WantedRow
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.rooms import plan_asked
from lippen.improvement.screens.stories import Link
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.organisation.queries.cover import own_ids

GROUPS = Crumb("Groups", lazy(reverse, str)("groups:groups"))


def groups(request: HttpRequest) -> HttpResponse:
    seen, about = look(request.GET), plan_asked(request)
    on = {"as_at": seen.as_at, "known_at": seen.known_at, "today": seen.today}
    rows = queries.groups(request.actor, plan_id=about.id if about else None, **on)
    schedules = queries.schedules(request.actor, about.id if about else None, **on)
    plans = () if seen.is_past else _plans(request, about)
    context = {
        "title": "Groups",
        "look": seen,
        "about": about,
        "crumbs": (Crumb("Groups"),),
        "rows": rows,
        "take_token": uuid4(),
        "schedules": schedules,
        "asks": _asks(request.actor, about) if about and not seen.is_past else None,
        "ask_links": _links(
            request.actor, (about,) if about else (), "groups:plan_decision_want", Permission.WRITE_UPDATE
        ),
        "found_links": _links(request.actor, plans, "groups:plan_group_found", Permission.EDIT_PLAN),
        "schedule_links": _links(request.actor, plans, "groups:plan_schedule_set", Permission.WRITE_UPDATE),
        "kept_in_address": [("plan", about.ref)] if about else [],
    }
    request.audit_keys = {"groups": len(rows)}
    return render(request, "improvement/rooms/groups.html", context)


@dataclass(frozen=True)
class Asked:
    """A decision that is wanted, and where the reader may withdraw it."""

    row: WantedRow
    url: str


def _asks(actor: Actor, plan: PlanRow) -> list[Asked]:
    """The decisions that are wanted on a plan."""
    edits, writes = (
        may(actor, which, at=plan.authority_ids) for which in (Permission.EDIT_PLAN, Permission.WRITE_UPDATE)
    )
    rows = queries.wanted_rows(actor, plan.id)
    own = own_ids(actor, on=clock.today()) if rows and writes else frozenset()
    return [
        Asked(row, reverse("groups:withdraw_wanted", args=[row.ref]) if edits or row.asked_by_id in own else "")
        for row in rows
    ]


def _plans(request: HttpRequest, about: PlanRow | None) -> tuple[PlanRow, ...]:
    return (about,) if about else queries.plans(request.actor)


def _links(actor: Actor, plans: tuple[PlanRow, ...], name: str, permission: Permission) -> list[Link]:
    """Where the reader may add one, plan by plan."""
    return [
        Link(plan.title, reverse(name, args=[plan.ref]))
        for plan in plans
        if may(actor, permission, at=plan.authority_ids)
    ]


def group(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    row = queries.group(request.actor, ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    here = row.authority_ids
    writes = may(request.actor, Permission.WRITE_UPDATE, at=here) and not seen.is_past
    leads = not seen.is_past and may_lead(request.actor, row)
    edits = may(request.actor, Permission.EDIT_PLAN, at=here)
    coming = row.next_meeting
    context = {
        "title": row.name,
        "row": row,
        "look": seen,
        "crumbs": (GROUPS, Crumb(row.name)),
        "facts": facts(row),
        "next": next_step(row) if writes and not row.is_ended else None,
        "links": () if seen.is_past else links(row, writes=writes, leads=leads, edits=edits),
        "may_lead": leads,
        "coming": coming,
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=here),
    }
    return render(request, "improvement/rooms/group.html", context)


def may_lead(actor: Actor, row: GroupRow, meeting_ref: str = "") -> bool:
    """Whether this actor may do what is the chair's: those who chair the group, those who edit the plan.

    So may whoever covers for a chair, and of one meeting whoever has it on their desk.
    """
    here = row.authority_ids
    if may(actor, Permission.EDIT_PLAN, at=here) or not may(actor, Permission.WRITE_UPDATE, at=here):
        return may(actor, Permission.EDIT_PLAN, at=here)
    own = own_ids(actor, on=clock.today())
    return row.is_chaired_by(own) or (bool(meeting_ref) and not own.isdisjoint(queries.meeting_holders(meeting_ref)))


def may_minute(actor: Actor, row: GroupRow, meeting: GroupMeetingRow) -> bool:
    """Whether this actor may say what came of the lines: who leads it, belongs to the group, came or called it."""
    if may_lead(actor, row, meeting.ref):
        return True
    writes = may(actor, Permission.WRITE_UPDATE, at=row.authority_ids)
    return writes and not own_ids(actor, on=clock.today()).isdisjoint(row.minuters(meeting))


def facts(row: GroupRow) -> list[Fact]:
    """What kind, what for, for which plan, when it met and meets."""
    coming = row.next_meeting
    return [
        Fact("Kind", row.kind_words),
        *([Fact("What for", row.purpose)] if row.purpose else []),
        *(
            Fact(
                "Looks after too" if place else "Plan",
                each.title,
                reverse("improvement:plan", args=[each.ref]),
                "See it",
            )
            for place, each in enumerate(row.plans)
        ),
        Fact("Last met", day_words(row.last_met_on) if row.last_met_on else "Not met yet"),
        Fact(
            "Next meeting",
            day_words(coming.meets_on) if coming else "None called",
            reverse("groups:group_meeting", args=[coming.ref]) if coming else "",
            "See the agenda",
        ),
        Fact("Members", count_words(len(row.members), "person", "people")),
    ]


def next_step(row: GroupRow) -> Link:
    """The one thing to do next: see the agenda of the next meeting, or call one."""
    coming = row.next_meeting
    if coming is None:
        return Link("Call a meeting", _url(row, "call_meeting"))
    return Link("See the agenda", reverse("groups:group_meeting", args=[coming.ref]))


def links(row: GroupRow, *, writes: bool, leads: bool, edits: bool) -> list[Link]:
    """What may be done, by who may do it."""
    return [
        *([Link("Call a meeting", _url(row, "call_meeting"))] if writes and not row.is_ended else []),
        *([Link("Record a meeting that was held", _url(row, "record_group_meeting"))] if leads else []),
        *([Link("Add or take off a member", _url(row, "set_member"))] if leads else []),
        *([Link("Say which plans it looks after", _url(row, "group_plans"))] if edits else []),
        *([Link("Change its name or end it", _url(row, "change_group"))] if edits else []),
    ]


def _url(row: GroupRow, name: str) -> str:
    return reverse(f"groups:{name}", args=[row.ref])


def crumb_to(row: GroupRow) -> Crumb:
    """The way back to a group."""
    return Crumb(row.name, reverse("groups:group", args=[row.ref]))
