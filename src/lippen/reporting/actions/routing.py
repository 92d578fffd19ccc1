"""Who writes a paper and who approves it, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.reporting.actions.duties import ask
from lippen.reporting.actions.guard import owned, refuse, writable
from lippen.reporting.models import RouteStep
from lippen.reporting.queries.written import written_on
from lippen.reporting.vocabulary import PaperDuty, PaperStep, RouteRole

ACTING = "Acting "


@atomic
def set_route(
    *,
    actor: Actor,
    paper_ref: str,
    authors: Sequence[int],
    approvers: Sequence[int],
    phones: Mapping[int, str] | None = None,
    at: datetime,
) -> None:
    """Name the authors and, in order, the approvers, by person; their posts are kept as they are today."""
    row = writable(actor, paper_ref, at)
    today = day_of(at)
    people = list(dict.fromkeys((*authors, *approvers)))
    names, titles = organisation.person_names(people), organisation.post_titles(people, on=today)
    refuse(_faults(authors, approvers, names, row.authority_id, today))
    version = written_on(row.id).route_version + 1
    fact = owned(actor, row.authority_id, at)
    RouteStep.objects.bulk_create(
        RouteStep(
            paper_id=row.id,
            version=version,
            order=order,
            role=role,
            person_id=person_id,
            name=names[person_id],
            designation=titles.get(person_id, ""),
            phone=(phones or {}).get(person_id, ""),
            acting=titles.get(person_id, "").startswith(ACTING),
            **fact,
        )
        for role, ids in ((RouteRole.AUTHOR, authors), (RouteRole.APPROVER, approvers))
        for order, person_id in enumerate(ids, start=1)
    )
    ask(PaperDuty.REWRITE if row.state is PaperStep.RETURNED else PaperDuty.WRITE, authors, row, at)
    audit.record(actor, "paper.route_set", ("reporting.paper", row.ref), keys={"version": version})


def _faults(
    authors: Sequence[int], approvers: Sequence[int], names: Mapping[int, str], authority_id: int, on: date
) -> list[str]:
    if unknown := [person_id for person_id in (*authors, *approvers) if person_id not in names]:
        raise CannotDo(f"Person {unknown[0]} is not recorded.", field="approvers")
    faults = []
    if not authors:
        faults.append("Name at least one author.")
    if not approvers:
        faults.append("Name at least one approver.")
    for person_id in dict.fromkeys(approvers):
        if person_id in authors:
            faults.append(f"{names[person_id]} is an author, and nobody approves their own text.")
        elif not _may_approve(person_id, authority_id, on):
            faults.append(f"{names[person_id]} may not approve papers. Choose somebody whose post may.")
    if len(set(approvers)) < len(approvers):
        faults.append("Somebody stands among the approvers twice. Once is enough.")
    return faults


def _may_approve(person_id: int, authority_id: int, on: date) -> bool:
    approver = organisation.actor_for(organisation.account_of(person_id), on=on)
    return may(approver, Permission.APPROVE_PAPER, at=[authority_id])
