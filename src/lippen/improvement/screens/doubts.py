"""What an import left open: listed by kind, answered one by one."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page
from lippen.design.sending import answer as answered
from lippen.improvement import actions, queries
from lippen.improvement.queries import offered
from lippen.improvement.rows import DoubtRow, PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.previewing import (
    AS_SHOWN,
    LOOKED_AT,
    PEOPLE,
    STATE,
    STATE_CHOICES,
    TITLES,
    UNSAID,
    choice_words,
)
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation

SLIP = "slip"
STATES = "Where actions stand"


@dataclass(frozen=True)
class Group:
    """Doubts of one kind."""

    title: str
    doubts: tuple[DoubtRow, ...]


def may_answer(request: HttpRequest, plan: PlanRow) -> bool:
    """Whether the person who looks may answer the plan's doubts."""
    return may(request.actor, Permission.EDIT_PLAN, at=plan.authority_ids)


def doubts(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    context = {
        "title": "Open doubts",
        "plan": found,
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Open doubts")),
        "groups": grouped(queries.doubts(request.actor, found.id)),
        "may_answer": may_answer(request, found),
    }
    return render(request, "improvement/doubts.html", context)


def grouped(rows: tuple[DoubtRow, ...]) -> list[Group]:
    """By kind, in the document's order."""
    found: dict[str, list[DoubtRow]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return [Group(title_of(kind), tuple(several)) for kind, several in found.items()]


def title_of(kind: str) -> str:
    """A kind of doubt in words."""
    return STATES if kind == STATE else TITLES.get(kind, kind.capitalize())


class AnswerForm(DesignForm):
    """One doubt's usual answers, or words."""

    def __init__(self, *args: object, doubt: DoubtRow, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if doubt.kind == SLIP:
            self._ask_why()
            return
        usual = self._usual(doubt, people)
        if usual:
            self.fields["choice"] = forms.ChoiceField(
                label="Your answer",
                choices=usual,
                required=doubt.kind in PEOPLE | LOOKED_AT | {STATE},
                widget=forms.Select if doubt.kind in PEOPLE else forms.RadioSelect,
            )
        if doubt.kind not in PEOPLE | LOOKED_AT | {STATE}:
            label = "Or say it otherwise" if usual else "Your answer"
            self.fields["words"] = forms.CharField(label=label, max_length=200, required=False)
        self.order_fields(["choice", "words", "form_token"])

    def _ask_why(self) -> None:
        self.fields["reason"] = forms.CharField(
            label="Why did it move?",
            max_length=1500,
            widget=forms.Textarea({"rows": "3"}),
            error_messages={"required": "Say why the date moved."},
        )
        self.fields["agreed_by"] = forms.CharField(
            label="Who agreed?",
            max_length=200,
            help_text="A post or a meeting, such as Head of Service",
            error_messages={"required": "Say who agreed."},
        )
        self.order_fields(["reason", "agreed_by", "form_token"])

    def _usual(self, doubt: DoubtRow, people: list[tuple[str, str]]) -> list[tuple[str, str]]:
        if doubt.kind == STATE:
            return STATE_CHOICES[1:]
        if doubt.kind in PEOPLE:
            return [(UNSAID, "Choose a person"), ("yes", "As the document has it"), *people]
        usual = doubt.choices or ((AS_SHOWN,) if doubt.kind in LOOKED_AT else ())
        return [(choice, choice_words(choice)) for choice in usual]

    def said(self) -> str:
        """The answer."""
        if "reason" in self.fields:
            return f"{self.cleaned_data['reason'].strip()}; agreed by {self.cleaned_data['agreed_by'].strip()}"
        return str(self.cleaned_data.get("words") or "").strip() or str(self.cleaned_data.get("choice") or "")


def people_to_choose(request: HttpRequest) -> list[tuple[str, str]]:
    """The councils' people, to say who is meant."""
    people = organisation.people_of(request.actor.authority_ids, on=clock.today())
    return [(person.ref, f"{person.name} ({person.initials}), {person.post_title}".rstrip(", ")) for person in people]


def answer(request: HttpRequest, ref: str) -> HttpResponse:
    doubt = queries.doubt(request.actor, ref)
    if doubt.answer is not None:
        raise CannotDo(f"Somebody has answered this doubt already: {choice_words(doubt.answer)}.")
    found = offered.plan_head(request.actor, doubt.plan_ref)
    require(request.actor, Permission.EDIT_PLAN, at=found.authority_ids)
    people = people_to_choose(request) if doubt.kind in PEOPLE else []

    def build(data: object, files: object) -> AnswerForm:
        return AnswerForm(data, doubt=doubt, people=people)

    def send(form: AnswerForm) -> str:
        if not form.said():
            raise CannotDo("Choose an answer, or cancel and leave it open.", field=next(iter(form.fields)))
        actions.answer_doubt(
            actor=request.actor, doubt_ref=ref, answer=form.said(), so_on=clock.today(), at=clock.now()
        )
        return "Your answer stands in the plan."

    page = Page(
        key="doubt",
        subject=ref,
        title="Answer a doubt",
        button="Answer",
        back=reverse("improvement:plan_doubts", args=[found.ref]),
        template="improvement/answer_doubt.html",
        crumbs=(
            PLANS,
            crumb_to_plan(found),
            Crumb("Open doubts", reverse("improvement:plan_doubts", args=[found.ref])),
            Crumb("Answer"),
        ),
        context={"doubt": doubt},
    )
    return answered(request, page, build, send)
