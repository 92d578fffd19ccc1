"""Say where a looked-after child lives and why: care begins, a move, another legal reason, care ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import living as actions
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.queries import carers, living, spans
from lippen.care.rows.living import EpisodeRow
from lippen.care.rules.fitting import is_asked
from lippen.care.rules.legal import LEGAL_REASONS, LegalReasonKind
from lippen.care.screens.saying import answer_about, care_page, head
from lippen.care.vocabulary import (
    AFTER_WORDS,
    AREA_WORDS,
    DESTINATION_WORDS,
    MOVE_WORDS,
    PLACEMENT_WORDS,
    SIBLINGS_WORDS,
    AfterKind,
    Area,
    Destination,
    MoveReason,
    PlacementKind,
    Siblings,
)
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import (
    at_times,
    day,
    day_to_come,
    form_of,
    line,
    one_of,
    one_of_many,
    somebody,
    text,
    yes,
)
from lippen.design.sending import Sent
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo

LAW_OF_THE_DAY = (
    "In the words of the law on that day. What holds today stands first; what was before takes an earlier day."
)
LAW_TODAY, LAW_BEFORE = "By the law of today", "For an earlier day alone"


def begin_care(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            so_on=day("From which day?"),
            **_placement_fields(request, person),
            **_legal_fields(is_basis=True),
            **_at_odds([(_typed(data, "kind"), _typed(data, "code"))], at_once=True),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.begin_care(
            actor=request.actor,
            person_ref=ref,
            so_on=given["so_on"],
            placement=_placement(given),
            legal=_legal(given),
            at=clock.now(),
            is_at_odds=bool(given.get("is_at_odds")),
        )
        return Sent(f"{person.name} is looked after from {day_words(given['so_on'])}.", _life(person))

    title = f"{person.name} is looked after"
    page = care_page(request, person, key="begin", title=title, button="Record that care began")
    return answer_about(request, person, page, build, send)


def move(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)
    now = _now(request, person)
    laws = [row.code for row in now.legal if row.is_basis]

    def build(data: object, files: object):
        return form_of(
            data,
            so_on=day("On which day did the child move?"),
            moved_why=one_of_many("Why did the child move?", MOVE_WORDS),
            moved_words=text("In your words", required=False, hint="What led to it, and how the child was prepared"),
            **_placement_fields(request, person),
            **_at_odds((_typed(data, "kind"), law) for law in laws),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        made = _placement(given)
        actions.move(
            actor=request.actor,
            person_ref=ref,
            so_on=given["so_on"],
            placement=made,
            at=clock.now(),
            is_at_odds=bool(given.get("is_at_odds")),
        )
        return Sent(f"The move on {day_words(given['so_on'])} is recorded.", _life(person))

    title = f"{person.name} moved"
    about = f"Until now: {_lives(now)}. It ends on the day of the move."
    page = care_page(request, person, key="move", title=title, button="Record the move", about=about)
    return answer_about(request, person, page, build, send)


def change_legal(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)
    now = _now(request, person)
    basis, places = now.basis, [row.code for row in now.placements]

    def build(data: object, files: object):
        return form_of(
            data,
            so_on=day("From which day?"),
            **_legal_fields(is_basis=True),
            **_at_odds((place, _typed(data, "code")) for place in places),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.change_legal(
            actor=request.actor,
            person_ref=ref,
            so_on=given["so_on"],
            legal=_legal(given),
            at=clock.now(),
            is_at_odds=bool(given.get("is_at_odds")),
        )
        return Sent("The legal reason is recorded.", _life(person))

    about = f"Until now: {basis.words}, since {day_words(basis.starts_on)}. It ends on that day." if basis else ""
    page = care_page(
        request,
        person,
        key="legal",
        title=f"By which law {person.name} is looked after",
        button="Record the legal reason",
        about=about,
        lead_words="An order that is continued is recorded anew, with its new last day.",
    )
    return answer_about(request, person, page, build, send)


def add_order(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)
    _now(request, person)

    def build(data: object, files: object):
        return form_of(data, so_on=day("From which day?"), **_legal_fields(is_basis=False))

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.add_order(
            actor=request.actor, person_ref=ref, so_on=given["so_on"], legal=_legal(given), at=clock.now()
        )
        return Sent("The order is recorded.", _life(person))

    page = care_page(
        request,
        person,
        key="order",
        title="An order beside the legal reason",
        button="Record the order",
        lead_words="For what holds at the same time and is not the reason for which the child is looked after.",
    )
    return answer_about(request, person, page, build, send)


def end_order(request: HttpRequest, ref: str) -> HttpResponse:
    row = spans.legal_of(request.actor, ref)
    person = head(request, row.person.ref)

    def build(data: object, files: object):
        return form_of(data, so_on=day("On which day did it end?"))

    def send(form) -> Sent:
        actions.end_order(actor=request.actor, legal_ref=ref, so_on=form.cleaned_data["so_on"], at=clock.now())
        return Sent("The end is recorded.", _life(person))

    words = spans.legal_words(row.code_system, row.code)
    about = f"{words}, since {day_words(row.so_on)}"
    page = care_page(
        request, person, key="end-order", title="An order ended", button="Record the end", about=about, subject=row.ref
    )
    return answer_about(request, person, page, build, send)


def end_care(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)
    lives = _lives(_now(request, person))
    death = reverse("casework:say_death", args=[ref])

    def build(data: object, files: object):
        where = one_of_many("Where did the child go?", DESTINATION_WORDS)
        where.initial = Destination.DIED.value if person.died_on else ""
        return form_of(
            data,
            so_on=day("On which day did care end?", initial=day_words(person.died_on) if person.died_on else "today"),
            destination=where,
            words=at_times(line("In your words", required=False, hint="Needed where it is elsewhere or not known")),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.end_care(
            actor=request.actor,
            person_ref=ref,
            so_on=given["so_on"],
            destination=Destination(given["destination"]),
            words=given["words"],
            at=clock.now(),
        )
        goes_on = "" if person.died_on else f" Work with {person.name} goes on."
        return Sent(f"Care ended on {day_words(given['so_on'])}.{goes_on}", _life(person))

    page = care_page(
        request,
        person,
        key="end",
        title=f"{person.name} is no longer looked after",
        button="Record that care ended",
        about=f"Until now: {lives}. The placement and the legal reason end on the same day.",
        beside=() if person.died_on else (death, f"If {person.name} has died, record the death first"),
    )
    return answer_about(request, person, page, build, send)


def say_after_care(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("What is it?", AFTER_WORDS),
            so_on=day("On which day?"),
            words=text("In your words", required=False),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        kind = AfterKind(given["kind"])
        actions.say_after_care(
            actor=request.actor, person_ref=ref, kind=kind, so_on=given["so_on"], words=given["words"], at=clock.now()
        )
        return Sent("It is recorded.", _life(person))

    page = care_page(request, person, key="after", title="Leaving care", button="Record this")
    return answer_about(request, person, page, build, send)


def _life(person: PersonRow) -> str:
    return reverse("care:life", args=[person.ref])


def _now(request: HttpRequest, person: PersonRow) -> EpisodeRow:
    """The time in care that goes on; refused where the child is not looked after."""
    episodes = living.episodes_of(request.actor, person)
    if not episodes or episodes[0].ends_on is not None:
        raise CannotDo(actions.NOT_LOOKED_AFTER)
    return episodes[0]


def _lives(now: EpisodeRow) -> str:
    """Where a looked-after child lives now, in words."""
    lives = now.placements[0]
    return f"{lives.where}, since {day_words(lives.starts_on)}"


def _typed(data: object, name: str) -> str:
    """What was sent for a field; nothing before anything was."""
    return str(data.get(name, "")) if isinstance(data, Mapping) else ""


def _at_odds(pairs: Iterable[tuple[str, str]], *, at_once: bool = False) -> dict[str, forms.Field]:
    """The tick that law and place are so all the same, where one of these pairs is asked about."""
    known = ((PlacementKind(kind), law) for kind, law in pairs if kind in PLACEMENT_WORDS and law in LEGAL_REASONS)
    if not any(is_asked(kind, law, at_once=at_once) for kind, law in known):
        return {}
    return {"is_at_odds": yes("Law and place do not go together, and are so all the same")}


def _placement_fields(request: HttpRequest, person: PersonRow) -> dict[str, forms.Field]:
    choices = carers.carer_choices(request.actor, person.authority_id)
    is_full = any(f", {carers.FULL}: " in words for _, words in choices)
    over = yes(
        "With these carers no place is free, and the child goes there all the same", hint="Needed where they are full"
    )
    return {
        "kind": one_of_many("Where does the child live?", PLACEMENT_WORDS),
        "carer": somebody("With whom?", choices, required=False, hint="Carers of the council's list"),
        **({"is_over_places": over} if is_full else {}),
        "area": one_of("In which area?", AREA_WORDS, initial=Area.NOT_KNOWN.value),
        "siblings": one_of("With brothers and sisters?", SIBLINGS_WORDS, initial=Siblings.NOT_KNOWN.value),
        "siblings_why": at_times(
            text("Why not together?", required=False, hint="Needed where brothers and sisters are apart", rows="2")
        ),
        "is_emergency": yes("It is an emergency placement", hint="The clocks of an emergency begin"),
        "is_short_series": yes("It is one of a series of short breaks"),
    }


def _placement(given: Mapping[str, Any]) -> PlacementGiven:
    return PlacementGiven(
        kind=PlacementKind(given["kind"]),
        carer_ref=given["carer"],
        is_emergency=given["is_emergency"],
        is_short_series=given["is_short_series"],
        area=Area(given["area"]),
        siblings=Siblings(given["siblings"]),
        siblings_why=given["siblings_why"],
        moved_why=MoveReason(given["moved_why"]) if given.get("moved_why") else None,
        moved_words=given.get("moved_words", ""),
        is_over_places=bool(given.get("is_over_places")),
    )


def _legal_fields(*, is_basis: bool) -> dict[str, forms.Field]:
    kinds = [kind for kind in LEGAL_REASONS.values() if kind.is_basis or not is_basis]
    today = clock.today()
    now = [(kind.code, _told(kind)) for kind in kinds if kind.may_begin(today)]
    before = [(kind.code, _told(kind)) for kind in kinds if kind.until and kind.until <= today]
    every = [(kind.code, kind.words) for kind in kinds]  # of a law that is to come the action says so at its field
    code = forms.ChoiceField(label="By which law?", choices=every, help_text=LAW_OF_THE_DAY)
    code.widget.choices = [("", "Choose one"), (LAW_TODAY, now), *([(LAW_BEFORE, before)] if before else [])]
    return {
        "code": code,
        "expires_on": day_to_come("When does it lapse?", required=False, hint="The last day, where it has one"),
        "legal_words": line("Anything to add about it", required=False, hint="Conditions, for example", most=240),
    }


def _told(kind: LegalReasonKind) -> str:
    """A legal reason with its Act, and until when it could begin where it no longer can."""
    until = f", until {day_words(kind.until)}" if kind.until else ""
    return f"{kind.words} ({kind.act}{until})"


def _legal(given: Mapping[str, Any]) -> LegalGiven:
    return LegalGiven(given["code"], given["expires_on"], given["legal_words"])
