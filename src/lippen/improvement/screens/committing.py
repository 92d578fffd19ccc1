"""Commitments are made, moved, handed over, kept, withdrawn and opened again: a form for each."""

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
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import period_words
from lippen.improvement import actions, queries
from lippen.improvement.queries import CommitmentRow
from lippen.improvement.rows import StoryRow
from lippen.improvement.screens import rooms, saying
from lippen.improvement.screens.commitments import COMMITMENTS, may_change
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.uploads import (
    Upload,
    answers_too_large,
    file_field,
    link_field,
    refused_as_too_large,
    upload_of,
)
from lippen.improvement.vocabulary import (
    DIRECTION_WORDS,
    GROUP_MEETING_SUBJECT,
    STAKEHOLDER_MEETING_SUBJECT,
    CommitmentStatus,
    Direction,
)
from lippen.kernel import audit, clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo
from lippen.organisation.queries import AuthorityRow, PersonRow

WHO = "Who keeps it?"
WHO_HINT = "A commitment to us also needs somebody of ours, who asks for it"


class OwnedForm(DesignForm):
    """A form that asks who keeps the commitment: somebody chosen, or in words."""

    nobody = "Say who keeps it: choose somebody, or write who it is."

    def __init__(self, *args: object, people: Sequence[PersonRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["owner"] = forms.ChoiceField(
            label=WHO, required=False, choices=rooms.people_choices(people), help_text=WHO_HINT
        )
        self.fields["owner_words"] = rooms.line(
            "Or who, in words", required=False, hint="A post or a body, where nobody here is known"
        )
        for name in ("owner", "owner_words"):
            self.fields[name].is_one_of = bool(self.nobody)

    @property
    def owner(self) -> actions.Owner:
        """Who was chosen or written."""
        given = self.cleaned_data
        chosen = rooms.person_id(self.people, given["owner"])
        return actions.Owner(chosen, "" if chosen else given["owner_words"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.nobody and not (given.get("owner") or given.get("owner_words")):
            self.add_error("owner", self.nobody)
        return given


class MakeForm(OwnedForm):
    """A commitment: which way, its words, who keeps it, by when."""

    def __init__(
        self,
        *args: object,
        today: date,
        councils: Sequence[AuthorityRow],
        choices: Sequence[tuple[str, str]] = (),
        wanted: str = "",
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"] = forms.ChoiceField(
            label="Which way does it go?", choices=list(DIRECTION_WORDS.items()), widget=forms.RadioSelect
        )
        self.fields["words"] = rooms.text("What was promised?", hint="As it was said. No child's name.")
        self.fields["other_words"] = rooms.line(
            "To whom, or by whom?", required=False, hint="Such as children's panel members", most=240
        )
        self.fields["period"] = rooms.period("By when?", today, required=False)
        self.fields["period"].help_text += ". Leave it empty where no date was given"
        self.fields["so_on"] = DayField(label="When was it promised?", today=today)
        if choices:
            self.fields["action"] = forms.ChoiceField(
                label="Which action is it about?", required=False, initial=wanted, choices=[("", "None"), *choices]
            )
        if len(councils) > 1:
            self.fields["authority"] = forms.ChoiceField(
                label="Which council's commitment is it?", choices=[(row.ref, row.name) for row in councils]
            )
        self.order_fields(
            ["direction", "words", "other_words", "owner", "owner_words", "period", "so_on", "action", "authority"]
        )


def make(request: HttpRequest) -> HttpResponse:
    """Write a commitment down, alone or about a plan or an action that the address names."""
    today = clock.today()
    story = (
        queries.action_brief(request.actor, request.GET["action"], today=today) if request.GET.get("action") else None
    )
    plan = story.plan if story else rooms.plan_asked(request)
    found = rooms.councils_here(request, Permission.WRITE_UPDATE)
    councils = tuple(row for row in found if plan is None or row.id in plan.authority_ids)
    choices = queries.action_choices(request.actor, plan.id) if plan else ()
    wanted = story.action.ref if story else ""
    group = _group_asked(request)
    source = source_asked(request)

    def build(data: object, files: object) -> MakeForm:
        people = rooms.keepers_here(request)
        form = MakeForm(data, today=today, councils=councils, choices=choices, wanted=wanted, people=people)
        if group is not None:
            form.fields["other_words"].initial = group.name
            form.fields.pop("authority", None)
        return form

    def send(form: MakeForm) -> Sent:
        given = form.cleaned_data
        council = given.get("authority") or (councils[0].ref if len(councils) == 1 else "")
        made = actions.make_commitment(
            actor=request.actor,
            direction=Direction(given["direction"]),
            words=given["words"],
            other_words=given["other_words"],
            owner=form.owner,
            period=given["period"],
            authority_id=group.authority_id
            if group
            else next((row.id for row in councils if row.ref == council), None),
            stakeholder_ref=group.ref if group else "",
            source_kind=source[0],
            source_key=source[1],
            plan_ref=plan.ref if plan else "",
            action_ref=given.get("action", ""),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("The commitment is written down.", reverse("partners:commitment", args=[made.ref]))

    back = _back(story.action.ref if story else "", plan.ref if plan else "", group.ref if group else "")
    page = rooms.page_on(
        key="make-commitment",
        title="Write a commitment down",
        button="Write it down",
        back=back,
        crumbs=(COMMITMENTS,),
        subject=wanted or (group.ref if group else plan.ref if plan else "new"),
        about=_about(story, group.name if group else "", plan.title if plan else ""),
    )
    return answer(request, page, build, send)


def _about(story: StoryRow | None, group: str, plan: str) -> str:
    return f"{story.action.number} {story.action.text}" if story else group or plan


def _group_asked(request: HttpRequest) -> queries.StakeholderRow | None:
    """The group of partners that the address names, which the reader must see."""
    ref = request.GET.get("with", "")
    return queries.stakeholder(request.actor, ref, today=clock.today()).row if ref else None


def source_asked(request: HttpRequest) -> tuple[str, str]:
    """The meeting at which it was promised, that the address names and the reader may see."""
    if ref := request.GET.get("meeting", ""):
        queries.meeting_group(request.actor, ref)
        return STAKEHOLDER_MEETING_SUBJECT, ref
    return sitting_asked(request)[:2]


def sitting_asked(request: HttpRequest) -> tuple[str, str, str]:
    """The meeting of a group that the address names and the reader may see: as a source, and the group's name."""
    if ref := request.GET.get("sitting", ""):
        row, _ = queries.meeting_of_group(request.actor, ref, today=clock.today())
        return GROUP_MEETING_SUBJECT, ref, row.name
    return "", "", ""


def _back(action_ref: str, plan_ref: str, group_ref: str) -> str:
    if group_ref:
        return reverse("partners:stakeholder", args=[group_ref])
    if action_ref:
        return reverse("improvement:action", args=[action_ref])
    return reverse("partners:commitments") + (f"?plan={plan_ref}" if plan_ref else "")


View = Callable[[HttpRequest, CommitmentRow], HttpResponse]


def for_its_own(*, while_open: bool = True) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """Let in those whose commitment it is, while it can still be changed so."""

    def mark(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, ref: str) -> HttpResponse:
            row = queries.commitment(request.actor, ref, today=clock.today()).row
            if not may_change(request.actor, row):
                return _not_yours(request, row)
            is_so = (row.status == CommitmentStatus.OPEN) is while_open
            if not is_so and request.method != "POST":  # what was sent twice is told again, not refused
                words = row.status_words.lower()
                raise CannotDo(f"This commitment is {words}, so that cannot be recorded. Look at what happened to it.")
            return view(request, row)

        return checked

    return mark


def _not_yours(request: HttpRequest, row: CommitmentRow) -> HttpResponse:
    """Whose commitment it is, for somebody who may not change it."""
    audit.record(request.actor, "refused.not_allowed", ("improvement.commitment", row.ref))
    context = {
        "title": "This commitment is not yours",
        "sentence": f"It is kept by: {saying.lead_words(row.owner)}.",
        "what_to_do": "They move it and say when it was kept, and so does whoever wrote it down or edits the plan.",
        "crumbs": (COMMITMENTS, _crumb(row)),
        "status": 403,
    }
    return render(request, "design/error.html", context, status=403)


def _crumb(row: CommitmentRow) -> Crumb:
    return Crumb("A commitment", reverse("partners:commitment", args=[row.ref]))


def _page(row: CommitmentRow, key: str, title: str, button: str, **given: Any) -> Page:
    return rooms.page_on(
        key=f"{key}-commitment",
        title=title,
        button=button,
        back=reverse("partners:commitment", args=[row.ref]),
        crumbs=(COMMITMENTS, _crumb(row)),
        subject=row.ref,
        about=row.words,
        **given,
    )


class MoveForm(DesignForm):
    """To when, why, and who agreed."""

    def __init__(self, *args: object, row: CommitmentRow, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        is_slip = row.due is not None
        self.fields["period"] = rooms.period("What is the new date?" if is_slip else "By when?", today)
        if is_slip:
            self.fields["reason"] = rooms.text("Why does it move?")
            self.fields["agreed_by"] = rooms.line(
                "Who agreed?", hint="A post, a meeting or the body it was promised to"
            )
        self.fields["form_token"] = self.fields.pop("form_token")


@for_its_own()
def move(request: HttpRequest, row: CommitmentRow) -> HttpResponse:
    def build(data: object, files: object) -> MoveForm:
        return MoveForm(data, row=row, today=clock.today())

    def send(form: MoveForm) -> str:
        given = form.cleaned_data
        actions.move_commitment(
            actor=request.actor,
            commitment_ref=row.ref,
            period=given["period"],
            reason=given.get("reason", ""),
            agreed_by=given.get("agreed_by", ""),
            so_on=clock.today(),
            at=clock.now(),
        )
        return f"It is promised for {period_words(given['period'])} now."

    title = "Move the date" if row.due else "Give it a date"
    lead = f"It is promised for {period_words(row.due)}. The first date stays on the page." if row.due else ""
    return answer(request, _page(row, "move", title, title, lead_words=lead), build, send)


class HandOverForm(OwnedForm):
    """To whom, and why."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = rooms.text("Why?", required=False)
        self.fields["form_token"] = self.fields.pop("form_token")


@for_its_own()
def hand_over(request: HttpRequest, row: CommitmentRow) -> HttpResponse:
    def build(data: object, files: object) -> HandOverForm:
        return HandOverForm(data, people=rooms.keepers_here(request))

    def send(form: HandOverForm) -> str:
        actions.hand_over_commitment(
            actor=request.actor,
            commitment_ref=row.ref,
            owner=form.owner,
            reason=form.cleaned_data["reason"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "Handed over. It stands on their desk now."

    return answer(request, _page(row, "hand-over", "Hand the commitment over", "Hand it over"), build, send)


class EndForm(DesignForm):
    """Since when, and the words that go with it."""

    def __init__(self, *args: object, label: str, hint: str, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = rooms.text(label, hint=hint)
        self.fields["so_on"] = DayField(label="On what day?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


def _ended(
    request: HttpRequest, page: Page, label: str, hint: str, said: str, act: Callable[..., object], name: str
) -> HttpResponse:
    def build(data: object, files: object) -> EndForm:
        return EndForm(data, label=label, hint=hint, today=clock.today())

    def send(form: EndForm) -> str:
        given = form.cleaned_data
        words = {name: given["words"]}
        act(actor=request.actor, commitment_ref=page.subject, so_on=given["so_on"], at=clock.now(), **words)
        return said

    return answer(request, page, build, send)


class KeepForm(DesignForm):
    """What shows it: words always, and evidence that is kept already, an address or a file."""

    upload: Upload | None = None

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        hint = "In words, such as a letter of that day, a minute, a paper. Those it was promised to may read this."
        self.fields["words"] = rooms.text("What shows it?", hint=hint)
        if choices:
            self.fields["evidence"] = forms.ChoiceField(
                label="Evidence that is kept already", required=False, choices=[("", "None"), *choices]
            )
        self.fields["link"] = link_field()
        self.fields["file"] = file_field()
        self.fields["so_on"] = DayField(label="On what day?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.upload = upload_of(self)
        return given


@answers_too_large
@for_its_own()
def keep(request: HttpRequest, row: CommitmentRow) -> HttpResponse:
    choices = queries.evidence_choices(request.actor, row)

    def build(data: object, files: object) -> KeepForm:
        return KeepForm(data, files, choices=choices, today=clock.today())

    def send(form: KeepForm) -> str:
        given, at = form.cleaned_data, clock.now()
        actions.keep_commitment(
            actor=request.actor,
            commitment_ref=row.ref,
            shown_by=given["words"],
            evidence_ref=given.get("evidence", ""),
            link=given["link"],
            file=form.upload.keep(request.actor, row.authority_id, at=at) if form.upload else None,
            so_on=given["so_on"],
            at=at,
        )
        return "The commitment is kept."

    page = _page(row, "keep", "Record that it was kept", "Record that it was kept")
    return refused_as_too_large(request, page, build(None, None)) or answer(request, page, build, send)


@for_its_own()
def withdraw(request: HttpRequest, row: CommitmentRow) -> HttpResponse:
    page = _page(row, "withdraw", "Withdraw the commitment", "Withdraw it")
    hint = "Those it was made to will read this"
    act = actions.withdraw_commitment
    return _ended(request, page, "Why is it withdrawn?", hint, "The commitment is withdrawn.", act, "reason")


@for_its_own(while_open=False)
def reopen(request: HttpRequest, row: CommitmentRow) -> HttpResponse:
    page = _page(row, "reopen", "Open the commitment again", "Open it again")
    act = actions.reopen_commitment
    return _ended(request, page, "Why is it open again?", "", "The commitment is open again.", act, "reason")
