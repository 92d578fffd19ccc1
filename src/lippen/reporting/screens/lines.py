"""Committee lines: each beside the updates it rests on; leads agree the words that they saw."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lippen.design.forms import DesignForm, explained
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import answer
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo
from lippen.organisation.queries.cover import own_ids
from lippen.reporting import actions, queries
from lippen.reporting.rows import LineView, PaperView
from lippen.reporting.screens.addresses import PAPERS, crumb, page_about, to
from lippen.reporting.screens.turns import chosen, while_open
from lippen.reporting.screens.versions import VersionedForm, saved_over
from lippen.reporting.vocabulary import LineStep

PREFIX = "agree_"


class AgreeForm(DesignForm):
    """Which lines a lead agrees: only what is ticked, in the version that was on the page."""


def lines(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.paper(request.actor, ref, at=clock.now())
    form = AgreeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        with explained(form):
            seen = _ticked(request)
            actions.agree_lines(actor=request.actor, paper_ref=ref, seen=seen, at=clock.now())
            messages.success(request, f"Agreed: {len(seen)} committee line{'s' if len(seen) > 1 else ''}.")
            return redirect(to("lines", ref) + ("?mine=1" if request.GET.get("mine") else ""))
        view = queries.paper(request.actor, ref, at=clock.now())
    return render(request, "reporting/lines.html", _context(request, view, form))


def _ticked(request: HttpRequest) -> dict[str, int]:
    given = {
        name.removeprefix(PREFIX): value
        for name, value in request.POST.items()
        if name.startswith(PREFIX) and value.isascii() and value.isdigit() and len(value) < 10
    }
    if not given:
        raise CannotDo("Tick the lines that you agree, then send.")
    return {ref: int(version) for ref, version in given.items()}


def _context(request: HttpRequest, view: PaperView, form: AgreeForm) -> dict[str, object]:
    mine_only = bool(request.GET.get("mine"))
    own = own_ids(request.actor, on=clock.today())
    shown = [line for line in view.lines if not mine_only or not own.isdisjoint(line.agreers)]
    open_now = view.paper.is_writable
    return {
        "title": "Committee lines",
        "paper": view.paper,
        "crumbs": (PAPERS, crumb(view.paper), Crumb("Committee lines")),
        "form": form,
        "rows": [(line, open_now and may_agree(line, own)) for line in shown],
        "any_to_agree": open_now and any(may_agree(line, own) for line in shown),
        "mine_only": mine_only,
        "writes": open_now and may(request.actor, Permission.WRITE_PAPER, at=[view.paper.authority_id]),
        "agreed": sum(line.line.step == LineStep.AGREED for line in view.lines),
        "total": len(view.lines),
    }


def may_agree(line: LineView, own: Collection[int | None]) -> bool:
    """Whether a line waits for the yes of one of these people; one from an internal update is edited first."""
    done = (line.line.step == LineStep.AGREED and not line.changed) or line.line.to_be_edited
    return not done and any(lead in own for lead in line.agreers)


class LineForm(VersionedForm):
    """What the committee reads about an action."""

    words = forms.CharField(
        label="What the committee reads",
        max_length=8000,
        widget=forms.Textarea({"rows": "6"}),
        help_text="One to three plain sentences. It is public: no child's name, no place a child could be known by.",
        error_messages={"required": "Write what the committee should read, even one sentence."},
    )

    def __init__(self, *args: object, line: LineView, **kwargs: object) -> None:
        super().__init__(*args, paragraphs=line.line.paragraphs, saved=line.line.version, **kwargs)


def line(request: HttpRequest, ref: str, action_ref: str) -> HttpResponse:
    view = queries.paper(request.actor, ref, at=clock.now())
    about = chosen(view.lines, action_ref=action_ref)
    while_open(request, view.paper)
    write = partial(actions.write_line, actor=request.actor, paper_ref=ref, action_ref=action_ref, at=clock.now())

    def build(data: object, files: object) -> LineForm:
        return LineForm(data, line=about)

    def send(form: LineForm) -> str:
        saved_over(form, lambda words, version: write(paragraphs=words, version=version))
        return f"The line of action {about.number} is saved. A lead agrees it next."

    page = page_about(
        view.paper,
        key="line",
        subject=f"{ref}-{action_ref}",
        title=f"Committee line of action {about.number}",
        button="Save the line",
        back=f"{to('lines', ref)}#line-{action_ref}",
        saved=about.line.paragraphs,
        saved_by=about.line.by_name,
        line=about,
        template="reporting/line.html",
    )
    return answer(request, page, build, send)
