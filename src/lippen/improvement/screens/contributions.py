"""What partners contribute: on which terms, and what they have delivered so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.plan_forms import NOTHING, AnswersForFields, page_of_room, people_for, plan_to_write
from lippen.improvement.screens.strands import PartnerFields
from lippen.improvement.source_rows import ContributionRow
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo

FOR_RECORDS = "records"


class TermsForm(DesignForm):
    """What is offered, for what, what is expected of it, who answers for it and until when."""

    offered = forms.CharField(
        label="What does the partner offer?", max_length=4000, widget=forms.Textarea({"rows": "3"})
    )
    expected = forms.CharField(
        label="Which result do you expect of it?", max_length=4000, widget=forms.Textarea({"rows": "2"})
    )
    action = forms.ChoiceField(label="For which action?")
    scope = forms.CharField(
        label="If it is work on children's records: which, and how far may the partner go?",
        max_length=2000,
        required=False,
        help_text="Such as: records of eight children whose plans have drifted, reading and advising. No child's name.",
        widget=forms.Textarea({"rows": "2"}),
    )
    consent = forms.CharField(
        label="Who consented to that, and when?",
        max_length=2000,
        required=False,
        help_text="Such as: each family in writing in May, kept on the child's file. No child's name.",
        widget=forms.Textarea({"rows": "2"}),
    )

    def __init__(
        self,
        *args: object,
        choices: Sequence[tuple[str, str]],
        answers_for: AnswersForFields,
        now: ContributionRow | None = None,
        partners: PartnerFields | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners
        if partners:
            partners.add_to(self)
        self.fields["action"].choices = [
            ("", "Choose an action"),
            *choices,
            (FOR_RECORDS, "None: it is work on children's records"),
        ]
        answers_for.add_to(self)
        self.fields["starts_on"] = DatePartsField(label="From when?", required=False)
        self.fields["last_on"] = DatePartsField(label="Ends on", required=False)
        if now:
            self._put_in(now)
        first = ["partner", "partner_name", "partner_kind"] if partners else []
        self.order_fields([*first, "offered", "action", "scope", "consent", "expected"])

    def _put_in(self, now: ContributionRow) -> None:
        for name in ("offered", "expected", "scope", "consent", "starts_on", "last_on"):
            self.fields[name].initial = getattr(now, name)
        self.fields["action"].initial = now.action.ref if now.action else FOR_RECORDS
        self.fields["is_ended"] = forms.BooleanField(label="It has ended", required=False, initial=now.is_ended)
        self.fields["reason"] = forms.CharField(
            label="What came of it?",
            max_length=2000,
            required=False,
            help_text="Only where it has ended",
            initial=now.reason,
        )

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if self.partners:
            self.partners.check(self, given)
        return given

    def terms(self, answers_for: AnswersForFields) -> actions.Terms:
        """The answers as an action takes them."""
        given = self.cleaned_data
        return actions.Terms(
            offered=given["offered"],
            expected=given["expected"],
            action_ref="" if given["action"] == FOR_RECORDS else given["action"],
            consent=given["consent"],
            scope=given["scope"],
            starts_on=given["starts_on"],
            ends_on=_after(given["last_on"]),
            **answers_for.given(self),
        )


def _after(last_on: date | None) -> date | None:
    return last_on + timedelta(days=1) if last_on else None


def _page(plan: PlanRow, **given: object) -> Page:
    return page_of_room(plan, room="plan_framework", room_title="Strategic framework", **given)


def plan_add_contribution(request: HttpRequest, ref: str) -> HttpResponse:
    plan = plan_to_write(request, ref)
    partners = PartnerFields(queries.partners(request.actor, authority_ids=plan.authority_ids))
    answers_for = AnswersForFields(people_for(request))
    choices = queries.action_choices(request.actor, plan.id)

    def build(data: object, files: object) -> TermsForm:
        return TermsForm(data, choices=choices, answers_for=answers_for, partners=partners)

    def send(form: TermsForm) -> str:
        actions.add_contribution(
            actor=request.actor,
            plan_ref=ref,
            partner_ref=partners.chosen(request, plan, form.cleaned_data),
            terms=form.terms(answers_for),
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The contribution stands in the framework, and on its action's page. Say what was delivered as it comes."

    page = _page(plan, key="contribution", title="Add a contribution", button="Add the contribution")
    return answer(request, page, build, send)


def change_contribution(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.contribution(request.actor, ref, today=clock.today())
    plan = plan_to_write(request, row.plan_ref)
    answers_for = AnswersForFields(people_for(request), row.accountable)
    choices = queries.action_choices(request.actor, plan.id)

    def build(data: object, files: object) -> TermsForm:
        return TermsForm(data, choices=choices, answers_for=answers_for, now=row)

    def send(form: TermsForm) -> str:
        if not form.changed_data:
            raise CannotDo(NOTHING, field="offered")
        actions.change_contribution(
            actor=request.actor,
            contribution_ref=ref,
            terms=form.terms(answers_for),
            is_ended=form.cleaned_data["is_ended"],
            reason=form.cleaned_data["reason"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The contribution reads as you wrote it. What stood before stays known."

    page = _page(plan, key="change-contribution", title="Edit the contribution", button="Save it", subject=ref)
    return answer(request, page, build, send)


class DeliveryForm(DesignForm):
    """What was delivered, and by when."""

    words = forms.CharField(
        label="What was delivered?", max_length=4000, help_text="No child's name.", widget=forms.Textarea({"rows": "3"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["so_on"] = DayField(label="When?", today=clock.today())
        self.order_fields(["words", "so_on", "form_token"])


def record_delivery(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.contribution(request.actor, ref, today=clock.today())
    plan = plan_to_write(request, row.plan_ref, Permission.WRITE_UPDATE)

    def build(data: object, files: object) -> DeliveryForm:
        return DeliveryForm(data)

    def send(form: DeliveryForm) -> Sent:
        given = form.cleaned_data
        actions.record_delivery(
            actor=request.actor, contribution_ref=ref, words=given["words"], so_on=given["so_on"], at=clock.now()
        )
        return Sent(f"What {row.partner.name} delivered stands in the framework.", f"{page.back}#{ref}")

    page = _page(
        plan,
        key="delivery",
        title="What was delivered?",
        button="Record it",
        subject=ref,
        lead_words=f"{row.partner.name}: {row.offered}",
    )
    return answer(request, page, build, send)
