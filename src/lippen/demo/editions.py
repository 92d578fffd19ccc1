"""A plan in three editions of its document: one as it came in, an older one found since, a newer one that waits."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from io import StringIO

from lippen.demo import bring_in
from lippen.demo.edition_words import ANSWERED_OF_NEWEST, FIRST, NEWEST, OLDER, STATES, TITLE, Line
from lippen.demo.organisation import Cast
from lippen.improvement import actions
from lippen.improvement.vocabulary import Audience

HEADINGS = ("No.", "Recommendation", "Action", "Lead", "Target Date", "Progress")
CSV = "text/csv"
KEEPER = "GW"


def live(cast: Cast) -> str:
    """The plan comes in, then its older edition; the newer one stands beside it. Gives the plan's reference."""
    dates = cast.dates
    first = _document(cast, FIRST, "of spring", dates.last(-5))
    plan_ref = bring_in.bring_in(cast, first, dates.at(dates.day(-4, 9), 10))
    older = _document(cast, OLDER, "first draft", dates.last(-8))
    batch_ref = _beside(cast, plan_ref, older, {"changes": "accept all"}, dates.at(dates.day(-3, 12), 14))
    with cast.acting_as(KEEPER, dates.at(dates.day(-3, 12), 15)) as actor:
        at = dates.at(dates.day(-3, 12), 15)
        actions.apply_edition(actor=actor, batch_ref=batch_ref, audience=Audience.COMMITTEE, at=at)
    newest = _document(cast, NEWEST, "as revised", dates.period_end)
    _beside(cast, plan_ref, newest, ANSWERED_OF_NEWEST, dates.at(dates.since_import(2), 11))
    return plan_ref


def _document(cast: Cast, lines: tuple[Line, ...], called: str, dated_on: date) -> bring_in.Document:
    return bring_in.Document(
        name=f"Foster carers, {called}.csv",
        content=_sheet(cast, lines),
        media_type=CSV,
        title=TITLE,
        origin="the yearly review of fostering",
        dated_on=dated_on,
        agreed_on=cast.dates.day(-5, 20),
        authority_ids=cast.both,
        states=STATES if lines is FIRST else {},
    )


def _beside(cast: Cast, plan_ref: str, document: bring_in.Document, answers: dict[str, str], at: datetime) -> str:
    """Hold an edition beside its plan, with the answers given so far; gives the import's reference."""
    proposal = bring_in.proposal_of(document, frozenset(cast.people))
    with cast.acting_as(KEEPER, at) as actor:
        given = replace(proposal, answers={**proposal.answers, **answers})
        return bring_in.start(actor, document, given, plan_ref=plan_ref, at=at)


def _sheet(cast: Cast, lines: tuple[Line, ...]) -> bytes:
    """The edition as a spreadsheet program saves it."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(HEADINGS)
    for line in lines:
        said = (line.theme, line.action, line.lead, line.target, line.progress)
        rows.writerow((line.number.partition(".")[0], *(cast.say(words) for words in said)))
    return written.getvalue().encode("utf-8-sig")
