"""Whoever holds posts in two councils reads, writes, signs and issues papers only where a post there allows it."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import pytest

from lippen.improvement import actions as improvement
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotAllowed
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.tests.screens import Desk, desk
from lippen.reporting.tests.world import AGREED, RECORDED, TODAY, World, refused

pytestmark = pytest.mark.django_db
DAYS = {
    "period_starts_on": date(2012, 7, 1),
    "period_ends_on": date(2012, 10, 1),
    "data_as_at": date(2012, 9, 30),
    "text_closed_on": TODAY,
    "issue_on": TODAY,
}


def elsewhere_as(there: World, elsewhere: Role, here: Role) -> Actor:
    """Somebody with a post of one role in another council, and of another role in the paper's own."""
    return factories.two_posts((factories.authority(), elsewhere), (there.authority, here), on=TODAY)


def test_a_councillor_who_manages_elsewhere_finds_no_paper_before_it_is_issued(there: World) -> None:
    opened = there.opened().ref
    both = elsewhere_as(there, Role.SERVICE_MANAGER, Role.OTHER_COUNCILLOR)
    with there.as_(both) as actor:
        assert queries.papers(actor) == ()
    with there.as_(there.lead) as actor:
        assert [row.ref for row in queries.papers(actor)] == [opened]


def test_a_paper_is_opened_only_where_a_post_writes_papers(there: World) -> None:
    both = elsewhere_as(there, Role.SERVICE_MANAGER, Role.SOCIAL_WORKER)
    given = {"plan_ref": there.plan.ref, "subject": "Progress", "report_by_person_id": there.head.person_id, **DAYS}
    with there.as_(both) as actor, pytest.raises(NotAllowed):
        actions.open_paper(actor=actor, meeting_ref=there.meeting, at=there.at(), **given)


def test_a_paper_goes_to_a_council_of_its_plan_only(there: World) -> None:
    both = elsewhere_as(there, Role.SERVICE_MANAGER, Role.SERVICE_MANAGER)
    (other,) = both.authority_ids - {there.authority.pk}
    with there.as_(both) as actor:
        plan = improvement.create_plan(
            actor=_head(other), title="Theirs", authority_id=other, agreed_on=AGREED, at=RECORDED
        )
        given = {"plan_ref": plan.ref, "subject": "Progress", "report_by_person_id": there.head.person_id, **DAYS}
        why = refused(actions.open_paper, actor=actor, meeting_ref=there.meeting, at=there.at(), **given)
    assert why == "That meeting is of a council that does not share this plan. Choose another."


def _head(authority_id: int) -> Actor:
    return factories.actor(factories.Authority.objects.get(pk=authority_id), Role.HEAD_OF_SERVICE)


def test_a_paper_is_written_and_sent_only_where_a_post_writes_papers(there: World, ref: str) -> None:
    with there.as_(elsewhere_as(there, Role.SERVICE_MANAGER, Role.SOCIAL_WORKER)) as actor:
        assert queries.paper_row(actor, ref).ref == ref
        with pytest.raises(NotAllowed):
            there.write(actor, ref, "workforce")
        with pytest.raises(NotAllowed):
            actions.send_for_approval(actor=actor, paper_ref=ref, at=there.at())
        with pytest.raises(NotAllowed):
            actions.move_dates(actor=actor, paper_ref=ref, meeting_ref=there.meeting, at=there.at(), **DAYS)


def test_a_paper_is_approved_only_by_those_whose_post_here_approves(there: World, ref: str) -> None:
    both = elsewhere_as(there, Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER)
    people = {"authors": [there.author.person_id], "approvers": [both.person_id]}
    with there.as_(there.author) as actor:
        why = refused(actions.set_route, actor=actor, paper_ref=ref, at=there.at(), **people)
    assert "may not approve papers" in why
    there.send(ref)
    with there.as_(both) as actor:
        with pytest.raises(NotAllowed):
            actions.approve(actor=actor, paper_ref=ref, at=there.at())
        with pytest.raises(NotAllowed):
            actions.return_with_comments(actor=actor, paper_ref=ref, comments="Shorter.", at=there.at())


@pytest.fixture
def signed(there: World) -> str:
    with patch("lippen.reporting.actions.signing.rendered", lambda content, kind, at: f"a {kind}".encode()):
        return there.signed()


def test_a_paper_is_issued_only_where_a_post_issues_papers(there: World, signed: str) -> None:
    with there.as_(elsewhere_as(there, Role.COMMITTEE_CLERK, Role.SOCIAL_WORKER)) as actor:
        with pytest.raises(NotAllowed):
            actions.issue(actor=actor, paper_ref=signed, at=there.at())
        with pytest.raises(NotAllowed):
            actions.call_meeting(
                actor=actor, committee_ref=_committee(there), meets_on=date(2012, 12, 1), at=there.at()
            )


def _committee(there: World) -> str:
    (ref,) = queries.committees(there.clerk, there.authority.pk).values()
    return ref


def test_a_clerk_here_who_manages_elsewhere_reads_a_signed_paper_without_its_records(there: World, signed: str) -> None:
    with there.as_(elsewhere_as(there, Role.SERVICE_MANAGER, Role.COMMITTEE_CLERK)) as actor:
        view = queries.paper(actor, signed, at=there.at())
    assert view.signed and not view.lines and not view.authors


def test_the_pages_of_a_paper_offer_nothing_that_only_the_other_post_allows() -> None:
    here = desk()
    both = elsewhere_as(here.there, Role.SERVICE_MANAGER, Role.SOCIAL_WORKER)
    assert opened(here, here.there.author)["writes"]
    assert not opened(here, both)["writes"]
    for name in ("send", "dates", "route"):
        assert here.opens(here.there.author, name).status_code == 200
        assert here.opens(both, name).status_code == 403


def opened(here: Desk, who: Actor) -> dict[str, object]:
    """What the paper's page is made from, for somebody."""
    return here.opens(who, "paper").context
