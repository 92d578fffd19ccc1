"""The route as data: defined by the clerk, taken by a paper, adjusted with a reason; consultees and proper officer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.committee_rows import StepRow
from lippen.reporting.models import RouteDefinition
from lippen.reporting.tests.routes import Routed, routed
from lippen.reporting.tests.screens import quick_files, signed_in
from lippen.reporting.tests.world import TODAY, blocks, covered, refused
from lippen.reporting.vocabulary import Consulted, PaperDuty, StepKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Routed:
    with quick_files():
        yield routed()


def route_of(at: Routed, ref: str) -> list[tuple[str, str]]:
    """Role and name of everybody on a paper's route."""
    with at.there.as_(at.there.author) as actor:
        _, authors, approvers = queries.paper_route(actor, ref)
    return [(row.role, row.name) for row in (*authors, *approvers)]


def kinds(who: object) -> list[str]:
    return [duty.kind for duty in organisation.duties_of(who)]  # type: ignore[arg-type]


# --- the definition ---


def test_a_paper_has_its_people_from_the_committees_route_with_the_acting_holder_shown(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    assert route_of(at, ref) == [
        ("author", at.there.author.name),
        ("approver", at.there.head.name),
        ("approver", at.there.chief.name),
    ]
    with at.there.as_(at.there.author) as actor:
        _, _, approvers = queries.paper_route(actor, ref)
    assert approvers[0].acting and approvers[0].designation == "Acting Head of Social Services"
    (consultee,) = at.course(ref).consultees
    assert (consultee.row.name, consultee.row.subject, consultee.standing) == (
        at.finance.name,
        "finance",
        Consulted.PLANNED,
    )


def test_of_two_holders_on_the_day_the_acting_one_is_asked(at: Routed) -> None:
    acting = factories.holder(at.posts["chief"], acting=True)
    factories.account(acting)
    at.define()
    assert route_of(at, at.there.opened().ref)[-1] == ("approver", acting.name)


def test_a_paper_keeps_the_version_of_the_route_that_it_was_opened_with(at: Routed) -> None:
    at.define()
    first = at.there.opened().ref
    assert at.define(at.steps(officer=False), reason="The board does without.") == 2
    assert at.course(first).origin.version == 1 and at.course(first).needs_officer
    second = at.course(at.there.opened().ref)
    assert second.origin.version == 2 and not second.needs_officer
    with at.there.as_(at.there.clerk) as actor:
        committee = queries.committee(actor, at.committee)
        assert [row.version for row in queries.definitions(actor, committee.id, on=TODAY)] == [2, 1]


def test_a_route_is_changed_only_for_a_reason_and_never_overwritten(at: Routed) -> None:
    at.define()
    assert "Say why" in refused(at.define)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        at.there.as_(at.there.clerk),
        connection.cursor() as cursor,
    ):
        cursor.execute("update reporting_routedefinition set reason = 'x'")
    with at.there.as_(at.there.clerk):
        assert RouteDefinition.objects.count() == 1


def test_a_route_names_an_approver_and_only_posts_that_can_do_their_step(at: Routed) -> None:
    author, finance = StepRow(StepKind.AUTHOR, at.posts["author"].pk), at.posts["finance"].pk
    assert "at least one approver" in refused(at.define, [author])
    assert "may not approve papers" in refused(at.define, [author, StepRow(StepKind.APPROVER, finance)])
    clerk = factories.post(at.there.authority, Role.COMMITTEE_CLERK)
    consulted = StepRow(StepKind.CONSULTEE, clerk.pk, subject="legal")
    assert "may not read drafts" in refused(at.define, [consulted, *at.steps()])
    chief = at.posts["chief"].pk
    assert "twice" in refused(at.define, [*at.steps(), StepRow(StepKind.APPROVER, chief)])
    own = [StepRow(StepKind.AUTHOR, chief), StepRow(StepKind.APPROVER, chief)]
    assert "Nobody approves their own text" in refused(at.define, own)


def test_only_those_who_issue_papers_define_routes_and_only_at_home(at: Routed) -> None:
    given = {"committee_ref": at.committee, "steps": at.steps(), "at": at.there.at()}
    with at.there.as_(at.there.author) as actor, pytest.raises(NotAllowed):
        actions.define_route(actor=actor, **given)
    stranger = factories.actor(factories.authority(), Role.COMMITTEE_CLERK)
    with at.there.as_(stranger) as actor, pytest.raises(NotVisible):
        actions.define_route(actor=actor, **given)


def test_where_a_post_is_vacant_the_paper_opens_and_says_that_people_must_be_named(at: Routed) -> None:
    vacant = factories.post(at.there.authority, Role.HEAD_OF_SERVICE, title="Head of Estates")
    at.define([*at.steps(), StepRow(StepKind.APPROVER, vacant.pk)])
    ref = at.there.opened().ref
    assert route_of(at, ref) == []
    assert at.course(ref).origin.route_version == 0
    with at.there.as_(at.there.author) as actor:
        assert "Head of Estates" in refused(actions.take_route, actor=actor, paper_ref=ref, at=at.there.at())


def test_a_defined_route_is_adjusted_only_for_a_reason_that_its_readers_see(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    given = {"authors": [at.there.author.person_id], "approvers": [at.there.chief.person_id], "paper_ref": ref}
    with at.there.as_(at.there.author) as actor:
        assert "adjusted" in refused(actions.set_route, actor=actor, **given, at=at.there.at())
        actions.set_route(actor=actor, **given, reason="The head is away.", at=at.there.at())
    origin = at.course(ref).origin
    assert origin.is_adjusted and origin.reason == "The head is away."
    assert len(at.course(ref).consultees) == 1, "adjusting the approvers loses no consultee"
    with at.there.as_(at.there.author) as actor:
        actions.take_route(actor=actor, paper_ref=ref, at=at.there.at())
    assert not at.course(ref).origin.is_adjusted
    assert len(route_of(at, ref)) == 3


# --- consultees ---


def test_a_consultee_is_asked_comments_and_is_read_by_author_and_approvers(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    assert at.ask(ref) == (at.finance.name,)
    assert kinds(at.finance) == [PaperDuty.COMMENT]
    assert at.course(ref).consultees[0].standing is Consulted.ASKED
    at.comment(ref, "The money is in the budget of next year.")
    assert kinds(at.finance) == []
    for who in (at.there.author, at.there.head, at.there.chief):
        (seen,) = at.course(ref, who).consultees
        assert (seen.standing, seen.row.words) == (Consulted.COMMENTED, "The money is in the budget of next year.")
    at.comment(ref, "")
    assert at.course(ref).consultees[0].standing is Consulted.NO_COMMENT


def test_a_consultee_who_has_not_answered_in_time_is_late_and_holds_nothing_up(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    at.ask(ref)
    assert at.course(ref, on=date(2012, 10, 18)).consultees[0].standing is Consulted.LATE
    at.ready(ref)
    at.there.send(ref)


def test_a_route_that_waits_for_its_consultee_is_not_sent_before_the_answer(at: Routed) -> None:
    at.define(at.steps(waits=True))
    ref = at.there.opened().ref
    at.ready(ref)
    at.ask(ref)
    assert any("waits for" in sentence and "finance" in sentence for sentence in blocks(at.there, ref))
    assert "waits for" in refused(at.there.send, ref)
    at.comment(ref, "")
    at.there.send(ref)


def test_nobody_comments_who_was_not_asked_and_nobody_after_signing(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    assert "not asked for comments" in refused(at.comment, ref, "Early.")
    at.ask(ref)
    assert "already" in refused(at.ask, ref)
    assert "not asked to comment" in refused(at.comment, ref, "Mine.", at.there.lead)
    at.ready(ref)
    at.there.send(ref)
    at.there.approve(at.there.head, ref)
    at.there.approve(at.there.chief, ref)
    assert "too late" in refused(at.comment, ref, "Late.")
    assert kinds(at.finance) == []


def test_clerks_and_councillors_read_no_comment_of_a_consultee(at: Routed) -> None:
    at.define(at.steps(officer=False))
    ref = at.there.opened().ref
    at.ask(ref)
    at.comment(ref, "Between us.")
    at.ready(ref)
    at.there.send(ref)
    at.there.approve(at.there.head, ref)
    at.there.approve(at.there.chief, ref)
    at.there.issue(ref)
    councillor = factories.actor(at.there.authority, Role.COUNCILLOR_ON_COMMITTEE)
    for who in (at.there.clerk, councillor):
        assert at.course(ref, who).consultees == ()


def test_whoever_covers_for_a_consultee_comments_and_the_page_says_who_did(at: Routed, settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    at.define()
    ref = at.there.opened().ref
    at.ask(ref)
    stand_in = factories.actor(at.there.authority, Role.SERVICE_MANAGER)
    assert "not asked to comment" in refused(at.comment, ref, "Early.", stand_in)
    covered(at.there, at.finance, stand_in)
    page = signed_in(stand_in).get(reverse("reporting:paper", args=[ref])).content.decode()
    assert "You are asked to comment on it" in page
    assert signed_in(stand_in).get(reverse("reporting:comment", args=[ref])).status_code == 200
    at.comment(ref, "The money is there.", stand_in)
    assert kinds(at.finance) == []
    (seen,) = at.course(ref).consultees
    assert (seen.row.name, seen.by_name) == (at.finance.name, stand_in.name)
    page = signed_in(at.there.author).get(reverse("reporting:paper", args=[ref])).content.decode()
    assert f"given by {stand_in.name}" in page
    entry = AuditEntry.objects.get(verb="duty.covered")
    assert (entry.subject_key, entry.keys["for"]) == (ref, [at.finance.person_id])


def test_a_consultees_own_comment_names_nobody_beside_them(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    at.ask(ref)
    at.comment(ref, "Ours.")
    assert at.course(ref).consultees[0].by_name == ""


# --- the proper officer, the pre-agenda, the second body ---


def signed(at: Routed, ref: str) -> None:
    at.ready(ref)
    at.there.send(ref)
    at.there.approve(at.there.head, ref)
    at.there.approve(at.there.chief, ref)


def test_paper_accepted_before_issue(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    signed(at, ref)
    assert kinds(at.officer) == [PaperDuty.ACCEPT] and kinds(at.there.clerk) == []
    assert "has not accepted" in refused(at.there.issue, ref)
    at.accept(ref)
    assert kinds(at.officer) == [] and kinds(at.there.clerk) == [PaperDuty.ISSUE]
    at.there.issue(ref)
    assert "not issued yet" in refused(at.reject, ref)


def test_a_rejected_paper_is_never_issued_and_its_opener_is_asked_to_replace_it(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    signed(at, ref)
    with at.there.as_(at.officer) as actor:
        assert "Say why" in refused(actions.reject_paper, actor=actor, paper_ref=ref, reason=" ", at=at.there.at())
    at.reject(ref)
    assert "rejected" in refused(at.there.issue, ref)
    assert PaperDuty.REPLACE in kinds(at.there.author)
    assert "Say why that changes" in refused(at.accept, ref)
    with at.there.as_(at.officer) as actor:
        actions.accept_paper(actor=actor, paper_ref=ref, reason="The name is a post's.", at=at.there.at())
    assert PaperDuty.REPLACE not in kinds(at.there.author)
    at.there.issue(ref)


def test_a_clerk_does_not_decide_in_the_proper_officers_place(at: Routed) -> None:
    at.define()
    ref = at.there.opened().ref
    signed(at, ref)
    with pytest.raises(NotAllowed):
        at.accept(ref, at.there.clerk)


def test_a_route_that_waits_for_the_pre_agenda_issues_nothing_before_it_was_held(at: Routed) -> None:
    at.define(at.steps(pre_agenda=True, officer=False))
    ref = at.there.opened().ref
    signed(at, ref)
    assert "pre-agenda" in refused(at.there.issue, ref)
    assert "has not come" in refused(at.hold_pre_agenda, date(2012, 10, 18))
    at.hold_pre_agenda()
    assert at.course(ref, at.there.clerk).pre_agenda.held_on == date(2012, 10, 16)
    at.there.issue(ref)


def test_a_paper_that_goes_to_two_bodies_in_turn_has_two_meetings_in_order(at: Routed) -> None:
    at.define(then=at.board)
    row = at.there.opened()
    assert (row.committees, row.then_meets_on) == ("Housing and Care Committee then Joint Board", date(2012, 11, 15))
    at.ready(row.ref)
    with at.there.as_(at.there.author) as actor:
        content = queries.content(actor, row.ref, known_at=at.there.at())
    facts = dict(next(part for part in content["parts"] if part["key"] == "report")["blocks"][0]["rows"])
    assert facts["Report to"] == row.committees
    assert facts["Date of meeting"] == "25 October 2012 then 15 November 2012"


def test_a_second_body_that_meets_before_the_first_is_refused(at: Routed) -> None:
    at.define(then=at.board)
    row = at.there.opened()
    with at.there.as_(at.there.clerk) as actor:
        early = actions.call_meeting(actor=actor, committee_ref=at.board, meets_on=date(2012, 10, 18), at=at.there.at())
        late = actions.call_meeting(
            actor=actor, committee_ref=at.committee, meets_on=date(2012, 11, 20), at=at.there.at()
        )
    with at.there.as_(at.there.author) as actor:
        given = {"actor": actor, "paper_ref": row.ref, "at": at.there.at()}
        assert "not after" in refused(actions.send_on_to, meeting_ref=early, **given)
        assert "another body" in refused(actions.send_on_to, meeting_ref=late, **given)
        days = {
            "period_starts_on": row.days.period_starts_on,
            "period_ends_on": row.days.period_ends_on,
            "data_as_at": row.days.data_as_at,
            "text_closed_on": row.days.text_closed_on,
            "issue_on": row.days.issue_on,
        }
        assert "not later" in refused(actions.move_dates, meeting_ref=late, **given, **days)


def test_a_paper_for_two_bodies_is_not_sent_before_the_second_meeting_is_known(at: Routed) -> None:
    with at.there.as_(at.there.clerk) as actor:
        board = actions.found_committee(
            actor=actor, authority_id=at.there.authority.pk, name="Another Board", at=at.there.at()
        )
    at.define(then=board)
    ref = at.there.opened().ref
    at.ready(ref)
    assert any("Another Board" in sentence for sentence in blocks(at.there, ref))
    with at.there.as_(at.there.author) as actor:
        actions.send_on_to(actor=actor, paper_ref=ref, meeting_ref=at.board_meeting, at=at.there.at())
    at.there.send(ref)


def test_a_signed_paper_of_a_defined_route_is_rebuilt_to_the_same_content(at: Routed) -> None:
    at.define(then=at.board)
    ref = at.there.opened().ref
    signed(at, ref)
    at.define(replace_last(at), reason="Somebody else approves.", then=at.board)
    with at.there.as_(at.there.author) as actor:
        kept = queries.signed_paper(actor, ref)
        again = queries.content(actor, ref, known_at=kept.known_at)
        assert again == queries.signed_content(actor, ref)


def replace_last(at: Routed) -> list[StepRow]:
    return [replace(step) for step in at.steps(officer=False)]
