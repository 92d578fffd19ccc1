"""The evidence library: one item for several actions, nothing asked for twice, nothing sent twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lippen.improvement import actions, menu, queries
from lippen.improvement.actions.library import answer_request, ask_for_evidence, send_evidence, use_evidence
from lippen.improvement.models import Evidence, EvidenceRequest, EvidenceSent, RequestAnswer
from lippen.improvement.queries import library
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast
from lippen.improvement.tests.screens import brought_in, signed_in, statements, text_of
from lippen.improvement.vocabulary import EvidenceVerdict, OfficerDuty, RequestAnswerKind, State
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
BODY = "Care Inspectorate"
WANTED = TODAY + timedelta(days=10)


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    made = cast()
    made.rota = made.action("Write the rota", state=State.UNDER_WAY).ref
    made.room = made.action("Furnish a room", state=State.UNDER_WAY).ref
    return made


def offered(here: Cast, action: str = "", title: str = "Audit of twenty files") -> Evidence:
    given = {"title": title, "note": "All in time", "so_on": TODAY, "at": NOW}
    access.identify(here.worker, today=TODAY)
    return actions.offer_evidence(actor=here.worker, action_ref=action or here.rota, **given)


def used(here: Cast, evidence: Evidence, action: str = "") -> Evidence:
    return use_evidence(
        actor=here.worker, evidence_ref=evidence.ref, action_ref=action or here.room, so_on=TODAY, at=NOW
    )


def asked(here: Cast, *refs: str, actor=None, **given: object) -> EvidenceRequest:
    given = {
        "words": "The audit in full",
        "asked_by": BODY,
        "asked_of_id": here.worker.person_id,
        "wanted_on": WANTED,
        "so_on": TODAY,
        "at": NOW,
        **given,
    }
    actor = actor or here.editor
    access.identify(actor, today=TODAY)
    return ask_for_evidence(actor=actor, plan_ref=here.plan.ref, action_refs=refs or (here.rota,), **given)


def answered(here: Cast, made: EvidenceRequest, actor=None, **given: object) -> RequestAnswer:
    given = {"kind": RequestAnswerKind.DECLINED, "words": "It was never made", "so_on": TODAY, "at": NOW, **given}
    return answer_request(actor=actor or here.worker, request_ref=made.ref, **given)


def sent(here: Cast, evidence: Evidence, body: str = BODY) -> EvidenceSent:
    return send_evidence(actor=here.worker, evidence_ref=evidence.ref, body=body, so_on=TODAY, at=NOW)


def accept(here: Cast, evidence: Evidence) -> None:
    given = {"verdict": EvidenceVerdict.ACCEPTED, "so_on": TODAY, "at": NOW}
    actions.decide_evidence(actor=here.colleague, evidence_ref=evidence.ref, **given)


# --- one item, several actions ---


def test_one_item_serves_two_actions_and_each_is_decided_on_apart(here: Cast) -> None:
    first = offered(here)
    second = used(here, first)
    accept(here, first)

    (item,) = library.items(here.editor)
    assert [(use.number, use.verdict) for use in item.uses] == [("1.1", "accepted"), ("1.2", "")]
    rows = {row.ref: row.evidence_accepted for row in queries.plan_actions(here.editor, here.plan.pk, today=TODAY)}
    assert rows == {here.rota: True, here.room: False}
    accept(here, second)
    assert queries.action_story(here.editor, here.room, today=TODAY).action.evidence_accepted


def test_on_the_day_before_the_other_action_had_no_evidence(here: Cast) -> None:
    first = offered(here)
    tomorrow = TODAY + timedelta(days=1)
    use_evidence(
        actor=here.worker, evidence_ref=first.ref, action_ref=here.room, so_on=tomorrow, at=NOW + timedelta(days=1)
    )
    story = {"as_at": TODAY, "today": tomorrow}
    assert queries.action_story(here.editor, here.room, **story).evidence == ()
    known = queries.action_story(here.editor, here.room, known_at=NOW, today=tomorrow)
    assert known.evidence == ()
    assert len(queries.action_story(here.editor, here.room, today=tomorrow).evidence) == 1


def test_the_same_item_does_not_stand_twice_for_one_action(here: Cast) -> None:
    first = offered(here)
    second = used(here, first)
    for evidence, action in ((first, here.room), (second, here.room), (second, here.rota)):
        with pytest.raises(CannotDo, match="already"):
            used(here, evidence, action)
    with pytest.raises(IntegrityError, match="evidence_serves_an_action_once"), transaction.atomic():
        Evidence.objects.filter(pk=second.pk).first()
        values = {"same_as": first, "action_id": second.action_id, "authority": here.council, "title": "x", "note": "y"}
        Evidence.objects.create(ref="evidence-x", so_on=TODAY, recorded_at=NOW, **values)


def test_another_council_can_neither_see_nor_use_it(here: Cast) -> None:
    first = offered(here)
    access.identify(here.stranger, today=TODAY)
    assert library.items(here.stranger) == ()
    for do in (lambda: library.item(here.stranger, first.ref), lambda: sent(here, first)):
        with pytest.raises(NotVisible):
            do()


def test_library_is_filtered_by_words_and_by_what_was_decided(here: Cast) -> None:
    accept(here, offered(here))
    offered(here, here.room, "A photograph")
    client = signed_in(here.editor)
    for query, found in (
        ("", ["A photograph", "Audit of twenty files"]),
        ("?words=photo", ["A photograph"]),
        ("?verdict=accepted", ["Audit of twenty files"]),
        ("?verdict=none", ["A photograph"]),
        ("?words=nothing", []),
        (f"?plan={here.plan.ref}&words=1.2", ["A photograph"]),
    ):
        page = client.get(reverse("library:library") + query).content.decode()
        assert [title for title in ("A photograph", "Audit of twenty files") if f">{title}</a>" in page] == found, query


# --- asked for ---


def test_improvement_evidence_request_stands_on_the_desk_until_it_is_answered(here: Cast) -> None:
    made = asked(here, here.rota, here.room)
    duties = [duty for duty in organisation.duties_of(here.worker) if duty.kind == OfficerDuty.REQUEST]
    assert [(duty.subject_key, duty.ends_on) for duty in duties] == [(made.ref, WANTED + timedelta(days=1))]
    words = menu.duty_words(here.worker, duties)[OfficerDuty.REQUEST, made.ref]
    assert words == (
        "Give the evidence that is asked for", f"{BODY}: The audit in full", reverse("library:request", args=[made.ref])
    )  # fmt: skip
    answered(here, made)
    assert OfficerDuty.REQUEST not in {duty.kind for duty in organisation.duties_of(here.worker)}


@pytest.mark.parametrize("body", [BODY, "care inspectorate", "The Care-Inspectorate"[4:]])
def test_the_same_body_does_not_ask_for_the_same_action_twice(here: Cast, body: str) -> None:
    asked(here, here.rota)
    with pytest.raises(CannotDo, match=r"asked for evidence of action 1\.1 on 17 October 2012 already"):
        asked(here, here.room, here.rota, asked_by=body)
    asked(here, here.room, asked_by=body)
    asked(here, here.rota, asked_by="Improvement board")


def test_what_was_declined_may_be_asked_for_again(here: Cast) -> None:
    answered(here, asked(here))
    assert asked(here).pk


def given_to(here: Cast, action: str = "") -> Evidence:
    """Evidence that the inspectorate asked for and was given."""
    evidence = offered(here, action)
    answered(here, asked(here, action or here.rota), kind=RequestAnswerKind.GIVEN, evidence_ref=evidence.ref, words="")
    return evidence


@pytest.mark.parametrize("body", [BODY, "care inspectorate"])
def test_what_was_given_is_asked_for_again_only_for_a_reason(here: Cast, body: str) -> None:
    given_to(here)
    with pytest.raises(
        CannotDo, match=r"was given “Audit of twenty files” for action 1\.1 on 17 October 2012"
    ) as refused:
        asked(here, here.room, here.rota, asked_by=body)
    assert refused.value.field == "again_because"
    with pytest.raises(CannotDo):
        asked(here, here.rota, asked_by=body, again_because=" ")
    asked(here, here.room, asked_by=body)
    asked(here, here.rota, asked_by="Improvement board")
    made = asked(here, here.rota, asked_by=body, again_because="The file cannot be opened")
    assert library.request(here.editor, made.ref).again_because == "The file cannot be opened"


def test_an_item_says_who_asked_for_it_and_when_it_was_given(here: Cast) -> None:
    evidence = given_to(here)
    page = text_of(signed_in(here.editor).get(reverse("library:item", args=[evidence.ref])))
    assert f"Asked for by {BODY}</a>, given on 17 October 2012" in page
    other = offered(here, here.room, "A photograph")
    page = text_of(signed_in(here.editor).get(reverse("library:item", args=[other.ref])))
    assert "Nobody has asked for it." in page


def test_answered_requests_are_listed_with_what_was_given(here: Cast) -> None:
    given_to(here)
    answered(here, asked(here, here.room), words="It was never made")
    page = text_of(signed_in(here.editor).get(reverse("library:library")))
    assert "Answered <span" in page and "Being asked for" not in page
    assert f"{BODY} asked" in page and "Audit of twenty files" in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": " "}, "words"),
        ({"asked_by": "—"}, "asked_by"),
        ({"wanted_on": TODAY - timedelta(days=1)}, "wanted_on"),
        ({"asked_of_id": 0}, "asked_of"),
    ],
)
def test_what_a_request_lacks_is_said_at_its_field(here: Cast, given, field) -> None:
    with pytest.raises(CannotDo) as refused:
        asked(here, **given)
    assert refused.value.field == field


def test_whoever_was_asked_answers_once_and_a_colleague_does_not(here: Cast) -> None:
    made, evidence = asked(here), offered(here)
    passer_by = people.actor(here.council, Role.SOCIAL_WORKER)
    with pytest.raises(NotAllowed):
        answered(here, made, passer_by)
    with pytest.raises(CannotDo, match="Choose the evidence"):
        answered(here, made, kind=RequestAnswerKind.GIVEN)
    with pytest.raises(CannotDo, match="Say why"):
        answered(here, made, words=" ")
    answered(here, made, kind=RequestAnswerKind.GIVEN, evidence_ref=evidence.ref, words="")
    with pytest.raises(CannotDo, match="answered this request already"):
        answered(here, made)
    row = library.request(here.editor, made.ref)
    assert (row.answer, row.evidence_ref, row.is_open) == ("Given", evidence.ref, False)


# --- sent ---


def test_nothing_is_sent_to_the_same_body_twice_not_even_as_the_evidence_of_another_action(here: Cast) -> None:
    first = offered(here)
    second = used(here, first)
    sent(here, first)
    for evidence, body in ((first, BODY), (second, "CARE INSPECTORATE")):
        with pytest.raises(CannotDo, match="since 17 October 2012"):
            sent(here, evidence, body)
    sent(here, second, "Audit Scotland")
    (item,) = library.items(here.editor)
    assert [row.body for row in item.sent] == [BODY, "Audit Scotland"]


# --- pages ---


def test_before_one_asks_one_sees_what_there_is_and_what_is_asked_for(here: Cast) -> None:
    offered(here)
    asked(here, asked_by="Improvement board")
    client, url = signed_in(here.editor), reverse("library:ask", args=[here.rota])
    page = client.get(url).content.decode()
    assert "Audit of twenty files" in page and "Improvement board asks" in page

    offered(here, here.room, "A photograph")
    form = {
        "words": "All of it",
        "asked_by": BODY,
        "asked_of": here.worker.person_id,
        "wanted_on_day": WANTED.day,
        "wanted_on_month": WANTED.month,
        "wanted_on_year": WANTED.year,
        "others": [here.room],
        "seen": here.rota,
    }
    told = client.post(url, form)
    text = told.content.decode()
    access.identify(here.editor, today=TODAY)
    assert "You added actions" in text and "A photograph" in text and EvidenceRequest.objects.count() == 1
    again = client.post(url, {**form, "seen": f"{here.rota},{here.room}"}, follow=True).content.decode()
    access.identify(here.editor, today=TODAY)
    assert "It stands on their desk" in again and EvidenceRequest.objects.count() == 2


def test_one_gives_what_was_asked_for_and_records_that_it_went_out(here: Cast) -> None:
    made, evidence = asked(here), offered(here)
    client = signed_in(here.worker)
    assert "Answer the request" in client.get(reverse("library:request", args=[made.ref])).content.decode()
    form = {"kind": "given", "evidence": evidence.ref}
    page = client.post(reverse("library:answer", args=[made.ref]), form, follow=True).content.decode()
    assert f"Record that it was sent to {BODY}" in page
    go = {"body": BODY, "so_on": "today", "how": "By e-mail"}
    page = client.post(reverse("library:send", args=[evidence.ref]), go, follow=True).content.decode()
    assert f"{BODY}, on 17 October 2012, By e-mail" in page
    again = client.post(reverse("library:send", args=[evidence.ref]), go).content.decode()
    assert "nothing needs sending twice" in again


def test_whoever_asks_again_sees_what_was_given_and_says_why(here: Cast) -> None:
    given_to(here)
    client, url = signed_in(here.editor), reverse("library:ask", args=[here.rota])
    page = text_of(client.get(url))
    assert f"{BODY} was given" in page and 'name="again_because"' in page
    assert 'name="again_because"' not in text_of(client.get(reverse("library:ask", args=[here.room])))
    days = {"wanted_on_day": WANTED.day, "wanted_on_month": WANTED.month, "wanted_on_year": WANTED.year}
    form = {"words": "Again", "asked_by": BODY, "asked_of": here.worker.person_id, "seen": here.rota, **days}
    assert "Say why it is asked for again" in text_of(client.post(url, form))
    told = text_of(client.post(url, {**form, "again_because": "It cannot be opened"}, follow=True))
    assert "It stands on their desk" in told and "It cannot be opened" in told


def test_one_uses_evidence_for_another_action_on_its_page(here: Cast) -> None:
    evidence = offered(here)
    client = signed_in(here.worker)
    url = reverse("library:use", args=[evidence.ref])
    assert f'value="{here.rota}"' not in client.get(url).content.decode()
    page = client.post(url, {"action": here.room, "so_on": "today"}, follow=True).content.decode()
    assert "It stands for that action too" in page
    assert "Audit of twenty files" in client.get(reverse("improvement:action", args=[here.room])).content.decode()


@pytest.mark.parametrize("many", [10, 200])
def test_pages_of_the_library_ask_at_most_25_statements(here: Cast, many: int) -> None:
    brought_in(here, many)
    access.identify(here.editor, today=TODAY)
    refs = [row[0] for row in library.action_labels(here.editor)]
    for ref in refs[:8]:
        used(here, offered(here, ref), here.room) if ref != here.room else None
    made, evidence = asked(here, here.rota, here.room), Evidence.objects.filter(same_as__isnull=True).first()
    pages = {
        "library": [],
        "item": [evidence.ref],
        "use": [evidence.ref],
        "send": [evidence.ref],
        "ask": [here.rota],
        "request": [made.ref],
        "answer": [made.ref],
    }
    client = signed_in(here.editor)
    for name, args in pages.items():
        answer, count = statements(lambda name=name, args=args: client.get(reverse(f"library:{name}", args=args)))
        assert (answer.status_code, count <= 25) == (200, True), (name, count)


# --- a request's life, by itself ---


class Requests(RuleBasedStateMachine):
    """Bodies ask, people answer: at no time does a body wait twice for one action, and each answer is the last."""

    @initialize()
    def begin(self) -> None:
        self.mark = transaction.savepoint()
        self.here = cast.__wrapped__()
        self.refs = [self.here.action(f"Action {number}").ref for number in range(3)]

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.mark)

    @rule(body=st.sampled_from([BODY, "care inspectorate", "Board"]), which=st.sets(st.integers(0, 2), min_size=1))
    def ask(self, body: str, which: set[int]) -> None:
        try:
            asked(self.here, *(self.refs[each] for each in which), asked_by=body)
        except CannotDo as refused:
            assert refused.field == "actions"

    @rule(place=st.integers(0, 5), kind=st.sampled_from([RequestAnswerKind.DECLINED, RequestAnswerKind.WITHDRAWN]))
    def answer(self, place: int, kind: RequestAnswerKind) -> None:
        found = list(EvidenceRequest.objects.order_by("pk"))
        if not found:
            return
        made = found[place % len(found)]
        was_open = not RequestAnswer.objects.filter(request=made).exists()
        try:
            answered(self.here, made, kind=kind)
            assert was_open
        except CannotDo:
            assert not was_open

    @invariant()
    def nobody_waits_twice(self) -> None:
        if not hasattr(self, "here"):
            return
        waits = [
            (library.key_of(row.asked_by), ref)
            for row in library.requests(self.here.editor)
            if row.is_open
            for ref in row.action_refs
        ]
        assert len(waits) == len(set(waits))

    @invariant()
    def what_is_open_is_on_the_desk(self) -> None:
        if not hasattr(self, "here"):
            return
        owed = {d.subject_key for d in organisation.duties_of(self.here.worker) if d.kind == OfficerDuty.REQUEST}
        assert owed == {row.ref for row in library.requests(self.here.editor) if row.is_open}


QUICK = settings(
    max_examples=5,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


def test_requests_hold_in_any_order(db) -> None:
    run_state_machine_as_test(Requests, settings=QUICK)


def test_a_planted_fault_is_found(db, monkeypatch) -> None:
    """Without the look at what is being asked for, a body soon waits twice."""
    from lippen.improvement.actions import library as module

    monkeypatch.setattr(module, "_check_not_asked", lambda *given: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Requests, settings=settings(QUICK, max_examples=25))


def test_the_day_a_request_is_wanted_is_kept() -> None:
    assert date(2012, 10, 27) == WANTED
