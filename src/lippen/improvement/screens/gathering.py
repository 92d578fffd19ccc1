"""Groups are founded and changed, members come and go, meetings are called, moved and held: a form for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.improvement import actions, queries
from lippen.improvement.queries import GroupMeetingRow, GroupRow, offered
from lippen.improvement.screens import rooms
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.groups import GROUPS, crumb_to, may_lead
from lippen.improvement.vocabulary import GROUP_KIND_WORDS, MEMBER_PART_WORDS, GroupKind, MemberPart
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation.queries import PersonRow

NO_OTHER_PLAN = "There is no other plan that every council of this group shares and that you edit."
TO_COME_HINT = "A day to come, such as 5 12 2012"


def group_now(request: HttpRequest, ref: str, *, leads: bool = False) -> GroupRow:
    """The group as it is today, for whoever may write there; with `leads`, for its chairs and the plan's editors."""
    row = queries.group(request.actor, ref, today=clock.today())
    _let_in(request, row, leads=leads)
    return row


def _let_in(request: HttpRequest, row: GroupRow, *, leads: bool, meeting_ref: str = "") -> None:
    require(request.actor, Permission.WRITE_UPDATE, at=row.authority_ids)
    if leads and not may_lead(request.actor, row, meeting_ref):
        raise NotAllowed(Permission.EDIT_PLAN)


def meeting_now(request: HttpRequest, ref: str, *, leads: bool = False) -> tuple[GroupRow, GroupMeetingRow]:
    """A meeting and its group as they are today, for somebody who may write there."""
    row, meeting = queries.meeting_of_group(request.actor, ref, today=clock.today())
    _let_in(request, row, leads=leads, meeting_ref=ref)
    return row, meeting


def page_of(row: GroupRow, key: str, title: str, button: str, **given: Any) -> Page:
    """A page on which one thing is said about a group."""
    given.setdefault("subject", row.ref)
    given.setdefault("back", reverse("groups:group", args=[row.ref]))
    given.setdefault("about", row.name)
    crumbs = given.pop("crumbs", ())
    return rooms.page_on(key=key, title=title, button=button, crumbs=(GROUPS, crumb_to(row), *crumbs), **given)


def meeting_page(row: GroupRow, meeting: GroupMeetingRow, key: str, title: str, button: str, **given: Any) -> Page:
    """A page on which one thing is said about a meeting of a group."""
    here = reverse("groups:group_meeting", args=[meeting.ref])
    given.setdefault("subject", meeting.ref)
    given.setdefault("about", f"{row.name}, {day_words(meeting.meets_on)}")
    return page_of(row, key, title, button, back=here, crumbs=(Crumb("A meeting", here),), **given)


class FoundForm(DesignForm):
    """What kind of group, its name, what for."""

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="What kind of group is it?", choices=list(GROUP_KIND_WORDS.items()), widget=forms.RadioSelect
        )
        self.fields["name"] = rooms.line("What is it called?")
        self.fields["purpose"] = rooms.text("What is it for?", required=False)
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


def found(request: HttpRequest, ref: str) -> HttpResponse:
    plan = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.EDIT_PLAN, at=plan.authority_ids)

    def send(form: FoundForm) -> Sent:
        given = form.cleaned_data
        made = actions.found_group(
            actor=request.actor,
            plan_ref=ref,
            kind=GroupKind(given["kind"]),
            name=given["name"],
            purpose=given["purpose"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("The group is written down. Now say who belongs to it.", reverse("groups:group", args=[made.ref]))

    page = rooms.page_on(
        key="found-group",
        title="Add a group",
        button="Add the group",
        back=str(GROUPS.url),
        crumbs=(GROUPS,),
        subject=ref,
        about=plan.title,
    )
    return answer(request, page, lambda data, files: FoundForm(data, today=clock.today()), send)


class ChangeForm(DesignForm):
    """The group's name, what for, and whether it still meets."""

    name = rooms.line("What is it called?")
    purpose = rooms.text("What is it for?", required=False)
    is_ended = forms.BooleanField(label="It meets no longer", required=False)


def change(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref)
    require(request.actor, Permission.EDIT_PLAN, at=row.authority_ids)

    def build(data: object, files: object) -> ChangeForm:
        return ChangeForm(data, initial={"name": row.name, "purpose": row.purpose, "is_ended": row.is_ended})

    def send(form: ChangeForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("name", "purpose", "is_ended")}
        actions.change_group(actor=request.actor, group_ref=ref, so_on=clock.today(), at=clock.now(), **given)
        return "The change is kept."

    return answer(request, page_of(row, "change-group", "Change the group", "Save the change"), build, send)


class PlansForm(DesignForm):
    """Which other plan it looks after from now on, or no longer."""

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"] = forms.ChoiceField(
            label="What changes?",
            choices=list(choices),
            widget=forms.RadioSelect,
            help_text="Agendas of its meetings draw from every plan that it looks after, plan by plan.",
        )
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


def plans(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref)
    require(request.actor, Permission.EDIT_PLAN, at=row.authority_ids)
    to_add = queries.plans_to_look_after(request.actor, row)
    choices = [(f"add:{plan.ref}", f"It looks after {plan.title} too") for plan in to_add]
    choices += [(f"end:{plan.ref}", f"It looks after {plan.title} no longer") for plan in row.plans[1:]]
    if not choices:
        raise CannotDo(NO_OTHER_PLAN)

    def send(form: PlansForm) -> str:
        kind, _, plan_ref = form.cleaned_data["plan"].partition(":")
        actions.look_after(
            actor=request.actor,
            group_ref=ref,
            plan_ref=plan_ref,
            is_ended=kind == "end",
            so_on=form.cleaned_data["so_on"],
            at=clock.now(),
        )
        return "The next agendas draw from the plans as you said."

    page = page_of(row, "group-plans", "Which plans it looks after", "Save")
    return answer(request, page, lambda data, files: PlansForm(data, choices=choices, today=clock.today()), send)


class MemberForm(DesignForm):
    """Who, in which part, since when; or no longer."""

    def __init__(self, *args: object, people: Sequence[PersonRow], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ChoiceField(label="Who?", required=False, choices=rooms.people_choices(people))
        self.fields["words"] = rooms.line("Or who, in words", required=False, hint="Such as the link inspector")
        self.fields["part"] = forms.ChoiceField(
            label="In which part?",
            choices=list(MEMBER_PART_WORDS.items()),
            initial=MemberPart.MEMBER,
            widget=forms.RadioSelect,
        )
        self.fields["is_ended"] = forms.BooleanField(label="They belong to it no longer", required=False)
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


def member(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref, leads=True)
    people = rooms.people_here(request)

    def send(form: MemberForm) -> str:
        given = form.cleaned_data
        actions.set_member(
            actor=request.actor,
            group_ref=ref,
            person_id=rooms.person_id(people, given["person"]),
            words=given["words"],
            part=MemberPart(given["part"]),
            is_ended=given["is_ended"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "The members are as you said."

    page = page_of(row, "set-member", "Add or take off a member", "Save")
    return answer(request, page, lambda data, files: MemberForm(data, people=people, today=clock.today()), send)


class CallForm(DesignForm):
    """When and where."""

    meets_on = DatePartsField(label="On what day?", help_text=TO_COME_HINT)
    place = rooms.line("Where?", required=False)


def call(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref)

    def send(form: CallForm) -> Sent:
        given = {name: form.cleaned_data[name] for name in ("meets_on", "place")}
        made = actions.call_meeting(actor=request.actor, group_ref=ref, so_on=clock.today(), at=clock.now(), **given)
        here = reverse("groups:group_meeting", args=[made.ref])
        plans = "its plans" if row.has_several else "the plan"
        return Sent(f"The meeting is called, and its agenda draws itself from {plans}.", here)

    held = {
        "end_url": reverse("groups:record_group_meeting", args=[ref]),
        "end_words": "Record a meeting that was held",
    }
    page = page_of(
        row, "call-meeting", "Call a meeting", "Call the meeting", **(held if may_lead(request.actor, row) else {})
    )
    return answer(request, page, lambda data, files: CallForm(data), send)


def to_come(request: HttpRequest, meeting: GroupMeetingRow) -> None:
    """Refuse to open what can be done only while the meeting is still to come; what is sent, the action refuses."""
    if not meeting.is_to_come and request.method != "POST":
        raise CannotDo(f"This meeting was {meeting.step_words.lower()}, so that cannot be recorded. Call another one.")


class ShiftForm(DesignForm):
    """To which day, or not at all, and why."""

    meets_on = DatePartsField(label="To what day?", required=False, help_text="Leave it empty to call the meeting off")
    reason = rooms.text("Why?")


def shift(request: HttpRequest, ref: str) -> HttpResponse:
    row, meeting = meeting_now(request, ref, leads=True)
    to_come(request, meeting)

    def send(form: ShiftForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("meets_on", "reason")}
        actions.shift_meeting(actor=request.actor, meeting_ref=ref, so_on=clock.today(), at=clock.now(), **given)
        return f"It is on {day_words(given['meets_on'])} now." if given["meets_on"] else "The meeting is called off."

    page = meeting_page(row, meeting, "shift-meeting", "Move it or call it off", "Record it")
    return answer(request, page, lambda data, files: ShiftForm(data), send)


class CloseForm(DesignForm):
    """On which day, who came, and anything to say of it as a whole."""

    def __init__(self, *args: object, row: GroupRow, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"] = DayField(label="On what day was it held?", today=today)
        members = [(str(place), each.name) for place, each in enumerate(row.members)]
        if members:
            self.fields["members"] = forms.MultipleChoiceField(
                label="Which members came?", required=False, choices=members, widget=forms.CheckboxSelectMultiple
            )
        self.fields["others"] = rooms.text("Who else came?", required=False, hint="A name or a post to a line")
        self.fields["words"] = rooms.text("How did it go, as a whole?", required=False)
        self.fields["form_token"] = self.fields.pop("form_token")

    def told(self, row: GroupRow) -> dict[str, Any]:
        """Who came and how it went, as an action takes it."""
        given = self.cleaned_data
        came = [row.members[int(place)] for place in given.get("members", ())]
        return {
            "held_on": given["held_on"],
            "people": [each.person_id for each in came if each.person_id],
            "others": [*(each.name for each in came if not each.person_id), *given["others"].splitlines()],
            "words": given["words"],
        }


class RecordForm(CloseForm):
    """The same of a meeting that was not called here, and where it was."""

    place = rooms.line("Where?", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["held_on", "place"])


def record(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref, leads=True)

    def send(form: RecordForm) -> Sent:
        made = actions.record_group_meeting(
            actor=request.actor,
            group_ref=ref,
            place=form.cleaned_data["place"],
            at=clock.now(),
            token=form.token,
            **form.told(row),
        )
        return Sent("The meeting was held.", reverse("groups:group_meeting", args=[made.ref]))

    page = page_of(row, "record-meeting", "Record a meeting that was held", "Record the meeting")
    return answer(request, page, lambda data, files: RecordForm(data, row=row, today=clock.today()), send)


def close(request: HttpRequest, ref: str) -> HttpResponse:
    row, meeting = meeting_now(request, ref, leads=True)
    to_come(request, meeting)

    def send(form: CloseForm) -> str:
        actions.close_meeting(actor=request.actor, meeting_ref=ref, at=clock.now(), **form.told(row))
        return "The meeting was held. Now say what came of each line."

    page = meeting_page(row, meeting, "close-meeting", "The meeting was held", "Record the meeting")
    return answer(request, page, lambda data, files: CloseForm(data, row=row, today=clock.today()), send)


class WantForm(DesignForm):
    """What is to be decided, and on which action."""

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], wanted: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = rooms.text("What is to be decided?", hint="As a question that a meeting can answer")
        if choices:
            self.fields["action"] = forms.ChoiceField(
                label="On which action?",
                required=False,
                initial=wanted,
                choices=[("", "The plan as a whole"), *choices],
            )
        self.fields["form_token"] = self.fields.pop("form_token")


def want(request: HttpRequest, ref: str) -> HttpResponse:
    plan = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.WRITE_UPDATE, at=plan.authority_ids)
    choices, wanted = queries.action_choices(request.actor, plan.id), request.GET.get("action", "")

    def build(data: object, files: object) -> WantForm:
        return WantForm(data, choices=choices, wanted=wanted)

    def send(form: WantForm) -> str:
        actions.want_decision(
            actor=request.actor,
            plan_ref=ref,
            words=form.cleaned_data["words"],
            action_ref=form.cleaned_data.get("action", ""),
            so_on=clock.today(),
            at=clock.now(),
        )
        return "It stands on the next agenda, under decisions wanted."

    known = {choice[0] for choice in choices}
    back = reverse("improvement:action", args=[wanted]) if wanted in known else reverse("improvement:plan", args=[ref])
    page = rooms.page_on(
        key="want-decision",
        title="Ask for a decision",
        button="Ask for it",
        back=back,
        crumbs=(PLANS, crumb_to_plan(plan)),
        subject=ref,
        about=plan.title,
    )
    return answer(request, page, build, send)
