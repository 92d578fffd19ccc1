"""Work that is done behind the page, in the name of the person who asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.transaction import atomic

from lippen.kernel import access, clock
from lippen.kernel.access import Actor
from lippen.organisation import queries


@contextmanager
def acting_for(account_id: int) -> Iterator[Actor]:
    """A transaction in the name of the person who asked, with what they may do today."""
    with atomic():
        actor = queries.actor_for(account_id, on=clock.today())
        access.identify(actor, today=clock.today())
        yield actor
        access.forget()
