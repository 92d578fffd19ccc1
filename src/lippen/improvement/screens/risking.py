"""Risks are raised, scored again, reworded, tied, closed and opened again: a form for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.queries import RiskRow, offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.scores import Score
from lippen.improvement.screens import rooms
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.committing import OwnedForm
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.risks import crumb_to_risks, may_change
from lippen.improvement.vocabulary import IMPACT_WORDS, LIKELIHOOD_WORDS, RISK_SCALE
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo, NotAllowed


def _steps(words: dict[int, str]) -> list[tuple[int, str]]:
    return [(number, f"{number} {word}") for number, word in words.items()]


def scale_fields(score: Score | None = None) -> dict[str, forms.Field]:
    """How likely and how grave."""
    return {
        "likelihood": forms.TypedChoiceField(
            label="How likely is it?",
            choices=_steps(LIKELIHOOD_WORDS),
            coerce=int,
            widget=forms.RadioSelect,
            initial=score.likelihood if score else None,
        ),
        "impact": forms.TypedChoiceField(
            label="How grave would it be?",
            choices=_steps(IMPACT_WORDS),
            coerce=int,
            widget=forms.RadioSelect,
            initial=score.impact if score else None,
        ),
    }


def actions_field(choices: Sequence[tuple[str, str]], now: Sequence[str] = ()) -> forms.MultipleChoiceField:
    """The actions of the plan, of which several may be ticked."""
    return forms.MultipleChoiceField(
        label="Which actions is it about?",
        choices=list(choices),
        required=False,
        initial=list(now),
        widget=forms.CheckboxSelectMultiple,
    )


NOBODY_WATCHES = "Say who watches it: choose somebody, or write who it is."


class RaiseForm(OwnedForm):
    """What may go wrong, how it scores, who watches it."""

    nobody = NOBODY_WATCHES

    def __init__(self, *args: object, today: date, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = rooms.line("What may go wrong?", hint="No child's name", most=240)
        self.fields["details"] = rooms.text("What would follow from it?", required=False)
        self.fields |= scale_fields()
        self.fields["owner"].label, self.fields["owner"].help_text = "Who watches it?", ""
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        if choices:
            self.fields["actions"] = actions_field(choices)
        self.order_fields(["title", "details", "likelihood", "impact", "owner", "owner_words", "so_on", "actions"])


def raise_one(request: HttpRequest, ref: str) -> HttpResponse:
    plan = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.WRITE_UPDATE, at=plan.authority_ids)
    choices = queries.action_choices(request.actor, plan.id)

    def build(data: object, files: object) -> RaiseForm:
        people = rooms.keepers_here(request)
        return RaiseForm(data, people=people, today=clock.today(), choices=choices)

    def send(form: RaiseForm) -> Sent:
        given = form.cleaned_data
        made = actions.raise_risk(
            actor=request.actor,
            plan_ref=plan.ref,
            title=given["title"],
            details=given["details"],
            score=Score(given["likelihood"], given["impact"]),
            owner=form.owner,
            action_refs=given.get("actions", ()),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("The risk is on the plan.", reverse("risks:risk", args=[made.ref]))

    page = rooms.page_on(
        key="raise-risk",
        title="Raise a risk",
        button="Raise it",
        back=reverse("risks:plan_risks", args=[plan.ref]),
        crumbs=(PLANS, crumb_to_plan(plan), crumb_to_risks(plan)),
        subject=plan.ref,
        about=plan.title,
        lead_words=RISK_SCALE,
    )
    return answer(request, page, build, send)


View = Callable[[HttpRequest, RiskRow, PlanRow], HttpResponse]


def for_its_own(*, while_open: bool = True) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """Let in whoever watches the risk and those who edit the plan, while it can be changed so."""

    def mark(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, ref: str) -> HttpResponse:
            story = queries.risk(request.actor, ref, today=clock.today())
            plan = offered.plan_head(request.actor, story.plan_ref)
            if not may_change(request.actor, plan, story.row):
                raise NotAllowed(Permission.EDIT_PLAN)
            if story.row.is_open is not while_open and request.method != "POST":  # sent twice is told again
                words = "open" if story.row.is_open else "closed"
                raise CannotDo(f"This risk is {words}, so that cannot be recorded. Look at what happened to it.")
            return view(request, story.row, plan)

        return checked

    return mark


def _page(row: RiskRow, plan: PlanRow, key: str, title: str, button: str, **given: Any) -> Page:
    here = reverse("risks:risk", args=[row.ref])
    return rooms.page_on(
        key=f"{key}-risk",
        title=title,
        button=button,
        back=here,
        crumbs=(PLANS, crumb_to_plan(plan), crumb_to_risks(plan), Crumb(f"Risk {row.number}", here)),
        subject=row.ref,
        about=row.title,
        **given,
    )


class ScoreForm(DesignForm):
    """The new score, what shows it, and why."""

    def __init__(
        self, *args: object, row: RiskRow, today: date, choices: Sequence[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= scale_fields(row.score)
        self.fields["shown_by"] = forms.ChoiceField(
            label="What shows it?",
            choices=[("", "Choose evidence or an update"), *choices],
            help_text="A score changes only with evidence or an update of this plan",
            error_messages={
                "required": "Choose the evidence or the update that shows it: without one the score stays."
            },
        )
        self.fields["reason"] = rooms.text("Why does the score change?")
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


@for_its_own()
def score(request: HttpRequest, row: RiskRow, plan: PlanRow) -> HttpResponse:
    choices = queries.shown_by_choices(request.actor, plan.id)

    def build(data: object, files: object) -> ScoreForm:
        return ScoreForm(data, row=row, today=clock.today(), choices=choices)

    def send(form: ScoreForm) -> str:
        given = form.cleaned_data
        kind, _, ref = given["shown_by"].partition(":")
        actions.score_risk(
            actor=request.actor,
            risk_ref=row.ref,
            score=Score(given["likelihood"], given["impact"]),
            reason=given["reason"],
            so_on=given["so_on"],
            at=clock.now(),
            **{f"{kind}_ref": ref},
        )
        return "The new score stands, and the old one stays in the story."

    page = _page(row, plan, "score", "Change the score", "Change the score", lead_words=f"Now {row.score.words}.")
    return answer(request, page, build, send)


class RewordForm(OwnedForm):
    """The risk's words and who watches it."""

    nobody = NOBODY_WATCHES

    def __init__(self, *args: object, row: RiskRow, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = rooms.line("What may go wrong?", hint="No child's name", most=240)
        self.fields["details"] = rooms.text("What would follow from it?", required=False)
        self.fields["title"].initial, self.fields["details"].initial = row.title, row.details
        self.fields["owner"].label, self.fields["owner"].help_text = "Who watches it?", ""
        ref = next((who.ref for who in self.people if who.id == row.owner.person_id), "")
        self.fields["owner"].initial = ref
        self.fields["owner_words"].initial = "" if row.owner.person_id else row.owner.name
        self.order_fields(["title", "details", "owner", "owner_words"])


@for_its_own()
def reword(request: HttpRequest, row: RiskRow, plan: PlanRow) -> HttpResponse:
    def build(data: object, files: object) -> RewordForm:
        return RewordForm(data, people=rooms.keepers_here(request, row.owner.person_id), row=row)

    def send(form: RewordForm) -> str:
        given = form.cleaned_data
        actions.reword_risk(
            actor=request.actor,
            risk_ref=row.ref,
            title=given["title"],
            details=given["details"],
            owner=form.owner,
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The new words stand."

    return answer(request, _page(row, plan, "reword", "Say it in other words", "Save the words"), build, send)


class TieForm(DesignForm):
    """The actions that something is about."""

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], now: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actions"] = actions_field(choices, now)
        self.fields["form_token"] = self.fields.pop("form_token")


@for_its_own()
def tie(request: HttpRequest, row: RiskRow, plan: PlanRow) -> HttpResponse:
    choices = queries.action_choices(request.actor, plan.id)

    def build(data: object, files: object) -> TieForm:
        return TieForm(data, choices=choices, now=[tied.ref for tied in row.actions])

    def send(form: TieForm) -> str:
        actions.tie_risk(
            actor=request.actor,
            risk_ref=row.ref,
            action_refs=form.cleaned_data["actions"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "It hangs on these actions now."

    return answer(request, _page(row, plan, "tie", "On which actions does it hang?", "Save"), build, send)


class EndForm(DesignForm):
    """Since when, and why."""

    def __init__(self, *args: object, label: str, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = rooms.text(label)
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


def _ended(request: HttpRequest, page: Page, label: str, said: str, act: Callable[..., object]) -> HttpResponse:
    def build(data: object, files: object) -> EndForm:
        return EndForm(data, label=label, today=clock.today())

    def send(form: EndForm) -> str:
        given = form.cleaned_data
        act(
            actor=request.actor,
            risk_ref=page.subject,
            reason=given["reason"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return said

    return answer(request, page, build, send)


@for_its_own()
def close(request: HttpRequest, row: RiskRow, plan: PlanRow) -> HttpResponse:
    page = _page(row, plan, "close", "Close the risk", "Close it")
    return _ended(request, page, "Why is it closed?", "The risk is closed.", actions.close_risk)


@for_its_own(while_open=False)
def reopen(request: HttpRequest, row: RiskRow, plan: PlanRow) -> HttpResponse:
    page = _page(row, plan, "reopen", "Open the risk again", "Open it again")
    return _ended(request, page, "Why is it open again?", "The risk is open again.", actions.reopen_risk)
