"""What the forms of the children's room share: fields, the page about a person, people to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy

from lippen.casework.queries import joined, own_family, records
from lippen.casework.rows import PersonRow
from lippen.design.days import DayField
from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import Moved, NotAllowed
from lippen.kernel.standing import Stands
from lippen.organisation import queries as organisation
from lippen.organisation.roles import roles_with

url = lazy(reverse, str)
CHILDREN = Crumb("Children", url("casework:children"))
QUEUE = Crumb("Waiting for a social worker", url("casework:queue"))


def crumb_to(person: PersonRow) -> Crumb:
    """The way back to somebody's page."""
    return Crumb(person.name, reverse("casework:child", args=[person.ref]))


def may_write(request: HttpRequest, person: PersonRow) -> bool:
    """Whether the reader may write to somebody's record: not where break-glass alone opened it to them."""
    allowed = may(request.actor, Permission.WRITE_RECORDS, at=[person.authority_id]) and not person.is_mistake
    return allowed and records.is_own_work(request.actor, person.id)


def form_of(data: object, **fields: forms.Field) -> DesignForm:
    """A form of these questions."""
    form = DesignForm(data)
    for name, field in fields.items():
        form.fields[name] = field
    form.order_fields([*fields, "form_token"])
    return form


ADDS = frozenset({"visit", "plan-visit", "entry", "refer", "news", "mark", "type-duty", "plan-contact"})
"""Forms by which something is added to a record: sent anew with the very same words it would stand twice."""


def page_about(
    request: HttpRequest,
    person: PersonRow,
    *,
    key: str,
    title: str,
    button: str,
    back: str = "",
    lead_words: str = "",
    about: str = "",
    subject: str = "",
    crumbs: tuple[Crumb, ...] | None = None,
    has_draft: bool = True,
    template: str = "casework/form.html",
    stands: Stands | None = None,
    **context: object,
) -> Page:
    """A page on which somebody says one thing about a person's record; the banner of break-glass stands on it too."""
    until = records.opened_until(request.actor, [person.id], real_at=clock.real_now())
    kept, there = where_it_stays(request, person)
    return Page(
        key=f"record-{key}",
        subject=subject or person.ref,
        title=title,
        button=button,
        back=back or reverse("casework:child", args=[person.ref]),
        crumbs=(*(crumbs if crumbs is not None else (CHILDREN, crumb_to(person))), Crumb(title)),
        template=template,
        context={
            "about": about,
            "lead_words": lead_words,
            "opened_until": until,
            "person": person,
            "kept": kept,
            "kept_form": there,
            **context,
        },
        has_draft=has_draft,
        stands=stands,
        adds=key in ADDS,
    )


def where_it_stays(request: HttpRequest, person: PersonRow) -> tuple[PersonRow | None, str]:
    """The record on which to write instead and this form's address there; who only opens the form is sent there."""
    kept = joined.kept_of(request.actor, person)
    there = _same_form_of(request, person, kept) if kept else ""
    if there and request.method != "POST":
        raise Moved(there)
    return (kept, there) if there else (None, "")


def _same_form_of(request: HttpRequest, person: PersonRow, kept: PersonRow) -> str:
    """The form's address on the record that stays, where it would write something new on the one that leads there.

    A form about something that stands on it already, such as a warning, has an address of its own and goes on.
    """
    at = request.resolver_match
    if at is None or at.kwargs.get("ref") != person.ref:
        return ""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return reverse(at.view_name, kwargs={**at.kwargs, "ref": kept.ref}) + query


def text(label: str, *, required: bool = True, hint: str = "", rows: str = "3", most: int = 4000) -> forms.CharField:
    """A question answered in a few sentences."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=forms.Textarea({"rows": rows})
    )


def at_times(field: forms.Field) -> forms.Field:
    """A question that one of the answers beside it needs: its hint says when, and it is not marked as optional."""
    field.is_one_of = True
    return field


def line(label: str, *, required: bool = True, hint: str = "", most: int = 160, initial: str = "") -> forms.CharField:
    """A question answered in one line."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, initial=initial)


def one_of(
    label: str,
    words: dict[StrEnum, str],
    *,
    only: Iterable[StrEnum] | None = None,
    required: bool = True,
    hint: str = "",
    initial: str = "",
) -> forms.ChoiceField:
    """A question answered by one of a few words."""
    offered = [(each.value, words[each]) for each in (only or words)]
    return forms.ChoiceField(
        label=label, choices=offered, required=required, help_text=hint, initial=initial, widget=forms.RadioSelect
    )


def one_of_many(label: str, words: dict[StrEnum, str], *, required: bool = True, hint: str = "") -> forms.ChoiceField:
    """The same from a longer list."""
    offered = [("", "Choose one"), *((each.value, said) for each, said in words.items())]
    return forms.ChoiceField(label=label, choices=offered, required=required, help_text=hint)


def somebody(label: str, choices: Iterable[tuple[str, str]], *, required: bool = True, hint: str = "", **given: object):
    """A person to choose."""
    offered = [("", "Choose somebody"), *choices]
    return forms.ChoiceField(label=label, choices=offered, required=required, help_text=hint, **given)


def yes(label: str, *, hint: str = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=hint)


def day(label: str, *, initial: str = "today") -> DayField:
    """A day that has been."""
    return DayField(label=label, today=clock.today(), initial=initial)


def day_to_come(label: str, *, required: bool = True, hint: str = "", initial: date | None = None) -> DatePartsField:
    """A day in three boxes."""
    given = {"help_text": hint} if hint else {}
    return DatePartsField(label=label, required=required, initial=initial, **given)


NEAR_ALONE = (
    "You see too many people to list. Here are the family, the household, people alike, and those whom you found in "
    "your last search: look for somebody else first."
)
STAFF = ("social_worker", "team_leader", "service_manager")


def staff_choices(authority_id: int) -> list[tuple[str, str]]:
    """The people of a council who work with children, by id."""
    return _choices(organisation.staff_of(authority_id, STAFF, on=clock.today()))


def open_choices(person: PersonRow) -> list[tuple[str, str]]:
    """Those of them to whom somebody's record is not closed, by id."""
    rows = organisation.staff_of(person.authority_id, STAFF, on=clock.today())
    shut = own_family.shut_out(person.id, [row.id for row in rows])
    return _choices(row for row in rows if row.id not in shut)


def officer_choices(authority_id: int) -> list[tuple[str, str]]:
    """Everybody of a council who may read records, by id: those too who manage."""
    return _choices(organisation.staff_of(authority_id, sorted(roles_with(Permission.READ_RECORDS)), on=clock.today()))


def _choices(rows: Iterable[organisation.StaffRow]) -> list[tuple[str, str]]:
    found = {row.id: f"{row.name}, {row.post_title}" if row.post_title else row.name for row in rows}
    return [(str(key), words) for key, words in sorted(found.items(), key=lambda each: each[1])]


def colleagues(council_of: Mapping[int, int]) -> dict[int, list[tuple[str, str]]]:
    """Of each of these people, with the council where they work, themselves and those of their team, to choose from."""
    today, found = clock.today(), {}
    for council in set(council_of.values()):
        people = [person for person, authority_id in council_of.items() if authority_id == council]
        teams = organisation.teams_of_people(people, council, on=today)
        staff = organisation.staff_of(council, STAFF, on=today, team_ids=set(teams.values()))
        names = organisation.person_names(people)
        for person in people:
            team = [row for row in staff if row.team_id == teams.get(person)]
            alone = [] if any(row.id == person for row in team) else [(str(person), names[person])]
            found[person] = [*alone, *_choices(team)]
    return found


def page_in(request: HttpRequest) -> int:
    """The page of a list that the address asks for; the first where it asks for none that can be read."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1


def council_here(request: HttpRequest, permission: Permission) -> int:
    """The council in which the reader does this: that of their first such post."""
    found = organisation.authorities_of(request.actor, permission=permission)
    if not found:
        raise NotAllowed(permission)
    return found[0].id
