"""A council with a small plan, a committee and everyone on a paper's route; for tests with a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from lippen.improvement import actions as improvement
from lippen.improvement.models import Plan
from lippen.improvement.rows import LeadRow
from lippen.improvement.vocabulary import Audience, State, Which
from lippen.kernel.access import Actor, identify
from lippen.kernel.calendar import Period, Precision
from lippen.kernel.errors import CannotDo
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.models import Authority
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.rows import PaperRow
from lippen.server.standing import stands

TODAY = date(2012, 10, 17)
NOW = datetime(2012, 10, 17, 14, 0, tzinfo=UTC)
AGREED = date(2012, 6, 21)
RECORDED = datetime(2012, 6, 21, 9, 0, tzinfo=UTC)
TOLD = datetime(2012, 9, 10, 9, 0, tzinfo=UTC)
AUGUST = Period("August", Precision.MONTH, date(2012, 8, 1), date(2012, 9, 1))
DECEMBER = Period("December", Precision.MONTH, date(2012, 12, 1), date(2013, 1, 1))


@dataclass
class World:
    """Everyone and everything that a paper needs."""

    authority: Authority
    plan: Plan
    author: Actor
    lead: Actor
    head: Actor
    chief: Actor
    clerk: Actor
    stranger: Actor
    officer: Actor
    meeting: str = ""
    steps: int = 0
    papers: int = 0
    ref: str = ""

    def at(self) -> datetime:
        """A later moment at each asking."""
        self.steps += 1
        return NOW + timedelta(seconds=self.steps)

    @contextmanager
    def as_(self, actor: Actor) -> Iterator[Actor]:
        """A transaction in somebody's name."""
        with transaction.atomic():
            identify(actor, today=TODAY)
            yield actor

    def opened(self, **days: object) -> PaperRow:
        """A paper opened by its author."""
        self.papers += 1
        given = {
            "period_starts_on": date(2012, 7, self.papers),
            "period_ends_on": date(2012, 10, 1),
            "data_as_at": date(2012, 9, 30),
            "text_closed_on": TODAY,
            "issue_on": TODAY,
            "report_by_person_id": self.head.person_id,
            **days,
        }
        with self.as_(self.author) as actor:
            return actions.open_paper(
                actor=actor,
                plan_ref=self.plan.ref,
                meeting_ref=self.meeting,
                subject="Long-term team: progress",
                at=self.at(),
                **given,
            )

    def fill(self, ref: str) -> None:
        """Everything that a paper needs before it can be sent."""
        with self.as_(self.author) as actor:
            self.route(actor, ref)
        self.fill_texts(ref)
        self.agree(ref)

    def fill_texts(self, ref: str) -> None:
        """Every text, answer and line, on whatever route the paper has."""
        with self.as_(self.author) as actor:
            for key in ("workforce", "scrutiny", "stakeholders", "sustainability", "resources.finance"):
                self.write(actor, ref, key)
            self.write(actor, ref, "resources.staffing")
            for question, ticked in ANSWERS.items():
                actions.answer(actor=actor, paper_ref=ref, question=question, ticked=ticked, at=self.at())
            for number in (1, 2):
                actions.write_difference(
                    actor=actor,
                    paper_ref=ref,
                    theme_number=number,
                    kind="measure",
                    text="Children wait 9 days where it was 34",
                    source="Waiting list, September",
                    at=self.at(),
                )
            for view in queries.paper(actor, ref, at=self.at()).lines:
                if view.line.to_be_edited:
                    self.edit(actor, ref, view.action_ref, view.line.version)

    def write(self, actor: Actor, ref: str, key: str, *words: str, version: int = 0) -> int:
        """A section's text."""
        return actions.write_section(
            actor=actor, paper_ref=ref, section=key, paragraphs=words or ("None.",), version=version, at=self.at()
        )

    def edit(self, actor: Actor, ref: str, action_ref: str, version: int) -> None:
        """A line in the author's words."""
        actions.write_line(
            actor=actor,
            paper_ref=ref,
            action_ref=action_ref,
            paragraphs=["Told for the committee."],
            version=version,
            at=self.at(),
        )

    def route(self, actor: Actor, ref: str) -> None:
        """Author, head and chief executive."""
        actions.set_route(
            actor=actor,
            paper_ref=ref,
            authors=[self.author.person_id or 0],
            approvers=[self.head.person_id or 0, self.chief.person_id or 0],
            at=self.at(),
        )

    def agree(self, ref: str) -> None:
        """The lead agrees every line that waits."""
        with self.as_(self.lead) as actor:
            lines = queries.paper(actor, ref, at=self.at()).lines
            seen = {view.action_ref: view.line.version for view in lines if view.line.step != "agreed"}
            actions.agree_lines(actor=actor, paper_ref=ref, seen=seen, at=self.at())

    def agree_again(self, ref: str) -> None:
        """The lead agrees every line that is theirs, those agreed before among them."""
        with self.as_(self.lead) as actor:
            lines = queries.paper(actor, ref, at=self.at()).lines
            seen = {view.action_ref: view.line.version for view in lines}
            actions.agree_lines(actor=actor, paper_ref=ref, seen=seen, at=self.at())

    def exempt(self, ref: str, place: str = "whole", paragraphs: tuple[int, ...] = (5,), **more: str) -> None:
        """The author marks the paper, or a part of it, as exempt."""
        with self.as_(self.author) as actor:
            given = {"reason": "It tells of a family's care.", **more}
            actions.propose_exemption(
                actor=actor, paper_ref=ref, place=place, paragraphs=paragraphs, at=self.at(), **given
            )

    def accept(self, ref: str) -> None:
        """The proper officer accepts it, and what is exempt with it."""
        with self.as_(self.officer) as actor:
            actions.accept_paper(actor=actor, paper_ref=ref, at=self.at())

    def turn_register_on(self) -> None:
        """The council shows its issued papers to the public."""
        with self.as_(self.clerk) as actor:
            actions.set_register(
                actor=actor, authority_id=self.authority.pk, is_on=True, reason="Council decided.", at=self.at()
            )

    def send(self, ref: str) -> None:
        """The author sends it along its route."""
        with self.as_(self.author) as actor:
            actions.send_for_approval(actor=actor, paper_ref=ref, at=self.at())

    def approve(self, who: Actor, ref: str) -> str:
        """An approver approves."""
        with self.as_(who) as actor:
            return actions.approve(actor=actor, paper_ref=ref, at=self.at())

    def give_back(self, who: Actor, ref: str) -> None:
        """An approver returns it."""
        with self.as_(who) as actor:
            actions.return_with_comments(actor=actor, paper_ref=ref, comments="Shorter.", at=self.at())

    def issue(self, ref: str) -> bytes:
        """The clerk issues it."""
        with self.as_(self.clerk) as actor:
            return actions.issue(actor=actor, paper_ref=ref, address="Council papers, item 7", at=self.at())

    def take_back(self, ref: str, who: Actor | None = None, reason: str = "The head is ill.") -> None:
        """The author takes the paper back from its approvers."""
        with self.as_(who or self.author) as actor:
            actions.take_back(actor=actor, paper_ref=ref, reason=reason, at=self.at())

    def signed(self, **days: date) -> str:
        """A paper taken all the way to its signature."""
        ref = self.opened(**days).ref
        self.fill(ref)
        self.send(ref)
        self.approve(self.head, ref)
        assert self.approve(self.chief, ref) == "signed"
        return ref


@stands
def written(actions_in_each_theme: int = 2) -> World:
    """The world, and its paper with everything written: its `ref` is kept."""
    there = world(actions_in_each_theme)
    there.ref = there.opened().ref
    there.fill(there.ref)
    return there


def refused(do: object, *given: object, **more: object) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(CannotDo) as why:
        do(*given, **more)  # type: ignore[operator]
    return why.value.sentence


def blocks(there: World, ref: str) -> tuple[str, ...]:
    """What stands in the way of signing, as its author sees it."""
    with there.as_(there.author) as actor:
        return queries.paper(actor, ref, at=there.at()).blocks


ANSWERS = {
    "exempt": ["no"],
    "priorities": ["vulnerable", "council"],
    "equalities": ["yes"],
    "legality": ["yes"],
    "background": ["no"],
}


def covered(there: World, who: Actor, stand_in: Actor) -> None:
    """Somebody is away from today, and another covers."""
    with there.as_(who) as actor:
        record_absence(
            actor=actor,
            person_id=actor.person_id or 0,
            cover_id=stand_in.person_id or 0,
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=7),
            at=NOW,
        )


@stands
def world(actions_in_each_theme: int = 2) -> World:
    """A council, its people, its plan of two themes, a committee and a meeting."""
    council = factories.authority()
    top = factories.post(council, Role.CHIEF_EXECUTIVE)
    chief = factories.actor(council, Role.CHIEF_EXECUTIVE)
    head_post = factories.post(council, Role.HEAD_OF_SERVICE, title="Head of Social Services", reports_to=top)
    head_person = factories.holder(head_post, acting=True)
    head = factories.queries.actor_for(factories.account(head_person).pk, on=TODAY)
    made = World(
        authority=council,
        plan=Plan(),
        author=factories.actor(council, Role.PERFORMANCE_OFFICER),
        lead=factories.actor(council, Role.SERVICE_MANAGER, reports_to=head_post),
        head=head,
        chief=chief,
        clerk=factories.actor(council, Role.COMMITTEE_CLERK),
        stranger=factories.actor(factories.authority(), Role.PERFORMANCE_OFFICER),
        officer=factories.actor(council, Role.PROPER_OFFICER),
    )
    with made.as_(made.author):
        made.plan = _plan(made, actions_in_each_theme)
    with made.as_(made.clerk) as actor:
        committee = actions.found_committee(
            actor=actor, authority_id=council.pk, name="Housing and Care Committee", at=RECORDED
        )
        made.meeting = actions.call_meeting(
            actor=actor, committee_ref=committee, meets_on=date(2012, 10, 25), at=RECORDED
        )
    return made


def _plan(made: World, each: int) -> Plan:
    plan = improvement.create_plan(
        actor=made.author, title="Long-term team", authority_id=made.authority.pk, agreed_on=AGREED, at=RECORDED
    )
    for title in ("Tools for the job", "Skills and knowledge"):
        theme = improvement.add_theme(actor=made.author, plan_ref=plan.ref, title=title, at=RECORDED)
        for place in range(1, each + 1):
            _action(made, plan, theme.number, place)
    return plan


def _action(made: World, plan: Plan, theme: int, place: int) -> None:
    action = improvement.add_action(
        actor=made.author,
        plan_ref=plan.ref,
        theme_number=theme,
        text=f"Do thing {theme}.{place}",
        so_on=AGREED,
        at=RECORDED,
        leads=[LeadRow(made.lead.person_id, "")],
        dates={Which.TARGET: AUGUST if place == 1 else DECEMBER},
        state=State.UNDER_WAY,
    )
    say(made, action.ref, "It goes as planned.", audience=Audience.COMMITTEE if place == 1 else Audience.INTERNAL)


def say(
    made: World,
    action_ref: str,
    words: str,
    *,
    audience: Audience = Audience.COMMITTEE,
    on: date = date(2012, 9, 10),
    at: datetime = TOLD,
) -> None:
    """An update of an action."""
    improvement.write_update(
        actor=made.lead, action_ref=action_ref, paragraphs=[words], so_on=on, audience=audience, at=at
    )
