"""What the forms about looked-after children share."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from lippen.casework.queries import records
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import CHILDREN, crumb_to, page_about
from lippen.design.navigation import Crumb
from lippen.design.sending import Page


def way_to(person: PersonRow) -> tuple[Crumb, ...]:
    """The way back to a child's page of care."""
    return (CHILDREN, crumb_to(person), Crumb("Care", reverse("care:life", args=[person.ref])))


def head(request: HttpRequest, ref: str) -> PersonRow:
    """A child whom the reader sees, as they stand now."""
    return records.head(request.actor, ref)


def care_page(request: HttpRequest, person: PersonRow, *, key: str, title: str, button: str, **given: object) -> Page:
    """A page on which somebody says one thing about a child's time in care."""
    about: dict[str, object] = {"back": reverse("care:life", args=[person.ref]), "crumbs": way_to(person), **given}
    return page_about(request, person, key=f"care-{key}", title=title, button=button, **about)  # type: ignore[arg-type]
