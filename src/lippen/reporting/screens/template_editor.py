"""A template's draft: its sections in order, each changed on a page of its own; every step can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from lippen.design.sending import Sent, answer
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo
from lippen.reporting import actions
from lippen.reporting.papers.drafting import DRAFT_WORDS
from lippen.reporting.papers.editing import PAGE_ONE, REPORT, place_of, section_of
from lippen.reporting.papers.template import read_text
from lippen.reporting.papers.template_faults import ON_PAGE_ONE, template_faults
from lippen.reporting.rows import DraftRow, TemplateRow
from lippen.reporting.screens.template_forms import ChangesForm, PartsForm, PriorityForm, SectionForm
from lippen.reporting.screens.templates import editable, page_of, to
from lippen.reporting.vocabulary import FIGURE_WORDS, SECTION_WORDS, TABLE_WORDS, SectionKind

STEPS = {"up": -1, "down": 1}
ADD = "add"


@dataclass(frozen=True)
class Shown:
    """A section as the draft's page lists it."""

    key: str
    number: int
    title: str
    kind: str
    fills: str
    required: bool
    first: bool
    last: bool

    @property
    def slug(self) -> str:
        """The key as an anchor takes it."""
        return self.key.replace(".", "-")


def _draft_of(row: TemplateRow) -> DraftRow:
    if row.draft is None:
        raise CannotDo("Nothing is being changed in this template now. Begin a draft first.")
    return row.draft


def _listed(rows: list[Mapping[str, Any]]) -> list[Shown]:
    return [
        Shown(
            key=row["key"],
            number=row.get("number", 0),
            title=row["title"],
            kind=SECTION_WORDS[row.get("kind", SectionKind.TEXT)].split(":")[0],
            fills=_fills(row),
            required=row.get("required", True),
            first=place == 0,
            last=place == len(rows) - 1,
        )
        for place, row in enumerate(rows)
    ]


def _fills(row: Mapping[str, Any]) -> str:
    """What stands in the section, in words."""
    if row.get("drafted_by"):
        return f"Lippen drafts: {DRAFT_WORDS.get(row['drafted_by'], row['drafted_by'])}"
    if row.get("figure"):
        return FIGURE_WORDS[row["figure"]]
    if row.get("table"):
        return TABLE_WORDS[row["table"]]
    return str(row["question"]["words"]) if row.get("question") else "The author writes it"


def draft(request: HttpRequest, ref: str) -> HttpResponse:
    row = editable(request, ref)
    now = _draft_of(row)
    data = json.loads(now.content)

    def send(form: ChangesForm) -> Sent:
        what, _, key = form.cleaned_data["do"].partition(":")
        return _change(request, row, form.cleaned_data["number"], what, key)

    page = page_of(
        row,
        key="template-draft",
        title="The draft",
        button="",
        back=to("template_draft", ref),
        template="reporting/template_draft.html",
        has_draft=False,
        name=data["name"],
        page_one=_listed(data["members"]["sections"]),
        members_title=data["members"]["title"],
        report=_listed(data["sections"]),
        extras=_extras(data),
        periods=list(enumerate(data["priorities"])),
        faults=template_faults(read_text(now.content), on=clock.today()),
        draft=now,
    )
    return answer(request, page, lambda data, files: ChangesForm(data, number=now.number), send)


def _extras(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parts that are not sections, in words."""
    people = data["people"]
    return [
        ("What is different for children", data["children"]["title"] if data["children"] else "Left out"),
        ("Appendix", data["appendix"]["title"] if data["appendix"] else "Left out"),
        ("Authors", people["authors"]["heading"] or "Left out"),
        ("Approvers", people["approvers"]["heading"] or "Left out"),
    ]


def _change(request: HttpRequest, row: TemplateRow, number: int, what: str, key: str) -> Sent:
    """What one of the draft's buttons does."""
    given = {"actor": request.actor, "template_ref": row.ref, "number": number, "at": clock.now()}
    here = to("template_draft", row.ref)
    if what in STEPS:
        actions.move_template_section(key=key, steps=STEPS[what], **given)
        return Sent("The section is moved.", f"{here}#section-{key.replace('.', '-')}")
    if what == "remove":
        actions.remove_template_section(key=key, **given)
        return Sent("The section is taken out. You can undo this.", here)
    if what == "undo":
        return Sent(f"Undone: {actions.undo_template_change(**given)}.", here)
    if what == "aside":
        actions.set_template_draft_aside(**given)
        return Sent("The draft is set aside. The version in force stays as it is.", to("template", row.ref))
    raise CannotDo("Choose what to change.")


def section(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    row = editable(request, ref)
    now = _draft_of(row)
    data = json.loads(now.content)
    try:
        about = section_of(data, key)
        page_name, _ = place_of(data, key)
    except KeyError:
        raise Http404 from None
    kind = _kind(request, about.get("kind", SectionKind.TEXT), page_name)
    about = {"required": True, **about}

    def send(form: SectionForm) -> Sent:
        actions.change_template_section(
            actor=request.actor,
            template_ref=ref,
            number=form.cleaned_data["number"],
            key=key,
            given=form.given(),
            at=clock.now(),
        )
        return Sent(f"“{form.cleaned_data['title']}” is changed.", f"{to('template_draft', ref)}#section-{_slug(key)}")

    page = page_of(
        row,
        key="template-section",
        subject=f"{ref}-{_slug(key)}-{kind}",
        title=f"Section “{about['title']}”",
        button="Save the section",
        back=to("template_draft", ref),
        kind_words=SECTION_WORDS[kind],
        kinds=_other_kinds(kind, page_name),
    )
    return answer(
        request, page, lambda data, files: SectionForm(data, number=now.number, kind=kind, section=about), send
    )


def add(request: HttpRequest, ref: str, page: str) -> HttpResponse:
    row = editable(request, ref)
    now = _draft_of(row)
    if page not in {PAGE_ONE, REPORT}:
        raise Http404
    kind = _kind(request, SectionKind.TEXT, page)
    chosen = "kind" in request.GET

    def send(form: SectionForm) -> Sent:
        actions.add_template_section(
            actor=request.actor,
            template_ref=ref,
            number=form.cleaned_data["number"],
            page=page,
            given=form.given(),
            at=clock.now(),
        )
        return Sent(
            f"“{form.cleaned_data['title']}” is added at the end. Move it to its place.", to("template_draft", ref)
        )

    shown = page_of(
        row,
        key="template-add",
        subject=f"{ref}-{page}-{kind}",
        title="Add a section to page one" if page == PAGE_ONE else "Add a section to the report",
        button="Add the section",
        back=to("template_draft", ref),
        kind_words=SECTION_WORDS[kind],
        kinds=_other_kinds(kind if chosen else None, page),
        choosing=not chosen and request.method != "POST",
    )
    return answer(request, shown, lambda data, files: SectionForm(data, number=now.number, kind=kind, section={}), send)


def _slug(key: str) -> str:
    return key.replace(".", "-")


def _kind(request: HttpRequest, usual: str, page: str) -> SectionKind:
    """The kind that the address asks for, where the page may have it."""
    asked = request.GET.get("kind", usual)
    if asked not in set(SectionKind) or (page == PAGE_ONE and asked not in ON_PAGE_ONE):
        raise Http404
    return SectionKind(asked)


def _other_kinds(kind: str | None, page: str) -> list[tuple[str, str]]:
    """The kinds that it might be instead."""
    able = ON_PAGE_ONE if page == PAGE_ONE else set(SectionKind)
    return [(key, words) for key, words in SECTION_WORDS.items() if key in able and key != kind]


def parts(request: HttpRequest, ref: str) -> HttpResponse:
    row = editable(request, ref)
    now = _draft_of(row)
    data_now = json.loads(now.content)

    def send(form: PartsForm) -> str:
        number = form.cleaned_data["number"]
        actions.change_template_parts(
            actor=request.actor, template_ref=ref, number=number, given=form.cleaned_data, at=clock.now()
        )
        return "The name and the parts are saved."

    page = page_of(
        row,
        key="template-parts",
        title="Name and parts",
        button="Save",
        back=to("template_draft", ref),
        lead_words="Leaving out the page for members takes its sections out too; you can undo it.",
    )
    return answer(request, page, lambda data, files: PartsForm(data, number=now.number, data_now=data_now), send)


def priorities(request: HttpRequest, ref: str, place: str) -> HttpResponse:
    row = editable(request, ref)
    now = _draft_of(row)
    rows = json.loads(now.content)["priorities"]
    at = None if place == ADD else _place(place, len(rows))

    def send(form: PriorityForm) -> str:
        takes_out = "_remove" in request.POST
        actions.change_template_priorities(
            actor=request.actor,
            template_ref=ref,
            number=form.cleaned_data["number"],
            place=at,
            given=None if takes_out else form.cleaned_data,
            at=clock.now(),
        )
        return "The plan period is taken out. You can undo this." if takes_out else "The priorities are saved."

    about = rows[at] if at is not None else None
    page = page_of(
        row,
        key="template-priorities",
        subject=f"{ref}-{place}",
        title=f"Priorities {about['period']}" if about else "Add a plan period",
        button="Save the priorities",
        back=to("template_draft", ref),
        removable=about is not None,
    )
    return answer(request, page, lambda data, files: PriorityForm(data, number=now.number, row=about), send)


def _place(place: str, most: int) -> int:
    if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) < most):
        raise Http404
    return int(place)
