"""Groups and contacts are written down and changed: a form for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.queries import ContactRow, StakeholderRow
from lippen.improvement.screens import rooms
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.stakeholders import PARTNERS, crumb_to
from lippen.improvement.vocabulary import STAKEHOLDER_KIND_WORDS, StakeholderKind
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.organisation.queries import AuthorityRow, PersonRow


def group_now(request: HttpRequest, ref: str) -> queries.StakeholderStory:
    """The group as it is today, for somebody who may write there."""
    story = queries.stakeholder(request.actor, ref, today=clock.today())
    require(request.actor, Permission.WRITE_UPDATE, at=[story.row.authority_id])
    return story


def page_of(row: StakeholderRow, key: str, title: str, button: str, **given: Any) -> Page:
    """A page on which one thing is said about a group."""
    given.setdefault("subject", row.ref)
    given.setdefault("back", reverse("partners:stakeholder", args=[row.ref]))
    given.setdefault("about", row.name)
    crumbs = given.pop("crumbs", ())
    return rooms.page_on(key=key, title=title, button=button, crumbs=(PARTNERS, crumb_to(row), *crumbs), **given)


class GroupForm(DesignForm):
    """What they are called, what we want with them, who looks after them."""

    def __init__(self, *args: object, people: Sequence[PersonRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["name"] = rooms.line("What are they called?", hint="Such as court solicitors, or NHS managers")
        self.fields["why"] = rooms.text("What do we want with them?", required=False)
        self.fields["lead"] = forms.ChoiceField(
            label="Who looks after them?", required=False, choices=rooms.people_choices(people, empty="Nobody yet")
        )

    @property
    def lead_id(self) -> int | None:
        """Who was chosen."""
        return rooms.person_id(self.people, self.cleaned_data["lead"])


class AddForm(GroupForm):
    """A new group: its kind too, and where there are several its council and plan."""

    def __init__(
        self,
        *args: object,
        councils: Sequence[AuthorityRow],
        plans: Sequence[tuple[str, str]],
        partners: Sequence[tuple[str, str]],
        today: date,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="What kind?", choices=[("", "Choose a kind"), *STAKEHOLDER_KIND_WORDS.items()]
        )
        self.fields["so_on"] = DayField(label="Since when?", today=today)
        if plans:
            self.fields["plan"] = forms.ChoiceField(
                label="For which plan?", required=False, choices=[("", "None in particular"), *plans]
            )
        if partners:
            self.fields["partner"] = forms.ChoiceField(
                label="Of which body?", required=False, choices=[("", "None in particular"), *partners]
            )
        if len(councils) > 1:
            self.fields["authority"] = forms.ChoiceField(
                label="Which council keeps this?", choices=[(row.ref, row.name) for row in councils]
            )
        self.order_fields(["name", "kind", "why", "lead", "plan", "partner", "authority", "so_on"])


def add(request: HttpRequest) -> HttpResponse:
    councils = rooms.councils_here(request, Permission.WRITE_UPDATE)
    plans = tuple((row.ref, row.title) for row in queries.plans(request.actor))
    partners = tuple((row.ref, row.name) for row in queries.partners(request.actor) if not row.is_retired)

    def build(data: object, files: object) -> AddForm:
        given = {"people": rooms.keepers_here(request), "councils": councils, "plans": plans, "partners": partners}
        return AddForm(data, today=clock.today(), **given)

    def send(form: AddForm) -> Sent:
        given = form.cleaned_data
        council = given.get("authority") or councils[0].ref
        made = actions.add_stakeholder(
            actor=request.actor,
            authority_id=next(row.id for row in councils if row.ref == council),
            kind=StakeholderKind(given["kind"]),
            name=given["name"],
            why=given["why"],
            lead_id=form.lead_id,
            plan_ref=given.get("plan", ""),
            partner_ref=given.get("partner", ""),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("The group is written down.", reverse("partners:stakeholder", args=[made.ref]))

    page = rooms.page_on(
        key="add-stakeholder",
        title="Add a group of partners",
        button="Add the group",
        back=str(PARTNERS.url),
        crumbs=(PARTNERS,),
    )
    return answer(request, page, build, send)


class ChangeForm(GroupForm):
    """The same for a group that is there, and whether we still talk with them."""

    is_ended = forms.BooleanField(label="We talk with them no longer", required=False)

    def __init__(self, *args: object, row: StakeholderRow, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial, self.fields["why"].initial = row.name, row.why
        lead = row.lead.person_id if row.lead else None
        self.fields["lead"].initial = next((who.ref for who in self.people if who.id == lead), "")
        self.fields["is_ended"].initial = row.is_ended
        self.order_fields(["name", "why", "lead", "is_ended"])


def change(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref).row

    def build(data: object, files: object) -> ChangeForm:
        now = row.lead.person_id if row.lead else None
        return ChangeForm(data, people=rooms.keepers_here(request, now), row=row)

    def send(form: ChangeForm) -> str:
        given = form.cleaned_data
        actions.change_stakeholder(
            actor=request.actor,
            stakeholder_ref=ref,
            name=given["name"],
            why=given["why"],
            lead_id=form.lead_id,
            is_ended=given["is_ended"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The change is kept."

    return answer(request, page_of(row, "change-stakeholder", "Change the group", "Save the change"), build, send)


class ContactForm(DesignForm):
    """A contact's name, role, and how to reach them."""

    def __init__(self, *args: object, contact: ContactRow | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = rooms.line("Name", most=160)
        self.fields["role"] = rooms.line("Role", required=False)
        self.fields["reach"] = rooms.line(
            "How to reach them", required=False, hint="Their address at work or telephone; nothing private", most=300
        )
        if contact is not None:
            for name in ("name", "role", "reach"):
                self.fields[name].initial = getattr(contact, name)
            self.fields["is_ended"] = forms.BooleanField(
                label="They are a contact no longer", required=False, initial=contact.is_ended
            )
        self.fields["form_token"] = self.fields.pop("form_token")


def add_contact(request: HttpRequest, ref: str) -> HttpResponse:
    row = group_now(request, ref).row

    def send(form: ContactForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("name", "role", "reach")}
        actions.add_contact(actor=request.actor, stakeholder_ref=ref, so_on=clock.today(), at=clock.now(), **given)
        return f"{given['name']} is a contact now."

    page = page_of(row, "add-contact", "Add a contact", "Add the contact")
    return answer(request, page, lambda data, files: ContactForm(data), send)


def change_contact(request: HttpRequest, ref: str) -> HttpResponse:
    story = group_now(request, queries.contact_group(request.actor, ref))
    contact = next((each for each in story.contacts if each.ref == ref), None)
    if contact is None:
        raise Http404

    def build(data: object, files: object) -> ContactForm:
        return ContactForm(data, contact=contact)

    def send(form: ContactForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("name", "role", "reach", "is_ended")}
        actions.change_contact(actor=request.actor, contact_ref=ref, so_on=clock.today(), at=clock.now(), **given)
        return "The contact is kept as you said."

    page = page_of(story.row, "change-contact", "Change the contact", "Save the contact", subject=ref)
    return answer(request, page, build, send)
