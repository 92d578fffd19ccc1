"""Move a date, honestly: the first stays, each move has a reason and somebody who agreed."""

from __future__ import annotations

import re
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
from lippen.kernel.calendar import MONTHS, Period, Precision, read_period

OFFERED = (Which.TARGET, Which.REVIEW)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
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
        ask_what_is_meant(self, "period", today)
        self.order_fields(["which", "period", "meant", "reason", "agreed_by", "form_token"])


def ask_what_is_meant(
    form: DesignForm,
    name: str,
    today: date,
    *,
    asking: str = "meant",
    ahead: timedelta = AHEAD,
    may_be_past: bool = False,
) -> None:
    """A date that can be meant otherwise is asked about: words without a year, a quarter, a day that is past."""
    words = str(form.data.get(name) or "").strip()
    period = period_in(words, today, ahead) if 0 < len(words) <= 60 else None
    if period is None or not (question := _question(words, period, today, ahead, may_be_past)):
        return
    code = f"{period.starts_on.isoformat()} {period.ends_on.isoformat()}"
    yes = f"Yes, {period_words(period)} is meant"
    sentence = f"{question} Tick “{yes}”, or write the date otherwise."
    form.fields[asking] = forms.MultipleChoiceField(
        label="Is this the date that you mean?",
        choices=[(code, yes)],
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("required", "invalid_choice"), sentence),
    )


def _question(words: str, period: Period, today: date, ahead: timedelta, may_be_past: bool) -> str:
    """Why a date may be meant otherwise; nothing where it is clear."""
    if period.has_passed(today) and not may_be_past:
        return f"{_capital(period_words(period))} has passed."
    if not read_period(words, near=today + ahead)[1]:
        return ""
    if _YEAR.search(words):
        return f"“{words}” is a quarter of the financial year, {period_words(period)}, or of the calendar year."
    return f"“{words}” gives no year."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def period_in(words: str, today: date, ahead: timedelta = AHEAD) -> Period | None:
    """The period that the words mean; where they leave the year out, it is written in."""
    period, year_assumed = read_period(words, near=today + ahead)
    if period is None or not 1990 <= period.starts_on.year <= 2200:
        return None
    return replace(period, text=_written_out(period)) if year_assumed else period


def _written_out(period: Period) -> str:
    """The period's own days in words: 'April to June 2027' where somebody wrote 'Q1 2027'."""
    if period.precision is not Precision.RANGE or period.starts_on.day != 1 or period.ends_on.day != 1:
        return period_words(replace(period, text=""))
    first, last = period.starts_on, period.last_day
    if (first.year, first.month) == (last.year, last.month):
        return f"{MONTHS[last.month - 1]} {last.year}"
    opening = MONTHS[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
    return f"{opening} to {MONTHS[last.month - 1]} {last.year}"


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
