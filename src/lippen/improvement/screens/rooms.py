"""What the pages of partners, groups, decisions and risks share: forms, and people to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import HttpRequest

from lippen.design.forms import PeriodField
from lippen.design.navigation import Crumb
from lippen.design.sending import Page
from lippen.improvement.queries import offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens.dates import period_in
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import NotAllowed
from lippen.organisation import queries as organisation
from lippen.organisation.queries import AuthorityRow, PersonRow


def page_on(
    *,
    key: str,
    title: str,
    button: str,
    back: str,
    crumbs: tuple[Crumb, ...],
    subject: str = "new",
    about: str = "",
    lead_words: str = "",
    has_draft: bool = True,
    template: str = "improvement/rooms/form.html",
    **context: object,
) -> Page:
    """A page on which somebody says one thing about a record of these rooms."""
    return Page(
        key=key,
        subject=subject,
        title=title,
        button=button,
        back=back,
        crumbs=(*crumbs, Crumb(title)),
        template=template,
        context={"about": about, "lead_words": lead_words, **context},
        has_draft=has_draft,
    )


def text(label: str, *, required: bool = True, hint: str = "", rows: str = "3", most: int = 4000) -> forms.CharField:
    """A question answered in a few sentences."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=forms.Textarea({"rows": rows})
    )


def line(label: str, *, required: bool = True, hint: str = "", most: int = 200) -> forms.CharField:
    """A question answered in one line."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint)


def period(label: str, today: date, *, required: bool = True, **given: object) -> PeriodField:
    """A date to come, as exactly as it is known."""
    return PeriodField(
        label=label,
        read=lambda words: period_in(words, today),
        required=required,
        error_messages={"required": "Write the date, as exactly as you know it."},
        **given,
    )


def people_choices(people: Iterable[PersonRow], *, empty: str = "Choose somebody") -> list[tuple[str, str]]:
    """People to choose from, with their posts."""
    named = [(row.ref, f"{row.name}, {row.post_title}" if row.post_title else row.name) for row in people]
    return [("", empty), *named]


def people_here(request: HttpRequest) -> tuple[PersonRow, ...]:
    """The people of the reader's councils."""
    return organisation.people_of(request.actor.authority_ids, on=clock.today())


def keepers_here(request: HttpRequest, now: int | None = None) -> tuple[PersonRow, ...]:
    """Those of the reader's councils whose post lets them keep something up to date, and whoever keeps it now."""
    today = clock.today()
    found = organisation.people_who_may(Permission.WRITE_UPDATE, request.actor.authority_ids, on=today)
    if now is None or now in {row.id for row in found}:
        return found
    return (*found, *organisation.people_by_id([now], on=today).values())


def person_id(people: Iterable[PersonRow], ref: str) -> int | None:
    """Whom a choice means."""
    return next((row.id for row in people if row.ref == ref), None)


def councils_here(request: HttpRequest, permission: Permission) -> tuple[AuthorityRow, ...]:
    """The councils in which the reader may do this; NotAllowed where there is none."""
    found = organisation.authorities_of(request.actor, permission=permission)
    if not found:
        raise NotAllowed(permission)
    return found


def plan_asked(request: HttpRequest, name: str = "plan") -> PlanRow | None:
    """The plan that the address names, which the reader must see."""
    ref = request.GET.get(name, "")
    return offered.plan_head(request.actor, ref) if ref else None
