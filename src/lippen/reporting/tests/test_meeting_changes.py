"""A committee's meeting is moved or called off: the forward plan, calendars and papers know it, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lippen.kernel.errors import NotAllowed
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.models import MeetingChange
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.tests.routes import Routed
from lippen.reporting.tests.screens import routed_today, signed_in, text_of
from lippen.reporting.tests.test_screens_following import day
from lippen.reporting.tests.world import TODAY, refused

pytestmark = pytest.mark.django_db
WAS, NOW_ON = date(2012, 10, 25), date(2012, 11, 1)
WHY = "The hall is flooded."


@pytest.fixture
def at(settings) -> Iterator[Routed]:
    with routed_today(settings) as made:
        yield made


def change(at: Routed, to: date | None = NOW_ON, *, meeting: str = "", reason: str = WHY) -> str:
    with at.there.as_(at.there.clerk) as clerk:
        return actions.change_meeting(
            actor=clerk, meeting_ref=meeting or at.there.meeting, moves_to=to, reason=reason, at=at.there.at()
        )


def planned(at: Routed) -> dict[str, object]:
    with at.there.as_(at.there.clerk) as clerk:
        return {row.ref: row for row in queries.forward_plan(clerk, on=TODAY)}


def meets_on(at: Routed, ref: str) -> date:
    with at.there.as_(at.there.author) as author:
        return queries.paper_row(author, ref).days.meets_on


def test_a_paper_that_is_being_written_goes_with_its_meeting(at: Routed) -> None:
    ref = at.there.opened().ref
    new = change(at)
    with at.there.as_(at.there.author) as author:
        row = queries.paper_row(author, ref)
    assert (row.meeting_ref, row.days.meets_on) == (new, NOW_ON)
    page = text_of(signed_in(at.there.author).get(f"/papers/{ref}"))
    assert "The meeting of 25 October 2012 was moved to 1 November 2012" in page and WHY in page


def test_a_meeting_that_moves_again_takes_everything_along(at: Routed) -> None:
    ref = at.there.opened().ref
    first = change(at)
    second = change(at, date(2012, 11, 8), meeting=first, reason="Still flooded.")
    assert meets_on(at, ref) == date(2012, 11, 8)
    rows = planned(at)
    assert rows[at.there.meeting].change.moved_to_ref == rows[first].change.moved_to_ref == second


def test_what_a_signed_paper_says_does_not_change_and_it_is_issued_for_the_new_day(at: Routed) -> None:
    ref = at.there.signed()
    with at.there.as_(at.there.author) as author:
        before = queries.signed_paper(author, ref)
    change(at)
    with at.there.as_(at.there.author) as author:
        assert content_hash(queries.content(author, ref, known_at=before.known_at)) == before.sha256
    at.there.issue(ref)
    assert meets_on(at, ref) == NOW_ON
    assert "names the earlier day" in text_of(signed_in(at.there.author).get(f"/papers/{ref}"))


def test_a_paper_of_a_meeting_that_was_called_off_waits_until_it_gets_another_day(at: Routed) -> None:
    ref = at.there.signed()
    change(at, None)
    assert "called off" in refused(at.there.issue, ref)
    assert "was called off" in text_of(signed_in(at.there.author).get(f"/papers/{ref}"))
    change(at, NOW_ON, reason="The hall is dry.")
    at.there.issue(ref)
    assert meets_on(at, ref) == NOW_ON


def test_expected_papers_go_with_the_meeting_and_nothing_new_is_arranged_for_the_old_day(at: Routed) -> None:
    with at.there.as_(at.there.clerk) as clerk:
        given = {"meeting_ref": at.there.meeting, "subject": "Fostering"}
        actions.expect_paper(actor=clerk, at=at.there.at(), **given)
    new = change(at)
    rows = planned(at)
    assert [paper.subject for paper in rows[new].papers] == ["Fostering"] and rows[at.there.meeting].papers == ()
    with at.there.as_(at.there.clerk) as clerk:
        assert "moved or called off" in refused(actions.expect_paper, actor=clerk, at=at.there.at(), **given)
    assert "moved or called off" in refused(at.there.opened)


def test_a_meeting_joins_the_one_that_the_committee_has_on_that_day_already(at: Routed) -> None:
    with at.there.as_(at.there.clerk) as clerk:
        there = actions.call_meeting(actor=clerk, committee_ref=at.committee, meets_on=NOW_ON, at=at.there.at())
    assert change(at) == there


def test_the_second_bodys_meeting_moves_under_a_paper_too(at: Routed) -> None:
    at.define(at.steps(officer=False), then=at.board)
    ref = at.there.opened().ref
    change(at, date(2012, 11, 22), meeting=at.board_meeting)
    with at.there.as_(at.there.author) as author:
        assert queries.paper_row(author, ref).then_meets_on == date(2012, 11, 22)


def test_what_cannot_be_is_refused(at: Routed) -> None:
    assert "Say why" in refused(change, at, reason=" ")
    assert "already" in refused(change, at, WAS)
    assert "is past" in refused(change, at, date(2012, 10, 1))
    change(at, None)
    assert "called off already" in refused(change, at, None)
    change(at)
    assert "moved already" in refused(change, at, date(2012, 11, 8))
    with at.there.as_(at.there.author) as author, pytest.raises(NotAllowed):
        actions.change_meeting(actor=author, meeting_ref=at.board_meeting, moves_to=None, reason=WHY, at=at.there.at())


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"reason": ""}, "meeting_changed_for_a_reason"), ({"to_itself": True}, "meeting_moves_to_another_day")],
)
def test_the_table_itself_refuses(at: Routed, wrong: dict[str, object], name: str) -> None:
    change(at, None)
    with at.there.as_(at.there.clerk):
        row = MeetingChange.objects.get()
        row.pk, row.version = None, 2
        row.reason = wrong.get("reason", WHY)
        row.moved_to_id = row.meeting_id if "to_itself" in wrong else None
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.save(force_insert=True)


def test_a_clerk_moves_a_meeting_on_its_page_and_everybody_reads_why(at: Routed) -> None:
    clerk = signed_in(at.there.clerk)
    address = f"/papers/meetings/{at.there.meeting}"
    assert "Move the meeting or call it off" in text_of(clerk.get(address))
    wrong = text_of(
        clerk.post(f"{address}/change", {"what": "moved", "reason": WHY, "form_token": str(uuid4())}, follow=True)
    )
    assert "Give the day to which it moves." in wrong and WHY in wrong
    sent = {"what": "moved", "reason": WHY, **day("moves_to", NOW_ON), "form_token": str(uuid4())}
    page = text_of(clerk.post(f"{address}/change", sent, follow=True))
    assert "The meeting is moved" in page
    for path in (address, "/papers/forward-plan"):
        assert WHY in text_of(signed_in(at.there.author).get(path))


def test_calendars_show_moved_dates_expected_papers_and_what_became_of_a_meeting(at: Routed) -> None:
    from lippen.reporting.queries.forward import coming

    with at.there.as_(at.there.clerk) as clerk:
        actions.expect_paper(actor=clerk, meeting_ref=at.board_meeting, subject="Fostering", at=at.there.at())
    change(at)

    def rows(who) -> set[tuple[str, date, str]]:
        with at.there.as_(who) as actor:
            return {(row.kind, row.on, row.subject) for row in coming(actor, from_on=TODAY, today=TODAY)}

    assert {("moved", WAS, ""), ("meeting", NOW_ON, ""), ("expected", date(2012, 11, 15), "Fostering")} <= rows(
        at.there.clerk
    )
    councillor = rows(factories.actor(at.there.authority, Role.OTHER_COUNCILLOR))
    assert {("moved", WAS, ""), ("meeting", NOW_ON, "")} <= councillor
    assert not any(kind == "expected" for kind, _, _ in councillor)
