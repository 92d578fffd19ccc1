"""The plans, a plan by theme, and a plan on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words
from lippen.improvement import edition_intake, queries
from lippen.improvement.queries import offered
from lippen.improvement.queries.pages import page_of_plan
from lippen.improvement.queries.plan_ties import PlanTies
from lippen.improvement.rows import ActionRow, PageRow, PlanRow
from lippen.improvement.screens import filters, saying, tying
from lippen.improvement.screens.addresses import PLANS, address, crumb_to_plan
from lippen.improvement.screens.looking import Look, look
from lippen.improvement.source_rows import NO_TIES, Ties
from lippen.kernel.access import Permission, may

PAGE_SIZE = 100
MOST_PRINTED = 2000


@dataclass(frozen=True)
class Shown:
    """An action with its words for the page."""

    row: ActionRow
    date: saying.DateWords
    update: str
    leads: str
    ties: tuple[tying.TieLine, ...] = ()


@dataclass(frozen=True)
class Group:
    """A theme's actions under its heading; in another order than by number there is no heading."""

    title: str
    rows: tuple[Shown, ...]


def plans(request: HttpRequest) -> HttpResponse:
    found = queries.plans(request.actor)
    return render(
        request,
        "improvement/plans.html",
        {
            "title": "Plans",
            "plans": found,
            "may_import": may(request.actor, Permission.IMPORT_PLAN),
            "may_begin": may(request.actor, Permission.EDIT_PLAN),
        },
    )


def plan(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    seen, wanted = look(request.GET), filters.Wanted.read(request.GET)
    leads = () if seen.is_past else offered.leads_of(request.actor, found.id)
    page = page_of(found, seen, wanted, size=PAGE_SIZE, only=answering(request, found, seen, wanted))
    ties = ties_of(request, found, seen, page)
    may_import = may(request.actor, Permission.IMPORT_PLAN, at=found.authority_ids)
    context = {
        **common(found, seen),
        "page_trouble": filters.page_trouble(request.GET, page.pages),
        "filter_trouble": filters.filter_trouble(request.GET),
        "lead_trouble": "" if seen.is_past else filters.lead_trouble(wanted.lead, leads),
        "crumbs": (PLANS, Crumb(found.title)),
        "doubts_left": None if seen.is_past else offered.doubts_left(request.actor, found),
        "rows_total": page.counts.total,
        "totals": _totals(request, page, wanted),
        "is_everything": wanted.is_everything,
        "everything_url": address(request, **dict.fromkeys(filters.NAMES, "")),
        "filter_form": filters.PlanFilter(
            request.GET, page.counts, leads, found.authorities, [(row.ref, row.title) for row in ties.sources]
        ),
        "page_obj": Paginator(range(page.found), PAGE_SIZE).get_page(page.page),
        "groups": grouped(page.rows, wanted, seen, ties.by_action),
        "print_query": address(request, page=""),
        "kept_in_address": wanted.in_address(),
        "export_token": uuid4(),
        "may_draw": may(request.actor, Permission.DRAW_SAMPLE, at=found.authority_ids),
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=found.authority_ids),
        "may_fill_in": may(request.actor, Permission.WRITE_UPDATE, at=found.authority_ids),
        "may_import": may_import,
        "waiting": () if seen.is_past or not may_import else edition_intake.waiting(request.actor, found.ref),
        "may_add": may(request.actor, Permission.EDIT_PLAN, at=found.authority_ids) and not seen.is_past,
        "may_print_operational": may(request.actor, Permission.READ_OPERATIONAL_PLAN, at=found.authority_ids),
    }
    request.audit_keys = {"actions": len(page.rows)}
    return render(request, "improvement/plan.html", context)


def printed(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    seen, wanted = look(request.GET), filters.Wanted.read(request.GET)
    only = answering(request, found, seen, wanted)
    page = page_of(found, seen, replace(wanted, page=1), size=MOST_PRINTED, only=only)
    ties = ties_of(request, found, seen, page)
    context = {
        **common(found, seen),
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Print view")),
        "groups": grouped(page.rows, wanted, seen, ties.by_action),
        "rows_shown": page.found,
        "left_out": max(0, page.found - MOST_PRINTED),
        "filter_words": wanted.in_words(),
    }
    request.audit_keys = {"actions": len(page.rows)}
    return render(request, "improvement/plan_print.html", context)


def answering(request: HttpRequest, found: PlanRow, seen: Look, wanted: filters.Wanted) -> frozenset[int] | None:
    """The actions that answer the source asked for; None where none is."""
    if not wanted.source:
        return None
    return queries.answering(request.actor, wanted.source, found.id, seen.as_at, seen.known_at)


def ties_of(request: HttpRequest, found: PlanRow, seen: Look, page: PageRow) -> PlanTies:
    """How the actions of a page hang together with others."""
    given = {"as_at": seen.as_at, "known_at": seen.known_at, "today": seen.today}
    return queries.plan_ties(request.actor, found, action_ids=[row.id for row in page.rows], **given)


def page_of(
    found: PlanRow, seen: Look, wanted: filters.Wanted, *, size: int, only: frozenset[int] | None = None
) -> PageRow:
    """The actions that the reader asked for, on the day looked at."""
    return page_of_plan(
        found,
        as_at=seen.as_at,
        known_at=seen.known_at,
        today=seen.today,
        filters=wanted.filters(only),
        sort=wanted.sort,
        page=wanted.page,
        size=size,
    )


def grouped(
    rows: Sequence[ActionRow], wanted: filters.Wanted, seen: Look, ties: Mapping[int, Ties] = MappingProxyType({})
) -> list[Group]:
    """By theme in the plan's own order, else as one list."""
    if wanted.sort != "number":
        return [Group("", tuple(_shown(row, seen, ties) for row in rows))]
    themes = groupby(rows, key=lambda row: (row.theme_number, row.theme_title))
    return [
        Group(f"{key[0]} {key[1]}".strip(), tuple(_shown(row, seen, ties) for row in group)) for key, group in themes
    ]


def _shown(row: ActionRow, seen: Look, ties: Mapping[int, Ties]) -> Shown:
    return Shown(
        row,
        saying.date_words(row, seen.as_at),
        saying.update_words(row, seen.as_at),
        saying.leads_words(row.leads),
        tying.tie_lines(ties.get(row.id, NO_TIES), seen.query),
    )


def common(found: PlanRow, seen: Look) -> dict[str, object]:
    """What every page of a plan shows above its actions."""
    councils = " and ".join(found.authorities)
    on = queries.agreed_by(found, as_at=seen.as_at, known_at=seen.known_at) if seen.is_past else found.agreed_on
    agreed = f"Agreed on {day_words(on)}" if on else "Not agreed yet"
    rhythm = f"an update every {count_words(found.rhythm_days, 'day')}"
    return {"title": found.title, "plan": found, "look": seen, "facts_line": f"{councils}. {agreed}, {rhythm}."}


def _totals(request: HttpRequest, page: PageRow, wanted: filters.Wanted) -> list[dict[str, object]]:
    nothing = dict.fromkeys(filters.NAMES, "")
    return [
        {
            "key": standing,
            "number": page.counts.by_standing.get(standing, 0),
            "url": address(request, **{**nothing, "standing": standing}),
            "current": wanted.standing == standing,
        }
        for standing in filters.STANDINGS
    ]
