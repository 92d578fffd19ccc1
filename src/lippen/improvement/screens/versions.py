"""Versions of a plan: named, listed, renamed and let go."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.improvement import actions, queries
from lippen.improvement.queries import offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.plan_forms import NOTHING, page_of_room, plan_to_write
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo


def plan_versions(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    rows = queries.plan_versions(request.actor, found.id)
    context = {
        "title": "Versions",
        "plan": found,
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("Versions")),
        "versions": [row for row in rows if not row.is_retired][::-1],
        "retired": [row for row in rows if row.is_retired],
        "may_edit": may(request.actor, Permission.EDIT_PLAN, at=found.authority_ids),
    }
    return render(request, "improvement/versions.html", context)


class VersionForm(DesignForm):
    """A name for how the plan stands, or stood on a day."""

    name = forms.CharField(label="What is this version called?", max_length=120, help_text="Such as: initial plan")
    note = forms.CharField(
        label="What is it for?",
        max_length=2000,
        required=False,
        help_text="Such as: as the committee first saw it",
        widget=forms.Textarea({"rows": "2"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_at"] = DayField(label="As it stood at the end of which day?", today=clock.today())
        self.order_fields(["name", "as_at", "note", "form_token"])


def _page(plan: PlanRow, **given: object) -> Page:
    return page_of_room(plan, room="plan_versions", room_title="Versions", **given)


def plan_name_version(request: HttpRequest, ref: str) -> HttpResponse:
    plan = plan_to_write(request, ref)

    def build(data: object, files: object) -> VersionForm:
        return VersionForm(data)

    def send(form: VersionForm) -> str:
        given = form.cleaned_data
        actions.name_version(
            actor=request.actor,
            plan_ref=ref,
            name=given["name"],
            as_at=given["as_at"],
            note=given["note"],
            at=clock.now(),
        )
        return f"“{given['name']}” is a version of this plan now. What is recorded later does not change it."

    page = _page(plan, key="version", title="Name a version", button="Name this version")
    return answer(request, page, build, send)


class RenameVersionForm(DesignForm):
    """What a version is called, and whether it is still offered."""

    name = forms.CharField(label="What is it called?", max_length=120)
    is_retired = forms.BooleanField(
        label="Offer it no longer",
        required=False,
        help_text="It leaves the lists to choose from, and stays below them.",
    )


def rename_version(request: HttpRequest, ref: str) -> HttpResponse:
    plan_ref, row = queries.version(request.actor, ref)
    plan = plan_to_write(request, plan_ref)

    def build(data: object, files: object) -> RenameVersionForm:
        return RenameVersionForm(data, initial={"name": row.name, "is_retired": row.is_retired})

    def send(form: RenameVersionForm) -> str:
        given = form.cleaned_data
        if (given["name"], given["is_retired"]) == (row.name, row.is_retired):
            raise CannotDo(NOTHING, field="name")
        actions.rename_version(
            actor=request.actor,
            version_ref=ref,
            name=given["name"],
            is_retired=given["is_retired"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The version reads as you wrote it."

    page = _page(plan, key="rename-version", title=f"Edit “{row.name}”", button="Save it", subject=ref)
    return answer(request, page, build, send)
