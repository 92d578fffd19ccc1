"""A form draws money, posts and a line chart; a route waits for a confirmation, and says whose it is."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Page, expect

from lippen.design.tests.browsers import fits
from lippen.improvement import actions as improvement
from lippen.improvement.actions import Means
from lippen.reporting import actions
from lippen.reporting.tests.routes import Routed, routed
from lippen.reporting.tests.screens import BEFORE_THE_CLOCK
from lippen.reporting.tests.template_pages import begun, usual
from lippen.reporting.tests.world import TODAY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = 390


@pytest.fixture
def at(settings) -> Routed:
    """A council with decisions on its plan, a route by posts, and a signed paper to try a template on."""
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = routed()
        made.there.steps = BEFORE_THE_CLOCK
        there = made.there
        for agreed, amount, over, posts, on in (
            ("Add six social workers to the long-term team", 312000, "a year", 6, date(2012, 6, 28)),
            ("Buy a new information system, subject to a business case", 1200000, "over two years", None, TODAY),
            ("Begin a quality panel", 40000, "a year", 1.5, date(2012, 9, 6)),
        ):
            with there.as_(there.author) as author:
                improvement.record_decision(
                    actor=author,
                    plan_ref=there.plan.ref,
                    body="Braeside Council",
                    agreed=agreed,
                    means=Means(
                        Decimal(amount), over, None if posts is None else Decimal(str(posts)), "Social workers"
                    ),
                    so_on=on,
                    at=there.at(),
                )
        there.signed()
        begun(there)
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def on_a_phone(page: Page, axe, picture, name: str) -> None:
    """The same page at 390 pixels: nothing runs over its side."""
    page.set_viewport_size({"width": 390, "height": 844})
    fits(page)
    axe(page)
    picture(page, f"{name}-phone")
    page.set_viewport_size({"width": 1280, "height": 900})


SECTIONS = (
    (
        "Figure: a number or a chart",
        "How the plan went",
        "Line chart: in place, shown done and late, at the end of each quarter",
    ),
    ("Table: rows from the plan", "What was decided", "What was decided: money, posts"),
    ("Table: rows from the plan", "Money that was decided", "The money that was decided, year by year"),
)


def test_a_form_draws_money_and_lines_and_a_route_waits_for_a_confirmation(at: Routed, enter, axe, picture) -> None:
    there = at.there
    page = enter(account(there.clerk))

    # Given a clerk who puts a line chart and two tables of decisions on the form
    draft = usual(there)
    for kind, title, choice in SECTIONS:
        page.goto(f"/papers/templates/{draft.ref}/draft")
        page.get_by_role("link", name="Add a section to the report").click()
        page.get_by_role("link", name=kind).click()
        expect(page.get_by_label("Title")).to_be_visible()
        axe(page)
        page.get_by_label("Title").fill(title)
        page.get_by_label(choice).check()
        page.get_by_label("Guidance for the author").fill("There is nothing to write.")
        page.get_by_role("button", name="Add the section").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    on_a_phone(page, axe, picture, "draft")

    # When she tries it on a signed paper, it draws itself, with its figures beneath
    page.get_by_role("link", name="See how it would print").click()
    page.get_by_role("link", name="Web page").first.click()
    expect(page.get_by_role("img", name="Line chart.")).to_be_visible()
    expect(page.get_by_role("cell", name="£312,000").first).to_be_visible()
    axe(page)
    picture(page, "preview")
    on_a_phone(page, axe, picture, "preview")

    # And on the committee's route she asks for a confirmation before signing
    page.goto(f"/papers/committees/{at.committee}/route")
    page.get_by_label("First author").select_option(str(at.posts["author"].pk))
    page.get_by_label("First approver").select_option(str(at.posts["chief"].pk))
    page.get_by_label("Who confirms finance?").select_option(str(at.posts["finance"].pk))
    axe(page)
    picture(page, "route")
    on_a_phone(page, axe, picture, "route")
    page.get_by_role("button", name="Set the route").click()
    expect(page).to_have_url(re.compile(f"/papers/committees/{at.committee}$"))
    expect(page.get_by_text("before the paper is signed")).to_be_visible()
    axe(page)
    on_a_phone(page, axe, picture, "committee")

    # Then a paper on that form, written to its end, waits for it by name
    with transaction.atomic():
        row = usual(there)
        with there.as_(there.clerk) as clerk:
            given = {"in_force_from": TODAY, "note": "Members asked", "number": row.draft.number, "at": there.at()}
            actions.put_template_in_force(actor=clerk, template_ref=row.ref, **given)
        ref = there.opened().ref
        at.ready(ref)
    author = enter(account(there.author))
    author.goto(f"/papers/{ref}")
    expect(author.get_by_text("It waits for the Finance manager to confirm finance.")).to_be_visible()
    axe(author)
    picture(author, "waits")
    on_a_phone(author, axe, picture, "waits")
    author.get_by_role("link", name="It waits for the Finance manager").click()
    expect(author.get_by_text("The paper waits for it:")).to_be_visible()
    axe(author)
    on_a_phone(author, axe, picture, "behind")
    author.get_by_role("link", name=re.compile("Record who confirmed it.*Finance")).click()
    author.get_by_label("Who confirmed it?").select_option(str(at.finance.person_id))
    author.get_by_role("button", name="Record the confirmation").click()
    expect(author.get_by_text("Finance: the confirmation is recorded and will be printed.")).to_be_visible()
    author.goto(f"/papers/{ref}/send")
    author.get_by_role("button", name="Send for approval").click()
    expect(author.get_by_role("status")).to_contain_text("is asked first")

    # And whoever approves it reads the line, its figures, the sums and who confirmed
    chief = enter(account(there.chief))
    chief.goto(f"/papers/{ref}/approve")
    expect(chief.get_by_role("img", name="Line chart.")).to_be_visible()
    expect(chief.get_by_text("£312,000 a year").first).to_be_visible()
    axe(chief)
    picture(chief, "approve")
    on_a_phone(chief, axe, picture, "approve")
