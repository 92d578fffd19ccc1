"""The pages of what follows from a paper: promises, decisions, questions, documents, confirmations, disclosures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lippen.kernel.clock import day_of
from lippen.reporting import actions, queries
from lippen.reporting.models import MemberQuestion, PromiseDecision
from lippen.reporting.papers.promised import key_of
from lippen.reporting.tests.screens import Desk, desk, quick_files, signed_in, statements, text_of
from lippen.reporting.tests.test_following import AFTER, PROMISE, ask, background, decide, disclose, promising
from lippen.reporting.tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 25
LATER = NOW + timedelta(days=20)


@pytest.fixture(autouse=True)
def today(settings) -> Iterator[None]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield


@pytest.fixture
def at(today) -> Desk:
    return desk()


def day(name: str, on: date) -> dict[str, str]:
    """A day as its three boxes send it."""
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def issued(at: Desk, settings) -> Desk:
    """The paper was issued and its committee has met."""
    at.there.fill(at.ref)
    promising(at.there, at.ref)
    decide(at.there, at.ref)
    at.signed(fill=False)
    at.there.issue(at.ref)
    settings.LIPPEN_TODAY = day_of(LATER)
    return at


def test_a_promise_is_found_decided_and_leads_from_the_block_to_its_page(at) -> None:
    at.there.fill(at.ref)
    promising(at.there, at.ref)
    paper = text_of(at.opens(at.there.author, "paper"))
    assert "reads like a promise" in paper and at.url("promises") in paper
    assert PROMISE in text_of(at.opens(at.there.author, "promises"))
    sent = {"verdict": "promise", "owner": at.there.lead.person_id, **day("due_on", date(2012, 12, 20))}
    page = text_of(at.sends(at.there.author, "promise", key_of(PROMISE), **sent))
    assert "becomes a commitment when the paper is signed" in page and at.there.lead.name in page
    assert "by 20 December 2012" in page


def test_a_promise_without_its_keeper_or_reason_is_refused_and_the_words_stay(at) -> None:
    promising(at.there, at.ref)
    page = text_of(at.sends(at.there.author, "promise", key_of(PROMISE), verdict="promise"))
    assert "Choose who keeps this promise." in page
    page = text_of(at.sends(at.there.author, "promise", key_of(PROMISE), verdict="none", reason=""))
    assert "Say why this is no promise." in page and at.count(PromiseDecision) == 0


def test_a_sentence_that_was_not_found_can_be_called_a_promise(at) -> None:
    with at.there.as_(at.there.author) as author:
        at.there.write(author, at.ref, "workforce", "The rota stands by Christmas.")
    sent = {"verdict": "promise", "owner": at.there.lead.person_id, **day("due_on", date(2012, 12, 20))}
    page = text_of(at.sends(at.there.author, "promise", "another", sentence="The rota  stands by Christmas.", **sent))
    assert "The rota stands by Christmas." in page and at.count(PromiseDecision) == 1


def test_only_those_are_offered_whose_post_lets_them_keep_what_was_promised(at, settings) -> None:
    councillor, head = at.councillor.person_id, at.there.head.person_id
    for page in (at.opens(at.there.author, "promise", "another"), *after(at, settings)):
        form = page.content.decode()
        assert f'<option value="{head}">' in form and f'<option value="{councillor}">' not in form


def after(at: Desk, settings) -> list:
    """The forms after a meeting, on which somebody takes something on."""
    issued(at, settings)
    return [at.opens(at.there.head, name) for name in ("outcome", "ask")]


def test_what_was_decided_asked_and_answered_is_recorded_and_read_by_members(at, settings) -> None:
    issued(at, settings)
    agreed = {"agreed": "Noted the progress.", **day("so_on", date(2012, 10, 25))}
    assert "The decision is recorded." in text_of(at.sends(at.there.head, "outcome", **agreed))
    asked = {"words": "How many wait?", "asked_by": "A member", **day("so_on", date(2012, 10, 25))}
    promised = {"promised_by": at.there.head.person_id, **day("promised_for", date(2012, 11, 30))}
    page = text_of(at.sends(at.there.author, "ask", **asked, **promised))
    assert "A member asked: “How many wait?”" in page and "An answer is promised by" in page
    assert PROMISE in page and "Noted the progress." in page
    with at.there.as_(at.there.author):
        question = MemberQuestion.objects.get().ref
    url = reverse("reporting:answer_question", args=[question])
    sent = {"form_token": str(uuid4()), "words": "Nine.", **day("so_on", date(2012, 11, 1))}
    page = text_of(signed_in(at.there.author).post(url, sent, follow=True))
    assert "Answered on 1 November 2012." in page and "Nine." in page
    members = text_of(at.opens(at.councillor, "after_meeting"))
    assert "Nine." in members and "Record the answer" not in members and "Noted the progress." not in members


def test_a_question_before_the_paper_is_issued_is_not_opened(at) -> None:
    assert at.opens(at.there.author, "ask").status_code == 409
    assert "once its committee has it" in text_of(at.opens(at.there.author, "after_meeting")).lower()


def test_documents_papers_and_confirmations_are_recorded_on_one_page(at) -> None:
    file = SimpleUploadedFile("review.txt", b"What the review says.", "text/plain")
    url = at.url("add_background")
    sent = {"form_token": str(uuid4()), "title": "The review", "file": file}
    page = text_of(signed_in(at.there.author).post(url, sent, follow=True))
    assert "The document is listed." in page and "until 25 October 2016" in page
    bad = SimpleUploadedFile("tool.exe", b"MZ\x90\x00", "text/plain")
    page = text_of(signed_in(at.there.author).post(url, {**sent, "form_token": str(uuid4()), "file": bad}))
    assert "is a program" in page
    given = {"confirmer": at.there.chief.person_id, **day("so_on", TODAY)}
    page = text_of(at.sends(at.there.author, "confirm", "finance", **given))
    assert "Finance: the confirmation is recorded" in page and at.there.chief.name in page


def test_the_plan_is_given_on_request_with_the_files_hash_and_members_see_nothing_of_it(at, settings) -> None:
    issued(at, settings)
    sent = {"asked_by": "A reader of the paper", "answer": "given", **day("asked_on", day_of(LATER))}
    page = text_of(at.sends(at.there.author, "disclose", **sent))
    assert "It is recorded with the file&#x27;s hash." in page and "A reader of the paper" in page
    with at.there.as_(at.there.author) as author:
        (kept,) = queries.disclosures(author, queries.paper_row(author, at.ref))
    assert kept.sha256 in page
    file = signed_in(at.there.author).get(reverse("reporting:disclosed_file", args=[kept.ref]))
    assert file.content.startswith(b"%PDF") and "attachment" in file.headers["Content-Disposition"]
    assert "A reader of the paper" not in text_of(at.opens(at.councillor, "behind"))


def test_the_list_of_background_papers_says_what_may_go(at, settings) -> None:
    background(at.there, at.ref)
    issued(at, settings)
    settings.LIPPEN_TODAY = date(2016, 10, 26)
    page = text_of(signed_in(at.there.author).get(reverse("reporting:background_kept")))
    assert "1 document may go now." in page and "May go" in page


def test_pages_of_records_and_a_paper_that_follows_another_ask_no_more_than_25_times(at, settings) -> None:
    there = at.there
    kept = background(there, at.ref)
    issued(at, settings)
    question = ask(there, at.ref, promised_by_id=there.head.person_id, promised_for=AFTER)
    disclosure = disclose(there, at.ref)
    settings.LIPPEN_TODAY = TODAY
    with there.as_(there.clerk) as clerk:
        committee = queries.committees(clerk, there.authority.pk)["Housing and Care Committee"]
        there.meeting = actions.call_meeting(
            actor=clerk, committee_ref=committee, meets_on=date(2013, 1, 24), at=there.at()
        )
    first, at.ref = at.ref, there.opened(text_closed_on=date(2013, 1, 3), issue_on=date(2013, 1, 4)).ref
    with there.as_(there.author) as author:
        actions.refer_to_paper(actor=author, paper_ref=at.ref, other_ref=first, at=there.at())
    settings.LIPPEN_TODAY = day_of(LATER)
    client = signed_in(there.author)
    urls = {
        **{name: at.url(name) for name in ("paper", "lines", "promises", "behind", "send", "refer")},
        "section": at.url("section", "members.asked"),
        "question": at.url("question", "exempt"),
        "preview": at.url("preview", "html"),
        "refer_no_more": at.url("refer_no_more", first),
        "answer_question": reverse("reporting:answer_question", args=[question]),
        "disclosed_file": reverse("reporting:disclosed_file", args=[disclosure]),
        "after": reverse("reporting:after_meeting", args=[first]),
        "frozen lines": reverse("reporting:lines", args=[first]),
        "background_kept": reverse("reporting:background_kept"),
    }
    client.get(urls["paper"])
    counted = {}
    for name, url in urls.items():
        answer, counted[name] = statements(lambda url=url: client.get(url))
        assert answer.status_code == 200, f"{name}: {answer.status_code}"
    assert max(counted.values()) <= MOST_STATEMENTS, counted
    assert "You asked:" in text_of(client.get(urls["section"]))
    assert client.get(reverse("reporting:end_background", args=[first, kept])).status_code == 403
