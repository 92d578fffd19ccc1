"""Move a date, honestly: the first stays, each move has a reason and somebody who agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm, PeriodField
from lippen.design.sending import answer
from lippen.design.words import period_words
from lippen.improvement import actions
from lippen.improvement.rows import ActionRow, StoryRow
from lippen.improvement.screens.subject import for_its_own, page_about
from lippen.improvement.vocabulary import WHICH_WORDS, Which
from lippen.kernel import clock
from lippen.kernel.calendar import Period, read_period

OFFERED = (Which.TARGET, Which.REVIEW)
AHEAD = timedelta(days=150)
"""A day or month without a year is one to come: the nearest to five months ahead."""


class DateForm(DesignForm):
    """Which date, to when, why, and who agreed."""

    which = forms.ChoiceField(label="Which date?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why does it move?",
        max_length=2000,
        required=False,
        help_text="A first date needs no reason.",
        widget=forms.Textarea({"rows": "3"}),
    )
    agreed_by = forms.CharField(
        label="Who agreed?", max_length=200, required=False, help_text="A post or a meeting, such as Head of Service"
    )

    def __init__(self, *args: object, action: ActionRow, today: date, wanted: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = [(which, _which_words(action, which)) for which in OFFERED]
        usual = Which.TARGET if action.target or not action.review else Which.REVIEW
        self.fields["which"].initial = wanted if wanted in OFFERED else usual
        self.fields["period"] = PeriodField(
            label="What is the new date?",
            read=lambda words: period_in(words, today),
            error_messages={"required": "Write the new date, as exactly as you know it."},
        )
        self.order_fields(["which", "period", "reason", "agreed_by", "form_token"])


def period_in(words: str, today: date) -> Period | None:
    """The period that the words mean; where they leave the year out, it is written in."""
    period, year_assumed = read_period(words, near=today + AHEAD)
    if period is None or not 1990 <= period.starts_on.year <= 2200:
        return None
    return replace(period, text=period_words(period)) if year_assumed else period


def _which_words(action: ActionRow, which: Which) -> str:
    now = action.target if which is Which.TARGET else action.review
    return f"{WHICH_WORDS[which]}: {period_words(now) if now else 'none yet'}"


@for_its_own
def change(request: HttpRequest, story: StoryRow) -> HttpResponse:

    def build(data: object, files: object) -> DateForm:
        return DateForm(data, action=story.action, today=clock.today(), wanted=request.GET.get("which", ""))

    def send(form: DateForm) -> str:
        given = form.cleaned_data
        actions.change_date(
            actor=request.actor,
            action_ref=story.action.ref,
            which=Which(given["which"]),
            period=given["period"],
            reason=given["reason"],
            agreed_by=given["agreed_by"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return f"The date is now {period_words(given['period'])}. The first one is kept."

    page = page_about(story, key="date", title="Move a date", button="Move the date")
    return answer(request, page, build, send)
