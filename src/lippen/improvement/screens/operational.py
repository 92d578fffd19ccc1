"""The operational plan on paper: every action with everything said of it, for readers who are signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from lippen.design.components import Entry, Fact, blocks
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import day_words
from lippen.improvement.queries import offered
from lippen.improvement.queries.everything import everything_said
from lippen.improvement.rows import ActionRow, EventRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.filters import Wanted, page_trouble
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.plans import common, page_of, ties_of
from lippen.improvement.screens.stories import facts, terms
from lippen.improvement.screens.tying import TieLine, tie_lines
from lippen.improvement.source_rows import NO_TIES, Ties

PAGE_SIZE = 500
QUIET = frozenset({"state", "slip"})


@dataclass(frozen=True)
class Told:
    """One action with everything said of it."""

    row: ActionRow
    facts: Sequence[Fact]
    terms: Sequence[Fact]
    entries: Sequence[Entry]
    ties: Sequence[TieLine] = ()


@dataclass(frozen=True)
class ThemeTold:
    """A theme with its actions."""

    title: str
    actions: tuple[Told, ...]


def operational(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    seen = look(request.GET)
    page = page_of(found, seen, Wanted(page=Wanted.read(request.GET).page), size=PAGE_SIZE)
    said = everything_said(request.actor, [row.id for row in page.rows], as_at=seen.as_at, known_at=seen.known_at)
    ties = ties_of(request, found, seen, page).by_action
    told = [_told(row, said.get(row.id, []), seen.as_at, ties.get(row.id, NO_TIES), seen.query) for row in page.rows]
    context = {
        **common(found, seen),
        "page_trouble": page_trouble(request.GET, page.pages),
        "crumbs": (PLANS, crumb_to_plan(found, seen.query), Crumb("Operational plan")),
        "groups": [ThemeTold(f"{number} {title}", tuple(rows)) for (number, title), rows in groupby(told, _theme)],
        "more_pages": page.pages > 1,
        "page_obj": Paginator(range(page.found), PAGE_SIZE).get_page(page.page),
    }
    request.audit_keys = {"actions": len(page.rows)}
    return render(request, "improvement/plan_operational.html", context)


def _theme(told: Told) -> tuple[int, str]:
    return told.row.theme_number, told.row.theme_title


def _told(row: ActionRow, said: Sequence[EventRow], today: date, ties: Ties, query: str) -> Told:
    entries = [entry_of(event) for event in said]
    return Told(row, facts(row, today), terms(row, today), entries, tie_lines(ties, query))


def entry_of(event: EventRow) -> Entry:
    """One thing said, as an entry of a timeline."""
    return Entry(
        when=f"as reported in {event.reported_in}" if event.reported_in else day_words(event.on),
        title="" if event.kind == "update" else event.words,
        who=event.by_name,
        paragraphs=blocks(event.details),
        note=f"{event.words}." if event.kind == "update" else "",
        quiet=event.kind in QUIET,
    )
