"""The agency's decision: who waits for it, who decides, what was decided; and what a hearing advised."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import agency as actions
from lippen.care.queries import agency as queries
from lippen.care.queries import deciding, permanence
from lippen.care.screens.permanence import TITLE as PERMANENCE
from lippen.care.screens.permanence import line_page
from lippen.care.screens.saying import rules_of, view_fields, view_of
from lippen.care.vocabulary.meetings import (
    ADVICE_WORDS,
    AGENCY_WORDS,
    MAKER_WORDS,
    Advice,
    AgencyOutcome,
    MakerStep,
)
from lippen.casework.screens.saying import (
    CHILDREN,
    at_times,
    council_here,
    day,
    form_of,
    one_of,
    page_in,
    somebody,
    text,
)
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.organisation import queries as organisation
from lippen.organisation.roles import roles_with

TITLE = "Waiting for the agency"


def _above(*more: Crumb) -> tuple[Crumb, ...]:
    return (CHILDREN, Crumb(PERMANENCE, reverse("care:permanence")), *more)


def agency(request: HttpRequest) -> HttpResponse:
    council, page = council_here(request, Permission.READ_RECORDS), page_in(request)
    found = queries.waiting(request.actor, today=clock.today(), page=page)
    request.audit_keys = {"found": [each.line.ref for each in found.rows]}
    makers = deciding.makers(request.actor, council)
    context = {
        "title": TITLE,
        "crumbs": _above(Crumb(TITLE)),
        "found": found,
        "makers": makers,
        "is_maker": request.actor.person_id in {each.officer_id for each in makers},
        "may_name": may(request.actor, Permission.DECIDE_FOR_AGENCY, at=[council]),
        "decides": permanence.DECISION_CLOCK,
        **rules_of(request, permanence.DECIDED_BY, council=council),
        "today": clock.today(),
        "page_obj": Paginator(range(found.count), queries.PAGE).get_page(page),
    }
    return render(request, "care/agency.html", context)


def name_maker(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.DECIDE_FOR_AGENCY)
    makers = deciding.makers(request.actor, council)

    def build(data: object, files: object):
        roles = sorted(roles_with(Permission.DECIDE_FOR_AGENCY))
        staff = organisation.staff_of(council, roles, on=clock.today())
        there = {row.id: f"{row.name}, {row.post_title}" for row in staff}
        named = {each.officer_id: each.name for each in makers}
        own = request.actor.person_id
        choices = [(str(key), words) for key, words in {**there, **named}.items() if key != own or key in named]
        return form_of(
            data,
            officer=somebody("Who?", choices, hint="Somebody who manages all records of the council"),
            named=one_of("What is so?", MAKER_WORDS, initial=MakerStep.NAMED.value),
            so_on=day("From which day?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.name_maker(
            actor=request.actor,
            authority_id=council,
            officer_id=int(given["officer"]),
            is_named=MakerStep(given["named"]) is MakerStep.NAMED,
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("It is recorded.", reverse("care:agency"))

    page = Page(
        key="care-agency-maker",
        subject="new",
        title="Who decides for the agency",
        button="Record it",
        back=reverse("care:agency"),
        crumbs=_above(Crumb(TITLE, reverse("care:agency")), Crumb("Who decides")),
        template="casework/form.html",
        context={"lead_words": _who_decides(makers)},
    )
    return answer(request, page, build, send)


def _who_decides(makers: Iterable[deciding.MakerRow]) -> str:
    """Who decides for the agency now, and that nobody names themselves."""
    told = ", ".join(f"{each.name} (since {day_words(each.since)})" for each in makers)
    now = f"It is decided by {told} now." if told else "Nobody is named yet."
    return f"{now} You name somebody else, never yourself."


def decide_agency(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = permanence.one(request.actor, ref, today=clock.today(), whole=False)
    panel = queries.recommendation(request.actor, permanence.line_of(request.actor, ref))

    def build(data: object, files: object):
        return form_of(
            data,
            outcome=one_of("What does the agency decide?", AGENCY_WORDS),
            words=at_times(
                text("Why, or anything to add", required=False, rows="2", hint="Needed unless the agency agrees")
            ),
            **view_fields(request, person),
            so_on=day("On which day?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.decide(
            actor=request.actor,
            line_ref=ref,
            outcome=AgencyOutcome(given["outcome"]),
            words=given["words"],
            view=view_of(given),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("The agency’s decision is recorded.", reverse("care:line", args=[ref]))

    title = f"The agency decides: {person.name}"
    said = f"The panel of {day_words(panel.so_on)}: {queries.panel_words(panel)}" if panel else actions.NOTHING_WAITS
    lead = {"lead_words": said.removesuffix(": ")}
    page = line_page(request, person, row, "agency", title, "Record the decision", **lead)
    return answer(request, page, build, send)


def hearing_advice(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = permanence.one(request.actor, ref, today=clock.today(), whole=False)

    def build(data: object, files: object):
        return form_of(
            data,
            advice=one_of("What did the hearing advise?", ADVICE_WORDS),
            words=at_times(
                text("In its words", required=False, rows="3", hint="Needed unless it supports the application")
            ),
            so_on=day("On which day?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.record_advice(
            actor=request.actor,
            line_ref=ref,
            advice=Advice(given["advice"]),
            words=given["words"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("The advice is recorded.", reverse("care:line", args=[ref]))

    title = "What the hearing advised"
    return answer(request, line_page(request, person, row, "advice", title, "Record the advice"), build, send)
