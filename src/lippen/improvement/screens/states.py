"""Say where an action stands: first which state, then what that state asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.sending import answer, shown
from lippen.improvement import actions, queries
from lippen.improvement.rows import StoryRow
from lippen.improvement.rules import SET_ASIDE, TO_DO, WAITING
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.subject import brief, for_its_own, may_move, may_show_done, not_yours, page_about
from lippen.improvement.vocabulary import RISK_LEVEL_WORDS, SAYS_DONE_HINT, STATE_WORDS, State
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo

HINTS: dict[State, str] = {
    State.NOT_STARTED: "Nothing has been done yet.",
    State.UNDER_WAY: "Work has begun.",
    State.SAYS_DONE: SAYS_DONE_HINT,
    State.SHOWN_DONE: "Evidence that it is done has been accepted.",
    State.POSTPONED: "Put off to a later day, on terms that somebody agreed.",
    State.BLOCKED: "It cannot go on until something else happens.",
    State.SUPERSEDED: "Something else has taken its place.",
    State.MERGED: "It goes on as part of another action.",
}
VERBS: dict[State, str] = {
    State.NOT_STARTED: "Say that it has not started",
    State.UNDER_WAY: "Say that it is under way",
    State.SAYS_DONE: "Say that it is done",
    State.SHOWN_DONE: "Record that it is shown done",
    State.POSTPONED: "Postpone it",
    State.BLOCKED: "Say that it is blocked",
    State.SUPERSEDED: "Say what took its place",
    State.MERGED: "Merge it into another action",
}
REASON_LABELS = {
    State.POSTPONED: "Why is it put off?",
    State.BLOCKED: "What stands in the way?",
    State.SUPERSEDED: "What took its place, and why?",
    State.MERGED: "Why was it merged?",
    State.SAYS_DONE: "What was done?",
}


class WhichState(DesignForm):
    """Which state the action has come into."""

    to = forms.ChoiceField(label="Where does it stand now?", widget=forms.RadioSelect)

    def __init__(self, *args: object, states: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(state, f"{STATE_WORDS[state]}. {HINTS[State(state)]}") for state in states]
        self.fields["to"].choices = choices


class StateForm(DesignForm):
    """What a state asks for: every state a day; some a reason, terms or another action."""

    def __init__(
        self,
        *args: object,
        state: State,
        today: date,
        others: tuple[tuple[str, str], ...] = (),
        now: str = "",
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        token = self.fields.pop("form_token")
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["reason"] = _text(
            REASON_LABELS.get(state, "Why?"),
            required=state not in {State.UNDER_WAY, State.NOT_STARTED, State.SAYS_DONE},
        )
        if state in SET_ASIDE:
            self.fields |= _terms(others, now)
        if state in WAITING and state not in SET_ASIDE:
            self.fields["waits_on"] = waits_on_field(others, now)
        if state is State.MERGED:
            self.fields["into"] = forms.ChoiceField(
                label="Which action is it part of now?", choices=[("", "Choose an action"), *others]
            )
        self.fields["form_token"] = token


def _text(label: str, *, required: bool = True, hint: str = "", rows: str = "3") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, required=required, help_text=hint, widget=forms.Textarea({"rows": rows})
    )


def waits_on_field(others: tuple[tuple[str, str], ...], now: str) -> forms.ChoiceField:
    """On which other action it waits; the one that it waits on now is chosen."""
    return forms.ChoiceField(
        label="Does it wait on another action?", required=False, choices=[("", "No"), *others], initial=now
    )


def _terms(others: tuple[tuple[str, str], ...], now: str) -> dict[str, forms.Field]:
    return {
        "agreed_by": forms.CharField(
            label="Who agreed?", max_length=200, help_text="A post or a meeting, such as Head of Service"
        ),
        "risk_accepted": _text("What risk is accepted by waiting?"),
        "risk_level": forms.ChoiceField(
            label="At what level was the risk accepted?",
            choices=[("", "Choose a level"), *((level.value, words) for level, words in RISK_LEVEL_WORDS.items())],
        ),
        "cover": _text("What covers for it meanwhile?"),
        "revisit_on": DatePartsField(label="On what day will you look at it again?"),
        "waits_on": waits_on_field(others, now),
    }


def others_of(request: HttpRequest, story: StoryRow) -> tuple[tuple[str, str], ...]:
    """The other actions of an action's plan."""
    rows = queries.action_choices(request.actor, story.plan.id)
    return tuple((ref, words) for ref, words in rows if ref != story.action.ref)


def waits_now(request: HttpRequest, story: StoryRow) -> str:
    """The action that it waits on now; empty where it waits on none."""
    found = queries.plan_ties(request.actor, story.plan, as_at=clock.today(), today=clock.today())
    ties = found.by_action.get(story.action.id)
    return ties.waits_on.ref if ties and ties.waits_on else ""


class WaitForm(DesignForm):
    """On which action it waits, since when, and why."""

    def __init__(
        self, *args: object, others: tuple[tuple[str, str], ...], now: str, today: date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        token = self.fields.pop("form_token")
        self.fields["waits_on"] = waits_on_field(others, now)
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        self.fields["reason"] = _text("Why?", required=False)
        self.fields["form_token"] = token


@for_its_own
def wait_on(request: HttpRequest, story: StoryRow) -> HttpResponse:
    if request.method != "POST" and story.action.state not in TO_DO:
        raise CannotDo("Only what is not started or under way is said to wait. Say where it stands first.")
    others, now = others_of(request, story), waits_now(request, story)

    def build(data: object, files: object) -> WaitForm:
        return WaitForm(data, others=others, now=now, today=clock.today())

    def send(form: WaitForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("waits_on", "so_on", "reason")}
        actions.wait_on(actor=request.actor, action_ref=story.action.ref, at=clock.now(), token=form.token, **given)
        return "It stands under what waits on what." if given["waits_on"] else "It waits on no other action now."

    title = "Say what it waits on"
    return answer(request, page_about(story, key="wait-on", title=title, button="Save"), build, send)


@dataclass(frozen=True)
class Change:
    """A change of state that somebody is writing."""

    request: HttpRequest
    story: StoryRow
    state: State

    def build(self, data: object, files: object) -> StateForm:
        """The form of this state."""
        now = waits_now(self.request, self.story) if self.state in WAITING else ""
        return StateForm(data, state=self.state, today=clock.today(), others=self.others(), now=now)

    def others(self) -> tuple[tuple[str, str], ...]:
        """The other actions of the plan, to wait on or be merged into."""
        return others_of(self.request, self.story) if self.state in WAITING | {State.MERGED} else ()

    def send(self, form: StateForm) -> str:
        """Record it."""
        given = {name: value for name, value in form.cleaned_data.items() if name != "form_token"}
        actions.change_state(
            actor=self.request.actor,
            action_ref=self.story.action.ref,
            state=self.state,
            at=clock.now(),
            **given,
        )
        return f"The action is now: {STATE_WORDS[self.state].lower()}."


def change(request: HttpRequest, ref: str) -> HttpResponse:
    story, asked = brief(request, ref), request.GET.get("to", "")
    lets_in = may_show_done if asked == State.SHOWN_DONE else may_move
    if not lets_in(request.actor, story):
        return not_yours(request, story)
    if asked not in story.next_states:
        return _which(request, story, asked)
    change_to = Change(request, story, State(asked))
    verb = VERBS[change_to.state]
    page = page_about(story, key=f"state-{asked}".replace("_", "-"), title=verb, button=verb)
    return answer(request, page, change_to.build, change_to.send)


def _which(request: HttpRequest, story: StoryRow, asked: str) -> HttpResponse:
    form = WhichState(request.GET if "to" in request.GET else None, states=story.next_states)
    page = page_about(story, key="which-state", title="Where does it stand?", button="Continue", has_draft=False)
    return shown(request, page.with_template("improvement/which_state.html"), form)


@for_its_own
def say_done(request: HttpRequest, story: StoryRow) -> HttpResponse:
    if State.SAYS_DONE not in story.next_states:
        return redirect(reverse("improvement:change_state", args=[story.action.ref]))
    change_to = Change(request, story, State.SAYS_DONE)
    page = page_about(
        story,
        key="says-done",
        title="Say that it is done",
        button="Say that it is done",
        lead_words="It will read “says done” until somebody outside the lead's line has accepted evidence.",
    )
    return answer(request, page, change_to.build, change_to.send)
