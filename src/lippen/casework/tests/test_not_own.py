"""Nobody approves what is their own: each act refused by the application and, with it open, by PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from lippen.casework.actions import front, guarding, handing, limits, marking, people
from lippen.casework.models import (
    BreakGlass,
    FigureAnswer,
    GlassReview,
    Handover,
    Involvement,
    KnownPerson,
    LimitDecision,
    MarkerFact,
    OverLimit,
    SameAsStep,
    SignOff,
)
from lippen.casework.queries import searching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child
from lippen.casework.tests.test_leaving import page
from lippen.casework.tests.test_loads import client_of, refusal_of, text_of, works
from lippen.casework.vocabulary import (
    Duty,
    GlassReason,
    GlassVerdict,
    InvolvementKind,
    MarkerKind,
    MarkerStep,
    SignOffAnswer,
)
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.ids import new_ref
from lippen.kernel.records import next_id, put
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.models import Duty as Owed
from lippen.organisation.models import Person, Post, WorkTerms
from lippen.organisation.queries import duties_of
from lippen.organisation.vocabulary import Basis, Experience

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child() if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


def as_(actor: Actor) -> Actor:
    access.identify(actor, today=TODAY)
    return actor


def fact(child: KnownPerson, by: Actor) -> dict[str, object]:
    """What the application writes with every fact, for a row that goes past it."""
    own = {"person": child, "authority_id": child.authority_id, "so_on": TODAY}
    return {**own, "recorded_at": NOW, "recorded_by_id": by.account_id}


@contextmanager
def locked() -> Iterator[None]:
    """PostgreSQL refuses it by itself."""
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        yield


def holders(kind: Duty) -> set[int]:
    return set(Owed.objects.filter(kind=kind, closed_at=None).values_list("holder_id", flat=True))


def test_casework_not_own_sign_off_of_a_referral(c: Cast, child: KnownPerson) -> None:
    referral = c.refer(c.leader, child, is_immediate=True)
    given = {"actor": c.leader, "referral_ref": referral.ref, "answer": SignOffAnswer.AGREED, "words": "Yes"}
    said = refusal_of(front.sign_off, **given, **WHEN)
    assert said == f"You recorded this yourself: somebody else signs it off. It stands with {c.manager.name}."
    assert holders(Duty.SIGN_OFF) == {c.manager.person_id}, "and not with the leader of another team"
    told = text_of(client_of(c.leader).get(reverse("casework:referral", args=[referral.ref])))
    assert f"It stands with {c.manager.name}." in told
    as_(c.leader)
    row = {"referral": referral, "answer": "agreed", "words": "Yes"}
    with locked():
        SignOff.objects.create(**row, **fact(child, c.leader))
    as_(c.manager)
    SignOff.objects.create(**row, **fact(child, c.manager))


def test_casework_not_own_opening_by_break_glass(c: Cast, child: KnownPerson) -> None:
    as_(c.other_leader)
    sought = {"given_name": "Isla", "family_name": child.now.family_name, "born_on": "2006-03-04"}
    asked = {"authority_id": c.council.pk, "today": TODAY, "at": real_now()}
    run = people.search(actor=c.other_leader, terms=sought, **asked)
    broken = {
        "number": 1,
        "shown": searching.code_at(c.other_leader, run.ref, 1),
        "reason": GlassReason.DANGER,
        "words": "Found alone",
        "so_on": TODAY,
        "at": real_now(),
    }
    guarding.break_glass(actor=c.other_leader, search_ref=run.ref, **broken)
    glass = BreakGlass.objects.get(recorded_by_id=c.other_leader.account_id)
    verdict = {"verdict": GlassVerdict.RIGHT, "words": "It was right"}
    assert refusal_of(guarding.review_glass, actor=c.other_leader, glass_ref=glass.ref, **verdict, **WHEN)
    as_(c.leader)
    assert holders(Duty.GLASS_REVIEW) == {c.leader.person_id}
    as_(c.manager)
    row = {"glass": glass, "verdict": "right", "words": "It was right"}
    with locked():
        GlassReview.objects.create(**row, **fact(child, c.other_leader))
    GlassReview.objects.create(**row, **fact(child, c.manager))


def test_casework_not_own_two_records_of_one_person(c: Cast, child: KnownPerson) -> None:
    twin = c.add(c.worker, "Isla")
    c.allocate(twin, c.worker)
    as_(c.leader)
    same = guarding.propose_same(actor=c.leader, person_ref=twin.ref, kept_ref=child.ref, why="Same day", **WHEN)
    said = refusal_of(guarding.decide_same, actor=c.leader, same_ref=same.ref, is_same=True, **WHEN)
    assert said == f"You proposed this yourself: somebody else decides. It stands with {c.manager.name}."
    assert holders(Duty.AGREE_SAME) == {c.manager.person_id}
    with locked():
        SameAsStep.objects.create(same=same, kind="agreed", **fact(twin, c.leader))
    as_(c.manager)
    SameAsStep.objects.create(same=same, kind="agreed", **fact(twin, c.manager))


def test_casework_not_own_warning(c: Cast, child: KnownPerson) -> None:
    as_(c.leader)
    words = {"words": "A dog that bites", "shown_by": "The postman", "review_on": SOON}
    marker = marking.mark(actor=c.leader, person_ref=child.ref, kind=next(iter(MarkerKind)), **words, **WHEN)
    step = {"step": MarkerStep.AGREED, "words": "Rang", "review_on": SOON}
    said = refusal_of(marking.look_at_marker, actor=c.leader, marker_ref=marker.ref, **step, **WHEN)
    assert said == f"You wrote this warning yourself: somebody else agrees it. It stands with {c.manager.name}."
    assert holders(Duty.AGREE_MARKER) == {c.manager.person_id}
    row = {"marker": marker, "number": 1, "step": "agreed", "words": "Rang", "review_on": SOON}
    with locked():
        MarkerFact.objects.create(**row, **fact(child, c.leader))
    as_(c.manager)
    MarkerFact.objects.create(**row, **fact(child, c.manager))


def test_casework_not_own_question_about_a_figure(c: Cast) -> None:
    as_(c.manager)
    asked = {"authority_id": c.council.pk, "key": "weight_court", "words": "Two days a week"}
    made = limits.challenge_figure(actor=c.manager, **asked, **WHEN)
    said = refusal_of(limits.answer_challenge, actor=c.manager, challenge_ref=made.ref, words="Yes", **WHEN)
    assert said == f"You asked this yourself: somebody else answers. It stands with {c.head.name}."
    row = {"authority_id": c.council.pk, "challenge": made, "words": "Yes", "so_on": TODAY, "recorded_at": NOW}
    with locked():
        FigureAnswer.objects.create(**row, recorded_by_id=c.manager.account_id)
    as_(c.head)
    FigureAnswer.objects.create(**row, recorded_by_id=c.head.account_id)


def test_casework_not_own_time_past_the_limit(c: Cast) -> None:
    as_(c.head)
    past = {"authority_id": c.council.pk, "worker_id": c.head.person_id, "children": 2, "limit": 1, "so_on": TODAY}
    own = OverLimit.objects.create(
        ref=new_ref("over"), is_over=True, recorded_at=NOW, recorded_by_id=c.manager.account_id, **past
    )
    given = {"over_ref": own.ref, "words": "It has to be so", "valid_until": SOON}
    said = refusal_of(limits.decide_limit, actor=c.head, **given, **WHEN)
    assert said.startswith("It is your own limit: somebody else decides. Nobody else here holds a post that may")
    row = {"authority_id": c.council.pk, "team_id": None, "words": "It has to be so", "valid_until": SOON}
    row |= {"so_on": TODAY, "recorded_at": NOW}
    as_(c.head)
    with locked():
        LimitDecision.objects.create(ref=new_ref("limit"), recorded_by_id=c.head.account_id, **row)
    OverLimit.objects.create(
        **{**past, "ref": new_ref("over"), "is_over": False}, recorded_at=NOW, recorded_by_id=c.manager.account_id
    )
    LimitDecision.objects.create(ref=new_ref("limit"), recorded_by_id=c.head.account_id, **row)


def test_casework_not_own_decision_that_would_stand_for_ones_own_time_past_the_limit(c: Cast) -> None:
    as_(c.head)
    made = {}
    for who in (c.head, c.manager):
        row = {"authority_id": c.council.pk, "worker_id": who.person_id, "children": 2, "limit": 1, "so_on": TODAY}
        by = {"recorded_at": NOW, "recorded_by_id": c.manager.account_id}
        made[who.name] = OverLimit.objects.create(ref=new_ref("over"), is_over=True, **row, **by)
    given = {"over_ref": made[c.manager.name].ref, "words": "Two posts are filled", "valid_until": SOON}
    said = refusal_of(limits.decide_limit, actor=c.head, **given, **WHEN)
    assert said.startswith("It is your own limit: somebody else decides."), "both are of no team"
    Post.objects.filter(pk__in=c.manager.post_ids).update(team=Post.objects.get(pk__in=c.worker.post_ids).team)
    as_(c.head)
    assert limits.decide_limit(actor=c.head, **given, **WHEN).team_id is not None


def test_casework_not_own_reason_past_the_limit(c: Cast, child: KnownPerson) -> None:
    works(c, c.leader, c.manager, experience=Experience.STUDENT)
    why = {"over_limit_why": "I know them"}
    said = refusal_of(c.allocate, child, c.leader, **why)
    assert said == (
        "You would have 1 child; the limit is 0 (proposed nationally, 2022). Nobody gives the reason for their own "
        f"limit. It stands with {c.manager.name}."
    )
    to = {"person_ref": child.ref, "worker_id": c.leader.person_id, "note": "x", "from_on": TODAY}
    assert "Nobody gives the reason" in refusal_of(handing.offer, actor=as_(c.leader), **to, **why, **WHEN)
    part = {"worker_id": c.leader.person_id, "kind": InvolvementKind.ALLOCATED.value, "starts_on": TODAY}
    row = {"ref": new_ref("work"), "authority_id": c.council.pk, "person": child, "recorded_at": NOW, **part, **why}
    with locked():
        put(Involvement(pk=next_id(Involvement), recorded_by_id=c.leader.account_id, **row))
    work = Involvement.objects.get(person=child, kind=InvolvementKind.ALLOCATED, ends_on=None)
    offer = {"work": work, "part": work, "number": 1, "worker_id": c.leader.person_id, "note": "x", "from_on": TODAY}
    with locked():
        Handover.objects.create(ref=new_ref("handover"), **offer, **why, **fact(child, c.leader))
    access.identify(c.manager, today=TODAY)
    handing.offer(actor=c.manager, **to, **why, **WHEN)
    taken = Handover.objects.get()
    handing.answer(actor=as_(c.leader), handover_ref=taken.ref, is_accepted=True, **WHEN)
    assert Involvement.objects.get(person=child, kind="allocated", ends_on=None).worker_id == c.leader.person_id


def test_casework_not_own_hours_and_experience(c: Cast) -> None:
    said = refusal_of(works, c, c.leader, c.leader)
    assert said == f"Your own hours and experience are for somebody else to say. It stands with {c.manager.name}."
    ref = Person.objects.get(pk=c.leader.person_id).ref
    answer = client_of(c.leader).get(reverse("casework:worker_terms", args=[ref]))
    assert answer.status_code == 409 and f"It stands with {c.manager.name}." in text_of(answer)
    how = {"hours_share": Decimal(1), "experience": "experienced", "basis": Basis.PERMANENT.value, "so_on": TODAY}
    row = {"authority_id": c.council.pk, "person_id": c.leader.person_id, "recorded_at": NOW, **how}
    as_(c.leader)
    with locked():
        WorkTerms.objects.create(**row, recorded_by_id=c.leader.account_id)
    works(c, c.leader, c.manager)


# --- who stands in ---


def test_whoever_ones_post_answers_to_stands_in_before_others_who_manage(c: Cast, child: KnownPerson) -> None:
    Post.objects.filter(pk__in=c.leader.post_ids).update(reports_to=next(iter(c.head.post_ids)))
    c.refer(c.leader, child, is_immediate=True)
    assert holders(Duty.SIGN_OFF) == {c.head.person_id}


def test_while_whoever_stands_in_is_away_whoever_covers_is_named_and_has_it_on_their_desk(c: Cast) -> None:
    as_(c.manager)
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=7), "at": NOW}
    record_absence(actor=c.manager, person_id=c.manager.person_id, cover_id=c.head.person_id, **days)
    told = page(c.leader, "stand_ins")
    assert f"{c.manager.name} ({c.head.name} covers)" in told


def test_whoever_covers_for_who_would_stand_in_does_not_get_it_back(c: Cast, child: KnownPerson) -> None:
    as_(c.manager)
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=7), "at": NOW}
    record_absence(actor=c.manager, person_id=c.manager.person_id, cover_id=c.leader.person_id, **days)
    c.refer(c.leader, child, is_immediate=True)
    assert holders(Duty.SIGN_OFF) == {c.head.person_id}
    assert f"({c.leader.name} covers)" not in page(c.leader, "stand_ins")


def test_the_page_names_who_stands_in_for_each_act_and_where_there_is_nobody(c: Cast) -> None:
    told = page(c.leader, "stand_ins")
    assert "Nobody approves what is their own." in told and told.count(c.manager.name) >= 5
    assert "Nobody holds a post that may." in page(c.head, "stand_ins"), "there is no chief social work officer"
    assert c.leader.name in page(c.worker, "stand_ins")
    assert client_of(c.partner).get(reverse("casework:stand_ins")).status_code == 403
    assert duties_of(as_(c.manager)) == ()
