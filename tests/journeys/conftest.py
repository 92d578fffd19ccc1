"""A browser at the running site: people who come in, an accessibility check, pictures of pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition, Thread
from unittest import mock

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lippen.design.tests.browsers import fits, launch_args

PICTURES = Path(__file__).parents[2] / "var" / "pictures"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PATIENCE = 30_000
"""Milliseconds until a page counts as never answering; how fast it answers is measured in the benchmarks."""

expect.set_options(timeout=PATIENCE)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


class Answering:
    """How many requests the site is answering: a page that is left asks for its pictures still."""

    def __init__(self) -> None:
        self.count, self.changed = 0, Condition()
        request_started.connect(self.begun, weak=False)
        request_finished.connect(self.ended, weak=False)

    def begun(self, **_: object) -> None:
        with self.changed:
            self.count += 1

    def ended(self, **_: object) -> None:
        with self.changed:
            self.count -= 1
            self.changed.notify_all()


ANSWERING = Answering()


def answered() -> None:
    """Wait until nothing is being answered any more: what comes after empties the tables."""
    with ANSWERING.changed:
        assert ANSWERING.changed.wait_for(lambda: ANSWERING.count <= 0, timeout=PATIENCE / 1000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return launch_args()


@pytest.fixture
def enter(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`enter(account)` opens the site as that account; `phone` at 390 pixels, `script=False` without JavaScript."""
    opened: list[BrowserContext] = []

    def as_account(account, *, phone: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport=PHONE if phone else DESK, java_script_enabled=script
        )
        context.add_cookies([session_cookie(account, live_server.url)])
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield as_account
    for context in opened:
        context.close()
    answered()


def session_cookie(account, url: str) -> dict[str, str]:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(account, BACKEND)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails on any accessibility violation of the page as it stands, once it is there whole."""
    from axe_playwright_python.sync_playwright import Axe

    checker = Axe()

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        found = checker.run(page).response["violations"]
        told = [f"{each['id']}: {each['help']} at {[node['target'] for node in each['nodes']][:3]}" for each in found]
        assert told == [], f"{page.url}: " + "; ".join(told)

    return check


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], Path]:
    """Keeps a picture of the page under var/pictures/, where no other run takes it away; with LIPPEN_PICTURES=1."""

    def take(page: Page, name: str) -> Path:
        kept = PICTURES / f"{request.node.name}-{name}.png"
        if os.environ.get("LIPPEN_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=kept, full_page=True)
        return kept

    return take


@pytest.fixture
def seen(axe, picture) -> Callable[[Page, str], None]:
    """The page as it stands is accessible and no wider than its window, and is kept as a picture."""

    def look(page: Page, name: str) -> None:
        axe(page)
        fits(page)
        picture(page, name)

    return look


@pytest.fixture
def work_done(transactional_db) -> Callable[[], None]:
    """Does every job that waits, as the worker would; what only the time of day asks for is no part of a story."""
    from procrastinate.contrib.django import app
    from procrastinate.periodic import PeriodicRegistry

    def work() -> None:
        replaced = app.replace_connector(app.connector.get_worker_connector())
        with replaced as worker, mock.patch.object(worker, "periodic_registry", PeriodicRegistry()):
            # The browser holds this thread's event loop, so the worker gets a thread of its own.
            options = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
            thread = Thread(target=worker.run_worker, kwargs=options)
            thread.start()
            thread.join(timeout=30)
            assert not thread.is_alive(), "The worker did not finish its jobs in 30 seconds."

    return work
