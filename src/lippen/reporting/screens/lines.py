"""Committee lines: each beside the updates it rests on; leads agree the words that they saw."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lippen.design.forms import DesignForm, explained
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import answer
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import CannotDo
from lippen.reporting import actions, queries
from lippen.reporting.rows import LineView, PaperView
from lippen.reporting.screens.addresses import PAPERS, crumb, page_about, to
from lippen.reporting.screens.paragraphs import paragraphs_of, typed_again
from lippen.reporting.vocabulary import LINE_WORDS, LineStep

PREFIX = "agree_"


class AgreeForm(DesignForm):
    """Which lines a lead agrees: only what is ticked, in the version that was on the page."""


def lines(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.paper(request.actor, ref, at=clock.now())
    form = AgreeForm(request.POST or None)
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
    shown = [line for line in view.lines if not mine_only or request.actor.name in line.leads]
    open_now = view.paper.is_writable
    return {
        "title": "Committee lines",
        "paper": view.paper,
        "crumbs": (PAPERS, crumb(view.paper), Crumb("Committee lines")),
        "form": form,
        "rows": [(line, _may_agree(line, request.actor, open_now)) for line in shown],
        "any_to_agree": any(_may_agree(line, request.actor, open_now) for line in shown),
        "mine_only": mine_only,
        "writes": open_now and may(request.actor, Permission.WRITE_PAPER),
        "line_words": LINE_WORDS,
        "agreed": sum(line.line.step == LineStep.AGREED for line in view.lines),
        "total": len(view.lines),
    }


def _may_agree(line: LineView, actor: Actor, open_now: bool) -> bool:
    done = line.line.step == LineStep.AGREED or line.line.to_be_edited
    return open_now and actor.name in line.leads and not done


class LineForm(DesignForm):
    """What the committee reads about an action."""

    words = forms.CharField(
        label="What the committee reads",
        max_length=8000,
        widget=forms.Textarea({"rows": "6"}),
        help_text="One to three plain sentences. It is public: no child's name, no place a child could be known by.",
        error_messages={"required": "Write what the committee should read, even one sentence."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: object, line: LineView, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].initial = typed_again(line.line.paragraphs)
        self.fields["version"].initial = line.line.version


def line(request: HttpRequest, ref: str, action_ref: str) -> HttpResponse:
    view = queries.paper(request.actor, ref, at=clock.now())
    chosen = next((found for found in view.lines if found.action_ref == action_ref), None)
    if chosen is None or not view.paper.is_writable:
        raise Http404

    def build(data: object, files: object) -> LineForm:
        return LineForm(data, line=chosen)

    def send(form: LineForm) -> str:
        given = form.cleaned_data
        actions.write_line(
            actor=request.actor,
            paper_ref=ref,
            action_ref=action_ref,
            paragraphs=paragraphs_of(given["words"]),
            version=given["version"],
            at=clock.now(),
        )
        return f"The line of action {chosen.number} is saved. A lead agrees it next."

    page = page_about(
        view.paper,
        key="line",
        subject=f"{ref}-{action_ref}",
        title=f"Committee line of action {chosen.number}",
        button="Save the line",
        anchor="#lines",
        line=chosen,
        template="reporting/line.html",
    )
    return answer(request, page, build, send)
