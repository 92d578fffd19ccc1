"""Your actions as a spreadsheet: download it, fill it in, look at what it says, record it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words
from lippen.improvement import bulk_sheet, exports, filled_intake, work
from lippen.improvement.queries import offered
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.uploads import answers_too_large, gated, named, refused_as_too_large
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo
from lippen.kernel.files import gate
from lippen.kernel.files.gate import Refused

SHEET = exports.XLSX_TYPE
LARGEST = 2 * 1024 * 1024


class FilledForm(DesignForm):
    """Which file was filled in."""

    file = forms.FileField(
        label="Which file have you filled in?",
        help_text="The spreadsheet that you downloaded here. Nothing is recorded before you have looked at it.",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": "Choose the file that you filled in.", "empty": "This file is empty."},
    )

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if sent := given.get("file"):
            with gated(self, "file"):
                gate.check_size(named(sent), sent.size or 0)
                if (sent.size or 0) > LARGEST:
                    raise Refused(f"{named(sent)} is larger than 2 MB. Send the sheet with your actions alone.")
                self.content = sent.read()
                self.kind = gate.kind_of(named(sent), self.content)
        return given


def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    found = _plan(request, ref)
    rows = filled_intake.own_actions(request.actor, found, today=clock.today())
    response = HttpResponse(bulk_sheet.built(rows, title=found.title), content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="{exports.file_name(f"My actions {found.title}", "xlsx")}"'
    response["X-Content-Type-Options"] = "nosniff"
    request.audit_keys = {"actions": len(rows)}
    return response


def _plan(request: HttpRequest, ref: str) -> PlanRow:
    found = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.WRITE_UPDATE, at=found.authority_ids)
    return found


@answers_too_large
def upload(request: HttpRequest, ref: str) -> HttpResponse:
    found = _plan(request, ref)
    mine: tuple[ActionRow, ...] = filled_intake.own_actions(request.actor, found, today=clock.today())

    def build(data: object, files: object) -> FilledForm:
        return FilledForm(data, files)

    def send(form: FilledForm) -> Sent:
        name = named(form.cleaned_data["file"])
        try:
            kept = filled_intake.keep(request.actor, found, name, form.content, form.kind, at=clock.now())
        except Refused as refused:
            raise CannotDo(refused.sentence, field="file") from refused
        return Sent(f"{name} is read. Nothing is recorded yet.", reverse("improvement:filled_in", args=[kept]))

    page = Page(
        key="filled-in",
        subject=found.ref,
        title="Update your actions from a spreadsheet",
        button="Read the file",
        back=reverse("improvement:plan", args=[found.ref]),
        template="improvement/filled_upload.html",
        crumbs=(PLANS, crumb_to_plan(found), Crumb("Update from a spreadsheet")),
        context={"plan": found, "mine": len(mine)},
        has_draft=False,
    )
    return refused_as_too_large(request, page, build(None, None)) or answer(request, page, build, send)


def preview(request: HttpRequest, ref: str) -> HttpResponse:
    told = work.told(request.actor, work.FILLED, ref)
    found = _plan(request, told["plan"])
    if told.get("state") in work.GOING:
        return _under_way(request, found, told)
    if told.get("state") == work.READY:
        return _recorded(request, found, told)
    rows = filled_intake.looked_at(request.actor, found, told, today=clock.today())
    troubles = sum(len(row.troubles) for row in rows)
    to_do = sum(row.is_to_do for row in rows)

    def send(form: DesignForm) -> Sent:
        if troubles or not to_do:
            raise CannotDo("Nothing is recorded while a cell is not right. Mend the file and send it again.")
        work.ask(request.actor, work.FILLED, "improvement.record_filled_in", words="Waiting its turn", ref=ref)
        return Sent("Your actions are being updated.", reverse("improvement:filled_in", args=[ref]))

    page = Page(
        key="filled-in-look",
        subject=ref,
        title=f"What {told['name']} says",
        button=f"Record {count_words(to_do, 'row')}",
        back=reverse("improvement:plan_filled_in", args=[found.ref]),
        template="improvement/filled_in.html",
        crumbs=(
            PLANS,
            crumb_to_plan(found),
            Crumb("Update from a spreadsheet", reverse("improvement:plan_filled_in", args=[found.ref])),
            Crumb("What it says"),
        ),
        context={"plan": found, "rows": rows, "troubles": troubles, "to_do": to_do, "failed": _failure(told)},
        has_draft=False,
    )
    return answer(request, page, lambda data, files: DesignForm(data), send)


def _failure(told: dict[str, str]) -> str:
    """Why recording failed, where it did."""
    return told.get("words", "") if told.get("state") == work.FAILED else ""


def _recorded(request: HttpRequest, found: PlanRow, told: dict[str, str]) -> HttpResponse:
    context = {
        "title": "Your actions are updated",
        "told": told,
        "plan": found,
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Update from a spreadsheet")),
    }
    return render(request, "improvement/filled_recorded.html", context)


def _under_way(request: HttpRequest, found: PlanRow, told: dict[str, str]) -> HttpResponse:
    context = {
        "title": "Updating your actions",
        "told": told,
        "is_going": True,
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Update from a spreadsheet")),
        "back": reverse("improvement:plan_filled_in", args=[found.ref]),
    }
    return render(request, "improvement/import_progress.html", context)
