"""Samples that are drawn for inspectors: those who draw see them all, an inspector the ones that are open to them."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.components import Fact
from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import count_words, day_words, instant_words
from lippen.improvement import actions, queries
from lippen.improvement.queries import offered
from lippen.improvement.queries.samples import SampleRow
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens import saying, timeline
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.looking import Look
from lippen.improvement.screens.rooms import line, page_on, text
from lippen.improvement.screens.stories import facts, terms
from lippen.improvement.screens.uploads import served
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require

MINE = "Your samples"


def mine(request: HttpRequest) -> HttpResponse:
    found = queries.open_samples(request.actor, on=clock.today())
    rows = [(row, reverse("inspection:sample", args=[row.ref])) for row in found]
    context = {"title": MINE, "crumbs": (Crumb(MINE),), "rows": rows, "standings": False, "is_mine": True}
    return render(request, "improvement/samples.html", context)


def samples(request: HttpRequest, ref: str) -> HttpResponse:
    found = _drawable(request, ref)
    rows = [(row, reverse("inspection:sample", args=[row.ref])) for row in queries.samples(request.actor, found.id)]
    context = {
        "title": f"Samples for inspectors: {found.title}",
        "plan": found,
        "here": "samples",
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Samples for inspectors")),
        "rows": rows,
        "today": clock.today(),
        "draw_url": reverse("inspection:draw", args=[ref]),
    }
    return render(request, "improvement/samples.html", context)


def _drawable(request: HttpRequest, ref: str) -> PlanRow:
    found = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.DRAW_SAMPLE, at=found.authority_ids)
    return found


class DrawForm(DesignForm):
    """How many, by which words, as at which day, for whom, for which days and what for."""

    size = forms.IntegerField(
        label="How many actions?",
        min_value=1,
        max_value=100,
        initial=5,
        widget=forms.TextInput({"inputmode": "numeric", "class": "ds_input ds_input--fixed-3"}),
        error_messages={"invalid": "Write the number in digits, such as 5."},
    )
    words = line(
        "By which words or number is it drawn?",
        hint="Ask the inspector for them. Whoever draws again by the same words gets the same actions: nobody chose.",
        most=120,
    )
    purpose = text("What is it for?", hint="Such as: monthly meeting with the inspector, improvement half", rows="2")
    opens_on = DatePartsField(label="From which day may it be read?")
    last_on = DatePartsField(label="Until which day?", help_text="The last day on which it may be read.")

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspectors"] = forms.MultipleChoiceField(
            label="Who reads it?",
            choices=people,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose who reads it."},
        )
        self.fields["as_at"] = DayField(label="As the plan stood at the end of which day?", today=clock.today())
        self.order_fields(["inspectors", "size", "words", "as_at", "opens_on", "last_on", "purpose", "form_token"])


def draw(request: HttpRequest, ref: str) -> HttpResponse:
    found = _drawable(request, ref)
    keeper = queries.keeper_of(request.actor, found.id, permission=Permission.DRAW_SAMPLE)
    known = queries.inspectors(request.actor, keeper, on=clock.today())
    people = [(str(row.id), f"{row.name}, {row.post_title}") for row in known]

    def build(data: object, files: object) -> DrawForm:
        return DrawForm(data, people=people)

    def send(form: DrawForm) -> Sent:
        given = form.cleaned_data
        made = actions.draw_sample(
            actor=request.actor,
            plan_ref=ref,
            inspector_ids=[int(i) for i in given["inspectors"]],
            size=given["size"],
            words=given["words"],
            purpose=given["purpose"],
            as_at=given["as_at"],
            opens_on=given["opens_on"],
            closes_on=given["last_on"] + timedelta(days=1),
            at=clock.now(),
        )
        return Sent("The sample is drawn.", reverse("inspection:sample", args=[made.ref]))

    back = reverse("inspection:samples", args=[ref])
    page = page_on(
        key="sample",
        subject=ref,
        title="Draw a sample for an inspector",
        button="Draw the sample",
        back=back,
        crumbs=(PLANS, crumb_to_plan(found), Crumb("Samples for inspectors", back)),
        lead_words=""
        if people
        else "Nobody holds an inspector's post in your council yet. An administrator can give one.",
    )
    return answer(request, page, build, send)


def sample(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.sample(request.actor, ref, on=clock.today())
    row, is_drawer = view.row, may(request.actor, Permission.DRAW_SAMPLE, at=[view.row.authority_id])
    context = {
        "title": f"Sample of {count_words(row.drawn, 'action')}: {row.plan.title}",
        "row": row,
        "crumbs": crumbs(row, is_drawer),
        "facts": about(row),
        "view": view,
        "actions": [
            (order, action, saying.leads_names(action.leads), reverse("inspection:sampled_action", args=[ref, order]))
            for order, action in enumerate(view.actions, 1)
        ],
        "close_url": reverse("inspection:close", args=[ref]) if is_drawer and row.closes_on > clock.today() else "",
    }
    request.audit_keys = {"actions": len(view.actions)}
    return render(request, "improvement/sample.html", context)


def crumbs(row: SampleRow, is_drawer: bool, *more: Crumb) -> tuple[Crumb, ...]:
    """The way back: over the plan for those who draw, over their own samples for inspectors."""
    words = "A sample"
    here = Crumb(words, reverse("inspection:sample", args=[row.ref])) if more else Crumb(words)
    if is_drawer:
        rooms = Crumb("Samples for inspectors", reverse("inspection:samples", args=[row.plan.ref]))
        return (PLANS, crumb_to_plan(row.plan), rooms, here, *more)
    return (Crumb(MINE, reverse("inspection:mine")), here, *more)


def about(row: SampleRow) -> list[Fact]:
    """How it was drawn, for whom and until when."""
    last = row.closes_on - timedelta(days=1)
    days = f"{day_words(row.opens_on)} to {day_words(last)}" if last >= row.opens_on else "Closed on the day it opened"
    return [
        Fact(
            "Shows",
            f"The plan at the end of {day_words(row.as_at)}, by what was recorded when it was drawn",
        ),
        Fact("Drawn", f"{row.drawn} of {count_words(row.drawn_from, 'action')}, by the words “{row.words}”"),
        Fact("Drawn by", f"{row.drawn_by}, {instant_words(row.drawn_at)}"),
        Fact("Read by", ", ".join(row.inspectors)),
        Fact("Open", days + (f". Closed early: {row.closed_reason}" if row.closed_reason else "")),
        Fact("What for", row.purpose),
    ]


def sampled_action(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    today = clock.today()
    view = queries.sample(request.actor, ref, on=today)
    story = queries.sampled_story(request.actor, ref, number, on=today)
    row, is_drawer = story.action, may(request.actor, Permission.DRAW_SAMPLE, at=[view.row.authority_id])
    context = {
        "title": f"{row.number} {row.text}",
        "action": row,
        "look": Look(today, view.row.as_at, view.row.drawn_at),
        "crumbs": crumbs(view.row, is_drawer, Crumb(f"Action {row.number}")),
        "facts": facts(row, view.row.as_at),
        "terms": terms(row, view.row.as_at),
        "entries": timeline.sampled_entries(
            story, request.actor, lambda file: reverse("inspection:sampled_file", args=[ref, file])
        ),
    }
    return render(request, "improvement/sampled_action.html", context)


def sampled_file(request: HttpRequest, ref: str, file_ref: str) -> HttpResponse:
    return served(queries.sampled_file(request.actor, ref, file_ref, on=clock.today()))


class CloseForm(DesignForm):
    """Why it closes early."""

    reason = text("Why does it close early?")


def close(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.sample(request.actor, ref, on=clock.today())
    require(request.actor, Permission.DRAW_SAMPLE, at=[view.row.authority_id])

    def build(data: object, files: object) -> CloseForm:
        return CloseForm(data)

    def send(form: CloseForm) -> str:
        actions.close_sample(actor=request.actor, sample_ref=ref, reason=form.cleaned_data["reason"], at=clock.now())
        return "The sample is closed from today."

    page = page_on(
        key="sample-close",
        subject=ref,
        title="Close this sample",
        button="Close it today",
        back=reverse("inspection:sample", args=[ref]),
        crumbs=crumbs(view.row, True),
        about=f"Read by {', '.join(view.row.inspectors)}.",
    )
    return answer(request, page, build, send)
