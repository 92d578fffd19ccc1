"""What is asked about the rows of a file before it comes in, kind by kind, and what stays out of it."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import staging
from lippen.casework.queries import intake as queries
from lippen.casework.queries.intake import IntakeDoubtRow, IntakeRow
from lippen.casework.screens.intake import own, page_of
from lippen.casework.screens.saying import form_of
from lippen.casework.vocabulary import AGAIN, DOUBT_WORDS, DoubtKind
from lippen.design.forms import DesignForm
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import count_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo


def intake_doubts(request: HttpRequest, ref: str) -> HttpResponse:
    row = own(request, ref, even_taken=True)
    counts = queries.doubt_counts(request.actor, row.id)
    kind = _kind(request.GET.get("kind", ""), counts)
    total, still = counts.get(kind, (0, 0))
    paged = Paginator(range(total), queries.PAGE).get_page(request.GET.get("page", "1"))
    doubts = queries.doubts(request.actor, row.id, kind, page=paged.number)
    request.audit_keys = {"kind": kind.value, "rows": [each.row for each in doubts]}

    def build(data: object, files: object) -> DesignForm:
        return _doubts_form(data, doubts, still)

    def send(form: DesignForm) -> Sent:
        _answer(request, row, kind, doubts, form)
        left = queries.doubt_counts(request.actor, row.id).get(kind, (0, 0))[1]
        here = request.get_full_path() if left else reverse("casework:intake", args=[ref])
        return Sent(f"Your answers are kept. {count_words(left, 'doubt')} of this kind left.", here)

    title = DOUBT_WORDS[kind]
    page = page_of(request, row, "doubts", title, "Keep these answers", doubts=doubts, page_obj=paged, kind=kind.value)
    if kind in (DoubtKind.REFUSED, DoubtKind.STOPPED) or not doubts:
        context = {"title": title, "crumbs": page.crumbs, "back": page.back, "again": row.kind in AGAIN, **page.context}
        return render(request, "casework/intake_refused.html", context)
    return answer(request, page.with_template("casework/intake_doubts.html"), build, send)


def _kind(words: str, counts: dict[DoubtKind, tuple[int, int]]) -> DoubtKind:
    if words in {kind.value for kind in DoubtKind}:
        return DoubtKind(words)
    return next(iter(counts), DoubtKind.REFUSED)


def _doubts_form(data: object, doubts: tuple[IntakeDoubtRow, ...], still: int) -> DesignForm:
    fields: dict[str, forms.Field] = {}
    for each in doubts:
        fields[f"answer-{each.id}"] = forms.ChoiceField(
            label=f"Row {each.row:,}: {each.sentence}",
            choices=each.choices,
            required=False,
            initial=each.answer,
            widget=forms.RadioSelect,
        )
        fields[f"answer-{each.id}"].is_one_of = True  # one answer at least is needed: the page marks none as optional
        if each.wants_words:
            fields[f"words-{each.id}"] = forms.CharField(
                label=f"Row {each.row:,}: why?", max_length=400, required=False, initial=each.words
            )
    if still > 1:
        offered = {value: words for each in doubts for value, words in each.choices if ":" not in value}
        fields["alike"] = forms.ChoiceField(
            label="And all others of this kind that are open?",
            choices=[("", "Decide them one by one"), *offered.items()],
            required=False,
        )
        if any(each.wants_words for each in doubts):
            fields["alike_words"] = forms.CharField(label="Why, for all of these?", max_length=400, required=False)
    return form_of(data, **fields)


def _answer(
    request: HttpRequest, row: IntakeRow, kind: DoubtKind, doubts: tuple[IntakeDoubtRow, ...], form: DesignForm
) -> None:
    given = form.cleaned_data
    chosen = [
        (each.id, given[f"answer-{each.id}"], given.get(f"words-{each.id}", ""))
        for each in doubts
        if given.get(f"answer-{each.id}")
    ]
    common = {"actor": request.actor, "intake_ref": row.ref, "at": clock.now()}
    if chosen:
        staging.answer_doubts(answers=chosen, **common)
    if given.get("alike"):
        words = given.get("alike_words", "")
        staging.answer_alike(kind=kind, answer=given["alike"], words=words, **common)
    if not chosen and not given.get("alike"):
        raise CannotDo("Choose an answer for at least one row.")
