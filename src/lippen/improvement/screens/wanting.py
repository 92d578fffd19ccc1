"""A decision that is wanted no longer is withdrawn: one form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.sending import Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.queries import WantedRow, offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens import rooms
from lippen.improvement.screens.groups import GROUPS
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation.queries.cover import own_ids


def may_withdraw(actor: Actor, plan: PlanRow, row: WantedRow) -> bool:
    """Whether this actor may withdraw it: whoever asked or covers for them, and those who edit the plan."""
    here = plan.authority_ids
    if may(actor, Permission.EDIT_PLAN, at=here) or not may(actor, Permission.WRITE_UPDATE, at=here):
        return may(actor, Permission.EDIT_PLAN, at=here)
    return row.asked_by_id in own_ids(actor, on=clock.today())


class WithdrawForm(DesignForm):
    """Why it is wanted no longer."""

    reason = rooms.text("Why is it wanted no longer?")


def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.wanted_row(request.actor, ref)
    if not may_withdraw(request.actor, offered.plan_head(request.actor, row.plan_ref), row):
        raise NotAllowed(Permission.EDIT_PLAN)
    if request.method != "POST" and not row.is_open:
        raise CannotDo("This was decided or withdrawn already.")
    back = f"{reverse('groups:groups')}?plan={row.plan_ref}"

    def send(form: WithdrawForm) -> Sent:
        reason = form.cleaned_data["reason"]
        actions.withdraw_wanted(
            actor=request.actor, wanted_ref=ref, reason=reason, so_on=clock.today(), at=clock.now(), token=form.token
        )
        return Sent("It is withdrawn, and stands on no agenda any more.", back)

    page = rooms.page_on(
        key="withdraw-wanted",
        title="Withdraw the question",
        button="Withdraw it",
        back=back,
        crumbs=(GROUPS,),
        subject=ref,
        about=row.words,
    )
    return answer(request, page, lambda data, files: WithdrawForm(data), send)
