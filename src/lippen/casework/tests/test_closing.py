"""Work with a child is closed by two, with a reason, and nobody is left on no desk meanwhile."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from lippen.casework import menu, rules
from lippen.casework.actions import closing, front, handing, knowing, marking, supporting, typed, visiting, work
from lippen.casework.models import Closing, ClosingStep, Involvement, Waiting
from lippen.casework.queries import lists, numbers, records
from lippen.casework.queries.closing import asked
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import (
    ClosingFirst,
    ClosingReason,
    Duty,
    InvolvementKind,
    MarkerKind,
    Outcome,
    Status,
    TypedKind,
    WaitingEndKind,
)
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.models import Duty as Owed
from lippen.organisation.queries import duties_of

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def as_(actor: Actor) -> Actor:
    access.identify(actor, today=TODAY)
    return actor


def parts(c: Cast, child) -> dict[str, str]:
    """Who works with a child, by part."""
    as_(c.manager)
    return dict(Involvement.objects.filter(person=child, ends_on=None).values_list("kind", "ref"))


def end(c: Cast, ref: str) -> None:
    work.end_work(actor=as_(c.leader), work_ref=ref, **WHEN)


def beside(c: Cast, child, who: Actor, kind: InvolvementKind = InvolvementKind.CO_WORKING) -> str:
    made = work.involve(actor=as_(c.leader), person_ref=child.ref, worker_id=who.person_id, kind=kind, **WHEN)
    return made.ref


# --- nobody is lost ---


def test_the_last_who_took_a_child_in_does_not_end_though_others_work_alongside(c) -> None:
    child = c.add(c.worker)
    beside(c, child, c.colleague)
    with pytest.raises(CannotDo, match="Allocate the child first, or close the work, so that nobody is lost"):
        end(c, parts(c, child)["duty"])
    assert set(parts(c, child)) == {"duty", "co_working"}


def test_who_works_alongside_ends_while_somebody_has_the_child(c) -> None:
    child = c.add(c.worker)
    end(c, beside(c, child, c.colleague))
    assert set(parts(c, child)) == {"duty"}


def test_a_front_door_worker_ends_beside_another(c) -> None:
    child = c.add(c.worker)
    first = parts(c, child)["duty"]
    beside(c, child, c.colleague, InvolvementKind.DUTY)
    end(c, first)
    assert set(parts(c, child)) == {"duty"}


def test_a_front_door_worker_ends_while_a_child_waits_with_a_holder(c) -> None:
    child = c.add(c.worker)
    waiting = c.waiting(c.worker, child)
    end(c, parts(c, child)["duty"])
    assert set(parts(c, child)) == {"holding"}
    front.end_waiting(
        actor=as_(c.leader), waiting_ref=waiting.ref, kind=WaitingEndKind.NOT_NEEDED, words="Helped by kin", **WHEN
    )


def without_anybody(c: Cast, actor: Actor) -> set[str]:
    found = lists.children(as_(actor), lists.Wanted(everyone=True, has="nobody"))
    return {row.person.ref for row in found.rows}


def test_children_whom_nobody_has_are_listed(c) -> None:
    child, closed = c.add(c.worker, "Isla"), c.add(c.worker, "Ewan")
    beside(c, child, c.colleague)
    waits, held = c.add(c.worker, "Una"), c.add(c.worker, "Rory")
    c.waiting(c.worker, waits)
    end(c, parts(c, waits)["duty"])
    work.say_status(actor=as_(c.worker), person_ref=held.ref, status=Status.PROTECTION, **WHEN)
    assert without_anybody(c, c.manager) == set()
    as_(c.manager)
    ended = {"ends_on": TODAY, "ended_at": NOW}
    Involvement.objects.filter(person__in=[child, closed, held], kind="duty").update(**ended)
    assert without_anybody(c, c.manager) == {child.ref, held.ref}
    assert without_anybody(c, c.leader) == {child.ref}
    assert without_anybody(c, c.other_leader) == set()
    page = client_of(c.manager).get(f"{reverse('casework:children')}?has=nobody").content.decode()
    assert child.ref in page and waits.ref not in page


# --- by two ---


@pytest.fixture
def child(c):
    made = c.add(c.worker, "Isla", "Balfour")
    c.allocate(made, c.worker)
    return made


def close(child, actor: Actor, **given: object) -> Closing:
    said = {"reason": ClosingReason.NEEDS_MET, "words": "Safe with the aunt since May", "has_seen": True, **given}
    return closing.close_work(actor=as_(actor), person_ref=child.ref, **{**WHEN, **said})


def reply(child, actor: Actor, *, is_agreed: bool = True, words: str = "") -> ClosingStep:
    return closing.answer_closing(actor=as_(actor), person_ref=child.ref, is_agreed=is_agreed, words=words, at=NOW)


def refused(do, *given: object, **more: object) -> str:
    with pytest.raises(CannotDo) as why:
        do(*given, **more)
    return why.value.sentence


def holders(kind: Duty) -> set[int | None]:
    return set(Owed.objects.filter(kind=kind, closed_at=None).values_list("holder_id", flat=True))


def owed(c: Cast, child) -> set[str]:
    """What anybody owes for a child."""
    every = Owed.objects.filter(closed_at=None)
    about = lists.named(as_(c.manager), {(row.subject_kind, row.subject_key) for row in every})
    return {row.kind for row in every if about.get((row.subject_kind, row.subject_key), ("", ""))[1] == child.ref}


def test_casework_closing_is_asked_by_the_worker_and_agreed_by_whoever_leads(c, child) -> None:
    close(child, c.worker)
    assert holders(Duty.AGREE_CLOSING) == {c.leader.person_id}
    told = menu.duty_words(c.leader, duties_of(as_(c.leader))).items()
    (words,) = [words for (kind, _), words in told if kind == Duty.AGREE_CLOSING]
    assert words == ("Agree that work with a child is closed, or not", "Isla Balfour", at("answer_closing", child.ref))
    row = asked(as_(c.worker), child.pk, on=TODAY)
    assert (row.by, row.stands_with) == (c.worker.name, c.leader.name)
    assert "asked for this already" in refused(close, child, c.worker)
    assert set(parts(c, child)) == {"allocated"}, "until then everything goes on"
    reply(child, c.leader)
    assert parts(c, child) == {} and holders(Duty.AGREE_CLOSING) == set()
    for actor in (c.worker, c.leader):
        with pytest.raises(NotVisible):
            records.head(as_(actor), child.ref)
    found = records.record(as_(c.manager), child.ref, real_at=NOW)
    event = next(each for each in found.events if each.title.startswith("Work with the child was closed"))
    assert (event.title, event.words) == (
        "Work with the child was closed: what the child needed is met",
        "Safe with the aunt since May",
    )


def test_casework_closing_that_is_not_agreed_says_why_and_everything_goes_on(c, child) -> None:
    close(child, c.worker)
    assert "Say why the work goes on" in refused(reply, child, c.leader, is_agreed=False)
    reply(child, c.leader, is_agreed=False, words="See the school first")
    assert set(parts(c, child)) == {"allocated"} and holders(Duty.AGREE_CLOSING) == set()
    told = records.record(as_(c.worker), child.ref, real_at=NOW).events
    assert any(each.words == "See the school first" for each in told)
    assert "has just answered" in refused(reply, child, c.leader)
    close(child, c.worker)


def test_casework_closing_is_not_answered_by_whoever_asked(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.leader)
    made = close(child, c.leader)
    assert holders(Duty.AGREE_CLOSING) == {c.manager.person_id}, "whoever stands in"
    assert f"It stands with {c.manager.name}." in refused(reply, child, c.leader)
    row = {"closing": made, "kind": "agreed", "words": ""}
    as_(c.leader)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ClosingStep.objects.create(**row, **fact(child, c.leader))
    as_(c.manager)
    ClosingStep.objects.create(**row, **fact(child, c.manager))


def test_casework_closing_in_one_step_is_for_whoever_leads_and_does_not_work_with_the_child(c, child) -> None:
    beside(c, child, c.leader)
    made = close(child, c.leader)
    as_(c.leader)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ClosingStep.objects.create(closing=made, kind="at_once", words="", **fact(child, c.leader))
    reply(child, c.manager)
    other = c.add(c.worker, "Ewan")
    close(other, c.leader)
    assert parts(c, other) == {}


def test_who_neither_has_a_child_nor_leads_does_not_ask(c, child) -> None:
    beside(c, child, c.colleague)
    assert "Whoever has the child" in refused(close, child, c.colleague)
    with pytest.raises((NotVisible, NotAllowed)):
        close(child, c.other_leader)
    close(child, c.worker)
    with pytest.raises(NotAllowed):
        reply(child, c.colleague)
    with pytest.raises(NotVisible):
        reply(child, c.other_leader)


def test_the_page_of_a_child_tells_who_asks(c, child) -> None:
    close(child, c.worker)
    assert records.record(as_(c.worker), child.ref, real_at=NOW).asks_to_close.reason == "What the child needed is met"
    reply(child, c.leader, is_agreed=False, words="See the school first")
    assert records.record(as_(c.worker), child.ref, real_at=NOW).asks_to_close is None


def test_the_two_locks_on_a_closing(c, child) -> None:
    close(child, c.worker)
    as_(c.other_worker)
    assert not Closing.objects.exists(), "row-level security alone"
    as_(c.manager)
    assert not Closing.objects.visible_to(c.other_worker).exists(), "the application's lock alone"
    assert Closing.objects.visible_to(c.manager).count() == 1


# --- what comes first, and what ends ---


@pytest.mark.parametrize(
    ("status", "more", "first"),
    [
        (Status.IN_NEED, {}, ()),
        (Status.PROTECTION, {}, (ClosingFirst.STATUS,)),
        (Status.AT_HOME, {}, (ClosingFirst.STATUS,)),
        (Status.AWAY, {"has_died": True}, ()),
        (Status.COURT, {"has_referral": True}, (ClosingFirst.REFERRAL, ClosingFirst.STATUS)),
        (Status.NONE, {"is_offered": True}, (ClosingFirst.OFFER,)),
        (Status.NONE, {"reason": ClosingReason.DIED}, (ClosingFirst.DEATH,)),
        (Status.NONE, {"reason": ClosingReason.DIED, "has_died": True}, ()),
    ],
)
def test_casework_closing_waits_for_what_has_to_be_dealt_with_first(status, more, first) -> None:
    given = {"has_referral": False, "is_offered": False, "has_died": False, **more}
    assert rules.closing_first(status, **given) == first


def test_what_has_to_be_dealt_with_first_is_refused(c, child) -> None:
    work.say_status(actor=as_(c.worker), person_ref=child.ref, status=Status.PROTECTION, **WHEN)
    assert "Change the status first" in refused(close, child, c.worker)
    work.say_status(actor=as_(c.worker), person_ref=child.ref, status=Status.IN_NEED, **WHEN)
    assert "Record the death first" in refused(close, child, c.worker, reason=ClosingReason.DIED)
    close(child, c.worker)
    referral = c.refer(c.worker, child)
    assert "Decide on it first" in refused(reply, child, c.leader), "also what came in meanwhile"
    front.take_step(actor=as_(c.worker), referral_ref=referral.ref, outcome=Outcome.ADVICE, words="Rang", **WHEN)
    to = {"worker_id": c.colleague.person_id, "note": "As it stands", "from_on": TODAY}
    offer = handing.offer(actor=as_(c.leader), person_ref=child.ref, **to, **WHEN)
    assert "Take the offer back" in refused(reply, child, c.leader)
    handing.take_back(actor=as_(c.leader), handover_ref=offer.ref, words="Not now", **WHEN)
    reply(child, c.leader)
    assert parts(c, child) == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words": " "}, "Sum up"),
        ({"has_seen": False}, "Tick that you have seen"),
        ({"so_on": TODAY + timedelta(1)}, "has not come yet"),
        ({"so_on": TODAY - timedelta(1)}, "began after this day"),
    ],
)
def test_a_closing_has_its_summary_its_tick_and_its_day(c, child, given, said) -> None:
    assert said in refused(close, child, c.worker, **given)


def test_everything_ends_with_the_work(c, child) -> None:
    as_(c.worker)
    about = {"actor": c.worker, "person_ref": child.ref}
    work.say_status(status=Status.IN_NEED, **about, **WHEN)
    soon = TODAY + timedelta(3)
    visiting.plan_visit(planned_on=soon, worker_id=c.worker.person_id, **about, **WHEN)
    typed.type_duty(kind=TypedKind.CORE_GROUP, worker_id=c.worker.person_id, due_on=soon, **about, **WHEN)
    warned = {"words": "The dog bites", "shown_by": "Bit the postman", "review_on": soon}
    marking.mark(kind=MarkerKind.ANIMAL, **warned, **about, **WHEN)
    helps = {"helper": "Nan Fraser", "words": "Meals", "freed_hours": 1}
    supporting.assign_help(actor=as_(c.leader), person_ref=child.ref, **helps, **WHEN)
    beside(c, child, c.colleague)
    close(child, c.worker)
    assert {Duty.VISIT, Duty.CORE_GROUP, Duty.AGREE_MARKER, Duty.AGREE_CLOSING} <= owed(c, child)
    reply(child, c.leader)
    assert owed(c, child) == set() and parts(c, child) == {}
    found = records.record(as_(c.manager), child.ref, real_at=NOW)
    assert (found.next_visit, found.typed, found.helps, found.person.status) == (None, (), (), "none")
    loads = {row.person_id: row.load for row in numbers.workers(c.manager, c.council.pk, on=TODAY)}
    assert loads[c.worker.person_id].children == 0
    assert lists.children(as_(c.manager), lists.Wanted(everyone=True)).rows[0].next_visit_on is None


def test_work_opens_again_by_an_allocation(c, child) -> None:
    close(child, c.leader)
    work.allocate(actor=as_(c.manager), person_ref=child.ref, worker_id=c.worker.person_id, **WHEN)
    assert set(parts(c, child)) == {"allocated"}
    as_(c.worker)
    planned = {"planned_on": TODAY + timedelta(2), "worker_id": c.worker.person_id}
    later = NOW + timedelta(minutes=1)
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, so_on=TODAY, at=later, **planned)
    assert records.record(c.worker, child.ref, real_at=NOW).next_visit is not None
    close(child, c.worker)


def test_the_work_with_a_child_who_died_is_closed(c, child) -> None:
    work.say_status(actor=as_(c.worker), person_ref=child.ref, status=Status.AWAY, **WHEN)
    knowing.say_death(actor=as_(c.worker), person_ref=child.ref, died_on=TODAY, **WHEN)
    close(child, c.worker, reason=ClosingReason.DIED)
    reply(child, c.leader)
    assert parts(c, child) == {}


# --- a referral or a wait that came to nothing ---


def step(c, referral, outcome: Outcome) -> None:
    front.take_step(actor=as_(c.worker), referral_ref=referral.ref, outcome=outcome, words="Helped by kin", **WHEN)


def test_where_nothing_more_is_needed_the_front_door_lets_go(c) -> None:
    child = c.add(c.worker)
    step(c, c.refer(c.worker, child), Outcome.NO_ACTION)
    assert parts(c, child) == {}


def test_the_front_door_keeps_a_child_of_whom_something_is_open(c) -> None:
    child = c.add(c.worker)
    first, second = c.refer(c.worker, child), c.refer(c.worker, child)
    step(c, first, Outcome.NO_ACTION)
    assert set(parts(c, child)) == {"duty"}, "another referral is open"
    planned = {"planned_on": TODAY + timedelta(2), "worker_id": c.worker.person_id}
    visiting.plan_visit(actor=as_(c.worker), person_ref=child.ref, **planned, **WHEN)
    step(c, second, Outcome.NO_ACTION)
    assert set(parts(c, child)) == {"duty"}, "a visit is planned"
    close(child, c.worker, reason=ClosingReason.NOT_NEEDED)
    reply(child, c.leader)
    assert parts(c, child) == {}


def end_wait(c, child) -> None:
    ref = Waiting.objects.get(person=child).ref
    given = {"kind": WaitingEndKind.NOT_NEEDED, "words": "Helped by kin"}
    front.end_waiting(actor=as_(c.leader), waiting_ref=ref, **given, **WHEN)


def test_with_the_wait_whoever_held_the_child_lets_go(c) -> None:
    child = c.add(c.worker)
    c.waiting(c.worker, child)
    end_wait(c, child)
    assert parts(c, child) == {}


def test_with_the_wait_the_holder_alone_lets_go_where_somebody_else_has_the_child(c) -> None:
    child = c.add(c.worker)
    c.waiting(c.worker, child)
    beside(c, child, c.colleague)
    end_wait(c, child)
    assert set(parts(c, child)) == {"duty", "co_working"}


def test_with_the_wait_the_holder_keeps_a_child_of_whom_something_is_open(c) -> None:
    child = c.add(c.worker)
    c.waiting(c.worker, child)
    end(c, parts(c, child)["duty"])
    work.say_status(actor=as_(c.worker), person_ref=child.ref, status=Status.PROTECTION, **WHEN)
    end_wait(c, child)
    assert set(parts(c, child)) == {"holding"}, "nobody is lost"
    with pytest.raises(CannotDo, match="so that nobody is lost"):
        end(c, parts(c, child)["holding"])


# --- on pages ---


def at(name: str, *args: object) -> str:
    return reverse(f"casework:{name}", args=args)


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def fact(child, by: Actor) -> dict[str, object]:
    own = {"person": child, "authority_id": child.authority_id, "so_on": TODAY}
    return {**own, "recorded_at": NOW, "recorded_by_id": by.account_id}


def test_work_is_closed_on_pages(c, child) -> None:
    worker, leader = client_of(c.worker), client_of(c.leader)
    assert at("close_work", child.ref) in worker.get(at("child", child.ref)).content.decode()
    page = worker.get(at("close_work", child.ref)).content.decode()
    assert "What ends with it" in page and f"{c.worker.name}: allocated worker" in page
    sent = {"reason": "moved", "words": "Moved to the coast", "so_on": "today", "form_token": str(uuid4())}
    told = worker.post(at("close_work", child.ref), sent).content.decode()
    assert "Tick that you have seen what ends with it." in told and "Moved to the coast" in told
    told = worker.post(at("close_work", child.ref), {**sent, "has_seen": "on"}, follow=True).content.decode()
    assert "is asked to agree" in told and "asks to close the work" in told and c.leader.name in told
    assert worker.get(at("answer_closing", child.ref)).status_code == 403
    assert at("answer_closing", child.ref) in leader.get(at("child", child.ref)).content.decode()
    assert "Moved to the coast" in leader.get(at("answer_closing", child.ref)).content.decode()
    answer = {"answer": "yes", "words": "", "form_token": str(uuid4())}
    told = leader.post(at("answer_closing", child.ref), answer, follow=True).content.decode()
    assert "Work with Isla Balfour is closed." in told


def test_a_warning_is_said_to_stay_and_no_other_record_is_named(c, child) -> None:
    told = {"words": "A large dog", "shown_by": "Seen", "review_on": TODAY + timedelta(days=30)}
    marking.mark(actor=as_(c.worker), person_ref=child.ref, kind=MarkerKind.ANIMAL, **told, **WHEN)
    page = client_of(c.worker).get(at("close_work", child.ref)).content.decode()
    assert "So does what warns of something: 1 warning." in page
    assert "These two records are one" not in page


def test_the_page_leads_to_what_comes_first(c, child) -> None:
    work.say_status(actor=as_(c.worker), person_ref=child.ref, status=Status.PROTECTION, **WHEN)
    referral = c.refer(c.worker, child)
    page = client_of(c.worker).get(at("close_work", child.ref)).content.decode()
    assert at("say_status", child.ref) in page and at("referral", referral.ref) in page


def test_the_page_to_end_a_part_leads_on_where_nobody_would_be_left(c) -> None:
    child = c.add(c.worker)
    part = parts(c, child)["duty"]
    page = client_of(c.leader).get(at("end_work", child.ref, part)).content.decode()
    assert at("allocate_child", child.ref) in page and at("close_work", child.ref) in page


def test_whoever_says_that_nothing_more_is_needed_lands_on_a_page_that_they_see(c) -> None:
    child = c.add(c.worker)
    referral = c.refer(c.worker, child)
    sent = {"outcome": "no_action", "words": "All is well", "so_on": "today", "form_token": str(uuid4())}
    answer = client_of(c.worker).post(at("take_step", referral.ref), sent, follow=True)
    assert answer.status_code == 200 and "Nobody works with" in answer.content.decode()


@pytest.mark.parametrize(
    ("status", "leads_on"), [(Status.PROTECTION, True), (Status.AWAY, True), (Status.IN_NEED, False)]
)
def test_after_a_visit_of_a_watched_child_the_next_one_is_planned(c, child, status, leads_on) -> None:
    work.say_status(actor=as_(c.worker), person_ref=child.ref, status=status, **WHEN)
    sent = {"seen": "alone", "place": "home", "so_on": "today", "form_token": str(uuid4())}
    answer = client_of(c.worker).post(at("record_visit", child.ref), sent)
    assert answer.url == (at("plan_visit", child.ref) if leads_on else at("child", child.ref))


def test_where_the_next_visit_is_planned_nobody_is_asked_for_it(c, child) -> None:
    work.say_status(actor=as_(c.worker), person_ref=child.ref, status=Status.PROTECTION, **WHEN)
    planned = {"planned_on": TODAY + timedelta(2), "worker_id": c.worker.person_id}
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, **planned, **WHEN)
    sent = {"seen": "alone", "place": "home", "so_on": "today", "form_token": str(uuid4())}
    assert client_of(c.worker).post(at("record_visit", child.ref), sent).url == at("child", child.ref)


def test_whoever_ends_a_wait_is_told_that_the_holder_still_has_the_child(c) -> None:
    sent = {"kind": "not_needed", "words": "Helped by kin", "so_on": "today"}
    for status, told in ((Status.PROTECTION, "still has the child: allocate, or close the work"), (None, "")):
        child = c.add(c.worker)
        waiting = c.waiting(c.worker, child)
        if status:
            end(c, parts(c, child)["duty"])
            work.say_status(actor=as_(c.worker), person_ref=child.ref, status=status, **WHEN)
        url, given = at("end_waiting", waiting.ref), {**sent, "form_token": str(uuid4())}
        page = client_of(c.leader).post(url, given, follow=True).content.decode()
        assert "waits no longer." in page and told in page and ("still has the child" in page) is bool(told)
