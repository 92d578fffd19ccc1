"""Somebody leaves: one page for all of their children, with who has somebody and who is proposed for the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import leaver as actions
from lippen.casework.queries import leaver as queries
from lippen.casework.queries import numbers
from lippen.casework.queries.leaver import Leaver, LeaverChild
from lippen.casework.screens.saying import CHILDREN, at_times, day_to_come, form_of, text
from lippen.design.forms import DesignForm, typed_fields
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words
from lippen.kernel import clock
from lippen.kernel.drafts import discard_draft, save_draft
from lippen.kernel.errors import CannotDo

TITLE = "Who leaves"
KEY = "leaver-children"
FIELDS = ("worker", "note", "why")
GONE = "somebody else has this child meanwhile, or is asked."
NOTE = "Needed where somebody is asked"


def leavers(request: HttpRequest) -> HttpResponse:
    rows = queries.leavers_here(request.actor, on=clock.today())
    context = {
        "title": TITLE,
        "crumbs": (CHILDREN, Crumb("Team", reverse("casework:team")), Crumb(TITLE)),
        "rows": rows,
    }
    return render(request, "casework/leavers.html", context)


def leaver(request: HttpRequest, ref: str) -> HttpResponse:
    today = clock.today()
    found = queries.leaver(request.actor, ref, on=today)
    request.audit_keys = {"children": [row.person.ref for row in (*found.children, *found.others)]}
    open_rows = [row for row in found.children if row.to_be_placed]
    page = _page(found, open_rows, today)

    def build(data: object, files: object):
        return _form(data, found, open_rows, today)

    def send(form) -> Sent:
        return _offered(request, page, form, found, open_rows, today)

    if not open_rows and request.method == "GET":
        return render(request, page.template, {"title": page.title, "crumbs": page.crumbs, **page.context})
    return answer(request, page, build, send)


def _page(found: Leaver, open_rows: list[LeaverChild], today: date) -> Page:
    row = found.row
    title = f"{row.name}'s children"
    back = reverse("casework:leavers")
    return Page(
        key=KEY,
        subject=row.ref,
        title=title,
        button="Ask them all",
        back=back,
        crumbs=(CHILDREN, Crumb("Team", reverse("casework:team")), Crumb(TITLE, back), Crumb(title)),
        template="casework/leaver.html",
        context={
            "found": found,
            "is_open": bool(open_rows),
            "finding": _finding(found),
            "asked": [each for each in found.children if each.is_asked],
            "accepted": [each for each in found.children if each.has_somebody],
            "left_over": len(open_rows),
            "loads": found.workers,
        },
    )


def _finding(found: Leaver) -> str:
    if not found.all_children:
        return "No child is allocated to them."
    told = [f"{found.settled} of {found.all_children} have somebody."]
    asked = sum(each.is_asked for each in found.children)
    nobody = sum(each.to_be_placed for each in found.children)
    if asked:
        told.append(f"{count_words(asked, 'is', 'are')} asked about.")
    told.append(f"{count_words(nobody, 'has', 'have')} nobody yet." if nobody else "Nobody is left over.")
    return " ".join(told)


def _form(data: object, found: Leaver, rows: list[LeaverChild], today: date) -> DesignForm:
    everybody = [(str(each.person_id), _in_short(each)) for each in found.workers]
    starts = max(today, found.row.last_on or today)
    fields: dict[str, forms.Field] = {
        "from_on": day_to_come(
            "From which day do they take over?", hint="Today, or within three months", initial=starts
        ),
        "note": text(
            "What do they all have to know?",
            required=False,
            hint="It stands in each offer, before what you write for the child alone",
        ),
        "all_to": forms.ChoiceField(
            label="All to one?",
            required=False,
            choices=[("", "No, as chosen below"), *everybody],
            help_text="Then the choices below do not count",
        ),
    }
    for row in rows:
        fields |= {f"{name}_{row.person.ref}": field for name, field in _fields(row, found).items()}
    form = form_of(data, **fields)
    form.shared = [form[name] for name in ("from_on", "note", "all_to")]
    form.places = [(row, [form[f"{name}_{row.person.ref}"] for name in FIELDS]) for row in rows]
    return form


def _fields(row: LeaverChild, found: Leaver) -> dict[str, forms.Field]:
    known = dict(row.known_to)
    first = sorted(found.workers, key=lambda each: each.person_id not in known)
    choices = [(str(each.person_id), _offered_words(each, row, found, known)) for each in first]
    return {
        "worker": forms.ChoiceField(
            label="Who is asked?",
            required=False,
            choices=[("", "Nobody yet"), *choices],
            initial=str(row.proposed_id or ""),
        ),
        "note": at_times(text("What do they have to know of this child?", required=False, hint=NOTE, rows="2")),
        "why": at_times(
            text("Why past the limit?", required=False, hint="Needed where they would have more", rows="2")
        ),
    }


def _in_short(each: numbers.WorkerRow) -> str:
    away = f", away until {each.away_until:%-d %B}" if each.away_until else ""
    return f"{each.name}: {each.load.children} of {each.load.limit} now{away}"


def _offered_words(each: numbers.WorkerRow, row: LeaverChild, found: Leaver, known: Mapping[int, str]) -> str:
    """Somebody to choose for a child: their load with this child, and what speaks for them."""
    after = each.load.with_more(found.asked_of.get(each.person_id, 0)).with_one_more(row.hours)
    told = [f"{each.name}: {after.children} of {after.limit} with this child, {after.share} %"]
    if after.is_over:
        told.append("past the limit")
    if each.away_until:
        told.append(f"away until {each.away_until:%-d %B}")
    if each.person_id in known:
        told.append(known[each.person_id])
    return "; ".join([*told, *each.skills])


def _offered(
    request: HttpRequest, page: Page, form: DesignForm, found: Leaver, rows: list[LeaverChild], today: date
) -> Sent:
    given: Mapping[str, Any] = form.cleaned_data
    people = (*(row.person for row in found.children), *(person for person, _ in found.taken))
    names = {person.ref: person.name for person in people}
    sent = {name.removeprefix("worker_") for name, to in request.POST.items() if name.startswith("worker_") and to}
    late = {ref: GONE for ref in sorted(sent - {row.person.ref for row in rows}) if ref in names}
    children = [each for each in (_passing(row, given) for row in rows) if each is not None]
    if not children and late:
        raise CannotDo(f"Nobody was asked. {_reasons(late, names)}")
    if not all(each.note for each in children):
        raise CannotDo("Write what they have to know: here for all, or below for each child.", field="note")
    passed = actions.offer_children(
        actor=request.actor,
        leaver_ref=found.row.ref,
        children=children,
        asked_of=found.asked_of,
        from_on=given["from_on"],
        so_on=today,
        at=clock.now(),
    )
    refused = {**late, **passed.refused}
    if not passed.offered:
        raise CannotDo(f"Nobody was asked. {_reasons(refused, names)}")
    url = reverse("casework:leaver", args=[found.row.ref])
    words = f"{count_words(passed.offered, 'child is', 'children are')} offered, and stand on desks."
    if not refused:
        return Sent(words, url)
    _keep(request, page, form, refused)
    return Sent(f"{words} Not offered: {_reasons(refused, names)} What you wrote for them is kept.", url, True)


def _passing(row: LeaverChild, given: Mapping[str, Any]) -> actions.Passing | None:
    ref = row.person.ref
    worker = given["all_to"] or given[f"worker_{ref}"]
    if not worker:
        return None
    note = "\n\n".join(each for each in (given["note"].strip(), given[f"note_{ref}"].strip()) if each)
    return actions.Passing(ref, int(worker), note, given[f"why_{ref}"])


def _reasons(refused: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Why each could not be offered; those of one reason together."""
    whom: dict[str, list[str]] = {}
    for ref, why in refused.items():
        whom.setdefault(why, []).append(names[ref])
    return " ".join(f"{', '.join(together)}: {why}" for why, together in whom.items())


def _keep(request: HttpRequest, page: Page, form: DesignForm, refused: Mapping[str, str]) -> None:
    """What was written for those who could not be offered stands in the form again."""
    kept = {name: words for name, words in typed_fields(form).items() if _is_of(name, refused)}
    discard_draft(request.actor, page.key, page.subject)
    save_draft(request.actor, page.key, page.subject, fields=kept, version=0, at=clock.real_now())


def _is_of(name: str, refused: Mapping[str, str]) -> bool:
    _, _, ref = name.partition("_")
    return name == "note" or name.startswith("from_on") or ref in refused
