"""Searching for somebody, adding them, and saying who they are."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import people as actions
from lippen.casework.queries import lists, near, records, searching, standing
from lippen.casework.screens.saying import (
    CHILDREN,
    NEAR_ALONE,
    day,
    day_to_come,
    form_of,
    line,
    one_of,
    page_about,
    somebody,
    yes,
)
from lippen.casework.vocabulary import (
    BIRTH_WORDS,
    CONTACT_WORDS,
    NAME_KIND_WORDS,
    RIGHTS_WORDS,
    SCHEME_WORDS,
    TIE_WORDS,
    BirthPrecision,
    ContactKind,
    FactKind,
    IdScheme,
    NameKind,
    Rights,
    TieKind,
)
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo, NotVisible

CHILD_OR_ADULT = [("child", "A child, or a baby who is expected"), ("adult", "A grown-up")]
EVERY_TIE = [
    *((f"{kind.value}:first", words[0]) for kind, words in TIE_WORDS.items()),
    *((f"{kind.value}:second", words[1]) for kind, words in TIE_WORDS.items() if words[0] != words[1]),
]
NOT_HERE_YET = "Somebody who is not here yet is searched for and added first."


def add_person(request: HttpRequest, ref: str) -> HttpResponse:
    search = searching.search(request.actor, ref)
    tied = [(row.ref, row.name) for row in lists.own_children(request.actor)]
    asked = request.GET.get("for", "")

    def build(data: object, files: object):
        born = search.terms.get("born_on", "")
        form = form_of(
            data,
            is_child=forms.ChoiceField(label="Who is it?", choices=CHILD_OR_ADULT, widget=forms.RadioSelect),
            given_name=line("Given name", required=False, most=80),
            family_name=line("Family name", required=False, most=80),
            born_on=day_to_come("Date of birth", required=False, hint="For a child not born yet, the day it is due"),
            precision=one_of("How well is the date known?", BIRTH_WORDS, initial="exact"),
            tied_to=somebody("To which child of yours are they tied?", tied, required=False),
            tie=somebody("They are that child's", EVERY_TIE, required=False),
            so_on=day("Since when do we know of them?"),
        )
        form.initial = {
            "given_name": search.terms.get("given_name", ""),
            "family_name": search.terms.get("family_name", ""),
            "born_on": date.fromisoformat(born) if born else None,
            "tied_to": asked,
            "so_on": "today",
            "precision": "exact",
        }
        return form

    def send(form) -> Sent:
        given = form.cleaned_data
        made = actions.add_person(
            actor=request.actor,
            search_ref=ref,
            given_name=given["given_name"],
            family_name=given["family_name"],
            born_on=given["born_on"],
            precision=BirthPrecision(given["precision"]),
            is_child=given["is_child"] == "child",
            tie=_tie(given["tied_to"], given["tie"]),
            so_on=given["so_on"],
            at=clock.now(),
            real_at=clock.real_now(),
        )
        return Sent(
            f"{given['given_name']} {given['family_name']} is recorded.", reverse("casework:child", args=[made.ref])
        )

    page = Page(
        key="record-add",
        subject=ref,
        title="Add somebody",
        button="None of these: add them",
        back=reverse("casework:found", args=[ref]),
        crumbs=(CHILDREN, Crumb("What was found", reverse("casework:found", args=[ref])), Crumb("Add somebody")),
        template="casework/add.html",
        context={"search": search, "passed": [each for each in search.candidates if each.is_seen]},
    )
    return answer(request, page, build, send)


def _tie(ref: str, kind: str) -> actions.NewTie | None:
    if not ref:
        return None
    if not kind:
        raise CannotDo("Say what they are to the child.", field="tie")
    word, _, end = kind.partition(":")
    return actions.NewTie(ref, TieKind(word), is_reversed=end == "second")


def say_name(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("What kind of name is it?", NAME_KIND_WORDS, initial="name"),
            given_name=line("Given name", required=False, most=80),
            family_name=line("Family name", required=False, most=80),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.say_name(
            actor=request.actor,
            person_ref=ref,
            given_name=given["given_name"],
            family_name=given["family_name"],
            kind=NameKind(given["kind"]),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "The name is recorded; the earlier one stays."

    return answer(
        request,
        page_about(
            request,
            person,
            key="name",
            title="A name",
            button="Record this name",
            stands=standing.of_fact(request.actor, person, FactKind.NAME),
        ),
        build,
        send,
    )


def say_birth(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            born_on=day_to_come("Date of birth, or the day it is due"),
            precision=one_of("How well is it known?", BIRTH_WORDS, initial="exact"),
        )

    def send(form) -> str:
        actions.say_birth(
            actor=request.actor,
            person_ref=ref,
            born_on=form.cleaned_data["born_on"],
            precision=BirthPrecision(form.cleaned_data["precision"]),
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The date of birth is recorded."

    stands = standing.of_fact(request.actor, person, FactKind.BIRTH)
    page = page_about(request, person, key="birth", title="Date of birth", button="Record this date", stands=stands)
    return answer(request, page, build, send)


def say_contact(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("What is it?", CONTACT_WORDS, initial="phone"),
            value=line("Number or address", most=120),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        kind = ContactKind(given["kind"])
        common = {"value": given["value"], "so_on": given["so_on"], "at": clock.now()}
        actions.say_contact(actor=request.actor, person_ref=ref, kind=kind, **common)
        return "It is recorded."

    stands = standing.of_fact(request.actor, person, FactKind.CONTACT)
    page = page_about(request, person, key="contact", title="Telephone or e-mail", button="Record this", stands=stands)
    return answer(request, page, build, send)


def say_number(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(data, scheme=one_of("Whose number is it?", SCHEME_WORDS), value=line("Number", most=40))

    def send(form) -> str:
        scheme = IdScheme(form.cleaned_data["scheme"])
        given = {"value": form.cleaned_data["value"], "so_on": clock.today(), "at": clock.now()}
        actions.say_outside_id(actor=request.actor, person_ref=ref, scheme=scheme, **given)
        return "The number is recorded."

    stands = standing.of_fact(request.actor, person, FactKind.NUMBER)
    title, button = "Number of another service", "Record this number"
    page = page_about(request, person, key="number", title=title, button=button, stands=stands)
    return answer(request, page, build, send)


def tie_people(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    offered = near.offered(request.actor, person, real_at=clock.real_now())
    others = [(row.ref, row.name) for row in offered.people]

    def build(data: object, files: object):
        return form_of(
            data,
            other=somebody("Who?", others, hint=NOT_HERE_YET if offered.is_everybody else NEAR_ALONE),
            tie=somebody(f"They are {person.name}'s", EVERY_TIE),
            rights=one_of("Parental responsibilities and rights", RIGHTS_WORDS, required=False),
            rights_source=line("How do we know?", required=False, hint="Such as the birth certificate, or an order"),
            must_not_know_address=yes(f"They must not know where {person.name} lives"),
            keeps_address=yes(f"{person.name} must not know where they live"),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        word, _, end = given["tie"].partition(":")
        ends, marks = (given["other"], ref), (given["must_not_know_address"], given["keeps_address"])
        if end == "second":
            ends, marks = ends[::-1], marks[::-1]
        actions.tie_people(
            actor=request.actor,
            person_ref=ends[0],
            other_ref=ends[1],
            kind=TieKind(word),
            rights=Rights(given["rights"]) if given["rights"] else None,
            rights_source=given["rights_source"],
            must_not_know_address=marks[0],
            other_must_not_know_address=marks[1],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "It is recorded, and reads both ways."

    page = page_about(request, person, key="tie", title="Somebody of the family", button="Record this")
    return answer(request, page, build, send)


def end_tie(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    found = records.record(request.actor, ref, real_at=clock.real_now())
    person, tie = found.person, next((each for each in found.ties if each.id == number and not each.ended_on), None)
    if tie is None:
        raise NotVisible

    def build(data: object, files: object):
        return form_of(
            data,
            is_mistake=yes(
                "It was never so: it was recorded by mistake", hint="Then it opens nobody's record any more."
            ),
            so_on=day("Until when was it so?"),
        )

    def send(form) -> str:
        mistake = form.cleaned_data["is_mistake"]
        given = {"is_mistake": mistake, "so_on": form.cleaned_data["so_on"], "at": clock.now()}
        actions.end_tie(actor=request.actor, person_ref=ref, tie_id=number, **given)
        return "The tie has ended."

    given = {"subject": f"{ref}-{number}", "about": f"{tie.person.name}: {tie.is_what.lower()} of {person.name}."}
    page = page_about(request, person, key="end-tie", title="End a tie", button="End this tie", **given)
    return answer(request, page, build, send)
