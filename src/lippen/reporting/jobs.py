"""What the worker does for papers: the files of a long paper, on behalf of whoever signed it."""

from __future__ import annotations

from django.db.transaction import atomic
from procrastinate.contrib.django import app

from lippen.kernel import access, clock
from lippen.organisation import queries as organisation
from lippen.reporting import actions

MAKE_FILES = "reporting.make_files"


@app.task(name=MAKE_FILES)
def make_files(*, account_id: int, paper_ref: str) -> None:
    """Make what is missing, all or nothing; killed and done again, it makes nothing twice."""
    with atomic():
        actor = organisation.actor_for(account_id, on=clock.today())
        access.identify(actor, today=clock.today())
        actions.make_files(actor=actor, paper_ref=paper_ref)
        access.forget()
