"""Reads of records that are unusual, for information governance: the days, a day, what came of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import watching as actions
from lippen.casework.queries import glass, watching
from lippen.casework.screens.saying import council_here, form_of, line, one_of, somebody, text, url
from lippen.casework.vocabulary import LOOK_WORDS, LookOutcome
from lippen.design.days import DayField
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words, day_words, instant_words
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.organisation import queries as organisation

TITLE = "Unusual reads of records"
WHO_LOOKED = Crumb("Who looked", url("web:audit"))
UNUSUAL = Crumb(TITLE, url("casework:unusual"))


def unusual(request: HttpRequest) -> HttpResponse:
    context = {
        "title": TITLE,
        "crumbs": (WHO_LOOKED, Crumb(TITLE)),
        "rows": watching.days(request.actor),
        "wrong": glass.wrong_openings(request.actor),
        "streets": watching.streets(request.actor),
    }
    return render(request, "casework/unusual.html", context)


def look_through(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.READ_AUDIT)
    real_today = clock.day_of(clock.real_now())

    def build(data: object, files: object):
        return form_of(data, day=DayField(label="Which day?", today=real_today, initial="yesterday"))

    def send(form) -> Sent:
        day = form.cleaned_data["day"]
        given = {"authority_id": council, "at": clock.now(), "real_at": clock.real_now()}
        made = actions.look_through(actor=request.actor, day=day, **given)
        return Sent(f"{day_words(day)} is looked through.", reverse("casework:unusual_day", args=[made.ref]))

    page = Page(
        key="reads-day",
        subject=str(council),
        title="Look through a day",
        button="Look through it",
        back=reverse("casework:unusual"),
        crumbs=(WHO_LOOKED, UNUSUAL, Crumb("Look through a day")),
        template="casework/form.html",
        context={"lead_words": "Each night does this by itself for the day before. A day is looked through once."},
        has_draft=False,
    )
    return answer(request, page, build, send)


def unusual_day(request: HttpRequest, ref: str) -> HttpResponse:
    day, rows = watching.day_found(request.actor, ref)
    request.audit_keys = {"reads": [row.ref for row in rows][:100]}
    context = {
        "title": f"Unusual reads of {day_words(day)}",
        "crumbs": (WHO_LOOKED, UNUSUAL, Crumb(day_words(day))),
        "rows": rows,
        "own": request.actor.account_id,
    }
    return render(request, "casework/unusual_day.html", context)


def settle_read(request: HttpRequest, ref: str) -> HttpResponse:
    row = watching.unusual_read(request.actor, ref)
    back = reverse("casework:unusual_day", args=[row.day_ref])
    who = row.reader.name if row.reader else "Somebody"

    def build(data: object, files: object):
        return form_of(
            data,
            outcome=one_of("What came of it?", LOOK_WORDS),
            words=text("What did you find or do?", hint="Keys and facts. No child's name need stand here."),
        )

    def send(form) -> Sent:
        outcome = LookOutcome(form.cleaned_data["outcome"])
        given = {"words": form.cleaned_data["words"], "so_on": clock.today(), "at": clock.now()}
        actions.settle(actor=request.actor, unusual_ref=ref, outcome=outcome, **given)
        return Sent("What came of it is recorded.", back)

    many = count_words(row.records, "record") if row.records else "many pages"
    what = f"the record {row.record}" if row.record else many
    page = Page(
        key="reads-settle",
        subject=ref,
        title=f"Why did {who} read this?",
        button="Record what came of it",
        back=back,
        crumbs=(WHO_LOOKED, UNUSUAL, Crumb(day_words(row.day), back), Crumb(who)),
        template="casework/unusual_read.html",
        context={"row": row, "about": f"{who} read {what} at {instant_words(row.at)}.", "person": None},
    )
    return answer(request, page, build, send)


def say_street(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.READ_AUDIT)
    people = organisation.people_of([council], on=clock.today())
    choices = [(str(row.id), f"{row.name}, {row.post_title}" if row.post_title else row.name) for row in people]

    def build(data: object, files: object):
        return form_of(
            data,
            officer=somebody("Who?", choices),
            street=line("Which street?", required=False, hint="Without the number. Leave it empty to take it out"),
            postcode=line("Postcode", required=False, hint="Its first part is enough, such as FK10", most=10),
        )

    def send(form) -> Sent:
        given = {**form.cleaned_data, "officer_id": int(form.cleaned_data["officer"])}
        kept = {name: given[name] for name in ("officer_id", "street", "postcode")}
        actions.say_street(actor=request.actor, authority_id=council, so_on=clock.today(), at=clock.now(), **kept)
        return Sent("The street is recorded.", reverse("casework:unusual"))

    page = Page(
        key="reads-street",
        subject=str(council),
        title="The street of an officer",
        button="Record the street",
        back=reverse("casework:unusual"),
        crumbs=(WHO_LOOKED, UNUSUAL, Crumb("The street of an officer")),
        template="casework/form.html",
        context={"lead_words": "Only information governance sees it. It shows when somebody reads about neighbours."},
        has_draft=False,
    )
    return answer(request, page, build, send)
