"""Links that keep what stands in the address, and the way back."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy

from lippen.design.navigation import Crumb
from lippen.improvement.rows import ActionRow, PlanRow

PLANS = Crumb("Plans", lazy(reverse, str)("improvement:plans"))


def address(request: HttpRequest, **changes: str) -> str:
    """This page's address with some of its wishes changed; an empty one is taken away."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def crumb_to_plan(plan: PlanRow, query: str = "") -> Crumb:
    """The way back to the plan."""
    return Crumb(plan.title, reverse("improvement:plan", args=[plan.ref]) + query)


def crumb_to_action(action: ActionRow, query: str = "") -> Crumb:
    """The way back to the action."""
    return Crumb(f"Action {action.number}", reverse("improvement:action", args=[action.ref]) + query)
