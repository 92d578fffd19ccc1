"""A partner body gets another name or kind from today on, or the council no longer works with it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.screens.addresses import PLANS
from lippen.improvement.screens.plan_forms import NOTHING
from lippen.improvement.screens.rooms import plan_asked
from lippen.improvement.vocabulary import PARTNER_KIND_WORDS, PartnerKind
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo


class PartnerForm(DesignForm):
    """A partner's name and kind, and whether the council still works with it."""

    name = forms.CharField(label="What is it called?", max_length=200)
    kind = forms.ChoiceField(
        label="What kind of body is it?",
        choices=[(kind.value, words) for kind, words in PARTNER_KIND_WORDS.items()],
        widget=forms.RadioSelect,
    )
    is_retired = forms.BooleanField(
        label="We no longer work with it",
        required=False,
        help_text="It leaves the lists to choose from. What it contributed stays.",
    )


def rename_partner(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.partner(request.actor, ref)
    require(request.actor, Permission.EDIT_PLAN, at=[found.authority_id])
    plan = plan_asked(request)
    before = {name: getattr(found, name) for name in ("name", "kind", "is_retired")}
    back = reverse("improvement:plan_framework", args=[plan.ref]) if plan else reverse("improvement:plans")

    def build(data: object, files: object) -> PartnerForm:
        return PartnerForm(data, initial=before)

    def send(form: PartnerForm) -> Sent:
        given = {name: form.cleaned_data[name] for name in before}
        if given == before:
            raise CannotDo(NOTHING, field="name")
        actions.rename_partner(
            actor=request.actor,
            partner_ref=ref,
            name=given["name"],
            kind=PartnerKind(given["kind"]),
            is_retired=given["is_retired"],
            so_on=clock.today(),
            at=clock.now(),
            token=form.token,
        )
        return Sent("The partner reads as you wrote it. What it was called before stays known.", back)

    page = Page(
        key="rename-partner",
        subject=ref,
        title="Rename a partner, or end working with it",
        button="Save the partner",
        back=back,
        crumbs=(PLANS, Crumb("Rename a partner")),
        template="improvement/form.html",
        context={"lead_words": found.name},
    )
    return answer(request, page, build, send)
