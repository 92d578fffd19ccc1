"""What a plan answers to: its sources, and each source by itself on a page, on paper and as CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words
from lippen.improvement import exports, queries, source_exports
from lippen.improvement.queries import offered
from lippen.improvement.screens import saying
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import Look, look
from lippen.improvement.screens.plans import common
from lippen.improvement.source_rows import AnsweringRow, SourceOfPlanRow, SourceReport
from lippen.improvement.vocabulary import RESTRICTED_KINDS
from lippen.kernel.access import Permission, may


def crumb_to_sources() -> Crumb:
    """The way back to the council's list."""
    return Crumb("Sources", reverse("improvement:sources"))


def crumb_to_source(source: SourceOfPlanRow, query: str = "") -> Crumb:
    """The way back to a source."""
    return Crumb(source.title, reverse("improvement:source", args=[source.ref]) + query)


def sources(request: HttpRequest) -> HttpResponse:
    found = queries.sources(request.actor)
    context = {
        "title": "Sources",
        "crumbs": (PLANS, Crumb("Sources")),
        "sources": [row for row in found if not row.is_retired],
        "retired": [row for row in found if row.is_retired],
        "may_edit": may(request.actor, Permission.EDIT_PLAN),
        "restricted": queries.restricted_files(request.actor),
    }
    return render(request, "improvement/sources.html", context)


def plan_sources(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    seen = look(request.GET)
    rows = queries.plan_sources(request.actor, found.id, as_at=seen.as_at, known_at=seen.known_at)
    context = {
        **common(found, seen),
        "title": "Sources",
        "crumbs": (PLANS, crumb_to_plan(found, seen.query), Crumb("Sources")),
        "sources": rows,
        "sentence": sources_words(rows),
        "may_edit": not seen.is_past and may(request.actor, Permission.EDIT_PLAN, at=found.authority_ids),
    }
    request.audit_keys = {"sources": len(rows)}
    return render(request, "improvement/plan_sources.html", context)


def sources_words(rows: tuple[SourceOfPlanRow, ...]) -> str:
    """How much a plan answers to, in one sentence."""
    if not rows:
        return ""
    asked = sum(row.recommendations for row in rows)
    if not asked:
        return f"This plan draws from {count_words(len(rows), 'source')}. No recommendation is recorded yet."
    left = sum(row.unanswered for row in rows)
    answered = "Each is answered by an action" if not left else f"Nothing answers {left} of them yet"
    said = f"{count_words(len(rows), 'source')} with {count_words(asked, 'recommendation')}"
    return f"This plan draws from {said}. {answered}."


def source(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    report = _report(request, ref, seen)
    found = report.source
    is_theirs = may(request.actor, Permission.EDIT_PLAN, at=[found.authority_id])
    may_edit = not seen.is_past and is_theirs
    may_hold = found.kind in RESTRICTED_KINDS
    context = {
        "title": found.title,
        "source": found,
        "look": seen,
        "crumbs": (PLANS, crumb_to_sources(), Crumb(found.title)),
        "facts_line": facts_line(report),
        "sentence": report_words(report),
        "recommendations": [
            (row, [(each, _said(each, seen)) for each in row.answers]) for row in report.recommendations
        ],
        "overlapping": report.overlapping,
        "plans": report.plans,
        "may_edit": may_edit,
        "may_open_file": may_edit and may_hold,
        "restricted": queries.restricted_files(request.actor, source_id=found.id),
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=[found.authority_id]),
    }
    request.audit_keys = {"recommendations": len(report.recommendations)}
    return render(request, "improvement/source.html", context)


def _report(request: HttpRequest, ref: str, seen: Look) -> SourceReport:
    return queries.source_report(request.actor, ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)


def _said(each: AnsweringRow, seen: Look) -> tuple[str, saying.DateWords]:
    return saying.leads_words(each.action.leads), saying.date_words(each.action, seen.as_at)


def facts_line(report: SourceReport) -> str:
    """What kind of source it is, from when, and which plans draw from it."""
    dated = f" of {day_words(report.source.dated_on)}" if report.source.dated_on else ""
    drawn = ", ".join(plan.title for plan in report.plans)
    told = f"Drawn on by {drawn}" if drawn else "No plan draws from it"
    return f"{report.source.kind_words}{dated}. {told}."


def report_words(report: SourceReport) -> str:
    """How much of a source is answered, in one sentence."""
    counting, left = len(report.counting), len(report.unanswered)
    if not counting:
        return "No recommendation is recorded yet."
    if not left:
        return f"{count_words(counting, 'recommendation')}, each answered by an action."
    return f"{count_words(counting, 'recommendation')}. Nothing answers {left} of them yet."


def source_csv(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    report = _report(request, ref, seen)
    response = HttpResponse(source_exports.source_csv(report), content_type=exports.CSV_TYPE)
    name = exports.file_name(report.source.title, "csv")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    request.audit_keys = {"recommendations": len(report.recommendations)}
    return response
