"""Evidence that an action is done: offered, opened, accepted or returned."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.sending import answer
from lippen.design.words import day_words
from lippen.improvement import actions, queries
from lippen.improvement.rows import EvidenceRow
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.subject import brief, page_about, story_now
from lippen.improvement.screens.uploads import (
    Upload,
    answers_too_large,
    file_field,
    link_field,
    refused_as_too_large,
    served,
    upload_of,
)
from lippen.improvement.vocabulary import EvidenceVerdict
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo


class EvidenceForm(DesignForm):
    """What shows that it is done: a file, a link, or words."""

    title = forms.CharField(
        label="What is it?", max_length=240, help_text="Such as: an audit of 20 files. No child's name."
    )
    note = forms.CharField(
        label="What does it show?",
        max_length=4000,
        required=False,
        help_text="Words are enough where there is no document.",
        widget=forms.Textarea({"rows": "4"}),
    )
    link = link_field()
    file = file_field()
    upload: Upload | None = None

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["so_on"] = DayField(label="From what day is it?", today=today)
        self.order_fields(["title", "note", "link", "file", "so_on", "form_token"])

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if not self.errors and not (given.get("note") or given.get("link") or given.get("file")):
            self.add_error("note", "Say what it shows, give its address, or add a file: one of them is enough.")
        self.upload = upload_of(self)
        return given


@answers_too_large
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.WRITE_UPDATE)

    def build(data: object, files: object) -> EvidenceForm:
        return EvidenceForm(data, files, today=clock.today())

    def send(form: EvidenceForm) -> str:
        given = form.cleaned_data
        upload = form.upload
        keeper = queries.keeper_of(request.actor, story.plan.id, permission=Permission.WRITE_UPDATE)
        kept = upload.keep(request.actor, keeper, at=clock.now()) if upload else None
        actions.offer_evidence(
            actor=request.actor,
            action_ref=ref,
            title=given["title"],
            note=given["note"],
            link=given["link"],
            file=kept,
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "Your evidence stands in the story. Somebody outside the lead's line can accept it."

    page = page_about(
        story,
        key="evidence",
        title="Show that it is done",
        button="Offer the evidence",
        lead_words="Somebody outside the lead's line will look at it.",
    )
    return refused_as_too_large(request, page, build(None, None)) or answer(request, page, build, send)


class DecisionForm(DesignForm):
    """Whether the evidence bears it out."""

    verdict = forms.ChoiceField(
        label="Does it show that the action is done?",
        choices=[(EvidenceVerdict.ACCEPTED, "Yes, I accept it"), (EvidenceVerdict.REFUSED, "No, something is missing")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        max_length=4000,
        required=False,
        help_text="If something is missing, say what would show it.",
        widget=forms.Textarea({"rows": "4"}),
    )


def decide(request: HttpRequest, ref: str, evidence_ref: str) -> HttpResponse:
    story = story_now(request, ref, Permission.ACCEPT_EVIDENCE)
    offered = next((evidence for evidence in story.evidence if evidence.ref == evidence_ref), None)
    if offered is None:
        raise Http404

    decided = _decided_words(offered)

    def build(data: object, files: object) -> DecisionForm:
        return DecisionForm(data)

    def send(form: DecisionForm) -> str:
        if decided:
            raise CannotDo(f"{decided} Nothing of yours was recorded.")
        given = form.cleaned_data
        verdict = EvidenceVerdict(given["verdict"])
        actions.decide_evidence(
            actor=request.actor,
            evidence_ref=evidence_ref,
            verdict=verdict,
            reason=given["reason"],
            so_on=clock.today(),
            at=clock.now(),
            is_first=True,
        )
        return "You accepted the evidence." if verdict is EvidenceVerdict.ACCEPTED else "You returned the evidence."

    page = page_about(
        story,
        key="decision",
        subject=evidence_ref,
        title="Does this show that it is done?",
        button="Record my decision",
        offered=offered,
        decided=decided,
    )
    page = page.with_template("improvement/decide_evidence.html")
    response = answer(request, page, build, send)
    if offered.verdict and response.status_code == 200:
        response.status_code = 409
    return response


def _decided_words(offered: EvidenceRow) -> str:
    """What was decided on evidence, by whom and when; nothing while nobody has."""
    if not offered.verdict:
        return ""
    return f"{offered.verdict_by or 'Somebody'} decided on this on {day_words(offered.verdict_on)}: {offered.words}."


def evidence_file(request: HttpRequest, ref: str) -> HttpResponse:
    return served(queries.evidence_file(request.actor, ref))
