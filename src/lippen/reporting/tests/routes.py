"""A council whose clerk has defined the route of a committee's papers; for tests with a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lippen.kernel.access import Actor
from lippen.organisation.models import Post
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.committee_rows import CycleRow, StepRow
from lippen.reporting.course_rows import Course
from lippen.reporting.models import Committee
from lippen.reporting.tests.world import RECORDED, TODAY, World, world
from lippen.reporting.vocabulary import ConsulteeSubject, StepKind
from lippen.server.standing import stands

CYCLE = CycleRow(0, 15, 10, 8, 3, 0, in_working_days=True)


@dataclass
class Routed:
    """The world of a paper's tests, with posts for every step of a route and a second body."""

    there: World
    committee: str
    board: str
    board_meeting: str
    posts: dict[str, Post]
    finance: Actor
    officer: Actor
    more: dict[str, object] = field(default_factory=dict)

    def steps(self, *, waits: bool = False, officer: bool = True, pre_agenda: bool = False) -> list[StepRow]:
        """Author, a finance consultee, head and chief executive; perhaps the pre-agenda and the proper officer."""
        posts = self.posts
        return [
            StepRow(StepKind.AUTHOR, posts["author"].pk),
            StepRow(StepKind.CONSULTEE, posts["finance"].pk, subject=ConsulteeSubject.FINANCE, is_waited_for=waits),
            *([StepRow(StepKind.PRE_AGENDA, is_waited_for=True)] if pre_agenda else []),
            StepRow(StepKind.APPROVER, posts["head"].pk),
            StepRow(StepKind.APPROVER, posts["chief"].pk),
            *([StepRow(StepKind.OFFICER)] if officer else []),
        ]

    def define(self, steps: list[StepRow] | None = None, *, reason: str = "", then: str = "") -> int:
        """The clerk defines the route."""
        with self.there.as_(self.there.clerk) as actor:
            return actions.define_route(
                actor=actor,
                committee_ref=self.committee,
                steps=self.steps() if steps is None else steps,
                then_committee_ref=then,
                reason=reason,
                at=self.there.at(),
            )

    def course(self, ref: str, who: Actor | None = None, *, on: date = TODAY) -> Course:
        """A paper's course as somebody sees it."""
        actor = who or self.there.author
        with self.there.as_(actor):
            return queries.course(actor, queries.paper_row(actor, ref), on=on)

    def ask(self, ref: str) -> tuple[str, ...]:
        """The author asks the consultees."""
        with self.there.as_(self.there.author) as actor:
            return actions.ask_consultees(actor=actor, paper_ref=ref, at=self.there.at())

    def comment(self, ref: str, words: str, who: Actor | None = None) -> str:
        """The consultee answers."""
        with self.there.as_(who or self.finance) as actor:
            return actions.comment(actor=actor, paper_ref=ref, subject="finance", words=words, at=self.there.at())

    def accept(self, ref: str, who: Actor | None = None) -> None:
        """The proper officer accepts."""
        with self.there.as_(who or self.officer) as actor:
            actions.accept_paper(actor=actor, paper_ref=ref, at=self.there.at())

    def reject(self, ref: str, reason: str = "Section 4 names a child.") -> None:
        """The proper officer rejects."""
        with self.there.as_(self.officer) as actor:
            actions.reject_paper(actor=actor, paper_ref=ref, reason=reason, at=self.there.at())

    def hold_pre_agenda(self, on: date = date(2012, 10, 16)) -> None:
        """The clerk records the convener's pre-agenda."""
        with self.there.as_(self.there.clerk) as actor:
            actions.hold_pre_agenda(
                actor=actor,
                meeting_ref=self.there.meeting,
                held_on=on,
                convener_name="Councillor Morven Testperson",
                words="All go forward.",
                at=self.there.at(),
            )

    def ready(self, ref: str) -> None:
        """Everything written, on the route that the definition gave."""
        self.there.fill_texts(ref)
        self.there.agree(ref)


@stands
def routed() -> Routed:
    """A council of the paper's tests with two bodies, and everybody who stands on a route."""
    there = world(actions_in_each_theme=1)
    council = there.authority
    held = {
        post.role: post
        for post in Post.objects.filter(authority=council, role__in=[Role.PERFORMANCE_OFFICER, Role.CHIEF_EXECUTIVE])
        if post.holdings.exists()
    }
    head = Post.objects.get(authority=council, role=Role.HEAD_OF_SERVICE)
    finance_post = factories.post(council, Role.SERVICE_MANAGER, title="Finance manager")
    finance = factories.queries.actor_for(factories.account(factories.holder(finance_post)).pk, on=TODAY)
    with there.as_(there.clerk) as actor:
        committee = Committee.objects.get(authority=council).ref
        board = actions.found_committee(actor=actor, authority_id=council.pk, name="Joint Board", at=RECORDED)
        board_meeting = actions.call_meeting(actor=actor, committee_ref=board, meets_on=date(2012, 11, 15), at=RECORDED)
    posts = {
        "author": held[Role.PERFORMANCE_OFFICER],
        "chief": held[Role.CHIEF_EXECUTIVE],
        "head": head,
        "finance": finance_post,
    }
    return Routed(there, committee, board, board_meeting, posts, finance, there.officer)
