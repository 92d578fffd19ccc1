"""What keeps records safe: openings outside one's own work, restriction, two records of one person."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.casework.actions import guarding as actions
from lippen.casework.queries import glass, lists, near, records, standing
from lippen.casework.screens.saying import (
    CHILDREN,
    NEAR_ALONE,
    crumb_to,
    form_of,
    one_of,
    page_about,
    somebody,
    staff_choices,
    text,
)
from lippen.casework.vocabulary import GLASS_VERDICT_WORDS, GlassVerdict
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words, instant_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may

OPENINGS = "Records opened outside own work"


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
    return redirect("casework:openings")


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


def propose_same(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    offered = near.offered(request.actor, person, real_at=clock.real_now())
    others = [
        (row.ref, f"{row.name}, born {day_words(row.born_on)}" if row.born_on else row.name)
        for row in offered.people
        if row.is_child == person.is_child
    ]
    hint = "This one will lead to it. Nothing is rewritten."

    def build(data: object, files: object):
        return form_of(
            data,
            kept=somebody("Which record stays?", others, hint=hint if offered.is_everybody else f"{hint} {NEAR_ALONE}"),
            why=text("What shows that they are one person?"),
        )

    def send(form) -> str:
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.propose_same(actor=request.actor, person_ref=ref, kept_ref=form.cleaned_data["kept"], **given)
        return "Somebody else decides now; it stands on their desk."

    page = page_about(request, person, key="same", title="The same person as another", button="Propose this")
    return answer(request, page, build, send)


def decide_same(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = lists.same(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            answer=forms.ChoiceField(
                label=f"Are {person.name} and {row.name} one person?",
                choices=[("yes", "Yes: put the records together"), ("no", "No: they are two people")],
                widget=forms.RadioSelect,
            ),
        )

    def send(form) -> str:
        is_same = form.cleaned_data["answer"] == "yes"
        actions.decide_same(actor=request.actor, same_ref=ref, is_same=is_same, so_on=clock.today(), at=clock.now())
        return "The records are put together." if is_same else "They stay two records."

    page = page_about(
        request,
        person,
        key="decide-same",
        subject=ref,
        title="One person or two?",
        button="Record this",
        about=lists.same_why(request.actor, ref),
        has_draft=False,
    )
    return answer(request, page, build, send)


def undo_same(request: HttpRequest, ref: str) -> HttpResponse:
    person, _ = lists.same(request.actor, ref)
    actions.undo_same(actor=request.actor, same_ref=ref, so_on=clock.today(), at=clock.now())
    messages.success(request, "They are two records again.")
    return redirect("casework:child", person.ref)
