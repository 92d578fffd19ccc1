"""`-p lippen.server.pytest_plugin`: tests run on the embedded server as the app, each process on its own copy.

With LIPPEN_ADMIN_URL (somebody who may make roles and databases) they make their copies on that server instead;
with DATABASE_URL alone they use that database as somebody else prepared it.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
from collections.abc import Generator

import pytest

from lippen.server import launcher, pytest_database, setup, template
from lippen.server.places import places, var
from lippen.server.problems import ServerProblem

MARK = "LIPPEN_TEST_SERVER"  # set by the first process, so that its children know that the address is not a person's


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the server before pytest-django reads the settings: a wrapper runs before any other hook."""
    os.environ["LIPPEN_TESTING"] = "1"
    early_config.pluginmanager.register(TestServer(), "lippen-test-server")
    return (yield)


class TestServer:
    """The server that this process uses, and the fixtures that need it."""

    __test__ = False

    def __init__(self) -> None:
        self.server: launcher.Server | None = None
        self.admin_url = os.environ.get("LIPPEN_ADMIN_URL")
        if self.admin_url:
            setup.point_settings_at_server(self.admin_url, template.copy_name())
        elif "DATABASE_URL" not in os.environ or MARK in os.environ:
            self.use_embedded()

    def use_embedded(self) -> None:
        """Start or join the tests' own server, and point the settings at this process's database."""
        os.environ[MARK] = "1"
        self.server = start_for_tests()
        atexit.register(self.server.stop)  # for a run that ends before its hooks do
        self.admin_url = self.server.admin_url
        setup.point_settings_at(self.server, template.copy_name())

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the fixtures after pytest-django's, so that ours count."""
        config.stash[pytest_database.ADMIN_URL] = self.admin_url
        config.pluginmanager.register(pytest_database, "lippen-test-database")
        from lippen.organisation.tests.entering import with_second_factors

        with_second_factors()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        """What is loaded by now stays: looking through it again and again would take a tenth of the run."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Leave the server; the last to leave stops it."""
        if self.server:
            self.server.stop()


def start_for_tests() -> launcher.Server:
    """The tests' server. Its data are nobody's: when a machine's crash spoilt them they are made anew."""
    data = var() / "postgres-test"
    try:
        return launcher.start(data, fast=True)
    except ServerProblem:
        shutil.rmtree(places(data).data, ignore_errors=True)
        return launcher.start(data, fast=True)
