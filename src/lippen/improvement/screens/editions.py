"""Another edition of a plan's document: choose the file, see it beside the plan, accept what is right."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.days import NO_DAY, is_no_day
from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words, day_words
from lippen.improvement import actions, edition_intake, intake, work
from lippen.improvement.adapters import Proposal
from lippen.improvement.adapters.answers import UnusableAnswer, answered_day, name_of
from lippen.improvement.adapters.editions import (
    ACCEPT_ALL,
    ADDED,
    CHANGED,
    GONE,
    KIND_WORDS,
    MOVED,
    NEW,
    SAME,
    UNCLEAR,
    Comparison,
    Difference,
)
from lippen.improvement.adapters.proposal import Doubt
from lippen.improvement.queries import offered
from lippen.improvement.rows import BatchRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.importing import UploadForm, taken_in, waiting
from lippen.improvement.screens.uploads import answers_too_large, refused_as_too_large
from lippen.improvement.vocabulary import Audience, BatchState
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.gate import Refused
from lippen.organisation import queries as organisation

MOST_LISTED = 200
"""Of differences of each kind: more fit no page. All of them can be accepted together."""
ORDER = (ADDED, CHANGED, MOVED, GONE)
LEADS = {
    ADDED: "Accepted, each becomes an action of the plan.",
    CHANGED: "Accepted, what the edition says stands from its own day on. A date that moves is asked about afterwards.",
    MOVED: "Accepted, the action's page says where this edition has it. Its number in the plan stays.",
    GONE: "Accepted, the plan asks what became of each. Nothing is taken out of the plan.",
}


class EditionUpload(UploadForm):
    """Which file holds the other edition."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["title"]
        self.fields["file"].label = "Which file holds the other edition?"


@answers_too_large
def upload(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.IMPORT_PLAN, at=found.authority_ids)
    here = organisation.authorities_of(request.actor, permission=Permission.IMPORT_PLAN)
    authorities = tuple(row for row in here if row.id in found.authority_ids)

    def build(data: object, files: object) -> EditionUpload:
        return EditionUpload(data, files, authorities=authorities)

    def send(form: EditionUpload) -> Sent:
        try:
            return taken_in(request, form, edition_of=found.ref)
        except Refused as refused:
            raise CannotDo(refused.sentence, field="file") from refused

    page = Page(
        key="edition",
        subject=found.ref,
        title="Bring in another edition",
        button="Read the file",
        back=reverse("improvement:plan", args=[found.ref]),
        template="improvement/edition_upload.html",
        crumbs=(PLANS, crumb_to_plan(found), Crumb("Bring in another edition")),
        context={
            "plan": found,
            "editions": edition_intake.editions(request.actor, found.id),
            "waiting": edition_intake.waiting(request.actor, found.ref),
        },
        has_draft=False,
    )
    return refused_as_too_large(request, page, build(None, None)) or answer(request, page, build, send)


@dataclass(frozen=True)
class Shown:
    """One difference with its box."""

    difference: Difference
    box: BoundWidget | None


@dataclass(frozen=True)
class Group:
    """The differences of one kind."""

    title: str
    lead: str
    shown: tuple[Shown, ...]
    left_out: int


class EditionForm(DesignForm):
    """The edition's date, which action is which, and what is accepted. Nothing is ticked beforehand."""

    day = forms.CharField(
        label="What is the date of this edition?",
        max_length=40,
        help_text="By it older and newer are told apart, such as 14 November 2025",
        error_messages={"required": "Give the date of this edition."},
        widget=forms.TextInput({"class": "ds_input--fixed-20", "autocomplete": "off"}),
    )
    every = forms.BooleanField(label="Accept everything that differs", required=False)
    accept = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(
        label="Who may read the progress in this file?",
        choices=[
            (Audience.INTERNAL, "The people of the service only"),
            (Audience.COMMITTEE, "The committee too: it was in a public paper"),
        ],
        initial=Audience.INTERNAL,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        data: object,
        *,
        proposal: Proposal,
        batch: BatchRow,
        comparison: Comparison | None,
        numbered: list[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.proposal, self.comparison = proposal, comparison
        self.fields["version"].initial = batch.version
        self.fields["day"].initial = day_words(proposal.dated_on) if proposal.dated_on else ""
        self.listed = [each for each in self._differing() if self._place_in_kind(each) < MOST_LISTED]
        self.fields["accept"].choices = [(each.key, f"Accept {each.number or each.text}"[:90]) for each in self.listed]
        self.fields["accept"].initial = [key for key, words in proposal.answers.items() if words == "yes"]
        self.fields["every"].initial = bool(proposal.answers.get(ACCEPT_ALL))
        self.asked = comparison.doubts[:MOST_LISTED] if comparison else ()
        for doubt in self.asked:
            self._ask(doubt, numbered)
        self.order_fields(["day", *(name_of(doubt.key) for doubt in self.asked), "every", "accept", "audience"])

    def _differing(self) -> list[Difference]:
        return [each for each in self.comparison.differences if each.needs_accepting] if self.comparison else []

    def _place_in_kind(self, difference: Difference) -> int:
        return [each.key for each in self._differing() if each.kind == difference.kind].index(difference.key)

    def _ask(self, doubt: Doubt, known: list[tuple[str, str]]) -> None:
        likely = [choice for choice in doubt.choices if choice != NEW]
        ordered = sorted(known, key=lambda choice: likely.index(choice[0]) if choice[0] in likely else len(likely))
        self.fields[name_of(doubt.key)] = forms.ChoiceField(
            label="Which action is it?",
            choices=[("", "Not answered"), (NEW, "A new action"), *ordered],
            required=False,
        )

    def clean_day(self) -> str:
        words = str(self.cleaned_data["day"])
        try:
            day = answered_day({"year": words})
        except UnusableAnswer:
            if is_no_day(words):
                raise forms.ValidationError(NO_DAY.format(words), code="no_day") from None
            raise forms.ValidationError(
                f"We could not read “{words}” as a day. Write it like 14 November 2025."
            ) from None
        return day.isoformat() if day else ""

    def answers(self) -> dict[str, str]:
        """Everything that was answered so far: what is not ticked is not accepted."""
        given, shown = self.cleaned_data, {each.key for each in self.listed}
        found = {key: words for key, words in self.proposal.answers.items() if key not in shown and key != ACCEPT_ALL}
        found["year"] = given["day"]
        for doubt in self.asked:
            if words := given.get(name_of(doubt.key), ""):
                found[doubt.key] = words
        if given.get("every"):
            found[ACCEPT_ALL] = "accept all"
        return found | dict.fromkeys(given.get("accept", ()), "yes")

    def groups(self) -> list[Group]:
        """What differs, by kind."""
        boxes = {str(box.data["value"]): box for box in self["accept"].subwidgets}
        found = []
        for kind in ORDER:
            all_of_kind = self.comparison.of_kind(kind) if self.comparison else ()
            shown = tuple(Shown(each, boxes.get(each.key)) for each in all_of_kind if each.key in boxes)
            if shown:
                title = f"{KIND_WORDS[kind]}: {count_words(len(all_of_kind), 'action')}"
                found.append(Group(title, LEADS[kind], shown, len(all_of_kind) - len(shown)))
        return found

    def questions(self) -> list[tuple[Doubt, BoundField]]:
        """Which action is which."""
        return [(doubt, self[name_of(doubt.key)]) for doubt in self.asked]


def preview(request: HttpRequest, ref: str) -> HttpResponse:
    batch = waiting(request, ref)
    if batch.state == BatchState.APPLIED:
        return redirect("improvement:plan", batch.plan_ref)
    if not batch.plan_ref:
        return redirect("improvement:import_preview", ref)
    found = offered.plan_head(request.actor, batch.plan_ref)
    proposal = Proposal.from_dict(batch.proposal)
    beside, trouble = edition_intake.compared(request.actor, batch, at=clock.now())
    comparison = beside.comparison if beside else None
    numbered = [(each.number, f"{each.number} {each.text}"[:120]) for each in beside.known] if beside else []

    def build(data: object, files: object) -> EditionForm:
        return EditionForm(
            data,
            proposal=proposal,
            batch=batch,
            comparison=comparison,
            numbered=numbered,
        )

    def send(form: EditionForm) -> Sent:
        return _decided(request, batch, form)

    page = Page(
        key="import-edition",
        subject=ref,
        title=f"{batch.document} beside the plan",
        button="Bring in what is accepted",
        back=reverse("improvement:plan", args=[found.ref]),
        template="improvement/import_edition.html",
        crumbs=(PLANS, crumb_to_plan(found), Crumb("Another edition")),
        context={
            "batch": batch,
            "plan": found,
            "proposal": proposal,
            "trouble": trouble,
            "same": len(comparison.of_kind(SAME)) if comparison else 0,
            "unclear": len(comparison.of_kind(UNCLEAR)) if comparison else 0,
            "editions": beside.facts.editions if beside else (),
            "columns_url": reverse("improvement:import_columns", args=[ref]),
        },
        has_draft=False,
    )
    return answer(request, page, build, send)


def _decided(request: HttpRequest, batch: BatchRow, form: EditionForm) -> Sent:
    here = reverse("improvement:import_edition", args=[batch.ref])
    plan_url = reverse("improvement:plan", args=[batch.plan_ref])
    actor, at = request.actor, clock.now()
    if "_abandon" in request.POST:
        actions.abandon_import(actor=actor, batch_ref=batch.ref, at=at)
        return Sent(f"{batch.document} is set aside. Nothing of it came in.", plan_url)
    version = form.cleaned_data["version"]
    if len(form.proposal.actions) > 1000 and "_look" not in request.POST:
        return _as_job(request, batch, form, version)
    intake.answer(actor, batch, form.answers(), version=version, at=at)
    if "_look" in request.POST or form.comparison is None:
        return Sent("Your answers are kept. Nothing is in the plan yet.", here)
    made = actions.apply_edition(
        actor=actor, batch_ref=batch.ref, at=at, audience=Audience(form.cleaned_data["audience"])
    )
    words = f"What you accepted is in the plan: {count_words(made['taken'], 'action')} of {batch.document}."
    if made["asked"]:
        doubts_url = reverse("improvement:plan_doubts", args=[batch.plan_ref])
        return Sent(f"{words} {count_words(made['asked'], 'question')} came with it.", doubts_url)
    return Sent(words, plan_url)


def _as_job(request: HttpRequest, batch: BatchRow, form: EditionForm, version: int) -> Sent:
    intake.note_answers(request.actor, batch, form.answers(), version=version, at=clock.now())
    ref = work.ask(
        request.actor,
        work.IMPORT,
        "improvement.bring_in",
        words="Waiting its turn",
        batch=batch.ref,
        settings=json.dumps({"audience": form.cleaned_data["audience"]}),
    )
    return Sent("The edition is on its way in.", reverse("improvement:import_progress", args=[ref]))
