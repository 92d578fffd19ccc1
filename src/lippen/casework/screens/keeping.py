"""How long records are kept: legal holds on a record, lists of what is due, and who agreed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import keeping as actions
from lippen.casework.queries import keeping as queries
from lippen.casework.queries import records
from lippen.casework.screens.saying import CHILDREN, council_here, crumb_to, day_to_come, form_of, page_about, text, url
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words, day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo

TITLE = "Records whose time is up"
LISTS = Crumb(TITLE, url("casework:due_lists"))


def holds(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    today = clock.today()
    context = {
        "title": f"Legal holds on {person.name}'s record",
        "crumbs": (CHILDREN, crumb_to(person), Crumb("Legal holds")),
        "person": person,
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "rows": [{"row": row, "is_open": row.is_open(today)} for row in queries.holds_of(request.actor, person)],
        "may_hold": may(request.actor, Permission.AGREE_RISK, at=[person.authority_id]),
    }
    return render(request, "casework/holds.html", context)


def hold_record(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            why=text("What is it kept for?", hint="An inquiry, a court, a complaint: by name and number"),
            until=day_to_come("Until which day?", required=False, hint="None: until somebody lifts it"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        said = {"why": given["why"], "until": given["until"], "so_on": clock.today(), "at": clock.now()}
        actions.hold_record(actor=request.actor, person_ref=ref, **said)
        return "The record is held: it is not destroyed meanwhile."

    page = page_about(
        request,
        person,
        key="hold",
        title="Hold the record",
        button="Hold it",
        back=reverse("casework:holds", args=[ref]),
        has_draft=False,
        lead_words="A held record is kept, though its time may be up.",
    )
    return answer(request, page, build, send)


def lift_hold(request: HttpRequest, ref: str) -> HttpResponse:
    row, person = queries.hold(request.actor, ref)

    def build(data: object, files: object):
        return form_of(data, why=text("Why is it lifted?"))

    def send(form) -> str:
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.lift_hold(actor=request.actor, hold_ref=ref, **given)
        return "The hold is lifted."

    page = page_about(
        request,
        person,
        key="lift-hold",
        subject=ref,
        title="Lift the hold",
        button="Lift it",
        back=reverse("casework:holds", args=[person.ref]),
        about=f"Held since {day_words(row.since)}: {row.why}",
        has_draft=False,
    )
    return answer(request, page, build, send)


def due_lists(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.AGREE_DESTRUCTION)
    kept = queries.years_kept(council, on=clock.today())
    context = {
        "title": TITLE,
        "crumbs": (Crumb(TITLE),),
        "rows": queries.lists(request.actor),
        "years": [(local, kept[key]) for key, local in rules.LOCALS.items() if key.startswith("keep_")],
    }
    return render(request, "casework/due_lists.html", context)


def draw_list(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.AGREE_DESTRUCTION)

    def build(data: object, files: object):
        return form_of(data)

    def send(form) -> Sent:
        made = actions.draw_list(actor=request.actor, authority_id=council, on=clock.today(), at=clock.now())
        return Sent("The list is drawn. Two others look at it now.", reverse("casework:due_list", args=[made.ref]))

    page = Page(
        key="due-draw",
        subject=str(council),
        title="Draw the list of what is due today",
        button="Draw the list",
        back=reverse("casework:due_lists"),
        crumbs=(LISTS, Crumb("Draw the list")),
        template="casework/form.html",
        context={"lead_words": "Nothing is destroyed by drawing it. Two others agree first; a held record stays."},
        has_draft=False,
    )
    return answer(request, page, build, send)


def due_list(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.due_list(request.actor, ref)
    page = Paginator(range(row.records), queries.PAGE_SIZE).get_page(request.GET.get("page"))
    request.audit_keys = {"records": row.records}
    mine = request.actor.account_id
    context = {
        "title": f"{count_words(row.records, 'record')} due on {day_words(row.as_at)}",
        "crumbs": (LISTS, Crumb(day_words(row.as_at))),
        "row": row,
        "records": queries.due_records(request.actor, ref, page=page.number),
        "page_obj": page,
        "may_agree": row.waits and row.drawn_by_id != mine and mine not in row.agreed_by_ids,
        "may_withdraw": not row.withdrawn and not row.destroyed,
    }
    return render(request, "casework/due_list.html", context)


def agree_list(request: HttpRequest, ref: str) -> HttpResponse:
    why = queries.why_not_agree(request.actor, ref, on=clock.today())
    if why and request.method == "GET":
        raise CannotDo(why)

    def send(form) -> Sent:
        actions.agree_list(actor=request.actor, list_ref=ref, words=form.cleaned_data["words"], at=clock.now())
        return Sent("You agreed.", reverse("casework:due_list", args=[ref]))

    lead = "It cannot be undone: once two have agreed, the records are destroyed in the night after."
    return _said(request, ref, "Agree that these are destroyed", "Agree", "What did you look at?", lead, send)


def withdraw_list(request: HttpRequest, ref: str) -> HttpResponse:
    def send(form) -> Sent:
        actions.withdraw_list(actor=request.actor, list_ref=ref, words=form.cleaned_data["words"], at=clock.now())
        return Sent("The list is taken back.", reverse("casework:due_list", args=[ref]))

    lead = "Nothing of it is destroyed. A new list can be drawn at any time."
    return _said(request, ref, "Take the list back", "Take it back", "Why?", lead, send)


def _said(request: HttpRequest, ref: str, title: str, button: str, asked: str, lead: str, send) -> HttpResponse:
    row = queries.due_list(request.actor, ref)

    def build(data: object, files: object):
        return form_of(data, words=text(asked))

    back = reverse("casework:due_list", args=[ref])
    page = Page(
        key=f"due-{button.split()[0].lower()}",
        subject=ref,
        title=title,
        button=button,
        back=back,
        crumbs=(LISTS, Crumb(day_words(row.as_at), back), Crumb(title)),
        template="casework/form.html",
        context={"about": f"{count_words(row.records, 'record')}, drawn by {row.drawn_by}.", "lead_words": lead},
        has_draft=False,
    )
    return answer(request, page, build, send)
