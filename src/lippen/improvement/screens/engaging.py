"""Meetings with partners, themes with their readings, and what was said: stories and a form for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.components import Column, Entry, Fact, Table
from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.improvement import actions, queries
from lippen.improvement.queries import ContactRow, MeetingRow, SaidRow, StakeholderStory, offered
from lippen.improvement.queries.stakeholders import ThemeRow
from lippen.improvement.screens import rooms
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.stakeholders import PARTNERS, crumb_to
from lippen.improvement.screens.stakeholding import group_now, page_of
from lippen.improvement.screens.stories import Link
from lippen.improvement.vocabulary import MOOD_WORDS, VOICE_WORDS, CommitmentStatus, Mood, Voice
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo
from lippen.organisation.queries import PersonRow

TO_COME_HINT = "A day to come, such as 5 12 2012"


# --- meetings ---


def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    group_ref = queries.meeting_group(request.actor, ref)
    story = queries.stakeholder(request.actor, group_ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    row = _meeting(story, ref)
    mine = not seen.is_past and may(request.actor, Permission.WRITE_UPDATE, at=[story.row.authority_id])
    context = {
        "title": f"Meeting with {story.row.name}",
        "row": row,
        "group": story.row,
        "look": seen,
        "crumbs": (PARTNERS, crumb_to(story.row), Crumb("A meeting")),
        "facts": _meeting_facts(row),
        "said": [each for each in story.said if each.meeting_ref == ref],
        "commitments": [each for each in story.commitments if each.source_key == ref],
        "entries": [
            Entry(when=day_words(on), title=step, paragraphs=tuple(words.splitlines()))
            for on, step, words in reversed(row.events)
        ],
        "next": Link("Say how it went", _meeting_url(row, "hold_meeting")) if mine and row.is_to_come else None,
        "links": _meeting_links(story, row) if mine else (),
        "may_write": mine,
    }
    return render(request, "improvement/rooms/meeting.html", context)


def _meeting(story: StakeholderStory, ref: str) -> MeetingRow:
    found = next((each for each in story.row.meetings if each.ref == ref), None)
    if found is None:
        raise Http404
    return found


def _meeting_facts(row: MeetingRow) -> list[Fact]:
    moved = f" (first {day_words(row.planned_for)})" if row.planned_for != row.meets_on else ""
    return [
        Fact("When", f"{day_words(row.meets_on)}{moved}"),
        *([Fact("Where", row.place)] if row.place else []),
        *([Fact("What for" if row.is_to_come else "How it went", row.words)] if row.words else []),
        *([Fact("Who came", "; ".join(row.came))] if row.came else []),
    ]


def _meeting_links(story: StakeholderStory, row: MeetingRow) -> list[Link]:
    said = f"{reverse('partners:note_said', args=[row.group_ref])}?meeting={row.ref}"
    promised = f"{reverse('partners:make_commitment')}?with={row.group_ref}&meeting={row.ref}"
    about = [Link("Note what was said", said), Link("Write down what was promised", promised)]
    if not row.is_to_come:
        return about
    return [
        Link("Say how it went", _meeting_url(row, "hold_meeting")),
        Link("Move it to another day", _meeting_url(row, "move_meeting")),
        Link("Call it off", _meeting_url(row, "call_off_meeting")),
    ]


def _meeting_url(row: MeetingRow, name: str) -> str:
    return reverse(f"partners:{name}", args=[row.ref])


class ArrangeForm(DesignForm):
    """When, where and what for."""

    meets_on = DatePartsField(label="On what day?", help_text=TO_COME_HINT)
    place = rooms.line("Where?", required=False)
    words = rooms.text("What is it for?", required=False)


def arrange(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref).row

    def send(form: ArrangeForm) -> Sent:
        given = {name: form.cleaned_data[name] for name in ("meets_on", "place", "words")}
        made = actions.arrange_meeting(
            actor=request.actor, stakeholder_ref=ref, so_on=clock.today(), at=clock.now(), **given
        )
        return Sent("The meeting is planned.", reverse("partners:stakeholder_meeting", args=[made.ref]))

    page = page_of(
        row,
        "arrange-meeting",
        "Plan a meeting",
        "Plan the meeting",
        end_url=reverse("partners:record_meeting", args=[ref]),
        end_words="Record a meeting that was held",
    )
    return answer(request, page, lambda data, files: ArrangeForm(data), send)


def _to_come(request: HttpRequest, ref: str) -> tuple[StakeholderStory, MeetingRow]:
    """A meeting that is still to come, for somebody who may write about it."""
    story = group_now(request, queries.meeting_group(request.actor, ref))
    row = _meeting(story, ref)
    if not row.is_to_come and request.method != "POST":  # what was sent twice is told again, not refused
        raise CannotDo(f"This meeting was {row.step_words.lower()}, so that cannot be recorded. Plan another one.")
    return story, row


def _meeting_page(story: StakeholderStory, row: MeetingRow, key: str, title: str, button: str) -> Page:
    here = _meeting_url(row, "stakeholder_meeting")
    return page_of(
        story.row,
        key,
        title,
        button,
        subject=row.ref,
        back=here,
        about=f"Meeting with {story.row.name}, {day_words(row.meets_on)}",
        crumbs=(Crumb("A meeting", here),),
    )


class HoldForm(DesignForm):
    """On which day, who came, how it went."""

    def __init__(
        self,
        *args: object,
        today: date,
        contacts: Sequence[ContactRow],
        people: Sequence[PersonRow],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["held_on"] = DayField(label="On what day was it held?", today=today)
        if contacts:
            self.fields["contacts"] = forms.MultipleChoiceField(
                label="Which of them came?",
                required=False,
                choices=[(each.ref, each.name) for each in contacts],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["ours"] = forms.MultipleChoiceField(
            label="Who of ours came?",
            required=False,
            choices=[choice for choice in rooms.people_choices(people) if choice[0]],
            widget=forms.SelectMultiple({"size": "8"}),
            help_text="Hold Ctrl or Cmd to choose several",
        )
        self.fields["others"] = rooms.text("Who else came?", required=False, hint="A name or a post to a line")
        self.fields["words"] = rooms.text("How did it go?", required=False, rows="5")
        self.fields["form_token"] = self.fields.pop("form_token")

    @property
    def told(self) -> dict[str, Any]:
        """Who came and how it went, as an action takes it."""
        given = self.cleaned_data
        chosen = [rooms.person_id(self.people, ref) for ref in given["ours"]]
        return {
            "held_on": given["held_on"],
            "contacts": given.get("contacts", ()),
            "people": [person for person in chosen if person],
            "others": given["others"].splitlines(),
            "words": given["words"],
        }


class RecordForm(HoldForm):
    """The same of a meeting that was not planned here, and where it was."""

    place = rooms.line("Where?", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["held_on", "place"])


def record(request: HttpRequest, ref: str) -> HttpResponse:
    story = group_now(request, ref)
    people = rooms.people_here(request)

    def build(data: object, files: object) -> RecordForm:
        contacts = [each for each in story.contacts if not each.is_ended]
        return RecordForm(data, today=clock.today(), contacts=contacts, people=people)

    def send(form: RecordForm) -> Sent:
        made = actions.record_meeting(
            actor=request.actor,
            stakeholder_ref=ref,
            place=form.cleaned_data["place"],
            at=clock.now(),
            token=form.token,
            **form.told,
        )
        words = "The meeting was held. Now note what was said and promised."
        return Sent(words, reverse("partners:stakeholder_meeting", args=[made.ref]))

    page = page_of(story.row, "record-meeting", "Record a meeting that was held", "Record the meeting")
    return answer(request, page, build, send)


def hold(request: HttpRequest, ref: str) -> HttpResponse:
    story, row = _to_come(request, ref)
    people = rooms.people_here(request)

    def build(data: object, files: object) -> HoldForm:
        contacts = [each for each in story.contacts if not each.is_ended]
        return HoldForm(data, today=clock.today(), contacts=contacts, people=people)

    def send(form: HoldForm) -> str:
        actions.hold_meeting(actor=request.actor, meeting_ref=ref, at=clock.now(), **form.told)
        return "The meeting was held. Now note what was said and promised."

    page = _meeting_page(story, row, "hold-meeting", "How did it go?", "Record the meeting")
    return answer(request, page, build, send)


class MoveForm(DesignForm):
    """To which day, and why."""

    meets_on = DatePartsField(label="To what day?", help_text=TO_COME_HINT)
    place = rooms.line("Where?", required=False, hint="Where it changes")
    reason = rooms.text("Why does it move?")


def move(request: HttpRequest, ref: str) -> HttpResponse:
    story, row = _to_come(request, ref)

    def send(form: MoveForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("meets_on", "place", "reason")}
        actions.move_meeting(actor=request.actor, meeting_ref=ref, so_on=clock.today(), at=clock.now(), **given)
        return f"The meeting is on {day_words(given['meets_on'])} now."

    page = _meeting_page(story, row, "move-meeting", "Move the meeting", "Move it")
    return answer(request, page, lambda data, files: MoveForm(data), send)


class CallOffForm(DesignForm):
    """Why it will not be."""

    reason = rooms.text("Why is it called off?")


def call_off(request: HttpRequest, ref: str) -> HttpResponse:
    story, row = _to_come(request, ref)

    def send(form: CallOffForm) -> str:
        reason = form.cleaned_data["reason"]
        actions.call_off_meeting(
            actor=request.actor, meeting_ref=ref, reason=reason, so_on=clock.today(), at=clock.now()
        )
        return "The meeting is called off."

    page = _meeting_page(story, row, "call-off-meeting", "Call the meeting off", "Call it off")
    return answer(request, page, lambda data, files: CallOffForm(data), send)


# --- themes ---


def theme(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    group_ref = queries.theme_group(request.actor, ref)
    story = queries.stakeholder(request.actor, group_ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    row = _theme(story, ref)
    mine = not seen.is_past and may(request.actor, Permission.WRITE_UPDATE, at=[story.row.authority_id])
    context = {
        "title": row.title,
        "row": row,
        "group": story.row,
        "look": seen,
        "crumbs": (PARTNERS, crumb_to(story.row), Crumb("A theme")),
        "facts": _theme_facts(row),
        "sentence": reading_words(row),
        "readings": _readings(row),
        "said": [each for each in story.said if each.theme_ref == ref],
        "next": Link("Say how near it is", reverse("partners:read_theme", args=[ref])) if mine else None,
        "links": _theme_links(row) if mine else (),
        "may_write": mine,
    }
    return render(request, "improvement/rooms/theme.html", context)


def _theme(story: StakeholderStory, ref: str) -> ThemeRow:
    found = next((each for each in story.row.themes if each.ref == ref), None)
    if found is None:
        raise Http404
    return found


def _theme_facts(row: ThemeRow) -> list[Fact]:
    return [
        Fact("Agreed sign of progress", row.sign),
        Fact("Agreed on", f"{day_words(row.agreed_on)}{f', with {row.agreed_with}' if row.agreed_with else ''}"),
        *[Fact(f"Before, from {day_words(on)}", sign) for on, sign, _ in reversed(row.signs[:-1])],
    ]


def reading_words(row: ThemeRow) -> str:
    """How the readings went, in a sentence."""
    if not row.readings:
        return "Nobody has read it yet."
    first, last = row.readings[0], row.readings[-1]
    if first is last:
        return f"On {day_words(last.on)}: {last.mood_words.lower()}."
    order = list(Mood)
    step = order.index(Mood(last.mood)) - order.index(Mood(first.mood))
    way = "better than" if step > 0 else "worse than" if step < 0 else "the same as"
    return (
        f"On {day_words(last.on)}: {last.mood_words.lower()}. That is {way} on {day_words(first.on)}, "
        f"when it was: {first.mood_words.lower()}."
    )


def _readings(row: ThemeRow) -> Table | None:
    if not row.readings:
        return None
    columns = (Column("On"), Column("How near"), Column("In whose reading"), Column("In words"))
    rows = tuple(
        (day_words(each.on), each.mood_words, each.read_by or "Not said", each.words or "")
        for each in reversed(row.readings)
    )
    return Table("Readings over time", columns, rows)


def _theme_links(row: ThemeRow) -> list[Link]:
    return [
        Link("Say how near it is", reverse("partners:read_theme", args=[row.ref])),
        Link("Note what was said about it", f"{reverse('partners:note_said', args=[row.group_ref])}?theme={row.ref}"),
        Link("Agree another sign of progress", reverse("partners:agree_sign", args=[row.ref])),
    ]


class SignForm(DesignForm):
    """What will show progress, and who agreed."""

    sign = rooms.text("What will show that it gets better?", hint="A sign that both sides can see")
    agreed_with = rooms.line("Agreed with whom?", required=False, most=240)


class ThemeForm(SignForm):
    """What the theme is, too."""

    title = rooms.line("What is the theme?", hint="Such as papers on time for hearings", most=240)
    field_order = ["title", "sign", "agreed_with"]


def agree_theme(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref).row

    def send(form: ThemeForm) -> Sent:
        given = {name: form.cleaned_data[name] for name in ("title", "sign", "agreed_with")}
        made = actions.agree_theme(
            actor=request.actor, stakeholder_ref=ref, so_on=clock.today(), at=clock.now(), **given
        )
        return Sent("The theme is agreed.", reverse("partners:engagement_theme", args=[made.ref]))

    page = page_of(row, "agree-theme", "Agree a theme", "Write the theme down")
    return answer(request, page, lambda data, files: ThemeForm(data), send)


def _theme_page(story: StakeholderStory, row: ThemeRow, key: str, title: str, button: str, **given: Any) -> Page:
    here = reverse("partners:engagement_theme", args=[row.ref])
    return page_of(
        story.row,
        key,
        title,
        button,
        subject=row.ref,
        back=here,
        about=row.title,
        crumbs=(Crumb("A theme", here),),
        **given,
    )


def sign(request: HttpRequest, ref: str) -> HttpResponse:
    story = group_now(request, queries.theme_group(request.actor, ref))
    row = _theme(story, ref)

    def build(data: object, files: object) -> SignForm:
        return SignForm(data, initial={"sign": row.sign, "agreed_with": row.agreed_with})

    def send(form: SignForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("sign", "agreed_with")}
        actions.agree_sign(actor=request.actor, theme_ref=ref, so_on=clock.today(), at=clock.now(), **given)
        return "The new sign is agreed, and the old one stays on the page."

    page = _theme_page(story, row, "agree-sign", "Agree another sign", "Write the sign down")
    return answer(request, page, build, send)


class ReadForm(DesignForm):
    """How near the sign is, in whose reading."""

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mood"] = forms.ChoiceField(
            label="How near is it?", choices=list(MOOD_WORDS.items()), widget=forms.RadioSelect
        )
        self.fields["words"] = rooms.text("In words", required=False)
        self.fields["read_by"] = rooms.line("In whose reading?", required=False, hint="Such as the panel members")
        self.fields["so_on"] = DayField(label="On what day?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


def read(request: HttpRequest, ref: str) -> HttpResponse:
    story = group_now(request, queries.theme_group(request.actor, ref))
    row = _theme(story, ref)

    def send(form: ReadForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("mood", "words", "read_by", "so_on")}
        actions.read_theme(actor=request.actor, theme_ref=ref, at=clock.now(), **given)
        return "The reading is kept."

    page = _theme_page(
        story, row, "read-theme", "How near is it?", "Keep the reading", lead_words=f"The sign agreed: {row.sign}"
    )
    return answer(request, page, lambda data, files: ReadForm(data, today=clock.today()), send)


# --- what was said ---


class SaidForm(DesignForm):
    """Whose words, what was said, under which theme."""

    def __init__(
        self,
        *args: object,
        today: date,
        themes: Sequence[ThemeRow],
        meetings: Sequence[MeetingRow],
        wanted: dict[str, str],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voice"] = forms.ChoiceField(
            label="Whose words?", choices=list(VOICE_WORDS.items()), initial=Voice.THEIRS, widget=forms.RadioSelect
        )
        self.fields["words"] = rooms.text("What was said?", hint="In their own words. No child's name.", rows="4")
        if themes:
            self.fields["theme"] = forms.ChoiceField(
                label="Under which theme?",
                required=False,
                initial=wanted.get("theme", ""),
                choices=[("", "None yet"), *((each.ref, each.title) for each in themes)],
            )
        if meetings:
            held = [(each.ref, f"{day_words(each.meets_on)} ({each.step_words.lower()})") for each in meetings]
            self.fields["meeting"] = forms.ChoiceField(
                label="At which meeting?",
                required=False,
                initial=wanted.get("meeting", ""),
                choices=[("", "Not at a meeting"), *held],
            )
        self.fields["so_on"] = DayField(label="On what day?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")


def note_said(request: HttpRequest, ref: str) -> HttpResponse:
    story = group_now(request, ref)
    wanted = {name: request.GET.get(name, "") for name in ("theme", "meeting")}

    def build(data: object, files: object) -> SaidForm:
        row = story.row
        return SaidForm(data, today=clock.today(), themes=row.themes, meetings=row.meetings, wanted=wanted)

    def send(form: SaidForm) -> Sent:
        given = form.cleaned_data
        actions.note_said(
            actor=request.actor,
            stakeholder_ref=ref,
            voice=Voice(given["voice"]),
            words=given["words"],
            theme_ref=given.get("theme", ""),
            meeting_ref=given.get("meeting", ""),
            so_on=given["so_on"],
            at=clock.now(),
        )
        here = reverse("partners:stakeholder", args=[ref])
        return Sent("It is kept, in their words.", f"{here}#said-title")

    page = page_of(story.row, "note-said", "Note what was said", "Keep it")
    return answer(request, page, build, send)


class AnswerForm(DesignForm):
    """What we did about it."""

    def __init__(
        self,
        *args: object,
        today: date,
        choices: Sequence[tuple[str, str]],
        promised: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = rooms.text("What did we do?", required=False, hint="In words that they will read")
        if promised:
            self.fields["commitment"] = forms.ChoiceField(
                label="Which commitment answers it?", required=False, choices=[("", "None"), *promised]
            )
        if choices:
            self.fields["action"] = forms.ChoiceField(
                label="Which action answers it?", required=False, choices=[("", "None"), *choices]
            )
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["form_token"] = self.fields.pop("form_token")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not (given.get("words") or given.get("commitment") or given.get("action")):
            self.add_error("words", "Say what was done, or choose the commitment or the action that answers it.")
        return given


def answer_said(request: HttpRequest, ref: str) -> HttpResponse:
    story = group_now(request, queries.said_group(request.actor, ref))
    said = _said(story, ref)
    open_first = sorted(story.commitments, key=lambda each: each.status != CommitmentStatus.OPEN)
    promised = [(each.ref, each.words[:120]) for each in open_first]
    choices = _action_choices(request, story)

    def build(data: object, files: object) -> AnswerForm:
        return AnswerForm(data, today=clock.today(), choices=choices, promised=promised)

    def send(form: AnswerForm) -> Sent:
        given = form.cleaned_data
        actions.answer_said(
            actor=request.actor,
            said_ref=ref,
            words=given["words"],
            commitment_ref=given.get("commitment", ""),
            action_ref=given.get("action", ""),
            so_on=given["so_on"],
            at=clock.now(),
        )
        here = reverse("partners:stakeholder", args=[story.row.ref])
        return Sent("It stands beside what was said.", f"{here}#said-title")

    page = page_of(story.row, "answer-said", "What did we do about it?", "Keep it", subject=ref, about=said.words)
    return answer(request, page, build, send)


def _said(story: StakeholderStory, ref: str) -> SaidRow:
    found = next((each for each in story.said if each.ref == ref), None)
    if found is None:
        raise Http404
    return found


def _action_choices(request: HttpRequest, story: StakeholderStory) -> tuple[tuple[str, str], ...]:
    """The actions of the group's plan."""
    if not story.row.plan_ref:
        return ()
    return queries.action_choices(request.actor, offered.plan_head(request.actor, story.row.plan_ref).id)
