"""No paper is stuck with its approvers: its authors take it back; whoever holds the post now, or covers, decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotAllowed
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.models import Post, PostHolding
from lippen.organisation.queries import duties_of
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.tests.screens import Desk, desk, quick_files, text_of
from lippen.reporting.tests.world import NOW, TODAY, refused
from lippen.reporting.vocabulary import PaperDuty
from lippen.server.standing import stands

pytestmark = pytest.mark.django_db
ILL = "The head of service is ill for a month."


@stands
def sent() -> Desk:
    made = desk()
    made.there.fill(made.ref)
    made.there.send(made.ref)
    return made


@pytest.fixture
def at(settings) -> Iterator[Desk]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield sent()


def take_back(at: Desk, who: Actor | None = None, reason: str = ILL) -> None:
    at.there.take_back(at.ref, who, reason)


def asked(at: Desk, who: Actor, kind: PaperDuty = PaperDuty.APPROVE) -> bool:
    with at.there.as_(who):
        return (kind, at.ref) in {(duty.kind, duty.subject_key) for duty in duties_of(who)}


def signatures(at: Desk) -> list[dict[str, str]]:
    with at.there.as_(at.there.author) as actor:
        content = queries.content(actor, at.ref, known_at=clock.now())
    blocks = [block for part in content["parts"] for block in part["blocks"]]
    return next(block["rows"] for block in blocks if block["kind"] == "signatures")


# --- taken back ---


def test_an_author_takes_back_a_paper_that_is_with_its_approvers(at: Desk) -> None:
    take_back(at)
    assert at.view().paper.state == "returned"
    assert not asked(at, at.there.head) and asked(at, at.there.author, PaperDuty.REWRITE)
    page = text_of(at.opens(at.there.author, "paper"))
    assert f"{at.there.author.name} took it back" in page and ILL in page


def test_a_paper_that_was_taken_back_goes_along_another_route_and_every_approval_is_asked_for_again(at: Desk) -> None:
    at.there.approve(at.there.head, at.ref)
    take_back(at)
    given = {"authors": [at.there.author.person_id], "approvers": [at.there.chief.person_id, at.there.head.person_id]}
    with at.there.as_(at.there.author) as actor:
        actions.set_route(actor=actor, paper_ref=at.ref, at=at.there.at(), **given)
    at.there.send(at.ref)
    assert at.there.approve(at.there.chief, at.ref) == "in_approval"
    assert at.there.approve(at.there.head, at.ref) == "signed"


def test_a_paper_is_taken_back_for_a_reason_and_only_from_its_approvers(at: Desk) -> None:
    assert "Say why" in refused(take_back, at, reason=" ")
    at.there.approve(at.there.head, at.ref)
    at.there.approve(at.there.chief, at.ref)
    assert "Signed" in refused(take_back, at) or "signed" in refused(take_back, at)


def test_nobody_takes_back_a_paper_that_they_may_not_write(at: Desk) -> None:
    with pytest.raises(NotAllowed):
        take_back(at, at.there.chief)


def test_the_page_of_taking_back_says_what_it_does_and_keeps_the_words_of_an_error(at: Desk) -> None:
    page = at.opens(at.there.author, "take_back_paper")
    assert page.status_code == 200 and "Every approval is asked for again" in text_of(page)
    assert f"/papers/{at.ref}/taken-back" in at.opens(at.there.author, "paper").content.decode()
    assert "Say why you take it back." in text_of(at.sends(at.there.author, "take_back_paper", reason=""))
    assert "Taken back." in text_of(at.sends(at.there.author, "take_back_paper", reason=ILL))
    assert at.opens(at.there.author, "take_back_paper").status_code == 409


# --- in somebody's place ---


def leaves(at: Desk, who: Actor) -> Post:
    """Somebody's posts end before today; gives the one they held."""
    held = PostHolding.objects.filter(person_id=who.person_id)
    post = held.get().post
    held.update(ends_on=TODAY - timedelta(days=1))
    return post


def holder(post: Post, *, acting: bool = False) -> Actor:
    who = factories.holder(post, acting=acting)
    return factories.queries.actor_for(factories.account(who).pk, on=TODAY)


def test_whoever_holds_the_post_now_decides_for_the_one_who_is_gone(at: Desk) -> None:
    successor = holder(leaves(at, at.there.head))
    assert "You are asked now" in text_of(at.opens(successor, "paper"))
    assert at.there.approve(successor, at.ref) == "in_approval"
    first = signatures(at)[0]
    assert first["name"] == successor.name and f"for {at.there.head.name}" in first["designation"]
    page = text_of(at.opens(at.there.author, "paper"))
    assert f"{successor.name} approved for {at.there.head.name}" in " ".join(page.split())


def test_an_acting_holder_decides_before_the_holder_of_the_same_post(at: Desk) -> None:
    post = leaves(at, at.there.head)
    substantive, acting = holder(post), holder(post, acting=True)
    assert "turn first" in refused(at.there.approve, substantive, at.ref) or "not one of" in refused(
        at.there.approve, substantive, at.ref
    )
    at.there.give_back(acting, at.ref)
    assert at.view().paper.state == "returned"
    assert f"{acting.name} returned it" in text_of(at.opens(at.there.author, "paper"))


def cover(at: Desk, who: Actor, stand_in: Actor) -> None:
    with at.there.as_(who) as actor:
        record_absence(
            actor=actor,
            person_id=who.person_id or 0,
            cover_id=stand_in.person_id or 0,
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=7),
            at=NOW,
        )


def test_whoever_covers_for_an_approver_decides_for_them(at: Desk) -> None:
    other = factories.actor(at.there.authority, Role.CHIEF_SOCIAL_WORK_OFFICER)
    assert "not one of this paper's approvers" in refused(at.there.approve, other, at.ref)
    cover(at, at.there.head, other)
    answer = at.sends(other, "approve")
    assert "Approved. The next approver has been asked." in text_of(answer)
    assert signatures(at)[0]["name"] == other.name


def test_whoever_covers_and_may_not_approve_or_wrote_of_the_paper_does_not_decide(at: Desk) -> None:
    cover(at, at.there.head, at.there.author)
    with pytest.raises(NotAllowed):
        at.there.approve(at.there.author, at.ref)
    writer = factories.actor(at.there.authority, Role.CHIEF_SOCIAL_WORK_OFFICER)
    take_back(at)
    with at.there.as_(writer) as actor:
        at.there.write(actor, at.ref, "scrutiny", "Nothing new.", version=1)
    at.there.agree(at.ref)
    at.there.send(at.ref)
    cover(at, at.there.chief, writer)
    at.there.approve(at.there.head, at.ref)
    assert "wrote part of this paper" in refused(at.there.approve, writer, at.ref)


def test_nobody_decides_twice_on_one_paper_by_covering(at: Desk) -> None:
    cover(at, at.there.head, at.there.chief)
    assert f"{at.there.head.name}'s turn" in refused(at.there.approve, at.there.chief, at.ref)


def test_a_paper_that_is_sent_asks_whoever_holds_the_post_today(at: Desk) -> None:
    take_back(at)
    successor = holder(leaves(at, at.there.head))
    at.there.send(at.ref)
    assert asked(at, successor) and not asked(at, at.there.head)
