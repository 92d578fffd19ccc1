"""The pages of committees, meetings and routes: they open, refuse, record, explain, and count their statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse

from lippen.kernel.access import Actor
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.models import ConsulteeComment, OfficerDecision, PreAgenda, RouteDefinition
from lippen.reporting.tests.routes import CYCLE, Routed
from lippen.reporting.tests.screens import routed_today, signed_in, statements, text_of
from lippen.reporting.tests.world import TODAY

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 25


@pytest.fixture
def at(settings) -> Iterator[Routed]:
    with routed_today(settings) as made:
        yield made


def url(at: Routed, name: str, **more: object) -> str:
    known = {
        "committee": {"committee_ref": at.committee},
        "edit_route": {"committee_ref": at.committee},
        "edit_cycle": {"committee_ref": at.committee},
        "notice": {"council_ref": at.there.authority.ref},
        "meeting": {"meeting_ref": at.there.meeting},
        "meeting_dates": {"meeting_ref": at.there.meeting},
        "pre_agenda": {"meeting_ref": at.there.meeting},
        "expect": {"meeting_ref": at.there.meeting},
    }
    return reverse(f"reporting:{name}", kwargs=more or known.get(name))


def sends(at: Routed, who: Actor, where: str, **fields: object) -> HttpResponse:
    return signed_in(who).post(where, {"form_token": str(uuid4()), **fields}, follow=True)


def told(at: Routed, answer: HttpResponse, *words: str) -> None:
    assert answer.status_code == 200
    said = unescape(re.sub(r"<[^>]+>", "", text_of(answer).partition("<main")[2]))
    for each in words:
        assert each in said, f"{each!r} is not on the page: {said[:900]}"


def route_fields(at: Routed, **more: object) -> dict[str, object]:
    posts = {key: str(post.pk) for key, post in at.posts.items()}
    return {
        "author_0": posts["author"],
        "subject_0": "finance",
        "consultee_0": posts["finance"],
        "subject_1": "legal",
        "subject_2": "people",
        "subject_3": "people",
        "approver_0": posts["head"],
        "approver_1": posts["chief"],
        "officer": "on",
        **more,
    }


def test_the_clerk_defines_a_route_by_posts_and_changes_it_with_a_reason(at: Routed) -> None:
    clerk, where = at.there.clerk, url(at, "edit_route")
    told(at, sends(at, clerk, where, **route_fields(at)), "The route is set (version 1)", "Finance manager", "Finance")
    told(at, sends(at, clerk, where, **route_fields(at)), "Say why the route changes.")
    told(
        at,
        sends(at, clerk, where, **route_fields(at, waits_0="on", reason="Money first.")),
        "version 2",
        "the paper waits for the answer",
        "Money first.",
    )
    with at.there.as_(clerk):
        assert RouteDefinition.objects.count() == 2
    told(at, sends(at, clerk, where, officer="on", reason="x"), "at least one approver")


def test_the_clerk_sets_the_cycle_and_a_meeting_called_then_has_its_dates(at: Routed) -> None:
    clerk = at.there.clerk
    fields = {"drafts_days": 15, "consultees_days": 10, "pre_agenda_days": 8, "final_days": 3, "spare_days": 0}
    told(at, sends(at, clerk, url(at, "edit_cycle"), **fields, in_working_days="on"), "The cycle is set")
    given = {"committee": "Housing and Care Committee", "council": at.there.authority.pk}
    day = {"meets_on_day": "29", "meets_on_month": "11", "meets_on_year": "2012"}
    told(at, sends(at, clerk, url(at, "call_meeting"), **given, **day), "The meeting is recorded")
    told(at, signed_in(clerk).get(url(at, "committee")), "29 November 2012", "2 November 2012", "23 November 2012")


def test_a_holiday_that_is_no_day_is_named_by_its_line(at: Routed) -> None:
    fields = {"clear_days": 3, "source": "Standing order 4", "holidays": "2012-12-25\nChristmas"}
    told(at, sends(at, at.there.clerk, url(at, "notice"), **fields), "Line 2, “Christmas”, is not a day.")
    fields["holidays"] = "2012-12-25\n\n"
    told(
        at,
        sends(at, at.there.clerk, url(at, "notice"), **fields),
        "From now on clear days are counted so.",
        "3 clear days, not counting weekends, holidays, the day of issue and the day of the meeting.",
    )


def test_a_meetings_dates_move_and_its_pre_agenda_is_recorded(at: Routed) -> None:
    clerk = at.there.clerk
    parts = {}
    for name, (day, month) in {
        "drafts_due_on": (8, 10),
        "consultees_due_on": (10, 10),
        "pre_agenda_on": (16, 10),
        "final_due_on": (17, 10),
        "issue_on": (18, 10),
    }.items():
        parts |= {f"{name}_day": day, f"{name}_month": month, f"{name}_year": 2012}
    told(at, sends(at, clerk, url(at, "meeting_dates"), **parts), "dates are changed", "8 October 2012")
    told(at, sends(at, clerk, url(at, "meeting_dates"), **parts), "Say why the dates move.")
    held = {
        "held_on_day": 16,
        "held_on_month": 10,
        "held_on_year": 2012,
        "convener_name": "Cllr Testperson",
        "words": "All.",
    }
    told(at, sends(at, clerk, url(at, "pre_agenda"), **held), "The pre-agenda is recorded.", "Cllr Testperson")
    with at.there.as_(clerk):
        assert PreAgenda.objects.get().held_on == date(2012, 10, 16)


def test_a_paper_is_expected_on_the_forward_plan_and_taken_off_again(at: Routed) -> None:
    writer = at.there.author
    told(
        at,
        sends(at, writer, url(at, "expect"), subject="Kinship care", writer=writer.person_id),
        "on the forward plan",
        "Kinship care",
        writer.name,
        "Not begun",
    )
    told(at, signed_in(writer).get(url(at, "forward_plan")), "1 paper for 2 meetings", "Kinship care")
    with at.there.as_(writer) as actor:
        (paper,) = queries.forward_plan(actor, on=TODAY, meeting_ref=at.there.meeting)[0].papers
    where = url(at, "drop_expected", expected_ref=paper.ref)
    told(at, sends(at, writer, where, reason="It waits."), "is off the forward plan", "No paper is expected yet.")


def test_an_empty_forward_plan_says_what_will_stand_there(at: Routed) -> None:
    other = factories.actor(factories.authority(), Role.COMMITTEE_CLERK)
    told(at, signed_in(other).get(url(at, "forward_plan")), "No meeting to come")
    told(at, signed_in(other).get(url(at, "committees")), "No committees yet")


def test_a_consultee_finds_the_paper_comments_and_the_author_reads_it_on_the_papers_page(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    told(at, sends(at, at.there.author, url(at, "consult", ref=ref)), f"Asked: {at.finance.name}.")
    told(at, signed_in(at.finance).get(url(at, "paper", ref=ref)), "You are asked to comment on it")
    told(at, signed_in(at.finance).get(url(at, "comment", ref=ref)), "touches finance", "Please answer by")
    told(at, sends(at, at.finance, url(at, "comment", ref=ref), words="It costs more."), "with the authors")
    told(at, signed_in(at.there.author).get(url(at, "paper", ref=ref)), "It costs more.", "Commented")
    with at.there.as_(at.there.author):
        assert ConsulteeComment.objects.get().words == "It costs more."


def test_a_route_adjusted_without_a_reason_is_explained_at_its_field(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    fields = {"author_0": at.there.author.person_id, "approver_0": at.there.chief.person_id}
    told(at, sends(at, at.there.author, url(at, "route", ref=ref), **fields), "Say why it is adjusted.")
    told(
        at,
        sends(at, at.there.author, url(at, "route", ref=ref), **fields, reason="The head is away."),
        "adjusted: “The head is away.”",
    )
    told(at, sends(at, at.there.author, url(at, "take_route", ref=ref)), "as the committee's clerk defined it")


def test_a_paper_is_sent_on_to_a_second_body(at: Routed) -> None:
    ref = at.there.opened().ref
    told(
        at,
        sends(at, at.there.author, url(at, "turn", ref=ref), then_meeting=at.board_meeting),
        "goes to both meetings",
        "Housing and Care Committee then Joint Board",
        "25 October 2012 then 15 November 2012",
    )


def signed(at: Routed) -> str:
    at.define()
    ref = at.there.opened().ref
    at.ready(ref)
    at.there.send(ref)
    at.there.approve(at.there.head, ref)
    at.there.approve(at.there.chief, ref)
    return ref


def test_the_proper_officer_accepts_or_rejects_with_a_reason(at: Routed) -> None:
    ref = signed(at)
    told(at, signed_in(at.officer).get(url(at, "paper", ref=ref)), "Accept or reject it")
    clerk_sees = signed_in(at.there.clerk).get(url(at, "paper", ref=ref))
    told(at, clerk_sees, "Decides once the paper is signed.")
    assert "Issue the paper" not in text_of(clerk_sees)
    told(at, sends(at, at.officer, url(at, "accept", ref=ref), verdict="rejected"), "Say why the paper is rejected")
    told(
        at,
        sends(at, at.officer, url(at, "accept", ref=ref), verdict="rejected", reason="A child is named."),
        "asked to replace it",
        "rejected it",
    )
    told(at, sends(at, at.there.clerk, url(at, "issue", ref=ref)), "The proper officer rejected this paper")
    again = {"verdict": "accepted", "reason": "It is a post's name."}
    told(at, sends(at, at.officer, url(at, "accept", ref=ref), **again), "Accepted.")
    told(at, signed_in(at.there.clerk).get(url(at, "paper", ref=ref)), "Issue the paper")
    with at.there.as_(at.officer):
        assert [row.verdict for row in OfficerDecision.objects.order_by("number")] == ["rejected", "accepted"]


def asked(at: Routed, who: Actor, where: str) -> int:
    client = signed_in(who)
    client.get(reverse("reporting:papers"))
    answer, count = statements(lambda: client.get(where))
    assert answer.status_code == 200, f"{where}: {answer.status_code}"
    return count


PAGES = ["committees", "forward_plan", "committee", "edit_route", "edit_cycle", "notice", "meeting", "meeting_dates"]


@pytest.mark.parametrize("name", [*PAGES, "pre_agenda", "expect"])
def test_no_page_of_a_committee_asks_more_than_25_times_nor_more_often_for_many(at: Routed, name: str) -> None:
    with at.there.as_(at.there.clerk) as actor:
        actions.set_cycle(actor=actor, committee_ref=at.committee, cycle=CYCLE, at=at.there.at())
    at.define()
    few = asked(at, at.there.clerk, url(at, name))
    with at.there.as_(at.there.author) as actor:
        for place in range(20):
            actions.expect_paper(
                actor=actor,
                meeting_ref=at.there.meeting,
                subject=f"Paper {place}",
                writer_id=actor.person_id,
                at=at.there.at(),
            )
    with at.there.as_(at.there.clerk) as actor:
        for day in range(1, 8):
            actions.call_meeting(
                actor=actor, committee_ref=at.committee, meets_on=date(2012, 12, day), at=at.there.at()
            )
    at.define(reason="Again.")
    many = asked(at, at.there.clerk, url(at, name))
    assert few <= many <= min(few + 2, MOST_STATEMENTS), f"{name}: {few}, {many}"


def test_no_page_of_a_routed_paper_asks_more_than_25_times(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    author = at.there.author
    for name in ("paper", "take_route", "consult", "turn", "route"):
        assert asked(at, author, url(at, name, ref=ref)) <= MOST_STATEMENTS, name
    at.ask(ref)
    assert asked(at, at.finance, url(at, "comment", ref=ref)) <= MOST_STATEMENTS
    at.ready(ref)
    at.there.send(ref)
    assert asked(at, at.there.head, url(at, "approve", ref=ref)) <= MOST_STATEMENTS
    at.there.approve(at.there.head, ref)
    at.there.approve(at.there.chief, ref)
    assert asked(at, at.officer, url(at, "accept", ref=ref)) <= MOST_STATEMENTS
    assert asked(at, at.officer, url(at, "paper", ref=ref)) <= MOST_STATEMENTS
