"""What the forms about looked-after children share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions.reviews import Who
from lippen.care.actions.views import View
from lippen.care.queries import standards
from lippen.casework.queries import pictures, records
from lippen.casework.queries.people import ids_by_ref
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import (
    CHILDREN,
    at_times,
    council_here,
    crumb_to,
    line,
    officer_choices,
    page_about,
    somebody,
    text,
)
from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Build, Page, Send, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission

MOST_PICTURES = 30
NO_LONGER = "Your part in this plan has ended with it, so the record is closed to you from now on."
THINKS = "What does {name} think?"
OWN_WORDS = "In the child’s own words where you can"


def way_to(person: PersonRow) -> tuple[Crumb, ...]:
    """The way back to a child's page of care."""
    return (CHILDREN, crumb_to(person), Crumb("Care", reverse("care:life", args=[person.ref])))


def head(request: HttpRequest, ref: str) -> PersonRow:
    """A child whom the reader sees, as they stand now."""
    return records.head(request.actor, ref)


def rules_of(request: HttpRequest, keys: Collection[str], *, council: int | None = None) -> dict[str, object]:
    """The practice standards that a page goes by, as they count today in a council: the reader's, or the child's."""
    where = council_here(request, Permission.READ_RECORDS) if council is None else council
    found = standards.counting(request.actor, where, keys, on=clock.today())
    return {"standards": found, "has_own": any(row.is_own for row in found)}


def care_page(request: HttpRequest, person: PersonRow, *, key: str, title: str, button: str, **given: object) -> Page:
    """A page on which somebody says one thing about a child's time in care."""
    about: dict[str, object] = {"back": reverse("care:life", args=[person.ref]), "crumbs": way_to(person), **given}
    return page_about(request, person, key=f"care-{key}", title=title, button=button, **about)  # type: ignore[arg-type]


def answer_about(request: HttpRequest, person: PersonRow, page: Page, build: Build, send: Send) -> HttpResponse:
    """Answer a form by which the writer's own part in a child's plan may end: then the record is closed to them.

    They are led to their desk, and read there what was done.
    """

    def landed(form: DesignForm) -> Sent:
        said = send(form)
        sent = said if isinstance(said, Sent) else Sent(said, page.back)
        if ids_by_ref(request.actor, [person.ref]):
            return sent
        return Sent(f"{sent.words} {NO_LONGER}", reverse("web:home"))

    return answer(request, page, build, landed)


ELSEWHERE = "Or somebody who does not work for the council"


def who(name: str, label: str, authority_id: int, *, hint: str = "", is_needed: bool = True) -> dict[str, forms.Field]:
    """Somebody who works for a council, to choose, or in words somebody who does not.

    Where somebody is needed one of the two is: neither is marked as optional.
    """
    asked: dict[str, forms.Field] = {
        name: somebody(label, officer_choices(authority_id), required=False, hint=hint),
        f"{name}_words": line(ELSEWHERE, required=False),
    }
    return {key: at_times(field) for key, field in asked.items()} if is_needed else asked


def chosen(given: Mapping[str, Any], name: str) -> Who:
    """The one that was given of the two."""
    return Who(int(given[name]) if given.get(name) else None, given.get(f"{name}_words", ""))


def view_fields(
    request: HttpRequest, person: PersonRow, *, label: str = THINKS, hint: str = OWN_WORDS, is_needed: bool = True
) -> dict[str, forms.Field]:
    """What a child thinks: in words, in a picture of theirs where there is one, or why it is not known.

    Where it is needed, one of the three is: none of them is marked as optional.
    """
    made = pictures.told_by(request.actor, person.id)[:MOST_PICTURES]
    offered = [("", "No picture"), *((row.ref, f"{row.alt}, {day_words(row.made_on)}") for row in made)]
    picture = forms.ChoiceField(
        label=f"A picture by {person.name} that says it",
        choices=offered,
        required=False,
        help_text="Of those on the record. Another one is added under Pictures first",
    )
    asked = {
        "child_view": text(label.format(name=person.name), required=False, hint=hint),
        **({"picture": picture} if made else {}),
        "no_view_why": text("If that is not known: why?", required=False, rows="2"),
    }
    if is_needed:
        asked = {name: at_times(field) for name, field in asked.items()}
    return {**asked, "changed": text("What changed because of it?", required=False, rows="2")}


def view_of(given: Mapping[str, Any]) -> View:
    """What was given of it."""
    return View(given["child_view"], given.get("picture", ""), given["no_view_why"], given["changed"])
