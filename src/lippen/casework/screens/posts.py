"""Empty posts, turnover, agency and changes of worker, by team and quarter; every figure leads to its rows."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.queries import staffing as queries
from lippen.casework.queries.staffing import Figures, Span
from lippen.casework.screens.saying import CHILDREN, council_here, day, form_of
from lippen.design.days import DayField
from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.design.words import day_words
from lippen.kernel import audit, clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation.actions import terms as actions
from lippen.organisation.queries.establishment import post_of

TITLE = "Posts and people"
MANAGES = Permission.IMPORT_RECORDS
"""What managers of a whole council may do, and team leaders may not."""
RULES = (rules.VACANCY, rules.TURNOVER, rules.AGENCY_SHARE, rules.SICKNESS, rules.CHANGED_WORKER)
HEADINGS = (
    *("Quarter from", "Counted to", "Team", "Posts", "Days of posts", "Days empty", "Empty, days of full time"),
    *("Days bridged", "In post on the first day", "In post on the last day", "Left", "Turnover of 100"),
    *("Days by agency or session", "Days held", "Days away", "Changes of worker", "Children with a worker"),
    *("Days of sickness", "Days away, not said why"),
)


class AsAt(FilterForm):
    """As at which day."""

    on = DayField(label="As at", required=False, today=date.max)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.fields["on"].today = clock.today()
        self.fields["on"].help_text = "Today, yesterday, 12 October; left empty it is today"


def _as_at(request: HttpRequest) -> tuple[AsAt, date]:
    form = AsAt(request)
    found = form.chosen().get("on")
    return form, min(found, clock.today()) if isinstance(found, date) else clock.today()


def staffing(request: HttpRequest) -> HttpResponse:
    council = council_here(request, MANAGES)
    form, on = _as_at(request)
    quarters = queries.staffing(request.actor, council, on=on)
    context = {
        "title": TITLE,
        "crumbs": (CHILDREN, Crumb(TITLE)),
        "filter_form": form,
        "on": on,
        "finding": _finding(quarters[0][0]),
        "quarters": [{"span": rows[0].span, "words": span_words(rows[0].span), "rows": rows} for rows in quarters],
        "rules": RULES,
    }
    return render(request, "casework/staffing.html", context)


def span_words(span: Span) -> str:
    """A quarter in words, as far as it has come."""
    told = f"{day_words(span.first)} to {day_words(span.last)}"
    return told if span.is_whole else f"{told}, as far as the quarter has come"


def _finding(found: Figures) -> str:
    if not found.posts:
        return "No post of a social worker or team leader is known here yet."
    empty = f"{found.empty_share:.0f} in 100 days of posts stood empty" if found.empty else "No post stood empty"
    left = len(found.turnover.left)
    return (
        f"{empty} this quarter. {left or 'Nobody'} left, of {found.turnover.average.normalize():f} in post on average."
    )


def staffing_rows(request: HttpRequest, quarter: str) -> HttpResponse:
    council = council_here(request, MANAGES)
    _, on = _as_at(request)
    first = _quarter(quarter, on)
    team = request.GET.get("team", "")
    team_id = int(team) if team.isascii() and team.isdigit() and len(team) < 10 else None
    found = queries.behind(request.actor, council, team_id, first=first, on=on)
    request.audit_keys = {"children": [line.person.ref for line in found.changes]}
    title = f"{found.figures.name}, {span_words(found.figures.span)}"
    context = {
        "title": title,
        "crumbs": (CHILDREN, Crumb(TITLE, f"{reverse('casework:staffing')}?on={on.isoformat()}"), Crumb(title)),
        "found": found,
        "figures": found.figures,
        "on": on,
        "rules": RULES,
    }
    return render(request, "casework/staffing_rows.html", context)


def _quarter(words: str, on: date) -> date:
    try:
        first = date.fromisoformat(words)
    except ValueError as error:
        raise NotVisible from error
    if first not in {span.first for span in queries.spans(on, 40)}:
        raise NotVisible
    return first


def staffing_file(request: HttpRequest) -> HttpResponse:
    """The figures as a spreadsheet reads them; cells that could be run leave as text."""
    council = council_here(request, MANAGES)
    _, on = _as_at(request)
    quarters = queries.staffing(request.actor, council, on=on)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    rows = [row for rows in quarters for row in rows]
    for row in rows:
        writer.writerow([_cell(value) for value in _line(row)])
    audit.record(request.actor, "staff.exported", ("organisation.authority", str(council)), keys={"rows": len(rows)})
    given = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    given.headers["Content-Disposition"] = f'attachment; filename="posts-and-people-{on.isoformat()}.csv"'
    return given


def _line(row: Figures) -> tuple[object, ...]:
    rate = row.turnover.rate
    return (
        *(row.span.first.isoformat(), row.span.last.isoformat(), row.name, row.posts, row.days, row.empty),
        *(f"{row.empty_full_time:f}", row.bridged, len(row.turnover.first), len(row.turnover.last)),
        *(len(row.turnover.left), "" if rate is None else f"{rate:.2f}", *row.agency, row.away),
        *(row.changes, row.children, "" if row.sick is None else row.sick, "" if row.unsaid is None else row.unsaid),
    )


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def say_post_hours(request: HttpRequest, ref: str) -> HttpResponse:
    council = council_here(request, MANAGES)
    row = post_of(request.actor, council, ref, on=clock.today())

    def build(data: object, files: object):
        return form_of(
            data,
            hours_share=forms.DecimalField(
                label="How much of full time is the post?",
                help_text="1 is full time, 0.5 is half; 0 where the post is there no longer",
                error_messages={
                    "max_value": "Give a share of at most 1: 1 is full time.",
                    "min_value": "Give 0 or more: 0 where the post is there no longer.",
                },
                min_value=Decimal(0),
                max_value=1,
                max_digits=3,
                decimal_places=2,
                initial=row.shares[-1][1] if row.shares else Decimal(1),
            ),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = {"authority_id": council, "post_ref": ref, "at": clock.now(), **form.cleaned_data}
        given.pop("form_token", None)
        actions.say_post_hours(actor=request.actor, **given)
        return f"The hours of {row.title} count from that day on."

    back = reverse("casework:staffing")
    told = "; ".join(f"{share.normalize():f} since {day_words(since)}" for since, share in row.shares)
    page = Page(
        key="post-hours",
        subject=ref,
        title=f"Hours of {row.title}",
        button="Record this",
        back=back,
        crumbs=(CHILDREN, Crumb(TITLE, back), Crumb(row.title)),
        template="casework/form.html",
        context={"about": f"So far: {told}." if told else "So far nothing is said: it counts as full time."},
    )
    return answer(request, page, build, send)
