"""A council's list of skills: what is on it, who has how many, and what is called otherwise or is there no longer."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.screens.saying import CHILDREN, council_here, day, form_of, line, one_of
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation.actions import terms as actions
from lippen.organisation.queries import terms
from lippen.organisation.queries.terms import ListedSkillRow
from lippen.organisation.vocabulary import SKILL_STEP_WORDS, SkillStep

TITLE = "Skills"


def skills(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.ALLOCATE)
    rows = terms.listed_skills(request.actor, council, on=clock.today())
    context = {
        "title": TITLE,
        "crumbs": (CHILDREN, Crumb("Team", reverse("casework:team")), Crumb(TITLE)),
        "rows": [row for row in rows if row.ended_on is None],
        "ended": [row for row in rows if row.ended_on],
    }
    return render(request, "casework/skills.html", context)


def list_skill(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.ALLOCATE)

    def build(data: object, files: object):
        return form_of(data, name=line("What is the skill?", hint="A language, a training, a field of work", most=60))

    def send(form) -> str:
        given = {"authority_id": council, "name": form.cleaned_data["name"], "at": clock.now()}
        actions.list_skill(actor=request.actor, **given)
        return "The skill is on the list."

    return answer(request, _page("Add a skill to the list", key="list-skill", button="Add it"), build, send)


def change_skill(request: HttpRequest, skill_number: int) -> HttpResponse:
    council = council_here(request, Permission.ALLOCATE)
    listed = terms.listed_skills(request.actor, council, on=clock.today())
    row = next((each for each in listed if each.id == skill_number), None)
    if row is None:
        raise NotVisible
    steps = (SkillStep.RENAMED, SkillStep.TAKEN_UP if row.ended_on else SkillStep.ENDED)

    def build(data: object, files: object):
        fields: dict[str, forms.Field] = {
            "step": one_of("What changes?", SKILL_STEP_WORDS, only=steps),
            "name": line("What is it called?", required=False, hint="Only where it is called otherwise", most=60),
        }
        if not row.ended_on:
            fields["so_on"] = day("Since when?")
            fields["so_on"].required = False
            fields["so_on"].help_text = "Only where it is on the list no longer: today, yesterday, 12 October"
        return form_of(data, **fields)

    def send(form) -> str:
        return _changed(request, council, row, form.cleaned_data)

    page = _page(row.name, key="change-skill", button="Record this", subject=str(skill_number), about=_about(row))
    return answer(request, page, build, send)


def _changed(request: HttpRequest, council: int, row: ListedSkillRow, given: dict[str, object]) -> str:
    common = {"actor": request.actor, "authority_id": council, "skill_id": row.id, "at": clock.now()}
    step = SkillStep(str(given["step"]))
    if step is SkillStep.RENAMED:
        made = actions.rename_skill(name=str(given["name"]), **common)
        return f"It is called {made.name} now, for everybody who has it."
    if step is SkillStep.TAKEN_UP:
        actions.take_up_skill(**common)
        return f"{row.name} is on the list again."
    if given["so_on"] is None:
        raise CannotDo("Give the day from which it is on the list no longer.", field="so_on")
    actions.end_skill(so_on=given["so_on"], **common)
    return f"{row.name} is on the list no longer. Who had it stays to be read."


def _about(row: ListedSkillRow) -> str:
    told = [f"It ended on {row.ended_on:%-d %B %Y}."] if row.ended_on else [f"{row.held_by} have it now."]
    told.append(f"{row.held_ever} have had it at some time.")
    if row.names_before:
        told.append(f"It was called {', '.join(row.names_before)} before.")
    return " ".join(told)


def _page(title: str, *, key: str, button: str, subject: str = "skills", about: str = "") -> Page:
    back = reverse("casework:skills")
    return Page(
        key=key,
        subject=subject,
        title=title,
        button=button,
        back=back,
        crumbs=(CHILDREN, Crumb("Team", reverse("casework:team")), Crumb(TITLE, back), Crumb(title)),
        template="casework/form.html",
        context={"about": about},
    )
