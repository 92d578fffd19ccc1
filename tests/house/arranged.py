"""A committee that is arranged in full: its route, its cycle, a meeting and a paper that goes along them."""

from __future__ import annotations

from datetime import date

from lippen.kernel.access import Actor
from lippen.kernel.clear_days import Notice
from lippen.organisation.models import PostHolding
from lippen.organisation.roles import Role
from lippen.reporting import actions
from lippen.reporting.committee_rows import CycleRow, StepRow
from lippen.reporting.tests.world import TODAY, World
from lippen.reporting.vocabulary import StepKind

CYCLE = CycleRow(0, 5, 4, 3, 1, 0, in_working_days=True)
MEETS_ON = date(2012, 11, 29)


def arrange_committees(there: World, ours: dict[Role, Actor]) -> dict[str, str]:
    """Everything that a clerk arranges for a committee of ours, and a paper that was accepted there."""
    given = {"actor": there.clerk}
    with there.as_(there.clerk):
        actions.set_notice(
            **given, authority_id=there.authority.pk, notice=Notice(), source="Standing order 4", at=there.at()
        )
        committee, board = (
            actions.found_committee(**given, authority_id=there.authority.pk, name=name, at=there.at())
            for name in ("Care Committee", "Care Board")
        )
        actions.set_cycle(**given, committee_ref=committee, cycle=CYCLE, at=there.at())
        actions.define_route(
            **given, committee_ref=committee, steps=steps(there, ours), then_committee_ref=board, at=there.at()
        )
        meeting = actions.call_meeting(**given, committee_ref=committee, meets_on=MEETS_ON, at=there.at())
        actions.call_meeting(**given, committee_ref=board, meets_on=date(2012, 12, 20), at=there.at())
        expected = actions.expect_paper(**given, meeting_ref=meeting, subject="Kinship care", at=there.at())
        actions.hold_pre_agenda(
            **given,
            meeting_ref=meeting,
            held_on=TODAY,
            convener_name="The convener",
            words="All go forward.",
            at=there.at(),
        )
    return {
        "paper": accepted(there, ours, meeting),
        "committee_ref": committee,
        "council_ref": there.authority.ref,
        "meeting_ref": meeting,
        "expected_ref": expected,
    }


def steps(there: World, ours: dict[Role, Actor]) -> list[StepRow]:
    """Author, a consultee, head, chief executive and proper officer, by the posts that they hold."""
    posts = {
        who: PostHolding.objects.get(person_id=actor.person_id).post_id
        for who, actor in {
            StepKind.AUTHOR: there.author,
            StepKind.CONSULTEE: ours[Role.SERVICE_MANAGER],
            "head": there.head,
            "chief": there.chief,
        }.items()
    }
    return [
        StepRow(StepKind.AUTHOR, posts[StepKind.AUTHOR]),
        StepRow(StepKind.CONSULTEE, posts[StepKind.CONSULTEE], subject="finance"),
        StepRow(StepKind.PRE_AGENDA),
        StepRow(StepKind.APPROVER, posts["head"]),
        StepRow(StepKind.APPROVER, posts["chief"]),
        StepRow(StepKind.OFFICER),
    ]


def accepted(there: World, ours: dict[Role, Actor], meeting: str) -> str:
    """A paper that went along that route as far as the proper officer."""
    before, there.meeting = there.meeting, meeting
    ref = there.opened().ref
    there.meeting = before
    with there.as_(there.author) as actor:
        actions.ask_consultees(actor=actor, paper_ref=ref, at=there.at())
    with there.as_(ours[Role.SERVICE_MANAGER]) as actor:
        actions.comment(actor=actor, paper_ref=ref, subject="finance", words="The money is there.", at=there.at())
    there.fill_texts(ref)
    there.agree(ref)
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    with there.as_(ours[Role.PROPER_OFFICER]) as actor:
        actions.accept_paper(actor=actor, paper_ref=ref, at=there.at())
    return ref
