"""Somebody asks what is held about them: the request and its clock, what was gathered, what is withheld, the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from lippen.casework import rules
from lippen.casework.actions import access as actions
from lippen.casework.queries import access as queries
from lippen.casework.queries import records
from lippen.casework.rows import PersonRow, Record
from lippen.casework.screens.saying import CHILDREN, crumb_to, day, form_of, line, one_of, page_about, text, yes
from lippen.casework.vocabulary import ASKED_BY_WORDS, WITHHELD_WORDS, AccessStepKind, AskedBy, WithheldWhy
from lippen.design.components import Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.design.words import count_words, day_words, lateness_words, listed_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo, NotVisible

TITLE = "Asked what is held"


def _crumbs(person: PersonRow, ref: str = "") -> tuple[Crumb, ...]:
    listed = Crumb(TITLE, reverse("casework:access_requests", args=[person.ref]))
    own = (Crumb("The request", reverse("casework:access", args=[ref])),) if ref else ()
    return (CHILDREN, crumb_to(person), listed, *own)


def requests(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    context = {
        "title": f"What is held about {person.name}: who asked",
        "crumbs": (CHILDREN, crumb_to(person), Crumb(TITLE)),
        "person": person,
        "rows": queries.requests_of(request.actor, person),
        "today": clock.today(),
    }
    return render(request, "casework/access_requests.html", context)


def ask(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            asked_by=one_of("Who asks?", ASKED_BY_WORDS),
            who=line("Their name"),
            shown_by=text("How did they show who they are, and that they may ask?"),
            received_on=day("When was it received?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.ask_access(
            actor=request.actor,
            person_ref=ref,
            asked_by=AskedBy(given["asked_by"]),
            who=given["who"],
            shown_by=given["shown_by"],
            received_on=given["received_on"],
            at=clock.now(),
        )
        return "The request is recorded, and its month has begun."

    page = page_about(
        request,
        person,
        key="ask-access",
        title="Somebody asks what is held",
        button="Record the request",
        back=reverse("casework:access_requests", args=[ref]),
        lead_words="They have it within a month, three where it is complex. It costs them nothing.",
    )
    return answer(request, page, build, send)


def access(request: HttpRequest, ref: str) -> HttpResponse:
    row, person = queries.request(request.actor, ref)
    found = records.record(request.actor, person.ref, real_at=clock.real_now())
    entries = queries.entries(request.actor, ref, others=queries.others_of(found, asked_by=row.who))
    today = clock.today()
    due = day_words(row.due_on)
    facts = [
        Fact("Asked by", f"{row.who} ({row.asked_by.lower()})"),
        Fact("Shown by", row.shown_by),
        Fact("Received", day_words(row.received_on)),
        Fact("To be answered by", due if row.is_over else f"{due}, {lateness_words(row.due_on, today)}"),
        Fact("How it stands", row.state_words),
    ]
    facts += [Fact("SHA-256 of the file", row.sha256)] if row.sha256 else []
    context = {
        "title": f"What is held about {person.name}",
        "crumbs": (*_crumbs(person), Crumb(f"Received on {day_words(row.received_on)}")),
        "row": row,
        "person": person,
        "facts": facts,
        "entries": entries,
        "kept_from": () if row.is_over else _kept_from(row, found, entries),
        "withheld": sum(bool(each.marks) for each in entries),
        "may_withhold": row.state in rules.MAY_WITHHOLD,
        "is_new": row.state is None,
        "waits_for_check": row.state is AccessStepKind.CHECK_ASKED,
        "is_agreed": row.state is AccessStepKind.AGREED,
        "may_extend": not row.is_extended and today <= rules.access_due(row.received_on, is_extended=False),
        "is_own": row.asked_check_by == request.actor.account_id,
    }
    request.audit_keys = {"person": person.ref, "entries": len(entries)}
    return render(request, "casework/access.html", context)


def _kept_from(row: queries.AccessRow, found: Record, entries: Sequence[queries.EntryRow]) -> tuple[str, ...]:
    """What is said first where an address is kept from somebody of the family, or from the person."""
    told = [*_kept_from_others(row, found, entries)] if found.kept_from else []
    if found.keeping_address:
        names = listed_words([each.name for each in found.keeping_address])
        kept = f"{found.person.name} must not know where {names} lives."
        told.append(f"{kept} Look for that address in every entry, and withhold it whoever asks.")
    return tuple(told)


def _kept_from_others(row: queries.AccessRow, found: Record, entries: Sequence[queries.EntryRow]) -> list[str]:
    names = listed_words([each.name for each in found.kept_from])
    lives = f"{names} must not know where {found.person.name} lives."
    told = [f"{lives} Withhold the address if this file goes to them or through them."]
    if asking := queries.who_asks(row.who, found.kept_from):
        told.append(f"By the name, whoever asks may be {listed_words([each.name for each in asking])}.")
    addresses = [each for each in entries if queries.is_address(each.heading, each.words)]
    if is_open := [str(each.number) for each in addresses if not each.marks]:
        told.append(f"The address stands in entry {listed_words(is_open)}, and would be given as it is.")
    elif addresses:
        told.append("Where it says “Lives at”, something is withheld. Look for the address in the other entries too.")
    return told


def gather(request: HttpRequest, ref: str) -> HttpResponse:
    given = {"so_on": clock.today(), "at": clock.now(), "real_at": clock.real_now()}
    actions.gather(actor=request.actor, access_ref=ref, **given)
    messages.success(request, "Everything that the record holds is gathered. Look at each entry now.")
    return redirect("casework:access", ref)


def show_again(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    actions.show_again(actor=request.actor, access_ref=ref, number=number, so_on=clock.today(), at=clock.now())
    messages.success(request, "Nothing of this entry is withheld any more.")
    return redirect(f"{reverse('casework:access', args=[ref])}#entry-{number}")


def ask_check(request: HttpRequest, ref: str) -> HttpResponse:
    actions.ask_check(actor=request.actor, access_ref=ref, so_on=clock.today(), at=clock.now())
    messages.success(request, f"Somebody else checks it now: it stands with {queries.checkers(ref, on=clock.today())}.")
    return redirect("casework:access", ref)


def release(request: HttpRequest, ref: str) -> HttpResponse:
    def send(form) -> str:
        if not form.cleaned_data["sure"]:
            raise CannotDo("Tick that it may go as it stands.", field="sure")
        actions.release(actor=request.actor, access_ref=ref, so_on=clock.today(), at=clock.now())
        return "It is released. Open the file and hand it over."

    row, _ = queries.request(request.actor, ref)
    entries = queries.entries(request.actor, ref)
    withheld = sum(bool(each.marks) for each in entries)
    what = f"something withheld in {withheld}" if withheld else "nothing withheld"
    about = f"{count_words(len(entries), 'entry', 'entries')}, {what}. What is released cannot be taken back."
    sure = yes(f"It may go to {row.who} as it stands")
    return _said(request, ref, "Release what is held", "Release it", send, about=about, sure=sure)


def extend(request: HttpRequest, ref: str) -> HttpResponse:
    def send(form) -> str:
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.extend(actor=request.actor, access_ref=ref, **given)
        return "Two more months are recorded. Tell whoever asked, and why."

    why = text("Why is it complex?", hint="Whoever asked is told this, within the first month")
    return _said(request, ref, "Take two more months", "Record this", send, why=why)


def close(request: HttpRequest, ref: str) -> HttpResponse:
    def send(form) -> str:
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.close_access(actor=request.actor, access_ref=ref, **given)
        return "The request is closed."

    why = text("Why is nothing released?", hint="Whoever asked is told this")
    return _said(request, ref, "Close the request", "Close it", send, why=why)


def check(request: HttpRequest, ref: str) -> HttpResponse:
    def send(form) -> str:
        given = form.cleaned_data
        may_go = given["verdict"] == "yes"
        said = {"may_go": may_go, "words": given["words"], "so_on": clock.today(), "at": clock.now()}
        actions.check(actor=request.actor, access_ref=ref, **said)
        return "It may be released." if may_go else "It goes back to whoever prepares it."

    verdict = forms.ChoiceField(
        label="May it be released as it is?",
        choices=[("yes", "Yes: what is withheld is right, and nothing else has to be"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    words = text("What did you look at, or what is still to do?")
    row, person = queries.request(request.actor, ref)
    found = records.record(request.actor, person.ref, real_at=clock.real_now())
    entries = queries.entries(request.actor, ref)
    context = {
        "marked": [each for each in entries if each.marks],
        "access_ref": ref,
        "kept_from": _kept_from(row, found, entries),
    }
    given = {"template": "casework/access_check.html", "context": context, "asked": (row, person)}
    return _said(request, ref, "Check what is withheld", "Record this", send, verdict=verdict, words=words, **given)


def withhold(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    entry = next((each for each in queries.entries(request.actor, ref) if each.number == number), None)
    if entry is None:
        raise NotVisible

    def send(form) -> str:
        given = form.cleaned_data
        made = actions.withhold(
            actor=request.actor,
            access_ref=ref,
            number=number,
            words=given["words"].splitlines(),
            why=WithheldWhy(given["why"]),
            note=given["note"],
            everywhere=given["everywhere"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "It is withheld." if made == 1 else f"It is withheld in {made} places."

    fields = {
        "words": text("Which words?", required=False, hint="One after the other, each on its line. None: all of it"),
        "everywhere": yes("The same words in every other entry too"),
        "why": one_of("Why?", WITHHELD_WORDS, hint="It stands in the place of what is withheld"),
        "note": text("Note for whoever checks", required=False),
    }
    about = f"{entry.heading}. {entry.words}" if entry.words else entry.heading
    return _said(
        request, ref, "Withhold something", "Withhold it", send, about=about, subject=f"{ref}-{number}", **fields
    )


def _said(
    request: HttpRequest,
    ref: str,
    title: str,
    button: str,
    send,
    *,
    about: str = "",
    subject: str = "",
    template: str = "casework/form.html",
    context: Mapping[str, object] | None = None,
    asked: tuple[queries.AccessRow, PersonRow] | None = None,
    **fields,
) -> HttpResponse:
    """One thing that is said about a request, which may have been `asked` for already."""
    row, person = asked or queries.request(request.actor, ref)

    def build(data: object, files: object):
        return form_of(data, **fields)

    page: Page = page_about(
        request,
        person,
        key=f"access-{title.split()[0].lower()}",
        subject=subject or ref,
        title=title,
        button=button,
        back=reverse("casework:access", args=[ref]),
        crumbs=_crumbs(person, ref),
        about=about or f"Received on {day_words(row.received_on)}, to be answered by {day_words(row.due_on)}.",
        has_draft=False,
        template=template,
        **(context or {}),
    )
    return answer(request, page, build, send)


def access_file(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.bundle(request.actor, ref)
    request.audit_keys = {"sha256": found.sha256}
    response = HttpResponse(bytes(found.content), content_type="application/pdf")
    name = content_disposition_header(as_attachment=True, filename=f"{ref}.pdf")
    response.headers["Content-Disposition"] = name or "attachment"
    return response
