"""What is kept from the public, from proposal to resolution; and a paper that is withdrawn before everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting.tests.screens import quick_files
from lippen.reporting.tests.world import NOW, TODAY, World, world
from tests.journeys.test_paper_journey import account

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "public"])]
SECRET = "Three children of one family moved twice."
REASON = "It tells of one family's care."


@pytest.fixture
def there(settings) -> World:
    import lippen.web.urls  # noqa: F401  # read while the public pages are off: a module of addresses is read once

    settings.LIPPEN_TODAY = TODAY
    settings.LIPPEN_PUBLIC_PAGES = True
    settings.ROOT_URLCONF = "lippen.web.tests.urls_with_public"
    made = world(actions_in_each_theme=1)
    made.steps = -3000
    made.turn_register_on()
    made.ref = made.opened().ref
    made.fill(made.ref)
    return made


def test_a_part_is_proposed_weighed_accepted_and_resolved_and_others_read_the_public_edition(
    there, enter, seen, browser, live_server
) -> None:
    with there.as_(there.author) as actor:
        there.write(actor, there.ref, "workforce", SECRET, version=1)
    with quick_files():
        # Given the author, who marks a part as exempt, after sending the form with nothing in it
        author = enter(account(there.author))
        author.goto(f"/papers/{there.ref}")
        author.get_by_role("link", name="Say what is exempt").click()
        author.get_by_role("button", name="Mark it as exempt").click()
        summary = author.locator("#error-summary")
        expect(summary).to_contain_text("Choose what is exempt.")
        expect(summary).to_contain_text("Choose the paragraph of Schedule 7A")
        seen(author, "nothing-chosen")
        author.get_by_label("What is exempt?").select_option(label="4. Workforce capacity and current issues")
        author.get_by_label("5. the adoption, care, fostering or education of a child").check()
        author.get_by_label("Why, in words that the public may read").fill(REASON)
        author.get_by_role("button", name="Mark it as exempt").click()
        expect(author.get_by_role("region", name="Marked as exempt")).to_contain_text("paragraph 5")
        seen(author, "marked")

        # When what the public would read is weighed, the reason too, and the paper is signed
        author.goto(f"/papers/{there.ref}/flags")
        expect(author.get_by_text("1 to answer")).to_be_visible()
        assert SECRET not in author.content()
        seen(author, "flags")
        author.get_by_role("link", name="Keep it with a reason").first.click()
        author.get_by_role("button", name="Keep the words").click()
        expect(author.locator("#error-summary")).to_contain_text("Write an answer: Why do these words stay")
        seen(author, "keep-flag")
        author.get_by_label("Why do these words stay?").fill("It tells of nobody in particular.")
        author.get_by_role("button", name="Keep the words").click()
        expect(author.get_by_text("0 to answer")).to_be_visible()
        there.at = lambda: NOW  # the browser's own moment: what was just written is known by then
        there.agree(there.ref)
        _sign(there)

        # Then the proper officer sees what is proposed, and accepts it
        officer = enter(account(there.officer), phone=True)
        officer.goto(f"/papers/{there.ref}")
        expect(officer.get_by_role("region", name="Not for publication")).to_contain_text("paragraph 5 of Schedule 7A")
        seen(officer, "signed")
        officer.get_by_role("link", name="Accept or reject it").click()
        expect(officer.get_by_text("Its authors propose that a part of it is not for publication")).to_be_visible()
        seen(officer, "accepting")
        officer.get_by_label("Accept it: it may be issued").check()
        officer.get_by_role("button", name="Record my decision").click()
        expect(officer.get_by_role("status")).to_be_visible()

        # And the clerk issues it, stamps copies and records what was resolved
        clerk = enter(account(there.clerk))
        clerk.goto(f"/papers/{there.ref}/issue")
        clerk.get_by_role("button", name="Issue the paper").click()
        clerk.get_by_role("link", name="Stamp item and page numbers on copies").click()
        clerk.get_by_label("Item on the agenda").fill("7 <")
        clerk.get_by_label("Number of its first page").fill("0")
        clerk.get_by_role("button", name="Stamp copies").click()
        expect(clerk.locator("#error-summary")).to_be_visible()
        seen(clerk, "stamp-wrong")
        clerk.get_by_label("Item on the agenda").fill("7(b)")
        clerk.get_by_label("Number of its first page").fill("21")
        clerk.get_by_role("button", name="Stamp copies").click()
        expect(clerk.get_by_role("link", name="Stamped copy: item 7(b), from page 21 (zip)")).to_be_visible()
        clerk.get_by_role("link", name="Record the committee's resolution").click()
        clerk.get_by_label("The public was excluded while it was heard").check()
        clerk.get_by_label("The resolution, as the minute has it").fill("Resolved under section 50A(4).")
        clerk.get_by_role("button", name="Record the resolution").click()
        expect(clerk.get_by_role("region", name="What the committee resolved")).to_contain_text("Resolved under")
        seen(clerk, "resolved")

        # While a councillor who is not on the committee finds the public edition alone
        other = enter(account(factories.actor(there.authority, Role.OTHER_COUNCILLOR)), phone=True)
        other.goto("/papers/register")
        expect(other.get_by_text("Without what is not for publication: paragraph 5")).to_be_visible()
        seen(other, "register")
        other.get_by_role("link", name="Long-term team: progress").click()
        expect(other.get_by_text("Not for publication (paragraph 5).")).to_be_visible()
        assert SECRET not in other.content()

        # And so does the public, without signing in
        anyone = browser.new_context(base_url=live_server.url).new_page()
        anyone.goto("/public/papers/")
        anyone.get_by_role("link", name="Long-term team: progress", exact=True).click()
        expect(anyone.get_by_text("Its files are being made.")).to_be_visible()
        seen(anyone, "public")
        anyone.context.close()


def test_a_paper_is_withdrawn_and_another_stands_in_its_place_for_everybody_to_see(
    there, enter, seen, browser, live_server
) -> None:
    with quick_files():
        there.agree(there.ref)
        _sign(there)
        there.issue(there.ref)

        # Given the clerk, who withdraws an issued paper with a reason
        clerk = enter(account(there.clerk), phone=True)
        clerk.goto(f"/papers/{there.ref}/withdraw")
        clerk.get_by_role("button", name="Withdraw the paper").click()
        expect(clerk.locator("#error-summary")).to_contain_text("Write an answer: Why is it withdrawn")
        seen(clerk, "no-reason")
        clerk.get_by_label("Why is it withdrawn?").fill("A figure was wrong.")
        clerk.get_by_role("button", name="Withdraw the paper").click()
        expect(clerk.get_by_role("region", name="Withdrawn on 17 October 2012")).to_be_visible()
        seen(clerk, "withdrawn")
        clerk.go_back()
        clerk.get_by_label("Why is it withdrawn?").fill("Once more.")
        clerk.get_by_role("button", name="Withdraw the paper").click()
        expect(clerk.locator("#error-summary")).to_contain_text("You sent this form a moment ago")
        clerk.get_by_role("button", name="Withdraw the paper").click()
        expect(clerk.locator("#error-summary")).to_contain_text("This paper is withdrawn already.")

        # When its author opens a replacement, which begins with its words
        author = enter(account(there.author))
        author.goto(f"/papers/{there.ref}")
        author.get_by_role("link", name="Open a late, replacement or supplementary paper").click()
        author.get_by_label("A replacement: it stands in place of this paper").check()
        author.get_by_label("Why is it needed?").fill("It gives the right figure.")
        close = author.get_by_role("group", name="Text closes on")
        close.get_by_label("Day").fill("31")
        close.get_by_label("Month").fill("2")
        author.get_by_role("button", name="Open the paper").click()
        expect(author.locator("#error-summary")).to_be_visible()
        expect(author.get_by_label("Why is it needed?")).to_have_value("It gives the right figure.")
        seen(author, "no-such-day")
        for name in ("Text closes on", "Latest day of issue"):
            group = author.get_by_role("group", name=name)
            for part, value in zip(("Day", "Month", "Year"), (TODAY.day, TODAY.month, TODAY.year), strict=True):
                group.get_by_label(part).fill(str(value))
        author.get_by_role("button", name="Open the paper").click()
        expect(author.get_by_text("Replacement, after the paper that it follows")).to_be_visible()
        seen(author, "replacement")

        # Then the public reads that it is withdrawn, is given no file of it, and finds nothing of the draft
        anyone = browser.new_context(base_url=live_server.url).new_page()
        anyone.goto("/public/papers/")
        expect(anyone.get_by_text("Withdrawn on 17 October 2012")).to_be_visible()
        seen(anyone, "public-register")
        gone = anyone.goto(f"/public/papers/{there.ref}/pdf")
        assert gone is not None and gone.status == 410
        expect(anyone.get_by_text("Its files are no longer given out here.")).to_be_visible()
        seen(anyone, "public-gone")
        feed = anyone.request.get("/public/papers/feed").text()
        assert "Withdrawn: Long-term team: progress" in feed and "It gives the right figure." not in feed
        anyone.context.close()


def _sign(there: World) -> None:
    there.send(there.ref)
    there.approve(there.head, there.ref)
    there.approve(there.chief, there.ref)
