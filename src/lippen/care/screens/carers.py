"""The carers whom a council knows, and what was decided of them."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import carers as actions
from lippen.care.queries import carers as queries
from lippen.care.queries import household as queries_of_one
from lippen.care.vocabulary import APPROVAL_WORDS, CARER_WORDS, ApprovalStep, CarerKind
from lippen.casework.screens.saying import (
    CHILDREN,
    at_times,
    council_here,
    day,
    day_to_come,
    form_of,
    line,
    one_of,
    page_in,
    text,
)
from lippen.design.components import Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.kernel import clock
from lippen.kernel.access import Permission, may

TITLE = "Carers"
PAGE = 25
"""Stays that are over, to a page."""


def carers(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.READ_RECORDS)
    context = {
        "title": TITLE,
        "crumbs": (CHILDREN, Crumb(TITLE)),
        "rows": queries.carer_rows(request.actor, council),
        "may_add": may(request.actor, Permission.WRITE_RECORDS, at=[council]),
        "may_decide": may(request.actor, Permission.ALLOCATE, at=[council]),
    }
    return render(request, "care/carers.html", context)


def carer(request: HttpRequest, ref: str) -> HttpResponse:
    found, page = queries_of_one.household(request.actor, ref), page_in(request)
    row = found.carer
    pages = Paginator(found.past, PAGE).get_page(page)
    request.audit_keys = {"children": list(dict.fromkeys(stay.person_ref for stay in (*found.now, *pages)))}
    agency = [Fact("Agency", row.agency)] if row.agency else []
    context = {
        "title": row.name,
        "crumbs": (CHILDREN, Crumb(TITLE, reverse("care:carers")), Crumb(row.name)),
        "found": found,
        "facts": [Fact("Who they are", row.kind), *agency, Fact("Places", row.places)],
        "page_obj": pages,
        "today": clock.today(),
        "may_decide": may(request.actor, Permission.ALLOCATE, at=[found.authority_id]),
    }
    return render(request, "care/carer.html", context)


def add_carer(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.WRITE_RECORDS)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("Who are they?", CARER_WORDS),
            name=line("Name", hint="Of the carers, or of the house, school or unit", most=120),
            agency=line("Agency", required=False, hint="Where they are not the council's own", most=120),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        kind = CarerKind(given["kind"])
        made = actions.add_carer(
            actor=request.actor,
            authority_id=council,
            kind=kind,
            name=given["name"],
            agency=given["agency"],
            at=clock.now(),
        )
        return Sent(f"{made.name} can be chosen for a placement.", reverse("care:carers"))

    page = _page("carer-add", "Record carers", "Record them")
    return answer(request, page, build, send)


def say_approval(request: HttpRequest, ref: str) -> HttpResponse:
    carer = queries.carer_of(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            step=one_of("What was decided?", APPROVAL_WORDS),
            so_on=day("On which day?"),
            most_children=forms.IntegerField(
                label="For how many children?", required=False, min_value=1, max_value=actions.MOST
            ),
            review_on=day_to_come("When is it reviewed?", required=False),
            words=at_times(text("In your words", required=False, rows="2", hint="Needed where the approval ended")),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.say_approval(
            actor=request.actor,
            carer_ref=ref,
            step=ApprovalStep(given["step"]),
            so_on=given["so_on"],
            review_on=given["review_on"],
            most_children=given["most_children"],
            words=given["words"],
            at=clock.now(),
        )
        return Sent("The decision is recorded.", home)

    home = reverse("care:carer", args=[ref])
    title, above = f"Approval of {carer.name}", Crumb(carer.name, home)
    page = _page("carer-decide", title, "Record the decision", subject=ref, home=above)
    return answer(request, page, build, send)


def _page(key: str, title: str, button: str, subject: str = "", home: Crumb | None = None) -> Page:
    above = (Crumb(TITLE, reverse("care:carers")), *([home] if home else []))
    return Page(
        key=f"care-{key}",
        subject=subject or "carers",
        title=title,
        button=button,
        back=above[-1].url,
        crumbs=(CHILDREN, *above, Crumb(title)),
        template="casework/form.html",
    )
