"""How somebody works, and the family support that is assigned to a child: what counts in a worker's load."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import supporting
from lippen.casework.queries import numbers, records
from lippen.casework.screens.saying import (
    CHILDREN,
    council_here,
    day,
    day_to_come,
    form_of,
    line,
    one_of,
    page_about,
    text,
)
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation.actions import terms as actions
from lippen.organisation.queries import terms
from lippen.organisation.vocabulary import BASIS_WORDS, EXPERIENCE_WORDS, Basis, Experience

SHARE = "1 is full time, 0.5 is half"
TOO_MUCH = {
    "max_value": "Give a share of at most 1: 1 is full time.",
    "min_value": "Give a share above 0, such as 0.6.",
}
NEWLY = "For somebody newly qualified alone. Left empty, it is a year from the day on which that began."


def worker_terms(request: HttpRequest, ref: str) -> HttpResponse:
    council = council_here(request, Permission.ALLOCATE)
    row = next((each for each in numbers.workers(request.actor, council, on=clock.today()) if each.ref == ref), None)
    if row is None or not terms.may_say_terms(request.actor, council, row.person_id, on=clock.today()):
        raise NotVisible
    if row.person_id == request.actor.person_id:
        raise CannotDo(actions.own_terms(council, row.person_id, on=clock.today()))
    listed = terms.skills(request.actor, council)
    has = [str(each.id) for each in listed if each.name in row.skills]

    def build(data: object, files: object):
        fields: dict[str, forms.Field] = {
            "hours_share": forms.DecimalField(
                label="How much of full time?",
                help_text=SHARE,
                error_messages=TOO_MUCH,
                min_value=Decimal("0.01"),
                max_value=1,
                max_digits=3,
                decimal_places=2,
                initial=row.terms.hours_share,
            ),
            "experience": one_of(
                "How experienced?", EXPERIENCE_WORDS, initial=getattr(row.terms.known_experience, "value", "")
            ),
            "basis": one_of("On what terms?", BASIS_WORDS, initial=row.terms.basis.value),
        }
        if listed:
            fields["skills"] = forms.MultipleChoiceField(
                label="Skills",
                choices=[(str(each.id), each.name) for each in listed],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=has,
            )
        fields["so_on"] = day("Since when?")
        fields["newly_until"] = day_to_come(
            "Newly qualified until which day?", required=False, hint=NEWLY, initial=row.terms.newly_until
        )
        return form_of(data, **fields)

    def send(form) -> str:
        given = form.cleaned_data
        is_new = given["experience"] == Experience.NEWLY_QUALIFIED
        until = given["newly_until"]
        actions.say_terms(
            actor=request.actor,
            authority_id=council,
            person_id=row.person_id,
            hours_share=given["hours_share"],
            experience=Experience(given["experience"]),
            basis=Basis(given["basis"]),
            skill_ids=[int(each) for each in given.get("skills", ())],
            so_on=given["so_on"],
            newly_until=until if is_new or until != row.terms.newly_until else None,
            at=clock.now(),
        )
        return f"It counts in {row.name}'s load from now on."

    template = "casework/worker_terms.html"
    page = _page_of_team(f"How {row.name} works", key="worker-terms", subject=ref, button="Record this")
    page = replace(page, template=template, context=_load_of(row))
    return answer(request, page, build, send)


def _load_of(row: numbers.WorkerRow) -> dict[str, object]:
    """What somebody carries, and what is due in eight weeks by kind of work: how much, and never for whom."""
    return {
        "ref": row.ref,
        "name": row.name,
        "load": row.load,
        "due": numbers.due_rows(row.person_id, on=clock.today()),
        "due_rule": rules.DESK_HOURS,
    }


def _page_of_team(title: str, *, key: str, button: str, subject: str = "") -> Page:
    team = reverse("casework:team")
    return Page(
        key=key,
        subject=subject,
        title=title,
        button=button,
        back=team,
        crumbs=(CHILDREN, Crumb("Team", team), Crumb(title)),
        template="casework/form.html",
    )


def assign_help(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            helper=line("Who helps?", hint="The person, or the service", most=120),
            words=text("With what?", hint="What they do with the child and the family"),
            freed_hours=forms.DecimalField(
                label="How many hours a week of the worker does that free?",
                help_text="What the worker need not do any more; 0 where it frees none",
                min_value=0,
                max_value=supporting.MOST_HOURS,
                max_digits=4,
                decimal_places=1,
            ),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        supporting.assign_help(
            actor=request.actor,
            person_ref=ref,
            helper=given["helper"],
            words=given["words"],
            freed_hours=given["freed_hours"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "The help is recorded, and counts in the worker's load."

    page = page_about(request, person, key="assign-help", title="Assign family support", button="Record the help")
    return answer(request, page, build, send)


def end_help(request: HttpRequest, ref: str, help_ref: str) -> HttpResponse:
    found = records.record(request.actor, ref, real_at=clock.real_now())
    row = next((each for each in found.helps if each.ref == help_ref), None)
    if row is None:
        raise NotVisible

    def build(data: object, files: object):
        return form_of(data, words=text("Why does it end?"), so_on=day("Until when?"))

    def send(form) -> Sent:
        given = form.cleaned_data
        common = {"so_on": given["so_on"], "at": clock.now()}
        supporting.end_help(actor=request.actor, help_ref=help_ref, words=given["words"], **common)
        return Sent("The help has ended.", reverse("casework:child", args=[ref]))

    page = page_about(
        request,
        found.person,
        key="end-help",
        subject=help_ref,
        title=f"{row.helper} helps no longer",
        button="Record this",
        about=row.words,
    )
    return answer(request, page, build, send)
