"""A child is offered to another worker: who offers, who answers, what goes with the child, what is refused."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lippen.casework import jobs, menu
from lippen.casework.actions import guarding, handing, own_family, people, visiting, work
from lippen.casework.models import Handover, HandoverFact, Involvement, KnownPerson, ProtectedAddress, Visit
from lippen.casework.queries import handing as queries
from lippen.casework.queries import records
from lippen.casework.queries.owed import owed_for
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child, without_first_visits
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import Duty, HandoverStep, InvolvementKind, NameKind, OwnTieKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.models import Duty as Owed
from lippen.organisation.queries import duties_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child(first_visits=False) if "child" in request.fixturenames else without_first_visits(cast())


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


def offer(c: Cast, child: KnownPerson, by: Actor | None = None, to: Actor | None = None, **given: object) -> Handover:
    who = by or c.worker
    access.identify(who, today=TODAY)
    told = {"note": "Sees her father on Fridays", "from_on": TODAY, **given}
    whom = (to or c.colleague).person_id
    return handing.offer(actor=who, person_ref=child.ref, worker_id=whom, **told, **WHEN)


def answer(c: Cast, made: Handover, by: Actor | None = None, *, yes: bool = True, words: str = "") -> HandoverFact:
    who = by or c.colleague
    access.identify(who, today=TODAY)
    return handing.answer(actor=who, handover_ref=made.ref, is_accepted=yes, words=words, **WHEN)


def plan(c: Cast, child: KnownPerson, by: Actor, days: int = 3) -> Visit:
    access.identify(by, today=TODAY)
    planned = {"planned_on": TODAY + timedelta(days), "worker_id": by.person_id}
    return visiting.plan_visit(actor=by, person_ref=child.ref, **planned, **WHEN)


def desk(actor: Actor) -> list[tuple[str, str]]:
    access.identify(actor, today=TODAY)
    return [(duty.kind, duty.subject_key) for duty in duties_of(actor)]


def worker_of(c: Cast, child: KnownPerson) -> int:
    access.identify(c.leader, today=TODAY)
    open_ones = Involvement.objects.filter(person=child, kind=InvolvementKind.ALLOCATED, ends_on=None)
    return open_ones.values_list("worker_id", flat=True).get()


def refusal_of(do: object, *given: object, **more: object) -> str:
    with pytest.raises(CannotDo) as why:
        do(*given, **more)  # type: ignore[operator]
    return why.value.sentence


# --- what an offer does ---


def test_casework_handover_the_worker_before_stays_until_the_other_says_yes(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child)
    assert worker_of(c, child) == c.worker.person_id
    assert desk(c.colleague) == [(Duty.ANSWER_HANDOVER, made.ref)]
    words = menu.duty_words(c.colleague, duties_of(c.colleague))
    assert words[(Duty.ANSWER_HANDOVER, made.ref)][2] == reverse("casework:handover", args=[made.ref])
    assert records.head(c.colleague, child.ref).id == child.pk, "who is asked sees the record, to be able to answer"
    answer(c, made)
    assert worker_of(c, child) == c.colleague.person_id
    assert desk(c.colleague) == []
    access.identify(c.worker, today=TODAY)
    with pytest.raises(NotVisible):
        records.head(c.worker, child.ref)


def test_what_is_owed_for_the_child_goes_with_the_child_by_the_same_day(c: Cast, child: KnownPerson) -> None:
    visit = plan(c, child, c.worker)
    other = c.add(c.worker, "Ewan")
    elsewhere = plan(c, other, c.worker)
    made = offer(c, child)
    assert [each.words for each in queries.handover(c.worker, made.ref).owed] == ["Visit"]
    before = Owed.objects.get(subject_key=visit.ref)
    answer(c, made)
    assert desk(c.worker) == [(Duty.VISIT, elsewhere.ref)]
    assert desk(c.colleague) == [(Duty.VISIT, visit.ref)]
    after = Owed.objects.get(subject_key=visit.ref, closed_at=None)
    assert (after.starts_on, after.ends_on, after.hours) == (before.starts_on, before.ends_on, before.hours)
    planned = records.record(c.colleague, child.ref, real_at=NOW).next_visit
    assert planned and planned.worker == c.colleague.name, "the page names who makes the visit now"


def test_an_allocation_by_the_leader_takes_what_is_owed_along_too(c: Cast, child: KnownPerson) -> None:
    visit = plan(c, child, c.worker)
    c.allocate(child, c.colleague)
    assert desk(c.worker) == [] and desk(c.colleague) == [(Duty.VISIT, visit.ref)]
    assert owed_for(c.leader, [child.pk], [c.worker.person_id]) == {child.pk: []}


def test_who_works_alongside_keeps_their_own_visits(c: Cast, child: KnownPerson) -> None:
    access.identify(c.leader, today=TODAY)
    alongside = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.CO_WORKING}
    work.involve(actor=c.leader, person_ref=child.ref, **alongside, **WHEN)
    visit = plan(c, child, c.colleague)
    c.allocate(child, c.leader)
    assert desk(c.colleague) == [(Duty.VISIT, visit.ref)]


def test_a_handover_for_a_day_to_come_happens_on_that_day(c: Cast, child: KnownPerson, settings) -> None:
    made = offer(c, child, from_on=TODAY + WEEK)
    answer(c, made)
    assert worker_of(c, child) == c.worker.person_id and desk(c.colleague) == [(Duty.TAKE_OVER, made.ref)]
    access.identify(c.colleague, today=TODAY)
    assert "has not come yet" in refusal_of(handing.take_over, actor=c.colleague, handover_ref=made.ref, **WHEN)
    jobs.hand_over(0)
    assert worker_of(c, child) == c.worker.person_id, "a day too soon nothing happens"
    settings.LIPPEN_TODAY = TODAY + WEEK
    jobs.hand_over(0)
    jobs.hand_over(0)
    assert worker_of(c, child) == c.colleague.person_id
    access.identify(c.leader, today=TODAY + WEEK)
    began = Involvement.objects.get(person=child, kind="allocated", ends_on=None)
    assert began.starts_on == TODAY + WEEK and desk(c.colleague) == []
    assert [fact.step for fact in HandoverFact.objects.order_by("number")] == ["accepted", "taken"]


def test_what_cannot_be_handed_over_any_more_stays_on_the_desk(c: Cast, child: KnownPerson, settings) -> None:
    made = offer(c, child, from_on=TODAY + WEEK)
    answer(c, made)
    access.identify(c.manager, today=TODAY)
    figure = {"authority_id": c.council.pk, "key": "limit_children", "number": 1, "why": "For this test"}
    work.set_number(actor=c.manager, **figure, **WHEN)
    c.allocate(c.add(c.worker, "Ewan"), c.colleague)
    settings.LIPPEN_TODAY = TODAY + WEEK
    jobs.hand_over(0)
    assert worker_of(c, child) == c.worker.person_id
    assert (Duty.TAKE_OVER, made.ref) in desk(c.colleague)


def test_who_does_not_take_over_says_why_and_the_leader_decides(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child)
    assert "Say why" in refusal_of(answer, c, made, yes=False)
    answer(c, made, yes=False, words="Already at my limit of court work")
    assert desk(c.colleague) == [] and desk(c.leader) == [(Duty.FIND_WORKER, made.ref)]
    access.identify(c.colleague, today=TODAY)
    with pytest.raises(NotVisible):
        records.head(c.colleague, child.ref)
    access.identify(c.leader, today=TODAY)
    given = {"handover_ref": made.ref, "words": "Ewan goes to a colleague instead"}
    handing.keep(actor=c.leader, **given, **WHEN)
    assert desk(c.leader) == [] and worker_of(c, child) == c.worker.person_id
    assert "decided already" in refusal_of(handing.keep, actor=c.leader, **given, **WHEN)


@pytest.mark.parametrize("how", ["offered again", "allocated"])
def test_the_leaders_desk_is_clear_once_the_child_goes_elsewhere(how: str, c: Cast, child: KnownPerson) -> None:
    made = offer(c, child)
    answer(c, made, yes=False, words="Too far away")
    if how == "allocated":
        c.allocate(child, c.leader)
    else:
        offer(c, child, c.leader, c.leader)
    assert (Duty.FIND_WORKER, made.ref) not in desk(c.leader)


def test_an_allocation_overtakes_an_offer(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child, from_on=TODAY + WEEK)
    answer(c, made)
    c.allocate(child, c.leader)
    assert desk(c.colleague) == [] and worker_of(c, child) == c.leader.person_id
    assert HandoverFact.objects.latest("id").step == HandoverStep.OVERTAKEN
    open_parts = Involvement.objects.filter(person=child, ends_on=None).values_list("kind", flat=True)
    assert list(open_parts) == ["allocated"], "who was asked sees the record no longer by that"


def test_an_offer_is_taken_back_by_whoever_made_it_or_leads(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child)
    access.identify(c.colleague, today=TODAY)
    back = {"handover_ref": made.ref, "words": "She asked to stay with me"}
    assert "takes the offer back" in refusal_of(handing.take_back, actor=c.colleague, **back, **WHEN)
    access.identify(c.worker, today=TODAY)
    handing.take_back(actor=c.worker, **back, **WHEN)
    assert desk(c.colleague) == []
    access.identify(c.colleague, today=TODAY)
    with pytest.raises(NotVisible):
        records.head(c.colleague, child.ref)
    again = offer(c, child)
    access.identify(c.leader, today=TODAY)
    handing.take_back(actor=c.leader, **{**back, "handover_ref": again.ref}, **WHEN)


# --- what is refused ---


def test_only_the_worker_or_whoever_leads_offers(c: Cast, child: KnownPerson) -> None:
    access.identify(c.leader, today=TODAY)
    alongside = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.CO_WORKING}
    work.involve(actor=c.leader, person_ref=child.ref, **alongside, **WHEN)
    assert refusal_of(offer, c, child, c.colleague, c.other_worker) == handing.NOT_YOURS_TO_OFFER
    for stranger in (c.other_leader, c.stranger, c.governance):
        with pytest.raises((NotVisible, NotAllowed)):
            offer(c, child, stranger)
    made = offer(c, child, c.manager, c.other_worker)
    assert refusal_of(answer, c, made, c.colleague) == handing.NOT_YOURS_TO_ANSWER
    assert refusal_of(answer, c, made, c.leader) == handing.NOT_YOURS_TO_ANSWER


@pytest.mark.parametrize("days", [-1, 93])
def test_the_day_is_to_come_and_within_three_months(days: int, c: Cast, child: KnownPerson) -> None:
    assert "within three months" in refusal_of(offer, c, child, from_on=TODAY + timedelta(days))


def test_no_offer_without_note_twice_or_to_the_worker_themselves(c: Cast, child: KnownPerson) -> None:
    assert refusal_of(offer, c, child, note=" ").startswith("Write what the other has to know")
    assert "already" in refusal_of(offer, c, child, to=c.worker)
    assert "Choose somebody of this council" in refusal_of(offer, c, child, to=c.governance)
    offer(c, child)
    assert "offered to somebody already" in refusal_of(offer, c, child, to=c.leader)


def test_a_child_who_waits_or_is_not_allocated_is_not_offered(c: Cast, child: KnownPerson) -> None:
    nobody = c.add(c.worker, "Ewan")
    assert refusal_of(offer, c, nobody) == handing.NOT_ALLOCATED
    c.waiting(c.worker, child)
    assert refusal_of(offer, c, child) == handing.WAITS


def test_a_child_is_given_to_nobody_to_whom_the_record_is_closed(c: Cast, child: KnownPerson) -> None:
    mother = c.mother_of(c.worker, child)
    own = {"officer_id": c.colleague.person_id, "kind": OwnTieKind.FAMILY, "why": "Told by the school"}
    access.identify(c.worker, today=TODAY)
    own_family.say_own_tie(actor=c.worker, person_ref=mother.ref, **own, **WHEN)
    access.identify(c.leader, today=TODAY)
    given = {"actor": c.leader, "person_ref": child.ref, "worker_id": c.colleague.person_id, **WHEN}
    assert refusal_of(work.allocate, **given) == work.CLOSED_TO_THEM
    assert refusal_of(work.involve, kind=InvolvementKind.CO_WORKING, **given) == work.CLOSED_TO_THEM
    own_family.say_own_tie(actor=c.leader, person_ref=mother.ref, **{**own, "kind": OwnTieKind.NONE}, **WHEN)
    assert work.allocate(**given).worker_id == c.colleague.person_id


def test_nobody_is_asked_to_take_over_a_record_that_is_closed_to_them(c: Cast, child: KnownPerson) -> None:
    own = {"officer_id": c.colleague.person_id, "kind": OwnTieKind.FAMILY, "why": "Told by the school"}
    access.identify(c.worker, today=TODAY)
    own_family.say_own_tie(actor=c.worker, person_ref=child.ref, **own, **WHEN)
    assert refusal_of(offer, c, child) == work.CLOSED_TO_THEM
    access.identify(c.manager, today=TODAY)
    named = [c.worker.person_id, c.manager.person_id]
    guarding.restrict(actor=c.manager, person_ref=child.ref, officers=named, why="Works here", **WHEN)
    assert refusal_of(offer, c, child, to=c.leader) == work.CLOSED_TO_THEM


def test_past_the_limit_only_whoever_leads_offers_with_a_reason(c: Cast, child: KnownPerson) -> None:
    access.identify(c.manager, today=TODAY)
    figure = {"authority_id": c.council.pk, "key": "limit_children", "number": 1, "why": "For this test"}
    early = offer(c, child)
    access.identify(c.manager, today=TODAY)
    work.set_number(actor=c.manager, **figure, **WHEN)
    c.allocate(c.add(c.worker, "Ewan"), c.colleague)
    assert "the limit is 1" in refusal_of(answer, c, early)
    answer(c, early, yes=False, words="It would be too many")
    assert "ask whoever leads the team" in refusal_of(offer, c, child)
    assert "or say why it has to be so" in refusal_of(offer, c, child, c.leader)
    answer(c, offer(c, child, c.leader, over_limit_why="Brothers stay with one worker"))
    access.identify(c.leader, today=TODAY)
    kept = Involvement.objects.get(person=child, kind="allocated", ends_on=None)
    assert kept.over_limit_why == "Brothers stay with one worker"


def test_whoever_is_asked_is_not_made_part_of_the_record_another_way(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child)
    access.identify(c.leader, today=TODAY)
    asked = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.OFFERED}
    assert "Offer to another worker" in refusal_of(work.involve, actor=c.leader, person_ref=child.ref, **asked, **WHEN)
    assert "take the offer back" in refusal_of(work.end_work, actor=c.leader, work_ref=made.part.ref, **WHEN)


# --- on pages ---


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"casework:{name}", args=args)


def send(client: Client, url: str, **fields: object) -> str:
    answered = client.post(url, {**fields, "form_token": str(uuid4())}, follow=True)
    return " ".join(answered.content.decode().split())


def test_a_child_is_offered_refused_offered_again_and_taken_over_on_pages(c: Cast, child: KnownPerson) -> None:
    visit = plan(c, child, c.worker)
    worker, colleague, leader = signed_in(c.worker), signed_in(c.colleague), signed_in(c.leader)
    assert at("offer_child", child.ref) in worker.get(at("child", child.ref)).content.decode()
    day = {"from_on_day": TODAY.day, "from_on_month": TODAY.month, "from_on_year": TODAY.year}
    given = {"worker": c.colleague.person_id, "note": "Sees her father on Fridays", **day}
    page = worker.get(at("offer_child", child.ref)).content.decode()
    assert "What goes with the child" in page and "Visit</strong>" in page and "Why past the limit?" not in page
    assert "They are asked" in send(worker, at("offer_child", child.ref), **given)
    access.identify(c.leader, today=TODAY)
    url = at("handover", Handover.objects.get().ref)
    form = colleague.get(url).content.decode()
    assert "Sees her father on Fridays" in form and "Yes, I take over at once" in form and "taken back" not in form
    assert "Say why you do not take over." in send(colleague, url, step="refused", words="")
    assert "Whoever leads the team decides." in send(colleague, url, step="refused", words="Court all week")
    told = leader.get(url).content.decode()
    assert "Court all week" in told and f"{c.worker.name} stays the worker" in told
    assert "They are asked" in send(leader, at("offer_child", child.ref), **given)
    assert "is asked to take over" in leader.get(at("child", child.ref)).content.decode()
    access.identify(c.leader, today=TODAY)
    again = at("handover", Handover.objects.latest("id").ref)
    assert "You take over now" in send(colleague, again, step="accepted")
    assert desk(c.colleague) == [(Duty.VISIT, visit.ref)]
    taken = colleague.get(again).content.decode()
    assert "Taken over" in taken and "Sees her father on Fridays" in taken and "<form" not in taken.split("<h1")[1]
    assert colleague.post(again, {"step": "refused", "words": "No"}).status_code == 409
    gone = worker.get(again)
    assert gone.status_code == 409 and "You no longer work with this child." in gone.content.decode()
    assert "Offered the child to another worker" in leader.get(at("who_looked", child.ref)).content.decode()


def test_the_same_answer_sent_twice_stands_once(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child)
    token = {"form_token": str(uuid4()), "step": "accepted", "words": ""}
    client = signed_in(c.colleague)
    for _ in range(2):
        client.post(at("handover", made.ref), token, follow=True)
    access.identify(c.leader, today=TODAY)
    assert Involvement.objects.filter(person=child, kind="allocated", ends_on=None).count() == 1
    assert HandoverFact.objects.count() == 2


def test_who_is_asked_sees_no_protected_address_until_they_have_taken_over(c: Cast, child: KnownPerson) -> None:
    access.identify(c.worker, today=TODAY)
    hidden = {"lines": "9 Hidden Close", "postcode": "", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, person_ref=child.ref, **hidden, **WHEN)
    made = offer(c, child)
    access.identify(c.colleague, today=TODAY)
    assert records.record(c.colleague, child.ref, real_at=NOW).protected is None
    assert not ProtectedAddress._base_manager.exists(), "the tables' lock says the same"
    answer(c, made)
    assert records.record(c.colleague, child.ref, real_at=NOW).protected == ("9 Hidden Close", "Fled")


def test_the_link_to_a_handover_stands_only_for_whom_it_opens(c: Cast, child: KnownPerson) -> None:
    access.identify(c.leader, today=TODAY)
    alongside = {"worker_id": c.other_worker.person_id, "kind": InvolvementKind.CO_WORKING}
    work.involve(actor=c.leader, person_ref=child.ref, **alongside, **WHEN)
    made = offer(c, child)
    answer(c, made, yes=False, words="I have no time")
    for who, opens in ((c.leader, True), (c.worker, True), (c.other_worker, False)):
        client = Client()
        client.force_login(get_user_model().objects.get(pk=who.account_id), BACKEND)
        page = client.get(reverse("casework:child", args=[child.ref])).content.decode()
        assert "does not take over" in page and ("Open this handover" in page) is opens
        assert (client.get(reverse("casework:handover", args=[made.ref])).status_code == 200) is opens


def test_whoever_offered_reads_the_reason_and_what_was_decided(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child)
    answer(c, made, yes=False, words="Court all week")
    worker = signed_in(c.worker)
    page = worker.get(at("child", child.ref)).content.decode()
    assert "“Court all week”" in page
    told = worker.get(at("handover", made.ref)).content.decode()
    assert "Court all week" in told and "Sees her father on Fridays" in told
    access.identify(c.leader, today=TODAY)
    handing.keep(actor=c.leader, handover_ref=made.ref, words="Ewan goes elsewhere instead", **WHEN)
    for who in (c.worker, c.leader, c.manager):
        client = signed_in(who)
        page = client.get(at("child", child.ref)).content.decode()
        assert "stays the worker. “Ewan goes elsewhere instead”" in " ".join(page.split())
        told = client.get(at("handover", made.ref)).content.decode()
        for words in ("Sees her father on Fridays", "Court all week", "Ewan goes elsewhere instead", c.colleague.name):
            assert words in told


def test_what_was_said_of_an_offer_is_read_no_longer_once_the_child_is_allocated_anew(
    c: Cast, child: KnownPerson
) -> None:
    answer(c, offer(c, child), yes=False, words="Court all week")
    c.allocate(child, c.leader)
    assert "does not take over" not in signed_in(c.leader).get(at("child", child.ref)).content.decode()


# --- to another team ---


def test_a_child_leaves_the_team_only_where_it_is_meant(c: Cast, child: KnownPerson) -> None:
    client = signed_in(c.worker)
    day = {"from_on_day": TODAY.day, "from_on_month": TODAY.month, "from_on_year": TODAY.year}
    given = {"worker": c.other_worker.person_id, "note": "Sees her father on Fridays", **day}
    url = at("offer_child", child.ref)
    assert "The child may leave the team" in client.get(url).content.decode()
    assert f"{c.other_worker.name} works in another team. Tick this if it is meant." in send(client, url, **given)
    assert "They are asked" in send(client, url, leaves_team="on", **given)


def test_the_leader_of_the_team_that_a_child_leaves_is_told_at_once(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child, to=c.other_worker)
    assert (Duty.CHILD_MOVED, made.ref) not in desk(c.leader)
    answer(c, made, c.other_worker)
    assert desk(c.leader) == [(Duty.CHILD_MOVED, made.ref)]
    words = menu.duty_words(c.leader, duties_of(c.leader))
    assert words[(Duty.CHILD_MOVED, made.ref)][1:] == (child.now.name, at("handover", made.ref))
    leader = signed_in(c.leader)
    page = leader.get(at("handover", made.ref)).content.decode()
    assert c.other_worker.name in page and "Assessment team" in page and child.now.name in page
    assert "You have seen it." in send(leader, at("handover", made.ref))
    assert desk(c.leader) == []
    refused = leader.get(at("handover", made.ref))
    assert refused.status_code == 409 and "took over on" in refused.content.decode()


def test_within_the_team_nobody_is_told_of_a_move(c: Cast, child: KnownPerson) -> None:
    answer(c, offer(c, child))
    assert desk(c.leader) == []


def test_who_worked_with_the_child_is_told_who_does_now_and_nobody_else_anything(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child, to=c.other_worker)
    urls = [at("child", child.ref), at("record_visit", child.ref), at("handover", made.ref)]
    answer(c, made, c.other_worker)
    for url in urls:
        told = signed_in(c.worker).get(url)
        words = told.content.decode()
        assert told.status_code == 409 and "You no longer work with this child." in words
        assert c.other_worker.name in words and child.now.name not in words
        for stranger in (c.colleague, c.stranger):
            assert signed_in(stranger).get(url).status_code == 404
    back = signed_in(c.worker).post(at("handover", made.ref), {"step": "withdrawn", "words": "She stays"})
    assert back.status_code == 409 and "took over on 17 October 2012" in back.content.decode()


@pytest.mark.parametrize("why", ["restricted", "own family", "long ago"])
def test_nothing_is_told_of_a_record_that_was_closed_since(why: str, c: Cast, child: KnownPerson, settings) -> None:
    answer(c, offer(c, child, to=c.other_worker), c.other_worker)
    if why == "restricted":
        access.identify(c.manager, today=TODAY)
        named = [c.other_worker.person_id, c.manager.person_id]
        guarding.restrict(actor=c.manager, person_ref=child.ref, officers=named, why="Works here", **WHEN)
    elif why == "own family":
        access.identify(c.other_worker, today=TODAY)
        own = {"officer_id": c.worker.person_id, "kind": OwnTieKind.FAMILY, "why": "Told by the school"}
        own_family.say_own_tie(actor=c.other_worker, person_ref=child.ref, **own, **WHEN)
    else:
        settings.LIPPEN_TODAY = TODAY + timedelta(60)
    assert signed_in(c.worker).get(at("child", child.ref)).status_code == 404


def test_a_name_given_since_is_not_told_to_the_team_before(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child, to=c.other_worker)
    answer(c, made, c.other_worker)
    access.identify(c.other_worker, today=TODAY)
    later = {"so_on": TODAY, "at": NOW + timedelta(minutes=5)}
    named = {"given_name": "Una", "family_name": "New", "kind": NameKind.NAME}
    people.say_name(actor=c.other_worker, person_ref=child.ref, **named, **later)
    access.identify(c.leader, today=TODAY)
    words = menu.duty_words(c.leader, duties_of(c.leader))
    assert words[(Duty.CHILD_MOVED, made.ref)][1] == "A child of your team"


def test_what_is_not_written_up_is_said_before_it_is_handed_over(c: Cast, child: KnownPerson) -> None:
    visit = plan(c, child, c.worker, days=0)
    plan(c, child, c.worker, days=5)
    page = signed_in(c.worker).get(at("offer_child", child.ref)).content.decode()
    assert "Write these up first" in page and page.count("Record the visit</a>") == 1 and visit.ref in page
    made = offer(c, child)
    told = signed_in(c.colleague).get(at("handover", made.ref)).content.decode()
    assert f"Ask {c.worker.name} to write these up before you take over." in told


@pytest.mark.parametrize("who", ["leader", "manager"])
def test_who_leads_the_team_and_offered_the_child_is_not_told_of_it(who: str, c: Cast, child: KnownPerson) -> None:
    answer(c, offer(c, child, getattr(c, who), c.other_worker), c.other_worker)
    assert ((Duty.CHILD_MOVED in dict(desk(c.leader))), desk(c.manager)) == (who == "manager", [])


def test_what_one_of_the_answers_needs_is_not_marked_as_optional(c: Cast, child: KnownPerson) -> None:
    made = offer(c, child)
    for who, url in ((c.colleague, at("handover", made.ref)), (c.leader, at("allocate_child", child.ref))):
        assert "(optional)" not in signed_in(who).get(url).content.decode()
