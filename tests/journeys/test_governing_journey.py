"""A paper along its committee's route to issue; and what its committee decides, asks and was promised, to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from lippen.design.tests.browsers import fits
from lippen.kernel.access import Actor
from lippen.reporting import actions, queries
from lippen.reporting.tests.routes import Routed, routed
from lippen.reporting.tests.test_following import PROMISE, promising, taken
from lippen.reporting.tests.world import TODAY, World, world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MET, AFTER = date(2012, 10, 25), date(2012, 10, 30)


@pytest.fixture
def at(settings) -> Routed:
    """A council with a committee whose clerk has defined no route yet, and a paper's council around it."""
    settings.LIPPEN_TODAY = TODAY
    made = routed()
    made.there.steps = -3000
    return made


@pytest.fixture
def come(enter) -> Callable[..., Page]:
    """Somebody of the council at their browser."""

    def as_actor(who: Actor, **how: bool) -> Page:
        return enter(get_user_model().objects.get(pk=who.account_id), **how)

    return as_actor


def say_day(page: Page, legend: str, on: date) -> None:
    boxes = page.get_by_role("group", name=legend)
    for name, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        boxes.get_by_label(name).fill(str(number))


def test_a_paper_goes_along_its_route_and_its_meeting_moves(at: Routed, come, axe, picture) -> None:
    there = at.there

    # Given the clerk, who sets the cycle of a committee's papers and sees its route
    at.define()
    clerk = come(there.clerk)
    clerk.goto("/papers/committees")
    axe(clerk)
    clerk.get_by_role("link", name="Housing and Care Committee").first.click()
    expect(clerk.get_by_role("heading", name="The route of its papers")).to_be_visible()
    axe(clerk)
    clerk.get_by_role("link", name="Set the cycle").first.click()
    for label, days in (("Drafts are due", 15), ("Consultees comment", 10), ("Pre-agenda", 8), ("Final papers", 3)):
        clerk.get_by_label(label).fill(str(days))
    clerk.get_by_label("Days to spare").fill("0")
    axe(clerk)
    clerk.get_by_role("button", name="Set the cycle").click()
    expect(clerk.get_by_text("The cycle is set.")).to_be_visible()
    picture(clerk, "committee")

    # And a paper, whose author asks the consultee; she answers on her phone
    ref = there.opened().ref
    at.ready(ref)
    author = come(there.author)
    author.goto(f"/papers/{ref}")
    author.get_by_role("link", name="Ask the consultees").click()
    axe(author)
    author.get_by_role("button", name="Ask for comments").click()
    phone = come(at.finance, phone=True)
    phone.goto(f"/papers/{ref}/comment")
    expect(phone.get_by_label("Your comment")).to_be_visible()
    axe(phone)
    phone.get_by_label("Your comment").fill("The money is there.")
    phone.get_by_role("button", name="Give my comment").click()
    expect(phone.get_by_text("Your comment is with the authors.")).to_be_visible()

    # When it is sent, and taken back because somebody is ill
    author.goto(f"/papers/{ref}/send")
    author.get_by_role("button", name="Send for approval").click()
    expect(author.get_by_text("is asked first.")).to_be_visible()
    author.get_by_role("link", name="Take it back from its approvers").click()
    expect(author.get_by_role("heading", name="Take it back from its approvers")).to_be_visible()
    axe(author)
    picture(author, "taking-back")
    author.get_by_role("button", name="Take the paper back").click()
    expect(author.get_by_role("link", name="Say why you take it back.")).to_be_visible()
    axe(author)
    author.get_by_label("Why do you take it back?").fill("The head of service is ill for a month.")
    author.get_by_role("button", name="Take the paper back").click()
    expect(author.get_by_role("heading", name="took it back")).to_be_visible()
    axe(author)
    picture(author, "taken-back")
    phone = come(there.author, phone=True)
    phone.goto(f"/papers/{ref}")
    fits(phone)
    picture(phone, "taken-back-390")

    # Then it goes along its route again, and the proper officer accepts it
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    officer = come(there.officer)
    officer.goto(f"/papers/{ref}/accept")
    axe(officer)
    officer.get_by_label("Accept it: it may be issued").check()
    officer.get_by_role("button", name="Record my decision").click()
    expect(officer.get_by_text("Accepted.")).to_be_visible()

    # And the clerk moves the meeting; forward plan and paper say so, and the paper is issued for the new day
    clerk.goto("/papers/forward-plan")
    axe(clerk)
    clerk.get_by_role("link", name="Housing and Care Committee, 25 October 2012").first.click()
    axe(clerk)
    clerk.get_by_role("link", name="Move the meeting or call it off").click()
    clerk.get_by_label("It moves to another day").check()
    clerk.get_by_label("Why?").fill("The hall is flooded.")
    clerk.get_by_role("button", name="Save the change").click()
    expect(clerk.get_by_role("link", name="Give the day to which it moves.")).to_be_visible()
    axe(clerk)
    picture(clerk, "moving")
    say_day(clerk, "If it moves: to which day?", date(2012, 11, 1))
    clerk.get_by_role("button", name="Save the change").click()
    expect(clerk.get_by_text("The meeting is moved, and its papers go with it.")).to_be_visible()
    axe(clerk)
    clerk.goto("/papers/forward-plan")
    expect(clerk.get_by_text("was moved to 1 November 2012")).to_be_visible()
    axe(clerk)
    picture(clerk, "forward-plan")
    phone = come(there.clerk, phone=True)
    phone.goto("/papers/forward-plan")
    fits(phone)
    picture(phone, "forward-plan-390")
    clerk.goto(f"/papers/{ref}/issue")
    axe(clerk)
    clerk.get_by_role("button", name="Issue the paper").click()
    expect(clerk.get_by_text("Issued. The bundle")).to_be_visible()
    expect(clerk.get_by_text("The signed paper names the earlier day.")).to_be_visible()
    axe(clerk)
    picture(clerk, "issued")


@pytest.fixture
def there(settings) -> World:
    """A council with an issued paper that promises something in public, and is exempt in another part."""
    settings.LIPPEN_TODAY = TODAY
    made = world(actions_in_each_theme=1)
    made.steps = -3000
    ref = made.opened().ref
    made.fill(ref)
    promising(made, ref)
    made.exempt(ref, "text:scrutiny")
    made.more = ref
    return made


def test_what_was_promised_decided_and_asked_opens_the_next_paper(there: World, come, axe, picture, settings) -> None:
    ref = there.more

    # Given an author, who says who keeps the promise that the paper makes
    author = come(there.author)
    author.goto(f"/papers/{ref}/promises")
    expect(author.get_by_role("heading", name="Not decided yet")).to_be_visible()
    axe(author)
    author.get_by_role("link", name="Decide").first.click()
    axe(author)
    author.get_by_label("Yes: somebody keeps it").check()
    author.get_by_label("If yes: who keeps it?").select_option(str(there.lead.person_id))
    say_day(author, "Or by which day?", date(2012, 12, 20))
    author.get_by_role("button", name="Save", exact=True).click()
    expect(author.get_by_text("becomes a commitment when the paper is signed")).to_be_visible()
    axe(author)
    picture(author, "promises")
    there.steps = 1  # after what was said in the browser
    taken(there, ref, to="signed")
    there.accept(ref)
    there.issue(ref)

    # When the committee has met, and the head records what it decided, for the public and not
    settings.LIPPEN_TODAY = AFTER
    head = come(there.head)
    head.goto(f"/papers/{ref}/after")
    expect(head.get_by_role("heading", name="Decided, asked and promised")).to_be_visible()
    axe(head)
    for words, is_public in (("Noted the progress.", True), ("Agreed a place for one family.", False)):
        head.get_by_role("link", name="Record what the committee decided").click()
        expect(head.get_by_text("This paper is exempt.")).to_be_visible()
        axe(head)
        head.get_by_label("What did the committee decide?").fill(words)
        if is_public:
            head.get_by_label("The public may read these words").check()
        picture(head, "outcome")
        head.get_by_role("button", name="Record the decision").click()
        expect(head.get_by_text("The decision is recorded.")).to_be_visible()
    author.goto(f"/papers/{ref}/after/asked")
    expect(author.get_by_label("What was asked?")).to_be_visible()
    axe(author)
    author.get_by_label("What was asked?").fill("Which family is it?")
    author.get_by_label("Who asked?").fill("Councillor Bethia Carsegowan")
    author.get_by_role("button", name="Record the question").click()
    expect(author.get_by_text("The question is recorded.")).to_be_visible()
    expect(author.get_by_text("Which family is it?")).to_be_visible()
    expect(author.get_by_text("Not for publication.").first).to_be_visible()
    axe(author)
    picture(author, "after")
    phone = come(there.author, phone=True)
    phone.goto(f"/papers/{ref}/after")
    fits(phone)
    axe(phone)
    picture(phone, "after-390")

    # Then the next paper opens with what the public may know of it, and says where the rest is
    following = next_paper(there)
    author.goto(f"/papers/{following}")
    expect(author.get_by_text("25 October 2012: Noted the progress.")).to_be_visible()
    expect(author.get_by_text("What was decided on 25 October 2012 is not for publication").first).to_be_visible()
    expect(author.get_by_text(PROMISE).first).to_be_visible()
    expect(author.get_by_text("Which family is it?")).to_have_count(0)
    expect(author.get_by_text("a place for one family")).to_have_count(0)
    axe(author)
    picture(author, "next")
    phone.goto(f"/papers/{following}")
    fits(phone)
    picture(phone, "next-390")


def next_paper(there: World) -> str:
    """The paper for the meeting after, opened after the last was heard."""
    there.steps = 13 * 24 * 3600 - 3000
    with there.as_(there.clerk) as clerk:
        committee = queries.committees(clerk, there.authority.pk)["Housing and Care Committee"]
        there.meeting = actions.call_meeting(
            actor=clerk, committee_ref=committee, meets_on=date(2013, 1, 24), at=there.at()
        )
    return there.opened(
        period_starts_on=date(2012, 10, 1),
        period_ends_on=date(2012, 12, 1),
        data_as_at=date(2012, 11, 30),
        text_closed_on=date(2013, 1, 10),
        issue_on=date(2013, 1, 11),
    ).ref
