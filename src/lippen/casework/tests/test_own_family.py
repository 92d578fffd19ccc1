"""Own family: said with its reason, closed at once, and of somebody who manages confirmed or lifted by another."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.casework import jobs, menu
from lippen.casework.actions import guarding, own_family, people, work
from lippen.casework.models import KnownPerson, OwnTie
from lippen.casework.queries import leaving, records
from lippen.casework.queries import own_family as ties
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child
from lippen.casework.tests.test_loads import client_of, refusal_of, text_of
from lippen.casework.tests.test_not_own import as_, fact, holders, locked
from lippen.casework.vocabulary import Duty, InvolvementKind, OwnTieKind, TieKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.ids import new_ref
from lippen.kernel.models import AuditEntry
from lippen.kernel.records import put
from lippen.organisation.models import Duty as Owed
from lippen.organisation.queries import duties_of

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
DAY = timedelta(days=1)
WHY = "The school says that they are cousins"


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child("Isla", "Balfour") if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


def say(by: Actor, child: KnownPerson, of: Actor, kind: OwnTieKind = OwnTieKind.FAMILY, why: str = WHY) -> OwnTie:
    given = {"person_ref": child.ref, "officer_id": of.person_id, "kind": kind, "why": why}
    own_family.say_own_tie(actor=as_(by), **given, **WHEN)
    return OwnTie.objects.filter(person=child).latest("id")


def settle(by: Actor, tie: OwnTie, *, is_so: bool = True, why: str = "I rang the grandmother") -> None:
    own_family.settle_own_tie(actor=as_(by), tie_ref=tie.ref, is_so=is_so, why=why, **WHEN)


def sees(actor: Actor, child: KnownPerson) -> bool:
    as_(actor)
    try:
        records.head(actor, child.ref)
    except NotVisible:
        return False
    return True


# --- the reason ---


@pytest.mark.parametrize("why", ["", "  ", ".", "x", "...", "123", "aaa"])
def test_casework_own_family_takes_a_reason_in_words(c: Cast, child: KnownPerson, why: str) -> None:
    for of in (c.colleague, c.manager):
        with pytest.raises(CannotDo, match="how you know") as refused:
            say(c.worker, child, of, why=why)
        assert refused.value.field == "why"
    assert not OwnTie.objects.exists()


def test_a_tie_without_its_reason_is_refused_by_the_database(c: Cast, child: KnownPerson) -> None:
    as_(c.worker)
    row = {"ref": new_ref("tie"), "officer_id": c.colleague.person_id, "kind": "family", "why": ""}
    with pytest.raises(IntegrityError, match="own_tie_has_its_reason"), transaction.atomic():
        put(OwnTie(**row, **fact(child, c.worker)))


def test_who_does_not_manage_needs_no_second_person(c: Cast, child: KnownPerson) -> None:
    tie = say(c.worker, child, c.colleague)
    assert not tie.needs_second and holders(Duty.AGREE_OWN_TIE) == set()
    assert not sees(c.colleague, child)


# --- the second person ---


def test_casework_own_family_of_a_team_leader_is_hidden_at_once_and_stands_with_whoever_manages(
    c: Cast, child: KnownPerson
) -> None:
    tie = say(c.worker, child, c.leader, why="Somebody told me")
    assert tie.needs_second and not sees(c.leader, child)
    assert holders(Duty.AGREE_OWN_TIE) == {c.manager.person_id}
    with pytest.raises(NotAllowed):
        settle(c.worker, tie)
    settle(c.manager, tie, is_so=False, why="She does not know them")
    assert sees(c.leader, child) and holders(Duty.AGREE_OWN_TIE) == set()


def test_a_tie_of_a_team_leader_stands_in_the_database_with_a_second_person_alone(c: Cast, child: KnownPerson) -> None:
    as_(c.worker)
    row = {"officer_id": c.leader.person_id, "kind": "family", "why": WHY, **fact(child, c.worker)}
    with locked():
        put(OwnTie(ref=new_ref("tie"), **row))
    put(OwnTie(ref=new_ref("tie"), needs_second=True, **row))


def test_casework_own_family_of_somebody_who_manages_is_hidden_at_once_and_stands_with_another(
    c: Cast, child: KnownPerson
) -> None:
    tie = say(c.worker, child, c.manager)
    assert tie.needs_second
    assert not sees(c.manager, child) and sees(c.head, child)
    assert holders(Duty.AGREE_OWN_TIE) == {c.head.person_id}
    words = menu.duty_words(as_(c.head), duties_of(c.head))
    told = words[(Duty.AGREE_OWN_TIE, tie.ref)]
    assert told[2] == reverse("casework:settle_own_tie", args=[tie.ref]) and "Isla Balfour" in told


def test_the_second_person_confirms_it(c: Cast, child: KnownPerson) -> None:
    tie = say(c.worker, child, c.manager)
    settle(c.head, tie)
    assert not sees(c.manager, child) and holders(Duty.AGREE_OWN_TIE) == set()
    (row,) = ties.ties_of(as_(c.head), records.head(c.head, child.ref), on=TODAY)
    assert (row.officer, row.is_waiting, row.agreed_by) == (c.manager.name, False, c.head.name)
    assert (row.why, row.said_by) == (WHY, c.worker.name)
    assert refusal_of(settle, c.head, tie) == own_family.SETTLED
    assert list(AuditEntry.objects.filter(verb="known.own_tie_agreed").values_list("subject_key", flat=True)) == [
        child.ref
    ]


def test_the_second_person_lifts_it(c: Cast, child: KnownPerson) -> None:
    tie = say(c.worker, child, c.manager)
    settle(c.head, tie, is_so=False, why="Another family of that name")
    assert sees(c.manager, child) and holders(Duty.AGREE_OWN_TIE) == set()
    assert ties.ties_of(as_(c.head), records.head(c.head, child.ref), on=TODAY) == ()
    assert say(c.worker, child, c.manager).needs_second, "said again, it takes a second person again"


def test_casework_not_own_family_of_a_manager_is_confirmed_by_who_said_it(c: Cast, child: KnownPerson) -> None:
    tie = say(c.leader, child, c.manager)
    said = refusal_of(settle, c.leader, tie)
    assert said == f"You said this yourself: somebody else confirms it or lifts it. It stands with {c.head.name}."
    assert refusal_of(say, c.leader, child, c.manager, OwnTieKind.NONE) == said
    row = {"officer_id": c.manager.person_id, "why": WHY}
    as_(c.leader)
    for kind in ("family", "none"):
        with locked():
            put(OwnTie(ref=new_ref("tie"), kind=kind, **row, **fact(child, c.leader)))
    as_(c.head)
    put(OwnTie(ref=new_ref("tie"), kind="none", **row, **fact(child, c.head)))
    assert sees(c.manager, child)


def test_a_tie_of_somebody_who_manages_stands_in_the_database_with_a_second_person_alone(
    c: Cast, child: KnownPerson
) -> None:
    as_(c.worker)
    row = {"officer_id": c.manager.person_id, "kind": "family", "why": WHY, **fact(child, c.worker)}
    with locked():
        put(OwnTie(ref=new_ref("tie"), **row))
    put(OwnTie(ref=new_ref("tie"), needs_second=True, **row))


def test_nobody_opens_their_own_in_the_database(c: Cast, child: KnownPerson) -> None:
    as_(c.colleague)
    row = {"officer_id": c.colleague.person_id, "kind": "none", "why": WHY, **fact(child, c.colleague)}
    with locked():
        put(OwnTie(ref=new_ref("tie"), **row))


def test_a_leader_or_a_worker_does_not_settle_it_while_somebody_else_manages(c: Cast, child: KnownPerson) -> None:
    tie = say(c.worker, child, c.manager)
    assert f"It stands with {c.head.name}." in refusal_of(settle, c.leader, tie)
    with pytest.raises(NotAllowed):
        settle(c.colleague, tie)
    for stranger in (c.manager, c.other_leader, c.stranger):
        with pytest.raises(NotVisible):
            settle(stranger, tie)


def test_where_nobody_else_manages_whoever_leads_the_work_settles_it(c: Cast, child: KnownPerson) -> None:
    tie = say(c.head, child, c.manager)
    assert holders(Duty.AGREE_OWN_TIE) == {c.leader.person_id}
    settle(c.leader, tie)
    assert not sees(c.manager, child)


def test_of_a_restricted_record_whoever_may_open_it_settles_it(c: Cast, child: KnownPerson) -> None:
    named = [c.worker.person_id, c.leader.person_id, c.manager.person_id]
    given = {"actor": as_(c.leader), "person_ref": child.ref, "officers": named, "why": "Works here"}
    guarding.restrict(**given, **WHEN)
    tie = say(c.worker, child, c.manager)
    assert holders(Duty.AGREE_OWN_TIE) == {c.leader.person_id}, "the head of service does not see it"
    settle(c.leader, tie, is_so=False)
    assert sees(c.manager, child)


def test_where_it_stands_with_nobody_it_stays_closed_and_the_page_says_so(c: Cast, child: KnownPerson) -> None:
    given = {"actor": as_(c.leader), "person_ref": child.ref, "officers": [c.leader.person_id, c.worker.person_id]}
    guarding.restrict(why="Works here", **given, **WHEN)
    say(c.leader, child, c.manager)
    assert holders(Duty.AGREE_OWN_TIE) == set() and not sees(c.manager, child)
    told = text_of(client_of(c.leader).get(reverse("casework:own_tie", args=[child.ref])))
    assert "Nobody else here holds a post that may" in told


def test_what_waits_is_not_said_again(c: Cast, child: KnownPerson) -> None:
    say(c.worker, child, c.manager)
    assert refusal_of(say, c.leader, child, c.manager) == own_family.WAITS
    assert OwnTie.objects.count() == 1


def test_a_manager_who_says_it_of_themselves_does_not_take_it_back(c: Cast, child: KnownPerson) -> None:
    given = {"person_ref": child.ref, "officer_id": c.manager.person_id, "kind": OwnTieKind.FAMILY, "why": WHY}
    own_family.say_own_tie(actor=as_(c.manager), **given, **WHEN)
    as_(c.worker)
    assert OwnTie.objects.get(person=child).needs_second
    assert not sees(c.manager, child) and holders(Duty.AGREE_OWN_TIE) == {c.head.person_id}


# --- whose work it was ---


@pytest.fixture
def brother(c: Cast, child: KnownPerson) -> KnownPerson:
    made = c.add(c.worker, "Ewan", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
    c.allocate(made, c.worker)
    return made


def to_find(actor: Actor) -> list[tuple[str, str, str]]:
    """For whom the actor finds somebody else, by their desk: why, whom, and where."""
    closed = [duty for duty in duties_of(as_(actor)) if duty.kind == Duty.CLOSED_WORK]
    assert all(duty.starts_on == TODAY and duty.ends_on == TODAY + DAY for duty in closed)
    return sorted(menu.duty_words(actor, closed).values(), key=lambda told: told[1])


def test_casework_own_family_of_the_worker_stands_at_once_with_the_leader_until_somebody_else_is_allocated(
    c: Cast, child: KnownPerson, brother: KnownPerson
) -> None:
    say(c.leader, child, c.worker)
    assert not sees(c.worker, child) and not sees(c.worker, brother)
    words = f"Find somebody else: {c.worker.name} may not see this record"
    assert to_find(c.leader) == [
        (words, each.now.name, reverse("casework:allocate_child", args=[each.ref])) for each in (brother, child)
    ]
    assert to_find(c.manager) == [] and to_find(c.other_leader) == []
    c.allocate(child, c.colleague)
    assert [name for _, name, _ in to_find(c.leader)] == ["Ewan Balfour"]
    c.allocate(brother, c.colleague)
    assert to_find(c.leader) == []


def test_who_says_it_of_themselves_leaves_their_work_with_the_leader(c: Cast, child: KnownPerson) -> None:
    given = {"person_ref": child.ref, "officer_id": c.worker.person_id, "kind": OwnTieKind.FAMILY, "why": WHY}
    own_family.say_own_tie(actor=as_(c.worker), **given, **WHEN)
    assert len(to_find(c.leader)) == 1


def test_casework_own_family_of_the_worker_stands_on_the_team_page_until_somebody_else_is_allocated(
    c: Cast, child: KnownPerson, brother: KnownPerson
) -> None:
    url, heading = reverse("casework:team"), "May not be seen by their worker"
    assert heading not in text_of(client_of(c.leader).get(url))
    say(c.leader, child, c.worker)
    told = text_of(client_of(c.leader).get(url))
    assert heading in told and f"{c.worker.name} may not see this record" in told
    assert all(reverse("casework:allocate_child", args=[each.ref]) in told for each in (child, brother))
    rows = leaving.to_find(as_(c.leader), on=TODAY).closed
    assert [(row.person.name, row.worker, row.is_allocated) for row in rows] == [
        ("Ewan Balfour", c.worker.name, True),
        ("Isla Balfour", c.worker.name, True),
    ]
    assert heading not in text_of(client_of(c.other_leader).get(url))
    c.allocate(child, c.colleague)
    c.allocate(brother, c.colleague)
    assert heading not in text_of(client_of(c.leader).get(url))


def test_a_co_worker_who_may_not_see_a_record_is_listed_with_the_childs_page(c: Cast, child: KnownPerson) -> None:
    together = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.CO_WORKING}
    part = work.involve(actor=as_(c.leader), person_ref=child.ref, **together, **WHEN)
    say(c.worker, child, c.colleague)
    (row,) = leaving.to_find(as_(c.leader), on=TODAY).closed
    assert (row.part_ref, row.is_allocated, row.worker) == (part.ref, False, c.colleague.name)
    told = text_of(client_of(c.leader).get(reverse("casework:team")))
    assert reverse("casework:end_work", args=[child.ref, part.ref]) in told


def test_taken_back_nobody_has_to_be_found_any_more(c: Cast, child: KnownPerson, brother: KnownPerson) -> None:
    say(c.leader, child, c.worker)
    say(c.leader, brother, c.worker)
    say(c.leader, child, c.worker, OwnTieKind.NONE)
    assert len(to_find(c.leader)) == 2, "the brother's record still closes both"
    say(c.leader, brother, c.worker, OwnTieKind.NONE)
    assert to_find(c.leader) == []


def test_a_brother_who_is_tied_later_stands_with_the_leader_until_the_tie_was_a_mistake(
    c: Cast, child: KnownPerson
) -> None:
    brother = c.add(c.worker, "Ewan", "Balfour")
    c.allocate(brother, c.worker)
    c.allocate(child, c.colleague)
    say(c.leader, child, c.worker)
    assert to_find(c.leader) == []
    both = {"person_ref": brother.ref, "other_ref": child.ref, "kind": TieKind.SIBLING}
    tie = people.tie_people(actor=as_(c.leader), **both, **WHEN)
    assert [name for _, name, _ in to_find(c.leader)] == ["Ewan Balfour"]
    people.end_tie(actor=as_(c.leader), person_ref=child.ref, tie_id=tie.pk, is_mistake=True, **WHEN)
    assert to_find(c.leader) == []


def test_each_night_what_closed_out_of_sight_stands_with_the_leader_once(
    c: Cast, child: KnownPerson, brother: KnownPerson
) -> None:
    say(c.leader, child, c.worker)
    Owed.objects.filter(kind=Duty.CLOSED_WORK).update(closed_at=NOW)
    for _ in range(2):
        jobs.find_left_work(0)
        assert [name for _, name, _ in to_find(c.leader)] == ["Ewan Balfour", "Isla Balfour"]
    assert Owed.objects.filter(kind=Duty.CLOSED_WORK, closed_at__isnull=True).count() == 2


def test_a_leaders_own_child_stands_with_whoever_manages(c: Cast) -> None:
    child = c.add(c.worker, "Skye", "Balfour")
    c.allocate(child, c.leader)
    say(c.manager, child, c.leader)
    assert len(to_find(c.manager)) == 1 and to_find(c.leader) == []


def test_a_child_who_waits_and_a_co_worker_stand_with_the_leader_too(c: Cast, child: KnownPerson) -> None:
    waits = c.add(c.worker, "Una", "Balfour")
    c.waiting(c.worker, waits)
    say(c.leader, waits, c.worker)
    together = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.CO_WORKING}
    part = work.involve(actor=as_(c.leader), person_ref=child.ref, **together, **WHEN)
    say(c.worker, child, c.colleague)
    assert [url for _, _, url in to_find(c.leader)] == [
        reverse("casework:child", args=[child.ref]),
        reverse("casework:allocate_child", args=[waits.ref]),
    ]
    work.end_work(actor=as_(c.leader), work_ref=part.ref, **WHEN)
    c.allocate(waits, c.colleague)
    assert to_find(c.leader) == []


def test_the_childs_page_says_that_the_worker_may_not_see_it(c: Cast, child: KnownPerson, brother: KnownPerson) -> None:
    together = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.CO_WORKING}
    work.involve(actor=as_(c.leader), person_ref=brother.ref, **together, **WHEN)
    say(c.leader, child, c.worker)
    url = reverse("casework:child", args=[brother.ref])
    link = reverse("casework:allocate_child", args=[brother.ref])
    for actor, may_give in ((c.leader, True), (c.colleague, False)):
        answer = client_of(actor).get(url)
        assert "who may not see this record: own family." in text_of(answer)
        assert (f'href="{link}">Give the child to somebody else.' in answer.content.decode()) is may_give
    c.allocate(brother, c.colleague)
    assert "may not see this record" not in text_of(client_of(c.leader).get(url))


# --- the pages ---


def test_who_closes_their_own_work_reads_first_what_follows(c: Cast, child: KnownPerson, brother: KnownPerson) -> None:
    url = reverse("casework:own_tie", args=[child.ref])
    worker = client_of(c.worker)
    assert "Close it to me" not in text_of(worker.get(url))
    sent = {"officer": c.worker.person_id, "kind": "family", "why": WHY, "form_token": str(uuid4())}
    asked = text_of(worker.post(url, sent))
    assert "You will not see this record from now on, nor that of Ewan Balfour." in asked and "Close it to me" in asked
    access.identify(c.worker, today=TODAY)
    assert not OwnTie.objects.exists() and sees(c.worker, child)
    done = text_of(worker.post(url, {**sent, "sure": "on"}, follow=True))
    assert "closed to you at once" in done and "closed to them" not in done
    assert not sees(c.worker, child)


def test_who_does_not_work_there_closes_a_record_to_themselves_by_one_press(c: Cast, child: KnownPerson) -> None:
    sent = {"officer": c.manager.person_id, "kind": "family", "why": WHY, "form_token": str(uuid4())}
    done = client_of(c.manager).post(reverse("casework:own_tie", args=[child.ref]), sent, follow=True)
    assert "closed to you at once" in text_of(done) and "waits for a second person" in text_of(done)


def test_it_is_said_and_settled_on_its_pages(c: Cast, child: KnownPerson) -> None:
    url = reverse("casework:own_tie", args=[child.ref])
    worker = client_of(c.worker)
    sent = {"officer": c.manager.person_id, "kind": "family", "why": ".", "form_token": str(uuid4())}
    refused = worker.post(url, sent)
    assert "Say how you know. Write it in words" in text_of(refused)
    done = worker.post(url, {**sent, "why": WHY, "form_token": str(uuid4())}, follow=True)
    assert "closed to them at once" in text_of(done) and c.head.name in text_of(done)
    access.identify(c.head, today=TODAY)
    tie = OwnTie.objects.get(person=child)
    head = client_of(c.head)
    page = text_of(head.get(reverse("casework:settle_own_tie", args=[tie.ref])))
    assert c.manager.name in page and WHY in page and c.worker.name in page
    both = text_of(head.get(url))
    assert f"It stands with {c.head.name}." in both and WHY in both
    given = {"answer": "no", "why": "Another family of that name", "form_token": str(uuid4())}
    told = head.post(reverse("casework:settle_own_tie", args=[tie.ref]), given, follow=True)
    assert "open to them again" in text_of(told)
    assert sees(c.manager, child)


def test_who_stands_in_for_it_is_named(c: Cast) -> None:
    told = text_of(client_of(c.leader).get(reverse("casework:stand_ins")))
    assert "A record that you closed to somebody who manages or leads" in told


def test_everybody_who_reads_records_can_be_named(c: Cast, child: KnownPerson) -> None:
    told = text_of(client_of(c.worker).get(reverse("casework:own_tie", args=[child.ref])))
    assert all(who.name in told for who in (c.colleague, c.leader, c.manager, c.head))
    assert all(who.name not in told for who in (c.governance, c.partner, c.inspector))
