"""Searching for somebody before they are added: what was typed, what was found, and by less of it again."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.casework.actions import people as actions
from lippen.casework.queries import searching
from lippen.casework.screens.saying import CHILDREN, council_here, day_to_come, form_of, line, one_of_many
from lippen.casework.vocabulary import SCHEME_WORDS
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import NotVisible


def look_for(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "again" in request.POST:
        return _again(request)
    authority_id = council_here(request, Permission.WRITE_RECORDS)
    typed = searching.terms_of(request.actor, request.GET["again"]) if request.GET.get("again") else {}

    def build(data: object, files: object):
        form = form_of(
            data,
            given_name=line("Given name", required=False, most=80),
            family_name=line("Family name", required=False, most=80),
            born_on=day_to_come("Date of birth", required=False),
            lines=line("House number and street", required=False),
            postcode=line("Postcode", required=False, most=10),
            phone=line("Telephone", required=False, most=40),
            scheme=one_of_many("Whose number is it?", SCHEME_WORDS, required=False),
            outside_id=line("Their number", required=False, most=40),
        )
        if typed:
            born = typed.get("born_on", "")
            form.initial = {**typed, "born_on": date.fromisoformat(born) if born else None}
        return form

    def send(form) -> Sent:
        given = {name: str(value or "") for name, value in form.cleaned_data.items() if name != "form_token"}
        born = form.cleaned_data["born_on"]
        run = actions.search(
            actor=request.actor,
            authority_id=authority_id,
            terms=given | {"born_on": born.isoformat() if born else ""},
            today=clock.today(),
            at=clock.real_now(),
        )
        return Sent("This is what we found.", reverse("casework:found", args=[run.ref]))

    page = Page(
        key="record-search",
        subject="new",
        title="Look for a child or a grown-up",
        button="Search",
        back=reverse("casework:children"),
        crumbs=(CHILDREN, Crumb("Look for somebody")),
        template="casework/form.html",
        context={
            "lead_words": "Give what you know; a family name, a street or a postcode alone will do. Names that sound "
            "alike, are swapped or are another form (Seumas and James), and dates a few days off, are found too. "
            "Nobody is added before somebody has looked."
        },
        has_draft=False,
    )
    return answer(request, page, build, send)


def _again(request: HttpRequest) -> HttpResponse:
    """With one press the same search by a part of what was typed, kept as a search of its own."""
    run = searching.run_of(request.actor, request.POST["again"].replace("\x00", ""))
    fewer = {each.key: each for each in searching.fewer(run.terms)}.get(request.POST.get("by", ""))
    if fewer is None:
        raise NotVisible
    given = {"terms": fewer.terms, "today": clock.today(), "at": clock.real_now()}
    made = actions.search(actor=request.actor, authority_id=run.authority_id, **given)
    messages.success(request, f"This is what we found by {fewer.words} alone.")
    return redirect("casework:found", made.ref)


def found(request: HttpRequest, ref: str) -> HttpResponse:
    search = searching.search(request.actor, ref)
    request.audit_keys = {"found": [each.ref for each in search.candidates if each.ref]}
    context = {
        "title": _question(search),
        "crumbs": (CHILDREN, Crumb("Look for somebody", reverse("casework:look_for")), Crumb("What was found")),
        "search": search,
        "fewer": searching.fewer(search.terms),
        "by_place": bool(search.terms.get("lines") or search.terms.get("postcode")),
    }
    return render(request, "casework/found.html", context)


def _question(search: searching.Search) -> str:
    if not search.candidates:
        return "Nobody like this is known"
    return question_words(len(search.candidates), has_more=search.has_more)


def question_words(found: int, *, has_more: bool) -> str:
    """What a page asks that shows so many people who are like the one looked for."""
    if found == 1:
        return "Is it this person?"
    return f"Is it one of these {'first ' if has_more else ''}{found}?"
