"""Edit what an action is, who leads it and how much it matters. The old wording stays in the story."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.sending import answer
from lippen.improvement import actions
from lippen.improvement.rows import ActionRow, StoryRow
from lippen.improvement.screens.leading import LEADS, Offered, chosen_leads, offered_for
from lippen.improvement.screens.subject import brief, page_about
from lippen.improvement.vocabulary import KIND_WORDS, PRIORITY_WORDS, Kind, Priority
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo

NOTHING = "Nothing has changed yet. Change what should read differently, then save."


class WordingForm(DesignForm):
    """The action's words, leads, accountable person and priority."""

    text = forms.CharField(label="The action", max_length=4000, widget=forms.Textarea({"rows": "3"}))
    intent = forms.CharField(
        label="The outcome wanted",
        max_length=4000,
        required=False,
        help_text="What will be different for children",
        widget=forms.Textarea({"rows": "3"}),
    )
    kind = forms.ChoiceField(
        label="What kind of action is it?",
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        widget=forms.RadioSelect,
    )
    priority = forms.ChoiceField(
        label="Priority",
        choices=[("", "None"), *((priority.value, words) for priority, words in PRIORITY_WORDS.items())],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, action: ActionRow, people: Offered, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        people.add_to(self)
        for name in ("text", "intent", "kind", "priority"):
            self.fields[name].initial = getattr(action, name)
        self.order_fields(["text", "intent", *LEADS, "accountable", "kind", "priority", "form_token"])

    def leads(self) -> tuple[str, ...]:
        """The leads chosen, each once."""
        return chosen_leads(self.cleaned_data)

    def leads_before(self) -> tuple[str, ...]:
        """The leads as they were."""
        return tuple(value for name in LEADS if (value := self.fields[name].initial))

    def wording_has_changed(self) -> bool:
        """Whether anything but the leads reads differently."""
        names = ("text", "intent", "kind", "priority", "accountable")
        return any(self.cleaned_data[name] != (self.fields[name].initial or "") for name in names)


def edit(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.EDIT_PLAN)
    people = offered_for(request, story.plan, leads=story.action.leads, accountable=story.action.accountable)

    def build(data: object, files: object) -> WordingForm:
        return WordingForm(data, action=story.action, people=people)

    def send(form: WordingForm) -> str:
        return _save(request, story, form, people)

    page = page_about(story, key="wording", title="Edit the action", button="Save the action")
    return answer(request, page, build, send)


def _save(request: HttpRequest, story: StoryRow, form: WordingForm, people: Offered) -> str:
    new_leads = form.leads() != form.leads_before()
    if not (new_leads or form.wording_has_changed()):
        raise CannotDo(NOTHING, field="text")
    common = {"actor": request.actor, "action_ref": story.action.ref, "so_on": clock.today(), "at": clock.now()}
    if form.wording_has_changed():
        given = form.cleaned_data
        actions.change_wording(
            **common,
            text=given["text"],
            intent=given["intent"],
            kind=Kind(given["kind"]),
            priority=Priority(given["priority"]) if given["priority"] else None,
            accountable_id=people.ids.get(given["accountable"]),
        )
    if new_leads:
        actions.change_leads(**common, leads=[people.lead(value) for value in form.leads()])
    return "The action reads as you wrote it. The old wording stays in its story."
