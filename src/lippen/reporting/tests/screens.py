"""What the tests of a paper's pages share: the council, on the domain clock's day, and people who are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse

from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import queries
from lippen.reporting.rows import PaperView
from lippen.reporting.tests.routes import Routed, routed
from lippen.reporting.tests.world import TODAY, World, world
from lippen.server.standing import stands

__all__ = ["Desk", "desk", "quick_files", "signed_in", "statements", "text_of"]
BEFORE_THE_CLOCK = -3000  # seconds: what the council's story records is known by the time a page is opened


class Desk:
    """A council, its paper, and everyone at their own browser."""

    def __init__(self, there: World) -> None:
        self.there = there
        self.ref = there.opened().ref
        self.councillor = factories.actor(there.authority, Role.COUNCILLOR_ON_COMMITTEE)

    def url(self, name: str, *more: object) -> str:
        """The address of one of the paper's pages."""
        return reverse(f"reporting:{name}", args=[self.ref, *more])

    def opens(self, who: Actor, name: str, *more: object) -> HttpResponse:
        """Somebody opens a page."""
        return signed_in(who).get(self.url(name, *more))

    def sends(self, who: Actor, name: str, *more: object, token: str = "", **fields: object) -> HttpResponse:
        """Somebody sends a form and goes where it leads."""
        sent = {"form_token": token or str(uuid4()), **fields}
        return signed_in(who).post(self.url(name, *more), sent, follow=True)

    def view(self) -> PaperView:
        """The paper as its author has it."""
        with self.there.as_(self.there.author) as actor:
            return queries.paper(actor, self.ref, at=clock.now())

    def count(self, model: type[Model], **found: object) -> int:
        """How many of the council's records there are: nobody sees any without a name."""
        with self.there.as_(self.there.author):
            return model.objects.filter(**found).count()

    def words(self, key: str) -> tuple[str, ...]:
        """What a section says."""
        return next(section.paragraphs for section in self.view().sections if section.key == key)

    def signed(self, *, fill: bool = True) -> None:
        """The paper is taken to its signature."""
        if fill:
            self.there.fill(self.ref)
        self.there.send(self.ref)
        self.there.approve(self.there.head, self.ref)
        self.there.approve(self.there.chief, self.ref)


@stands
def desk(actions_in_each_theme: int = 1) -> Desk:
    """A council with a paper that its author has opened."""
    there = world(actions_in_each_theme=actions_in_each_theme)
    there.steps = BEFORE_THE_CLOCK
    return Desk(there)


@contextmanager
def routed_today(settings: Any) -> Iterator[Routed]:
    """A council with its route on the tests' day, whose files are quick and whose story is known by then."""
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        made = routed()
        made.there.steps = BEFORE_THE_CLOCK
        yield made


@contextmanager
def quick_files() -> Iterator[Callable[..., bytes]]:
    """The renderers have their own tests; here a file is a few bytes."""

    def rendered(content: object, kind: str, at: object) -> bytes:
        return f"a {kind} of some bytes".encode()

    with patch("lippen.reporting.actions.signing.rendered", rendered):
        yield rendered
