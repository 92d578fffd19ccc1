"""Add to a plan: one more theme or recommendation, one more action with its leads and first dates."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.forms import PERIOD_HINT, DesignForm, PeriodField
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.dates import AHEAD, ask_what_is_meant, period_in
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.leading import Offered, chosen_leads, offered_for
from lippen.improvement.vocabulary import (
    KIND_WORDS,
    PRIORITY_WORDS,
    STATE_WORDS,
    WHICH_WORDS,
    Kind,
    Priority,
    State,
    Which,
)
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.calendar import Period

NO_THEME = "This plan has no theme yet. An action stands under one: add the first, then its actions."
HINTS = {
    Which.START: f"{PERIOD_HINT}. Leave it empty if nobody has said",
    Which.TARGET: "By when it is to be done. What is kept going may have none",
    Which.REVIEW: "When somebody looks at how it goes",
}


class ActionForm(DesignForm):
    """Under which theme, what it is, whose it is, what kind, and its first dates."""

    def __init__(
        self, *args: object, plan: PlanRow, people: Offered, today: date, theme: str, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        themes = [(str(each.number), f"{each.number} {each.title}"[:160]) for each in plan.themes]
        self.fields["theme_number"] = forms.ChoiceField(
            label="Under which theme or recommendation?",
            choices=[("", "Choose a theme"), *themes],
            initial=theme if theme in dict(themes) else themes[0][0] if len(themes) == 1 else "",
        )
        self.fields["text"] = _words("What is to be done?", hint="The action itself, as the plan will have it")
        self.fields["intent"] = _words("The outcome wanted", hint="What will be different for children", required=False)
        self.fields["kind"] = _one_of("What kind of action is it?", KIND_WORDS, Kind.FINISH)
        self.fields["priority"] = forms.ChoiceField(
            label="Priority",
            choices=[("", "None"), *PRIORITY_WORDS.items()],
            required=False,
            widget=forms.RadioSelect,
        )
        people.add_to(self)
        if len(plan.council_names) > 1:
            self.fields["authority_ids"] = forms.MultipleChoiceField(
                label="For which councils?",
                choices=[(str(id_), name) for id_, name in plan.council_names],
                required=False,
                help_text="Tick none where it is for all of them",
                widget=forms.CheckboxSelectMultiple,
            )
        for which in Which:
            self._ask_for(which, today)
        begun = {state: STATE_WORDS[state] for state in (State.NOT_STARTED, State.UNDER_WAY)}
        self.fields["state"] = _one_of("Where does it stand?", begun, State.NOT_STARTED)
        self.fields["so_on"] = DayField(label="Since when is it in the plan?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")

    def _ask_for(self, which: Which, today: date) -> None:
        """A first date; a start is often past, so that is not asked about."""
        is_start = which is Which.START
        ahead = timedelta(0) if is_start else AHEAD
        self.fields[which.value] = PeriodField(
            label=WHICH_WORDS[which],
            read=lambda words: period_in(words, today, ahead),
            required=False,
            help_text=HINTS[which],
        )
        asking = f"{which.value}_meant"
        ask_what_is_meant(self, which.value, today, asking=asking, ahead=ahead, may_be_past=is_start)

    def first_dates(self) -> dict[Which, Period]:
        """The dates that were given."""
        return {which: period for which in Which if (period := self.cleaned_data[which.value])}


def _words(label: str, *, hint: str, required: bool = True) -> forms.CharField:
    widget = forms.Textarea({"rows": "3"})
    return forms.CharField(label=label, max_length=4000, required=required, help_text=hint, widget=widget)


def _one_of(label: str, words: dict[Any, str], initial: StrEnum) -> forms.ChoiceField:
    choices = [(key.value, said) for key, said in words.items()]
    return forms.ChoiceField(label=label, choices=choices, initial=initial.value, widget=forms.RadioSelect)


def plan_to_add_to(request: HttpRequest, ref: str) -> PlanRow:
    """The plan with its themes, or 404; and 403 for whoever may not edit it."""
    found = queries.plan(request.actor, ref)
    require(request.actor, Permission.EDIT_PLAN, at=found.authority_ids)
    return found


def action(request: HttpRequest, ref: str) -> HttpResponse:
    plan = plan_to_add_to(request, ref)
    if not plan.themes:
        messages.info(request, NO_THEME)
        return redirect("improvement:plan_add_theme", ref)
    people, today = offered_for(request, plan), clock.today()

    def build(data: object, files: object) -> ActionForm:
        return ActionForm(data, plan=plan, people=people, today=today, theme=request.GET.get("theme", ""))

    def send(form: ActionForm) -> Sent:
        made = _added(request, plan, form, people)
        return Sent(f"Action {made.number} is in the plan.", reverse("improvement:action", args=[made.ref]))

    page = _page(plan, key="new-action", title="Add an action", button="Add the action")
    return answer(request, page, build, send)


def _added(request: HttpRequest, plan: PlanRow, form: ActionForm, people: Offered) -> Any:
    given = form.cleaned_data
    return actions.add_action(
        actor=request.actor,
        plan_ref=plan.ref,
        theme_number=int(given["theme_number"]),
        text=given["text"],
        intent=given["intent"],
        kind=Kind(given["kind"]),
        priority=Priority(given["priority"]) if given["priority"] else None,
        leads=[people.lead(value) for value in chosen_leads(given)],
        accountable_id=people.ids.get(given["accountable"]),
        authority_ids=[int(each) for each in given.get("authority_ids", ())],
        dates=form.first_dates(),
        state=State(given["state"]),
        so_on=given["so_on"],
        at=clock.now(),
    )


class ThemeForm(DesignForm):
    """What the theme is called, and its number where that is not the next."""

    def __init__(self, *args: object, following: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(
            label="What is the theme or recommendation?",
            max_length=1000,
            help_text="As the plan will have it above its actions",
            widget=forms.Textarea({"rows": "2"}),
        )
        self.fields["number"] = forms.IntegerField(
            label="Its number",
            min_value=1,
            max_value=999,
            initial=following,
            help_text="Actions under it are numbered after it",
            widget=forms.NumberInput({"class": "ds_input--fixed-3"}),
        )
        self.fields["form_token"] = self.fields.pop("form_token")


def theme(request: HttpRequest, ref: str) -> HttpResponse:
    plan = plan_to_add_to(request, ref)
    following = max((each.number for each in plan.themes), default=0) + 1

    def send(form: ThemeForm) -> Sent:
        given = {"title": form.cleaned_data["title"], "number": form.cleaned_data["number"]}
        made = actions.add_theme(actor=request.actor, plan_ref=ref, at=clock.now(), **given)
        then = f"{reverse('improvement:plan_add_action', args=[ref])}?theme={made.number}"
        return Sent(f"Theme {made.number} is in the plan. Now add its first action.", then)

    page = _page(plan, key="new-theme", title="Add a theme or recommendation", button="Add the theme")
    return answer(request, page, lambda data, files: ThemeForm(data, following=following), send)


def _page(plan: PlanRow, *, key: str, title: str, button: str) -> Page:
    return Page(
        key=key,
        subject=plan.ref,
        title=title,
        button=button,
        back=reverse("improvement:plan", args=[plan.ref]),
        template="improvement/add.html",
        crumbs=(PLANS, crumb_to_plan(plan), Crumb(title)),
        context={"plan": plan, "adds": key},
    )
