"""Where somebody lives: said, kept apart, and who may see it then."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.casework.actions import people as actions
from lippen.casework.actions.writing import ONLY_OPENED
from lippen.casework.queries import records, standing
from lippen.casework.screens.saying import day, form_of, line, page_about, staff_choices, text, yes
from lippen.casework.vocabulary import FactKind
from lippen.design.sending import answer
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo


def say_address(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            lines=line("House number, street and town", most=240),
            postcode=line("Postcode", required=False, most=10),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.say_address(
            actor=request.actor,
            person_ref=ref,
            lines=given["lines"],
            postcode=given["postcode"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "The address is recorded."

    lead = (
        "Must it be kept from somebody? Then use “Protected address” on the page before."
        if not person.is_protected
        else ""
    )
    page = page_about(
        request,
        person,
        key="address",
        title="An address",
        button="Record this address",
        has_draft=False,
        stands=None if person.is_protected else standing.of_fact(request.actor, person, FactKind.ADDRESS),
        lead_words=lead,
    )
    return answer(request, page, build, send)


def protect_address(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    if not records.is_own_work(request.actor, person.id):
        raise CannotDo(ONLY_OPENED)

    def build(data: object, files: object):
        return form_of(
            data,
            lines=line("House number, street and town", required=False, most=240),
            postcode=line("Postcode", required=False, most=10),
            is_over=yes("It is protected no more", hint="Those who see it now alone can say so."),
            officers=forms.MultipleChoiceField(
                label="Who else may see it?",
                choices=staff_choices(person.authority_id),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text="The allocated worker and their team leader always do.",
            ),
            why=text("Why is it protected, and from whom?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.protect_address(
            actor=request.actor,
            person_ref=ref,
            lines=given["lines"],
            postcode=given["postcode"],
            officers=[int(each) for each in given["officers"]],
            why=given["why"],
            is_over=given["is_over"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The address is protected no more." if given["is_over"] else "The address is held apart."

    page = page_about(
        request,
        person,
        key="protect",
        title="Protected address",
        button="Record this",
        has_draft=False,
        stands=standing.of_protected_address(request.actor, person),
        lead_words="It is kept apart. Everywhere else it says “Address protected”, also on prints and in searches.",
    )
    return answer(request, page, build, send)


def name_audience(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    now = records.audience(request.actor, person.id)

    def build(data: object, files: object):
        return form_of(
            data,
            officers=forms.MultipleChoiceField(
                label="Who else may see it from now on?",
                choices=staff_choices(person.authority_id),
                required=False,
                initial=[str(each) for each in now],
                widget=forms.CheckboxSelectMultiple,
                help_text="The allocated worker and their team leader always do. Choose nobody for them alone.",
            ),
            why=text("Why these people?"),
        )

    def send(form) -> str:
        officers = [int(each) for each in form.cleaned_data["officers"]]
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.name_audience(actor=request.actor, person_ref=ref, officers=officers, **given)
        return "These people may see it from now on."

    page = page_about(
        request,
        person,
        key="audience",
        title="Who may see the protected address",
        button="Record this",
        has_draft=False,
        stands=standing.of_protected_address(request.actor, person),
        lead_words="The address stays as it is, and need not be written again.",
    )
    return answer(request, page, build, send)
