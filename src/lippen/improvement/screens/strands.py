"""Strands and partners of a framework: added, changed, ended; and how they go, said on a day."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.sending import Page, answer
from lippen.improvement import actions, queries
from lippen.improvement.rows import PartnerRow, PlanRow
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.plan_forms import NOTHING, AnswersForFields, page_of_room, people_for, plan_to_write
from lippen.improvement.source_rows import StrandRow
from lippen.improvement.vocabulary import PARTNER_KIND_WORDS, PartnerKind
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo

NEW = "new"


class PartnerFields:
    """Which partner: one of the register, or a new one with its kind."""

    def __init__(self, partners: Sequence[PartnerRow], *, empty: str = "") -> None:
        self.partners = [row for row in partners if not row.is_retired]
        self.empty = empty

    def add_to(self, form: forms.Form) -> None:
        """Put the fields on a form."""
        choices = [(row.ref, f"{row.name} ({row.kind_words.lower()})") for row in self.partners]
        none = [("", self.empty)] if self.empty else []
        form.fields["partner"] = forms.ChoiceField(
            label="Which partner?",
            choices=[*none, *choices, (NEW, "Another one, not in the list yet")],
            required=not self.empty,
            widget=forms.RadioSelect,
        )
        form.fields["partner_name"] = forms.CharField(
            label="If it is another one: its name", max_length=200, required=False
        )
        kinds = [(kind.value, words) for kind, words in PARTNER_KIND_WORDS.items()]
        form.fields["partner_kind"] = forms.ChoiceField(
            label="And what kind of body it is", choices=[("", "Choose a kind"), *kinds], required=False
        )

    def check(self, form: forms.Form, given: dict[str, object]) -> None:
        """A new partner has a name and a kind."""
        if given.get("partner") == NEW:
            for name, words in (("partner_name", "Write the partner's name."), ("partner_kind", "Choose a kind.")):
                if not given.get(name):
                    form.add_error(name, words)

    def chosen(self, request: HttpRequest, plan: PlanRow, given: dict[str, object]) -> str:
        """The partner's reference; a new one is recorded first."""
        if given["partner"] != NEW:
            return str(given["partner"])
        reach = request.actor.reach_of(Permission.EDIT_PLAN)
        keeper = plan.authority_id if plan.authority_id in reach else min(reach.intersection(plan.authority_ids))
        return actions.record_partner(
            actor=request.actor,
            authority_id=keeper,
            name=str(given["partner_name"]),
            kind=PartnerKind(str(given["partner_kind"])),
            at=clock.now(),
        ).ref


def intent_field() -> forms.CharField:
    """What a strand is for."""
    return forms.CharField(
        label="What is it meant to bring about?",
        max_length=4000,
        help_text="What this contributes to the service reaching its goals",
        widget=forms.Textarea({"rows": "3"}),
    )


class StrandForm(DesignForm):
    """A strand of the work, or the work with a partner."""

    def __init__(self, *args: object, partners: PartnerFields, answers_for: AnswersForFields, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners
        partners.add_to(self)
        self.fields["title"] = forms.CharField(
            label="If it is a strand of the service's own work: what is it called?", max_length=240, required=False
        )
        self.fields["intent"] = intent_field()
        answers_for.add_to(self)

    def clean(self) -> dict[str, object]:
        given = super().clean()
        self.partners.check(self, given)
        if not given.get("partner") and not given.get("title") and "title" not in self.errors:
            self.add_error("title", "Write what the strand is called, or choose a partner.")
        return given


def plan_add_strand(request: HttpRequest, ref: str) -> HttpResponse:
    plan = plan_to_write(request, ref)
    partners = PartnerFields(
        queries.partners(request.actor, authority_ids=plan.authority_ids), empty="None: a strand of the service's own"
    )
    answers_for = AnswersForFields(people_for(request))

    def build(data: object, files: object) -> StrandForm:
        return StrandForm(data, partners=partners, answers_for=answers_for)

    def send(form: StrandForm) -> str:
        given = form.cleaned_data
        actions.add_strand(
            actor=request.actor,
            plan_ref=ref,
            title=given["title"] if not given["partner"] else "",
            partner_ref=partners.chosen(request, plan, given),
            intent=given["intent"],
            so_on=clock.today(),
            at=clock.now(),
            **answers_for.given(form),
        )
        return "It stands in the framework. Say how it goes when there is a first word on it."

    page = _page(plan, key="strand", title="Add a strand or partner", button="Add it to the framework")
    return answer(request, page, build, send)


def _page(plan: PlanRow, **given: object) -> Page:
    return page_of_room(plan, room="plan_framework", room_title="Strategic framework", **given)


class ChangeStrandForm(DesignForm):
    """What a strand is called and for, who answers for it, and whether it ended."""

    def __init__(self, *args: object, row: StrandRow, answers_for: AnswersForFields, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if row.partner is None:
            self.fields["title"] = forms.CharField(label="What is it called?", max_length=240, initial=row.title)
        self.fields["intent"] = intent_field()
        self.fields["intent"].initial = row.intent
        answers_for.add_to(self)
        self.fields["is_ended"] = forms.BooleanField(
            label="It has ended", required=False, initial=row.is_ended, help_text="It stays in the framework, marked."
        )


def change_strand(request: HttpRequest, ref: str) -> HttpResponse:
    plan_ref, row = queries.strand(request.actor, ref, today=clock.today())
    plan = plan_to_write(request, plan_ref)
    answers_for = AnswersForFields(people_for(request), row.accountable)

    def build(data: object, files: object) -> ChangeStrandForm:
        return ChangeStrandForm(data, row=row, answers_for=answers_for)

    def send(form: ChangeStrandForm) -> str:
        if not form.changed_data:
            raise CannotDo(NOTHING, field="intent")
        given = form.cleaned_data
        actions.change_strand(
            actor=request.actor,
            strand_ref=ref,
            title=given.get("title", row.title),
            intent=given["intent"],
            is_ended=given["is_ended"],
            so_on=clock.today(),
            at=clock.now(),
            **answers_for.given(form),
        )
        return "The framework reads as you wrote it. What stood before stays known."

    page = _page(plan, key="change-strand", title=f"Edit “{row.title}”", button="Save it", subject=ref)
    return answer(request, page, build, send)


class ProgressForm(DesignForm):
    """How it goes, and when it was so."""

    words = forms.CharField(
        label="How does it go?", max_length=4000, help_text="No child's name.", widget=forms.Textarea({"rows": "4"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["so_on"] = DayField(label="When was it so?", today=clock.today())
        self.order_fields(["words", "so_on", "form_token"])


def tell_progress(request: HttpRequest, ref: str) -> HttpResponse:
    plan_ref, row = queries.strand(request.actor, ref, today=clock.today())
    plan = plan_to_write(request, plan_ref, Permission.WRITE_UPDATE)

    def build(data: object, files: object) -> ProgressForm:
        return ProgressForm(data)

    def send(form: ProgressForm) -> str:
        given = form.cleaned_data
        actions.tell_progress(
            actor=request.actor, strand_ref=ref, words=given["words"], so_on=given["so_on"], at=clock.now()
        )
        return f"Your word on “{row.title}” stands in the framework."

    page = _page(
        plan,
        key="strand-progress",
        title=f"How does “{row.title}” go?",
        button="Record it",
        subject=ref,
        lead_words=f"Intent: {row.intent}",
    )
    return answer(request, page, build, send)
