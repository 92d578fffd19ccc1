"""Two records of one person: said, decided on with both side by side, and undone with a reason."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import guarding as actions
from lippen.casework.queries import joined, near, records
from lippen.casework.queries.joined import Pair, Side
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import CHILDREN, NEAR_ALONE, crumb_to, form_of, page_about, somebody, text, yes
from lippen.casework.vocabulary import BIRTH_WORDS, GENDER_WORDS, BirthPrecision, Gender, SameStep
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words, listed_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo

TITLE = "One person or two?"
DECIDED = {
    SameStep.AGREED: "{by} agreed on {day}: the records are put together.",
    SameStep.REFUSED: "{by} decided on {day}: they are two people.",
    SameStep.UNDONE: "{by} took the records apart again on {day}.",
}
ABOUT_TO = (
    ("Name", lambda side: side.person.name),
    ("Known as", lambda side: side.person.known_as),
    ("Born", lambda side: _born(side.person)),
    ("Died", lambda side: day_words(side.person.died_on) if side.person.died_on else ""),
    ("Gender", lambda side: GENDER_WORDS[Gender(side.person.gender)] if side.person.gender else ""),
    ("Lives at", lambda side: side.person.place),
    ("Telephone", lambda side: side.person.phone),
    ("Numbers of other services", lambda side: "; ".join(f"{scheme}: {value}" for scheme, value in side.numbers)),
    ("Who works with them", lambda side: "; ".join(f"{name} ({part.lower()})" for name, part in side.work)),
)
"""What is told of each of the two, under its heading."""


def propose_same(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    offered = near.offered(request.actor, person, real_at=clock.real_now())
    others = [
        (row.ref, f"{row.name}, born {day_words(row.born_on)}" if row.born_on else row.name)
        for row in offered.people
        if row.is_child == person.is_child
    ]
    hint = "This one will lead to it. Nothing is rewritten."

    def build(data: object, files: object):
        return form_of(
            data,
            kept=somebody("Which record stays?", others, hint=hint if offered.is_everybody else f"{hint} {NEAR_ALONE}"),
            why=text("What shows that they are one person?"),
        )

    def send(form) -> str:
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.propose_same(actor=request.actor, person_ref=ref, kept_ref=form.cleaned_data["kept"], **given)
        return "Somebody else decides now; it stands on their desk."

    page = page_about(request, person, key="same", title="The same person as another", button="Propose this")
    return answer(request, page, build, send)


def decide_same(request: HttpRequest, ref: str) -> HttpResponse:
    pair = joined.pair(request.actor, ref)
    one, kept = pair.one.person, pair.kept.person
    request.audit_keys = {"records": [one.ref, kept.ref]}
    if pair.steps and request.method != "POST":
        return render(request, "casework/same_decided.html", {**_context(request, pair), **_said(request, pair)})

    def build(data: object, files: object):
        return form_of(
            data,
            answer=forms.ChoiceField(
                label=f"Are {one.name} and {kept.name} one person?",
                choices=[("yes", "Yes: put the records together"), ("no", "No: they are two people")],
                widget=forms.RadioSelect,
            ),
        )

    def send(form) -> Sent:
        is_same = form.cleaned_data["answer"] == "yes"
        actions.decide_same(actor=request.actor, same_ref=ref, is_same=is_same, so_on=clock.today(), at=clock.now())
        words = "The records are put together." if is_same else "They stay two records."
        return Sent(words, reverse("casework:child", args=[kept.ref if is_same else one.ref]))

    page = page_about(
        request,
        one,
        key="decide-same",
        subject=ref,
        title=TITLE,
        button="Record this",
        has_draft=False,
        template="casework/same.html",
        happens=_happens(pair),
        **_context(request, pair),
    )
    return answer(request, page, build, send)


def _context(request: HttpRequest, pair: Pair) -> dict[str, object]:
    """Both records side by side, and why somebody takes them for one person."""
    told = [(label, tell(pair.one) or "Not recorded", tell(pair.kept) or "Not recorded") for label, tell in ABOUT_TO]
    return {
        "pair": pair,
        "rows": [row for row in told if row[1:] != ("Not recorded", "Not recorded")],
        "proposed": f"{pair.by or 'Somebody'} proposed this on {day_words(pair.so_on)}: {pair.why}",
    }


def _said(request: HttpRequest, pair: Pair) -> dict[str, object]:
    return {
        "title": TITLE,
        "crumbs": (CHILDREN, crumb_to(pair.kept.person), Crumb(TITLE)),
        "said": [
            DECIDED[step.kind].format(by=step.by or "Somebody", day=day_words(step.so_on))
            + (f" {step.words}" if step.words else "")
            for step in pair.steps
        ],
        "may_undo": _why_not_undone(request, pair) == "",
    }


def _happens(pair: Pair) -> list[str]:
    """What follows where somebody says that they are one person."""
    one, kept = pair.one.person.name, pair.kept.person.name
    told = [
        f"{kept}’s record stays, and shows what stands on both. Whoever works with {kept} sees both.",
        f"Nothing new is written on {one}’s record. What stands there already, such as a warning or a planned visit, "
        "is still reviewed or done.",
        *_of_work(pair),
    ]
    if pair.one.person.is_protected or pair.kept.person.is_protected:
        told.append("The address of both is protected.")
    return [*told, f"It can be undone within {rules.UNDO_DAYS} days."]


def _of_work(pair: Pair) -> list[str]:
    """Who works with the child afterwards."""
    one, kept = pair.one, pair.kept
    gone = listed_words([name for name, part in one.work if part == joined.ALLOCATED and kept.is_allocated])
    if gone:
        return [
            f"{gone} is allocated under the one name, and {_allocated(kept)} under the other. {_allocated(kept)} goes "
            f"on; {gone} works with the child no longer. What was due moves along."
        ]
    if one.is_allocated:
        return [f"{_allocated(one)} becomes the allocated worker on the record that stays, with what is due."]
    return ["Whoever works with the one works with the record that stays, unless it rests with somebody there."]


def _allocated(side: Side) -> str:
    return next(name for name, part in side.work if part == joined.ALLOCATED)


def _born(person: PersonRow) -> str:
    if person.born_on is None:
        return ""
    is_exact = person.born_precision == BirthPrecision.EXACT
    return day_words(person.born_on) + (
        "" if is_exact else f" ({BIRTH_WORDS[BirthPrecision(person.born_precision)].lower()})"
    )


def undo_same(request: HttpRequest, ref: str) -> HttpResponse:
    pair = joined.pair(request.actor, ref)
    one, kept = pair.one.person, pair.kept.person
    request.audit_keys = {"records": [one.ref, kept.ref]}
    why_not = _why_not_undone(request, pair)
    if why_not and request.method != "POST":
        said = {**_context(request, pair), **_said(request, pair), "why_not": why_not}
        return render(request, "casework/same_decided.html", said)

    def build(data: object, files: object):
        return form_of(
            data,
            why=text("What shows that they are two people?", hint="It stands with what was decided."),
            is_sure=yes("Yes: take these two records apart"),
        )

    def send(form) -> Sent:
        if not form.cleaned_data["is_sure"]:
            raise CannotDo("Tick the box if you are sure.", field="is_sure")
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.undo_same(actor=request.actor, same_ref=ref, **given)
        return Sent("They are two records again.", reverse("casework:child", args=[kept.ref]))

    page: Page = page_about(
        request,
        kept,
        key="undo-same",
        subject=ref,
        title="Take two records apart",
        button="Take the records apart",
        has_draft=False,
        template="casework/same.html",
        happens=[
            f"{one.name} and {kept.name} are two people again, each with a record of their own.",
            f"Whoever worked with {one.name} until the records were put together works with {one.name} again. "
            f"Whoever works with {kept.name} goes on there too.",
            "What was written meanwhile stays where it was written.",
        ],
        **_context(request, pair),
    )
    return answer(request, page, build, send)


def _why_not_undone(request: HttpRequest, pair: Pair) -> str:
    """Why the reader cannot take them apart; nothing where they can."""
    if pair.state is not SameStep.AGREED or pair.agreed is None:
        return "These records are not put together."
    if not actions.may_undo(request.actor, pair.one.person.authority_id, {pair.by_id, pair.agreed.by_id}):
        return actions.NOT_YOURS_TO_UNDO
    return "" if rules.may_undo(pair.agreed.so_on, clock.today()) else actions.TOO_LATE_TO_UNDO
