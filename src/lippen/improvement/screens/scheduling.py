"""What is held again and again: set, said to have been held or not, ended: a small form for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.queries import ScheduleRow, offered
from lippen.improvement.screens import rooms
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.groups import GROUPS
from lippen.improvement.vocabulary import SCHEDULE_KIND_WORDS, ScheduleKind
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation.queries import PersonRow
from lippen.organisation.queries.cover import own_ids

RHYTHMS = (
    (7, "Every week"),
    (14, "Every two weeks"),
    (28, "Every four weeks"),
    (42, "Every six weeks"),
    (91, "Every quarter"),
)
YES, NO = "yes", "no"


class SetForm(DesignForm):
    """What, whose, who sees to it, how often, when first."""

    def __init__(
        self, *args: object, people: Sequence[PersonRow], choices: Sequence[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["kind"] = forms.ChoiceField(
            label="What is held?", choices=list(SCHEDULE_KIND_WORDS.items()), widget=forms.RadioSelect
        )
        self.fields["name"] = rooms.line("Whose is it?", hint="A team or a post; no name of a worker")
        self.fields["holder"] = forms.ChoiceField(label="Who sees to it?", choices=rooms.people_choices(people))
        self.fields["every_days"] = forms.TypedChoiceField(
            label="How often?", choices=RHYTHMS, coerce=int, initial=28, widget=forms.RadioSelect
        )
        self.fields["first_on"] = DatePartsField(label="When first?", help_text="A day to come, such as 5 12 2012")
        if choices:
            self.fields["action"] = forms.ChoiceField(
                label="For which action?", required=False, choices=[("", "None in particular"), *choices]
            )
        self.fields["form_token"] = self.fields.pop("form_token")


def set_one(request: HttpRequest, ref: str) -> HttpResponse:
    plan = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.WRITE_UPDATE, at=plan.authority_ids)
    people, choices = rooms.keepers_here(request), queries.action_choices(request.actor, plan.id)

    def send(form: SetForm) -> Sent:
        given = form.cleaned_data
        actions.set_schedule(
            actor=request.actor,
            plan_ref=ref,
            kind=ScheduleKind(given["kind"]),
            name=given["name"],
            every_days=given["every_days"],
            holder_id=rooms.person_id(people, given["holder"]) or 0,
            first_on=given["first_on"],
            action_ref=given.get("action", ""),
            so_on=clock.today(),
            at=clock.now(),
        )
        return Sent("It stands on the desk of who sees to it.", f"{GROUPS.url}#schedules-title")

    page = rooms.page_on(
        key="set-schedule",
        title="Set what is held again and again",
        button="Set it",
        back=str(GROUPS.url),
        crumbs=(GROUPS,),
        subject=ref,
        about=plan.title,
        lead_words="Only that it was held is kept here, never what was said.",
    )
    return answer(request, page, lambda data, files: SetForm(data, people=people, choices=choices), send)


def _own(request: HttpRequest, ref: str) -> ScheduleRow:
    """A schedule, for who sees to it and for those who edit the plan, while it goes on."""
    row = queries.schedule(request.actor, ref, today=clock.today())
    here = offered.plan_head(request.actor, row.plan_ref).authority_ids
    edits, writes = (may(request.actor, which, at=here) for which in (Permission.EDIT_PLAN, Permission.WRITE_UPDATE))
    if not (edits or (writes and row.holder.person_id in own_ids(request.actor, on=clock.today()))):
        raise NotAllowed(Permission.EDIT_PLAN)
    if row.is_ended:
        raise CannotDo("This schedule has ended. Set a new one.")
    return row


def _page(row: ScheduleRow, key: str, title: str, button: str, **given: Any) -> Page:
    about = f"{row.kind_words}: {row.name}"
    return rooms.page_on(
        key=key,
        title=title,
        button=button,
        back=f"{GROUPS.url}#schedules-title",
        crumbs=(GROUPS,),
        subject=row.ref,
        about=about,
        **given,
    )


class HeldForm(DesignForm):
    """Whether it was held, on which day, and why where it was not."""

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["was_held"] = forms.ChoiceField(
            label="Was it held?", choices=[(YES, "Yes"), (NO, "No")], widget=forms.RadioSelect
        )
        self.fields["so_on"] = DayField(label="On what day?", today=today)
        self.fields["words"] = rooms.text(
            "Anything to say?", required=False, hint="Why, where it was not held. Never what was said in it."
        )
        self.fields["form_token"] = self.fields.pop("form_token")


def say_held(request: HttpRequest, ref: str) -> HttpResponse:
    row = _own(request, ref)

    def send(form: HeldForm) -> str:
        given = form.cleaned_data
        actions.say_held(
            actor=request.actor,
            schedule_ref=ref,
            was_held=given["was_held"] == YES,
            so_on=given["so_on"],
            words=given["words"],
            at=clock.now(),
        )
        return "It is kept, and the next one stands on the desk."

    end_url = reverse("groups:end_schedule", args=[ref])
    page = _page(row, "say-held", "Was it held?", "Keep it", end_url=end_url, end_words="End the schedule")
    return answer(request, page, lambda data, files: HeldForm(data, today=clock.today()), send)


class EndForm(DesignForm):
    """Why it ends."""

    reason = rooms.text("Why does it end?")


def end(request: HttpRequest, ref: str) -> HttpResponse:
    row = _own(request, ref)

    def send(form: EndForm) -> str:
        reason = form.cleaned_data["reason"]
        actions.end_schedule(actor=request.actor, schedule_ref=ref, reason=reason, so_on=clock.today(), at=clock.now())
        return "The schedule has ended."

    page = _page(row, "end-schedule", "End the schedule", "End it")
    return answer(request, page, lambda data, files: EndForm(data), send)
