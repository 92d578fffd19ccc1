"""Edit what an action is, who leads it and how much it matters. The old wording stays in the story."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.sending import answer
from lippen.improvement import actions
from lippen.improvement.rows import ActionRow, LeadRow, StoryRow
from lippen.improvement.screens.subject import brief, page_about
from lippen.improvement.vocabulary import KIND_WORDS, PRIORITY_WORDS, Kind, Priority
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.organisation.queries import PersonRow

LEADS = ("lead_1", "lead_2", "lead_3", "lead_4")
LEAD_LABELS = ("Lead", "Joint lead", "Another joint lead", "Another joint lead")
IN_WORDS = "words:"
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

    def __init__(self, *args: object, action: ActionRow, people: Sequence[PersonRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = lead_choices(action, people)
        refs = {person.id: person.ref for person in people}
        now = [_value(lead, refs) for lead in action.leads] + [""] * len(LEADS)
        for name, label, value in zip(LEADS, LEAD_LABELS, now, strict=False):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=value)
        self.fields["accountable"] = forms.ChoiceField(
            label="Who answers for it?",
            choices=choices,
            required=False,
            initial=_value(action.accountable, refs) if action.accountable else "",
        )
        for name in ("text", "intent", "kind", "priority"):
            self.fields[name].initial = getattr(action, name)
        self.order_fields(["text", "intent", *LEADS, "accountable", "kind", "priority", "form_token"])

    def leads(self) -> tuple[str, ...]:
        """The leads chosen, each once."""
        return tuple(dict.fromkeys(self.cleaned_data[name] for name in LEADS if self.cleaned_data[name]))

    def leads_before(self) -> tuple[str, ...]:
        """The leads as they were."""
        return tuple(value for name in LEADS if (value := self.fields[name].initial))

    def wording_has_changed(self) -> bool:
        """Whether anything but the leads reads differently."""
        names = ("text", "intent", "kind", "priority", "accountable")
        return any(self.cleaned_data[name] != (self.fields[name].initial or "") for name in names)


def lead_choices(action: ActionRow, people: Sequence[PersonRow]) -> list[tuple[str, str]]:
    """Everybody who can lead, and the words of the document where nobody is known by them."""
    unknown = [lead for lead in action.leads if lead.person_id is None]
    return [
        ("", "Nobody"),
        *((f"{IN_WORDS}{lead.name}", f"{lead.name} (as the document has it)") for lead in unknown),
        *(
            (person.ref, f"{person.name}, {person.post_title}" if person.post_title else person.name)
            for person in people
        ),
    ]


def _value(lead: LeadRow, refs: dict[int, str]) -> str:
    return refs.get(lead.person_id, "") if lead.person_id else f"{IN_WORDS}{lead.name}"


def edit(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.EDIT_PLAN)
    people = organisation.people_of(request.actor.authority_ids, on=clock.today())

    def build(data: object, files: object) -> WordingForm:
        return WordingForm(data, action=story.action, people=people)

    def send(form: WordingForm) -> str:
        return _save(request, story, form, {person.ref: person.id for person in people})

    page = page_about(story, key="wording", title="Edit the action", button="Save the action")
    return answer(request, page, build, send)


def _save(request: HttpRequest, story: StoryRow, form: WordingForm, ids: dict[str, int]) -> str:
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
            accountable_id=ids.get(given["accountable"]),
        )
    if new_leads:
        actions.change_leads(**common, leads=[_lead(value, ids) for value in form.leads()])
    return "The action reads as you wrote it. The old wording stays in its story."


def _lead(value: str, ids: dict[str, int]) -> LeadRow:
    if value.startswith(IN_WORDS):
        return LeadRow(None, value.removeprefix(IN_WORDS))
    return LeadRow(ids[value], "")
