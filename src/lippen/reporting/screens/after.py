"""After issue: another paper that follows, withdrawal, stamped copies; and the register of what was issued."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo
from lippen.reporting import actions, queries
from lippen.reporting.screens.addresses import PAPERS, page_about, to
from lippen.reporting.screens.turns import in_state
from lippen.reporting.vocabulary import FROZEN, PaperStep, TieKind

KINDS = [
    (TieKind.REPLACEMENT, "A replacement: it stands in place of this paper and begins with its texts"),
    (TieKind.SUPPLEMENTARY, "A supplementary paper: it adds to this one"),
    (TieKind.LATE, "A late paper: it comes to the same meeting after this one was issued"),
]


class FollowForm(DesignForm):
    """A paper that comes after a signed one."""

    kind = forms.ChoiceField(label="What will it be?", choices=KINDS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why is it needed?",
        max_length=500,
        widget=forms.Textarea({"rows": "3"}),
        help_text="Whoever reads the paper, in public too, reads this reason.",
    )
    subject = forms.CharField(
        label="Subject", max_length=240, required=False, help_text="Left empty, it has this paper's subject."
    )
    text_closed_on = DatePartsField(label="Text closes on")
    issue_on = DatePartsField(label="Latest day of issue")


def follow(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    require(request.actor, Permission.WRITE_PAPER, at=[row.authority_id])
    if request.method != "POST" and row.state not in FROZEN:
        raise CannotDo(f"This paper is {row.state_words.lower()}, so it can still be changed itself.")

    def build(data: object, files: object) -> FollowForm:
        form = FollowForm(data)
        today = clock.today()
        form.fields["text_closed_on"].initial = form.fields["issue_on"].initial = min(
            today + timedelta(days=1), max(today, row.days.meets_on - timedelta(days=1))
        )
        return form

    def send(form: FollowForm) -> Sent:
        given = form.cleaned_data
        made = actions.follow_paper(
            actor=request.actor,
            paper_ref=ref,
            kind=TieKind(given["kind"]),
            reason=given["reason"],
            subject=given["subject"],
            text_closed_on=given["text_closed_on"],
            issue_on=given["issue_on"],
            at=clock.now(),
        )
        return Sent("The paper is open and tied to the one that it follows.", to("paper", made.ref))

    page = page_about(
        row,
        key="follow",
        title="Open a paper that follows",
        button="Open the paper",
        lead_words="What was issued is frozen. Another paper is signed on its own and shown beside it.",
    )
    return answer(request, page, build, send)


class ReasonForm(DesignForm):
    """Why a paper is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=500,
        widget=forms.Textarea({"rows": "3"}),
        help_text="The public reads this where the paper stood. Name nobody.",
    )


def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    in_state(request, row, PaperStep.ISSUED, "Only a paper that is issued can be withdrawn.")

    def send(form: ReasonForm) -> str:
        actions.withdraw_paper(actor=request.actor, paper_ref=ref, reason=form.cleaned_data["reason"], at=clock.now())
        return "Withdrawn. It stays on record as it was signed, and says that it is withdrawn."

    page = page_about(
        row,
        key="withdraw",
        title="Withdraw the paper",
        button="Withdraw the paper",
        lead_words="It is not taken out of the record. Where it stands, it says from now on that it is withdrawn.",
    )
    return answer(request, page, lambda data, files: ReasonForm(data), send)


class StampForm(DesignForm):
    """The numbers on copies."""

    item = forms.CharField(label="Item on the agenda", max_length=12, help_text="Such as 7 or 7(b)")
    first_page = forms.IntegerField(label="Number of its first page", min_value=1, max_value=99_999)


def stamp(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    require(request.actor, Permission.ISSUE_PAPER, at=[row.authority_id])
    if request.method != "POST" and row.state not in FROZEN:
        raise CannotDo(f"This paper is {row.state_words.lower()}. Copies are stamped once it is signed.")
    now = queries.after(request.actor, row)

    def build(data: object, files: object) -> StampForm:
        form = StampForm(data)
        form.fields["item"].initial, form.fields["first_page"].initial = now.item, now.first_page or None
        return form

    def send(form: StampForm) -> str:
        given = form.cleaned_data
        actions.stamp_copies(
            actor=request.actor,
            paper_ref=ref,
            item=given["item"],
            first_page=given["first_page"],
            at=clock.now(),
        )
        return "The stamped copy is on this page. What was signed stays as it is."

    page = page_about(
        row,
        key="stamp",
        title="Stamp copies",
        button="Stamp copies",
        anchor="#files",
        lead_words="The item goes to the head and the page of the agenda to the foot of each page of the PDF, outside "
        "the content: whoever checks a stamped copy is told that it is the same.",
    )
    return answer(request, page, build, send)


def stamped(request: HttpRequest, ref: str) -> HttpResponse:
    """The stamped copy in a bundle with the files as they were signed."""
    made = queries.stamped_bundle(request.actor, ref)
    answered = HttpResponse(made, content_type="application/zip")
    answered.headers["Content-Disposition"] = f'attachment; filename="{ref}-stamped.zip"'
    return answered


def register(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "Register of issued papers",
        "crumbs": (PAPERS, Crumb("Register of issued papers")),
        "rows": queries.register(request.actor),
    }
    return render(request, "reporting/register.html", context)
