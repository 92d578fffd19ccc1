"""What the worker does for papers: the files of a long paper, on behalf of whoever signed it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from procrastinate.contrib.django import app

from lippen.kernel import clock
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.organisation.work import acting_for
from lippen.reporting import actions, queries
from lippen.reporting.actions import rendered
from lippen.reporting.vocabulary import FileKind

EACH_MINUTE = "* * * * *"
MAKE_FILES = "reporting.make_files"
MAKE_PUBLIC = "reporting.make_public_edition"


@app.periodic(cron=EACH_MINUTE)
@app.task(name="reporting.ask_leads_again", queueing_lock="reporting.ask_leads_again")
def ask_leads_again(timestamp: int) -> None:
    """Notice updates of plans that overtook agreed lines, and put those lines on their leads' desks again."""
    _for_each(queries.papers_being_written(), actions.ask_leads_again)


@app.periodic(cron=EACH_MINUTE)
@app.task(name="reporting.ask_confirmers_again", queueing_lock="reporting.ask_confirmers_again")
def ask_confirmers_again(timestamp: int) -> None:
    """Notice who has taken up a post that confirms something of a paper, and put that on their desk."""
    _for_each(queries.papers_to_confirm(), actions.ask_confirmers_again)


def _for_each(papers: queries.Waiting, ask_again: Callable[..., bool]) -> None:
    """Look at each paper as the first of its people who may read it."""
    for ref, account_ids in papers:
        actor = queries.first_who_reads(account_ids, on=clock.today())
        if actor.account_id is not None:
            with acting_for(actor.account_id) as seen_as, suppress(NotAllowed, NotVisible):
                ask_again(actor=seen_as, paper_ref=ref, at=clock.now())


@app.task(name=MAKE_FILES)
def make_files(*, account_id: int, paper_ref: str) -> None:
    """Make what is missing, a file at a time; killed and done again it goes on where it stopped, and keeps each once.

    Setting a long paper takes longer than a transaction may idle, so it happens between two of them.
    """
    with acting_for(account_id) as actor:
        unmade = queries.unmade_files(actor, paper_ref)
    for kind in unmade.kinds:
        made = rendered(unmade.content, kind, unmade.signed_at)
        with acting_for(account_id) as actor:
            actions.keep_file(actor=actor, paper_ref=paper_ref, kind=kind, made=made, at=clock.now())


@app.task(name=MAKE_PUBLIC)
def make_public_edition(*, account_id: int, edition_ref: str) -> None:
    """Make the files of a public edition from what the public role itself reads; what it may not see is not made.

    Done again it makes each file once.
    """
    try:
        content, signed_at = queries.public_edition_content(edition_ref)
    except NotVisible:
        return  # the council's register is off again, and turning it on asks anew
    for kind in FileKind:
        made = rendered(content, kind, signed_at)
        with acting_for(account_id) as actor:
            actions.keep_public_file(actor=actor, edition_ref=edition_ref, kind=kind, made=made, at=clock.now())
