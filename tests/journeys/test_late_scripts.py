"""A page can be used before its scripts have run: what is typed by then is kept, and nobody is moved away from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import month
from lippen.improvement.vocabulary import Which
from lippen.kernel.access import SETTING_UP
from lippen.kernel.clock import real_now
from lippen.organisation.actions import ways_in
from lippen.organisation.models import Account
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)
WORDS = "The new rota holds."


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.ref = made.action("Furnish a room that children like", dates={Which.TARGET: month(2012, 12)}).ref
    return made


def hold(page: Page, script: str) -> Callable[[], None]:
    """Keep a script back as a slow network does; gives what lets it come."""
    held: list[Route] = []
    is_late = [True]
    page.route(f"**/{script}", lambda route: held.append(route) if is_late[0] else route.continue_())

    def let_go() -> None:
        is_late[0] = False
        with page.expect_response(f"**/{script}"):
            for route in held:
                route.continue_()
        page.wait_for_load_state("load")

    return let_go


def test_what_is_typed_before_the_draft_script_has_run_is_kept_as_a_draft(cast, enter) -> None:
    page = enter(get_user_model().objects.get(pk=cast.worker.account_id))
    let_go = hold(page, "drafts.js")
    page.goto(reverse("improvement:write_update", args=[cast.ref]), wait_until="commit")
    page.get_by_label("What happened?").fill(WORDS)
    let_go()
    expect(page.locator("[data-draft-status]")).to_contain_text("Draft saved", timeout=10_000)
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value(WORDS)


def test_a_form_in_which_nothing_was_typed_leaves_no_draft(cast, enter) -> None:
    page = enter(get_user_model().objects.get(pk=cast.worker.account_id))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/drafts/" in request.url else None)
    page.goto(reverse("improvement:write_update", args=[cast.ref]))
    expect(page.get_by_label("What happened?")).to_be_visible()
    page.wait_for_timeout(3_000)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("My desk")
    assert sent == []


def test_a_summary_of_errors_takes_the_focus_from_nobody_who_is_typing(cast, enter) -> None:
    page = enter(get_user_model().objects.get(pk=cast.worker.account_id))
    page.goto(reverse("improvement:write_update", args=[cast.ref]))
    let_go = hold(page, "init.js")
    page.get_by_role("button", name="Send the update").click(no_wait_after=True)
    expect(page.locator("#error-summary")).to_be_visible()
    page.get_by_label("What happened?").press_sequentially("The new ")
    let_go()
    page.keyboard.type("rota holds.")
    expect(page.get_by_label("What happened?")).to_have_value(WORDS)


def test_the_code_of_a_link_moves_nobody_who_is_typing_their_password(settings, browser, live_server) -> None:
    settings.LIPPEN_TODAY = TODAY
    cache.clear()
    with transaction.atomic():
        council = people.authority("Braeside Council")
        account = people.account(people.holder(people.post(council, Role.TEAM_LEADER)))
        code = ways_in.invite(actor=SETTING_UP, account=account, at=real_now()).words
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(10_000)
    let_go = hold(page, "welcome.js")
    page.goto(f"/welcome#{code}", wait_until="commit")
    page.get_by_label("New password", exact=True).fill("three unusual words 7")
    page.get_by_label("The new password once more").press_sequentially("three unusual ")
    let_go()
    page.keyboard.type("words 7")
    expect(page.get_by_label("One-time code")).to_have_value(code)
    page.get_by_role("button", name="Set the password").click()
    expect(page.locator("h1")).to_have_text("One more step before you begin")
    assert Account.objects.get(pk=account.pk).has_usable_password()
    context.close()
