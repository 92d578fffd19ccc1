"""Begin a plan without a file, and say when a plan was agreed."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.screens import rooms
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.plan_forms import plan_to_write
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.organisation.queries import AuthorityRow

QUARTER = 92
ONLY_ONE = "It answers for the plan already. Tick only the others that share it."


class BeginForm(DesignForm):
    """What the plan is called, whose it is, what it came of, and how often each action is told of."""

    def __init__(self, *args: object, councils: Sequence[AuthorityRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(
            label="What is the plan called?", max_length=240, help_text="As people will look for it"
        )
        if len(councils) > 1:
            named = [(str(each.id), each.name) for each in councils]
            self.fields["authority"] = forms.ChoiceField(
                label="Which council answers for it?", choices=named, widget=forms.RadioSelect
            )
            self.fields["also_for"] = forms.MultipleChoiceField(
                label="Which others share it?",
                choices=named,
                required=False,
                help_text="Its staff then read the plan too",
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["origin"] = forms.CharField(
            label="What did it come of?",
            max_length=2000,
            required=False,
            help_text="Such as: the independent review of the long-term team",
            widget=forms.Textarea({"rows": "3"}),
        )
        self.fields["so_on"] = DayField(
            label="On what day was it agreed?",
            today=clock.today(),
            initial="",
            required=False,
            help_text="Leave it empty while it is a draft: you can say it later",
        )
        self.fields["rhythm_days"] = forms.IntegerField(
            label="Within how many days does each action need an update?",
            min_value=1,
            max_value=366,
            initial=QUARTER,
            help_text="92 is each quarter. It stays so: what was late and what was not rests on it",
            widget=forms.NumberInput({"class": "ds_input--fixed-3"}),
        )
        self.fields["form_token"] = self.fields.pop("form_token")

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        if given.get("authority") and given["authority"] in given.get("also_for", ()):
            self.add_error("also_for", ONLY_ONE)
        return given


def begin(request: HttpRequest) -> HttpResponse:
    councils = rooms.councils_here(request, Permission.EDIT_PLAN)

    def send(form: BeginForm) -> Sent:
        given = form.cleaned_data
        made = actions.create_plan(
            actor=request.actor,
            title=given["title"],
            authority_id=int(given.get("authority") or councils[0].id),
            also_for=[int(each) for each in given.get("also_for", ())],
            origin=given["origin"].strip(),
            agreed_on=given["so_on"],
            rhythm_days=given["rhythm_days"],
            at=clock.now(),
            token=form.token,
        )
        return Sent(
            "The plan is begun. Now add its first theme.", reverse("improvement:plan_add_theme", args=[made.ref])
        )

    page = Page(
        key="begin-plan",
        subject="plans",
        title="Begin a plan",
        button="Begin the plan",
        back=reverse("improvement:plans"),
        template="improvement/begin.html",
        crumbs=(PLANS, Crumb("Begin a plan")),
        context={"may_import": may(request.actor, Permission.IMPORT_PLAN)},
    )
    return answer(request, page, lambda data, files: BeginForm(data, councils=councils), send)


class AgreeForm(DesignForm):
    """On what day the plan was agreed, and by whom."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["so_on"] = DayField(label="On what day was it agreed?", today=clock.today(), initial="")
        self.fields["body"] = rooms.line(
            "Who agreed it?", required=False, hint="Such as: Housing and Care Committee", most=200
        )
        self.fields["form_token"] = self.fields.pop("form_token")


def agree(request: HttpRequest, ref: str) -> HttpResponse:
    plan = plan_to_write(request, ref)
    said = queries.plan_agreements(request.actor, plan)

    def send(form: AgreeForm) -> str:
        given = form.cleaned_data
        actions.agree_plan(
            actor=request.actor,
            plan_ref=ref,
            so_on=given["so_on"],
            body=given["body"],
            at=clock.now(),
            token=form.token,
        )
        return "The plan says now when it was agreed."

    title = "Say otherwise when it was agreed" if said else "Say when it was agreed"
    page = Page(
        key="agree-plan",
        subject=ref,
        title=title,
        button="Save it",
        back=reverse("improvement:plan", args=[ref]),
        template="improvement/agree.html",
        crumbs=(PLANS, crumb_to_plan(plan), Crumb(title)),
        context={"plan": plan, "said": said},
    )
    return answer(request, page, lambda data, files: AgreeForm(data), send)
