"""The evidence library in the demonstration: one item for two actions, one sent on, and one that is asked for."""

from __future__ import annotations

from datetime import timedelta

from lippen.demo.organisation import Cast
from lippen.improvement.actions import library as actions
from lippen.improvement.queries import library

INSPECTORATE = "Care Inspectorate"
WHO, ASKED = "EG", "IC"


def keep_library(cast: Cast, plan_ref: str) -> None:
    """The assistant head of service keeps the library, and asks the team leader for what the inspectorate wants."""
    now, today = cast.dates.now, cast.dates.today
    with cast.acting_as(WHO, now) as actor:
        items = library.items(actor, plan_ref=plan_ref)
        uses = items[0].uses
        same_plan = [row for row in library.action_labels(actor) if row[3] == uses[0].plan_title]
        labels = [row for row in same_plan if row[0] not in {use.action_ref for use in uses}]
        actions.use_evidence(actor=actor, evidence_ref=items[0].ref, action_ref=labels[0][0], so_on=today, at=now)
        actions.send_evidence(
            actor=actor,
            evidence_ref=items[-1].ref,
            body=INSPECTORATE,
            how="By e-mail to the link inspector",
            so_on=today,
            at=now,
        )
        of_plan = [row[0] for row in library.action_labels(actor) if row[3] == items[0].uses[0].plan_title]
        actions.ask_for_evidence(
            actor=actor,
            plan_ref=plan_ref,
            action_refs=of_plan[:2],
            words="The audit of supervision records in full, with what was done about its findings",
            asked_by=INSPECTORATE,
            asked_of_id=cast.people[ASKED].pk,
            wanted_on=today + timedelta(days=8),
            so_on=today,
            at=now,
        )
