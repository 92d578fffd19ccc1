"""The route of a committee's papers, as a clerk defines it: each change is a new version, for papers opened later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role, permissions_of
from lippen.reporting.actions.committees import clerks, committee_for
from lippen.reporting.actions.guard import owned, refuse
from lippen.reporting.committee_rows import StepRow
from lippen.reporting.models import Committee, DefinedStep, RouteDefinition
from lippen.reporting.queries.committees import definition_of
from lippen.reporting.vocabulary import StepKind

NEEDS = {StepKind.APPROVER: Permission.APPROVE_PAPER, StepKind.CONSULTEE: Permission.READ_PLAN}
CANNOT = {StepKind.APPROVER: "may not approve papers", StepKind.CONSULTEE: "may not read drafts"}


@atomic
def define_route(
    *,
    actor: Actor,
    committee_ref: str,
    steps: Sequence[StepRow],
    then_committee_ref: str = "",
    reason: str = "",
    at: datetime,
) -> int:
    """Define the route of a committee's papers; gives its version. Papers that are open keep the one they have."""
    committee = committee_for(actor, committee_ref)
    clerks(actor, committee.authority_id)
    before = definition_of(committee.pk)
    if before and not reason.strip():
        raise CannotDo("Say why the route changes.", field="reason")
    then = _then(actor, committee, then_committee_ref)
    refuse(_faults(steps, committee.authority_id, day_of(at)))
    fact = owned(actor, committee.authority_id, at)
    version = before.version + 1 if before else 1
    with refusal("route_defined_once_a_version", "Somebody has just changed this route. Open it again."):
        made = RouteDefinition.objects.create(
            committee=committee, version=version, then_committee=then, reason=reason.strip(), **fact
        )
    DefinedStep.objects.bulk_create(
        DefinedStep(
            definition=made,
            order=order,
            kind=step.kind,
            post_id=step.post_id,
            subject=step.subject,
            is_waited_for=step.is_waited_for,
            before=step.before,
            **fact,
        )
        for order, step in enumerate(steps, start=1)
    )
    audit.record(actor, "committee.route_defined", committee, keys={"version": version})
    return version


def _then(actor: Actor, committee: Committee, ref: str) -> Committee | None:
    """The second body, if papers go to two in turn."""
    if not ref:
        return None
    then = committee_for(actor, ref)
    if then.pk == committee.pk:
        raise CannotDo("Choose another body than the committee itself.", field="then_committee")
    if then.authority_id != committee.authority_id:
        raise CannotDo("Choose a body whose meetings this council records.", field="then_committee")
    return then


def _faults(steps: Sequence[StepRow], authority_id: int, on: date) -> list[str]:
    """No approver, a post twice in one part, or a post that cannot do what the step asks."""
    faults = []
    if not any(step.kind == StepKind.APPROVER for step in steps):
        faults.append("Name at least one approver: a paper is signed by its last approval.")
    posts = organisation.posts_by_id({step.post_id for step in steps if step.post_id}, on=on)
    seen: set[tuple[str, int | None, str]] = set()
    for step in steps:
        post = posts.get(step.post_id or 0)
        if step.post_id and post is None:
            raise CannotDo("One of these posts is not recorded any more. Choose again.")
        if post and (step.kind, post.id, step.subject) in seen:
            faults.append(f"{post.title} stands there twice. Once is enough.")
        if post and (needed := NEEDS.get(StepKind(step.kind))) and needed not in permissions_of([Role(post.role)]):
            faults.append(f"Whoever is {post.title} {CANNOT[StepKind(step.kind)]}. Choose another post.")
        seen.add((step.kind, step.post_id, step.subject))
    confirmed = [step.subject_words for step in steps if step.kind == StepKind.CONFIRMATION]
    for words in dict.fromkeys(words for words in confirmed if confirmed.count(words) > 1):
        faults.append(f"{words} would be confirmed twice. Name one post for it.")
    approvers = {step.post_id for step in steps if step.kind == StepKind.APPROVER}
    both = [posts[s.post_id].title for s in steps if s.kind == StepKind.AUTHOR and s.post_id in approvers and s.post_id]
    faults += [f"{title} would approve what that post writes. Nobody approves their own text." for title in both]
    return faults
