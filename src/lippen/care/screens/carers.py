"""The carers whom a council knows, and what was decided of them."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import carers as actions
from lippen.care.queries import carers as queries
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
    text,
)
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.kernel import clock
from lippen.kernel.access import Permission, may


def carers(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.READ_RECORDS)
    context = {
        "title": "Carers",
        "crumbs": (CHILDREN, Crumb("Carers")),
        "rows": queries.carer_rows(request.actor, council),
        "may_add": may(request.actor, Permission.WRITE_RECORDS, at=[council]),
        "may_decide": may(request.actor, Permission.ALLOCATE, at=[council]),
    }
    return render(request, "care/carers.html", context)


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
        return Sent("The decision is recorded.", reverse("care:carers"))

    page = _page("carer-decide", f"Approval of {carer.name}", "Record the decision", subject=ref)
    return answer(request, page, build, send)


def _page(key: str, title: str, button: str, subject: str = "") -> Page:
    return Page(
        key=f"care-{key}",
        subject=subject or "carers",
        title=title,
        button=button,
        back=reverse("care:carers"),
        crumbs=(CHILDREN, Crumb("Carers", reverse("care:carers")), Crumb(title)),
        template="casework/form.html",
    )
