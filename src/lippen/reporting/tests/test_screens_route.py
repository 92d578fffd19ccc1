from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting.models import Decision
from lippen.reporting.tests.screens import Desk, desk, quick_files, signed_in, text_of
from lippen.reporting.tests.world import TODAY
from lippen.server.standing import stands

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings) -> Iterator[None]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield


@stands
def filled_in() -> Desk:
    made = desk()
    made.there.fill(made.ref)
    return made


@pytest.fixture
def at(today) -> Desk:
    return filled_in()


def test_people_are_put_on_the_route_in_order(at) -> None:
    at.sends(
        at.there.author,
        "route",
        author_0=at.there.author.person_id,
        approver_0=at.there.chief.person_id,
        approver_2=at.there.head.person_id,
    )
    assert [row.person_id for row in at.view().approvers] == [at.there.chief.person_id, at.there.head.person_id]


def test_only_those_whose_post_lets_them_write_or_approve_are_offered_and_who_has_the_part_stays(at) -> None:
    worker = factories.actor(at.there.authority, Role.SOCIAL_WORKER)
    stranger = factories.actor(factories.authority(), Role.HEAD_OF_SERVICE)
    form = at.opens(at.there.author, "route").context["form"]
    authors, approvers = ({key for key, _ in form.fields[name].choices} for name in ("author_0", "approver_0"))
    assert {str(at.there.author.person_id), str(at.there.head.person_id)} <= authors
    assert {str(at.there.head.person_id), str(at.there.chief.person_id)} <= approvers
    assert str(at.there.author.person_id) not in approvers
    for nobody in (worker, stranger):
        assert str(nobody.person_id) not in authors | approvers
    ended = at.there.head.person_id
    factories.PostHolding.objects.filter(person_id=ended).update(ends_on=TODAY)
    form = at.opens(at.there.author, "route").context["form"]
    assert (str(ended), f"{at.there.head.name} (as it is now)") in form.fields["approver_0"].choices


def test_a_paper_is_sent_and_the_first_approver_is_asked(at) -> None:
    page = text_of(at.sends(at.there.author, "send"))
    assert f"Sent. {at.there.head.name} is asked first." in page and "With its approvers" in page
    assert "You are asked now" in text_of(at.opens(at.there.head, "paper"))


def test_a_paper_that_is_not_ready_is_not_sent_and_every_reason_is_told() -> None:
    at = desk()
    page = text_of(at.sends(at.there.author, "send"))
    assert "4. Workforce capacity and current issues is empty." in page and at.view().paper.state == "drafting"


def test_an_approver_out_of_turn_is_told_who_is_asked(at) -> None:
    at.there.send(at.ref)
    for name in ("approve", "return"):
        answer = at.opens(at.there.chief, name)
        assert answer.status_code == 409 and f"{at.there.head.name} is asked now." in text_of(answer)
    at.sends(at.there.chief, "approve")
    assert at.count(Decision) == 0


def test_an_approver_reads_the_words_that_would_be_frozen(at) -> None:
    at.there.send(at.ref)
    page = text_of(at.opens(at.there.head, "approve"))
    assert "For members: one page" in page and "9.1 Is this report exempt? <strong>No. </strong>" in page
    assert "Approve the paper" in page and "Approve and sign the paper" not in page


def test_approving_twice_decides_once(at) -> None:
    at.there.send(at.ref)
    token = str(uuid4())
    ends = [at.sends(at.there.head, "approve", token=token) for _ in range(2)]
    told = [[str(message) for message in end.context["messages"]] for end in ends]
    assert told[0] and told[0] == told[1]
    assert at.count(Decision) == 1
    assert "Signed. The paper is frozen" in text_of(at.sends(at.there.chief, "approve"))


def test_a_returned_paper_shows_the_comments_before_anything_else(at) -> None:
    at.there.send(at.ref)
    assert "Say what should be different" in text_of(at.sends(at.there.head, "return", comments=""))
    at.sends(at.there.head, "return", comments="Say how many children.")
    page = text_of(at.opens(at.there.author, "paper"))
    assert page.index("Say how many children.") < page.index("Report to")
    assert f"{at.there.head.name} returned it" in page


def test_a_signed_paper_is_issued_once_with_its_address(at) -> None:
    assert at.opens(at.there.clerk, "issue").status_code == 404
    at.signed(fill=False)
    page = text_of(at.sends(at.there.clerk, "issue", address="Council papers, item 7"))
    assert "Shown at: Council papers, item 7" in page
    answer = at.opens(at.there.clerk, "issue")
    assert answer.status_code == 409 and "This paper is issued." in text_of(answer)


def test_the_days_are_refused_when_one_comes_after_the_day_of_issue(at) -> None:
    days = {"meeting": at.view().paper.meeting_ref}
    for name, day in (
        ("period_starts_on", "1 7 2012"),
        ("period_last_on", "30 9 2012"),
        ("data_as_at", "30 9 2012"),
        ("text_closed_on", "20 10 2012"),
        ("issue_on", "17 10 2012"),
    ):
        days |= {f"{name}_{part}": value for part, value in zip(("day", "month", "year"), day.split(), strict=True)}
    page = text_of(at.sends(at.there.author, "dates", **days))
    assert "The text closes on 20 October 2012, after the day of issue (17 October 2012)." in page


def test_what_is_not_a_paper_is_said_to_be_none_and_nothing_is_kept() -> None:
    at = desk()
    file = SimpleUploadedFile("holiday.pdf", b"%PDF-1.4 nothing of ours")
    answer = signed_in(at.councillor).post(reverse("reporting:check"), {"file": file})
    assert "Not a Lippen paper" in text_of(answer) and "holiday.pdf" in text_of(answer)


def test_checking_no_file_says_to_choose_one() -> None:
    at = desk()
    assert "Choose the file to check." in text_of(signed_in(at.councillor).post(reverse("reporting:check")))


def test_whoever_is_not_on_the_route_is_told_that_they_are_not_asked(at) -> None:
    at.there.send(at.ref)
    other = factories.actor(at.there.authority, Role.CHIEF_EXECUTIVE)
    page = text_of(at.opens(other, "approve"))
    assert "You are not asked to approve this paper." in page and "Your turn comes after" not in page
    assert "Your turn comes after" in text_of(at.opens(at.there.chief, "approve"))
    at.there.approve(at.there.head, at.ref)
    assert "You have approved this paper already." in text_of(at.opens(at.there.head, "approve"))
