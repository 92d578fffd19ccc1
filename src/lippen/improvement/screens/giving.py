"""You said, we did: what was said and what was done about it, to print and to give back; and what was given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words, period_words
from lippen.improvement import actions, queries
from lippen.improvement.queries import StakeholderStory
from lippen.improvement.queries.stakeholders import AnswerRow
from lippen.improvement.screens import rooms
from lippen.improvement.screens.engaging import reading_words
from lippen.improvement.screens.looking import Look, look
from lippen.improvement.screens.stakeholders import PARTNERS, crumb_to
from lippen.improvement.screens.stakeholding import group_now, page_of
from lippen.improvement.vocabulary import GIVEN_TO_WORDS, CommitmentStatus, GivenTo, Voice
from lippen.kernel import clock
from lippen.kernel.access import Permission, may

NOT_YET = "We have not answered this yet."
Line = dict[str, Any]


def lines_of(stories: Sequence[StakeholderStory]) -> list[Line]:
    """What they said and what we did about it, theme by theme, as plain words: the page, and the copy that is kept."""
    found = []
    for story in stories:
        themes = {theme.ref: theme for theme in story.row.themes}
        theirs = [said for said in story.said if said.voice == Voice.THEIRS]
        for said in sorted(theirs, key=lambda each: (each.theme_title, each.on)):
            theme = themes.get(said.theme_ref)
            found.append(
                {
                    "ref": said.ref,
                    "group": story.row.name,
                    "theme": said.theme_title or "Other things",
                    "sign": theme.sign if theme else "",
                    "reading": reading_words(theme) if theme and theme.readings else "",
                    "said": said.words,
                    "on": day_words(said.on),
                    "done": [words for each in said.answers for words in done_words(each)] or [NOT_YET],
                }
            )
    return found


def done_words(each: AnswerRow) -> list[str]:
    """What we did, in sentences that those outside the service read."""
    told = [each.words] if each.words else []
    if each.action_ref:
        told.append(f"It is in our plan: {each.action_text}. ({each.action_state})")
    promise = each.commitment
    if promise is not None and promise.status == CommitmentStatus.KEPT:
        told.append(f"We promised: {promise.words}. Kept on {day_words(promise.status_on)}: {promise.shown_by}")
    elif promise is not None and promise.status == CommitmentStatus.WITHDRAWN:
        told.append(f"We promised: {promise.words}. We took it back on {day_words(promise.status_on)}.")
    elif promise is not None:
        by = f", by {period_words(promise.due)}" if promise.due else ""
        told.append(f"We have promised: {promise.words}{by}.")
    return told


def you_said(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    story = queries.stakeholder(request.actor, ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    mine = may(request.actor, Permission.WRITE_UPDATE, at=[story.row.authority_id])
    give = reverse("partners:give_back", args=[ref]) if mine and not seen.is_past else ""
    crumbs = (PARTNERS, crumb_to(story.row), Crumb("You said, we did"))
    return _page(request, seen, [story], f"You said, we did: {story.row.name}", crumbs, give, story.given_back)


def you_said_all(request: HttpRequest) -> HttpResponse:
    seen = look(request.GET)
    stories = queries.stakeholder_stories(request.actor, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    mine = may(request.actor, Permission.WRITE_UPDATE) and not seen.is_past
    give = reverse("partners:give_back_all") if mine else ""
    to_one = [each for story in stories for each in story.given_back]
    given = sorted((*queries.given_back_to_all(request.actor), *to_one), key=lambda each: each.on, reverse=True)
    return _page(request, seen, stories, "You said, we did", (PARTNERS, Crumb("You said, we did")), give, given)


def _page(
    request: HttpRequest,
    seen: Look,
    stories: Sequence[StakeholderStory],
    title: str,
    crumbs: tuple[Crumb, ...],
    give_url: str,
    given: Sequence[queries.GivenBackRow],
) -> HttpResponse:
    lines = lines_of(stories)
    context = {
        "title": title,
        "look": seen,
        "crumbs": crumbs,
        "lines": lines,
        "give_url": give_url if lines else "",
        "given": given,
        "waiting": sum(line["done"] == [NOT_YET] for line in lines),
    }
    request.audit_keys = {"said": len(lines)}
    return render(request, "improvement/rooms/you_said.html", context)


class GiveForm(DesignForm):
    """To whom, how, and which things that were said."""

    def __init__(self, *args: object, lines: Sequence[Line], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["audience"] = forms.ChoiceField(
            label="To whom is it given?", choices=list(GIVEN_TO_WORDS.items()), widget=forms.RadioSelect
        )
        self.fields["to_words"] = rooms.line("Who exactly?", hint="Such as all panel members of the area", most=240)
        self.fields["how"] = rooms.line("How?", required=False, hint="By letter, at a team meeting", most=240)
        self.fields["lines"] = forms.MultipleChoiceField(
            label="What of it do you give back?",
            choices=[(line["ref"], f"{line['theme']}: {line['said'][:120]}") for line in lines],
            initial=[line["ref"] for line in lines if line["done"] != [NOT_YET]],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Nothing is chosen to give back. Tick at least one thing that was said."},
        )
        self.fields["form_token"] = self.fields.pop("form_token")

    def content(self, name: str) -> dict[str, Any]:
        """The page as it is given, to be kept."""
        chosen = set(self.cleaned_data["lines"])
        return {"name": name, "lines": [line for line in self.lines if line["ref"] in chosen]}


def give_back(request: HttpRequest, ref: str) -> HttpResponse:
    story = group_now(request, ref)
    lines = lines_of([story])

    def send(form: GiveForm) -> Sent:
        made = _given(request, form, story.row.name, stakeholder_ref=ref)
        return Sent("It is recorded as given back.", reverse("partners:given_back", args=[made]))

    back = reverse("partners:you_said", args=[ref])
    page = page_of(story.row, "give-back", "Give it back", "Record that it was given", back=back)
    return answer(request, page, lambda data, files: GiveForm(data, lines=lines), send)


def give_back_all(request: HttpRequest) -> HttpResponse:
    councils = rooms.councils_here(request, Permission.WRITE_UPDATE)
    lines = lines_of(queries.stakeholder_stories(request.actor, today=clock.today()))

    def send(form: GiveForm) -> Sent:
        made = _given(request, form, "All partners", authority_id=councils[0].id)
        return Sent("It is recorded as given back.", reverse("partners:given_back", args=[made]))

    page = rooms.page_on(
        key="give-back-all",
        title="Give it back",
        button="Record that it was given",
        back=reverse("partners:you_said_all"),
        crumbs=(PARTNERS, Crumb("You said, we did", reverse("partners:you_said_all"))),
    )
    return answer(request, page, lambda data, files: GiveForm(data, lines=lines), send)


def _given(request: HttpRequest, form: GiveForm, name: str, **of: Any) -> str:
    given = form.cleaned_data
    made = actions.give_back(
        actor=request.actor,
        audience=GivenTo(given["audience"]),
        to_words=given["to_words"],
        how=given["how"],
        content=form.content(name),
        so_on=clock.today(),
        at=clock.now(),
        **of,
    )
    return made.ref


def given_back(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.given_back(request.actor, ref)
    context = {
        "title": f"You said, we did: {found.content.get('name', '')}",
        "given_row": found,
        "lines": found.content.get("lines", []),
        "crumbs": (PARTNERS, Crumb("Given back")),
    }
    return render(request, "improvement/rooms/given_back.html", context)
