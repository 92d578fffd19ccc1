"""Say that the rule's standing is wrong for an action, with a reason; and end that."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.marks import STANDINGS
from lippen.design.sending import answer
from lippen.improvement import actions
from lippen.improvement.rules import BLUE_NEEDS_EVIDENCE, override_lacks
from lippen.improvement.screens.subject import brief, page_about
from lippen.improvement.vocabulary import Colour
from lippen.kernel import clock
from lippen.kernel.access import Permission


class OverrideForm(DesignForm):
    """Which standing, and why."""

    standing = forms.ChoiceField(label="What should it be?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        help_text="Both are shown: the standing by the rule and yours, with this reason.",
        widget=forms.Textarea({"rows": "4"}),
    )

    def __init__(self, *args: object, evidence_accepted: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = [colour for colour in Colour if not override_lacks(colour, evidence_accepted=evidence_accepted)]
        self.fields["standing"].choices = [
            (colour.value, f"{colour.value.capitalize()}: {STANDINGS[colour.value].word.lower()}") for colour in offered
        ]
        if Colour.BLUE not in offered:
            self.fields["standing"].help_text = "Blue can be given once evidence that it is done has been accepted."
            self.fields["standing"].error_messages["invalid_choice"] = BLUE_NEEDS_EVIDENCE


def override(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.OVERRIDE_STANDING)

    def build(data: object, files: object) -> OverrideForm:
        return OverrideForm(data, evidence_accepted=story.action.evidence_accepted)

    def send(form: OverrideForm) -> str:
        actions.override_standing(
            actor=request.actor,
            action_ref=ref,
            standing=Colour(form.cleaned_data["standing"]),
            reason=form.cleaned_data["reason"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The action shows both: the standing by the rule, and yours with its reason."

    page = page_about(
        story,
        key="override",
        title="Change its standing",
        button="Override the standing",
        lead_words=f"By the rule: {story.action.standing_reason}.",
    )
    return answer(request, page, build, send)


class EndForm(DesignForm):
    """Why the override ends."""

    reason = forms.CharField(label="Why does it end?", max_length=2000, widget=forms.Textarea({"rows": "3"}))


def end(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.OVERRIDE_STANDING)
    if story.action.overridden_from is None:
        raise Http404

    def build(data: object, files: object) -> EndForm:
        return EndForm(data)

    def send(form: EndForm) -> str:
        actions.end_override(
            actor=request.actor,
            action_ref=ref,
            reason=form.cleaned_data["reason"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The rule decides the standing again."

    page = page_about(story, key="end-override", title="Let the rule decide again", button="End the override")
    return answer(request, page, build, send)
