"""Who decides on evidence, and what they read who come too late; and words on the forms about an action."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from lippen.improvement import actions
from lippen.improvement.models import EvidenceDecision
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import NOW, TODAY
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.improvement.vocabulary import EvidenceVerdict, State
from lippen.kernel import access

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def offered_by(actor, ref: str):
    return actions.offer_evidence(actor=actor, action_ref=ref, title="Audit", note="Read", so_on=TODAY, at=NOW)


def test_who_comes_after_the_decision_reads_it_and_keeps_the_reason_they_typed(cast) -> None:
    ref = cast.action().ref
    offered = offered_by(cast.worker, ref)
    decide = url("decide_evidence", ref, offered.ref)
    accepted = {"evidence_ref": offered.ref, "verdict": EvidenceVerdict.ACCEPTED, "so_on": TODAY, "at": NOW}
    actions.decide_evidence(actor=cast.boss, **accepted)
    late = signed_in(cast.colleague)
    typed = {"verdict": "refused", "reason": "Half the files are missing", "form_token": str(uuid4())}
    opened, sent = late.get(decide), late.post(decide, typed)
    assert (opened.status_code, sent.status_code) == (409, 409)
    for answer in (opened, sent):
        assert f"{cast.boss.name} decided on this on 17 October 2012" in text_of(answer)
    assert "Half the files are missing" in text_of(sent) and EvidenceDecision.objects.count() == 1


def test_a_decision_sent_twice_by_a_double_click_is_taken_once(cast) -> None:
    ref = cast.action().ref
    decide = url("decide_evidence", ref, offered_by(cast.worker, ref).ref)
    sent = {"verdict": "accepted", "reason": "", "form_token": str(uuid4())}
    client = signed_in(cast.boss)
    assert [client.post(decide, sent).status_code for _ in range(2)] == [302, 302]
    assert EvidenceDecision.objects.count() == 1


def test_nobody_is_offered_to_decide_on_evidence_of_their_own(cast) -> None:
    ref = cast.action().ref
    offered = offered_by(cast.boss, ref)
    decide = url("decide_evidence", ref, offered.ref)
    assert decide not in text_of(signed_in(cast.boss).get(url("action", ref)))
    assert decide in text_of(signed_in(cast.colleague).get(url("action", ref)))


def test_blue_is_offered_as_a_standing_once_evidence_is_accepted(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.editor)
    page, blue = url("override_standing", ref), 'value="blue"'
    assert blue not in text_of(client.get(page))
    sent = {"standing": "blue", "reason": "I saw it", "form_token": str(uuid4())}
    assert "nobody has accepted evidence" in text_of(client.post(page, sent))
    access.identify(cast.editor, today=TODAY)
    accepted = {"evidence_ref": offered_by(cast.worker, ref).ref, "verdict": EvidenceVerdict.ACCEPTED}
    actions.decide_evidence(actor=cast.boss, so_on=TODAY, at=NOW, **accepted)
    assert blue in text_of(client.get(page))


def test_an_update_that_is_shown_again_offers_the_same_states(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    actions.change_state(actor=cast.worker, action_ref=ref, state=State.UNDER_WAY, so_on=TODAY, at=NOW)
    opened = text_of(client.get(url("write_update", ref)))
    wrong = {"words": "", "so_on": "today", "audience": "internal", "form_token": str(uuid4())}
    again = text_of(client.post(url("write_update", ref), wrong))
    assert "Write what happened" in again
    for page in (opened, again):
        assert 'value="says_done"' in page and 'value="under_way"' not in page


def test_a_writer_is_asked_to_correct_their_update_with_an_example_of_this_year(cast, settings) -> None:
    ref = cast.action().ref
    actions.write_update(actor=cast.worker, action_ref=ref, paragraphs=["Ready"], so_on=TODAY, at=NOW)
    client = signed_in(cast.worker)
    page = text_of(client.get(url("action", ref)))
    assert "Correct your update" in page and "Put this right" not in page
    settings.LIPPEN_TODAY = TODAY.replace(year=2026)
    form = text_of(client.get(url("write_update", ref)))
    assert "12/10/2026" in form and "2012" not in text_of(client.get(url("offer_evidence", ref)))
