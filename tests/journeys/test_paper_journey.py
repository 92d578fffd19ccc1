"""A paper from its first words to the copy that somebody checks: returned, mended, signed, issued, verified."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from lippen.kernel.access import Actor
from lippen.reporting import actions, queries
from lippen.reporting.tests.world import ANSWERS, TODAY, World, world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WRITTEN = ("scrutiny", "stakeholders", "sustainability", "resources.finance", "resources.staffing")


@pytest.fixture
def there(settings) -> World:
    """A paper that wants one section, one answer, one line and its route."""
    settings.LIPPEN_TODAY = TODAY
    made = world(actions_in_each_theme=1)
    made.steps = -3000
    ref = made.ref = made.opened().ref
    with made.as_(made.author) as actor:
        for key in WRITTEN:
            made.write(actor, ref, key)
        for question, ticked in list(ANSWERS.items())[1:]:
            actions.answer(actor=actor, paper_ref=ref, question=question, ticked=ticked, at=made.at())
        for number in (1, 2):
            actions.write_difference(
                actor=actor,
                paper_ref=ref,
                theme_number=number,
                kind="measure",
                text="Children wait 9 days where it was 34",
                source="Waiting list, September",
                at=made.at(),
            )
        made.lines = [line.action_ref for line in queries.paper(actor, ref, at=made.at()).lines]
    with made.as_(made.lead) as actor:
        actions.agree_lines(actor=actor, paper_ref=ref, seen={made.lines[1]: 0}, at=made.at())
    return made


def account(actor: Actor):
    return get_user_model().objects.get(pk=actor.account_id)


@pytest.fixture
def at_paper(there, enter, axe) -> Callable[[Actor], Page]:
    """Somebody opens the paper; the page is checked."""

    def opened(actor: Actor) -> Page:
        page = enter(account(actor))
        page.goto(f"/papers/{there.ref}")
        axe(page)
        return page

    return opened


def test_a_paper_is_written_returned_mended_signed_issued_and_checked(
    there, at_paper, axe, picture, work_done, tmp_path
) -> None:
    # Given the author, who writes the section that is missing and answers the open question
    author = at_paper(there.author)
    author.get_by_role("link", name="4. Workforce capacity and current issues is empty").click()
    axe(author)
    author.get_by_label("What the paper says").fill("One post is empty. The team leader visits those children.")
    author.get_by_role("button", name="Save this section").click()
    expect(author.get_by_role("status")).to_contain_text("Workforce capacity and current issues is saved.")
    author.get_by_role("link", name="9. Exempt reports is not answered.").click()
    axe(author)
    author.get_by_role("button", name="Save the answer").click()
    expect(author.locator("#error-summary")).to_contain_text("Choose an answer. We never choose one for you.")
    author.get_by_label("No", exact=True).check()
    author.get_by_role("button", name="Save the answer").click()

    # And edits a line, and names who approves
    author.get_by_role("link", name="See them beside what they rest on").click()
    axe(author)
    author.get_by_role("link", name="Edit the line of action 1.1").click()
    axe(author)
    author.get_by_label("What the committee reads").fill("The first thing is half done.")
    author.get_by_role("button", name="Save the line").click()
    author.goto(f"/papers/{there.ref}/route")
    axe(author)
    author.get_by_label("First author").select_option(str(there.author.person_id))
    author.get_by_label("First approver").select_option(str(there.head.person_id))
    author.get_by_role("button", name="Set the route").click()
    expect(author.get_by_text("The committee line of action 1.1 is not agreed by a lead.")).to_be_visible()
    picture(author, "before")

    # When the lead agrees the words that she sees
    lead = at_paper(there.lead)
    lead.get_by_role("link", name="Agree your committee lines (1)").click()
    axe(lead)
    lead.get_by_label("I agree this line of action 1.1").check()
    lead.get_by_role("button", name="Agree the ticked lines").click()
    expect(lead.get_by_role("status")).to_contain_text("Agreed: 1 committee line.")

    # It can be sent, and comes back with comments
    send(author, there.ref, axe)
    head = at_paper(there.head)
    head.get_by_role("link", name="Return it with comments").click()
    axe(head)
    head.get_by_label("What should be different?").fill("Say how many children.")
    head.get_by_role("button", name="Return the paper").click()
    author.goto(f"/papers/{there.ref}")
    axe(author)
    expect(author.get_by_role("region", name=f"{there.head.name} returned it")).to_contain_text(
        "Say how many children."
    )
    picture(author, "returned")

    # When it is mended and sent again, the approver signs it
    author.goto(f"/papers/{there.ref}/sections/workforce")
    author.get_by_label("What the paper says").fill("One post is empty. The team leader visits those four children.")
    author.get_by_role("button", name="Save this section").click()

    # Once it is said why so small a number stays
    author.get_by_role("link", name="1 place is flagged").click()
    expect(author.get_by_text("Small number: “four children”")).to_be_visible()
    author.get_by_role("link", name="Keep it with a reason").click()
    author.get_by_label("Why do these words stay?").fill("Four of a whole council: nobody can be told by it.")
    author.get_by_role("button", name="Keep the words").click()
    expect(author.get_by_text("0 to answer")).to_be_visible()
    send(author, there.ref, axe)
    head.goto(f"/papers/{there.ref}")
    head.get_by_role("link", name="Read and approve").click()
    axe(head)
    expect(head.get_by_text("visits those four children")).to_be_visible()
    head.get_by_role("button", name="Approve and sign the paper").click()
    expect(head.get_by_role("status")).to_contain_text("Signed. The paper is frozen")
    work_done()

    # And the clerk issues it
    clerk = at_paper(there.clerk)
    clerk.get_by_role("link", name="Issue the paper").click()
    axe(clerk)
    clerk.get_by_label("Where is it shown?").fill("Council papers, item 7")
    clerk.get_by_role("button", name="Issue the paper").click()
    axe(clerk)
    expect(clerk.get_by_text("Shown at: Council papers, item 7")).to_be_visible()
    picture(clerk, "issued")

    # Then the PDF that was fetched is exact, and an edited web page is changed
    expect(checked(clerk, fetched(clerk, there.ref, "pdf", tmp_path), axe)).to_contain_text("Exact file")
    page = fetched(clerk, there.ref, "html", tmp_path)
    page.write_bytes(page.read_bytes().replace(b"those four children", b"those five children"))
    expect(checked(clerk, page, axe)).to_contain_text("Changed")
    picture(clerk, "changed")


def send(page: Page, ref: str, axe: Callable[[Page], None]) -> None:
    """The author sends the paper along its route."""
    page.goto(f"/papers/{ref}")
    page.get_by_role("link", name="Send for approval").click()
    axe(page)
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_role("status")).to_contain_text("is asked first")


def fetched(page: Page, ref: str, kind: str, folder: Path) -> Path:
    """A file of the signed paper as somebody saves it."""
    kept = folder / f"{ref}.{kind}"
    kept.write_bytes(page.request.get(f"/papers/{ref}/files/{kind}").body())
    return kept


def checked(page: Page, file: Path, axe: Callable[[Page], None]):
    """What the check page says about a file."""
    page.goto("/papers/check")
    page.get_by_label("The paper to check").set_input_files(file)
    page.get_by_role("button", name="Check the paper").click()
    answer = page.get_by_role("status")
    expect(answer).to_be_visible()
    axe(page)
    return answer
