"""Bring a plan in: choose a file, match its columns, look at what it holds, answer its doubts, confirm."""

from __future__ import annotations

import json
from contextlib import nullcontext

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words
from lippen.improvement import actions, intake, queries, work
from lippen.improvement.adapters import ROLE_WORDS, Layout, Proposal
from lippen.improvement.rows import BatchRow
from lippen.improvement.screens.addresses import PLANS
from lippen.improvement.screens.confirming import ConfirmForm
from lippen.improvement.screens.previewing import STATE, has_changed_actions
from lippen.improvement.screens.uploads import answers_too_large, gated, named, refused_as_too_large
from lippen.improvement.vocabulary import Audience, BatchState
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo
from lippen.kernel.files import gate
from lippen.kernel.files.gate import Refused
from lippen.kernel.files.store import keep_file
from lippen.organisation import queries as organisation
from lippen.organisation.queries import AuthorityRow

READ_AT_ONCE_BYTES = 250_000
"""A larger file takes over a second: a job reads it."""
CHANGED = "Your answers changed which actions there are. Look once more where they stand, then bring the plan in."


class UploadForm(DesignForm):
    """Which file, for which council, and what the plan is called."""

    file = forms.FileField(
        label="Which file holds the plan?",
        help_text=(
            "Word (.docx), a spreadsheet (.xlsx), PDF, a web page, Markdown, CSV or text, 20 MB at most. "
            "Nothing comes into a plan before you have looked at it."
        ),
        widget=forms.FileInput({"accept": ".docx,.xlsx,.pdf,.html,.htm,.md,.txt,.csv,.tsv"}),
        error_messages={
            "required": "Choose the file that holds the plan.",
            "empty": "This file is empty. Choose another.",
        },
    )
    title = forms.CharField(
        label="What is the plan called?",
        max_length=240,
        required=False,
        help_text="Leave it out to take the title in the document.",
    )

    def __init__(self, *args: object, authorities: tuple[AuthorityRow, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if len(authorities) > 1:
            self.fields["authority"] = forms.ChoiceField(
                label="Which council answers for it?", choices=[(row.ref, row.name) for row in authorities]
            )
        self.authorities = {row.ref: row.id for row in authorities}
        self.order_fields(["file", "title", "authority", "form_token"])

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if sent := given.get("file"):
            with gated(self, "file"):
                gate.check_size(named(sent), sent.size or 0)
                self.content = sent.read()
                self.kind = gate.kind_of(named(sent), self.content)
        return given

    def authority_id(self) -> int:
        """The council that answers for the plan."""
        chosen = self.cleaned_data.get("authority")
        return self.authorities[chosen] if chosen else next(iter(self.authorities.values()))


@answers_too_large
def upload(request: HttpRequest) -> HttpResponse:
    authorities = organisation.authorities_of(request.actor, permission=Permission.IMPORT_PLAN)

    def build(data: object, files: object) -> UploadForm:
        return UploadForm(data, files, authorities=authorities)

    def send(form: UploadForm) -> Sent:
        try:
            return taken_in(request, form)
        except Refused as refused:
            raise CannotDo(refused.sentence, field="file") from refused

    page = Page(
        key="import",
        subject="new",
        title="Bring in a plan",
        button="Read the file",
        back=reverse("improvement:plans"),
        template="improvement/import_upload.html",
        crumbs=(PLANS, Crumb("Bring in a plan")),
        context={"waiting": queries.waiting_imports(request.actor)},
        has_draft=False,
    )
    return refused_as_too_large(request, page, build(None, None)) or answer(request, page, build, send)


def taken_in(request: HttpRequest, form: UploadForm, *, edition_of: str = "") -> Sent:
    """Keep the file that was sent and read it, at once or, where it is large, by a job."""
    name, title = named(form.cleaned_data["file"]), form.cleaned_data.get("title", "")
    file = keep_file(
        actor=request.actor,
        name=name,
        content=form.content,
        media_type=gate.MEDIA_TYPES[form.kind],
        authority_id=form.authority_id(),
        at=clock.now(),
    )
    if len(form.content) > READ_AT_ONCE_BYTES:
        words = {"words": "Waiting its turn", "file": file.ref, "title": title, "edition_of": edition_of}
        ref = work.ask(request.actor, work.IMPORT, "improvement.read_import", **words)
        return Sent(
            f"{name} is with us. Reading it takes a moment.", reverse("improvement:import_progress", args=[ref])
        )
    prepared = intake.prepare(lambda: nullcontext(request.actor), name, form.content, today=clock.today())
    batch = intake.begin(request.actor, file, prepared, title=title, at=clock.now(), plan_ref=edition_of)
    return Sent(
        f"{name} is read. Nothing of it is in a plan yet.", reverse("improvement:import_preview", args=[batch.ref])
    )


def progress(request: HttpRequest, ref: str) -> HttpResponse:
    told = work.told(request.actor, work.IMPORT, ref)
    if told["state"] == work.READY and "plan" in told:
        return redirect("improvement:plan", told["plan"])
    if told["state"] == work.READY:
        return redirect("improvement:import_preview", told["batch"])
    context = {
        "title": "Bringing in a plan",
        "told": told,
        "is_going": told["state"] in work.GOING,
        "crumbs": (PLANS, Crumb("Bring in a plan", reverse("improvement:import_plan")), Crumb("Progress")),
        "back": reverse("improvement:import_preview", args=[told["batch"]]) if "batch" in told else "",
    }
    return render(request, "improvement/import_progress.html", context)


NO_COLUMNS = "{document} was kept without its columns: there are none here. Bring the file in again to match them."


class ColumnsForm(DesignForm):
    """What each column of each layout is used for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: object, *, layouts: tuple[Layout, ...], version: int) -> None:
        super().__init__(data)
        self.fields["version"].initial = version
        self.layouts = layouts
        for layout in layouts:
            for column in layout.columns:
                self.fields[f"{layout.key}-{column.index}"] = forms.ChoiceField(
                    label=column.heading or f"Column {column.index + 1}, without a heading",
                    choices=[(role, words) for role, words in ROLE_WORDS.items()],
                    required=False,
                    initial=column.role,
                    help_text=f"Matched because {column.because}" if column.because else "",
                )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The columns of each layout, with the tables that have it."""
        return [
            (_tables(layout), [self[f"{layout.key}-{column.index}"] for column in layout.columns])
            for layout in self.layouts
        ]

    def roles(self) -> dict[str, tuple[str, ...]]:
        """The layouts whose columns somebody matched otherwise."""
        given = {
            layout.key: tuple(self.cleaned_data[f"{layout.key}-{column.index}"] for column in layout.columns)
            for layout in self.layouts
        }
        return {layout.key: given[layout.key] for layout in self.layouts if given[layout.key] != layout.roles}


def _tables(layout: Layout) -> str:
    numbers = [str(number) for number in layout.tables]
    return f"Table {numbers[0]}" if len(numbers) == 1 else f"Tables {', '.join(numbers[:-1])} and {numbers[-1]}"


def columns(request: HttpRequest, ref: str) -> HttpResponse:
    batch = waiting(request, ref)
    if batch.state == BatchState.APPLIED:
        return redirect("improvement:plan", batch.plan_ref)
    if not intake.has_columns(batch):
        raise CannotDo(NO_COLUMNS.format(document=batch.document))
    back = reverse("improvement:import_preview", args=[ref])
    layouts = intake.columns_of(batch).layouts

    def build(data: object, files: object) -> ColumnsForm:
        return ColumnsForm(data, layouts=layouts, version=batch.version)

    def send(form: ColumnsForm) -> str:
        roles = form.roles()
        if not roles:
            return "The columns stay as they were."
        version = form.cleaned_data["version"]
        intake.match_columns(request.actor, batch, roles, version=version, at=clock.now())
        return "The columns are matched as you said, and will be for the next file of this kind."

    page = Page(
        key="import-columns",
        subject=ref,
        title="Match the columns",
        button="Use these columns",
        back=back,
        template="improvement/import_columns.html",
        crumbs=(PLANS, Crumb(batch.document, back), Crumb("Columns")),
        context={"batch": batch},
        has_draft=False,
    )
    return answer(request, page, build, send)


def waiting(request: HttpRequest, ref: str) -> BatchRow:
    """An import that was not set aside, or a refusal that says so."""
    batch = queries.import_batch(request.actor, ref)
    if batch.state == BatchState.ABANDONED:
        raise CannotDo(f"{batch.document} was set aside. Bring it in again if you need it.")
    return batch


def preview(request: HttpRequest, ref: str) -> HttpResponse:
    batch = waiting(request, ref)
    if batch.state == BatchState.APPLIED:
        return redirect("improvement:plan", batch.plan_ref)
    if batch.plan_ref:
        return redirect("improvement:import_edition", ref)
    proposal = Proposal.from_dict(batch.proposal)
    people = organisation.people_of(request.actor.authority_ids, on=clock.today())
    authorities = organisation.authorities_of(request.actor, permission=Permission.IMPORT_PLAN)

    def build(data: object, files: object) -> ConfirmForm:
        return ConfirmForm(data, proposal=proposal, batch=batch, people=people, authorities=authorities)

    def send(form: ConfirmForm) -> Sent:
        return Confirming(request, batch, proposal, form).done()

    page = Page(
        key="import-preview",
        subject=ref,
        title=f"What {batch.document} holds",
        button="Bring the plan in",
        back=reverse("improvement:import_plan"),
        template="improvement/import_preview.html",
        crumbs=(PLANS, Crumb("Bring in a plan", reverse("improvement:import_plan")), Crumb("What it holds")),
        context={
            "batch": batch,
            "proposal": proposal,
            "actions_words": count_words(len(proposal.actions), "action"),
            "open_doubts": len(proposal.doubts),
            "columns_url": reverse("improvement:import_columns", args=[ref]),
        },
    )
    return answer(request, page, build, send)


class Confirming:
    """What somebody does with an import: looks again, sets it aside, or brings it in."""

    def __init__(self, request: HttpRequest, batch: BatchRow, proposal: Proposal, form: ConfirmForm) -> None:
        self.request, self.batch, self.proposal, self.form = request, batch, proposal, form
        self.here = reverse("improvement:import_preview", args=[batch.ref])

    def done(self) -> Sent:
        """Do what the button says."""
        if "_abandon" in self.request.POST:
            actions.abandon_import(actor=self.request.actor, batch_ref=self.batch.ref, at=clock.now())
            return Sent(f"{self.batch.document} is set aside. Nothing of it came in.", reverse("improvement:plans"))
        if self._is_large():
            return self._as_job()
        after = self._answered(self.form.answers())
        if "_look" in self.request.POST:
            return Sent(f"Your answers are kept. {count_words(len(after.doubts), 'doubt')} left.", self.here)
        if has_changed_actions(self.proposal, after):
            return Sent(CHANGED, self.here)
        return self._brought_in()

    def _is_large(self) -> bool:
        return len(self.proposal.actions) > 1000

    def _answered(self, answers: dict[str, str]) -> Proposal:
        """The proposal with more answers; where these make other actions, answers about states are let go."""
        version = self.form.cleaned_data["version"]
        after = intake.answer(self.request.actor, self.batch, answers, version=version, at=clock.now())
        if not has_changed_actions(self.proposal, after):
            return after
        kept = {key: words for key, words in answers.items() if not key.startswith(f"{STATE}:")}
        return intake.answer(self.request.actor, self.batch, kept, version=version + 1, at=clock.now())

    def _as_job(self) -> Sent:
        version = self.form.cleaned_data["version"]
        intake.note_answers(self.request.actor, self.batch, self.form.answers(), version=version, at=clock.now())
        if "_look" in self.request.POST:
            return Sent("Your answers are kept.", self.here)
        ref = work.ask(
            self.request.actor,
            work.IMPORT,
            "improvement.bring_in",
            words="Waiting its turn",
            batch=self.batch.ref,
            settings=json.dumps({**self.form.settings(), "audience": self.form.cleaned_data["audience"]}),
        )
        return Sent("The plan is on its way in.", reverse("improvement:import_progress", args=[ref]))

    def _brought_in(self) -> Sent:
        plan = actions.apply_import(
            actor=self.request.actor,
            batch_ref=self.batch.ref,
            at=clock.now(),
            audience=Audience(self.form.cleaned_data["audience"]),
            **self.form.settings(),
        )
        after = queries.import_batch(self.request.actor, self.batch.ref)
        left = len(queries.doubts(self.request.actor, plan.pk))
        words = f"The plan is in, with {count_words(len(self.proposal.actions), 'action')}."
        if left:
            doubts_url = reverse("improvement:plan_doubts", args=[after.plan_ref])
            return Sent(f"{words} {count_words(left, 'doubt')} stay{'s' if left == 1 else ''} open.", doubts_url)
        return Sent(words, reverse("improvement:plan", args=[after.plan_ref]))
