"""Mail servers for tests: one that takes nothing, and one whose sender is killed now and then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest.mock import patch

from django.core.mail.backends.base import BaseEmailBackend

from lippen.organisation.actions import digests

MAILBOX: dict[str, str] = {}
"""What the reader holds, by message id: as a mailbox does, it keeps a letter that comes twice once."""
KILLS = 0
CHANCE: list[Random] = []


class Kill(BaseException):
    """The worker is killed here."""


def perhaps() -> None:
    """Be killed, now and then."""
    global KILLS  # noqa: PLW0603
    if CHANCE and CHANCE[0].random() < 0.4:
        KILLS += 1
        raise Kill


class Broken(BaseEmailBackend):
    """Takes nothing."""

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


class Killed(BaseEmailBackend):
    """Takes the letter; its sender is killed before or after."""

    def send_messages(self, messages: list) -> int:
        perhaps()
        for message in messages:
            MAILBOX[message.extra_headers["Message-ID"]] = message.body
        perhaps()
        return len(messages)


@contextmanager
def killing(rng: Random) -> Iterator[None]:
    """From here on the worker may be killed wherever it settles or sends."""
    settle = digests.settle_digest

    def settled(**given: object) -> None:
        perhaps()
        settle(**given)
        perhaps()

    CHANCE.append(rng)
    with patch.object(digests, "settle_digest", settled):
        yield
    CHANCE.clear()
