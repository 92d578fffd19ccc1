"""What keeps records safe: openings outside one's own work, and restriction."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.casework.actions import guarding as actions
from lippen.casework.queries import glass, records, searching, standing
from lippen.casework.screens.saying import (
    CHILDREN,
    crumb_to,
    form_of,
    one_of,
    page_about,
    staff_choices,
    text,
)
from lippen.casework.vocabulary import GLASS_VERDICT_WORDS, GLASS_WORDS, GlassReason, GlassVerdict
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import instant_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may

OPENINGS = "Records opened outside own work"
OPEN_ALREADY = "You already have this record open until {}."
SEEN_ANYWAY = "You see this record by your own work: it does not have to be opened."


def break_glass(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    if opened := searching.seen_match(request.actor, ref, number, shown=request.POST.get("shown", "")):
        return _open_already(request, opened)
    match = searching.hidden_match(request.actor, ref, number)

    def build(data: object, files: object):
        return form_of(
            data,
            reason=one_of("Why do you need this record now?", GLASS_WORDS),
            words=text("What happened?", hint="Whoever works with the child reads this at once."),
            shown=forms.CharField(widget=forms.HiddenInput, initial=searching.code_of(ref, match), required=False),
        )

    def send(form) -> Sent:
        person = actions.break_glass(
            actor=request.actor,
            search_ref=ref,
            number=number,
            reason=GlassReason(form.cleaned_data["reason"]),
            words=form.cleaned_data["words"],
            shown=form.cleaned_data["shown"],
            so_on=clock.today(),
            at=clock.real_now(),
        )
        return Sent("The record is open to you for 60 minutes.", reverse("casework:child", args=[person.ref]))

    page = Page(
        key="record-open",
        subject=f"{ref}-{number}",
        title="Open a record outside your own work",
        button="Open this one record for 60 minutes",
        back=reverse("casework:found", args=[ref]),
        crumbs=(CHILDREN, Crumb("What was found", reverse("casework:found", args=[ref])), Crumb("Open a record")),
        template="casework/form.html",
        context={
            "lead_words": "Ring first, if there is time"
            + (f": {match.team} works with this child. " if match.team else ". ")
            + "They are told at once that you opened the record, and a manager looks at each opening."
        },
    )
    return answer(request, page, build, send)


def _open_already(request: HttpRequest, match: searching.Match) -> HttpResponse:
    """Back and the button again: it is opened once, and the answer is the record itself."""
    until = records.opened_until(request.actor, [match.person_id], real_at=clock.real_now())
    messages.info(request, OPEN_ALREADY.format(instant_words(until)) if until else SEEN_ANYWAY)
    return redirect("casework:child", match.ref)


def openings(request: HttpRequest) -> HttpResponse:
    rows = glass.openings(request.actor)
    context = {
        "title": OPENINGS,
        "crumbs": (CHILDREN, Crumb(OPENINGS)),
        "rows": rows,
        "verdicts": GLASS_VERDICT_WORDS,
        "may_review": may(request.actor, Permission.AGREE_RISK),
        "own": request.actor.account_id,
    }
    request.audit_keys = {"openings": [row.ref for row in rows][:50]}
    return render(request, "casework/openings.html", context)


def review_opening(request: HttpRequest, ref: str) -> HttpResponse:
    row = glass.opening(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            verdict=one_of("Was it right?", GLASS_VERDICT_WORDS),
            words=text("What did you find?"),
        )

    def send(form) -> Sent:
        verdict = GlassVerdict(form.cleaned_data["verdict"])
        given = {"words": form.cleaned_data["words"], "so_on": clock.today(), "at": clock.now()}
        actions.review_glass(actor=request.actor, glass_ref=ref, verdict=verdict, **given)
        return Sent("What you found is recorded.", reverse("casework:openings"))

    page = page_about(
        request,
        row.person,
        key="review-opening",
        subject=ref,
        title="Why was this record opened?",
        button="Record what you found",
        back=reverse("casework:openings"),
        crumbs=(CHILDREN, Crumb(OPENINGS, reverse("casework:openings")), crumb_to(row.person)),
        about=f"{row.by} opened it on {instant_words(row.at)}. {row.reason}: {row.words}",
    )
    return answer(request, page, build, send)


def see_opening(request: HttpRequest, ref: str) -> HttpResponse:
    actions.see_glass(actor=request.actor, glass_ref=ref, at=clock.now())
    messages.success(request, "It is off your desk.")
    governs = may(request.actor, Permission.READ_AUDIT)
    return redirect("casework:unusual" if governs else "casework:openings")


def restrict(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    choices = staff_choices(person.authority_id)
    mine = str(request.actor.person_id)
    if mine not in {key for key, _ in choices}:
        choices = [(mine, request.actor.name), *choices]

    def build(data: object, files: object):
        return form_of(
            data,
            officers=forms.MultipleChoiceField(
                label="Who alone may see it?",
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text="Choose yourself too. Choose nobody to open it again for those who work with the child.",
            ),
            why=text("Why?"),
        )

    def send(form) -> Sent:
        officers = [int(each) for each in form.cleaned_data["officers"]]
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.restrict(actor=request.actor, person_ref=ref, officers=officers, **given)
        said = "Only they see it from now on." if officers else "It is restricted no more."
        return Sent(said, reverse("casework:children"))

    page = page_about(
        request,
        person,
        key="restrict",
        title="Restrict the record",
        button="Record this",
        has_draft=False,
        stands=standing.of_restriction(request.actor, person),
    )
    return answer(request, page, build, send)
