"""The rooms of a plan: pages on which somebody says one thing about it, and what their forms share."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from lippen.design.navigation import Crumb
from lippen.design.sending import Page
from lippen.improvement.queries import offered
from lippen.improvement.rows import LeadRow, PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.organisation import queries as organisation
from lippen.organisation.queries import PersonRow

NOTHING = "Nothing has changed yet. Change what should read differently, then save."


def plan_to_write(request: HttpRequest, ref: str, permission: Permission = Permission.EDIT_PLAN) -> PlanRow:
    """The plan, or 404; and 403 without the permission in one of its councils."""
    found = offered.plan_head(request.actor, ref)
    require(request.actor, permission, at=found.authority_ids)
    return found


def page_of_room(
    plan: PlanRow,
    *,
    room: str,
    room_title: str,
    key: str,
    title: str,
    button: str,
    subject: str = "",
    has_draft: bool = True,
    **context: object,
) -> Page:
    """A page on which somebody says one thing in a room of a plan; it leads back there."""
    back = reverse(f"improvement:{room}", args=[plan.ref])
    return Page(
        key=key,
        subject=subject or plan.ref,
        title=title,
        button=button,
        back=back,
        crumbs=(PLANS, crumb_to_plan(plan), Crumb(room_title, back), Crumb(title)),
        template="improvement/form.html",
        context=context,
        has_draft=has_draft,
    )


def people_for(request: HttpRequest) -> tuple[PersonRow, ...]:
    """Everybody of the reader's councils, to choose from."""
    return organisation.people_of(request.actor.authority_ids, on=clock.today())


class AnswersForFields:
    """Who answers for something: one of the service's people, or somebody else in words."""

    def __init__(self, people: Sequence[PersonRow], now: LeadRow | None = None) -> None:
        self.people = people
        self.now = now
        self.ids = {person.ref: person.id for person in people}

    def add_to(self, form: forms.Form) -> None:
        """Put the two fields on a form."""
        known = {person.id: person.ref for person in self.people}
        form.fields["accountable"] = forms.ChoiceField(
            label="Who answers for it?",
            choices=[("", "Nobody of the service"), *((each.ref, _person(each)) for each in self.people)],
            required=False,
            initial=known.get(self.now.person_id or 0, "") if self.now else "",
        )
        form.fields["accountable_words"] = forms.CharField(
            label="Or somebody else, in words",
            max_length=200,
            required=False,
            help_text="Such as: the partner's link officer",
            initial=self.now.name if self.now and self.now.person_id is None else "",
        )

    def given(self, form: forms.Form) -> dict[str, object]:
        """The two answers as an action takes them."""
        given = form.cleaned_data
        return {
            "accountable_id": self.ids.get(given["accountable"]),
            "accountable": "" if given["accountable"] else given["accountable_words"],
        }


def _person(person: PersonRow) -> str:
    return f"{person.name}, {person.post_title}" if person.post_title else person.name
