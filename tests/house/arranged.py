"""A committee that is arranged in full: its route, its cycle, a meeting and a paper that goes along them."""

from __future__ import annotations

from datetime import date

from lippen.kernel.access import Actor
from lippen.kernel.clear_days import Notice
from lippen.organisation.models import PostHolding
from lippen.organisation.roles import Role
from lippen.reporting import actions, queries
from lippen.reporting.committee_rows import CycleRow, StepRow
from lippen.reporting.tests.world import TODAY, World
from lippen.reporting.vocabulary import FileKind, ResolutionKind, StepKind, TieKind

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
        flooded = actions.call_meeting(**given, committee_ref=board, meets_on=date(2012, 12, 6), at=there.at())
        actions.change_meeting(
            **given, meeting_ref=flooded, moves_to=None, reason="The hall is flooded.", at=there.at()
        )
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


def come_after(there: World, first: str) -> str:
    """What comes after an issued paper: stamped copies, a replacement with a flagged word that stays, withdrawal."""
    with there.as_(there.clerk) as actor:
        actions.stamp_copies(actor=actor, paper_ref=first, item="7", first_page=21, at=there.at())
    with there.as_(there.author) as actor:
        made = actions.follow_paper(
            actor=actor,
            paper_ref=first,
            kind=TieKind.REPLACEMENT,
            reason="A figure was wrong.",
            text_closed_on=TODAY,
            issue_on=TODAY,
            at=there.at(),
        )
        there.write(actor, made.ref, "workforce", "Three children wait.", version=1)
        _, found = queries.paper_flags(actor, made.ref, at=there.at())
        given = {"paper_ref": made.ref, "key": found[0].flag.key, "reason": "It is published already."}
        actions.keep_flag(actor=actor, **given, at=there.at())
    with there.as_(there.clerk) as actor:
        actions.withdraw_paper(actor=actor, paper_ref=first, reason="A figure was wrong.", at=there.at())
    return made.ref


def give_out(there: World, ref: str) -> str:
    """The public edition of an exempt paper with a file, the committee's resolution, and the council's own lists."""
    with there.as_(there.clerk) as actor:
        given = {"actor": actor, "authority_id": there.authority.pk}
        actions.set_child_places(**given, names=["Larkfield House"], at=there.at())
        kept = {"edition_ref": f"{ref}-public", "kind": FileKind.PDF, "made": b"a pdf"}
        actions.keep_public_file(actor=actor, **kept, at=there.at())
        actions.set_register(**given, is_on=True, reason="Council decided.", at=there.at())
        told = {"kind": ResolutionKind.EXCLUDED, "words": "Resolved to exclude the public."}
        actions.record_resolution(actor=actor, paper_ref=ref, **told, at=there.at())
    return f"{ref}-public"
