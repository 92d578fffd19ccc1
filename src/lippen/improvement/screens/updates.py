"""Say what happened, and put right what was said."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html

from lippen.design.forms import DesignForm
from lippen.design.sending import answer
from lippen.improvement import actions
from lippen.improvement.rows import StoryRow, UpdateRow
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.saying import paragraphs_of, typed_again
from lippen.improvement.screens.subject import brief, may_move, page_about, story_now
from lippen.improvement.vocabulary import SAYS_DONE_HINT, STATE_WORDS, Audience, State
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo

MOST_LETTERS = 20_000
PLAIN_STATES = (State.UNDER_WAY, State.SAYS_DONE)
"""The states that ask for nothing else: the others have their own page."""
YES = {
    State.UNDER_WAY: f"Yes: {STATE_WORDS[State.UNDER_WAY].lower()}",
    State.SAYS_DONE: f"Yes: {STATE_WORDS[State.SAYS_DONE].lower()}. {SAYS_DONE_HINT}",
}
ALREADY = "This update is already saved: it stands here once."
AUDIENCES = (
    (Audience.INTERNAL, "Internal: for the people of the service"),
    (Audience.COMMITTEE, "For the committee: it may be quoted in a public paper"),
)


class StateField(forms.ChoiceField):
    """The states to choose from. What another tab has sent meanwhile is taken again, and changes nothing."""

    def __init__(self, *, taken: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.taken = taken

    def valid_value(self, value: str) -> bool:
        return value == self.taken or super().valid_value(value)


class UpdateForm(DesignForm):
    """What happened, when, and for whom."""

    words = forms.CharField(
        label="What happened?",
        max_length=MOST_LETTERS,
        help_text="One thing a line. Begin a line with a dash to make a bullet. No child's name.",
        widget=forms.Textarea({"rows": "5"}),
        error_messages={"required": "Write what happened, even one sentence."},
    )
    audience = forms.ChoiceField(
        label="Who is it for?", choices=AUDIENCES, initial=Audience.INTERNAL, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: object, today: date, states: tuple[str, ...] = (), taken: str = "", **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["so_on"] = DayField(label="When was it so?", today=today)
        plain = [(state, YES[state]) for state in PLAIN_STATES if state in states]
        if plain:
            self.fields["state"] = StateField(
                taken=taken,
                label="Does this change where it stands?",
                choices=[("", "No"), *plain],
                required=False,
                widget=forms.RadioSelect,
            )
        self.order_fields(["words", "so_on", "state", "audience", "form_token"])


def write(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.WRITE_UPDATE)

    def build(data: object, files: object) -> UpdateForm:
        states = story.next_states if may_move(request.actor, story) else ()
        return UpdateForm(data, today=clock.today(), states=states, taken=story.action.state)

    def send(form: UpdateForm) -> str:
        given = form.cleaned_data
        made = actions.write_update(
            actor=request.actor,
            action_ref=ref,
            paragraphs=paragraphs_of(given["words"]),
            audience=Audience(given["audience"]),
            so_on=given["so_on"],
            at=clock.now(),
            token=form.token,
        )
        words = _and_state(request, story, given)
        is_new = UUID(str(made.token)) == UUID(form.token)
        return words if is_new else format_html('{} <a href="#{}">See it</a>', ALREADY, made.ref)

    page = page_about(story, key="update", title="Write an update", button="Send the update")
    return answer(request, page, build, send)


def _and_state(request: HttpRequest, story: StoryRow, given: dict[str, object]) -> str:
    state = given.get("state")
    if not state or state == story.action.state:
        return "Your update stands in the action's story."
    actions.change_state(
        actor=request.actor,
        action_ref=story.action.ref,
        state=State(state),
        so_on=given["so_on"],
        at=clock.now(),
    )
    return f"Your update stands in the action's story. The action is now: {STATE_WORDS[State(state)].lower()}."


class CorrectionForm(DesignForm):
    """The words as they should have been."""

    words = forms.CharField(
        label="What should it say?",
        max_length=MOST_LETTERS,
        help_text="The first wording stays in the story, marked as corrected.",
        widget=forms.Textarea({"rows": "6"}),
        error_messages={"required": "Write what it should say."},
    )

    def __init__(self, *args: object, today: date, said: UpdateRow, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.said = typed_again(said.paragraphs)
        self.fields["words"].initial = self.said
        self.fields["so_on"] = DayField(
            label="When was it so?", today=today, initial=said.so_on and _in_figures(said.so_on)
        )
        self.order_fields(["words", "so_on", "form_token"])


def _in_figures(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def correct(request: HttpRequest, ref: str, update_ref: str) -> HttpResponse:
    story = story_now(request, ref, Permission.WRITE_UPDATE)
    said = next((update for update in story.updates if update.ref == update_ref and not update.corrected), None)
    if said is None:
        raise Http404

    def build(data: object, files: object) -> CorrectionForm:
        return CorrectionForm(data, today=clock.today(), said=said)

    def send(form: CorrectionForm) -> str:
        given = form.cleaned_data
        if paragraphs_of(given["words"]) == said.paragraphs and given["so_on"] == said.so_on:
            raise CannotDo("Nothing has changed yet. Put the words right, then send it.", field="words")
        actions.correct_update(
            actor=request.actor,
            update_ref=update_ref,
            paragraphs=paragraphs_of(given["words"]),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "The correction stands in the story, beside what was said first."

    page = page_about(
        story,
        key="correction",
        subject=update_ref,
        title="Correct your update" if said.by_account_id == request.actor.account_id else "Correct an update",
        button="Send the correction",
    )
    return answer(request, page, build, send)
