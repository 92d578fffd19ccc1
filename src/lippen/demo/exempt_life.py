"""What committees keep from the public, and what they take back: an exempt paper, and one withdrawn and replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from lippen.demo import exempt_words as words
from lippen.demo import paper_life, papers
from lippen.demo.organisation import Cast
from lippen.demo.papers import Moments, Sheet
from lippen.reporting import actions
from lippen.reporting.vocabulary import ResolutionKind, TieKind

CLERK, OFFICER, AUTHOR = "NF", "AM", "EG"
ITEM, FIRST_PAGE = "9", 61


def tell(cast: Cast, plan_ref: str, committee: str, meeting: str) -> None:
    """An exempt paper that had its meeting; and a paper for the next one, issued, withdrawn and replaced."""
    _exempt_paper(cast, plan_ref, committee)
    _replaced_paper(cast, plan_ref, meeting)


def _sheet(cast: Cast, plan_ref: str, meeting: str, closed: datetime) -> Sheet:
    return Sheet(
        plan_ref=plan_ref,
        meeting_ref=meeting,
        subject=words.HELPLINE_SUBJECT,
        period=(cast.dates.first(-4), cast.dates.first(-1)),
        text_closed_on=closed.date(),
        author=AUTHOR,
        approvers=("AP", "RA"),
        reporter="head",
        texts=words.HELPLINE_TEXTS,
        differences=words.DIFFERENCES,
        leads=(AUTHOR,),
    )


def _exempt_paper(cast: Cast, plan_ref: str, committee: str) -> None:
    """Last month's paper: what the council would pay for the helpline was not for publication."""
    dates = cast.dates
    met = dates.day(-1, 26)
    meeting = papers.meeting(cast, CLERK, committee, met, dates.at(dates.day(-3, 3), 9))
    last = dates.at(dates.day(-1, 15), 15)
    sheet, moments = _sheet(cast, plan_ref, meeting, last), papers.steps_before(last, minutes=60)
    ref = papers.write(cast, sheet, moments)
    at = moments()
    with cast.acting_as(AUTHOR, at) as actor:
        actions.propose_exemption(
            actor=actor,
            paper_ref=ref,
            place=f"text:{words.HELPLINE_EXEMPT}",
            paragraphs=words.HELPLINE_PARAGRAPHS,
            reason=words.HELPLINE_REASON,
            at=at,
        )
    _sign_and_issue(cast, sheet, ref, moments)
    after = dates.at(met + timedelta(days=1), 10)
    with cast.acting_as(CLERK, after) as actor:
        given = {"actor": actor, "paper_ref": ref, "at": after}
        actions.stamp_copies(**given, item=ITEM, first_page=FIRST_PAGE)
        actions.record_resolution(**given, kind=ResolutionKind.EXCLUDED, words=words.RESOLUTION)


def _sign_and_issue(cast: Cast, sheet: Sheet, ref: str, moments: Moments) -> None:
    """Along its route; the proper officer accepts what is exempt before the clerk issues it."""
    paper_life.take_on_promises(cast, sheet.author, ref, moments)
    papers.send(cast, sheet, ref, moments())
    for approver in sheet.approvers:
        papers.approve(cast, approver, ref, moments())
    at = moments()
    with cast.acting_as(OFFICER, at) as actor:
        actions.accept_paper(actor=actor, paper_ref=ref, at=at)
    papers.issue(cast, CLERK, ref, moments())


def _replaced_paper(cast: Cast, plan_ref: str, meeting: str) -> None:
    """A figure was wrong: the paper was withdrawn for all to see, and another stands in its place."""
    last = cast.dates.now
    moments = papers.steps_before(last, minutes=90)
    sheet = replace(
        _sheet(cast, plan_ref, meeting, last), subject=words.SUPPER_SUBJECT, texts=words.supper_texts(words.WRONG)
    )
    first = papers.write(cast, sheet, moments)
    _sign_and_issue(cast, sheet, first, moments)
    at = moments()
    with cast.acting_as(CLERK, at) as actor:
        actions.withdraw_paper(actor=actor, paper_ref=first, reason=words.WITHDRAWN, at=at)
    at = moments()
    with cast.acting_as(AUTHOR, at) as actor:
        made = actions.follow_paper(
            actor=actor,
            paper_ref=first,
            kind=TieKind.REPLACEMENT,
            reason=words.REPLACED,
            text_closed_on=last.date(),
            issue_on=last.date(),
            at=at,
        )
        given = {"actor": actor, "paper_ref": made.ref, "at": moments()}
        actions.write_section(**given, section=words.SUPPER_SECTION, paragraphs=[words.RIGHT], version=1)
    papers.set_route(cast, sheet, made.ref, moments())
    for lead in sheet.leads:
        papers.agree(cast, lead, made.ref, moments())
    _sign_and_issue(cast, sheet, made.ref, moments)
