"""An action is carried by a plan of its own, such as a team plan."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.sending import answer
from lippen.improvement import actions, queries
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.plan_forms import NOTHING
from lippen.improvement.screens.subject import brief, page_about
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo


class CarrierForm(DesignForm):
    """Which plan carries the action."""

    plan = forms.ChoiceField(label="Which plan carries this action?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: object, plans: Sequence[tuple[str, str]], now: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = [("", "No plan of its own"), *plans]
        self.fields["plan"].initial = now
        self.fields["so_on"] = DayField(label="Since when?", today=clock.today())
        self.order_fields(["plan", "so_on", "form_token"])


def carry_action(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.EDIT_PLAN)
    now = queries.carrier_now(request.actor, story.action.id)
    every = queries.plan_names(request.actor)
    plans = [(plan_ref, title) for plan_ref, title in every if plan_ref != story.plan.ref]

    def build(data: object, files: object) -> CarrierForm:
        return CarrierForm(data, plans=plans, now=now)

    def send(form: CarrierForm) -> str:
        wanted, so_on = form.cleaned_data["plan"], form.cleaned_data["so_on"]
        if wanted == now:
            raise CannotDo(NOTHING, field="plan")
        common = {"actor": request.actor, "action_ref": ref, "so_on": so_on, "at": clock.now()}
        if wanted:
            actions.carry_by(**common, plan_ref=wanted)
            return f"“{dict(plans)[wanted]}” carries this action. Each of the two shows the other."
        actions.carry_no_longer(**common)
        return "No plan of its own carries this action any more."

    page = page_about(
        story,
        key="carrier",
        title="Carry it by a plan of its own",
        button="Save",
        lead_words="A team plan or an engagement plan can carry an action, which then shows how that plan stands.",
    )
    return answer(request, page, build, send)
