"""Undo a file that came in: what will happen, what stands in the way, and why it is undone."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import intake as bringing
from lippen.casework.actions import undoing
from lippen.casework.queries import intake as queries
from lippen.casework.queries.undoing import brought_by, in_the_way
from lippen.casework.screens.intake import crumbs
from lippen.casework.screens.saying import form_of
from lippen.casework.vocabulary import IntakeKind, IntakeState
from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.design.words import count_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo

SHOWN = 50
TITLE = "Undo this file"
OF_DAYS = (
    "What was new with it is marked as never having been; what it changed says again what it said before.",
    "Rows of it that wait on a child's record count no more.",
    "What is due for these children follows from the record as it then stands.",
)
HAPPENS: dict[IntakeKind, tuple[str, ...]] = {
    IntakeKind.CHILDREN: (
        "Each child who came in with it leaves every list, and no search finds them.",
        "What the file said of them is marked as wrong. Nobody works with them any more.",
        "What it added to children who were recorded before is marked as wrong there.",
    ),
    IntakeKind.PEOPLE: (
        "Each grown-up who came in with it leaves every list, and no search finds them.",
        "Their ties to children are marked as mistakes, and open nobody's record.",
    ),
    IntakeKind.TIES: ("Each tie is marked as a mistake, and opens nobody's record.",),
    IntakeKind.REFERRALS: (
        "Each referral ends as “Came in by mistake”, and counts neither as a referral nor towards a repeat.",
        "What it put on desks is taken off them.",
    ),
    IntakeKind.WAITS: (
        "Each child leaves the queue: “Came in by mistake”. The referral counts in nothing.",
        "Whoever held a child through the file holds them no longer.",
    ),
    IntakeKind.ALLOCATIONS: (
        "Each worker whom the file gave a child works with them no longer, from today.",
        "Whoever had the child before has them again, and what is due for them.",
    ),
    IntakeKind.EPISODES: OF_DAYS,
    IntakeKind.PLACEMENTS: OF_DAYS,
    IntakeKind.LEGAL: OF_DAYS,
    IntakeKind.REVIEWS: (
        "Each review that came in with it is marked “Recorded by mistake”, with your reason, and counts in nothing.",
        "A review that was recorded before the file stays as it is.",
    ),
    IntakeKind.MILESTONES: (
        "Each event that came in with it stays to be read, marked as wrong with your reason, and starts no clock.",
        "Each plan for permanence that began with it ends as “It was recorded by mistake”.",
    ),
    IntakeKind.ENTRIES: ("Each entry stays in the chronology, marked as wrong with your reason.",),
}


def undo_intake(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.intake(request.actor, ref)
    if row.state is not IntakeState.TAKEN:
        raise CannotDo(undoing.NOT_IN)
    brought = brought_by(request.actor, row.id)
    stands = in_the_way(request.actor, brought)
    why_not = undoing.why_not(row, clock.today()) or _lacks(brought, row.taken)
    request.audit_keys = {"rows": row.taken, "in_the_way": len(stands)}
    back = reverse("casework:intake", args=[ref])
    context = {
        "row": row,
        "happens": HAPPENS.get(row.kind, ()),
        "rows_words": count_words(row.taken, "row"),
        "why_not": why_not,
        "stands": stands[:SHOWN],
        "stands_words": count_words(len({each.row for each in stands}), "row"),
        "more": max(len(stands) - SHOWN, 0),
        "back": back,
    }
    trail = crumbs(request, Crumb(row.name, back), Crumb(TITLE))
    if why_not or stands:
        return render(request, "casework/undo_refused.html", {"title": TITLE, "crumbs": trail, **context})

    def build(data: object, files: object) -> DesignForm:
        version = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)
        why = forms.CharField(
            label="Why is it undone?",
            max_length=240,
            error_messages={"required": "Say why it is undone."},
            help_text="Such as: the wrong export was chosen. It stands on every record that the file had reached.",
        )
        return form_of(data, version=version, why=why)

    def send(form: DesignForm) -> str:
        given = form.cleaned_data
        asked = {"why": given["why"], "version": given["version"], "at": clock.now()}
        undoing.begin_undoing(actor=request.actor, intake_ref=ref, **asked)
        bringing.ask(request.actor, bringing.UNDO, ref)
        return f"{row.name} is being undone."

    page = Page(
        key="undo-intake",
        subject=ref,
        title=TITLE,
        button=f"Undo {count_words(row.taken, 'row') if row.taken else 'this file'}",
        back=back,
        template="casework/undo_intake.html",
        crumbs=trail,
        context=context,
        has_draft=False,
    )
    return answer(request, page, build, send)


def _lacks(brought: object, taken: int) -> str:
    rows = brought.rows  # type: ignore[attr-defined]
    if any(row.wrote is None for row in rows):
        return undoing.BEFORE
    return undoing.HIDDEN if len(rows) < taken else ""
