"""Updates: what was said about actions, and what of it still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from lippen.improvement.models import Update
from lippen.improvement.queries.plans import bare_plan
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import UpdateRow
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation


def updates_between(
    actor: Actor,
    plan_id: int,
    *,
    since: date | None = None,
    until: date,
    known_at: datetime | None = None,
    audience: str = "",
) -> tuple[UpdateRow, ...]:
    """A plan's updates after one day, up to and with another, newest first."""
    plan = bare_plan(actor, plan_id)
    return updates_in(Scope(plan_id=plan.id, as_at=until, known_at=known_at), since=since, audience=audience)


def updates_in(
    scope: Scope, *, since: date | None = None, audience: str = "", names: Mapping[int, str] | None = None
) -> tuple[UpdateRow, ...]:
    """The updates of a scope, newest first, each knowing whether a later one corrects it."""
    found = list(scope.of(Update.objects.all(), day="counts_on").order_by("-counts_on", "-id"))
    corrected = {update.corrects_id for update in found if update.corrects_id}
    wanted = [
        update
        for update in found
        if (since is None or update.counts_on > since) and (not audience or update.audience == audience)
    ]
    return update_rows(wanted, corrected, names)


def update_rows(
    kept: Sequence[Update], corrected: set[int], names: Mapping[int, str] | None = None
) -> tuple[UpdateRow, ...]:
    """Updates as rows."""
    if names is None:
        names = organisation.account_names({each.recorded_by_id for each in kept})
    return tuple(
        UpdateRow(
            id=each.pk,
            ref=each.ref,
            action_id=each.action_id,
            so_on=each.so_on,
            as_reported_in=each.reported_in,
            counts_on=each.counts_on,
            paragraphs=tuple(each.paragraphs),
            audience=each.audience,
            by_name=names.get(each.recorded_by_id or 0, ""),
            by_account_id=each.recorded_by_id,
            corrects_id=each.corrects_id,
            corrected=each.pk in corrected,
            recorded_at=each.recorded_at,
        )
        for each in kept
    )
