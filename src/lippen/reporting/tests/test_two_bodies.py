"""A paper that goes to two bodies in turn: each decides and asks for itself, on its own day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from lippen.improvement import queries as plans
from lippen.reporting import actions, queries
from lippen.reporting.tests.routes import Routed, routed
from lippen.reporting.tests.screens import quick_files, signed_in, text_of
from lippen.reporting.tests.test_screens_following import day
from lippen.reporting.tests.world import refused
from lippen.server.standing import stands

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2012, 10, 25), date(2012, 11, 15)
LATER = datetime(2012, 11, 20, 9, 0, tzinfo=UTC)


@stands
def issued() -> Routed:
    made = routed()
    made.define(made.steps(officer=False), then=made.board)
    made.more["ref"] = ref = made.there.opened().ref
    made.ready(ref)
    made.there.send(ref)
    made.there.approve(made.there.head, ref)
    made.there.approve(made.there.chief, ref)
    made.there.issue(ref)
    return made


@pytest.fixture
def at(settings) -> Iterator[Routed]:
    settings.LIPPEN_TODAY = LATER.date()
    with quick_files():
        yield issued()


def decided(at: Routed, **given: object) -> str:
    whole = {"agreed": "Noted it.", "so_on": FIRST, **given}
    with at.there.as_(at.there.head) as head:
        return actions.record_outcome(actor=head, paper_ref=at.more["ref"], at=LATER, **whole)


def asked(at: Routed, **given: object) -> str:
    whole = {"asked_by": "A member", "words": "What does it cost?", "so_on": FIRST, **given}
    with at.there.as_(at.there.author) as author:
        return actions.ask_question(actor=author, paper_ref=at.more["ref"], at=LATER, **whole)


def test_each_body_decides_under_its_own_name(at: Routed) -> None:
    decided(at)
    decided(at, agreed="Agreed two posts.", so_on=SECOND, body="Joint Board")
    with at.there.as_(at.there.author) as author:
        rows = plans.decisions(author, at.there.plan.pk, today=LATER.date())
    bodies = {row.agreed: row.body for row in rows}
    assert bodies == {"Noted it.": "Housing and Care Committee", "Agreed two posts.": "Joint Board"}


def test_the_second_body_decides_not_before_its_own_meeting(at: Routed) -> None:
    assert "met on 15 November 2012" in refused(decided, at, body="Joint Board", so_on=FIRST)
    assert "met on 15 November 2012" in refused(asked, at, body="Joint Board", so_on=FIRST)


def test_a_body_that_does_not_have_the_paper_decides_nothing_on_it(at: Routed) -> None:
    assert "does not go to" in refused(decided, at, body="Roads Committee")


def test_an_answer_promised_to_the_second_body_is_promised_to_it(at: Routed) -> None:
    promised = {"promised_by_id": at.there.head.person_id, "promised_for": date(2012, 12, 1)}
    asked(at, body="Joint Board", so_on=SECOND, **promised)
    with at.there.as_(at.there.author) as author:
        (row,) = plans.commitments(author, today=LATER.date())
    assert row.other_words == "Joint Board"


def test_the_form_asks_which_body_and_records_its_decision(at: Routed) -> None:
    client = signed_in(at.there.head)
    address = f"/papers/{at.more['ref']}/after/decided"
    page = client.get(address).content.decode()
    assert "Which body decided?" in page and "Joint Board" in page
    sent = {"agreed": "Agreed it.", **day("so_on", SECOND), "body": "Joint Board", "form_token": str(uuid4())}
    answer = text_of(client.post(address, sent, follow=True))
    assert "The decision is recorded." in answer and "Joint Board, 15 November 2012" in answer


def test_the_next_paper_says_which_body_decided(at: Routed) -> None:
    decided(at, agreed="Agreed two posts.", so_on=SECOND, body="Joint Board")
    there = at.there
    with there.as_(there.clerk) as clerk:
        given = {"committee_ref": at.committee, "meets_on": date(2013, 1, 24), "at": LATER}
        there.meeting = actions.call_meeting(actor=clerk, **given)
    ref = there.opened(
        period_starts_on=date(2012, 10, 1),
        period_ends_on=date(2012, 12, 1),
        data_as_at=date(2012, 11, 30),
        text_closed_on=date(2013, 1, 10),
        issue_on=date(2013, 1, 11),
    ).ref
    with there.as_(there.author) as author:
        view = queries.paper(author, ref, at=LATER)
    told = "\n".join(next(s.paragraphs for s in view.sections if s.key == "members.asked"))
    assert "15 November 2012, Joint Board: Agreed two posts." in told
