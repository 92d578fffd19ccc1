"""What is known about somebody, fact by fact; what still is so, and what was wrong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.casework.actions import knowing as actions
from lippen.casework.queries import knowing, records, rooms, standing
from lippen.casework.queries.people import twins
from lippen.casework.rows import FactRow
from lippen.casework.screens.families import OnDay
from lippen.casework.screens.saying import CHILDREN, crumb_to, day, form_of, may_write, one_of, page_about, text, yes
from lippen.casework.vocabulary import GENDER_WORDS, FactKind, Gender
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo, NotVisible

IN_CHRONOLOGY = frozenset({FactKind.ENTRY, FactKind.VISIT})


def facts(request: HttpRequest, ref: str) -> HttpResponse:
    form = OnDay(request.GET)
    on = form.day()
    person, rows = knowing.facts(request.actor, ref, on=on)
    is_past = on < clock.today()
    context = {
        "title": f"What is known about {person.name}",
        "crumbs": (CHILDREN, crumb_to(person), Crumb("What is known")),
        "person": person,
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "filter_form": form,
        "on": on,
        "is_past": is_past,
        "rows": rows,
        "may_write": not is_past and may_write(request, person),
    }
    return render(request, "casework/facts.html", context)


def still_so(request: HttpRequest, ref: str, fact_kind: str, fact_number: int) -> HttpResponse:
    given = {"kind": _kind(fact_kind), "number": fact_number, "so_on": clock.today(), "at": clock.now()}
    actions.confirm(actor=request.actor, person_ref=ref, **given)
    messages.success(request, "Recorded: it still is so today.")
    return redirect(_back(request, ref))


def _back(request: HttpRequest, ref: str) -> str:
    """The record, where somebody came from there; else what is known about them."""
    page = "child" if request.POST.get("back") == "record" else "facts"
    return reverse(f"casework:{page}", args=[ref])


def _kind(kind: str) -> FactKind:
    if kind not in set(FactKind):
        raise NotVisible
    return FactKind(kind)


MARKED = "It is marked as wrong. It stays to be read, with your reason."
HERE = "Say so here."
RIGHT = "What is right is recorded on its own, as at first."


def withdraw_fact(request: HttpRequest, ref: str, fact_kind: str, fact_number: int) -> HttpResponse:
    of = _kind(fact_kind)
    person, row = knowing.fact(request.actor, ref, of, fact_number, on=clock.today())
    if row.wrong_why:
        raise CannotDo(actions.WRONG_ALREADY)
    page = "pictures" if of is FactKind.PICTURE else "chronology" if of in IN_CHRONOLOGY else "facts"
    back = reverse(f"casework:{page}", args=[ref])
    rests = rooms.rests_on_death(request.actor, [person.id, *twins(person.id)]) if of is FactKind.DEATH else None

    def build(data: object, files: object):
        return form_of(data, why=text("Why was it wrong?", hint="Such as: it belongs on the record of another child"))

    def send(form) -> Sent:
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.withdraw(actor=request.actor, person_ref=ref, kind=of, number=fact_number, **given)
        if rests is not None and records.head(request.actor, ref).died_on is None:
            return Sent(f"{MARKED} {rests[0]} {HERE}", rests[1])
        return Sent(MARKED, back)

    page = page_about(
        request,
        person,
        key="wrong",
        subject=f"{ref}-{fact_kind}-{fact_number}",
        title="This was wrong",
        button="Mark it as wrong",
        back=back,
        about=_words(row),
        lead_words=" ".join(("Nothing follows from it any more.", RIGHT, *(rests[:1] if rests else ()))),
    )
    return answer(request, page, build, send)


def _words(row: FactRow) -> str:
    said = f"{row.label}, {day_words(row.so_on)}: {row.value.rstrip('. ')}."
    return f"{said} Recorded by {row.by or 'Lippen'} on {day_words(row.recorded_on)}."


def say_gender(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(data, gender=one_of("Gender", GENDER_WORDS, hint="As they, or their family, give it"))

    def send(form) -> str:
        gender = Gender(form.cleaned_data["gender"])
        actions.say_gender(actor=request.actor, person_ref=ref, gender=gender, so_on=clock.today(), at=clock.now())
        return "The gender is recorded."

    stands = standing.of_fact(request.actor, person, FactKind.GENDER)
    page = page_about(request, person, key="gender", title="Gender", button="Record this", stands=stands)
    return answer(request, page, build, send)


def say_death(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            died_on=day("On which day did they die?", initial=""),
            sure=yes(f"{person.name} has died, and I know it for certain"),
        )

    def send(form) -> str:
        if not form.cleaned_data["sure"]:
            raise CannotDo("Tick that you know it for certain: much is closed once it is recorded.", field="sure")
        given = {"died_on": form.cleaned_data["died_on"], "so_on": clock.today(), "at": clock.now()}
        actions.say_death(actor=request.actor, person_ref=ref, **given)
        return "The death is recorded."

    page = page_about(
        request,
        person,
        key="death",
        title="Somebody has died",
        button="Record the death",
        stands=standing.of_fact(request.actor, person, FactKind.DEATH),
        lead_words=f"It stands on {person.name}'s record, in the chronology and in the family drawn. Nothing is "
        "planned any more, and nobody is reminded of what was still to be done. If it proves wrong, say so among what "
        "is known: all of it stands again, but for care that was ended with it, to which you are led.",
    )
    return answer(request, page, build, send)
