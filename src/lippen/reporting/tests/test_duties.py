"""What a paper asks of whom, by when; each is on a desk while it is owed and gone when it is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lippen.improvement.vocabulary import Audience
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, jobs, menu, queries
from lippen.reporting.tests.screens import BEFORE_THE_CLOCK
from lippen.reporting.tests.world import TODAY, World, say, world
from lippen.server.standing import stands
from lippen.web.desks import my_desk

pytestmark = pytest.mark.django_db
CLOSES, ISSUES = date(2012, 10, 18), date(2012, 10, 19)


def opened(there: World) -> str:
    return there.opened(text_closed_on=CLOSES, issue_on=ISSUES).ref


@stands
def with_lines_agreed() -> World:
    there = world()
    there.steps = BEFORE_THE_CLOCK
    there.ref = opened(there)
    there.fill(there.ref)
    return there


@pytest.fixture
def there(request: pytest.FixtureRequest) -> World:
    return with_lines_agreed() if "agreed" in request.fixturenames else world()


def owes(there: World, who: Actor) -> dict[str, date]:
    """What somebody owes, with the last day on which it is in time."""
    with there.as_(who) as actor:
        return {duty.kind: duty.ends_on - timedelta(days=1) for duty in organisation.duties_of(actor)}


def papers_due(there: World, who: Actor) -> set[str]:
    return {kind for kind in owes(there, who) if kind.startswith("paper_")}


def test_whoever_opens_a_paper_owes_its_text_until_authors_are_named(there: World) -> None:
    ref = opened(there)
    assert owes(there, there.author)["paper_write"] == CLOSES
    other = factories.actor(there.authority, Role.PERFORMANCE_OFFICER)
    with there.as_(there.author) as actor:
        people = {"authors": [other.person_id or 0], "approvers": [there.head.person_id or 0]}
        actions.set_route(actor=actor, paper_ref=ref, at=there.at(), **people)
    assert papers_due(there, there.author) == set() and owes(there, other)["paper_write"] == CLOSES


def test_a_lead_owes_the_agreement_of_her_lines_until_the_last_is_agreed(there: World) -> None:
    ref = opened(there)
    assert owes(there, there.lead)["paper_lines"] == CLOSES
    there.fill(ref)
    assert papers_due(there, there.lead) == set()


def test_a_line_that_is_edited_again_is_owed_again(there: World) -> None:
    ref = opened(there)
    there.fill(ref)
    with there.as_(there.author) as actor:
        line = queries.paper(actor, ref, at=there.at()).lines[0]
        there.edit(actor, ref, line.action_ref, line.line.version)
    assert papers_due(there, there.lead) == {"paper_lines"}


def test_a_line_that_has_to_be_edited_first_is_not_yet_asked_of_its_lead(there: World) -> None:
    ref = opened(there)
    with there.as_(there.lead) as actor:
        lines = queries.paper(actor, ref, at=there.at()).lines
        ready = {view.action_ref: view.line.version for view in lines if not view.line.to_be_edited}
        assert 0 < len(ready) < len(lines)
        actions.agree_lines(actor=actor, paper_ref=ref, seen=ready, at=there.at())
    assert papers_due(there, there.lead) == set()


@pytest.fixture
def agreed(there: World, settings) -> tuple[str, str]:
    """A paper whose every line is agreed, and an action whose line the plan may make older."""
    settings.LIPPEN_TODAY = TODAY
    with there.as_(there.author) as actor:
        (first, *_) = [
            view for view in queries.paper(actor, there.ref, at=there.at()).lines if view.line.step == "agreed"
        ]
    return there.ref, first.action_ref


def test_an_update_of_the_plan_brings_the_duty_back_without_any_change_of_the_paper(
    there: World, agreed: tuple[str, str]
) -> None:
    ref, action_ref = agreed
    assert papers_due(there, there.lead) == set()
    with there.as_(there.lead):
        say(there, action_ref, "It goes otherwise.", on=date(2012, 9, 28), at=there.at())
    assert papers_due(there, there.lead) == set(), "noticed by the worker, not by the plan"
    jobs.ask_leads_again(timestamp=0)
    assert owes(there, there.lead)["paper_lines"] == CLOSES
    there.agree_again(ref)
    jobs.ask_leads_again(timestamp=0)
    assert papers_due(there, there.lead) == set()


def test_what_was_asked_once_is_not_asked_anew_each_minute(there: World, agreed: tuple[str, str]) -> None:
    with there.as_(there.lead):
        say(there, agreed[1], "It goes otherwise.", on=date(2012, 9, 28), at=there.at())
    jobs.ask_leads_again(timestamp=0)
    with there.as_(there.lead) as lead:
        (first,) = [duty.pinned_at for duty in organisation.duties_of(lead) if duty.kind == "paper_lines"]
    jobs.ask_leads_again(timestamp=60)
    with there.as_(there.lead) as lead:
        (again,) = [duty.pinned_at for duty in organisation.duties_of(lead) if duty.kind == "paper_lines"]
    assert first == again


@pytest.mark.parametrize("why", ["internal", "after the paper's day", "sent"])
def test_an_update_that_changes_no_line_of_an_open_paper_asks_nobody(
    why: str, there: World, agreed: tuple[str, str]
) -> None:
    ref, action_ref = agreed
    if why == "sent":
        there.send(ref)
    audience = Audience.INTERNAL if why == "internal" else Audience.COMMITTEE
    on = date(2012, 10, 5) if why == "after the paper's day" else date(2012, 9, 28)
    with there.as_(there.lead):
        say(there, action_ref, "It goes otherwise.", audience=audience, on=on, at=there.at())
    jobs.ask_leads_again(timestamp=0)
    assert papers_due(there, there.lead) == set()


def test_it_is_noticed_though_whoever_opened_the_paper_has_left(there: World, agreed: tuple[str, str]) -> None:
    with there.as_(there.lead):
        say(there, agreed[1], "It goes otherwise.", on=date(2012, 9, 28), at=there.at())
    factories.PostHolding.objects.filter(person_id=there.author.person_id).update(ends_on=TODAY)
    jobs.ask_leads_again(timestamp=0)
    assert papers_due(there, there.lead) == {"paper_lines"}


def test_one_paper_that_cannot_be_looked_at_does_not_keep_the_others_from_it(
    there: World, agreed: tuple[str, str]
) -> None:
    elsewhere = world(1)
    elsewhere.steps = BEFORE_THE_CLOCK
    other = opened(elsewhere)
    elsewhere.fill(other)
    factories.PostHolding.objects.filter(post__authority=elsewhere.authority).update(ends_on=TODAY)
    with there.as_(there.lead):
        say(there, agreed[1], "It goes otherwise.", on=date(2012, 9, 28), at=there.at())
    jobs.ask_leads_again(timestamp=0)
    assert papers_due(there, there.lead) == {"paper_lines"}


def test_sending_asks_the_first_approver_alone_and_returning_asks_the_author(there: World) -> None:
    ref = opened(there)
    there.fill(ref)
    there.send(ref)
    assert papers_due(there, there.author) == papers_due(there, there.chief) == set()
    assert owes(there, there.head) == {"paper_approval": ISSUES}
    there.give_back(there.head, ref)
    assert papers_due(there, there.head) == set()
    assert owes(there, there.author)["paper_rewrite"] == ISSUES


def test_the_clerk_owes_the_issue_of_a_signed_paper_by_its_day_and_no_longer_when_it_is_issued(there: World) -> None:
    other = factories.actor(factories.authority(), Role.COMMITTEE_CLERK)
    ref = there.signed()
    assert owes(there, there.clerk) == {"paper_issue": TODAY}
    assert owes(there, other) == {} and papers_due(there, there.chief) == set()
    there.issue(ref)
    assert owes(there, there.clerk) == {}


def test_where_no_clerk_is_in_post_whoever_may_issue_is_asked(there: World) -> None:
    factories.PostHolding.objects.filter(person_id=there.clerk.person_id).update(ends_on=TODAY)
    proper = factories.actor(there.authority, Role.PROPER_OFFICER)
    there.signed()
    assert owes(there, proper) == {"paper_issue": TODAY}


def test_days_that_are_moved_move_what_is_owed(there: World) -> None:
    ref = opened(there)
    with there.as_(there.author) as actor:
        actions.move_dates(
            actor=actor,
            paper_ref=ref,
            meeting_ref=there.meeting,
            period_starts_on=date(2012, 7, 1),
            period_ends_on=date(2012, 10, 1),
            data_as_at=date(2012, 9, 30),
            text_closed_on=ISSUES,
            issue_on=ISSUES,
            at=there.at(),
        )
    assert owes(there, there.author)["paper_write"] == owes(there, there.lead)["paper_lines"] == ISSUES


@pytest.mark.parametrize(
    ("who", "title", "page"),
    [
        ("author", "Write the paper", "/papers/{}"),
        ("lead", "Agree your committee lines", "/papers/{}/lines?mine=1"),
    ],
)
def test_the_desk_says_what_is_owed_and_leads_there(there: World, who: str, title: str, page: str) -> None:
    ref = opened(there)
    with there.as_(getattr(there, who)) as actor:
        found = menu.duty_words(actor, organisation.duties_of(actor))
    assert (title, "Long-term team: progress", page.format(ref)) in found.values()


def test_the_clerks_desk_names_the_paper_and_its_day(there: World) -> None:
    ref = there.signed()
    with there.as_(there.clerk) as actor:
        (line,) = (dated.line for dated in my_desk(actor, today=TODAY).soon)
    assert (line.title, line.subject, line.url) == (
        "Issue the paper",
        "Long-term team: progress",
        f"/papers/{ref}/issue",
    )
    assert line.last_day == TODAY
