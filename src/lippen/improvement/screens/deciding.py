"""A decision is recorded; its options, delivery, actions and report back are said: a form for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.queries import DecisionStory, OptionRow, offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens import rooms
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.committing import OwnedForm, sitting_asked
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.decisions import crumb_to_decisions
from lippen.improvement.screens.risking import TieForm, actions_field
from lippen.improvement.vocabulary import DELIVERY_WORDS, Delivery
from lippen.kernel import clock
from lippen.kernel.access import Permission, require

MOST_POUNDS = Decimal("999999999999.99")
REPORTS = "Who reports back?"


class PoundsField(forms.CharField):
    """An amount as people type it: £1,200,000 or 1200000.50."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput({"class": "ds_input--fixed-20", "inputmode": "decimal"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Decimal | None:
        words = str(super().clean(value) or "").replace("£", "").replace(",", "").strip()
        if not words:
            return None
        try:
            amount = Decimal(words)
        except ArithmeticError:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0 or amount > MOST_POUNDS:
            raise forms.ValidationError(f"We could not read “{value}” as an amount. Write it like £1,200,000.")
        return amount.quantize(Decimal("0.01"))


class RecordForm(OwnedForm):
    """Which body agreed what, when, with what means, and when it is reported back."""

    nobody = ""

    def __init__(self, *args: object, today: date, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = rooms.line("Which body decided?", hint="Such as the Council, or a committee", most=240)
        self.fields["so_on"] = DayField(label="On what day?", today=today)
        self.fields["agreed"] = rooms.text("What was agreed?", hint="As the minute says it")
        self.fields["amount"] = PoundsField(label="How much money?", required=False)
        self.fields["amount_period"] = rooms.line(
            "For what time?", required=False, hint="Such as a year, or over two years", most=120
        )
        self.fields["posts"] = forms.DecimalField(
            label="How many posts?", required=False, min_value=0, max_value=9999, decimal_places=2
        )
        self.fields["posts_words"] = rooms.line("Which posts?", required=False, most=240)
        self.fields["report"] = rooms.period("When is it reported back?", today, required=False)
        self.fields["owner"].label, self.fields["owner"].help_text = REPORTS, "You, where you leave it empty"
        if choices:
            self.fields["actions"] = actions_field(choices)
        self.order_fields(
            ["body", "so_on", "agreed", "amount", "amount_period", "posts", "posts_words", "report", "owner"]
        )


def record(request: HttpRequest, ref: str) -> HttpResponse:
    plan = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.EDIT_PLAN, at=plan.authority_ids)
    choices = queries.action_choices(request.actor, plan.id)
    source = sitting_asked(request)

    def build(data: object, files: object) -> RecordForm:
        given = {"people": rooms.keepers_here(request), "today": clock.today(), "choices": choices}
        return RecordForm(data, initial={"body": source[2]}, **given)

    def send(form: RecordForm) -> Sent:
        given = form.cleaned_data
        made = actions.record_decision(
            actor=request.actor,
            plan_ref=plan.ref,
            body=given["body"],
            agreed=given["agreed"],
            means=actions.Means(given["amount"], given["amount_period"], given["posts"], given["posts_words"]),
            action_refs=given.get("actions", ()),
            report_back=given["report"],
            reports=form.owner,
            source_kind=source[0],
            source_key=source[1],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("The decision is recorded.", reverse("decisions:decision", args=[made.ref]))

    page = rooms.page_on(
        key="record-decision",
        title="Record a decision",
        button="Record it",
        back=reverse("decisions:plan_decisions", args=[plan.ref]),
        crumbs=(PLANS, crumb_to_plan(plan), crumb_to_decisions(plan)),
        subject=plan.ref,
        about=plan.title,
    )
    return answer(request, page, build, send)


View = Callable[[HttpRequest, DecisionStory, PlanRow], HttpResponse]


def for_editors(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let in those who edit the plan."""

    @wraps(view)
    def checked(request: HttpRequest, ref: str) -> HttpResponse:
        story = queries.decision(request.actor, ref, today=clock.today())
        plan = offered.plan_head(request.actor, story.plan_ref)
        require(request.actor, Permission.EDIT_PLAN, at=plan.authority_ids)
        return view(request, story, plan)

    return checked


def _page(story: DecisionStory, plan: PlanRow, key: str, title: str, button: str, **given: Any) -> Page:
    here = reverse("decisions:decision", args=[story.row.ref])
    return rooms.page_on(
        key=key,
        title=title,
        button=button,
        back=here,
        crumbs=(PLANS, crumb_to_plan(plan), crumb_to_decisions(plan), Crumb("A decision", here)),
        subject=story.row.ref,
        about=story.row.agreed,
        **given,
    )


class OptionForm(DesignForm):
    """An option of the business case."""

    title = forms.CharField(label="What is the option called?", max_length=240)
    cost = PoundsField(label="What does it cost?", required=False)
    cost_period = forms.CharField(
        label="For what time?", max_length=120, required=False, help_text="Such as a year, or once"
    )
    benefit = rooms.text("What does it bring?", required=False)
    migration = rooms.text(
        "What does moving to it take?", required=False, hint="Records to carry over, training, a time of both"
    )
    is_chosen = forms.BooleanField(label="This is the option that was chosen", required=False)


def _place(request: HttpRequest, story: DecisionStory) -> OptionRow | None:
    """The option that the address names, to be said anew."""
    asked = request.GET.get("place", "")
    return next((option for option in story.options if str(option.place) == asked), None)


@for_editors
def option(request: HttpRequest, story: DecisionStory, plan: PlanRow) -> HttpResponse:
    before = _place(request, story)

    def build(data: object, files: object) -> OptionForm:
        names = ("title", "cost", "cost_period", "benefit", "migration", "is_chosen")
        return OptionForm(data, initial={name: getattr(before, name) for name in names} if before else None)

    def send(form: OptionForm) -> str:
        given = {name: value for name, value in form.cleaned_data.items() if name != "form_token"}
        actions.set_option(
            actor=request.actor,
            decision_ref=story.row.ref,
            place=before.place if before else None,
            so_on=clock.today(),
            at=clock.now(),
            **given,
        )
        return "The option stands in the business case."

    title = "Say the option anew" if before else "Add an option"
    key = f"option-{before.place}" if before else "option"
    return answer(request, _page(story, plan, key, title, "Save the option"), build, send)


class DeliveryForm(DesignForm):
    """How far it has come."""

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"] = forms.ChoiceField(
            label="How far has it come?", choices=list(DELIVERY_WORDS.items()), widget=forms.RadioSelect
        )
        self.fields["words"] = rooms.text(
            "In your words", required=False, hint="Such as how many of the posts are filled; why, where it stopped"
        )
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


@for_editors
def delivery(request: HttpRequest, story: DecisionStory, plan: PlanRow) -> HttpResponse:
    def build(data: object, files: object) -> DeliveryForm:
        return DeliveryForm(data, today=clock.today(), initial={"status": story.row.status})

    def send(form: DeliveryForm) -> str:
        given = form.cleaned_data
        actions.set_delivery(
            actor=request.actor,
            decision_ref=story.row.ref,
            status=Delivery(given["status"]),
            words=given["words"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "The delivery is recorded."

    return answer(request, _page(story, plan, "delivery", "How far has it come?", "Record it"), build, send)


@for_editors
def tie(request: HttpRequest, story: DecisionStory, plan: PlanRow) -> HttpResponse:
    choices = queries.action_choices(request.actor, plan.id)

    def build(data: object, files: object) -> TieForm:
        return TieForm(data, choices=choices, now=[tied.ref for tied in story.row.actions])

    def send(form: TieForm) -> str:
        actions.tie_decision(
            actor=request.actor,
            decision_ref=story.row.ref,
            action_refs=form.cleaned_data["actions"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "These actions carry it out now."

    return answer(request, _page(story, plan, "tie-decision", "Which actions carry it out?", "Save"), build, send)


class ReportForm(OwnedForm):
    """When, and by whom, it is reported back."""

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"] = rooms.period("When is it reported back?", today)
        self.fields["owner"].label, self.fields["owner"].help_text = REPORTS, ""
        self.order_fields(["period", "owner", "owner_words"])


@for_editors
def report(request: HttpRequest, story: DecisionStory, plan: PlanRow) -> HttpResponse:
    def build(data: object, files: object) -> ReportForm:
        return ReportForm(data, people=rooms.keepers_here(request), today=clock.today())

    def send(form: ReportForm) -> str:
        actions.promise_report(
            actor=request.actor,
            decision_ref=story.row.ref,
            period=form.cleaned_data["period"],
            owner=form.owner,
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The report back is a commitment now, on its owner's desk."

    return answer(request, _page(story, plan, "report-back", "When is it reported back?", "Record it"), build, send)
