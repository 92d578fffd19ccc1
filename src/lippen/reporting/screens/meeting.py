"""After the meeting: what the committee decided on a paper, what members asked, what they were answered."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import CannotDo
from lippen.reporting import actions, queries
from lippen.reporting.rows import PaperRow
from lippen.reporting.screens.addresses import PAPERS, crumb, page_about, to
from lippen.reporting.screens.promises import choices
from lippen.reporting.vocabulary import PaperStep


def after_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.after_meeting(request.actor, ref, today=clock.today())
    row, here = found.paper, [found.paper.authority_id]
    issued = row.state is PaperStep.ISSUED
    context = {
        "title": "Decided, asked and promised",
        "paper": row,
        "found": found,
        "today": clock.today(),
        "crumbs": (PAPERS, crumb(row), Crumb("Decided, asked and promised")),
        "sees_plan": may(request.actor, Permission.READ_PLAN, at=here),
        "issued": issued,
        "may_decide": issued and may(request.actor, Permission.EDIT_PLAN, at=here),
        "may_ask": issued and may(request.actor, Permission.WRITE_PAPER, at=here),
    }
    return render(request, "reporting/after_meeting.html", context)


def _issued(request: HttpRequest, ref: str, permission: Permission) -> PaperRow:
    """The paper, once its committee has it, for somebody who may record what followed."""
    row = queries.paper_row(request.actor, ref)
    require(request.actor, permission, at=[row.authority_id])
    if request.method != "POST" and row.state is not PaperStep.ISSUED:
        raise CannotDo("This paper is not issued yet, so no committee has had it.")
    return row


def _public_or_not(form: DesignForm, exempt: bool) -> None:
    """Of an exempt paper it is asked whether the public may read the words; of any other it is no question."""
    if not exempt:
        return
    first = next(iter(form.fields))
    form.fields["is_public"] = forms.BooleanField(
        label="The public may read these words: they tell nothing of what is exempt", required=False
    )
    form.order_fields([first, "is_public"])


WITHHELD = "Its words stand beside this paper; the plan and the next paper say only that there is something."
EXEMPT_HINT = (
    "This paper is exempt. What you write stands beside it, for those who may read it; the plan and the next paper say "
    "only that there is something, unless you say that the public may read it."
)


def _which_body(form: DesignForm, row: PaperRow, label: str) -> None:
    """Of a paper that goes to two bodies in turn it is asked which of them it was."""
    if not row.then_committee_name:
        return
    met = ((row.committee_name, row.days.meets_on), (row.then_committee_name, row.then_meets_on))
    form.fields["body"] = forms.ChoiceField(
        label=label,
        choices=[(name, f"{name}, {day_words(day)}") for name, day in met if day],
        widget=forms.RadioSelect,
        initial=row.committee_name,
    )
    form.order_fields(["body"])


class OutcomeForm(DesignForm):
    """What the committee decided."""

    agreed = forms.CharField(
        label="What did the committee decide?",
        max_length=4000,
        widget=forms.Textarea({"rows": "5"}),
        help_text="In its own words where you have them.",
    )
    so_on = DatePartsField(label="On which day?")
    report_back_on = DatePartsField(label="By which day does somebody report back?", required=False)
    reporter = forms.ChoiceField(label="Who reports back?", required=False)


def outcome(request: HttpRequest, ref: str) -> HttpResponse:
    row = _issued(request, ref, Permission.EDIT_PLAN)
    people, _ = choices(request.actor, row)
    exempt = queries.is_exempt(request.actor, row)

    def build(data: object, files: object) -> OutcomeForm:
        form = OutcomeForm(data)
        form.fields["reporter"].choices = [("", "Nobody"), *people]
        form.fields["so_on"].initial = row.days.meets_on
        _public_or_not(form, exempt)
        _which_body(form, row, "Which body decided?")
        return form

    def send(form: OutcomeForm) -> str:
        given = form.cleaned_data
        actions.record_outcome(
            actor=request.actor,
            paper_ref=ref,
            agreed=given["agreed"],
            so_on=given["so_on"],
            report_back_on=given["report_back_on"],
            reporter_id=int(given["reporter"]) if given["reporter"] else None,
            is_public=given.get("is_public", False),
            body=given.get("body", ""),
            at=clock.now(),
        )
        if exempt and not given["is_public"]:
            return f"The decision is recorded. {WITHHELD}"
        return "The decision is recorded. It stands among the plan's decisions, and the next paper opens with it."

    page = page_about(
        row,
        key="outcome",
        title="What the committee decided",
        button="Record the decision",
        back=to("after_meeting", ref),
        lead_words=EXEMPT_HINT if exempt else "",
    )
    return answer(request, page, build, send)


class AskedForm(DesignForm):
    """What a member asked, and who promised an answer."""

    words = forms.CharField(label="What was asked?", max_length=2000, widget=forms.Textarea({"rows": "4"}))
    asked_by = forms.CharField(
        label="Who asked?", max_length=180, help_text="Such as: Councillor Bethia Carsegowan, or: a member"
    )
    so_on = DatePartsField(label="On which day?")
    promised_by = forms.ChoiceField(label="Who promised an answer?", required=False)
    promised_for = DatePartsField(label="By which day?", required=False)


def ask(request: HttpRequest, ref: str) -> HttpResponse:
    row = _issued(request, ref, Permission.WRITE_PAPER)
    people, _ = choices(request.actor, row)
    exempt = queries.is_exempt(request.actor, row)

    def build(data: object, files: object) -> AskedForm:
        form = AskedForm(data)
        form.fields["promised_by"].choices = [("", "Nobody: it was answered, or is still open"), *people]
        form.fields["so_on"].initial = row.days.meets_on
        _public_or_not(form, exempt)
        _which_body(form, row, "At which body was it asked?")
        return form

    def send(form: AskedForm) -> str:
        given = form.cleaned_data
        actions.ask_question(
            actor=request.actor,
            paper_ref=ref,
            asked_by=given["asked_by"],
            words=given["words"],
            so_on=given["so_on"],
            promised_by_id=int(given["promised_by"]) if given["promised_by"] else None,
            promised_for=given["promised_for"],
            is_public=given.get("is_public", False),
            body=given.get("body", ""),
            at=clock.now(),
        )
        if exempt and not given["is_public"]:
            return f"The question is recorded. {WITHHELD}"
        return "The question is recorded. The next paper opens with it, and with its answer."

    page = page_about(
        row,
        key="ask",
        title="What a member asked",
        button="Record the question",
        back=to("after_meeting", ref),
        lead_words=EXEMPT_HINT if exempt else "",
    )
    return answer(request, page, build, send)


class AnsweredForm(DesignForm):
    """What a member was answered."""

    words = forms.CharField(label="What was answered?", max_length=4000, widget=forms.Textarea({"rows": "5"}))
    so_on = DatePartsField(label="On which day?")


def answer_question(request: HttpRequest, question_ref: str) -> HttpResponse:
    row, asked = queries.question_asked(request.actor, question_ref)
    require(request.actor, Permission.WRITE_PAPER, at=[row.authority_id])
    exempt = queries.is_exempt(request.actor, row)

    def build(data: object, files: object) -> AnsweredForm:
        form = AnsweredForm(data)
        form.fields["so_on"].initial = clock.today()
        form.fields["words"].initial = asked.answer
        _public_or_not(form, exempt)
        return form

    def send(form: AnsweredForm) -> str:
        given = form.cleaned_data
        actions.answer_question(
            actor=request.actor,
            question_ref=question_ref,
            words=given["words"],
            so_on=given["so_on"],
            is_public=given.get("is_public", False),
            at=clock.now(),
        )
        return "The answer is recorded."

    page = page_about(
        row,
        key="answer-question",
        subject=question_ref,
        title="The answer" if not asked.answer else "The answer, put right",
        button="Record the answer",
        back=to("after_meeting", row.ref),
        lead_words=f"{asked.asked_by} asked: “{asked.words}”",
    )
    return answer(request, page, build, send)
