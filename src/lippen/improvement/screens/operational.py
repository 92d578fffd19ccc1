"""The operational plan on paper: every action with everything said of it, for readers who are signed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from lippen.design.components import Entry, Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import day_words
from lippen.improvement import queries
from lippen.improvement.rows import ActionRow, ChangeRow, UpdateRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.filters import Wanted
from lippen.improvement.screens.looking import Look, look
from lippen.improvement.screens.plans import common, page_of
from lippen.improvement.screens.stories import facts, terms
from lippen.improvement.screens.timeline import blocks
from lippen.improvement.vocabulary import AUDIENCE_WORDS, Audience

PAGE_SIZE = 500
EVER = date(1990, 1, 1)


@dataclass(frozen=True)
class Told:
    """One action with everything said of it."""

    row: ActionRow
    facts: Sequence[Fact]
    terms: Sequence[Fact]
    entries: Sequence[Entry]


@dataclass(frozen=True)
class ThemeTold:
    """A theme with its actions."""

    title: str
    actions: tuple[Told, ...]


def operational(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.plan(request.actor, ref)
    seen = look(request.GET)
    page = page_of(request, found, seen, Wanted(page=Wanted.read(request.GET).page), size=PAGE_SIZE)
    told = _told(request, found.id, page.rows, seen)
    context = {
        **common(found, seen),
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Operational plan")),
        "groups": [ThemeTold(f"{number} {title}", tuple(rows)) for (number, title), rows in groupby(told, _theme)],
        "more_pages": page.pages > 1,
        "page_obj": Paginator(range(page.found), PAGE_SIZE).get_page(page.page),
    }
    request.audit_keys = {"actions": len(page.rows)}
    return render(request, "improvement/plan_operational.html", context)


def _theme(told: Told) -> tuple[int, str]:
    return told.row.theme_number, told.row.theme_title


def _told(request: HttpRequest, plan_id: int, rows: Sequence[ActionRow], seen: Look) -> list[Told]:
    days = {"until": seen.as_at, "known_at": seen.known_at}
    updates: Mapping[int, list[UpdateRow]] = defaultdict(list)
    for update in queries.updates_between(request.actor, plan_id, since=None, **days):
        updates[update.action_id].append(update)
    changes: Mapping[str, list[ChangeRow]] = defaultdict(list)
    for change in queries.what_changed(request.actor, plan_id, since=EVER, **days):
        if change.kind not in {"update", "correction"}:
            changes[change.action_ref].append(change)
    return [
        Told(row, facts(row, seen.as_at), terms(row, seen.as_at), entries(updates[row.id], changes[row.ref]))
        for row in rows
    ]


def entries(updates: Sequence[UpdateRow], changes: Sequence[ChangeRow]) -> list[Entry]:
    """Updates and everything else, the newest first."""
    dated = [(update.counts_on, update.id, _said(update)) for update in updates if not update.corrected]
    dated += [(change.on, 0, _changed(change)) for change in changes]
    return [entry for _, _, entry in sorted(dated, key=lambda found: found[:2], reverse=True)]


def _said(update: UpdateRow) -> Entry:
    return Entry(
        when=day_words(update.so_on) if update.so_on else f"as reported in {update.as_reported_in}",
        who=update.by_name,
        paragraphs=blocks(update.paragraphs),
        note=f"{AUDIENCE_WORDS[Audience(update.audience)]}.",
    )


def _changed(change: ChangeRow) -> Entry:
    return Entry(when=day_words(change.on), who=change.by_name, paragraphs=(change.words,), quiet=True)
