"""Past the limit: what the head of service decides. Figures: what somebody asks, and what a manager answers."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import limits as actions
from lippen.casework.queries import limits, numbers
from lippen.casework.screens.saying import CHILDREN, council_here, day_to_come, form_of, line, text
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, answer
from lippen.design.words import count_words, day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible

FIGURES = "Our own standards and weights"


def decide_limit(request: HttpRequest, ref: str) -> HttpResponse:
    row = limits.over(request.actor, ref, on=clock.today())
    if row.authority_id not in request.actor.seated_as(actions.HEADS):
        raise NotAllowed(rules.OVER_LIMIT.key)

    def build(data: object, files: object):
        return form_of(
            data,
            words=text(
                "What did you decide?",
                hint="It stands for the team's reasons, and is read where a child is allocated past the limit",
            ),
            valid_until=day_to_come("Until which day does it hold?", hint="Half a year at most"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.decide_limit(
            actor=request.actor,
            over_ref=ref,
            words=given["words"],
            valid_until=given["valid_until"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The decision stands until that day."

    team = f" of {row.team}" if row.team else ""
    page = Page(
        key="decide-limit",
        subject=ref,
        title="Past the limit: what follows?",
        button="Record the decision",
        back=reverse("casework:team"),
        crumbs=(CHILDREN, Crumb("Team", reverse("casework:team")), Crumb("Past the limit")),
        template="casework/form.html",
        context={
            "about": f"{row.worker}{team} has been past the limit since {day_words(row.since)}: "
            f"{count_words(row.children, 'child', 'children')} then, and the limit was {row.limit}."
        },
    )
    return answer(request, page, build, send)


def challenge_figure(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.READ_RECORDS)
    figure = request.GET.get("figure", "")
    if figure not in rules.LOCALS:
        raise NotVisible

    def build(data: object, files: object):
        return form_of(data, words=text("What is wrong with it, and how do you know?"))

    def send(form) -> str:
        given = {"authority_id": council, "key": figure, "words": form.cleaned_data["words"]}
        actions.challenge_figure(actor=request.actor, so_on=clock.today(), at=clock.now(), **given)
        return "Somebody who manages is asked, and answers here."

    local = rules.LOCALS[figure]
    row = next(each for each in numbers.number_rows(request.actor, council, on=clock.today()) if each.key == figure)
    since = f"since {day_words(row.so_on)}: {row.why}" if row.so_on else f"what Lippen starts with ({row.source})"
    page = _of_figures(
        f"Ask for another figure: {local.words.lower()}",
        key="ask-figure",
        subject=figure,
        button="Ask",
        about=f"It is {row.number.normalize():f} {row.unit_words} now, {since}.",
    )
    return answer(request, page, build, send)


def answer_challenge(request: HttpRequest, ref: str) -> HttpResponse:
    row = limits.challenge(request.actor, ref)
    if row.answered_on is not None:
        raise CannotDo("Somebody has answered this already. It stands with the figures.")

    def build(data: object, files: object):
        return form_of(data, words=text("What do you answer?", hint="What you looked at, and what follows from it"))

    def send(form) -> str:
        given = {"challenge_ref": ref, "words": form.cleaned_data["words"]}
        actions.answer_challenge(actor=request.actor, so_on=clock.today(), at=clock.now(), **given)
        return "The answer stands beside the question."

    about = f"{row.asked_by} asked on {day_words(row.asked_on)} about “{row.figure}”: {row.words}"
    page = _of_figures(
        "Answer who asks for another figure", key="answer-figure", subject=ref, button="Answer", about=about
    )
    return answer(request, page, build, send)


def say_day(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.AGREE_RISK)

    def build(data: object, files: object):
        return form_of(
            data,
            day=day_to_come("Which day?"),
            is_closed=forms.ChoiceField(
                label="Does the council work on it?",
                choices=[
                    ("closed", "No: it is not counted as a working day"),
                    ("open", "Yes, although it is a holiday"),
                ],
                widget=forms.RadioSelect,
            ),
            name=line("What is the day called?", most=80),
            source=line("Who decided it, and where does it stand?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.say_day(
            actor=request.actor,
            authority_id=council,
            day=given["day"],
            is_closed=given["is_closed"] == "closed",
            name=given["name"],
            source=given["source"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "Clocks that begin from now on count by it."

    page = _of_figures("A day of the council's own", key="say-day", subject="days", button="Record the day")
    return answer(request, page, build, send)


def _of_figures(title: str, *, key: str, subject: str, button: str, about: str = "") -> Page:
    back = reverse("casework:figures")
    return Page(
        key=key,
        subject=subject,
        title=title,
        button=button,
        back=back,
        crumbs=(CHILDREN, Crumb(FIGURES, back), Crumb(title)),
        template="casework/form.html",
        context={"about": about},
    )
