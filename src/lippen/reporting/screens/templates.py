"""A council's templates: which there are, one as a story, begun anew, put in force, taken out of use, tried."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.components import Fact
from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.improvement import queries as improvement
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.errors import CannotDo
from lippen.reporting import actions, queries
from lippen.reporting.papers.template import read_text
from lippen.reporting.papers.template_faults import template_faults
from lippen.reporting.rows import TemplateRow, VersionRow
from lippen.reporting.screens.addresses import PAPERS
from lippen.reporting.screens.files import answered
from lippen.reporting.screens.template_forms import CopyForm, InForceForm, StopForm
from lippen.reporting.vocabulary import FROZEN, FileKind

DRAFT = "draft"
MOST_SOURCES = 6


@dataclass(frozen=True)
class Source:
    """A plan or a paper that a template can be tried on."""

    ref: str
    words: str


def to(name: str, *more: object) -> str:
    """The address of one of a template's pages."""
    return reverse(f"reporting:{name}", args=list(more))


def crumbs(row: TemplateRow | None = None, *more: Crumb) -> tuple[Crumb, ...]:
    """The way back: papers, templates, this one."""
    found = (PAPERS, Crumb("Templates", to("templates")))
    return (*found, Crumb(row.name, to("template", row.ref)), *more) if row else (*found, *more)


def templates(request: HttpRequest) -> HttpResponse:
    rows = queries.templates(request.actor, on=clock.today())
    context = {
        "title": "Templates",
        "rows": rows,
        "several": len({row.authority_id for row in rows}) > 1,
        "may_edit": may(request.actor, Permission.EDIT_TEMPLATE),
        "crumbs": (PAPERS, Crumb("Templates")),
    }
    return render(request, "reporting/templates.html", context)


def template(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.template_row(request.actor, ref, on=clock.today())
    shown = row.draft or row.newest
    form = read_text(shown.content)
    faults = template_faults(form, on=clock.today()) if row.draft else ()
    context = {
        "title": row.name,
        "row": row,
        "crumbs": (*crumbs(), Crumb(row.name)),
        "facts": facts(row),
        "may_edit": _edits(request.actor, row),
        "faults": faults,
        "form": form,
        "versions": list(reversed(row.versions)),
        "changes": [draft for draft in reversed(row.drafts) if draft.content][:20] if row.draft else [],
        "of": DRAFT if row.draft else str(shown.version if isinstance(shown, VersionRow) else DRAFT),
        "sources": sources(request.actor, row),
        "usual": row.key == queries.USUAL,
    }
    return render(request, "reporting/template.html", context)


def _edits(actor: Actor, row: TemplateRow) -> bool:
    return may(actor, Permission.EDIT_TEMPLATE, at=[row.authority_id])


def facts(row: TemplateRow) -> list[Fact]:
    """Whose it is and which version counts."""
    now = row.in_force
    found = [Fact("Council", row.council)]
    words = f"Version {now.version}, since {day_words(now.in_force_from)}" if now else "No version is in force"
    found.append(Fact("In force", words))
    if row.coming is not None and row.coming is not now:
        what = f"version {row.coming.version} comes into force" if row.coming.content else "it goes out of use"
        found.append(Fact("To come", f"On {day_words(row.coming.in_force_from)} {what}"))
    if row.draft is not None:
        by = f" by {row.draft.by_name}" if row.draft.by_name else ""
        found.append(Fact("Being changed", f"{row.draft.said}{by}, {day_words(clock.day_of(row.draft.recorded_at))}"))
    return found


def sources(actor: Actor, row: TemplateRow) -> list[Source]:
    """What the template can be tried on: plans for those who read plans, signed papers for those who issue them."""
    if may(actor, Permission.READ_PLAN, at=[row.authority_id]):
        plans = [plan for plan in improvement.plans(actor) if row.authority_id in plan.authority_ids]
        return [Source(plan.ref, f"The plan “{plan.title}” as it is today") for plan in plans[:MOST_SOURCES]]
    papers = [
        paper for paper in queries.papers(actor) if paper.authority_id == row.authority_id and paper.state in FROZEN
    ]
    return [
        Source(paper.ref, f"The paper “{paper.subject}”, {day_words(paper.days.meets_on)}")
        for paper in papers[:MOST_SOURCES]
    ]


def preview(request: HttpRequest, ref: str, of: str, on: str, kind: str) -> HttpResponse:
    is_version = of.isascii() and of.isdigit() and len(of) < 6
    if kind not in set(FileKind) or not (of == DRAFT or is_version):
        raise Http404
    key, form = queries.template_said(request.actor, ref, None if of == DRAFT else int(of))
    if on.startswith("plan-"):
        require(request.actor, Permission.READ_PLAN)
        content = queries.preview_on_a_plan(request.actor, on, form, as_at=clock.today(), at=clock.now())
    else:
        content = queries.preview_on_a_paper(request.actor, on, form, today=clock.today())
    return answered(actions.rendered(content, FileKind(kind), None), kind, f"{key}-preview")


def editable(request: HttpRequest, ref: str) -> TemplateRow:
    """The template, if this person may change it."""
    row = queries.template_row(request.actor, ref, on=clock.today())
    require(request.actor, Permission.EDIT_TEMPLATE, at=[row.authority_id])
    return row


def page_of(row: TemplateRow, *, key: str, title: str, button: str, back: str, **more: object) -> Page:
    """A page on which somebody says one thing about a template."""
    has_draft = bool(more.pop("has_draft", True))
    subject = str(more.pop("subject", "")) or row.ref
    template = str(more.pop("template", "reporting/template_form.html"))
    return Page(
        key=key,
        subject=subject,
        title=title,
        button=button,
        back=back,
        template=template,
        crumbs=crumbs(row, Crumb(title)),
        context={"row": row, **more},
        has_draft=has_draft,
    )


class PlainForm(DesignForm):
    """A step that asks for nothing but the decision."""


def start(request: HttpRequest, ref: str, version: int) -> HttpResponse:
    row = editable(request, ref)
    found = row.version(version)
    if found is None or not found.content:
        raise Http404
    if request.method != "POST" and row.draft is not None:
        raise CannotDo("There is a draft already. Go on with it, or set it aside first.")
    is_old = row.in_force is not None and row.in_force.version != version
    words = (
        f"The draft will say what version {version} said. Nothing changes for papers until you put it in force."
        if is_old
        else "You change a copy. Nothing changes for papers until you put it in force."
    )

    def send(form: DesignForm) -> Sent:
        actions.start_template_draft(actor=request.actor, template_ref=ref, version=version, at=clock.now())
        return Sent("The draft is begun.", to("template_draft", ref))

    title = f"Go back to version {version}" if is_old else "Change this template"
    page = page_of(
        row,
        key="template-start",
        title=title,
        button="Begin a draft",
        back=to("template", ref),
        lead_words=words,
        has_draft=False,
    )
    return answer(request, page, lambda data, files: PlainForm(data), send)


def copy(request: HttpRequest, ref: str) -> HttpResponse:
    row = editable(request, ref)

    def send(form: CopyForm) -> Sent:
        made = actions.copy_template(
            actor=request.actor, template_ref=ref, name=form.cleaned_data["name"], at=clock.now()
        )
        return Sent("The new template is begun. It is a draft until you put it in force.", to("template_draft", made))

    page = page_of(
        row,
        key="template-copy",
        title="Make another template from this one",
        button="Make the template",
        back=to("template", ref),
    )
    return answer(request, page, lambda data, files: CopyForm(data), send)


def put_in_force(request: HttpRequest, ref: str) -> HttpResponse:
    row = editable(request, ref)
    draft = row.draft
    if draft is None:
        raise CannotDo("Nothing is being changed in this template. Begin a draft first.")

    def build(data: object, files: object) -> InForceForm:
        form = InForceForm(data, number=draft.number)
        form.fields["in_force_from"].initial = clock.today()
        return form

    def send(form: InForceForm) -> str:
        given = form.cleaned_data
        version = actions.put_template_in_force(
            actor=request.actor,
            template_ref=ref,
            number=given["number"],
            in_force_from=given["in_force_from"],
            note=given["note"],
            at=clock.now(),
        )
        return f"Version {version} is in force from {day_words(given['in_force_from'])}."

    page = page_of(
        row,
        key="template-in-force",
        title="Put the draft in force",
        button="Put it in force",
        back=to("template", ref),
        faults=template_faults(read_text(draft.content), on=clock.today()),
    )
    return answer(request, page, build, send)


def stop(request: HttpRequest, ref: str) -> HttpResponse:
    row = editable(request, ref)

    def build(data: object, files: object) -> StopForm:
        form = StopForm(data)
        form.fields["on"].initial = clock.today()
        return form

    def send(form: forms.Form) -> str:
        given = form.cleaned_data
        actions.take_template_out_of_use(
            actor=request.actor, template_ref=ref, on=given["on"], note=given["note"], at=clock.now()
        )
        return "The template goes out of use. Papers that are open keep it; you can bring a version back."

    page = page_of(
        row,
        key="template-stop",
        title="Take this template out of use",
        button="Take it out of use",
        back=to("template", ref),
    )
    return answer(request, page, build, send)
