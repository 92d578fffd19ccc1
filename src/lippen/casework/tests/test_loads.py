"""What counts in a load: hours, experience, absence, family support; what is due in eight weeks, typed in too."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lippen.casework import menu, rules
from lippen.casework.actions import handing, supporting, typed, visiting, work
from lippen.casework.models import KnownPerson, TypedDuty
from lippen.casework.queries import numbers, records, teams
from lippen.casework.rules import Carried
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child, without_first_visits
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import TYPED_WORDS, Duty, Status, TypedEnd, TypedKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.actions import terms
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.models import Duty as Owed
from lippen.organisation.models import Post, SkillFact, Team, WorkTerms
from lippen.organisation.queries import actor_for, duties_of
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as organisation
from lippen.organisation.vocabulary import Basis, Experience

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
WEEK = timedelta(days=7)


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child(first_visits=False) if "child" in request.fixturenames else without_first_visits(cast())


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


def works(c: Cast, who: Actor, by: Actor | None = None, **given: object) -> WorkTerms:
    actor = by or c.leader
    access.identify(actor, today=TODAY)
    usual = {"hours_share": Decimal(1), "experience": Experience.EXPERIENCED, "basis": Basis.PERMANENT, "skill_ids": ()}
    whose = {"authority_id": c.council.pk, "person_id": who.person_id}
    return terms.say_terms(actor=actor, **whose, **{**usual, **WHEN, **given})


def row_of(c: Cast, who: Actor, on: date = TODAY) -> numbers.WorkerRow:
    access.identify(c.manager, today=TODAY)
    return next(row for row in numbers.workers(c.manager, c.council.pk, on=on) if row.person_id == who.person_id)


def refusal_of(do: object, *given: object, **more: object) -> str:
    with pytest.raises(CannotDo) as why:
        do(*given, **more)  # type: ignore[operator]
    return why.value.sentence


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"casework:{name}", args=args)


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


# --- by rule ---


@pytest.mark.parametrize(
    ("hours", "experience", "limit", "capacity"),
    [
        ("1", Experience.EXPERIENCED, 15, "84.0"),
        ("0.6", Experience.EXPERIENCED, 9, "50.40"),
        ("1", Experience.NEWLY_QUALIFIED, 11, "63.00"),
        ("0.5", Experience.NEWLY_QUALIFIED, 5, "31.500"),
        ("1", Experience.STUDENT, 0, "0"),
        ("1", None, 11, "63.00"),
        ("0.5", None, 5, "31.500"),
    ],
)
def test_casework_experience_and_hours_lower_limit_and_capacity(hours, experience, limit, capacity) -> None:
    figures = rules.numbers_with({})
    found = rules.load([], figures, hours_share=Decimal(hours), experience=experience)
    assert (found.limit, found.capacity) == (limit, Decimal(capacity))


def test_casework_help_takes_its_hours_off_and_never_more_than_there_are() -> None:
    figures = rules.numbers_with({})  # 5 hours in four weeks for a child in need, 16 on the register
    carried = [
        Carried(Status.IN_NEED, 2),
        Carried(Status.IN_NEED, 1, Decimal(3)),
        Carried(Status.PROTECTION, 1, Decimal(1)),
    ]
    found = rules.load(carried, figures)
    assert (found.children, found.hours) == (4, Decimal(10 + 0 + 12))


@pytest.mark.parametrize(
    ("spells", "share"),
    [
        ([], Decimal(1)),
        ([(TODAY, TODAY + WEEK)], Decimal("0.75")),
        ([(TODAY - WEEK, TODAY + WEEK), (TODAY + 2 * WEEK, TODAY + 3 * WEEK)], Decimal("0.5")),
        ([(TODAY, TODAY + WEEK), (TODAY, TODAY + WEEK)], Decimal("0.75")),
        ([(TODAY - WEEK, TODAY + 9 * WEEK)], Decimal(0)),
        ([(TODAY + 4 * WEEK, TODAY + 5 * WEEK)], Decimal(1)),
    ],
)
def test_absence_counts_by_the_days_of_the_next_four_weeks(spells, share) -> None:
    assert rules.there_share(spells, TODAY) == share


# --- hours, experience, skills ---


def new_here(c: Cast) -> Actor:
    """A worker of the team of whom nobody has said how they work."""
    team = Team.objects.get(posts__in=c.worker.post_ids)
    post = organisation.post(c.council, Role.SOCIAL_WORKER)
    Post.objects.filter(pk=post.pk).update(team=team)
    who = organisation.holder(post, organisation.person(c.council, "Noor"))
    return actor_for(organisation.account(who).pk, on=TODAY)


def test_casework_experience_that_nobody_recorded_counts_as_newly_qualified_and_is_said(c: Cast) -> None:
    new, usual = row_of(c, new_here(c)), row_of(c, c.colleague)
    assert (new.load.limit, usual.load.limit) == (11, 15)
    assert new.terms.words == ("Experience not recorded: counts as newly qualified",) and usual.terms.words == ()


def test_casework_experience_that_nobody_recorded_asks_for_a_reason_past_the_lower_limit(c: Cast) -> None:
    new = new_here(c)
    access.identify(c.manager, today=TODAY)
    for _ in range(11):
        child = c.add(c.leader)
        c.allocate(child, new)
    child = c.add(c.leader)
    said = refusal_of(c.allocate, child, new)
    assert "would have 12 children; the limit is 11 (proposed nationally, 2022). Experience not recorded" in said
    c.allocate(child, new, over_limit_why="She has twenty years elsewhere")
    works(c, new)
    assert row_of(c, new).load.limit == 15
    c.allocate(c.add(c.leader), new)


def test_the_allocation_page_says_whose_experience_is_not_recorded(c: Cast, child: KnownPerson) -> None:
    new = new_here(c)
    page = text_of(client_of(c.leader).get(at("allocate_child", child.ref)))
    row = page[page.index(f'<th scope="row">{new.name}') :]
    assert "Experience not recorded" in row[: row.index("</tr>")]
    assert page.count("Experience not recorded: counts as newly qualified</strong>") == 1
    choice = page[page.index("Who will work with the child?") :]
    assert f"{new.name}, experience not recorded" in choice


def test_whoever_records_how_somebody_works_chooses_their_experience_themselves(c: Cast) -> None:
    ref = row_of(c, new_here(c)).ref
    page = text_of(client_of(c.leader).get(at("worker_terms", ref)))
    chosen = [each for each in re.findall(r"<input[^>]*>", page) if 'name="experience"' in each]
    assert len(chosen) == 3 and not any("checked" in each for each in chosen)


def test_a_student_takes_no_child_without_a_reason(c: Cast) -> None:
    child = c.add(c.worker)
    works(c, c.colleague, experience=Experience.STUDENT)
    assert "would have 1 child; the limit is 0" in refusal_of(c.allocate, child, c.colleague)
    access.identify(c.leader, today=TODAY)
    assert teams.board(c.leader, today=TODAY).could_take.person_id != c.colleague.person_id
    c.allocate(child, c.colleague, over_limit_why="With the practice teacher beside them")


def test_terms_count_from_their_day_and_the_last_word_of_a_day_stands(c: Cast) -> None:
    works(c, c.worker, hours_share=Decimal("0.5"), so_on=TODAY - 60 * WEEK)
    works(c, c.worker, hours_share=Decimal("0.8"), basis=Basis.AGENCY, so_on=TODAY - WEEK)
    works(c, c.worker, hours_share=Decimal("0.6"), basis=Basis.SESSIONAL, so_on=TODAY - WEEK)
    assert row_of(c, c.worker).terms.words == ("0.6 of full time", "Sessional")
    assert row_of(c, c.worker, TODAY - 2 * WEEK).load.limit == 7
    assert row_of(c, c.worker, TODAY - 61 * WEEK).load.limit == 15
    assert row_of(c, c.colleague).terms.words == ()


def test_skills_come_from_the_councils_list_and_go_again(c: Cast) -> None:
    access.identify(c.manager, today=TODAY)
    gaelic = terms.list_skill(actor=c.manager, authority_id=c.council.pk, name="  Speaks   Gaelic ", at=NOW)
    court = terms.list_skill(actor=c.manager, authority_id=c.council.pk, name="Court work", at=NOW)
    assert gaelic.name == "Speaks Gaelic"
    with pytest.raises(CannotDo, match="on the list already"):
        terms.list_skill(actor=c.manager, authority_id=c.council.pk, name="Court work", at=NOW)
    works(c, c.worker, skill_ids=[gaelic.pk, court.pk])
    assert row_of(c, c.worker).skills == ("Court work", "Speaks Gaelic")
    works(c, c.worker, skill_ids=[court.pk])
    assert row_of(c, c.worker).skills == ("Court work",) and SkillFact.objects.count() == 3
    with pytest.raises(NotVisible):
        works(c, c.worker, skill_ids=[court.pk + 1000])


def test_a_leader_says_it_of_their_team_and_a_manager_of_everybody(c: Cast) -> None:
    works(c, c.worker, c.leader)
    works(c, c.worker, c.manager)
    with pytest.raises(NotVisible):
        works(c, c.worker, c.other_leader)
    with pytest.raises(NotVisible):
        works(c, c.stranger, c.manager)
    for nobody in (c.worker, c.governance):
        with pytest.raises(NotAllowed):
            works(c, c.colleague, nobody)
    assert client_of(c.other_leader).get(at("worker_terms", row_of(c, c.worker).ref)).status_code == 404


@pytest.mark.parametrize("given", [{"hours_share": Decimal(0)}, {"hours_share": Decimal("1.1")}])
def test_a_share_is_above_nothing_and_at_most_all(given: dict, c: Cast) -> None:
    assert "Give a share above 0" in refusal_of(works, c, c.worker, **given)
    assert "has not come yet" in refusal_of(works, c, c.worker, so_on=TODAY + WEEK)


def test_absence_lowers_the_hours_there_are(c: Cast, child: KnownPerson) -> None:
    before = row_of(c, c.worker).load
    access.identify(c.worker, today=TODAY)
    days = {"starts_on": TODAY + WEEK, "ends_on": TODAY + 3 * WEEK}
    record_absence(actor=c.worker, person_id=c.worker.person_id, cover_id=c.colleague.person_id, at=NOW, **days)
    after = row_of(c, c.worker)
    assert (after.load.capacity, after.load.limit) == (before.capacity / 2, before.limit)
    assert after.away_until is None, "they are still here today"


def test_terms_are_said_on_a_page_and_stand_with_the_load(c: Cast) -> None:
    access.identify(c.leader, today=TODAY)
    skill = terms.list_skill(actor=c.leader, authority_id=c.council.pk, name="Court work", at=NOW)
    leader, ref = client_of(c.leader), row_of(c, c.worker).ref
    assert at("worker_terms", ref) in leader.get(at("team")).content.decode()
    sent = {"hours_share": "0.6", "experience": "newly_qualified", "basis": "agency", "skills": [str(skill.pk)]}
    day = {"so_on": "today"}
    page = text_of(leader.post(at("worker_terms", ref), {**sent, **day, "form_token": str(uuid4())}, follow=True))
    assert "load from now on" in page
    for words in ("0.6 of full time", "Newly qualified", "Agency", "Court work"):
        assert words in page
    form = text_of(leader.get(at("worker_terms", ref)))
    assert 'name="hours_share" value="0.6"' in form
    assert "confirmed by no national source" in page


# --- family support ---


def test_family_support_counts_until_it_ends(c: Cast, child: KnownPerson) -> None:
    before = row_of(c, c.worker).load.hours
    access.identify(c.leader, today=TODAY)
    support = {"helper": "Nan Fraser", "words": "Meals", "freed_hours": Decimal("0.5")}
    made = supporting.assign_help(actor=c.leader, person_ref=child.ref, **support, **WHEN)
    assert row_of(c, c.worker).load.hours == before - 2
    access.identify(c.leader, today=TODAY)
    assert "Say why it ends" in refusal_of(supporting.end_help, actor=c.leader, help_ref=made.ref, words=" ", **WHEN)
    supporting.end_help(actor=c.leader, help_ref=made.ref, words="Moved", **WHEN)
    assert row_of(c, c.worker).load.hours == before
    access.identify(c.leader, today=TODAY)
    assert "ended already" in refusal_of(
        supporting.end_help, actor=c.leader, help_ref=made.ref, words="As was said", **WHEN
    )
    told = [event.title for event in records.record(c.leader, child.ref, real_at=NOW).events]
    assert "Family support: Nan Fraser" in told and "Family support ended: Nan Fraser" in told


def test_family_support_reads_as_sentences_and_one_hour_is_one(c: Cast, child: KnownPerson) -> None:
    access.identify(c.leader, today=TODAY)
    support = {"helper": "Nan Fraser", "words": "Meals, four mornings.", "freed_hours": Decimal(1)}
    supporting.assign_help(actor=c.leader, person_ref=child.ref, **support, **WHEN)
    page = text_of(client_of(c.leader).get(at("child", child.ref)))
    assert "Meals, four mornings. Since 17 October 2012; frees 1 hour of the worker a week" in page


def test_who_may_assign_help_and_how_much(c: Cast, child: KnownPerson) -> None:
    support = {"person_ref": child.ref, "helper": "Nan Fraser", "words": "Meals"}
    access.identify(c.worker, today=TODAY)
    with pytest.raises(NotAllowed):
        supporting.assign_help(actor=c.worker, freed_hours=Decimal(1), **support, **WHEN)
    access.identify(c.leader, today=TODAY)
    for hours in (Decimal(-1), Decimal("35.1")):
        assert "from 0 to 35" in refusal_of(
            supporting.assign_help, actor=c.leader, freed_hours=hours, **support, **WHEN
        )


# --- typed in ---


def due(c: Cast, child: KnownPerson, by: Actor | None = None, **given: object) -> TypedDuty:
    who = by or c.worker
    access.identify(who, today=TODAY)
    usual = {"kind": TypedKind.CORE_GROUP, "worker_id": who.person_id, "due_on": TODAY + WEEK}
    return typed.type_duty(actor=who, person_ref=child.ref, **{**usual, **WHEN, **given})


@pytest.mark.parametrize("kind", TypedKind)
def test_casework_typed_duty_stands_on_the_desk_with_its_own_words_and_hours(
    kind: TypedKind, c: Cast, child: KnownPerson
) -> None:
    made = due(c, child, kind=kind, words="At the school")
    (duty,) = duties_of(c.worker)
    words = menu.duty_words(c.worker, [duty])[duty.kind, made.ref]
    assert words == (TYPED_WORDS[kind], records.head(c.worker, child.ref).name, at("end_typed", made.ref))
    assert duty.hours == rules.TYPED_START_HOURS[kind] and duty.ends_on == TODAY + WEEK + timedelta(1)


def test_it_is_done_or_it_is_said_why_not(c: Cast, child: KnownPerson) -> None:
    made, other = due(c, child), due(c, child, kind=TypedKind.HEARING, hours=Decimal("2.5"))
    access.identify(c.worker, today=TODAY)
    cancel = {"actor": c.worker, "typed_ref": other.ref, "end": TypedEnd.CANCELLED}
    assert "Say why it need not be done" in refusal_of(typed.end_typed, **cancel, **WHEN)
    typed.end_typed(**cancel, words="The Reporter decided without one", **WHEN)
    typed.end_typed(actor=c.worker, typed_ref=made.ref, end=TypedEnd.DONE, **WHEN)
    assert duties_of(c.worker) == ()
    assert "already" in refusal_of(typed.end_typed, actor=c.worker, typed_ref=made.ref, end=TypedEnd.DONE, **WHEN)
    told = [event.title for event in records.record(c.worker, child.ref, real_at=NOW).events]
    assert "Core group" in told and "Children's hearing" not in told, "what was not held did not happen"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"due_on": TODAY - timedelta(367)}, "within the year before"),
        ({"due_on": TODAY + timedelta(733)}, "within two years"),
        ({"hours": Decimal(101)}, "from 0 to 100"),
        ({"kind": TypedKind.OTHER_DUTY}, "Say what is due"),
    ],
)
def test_what_is_typed_in_is_refused_at_its_question(given, sentence, c: Cast, child: KnownPerson) -> None:
    assert sentence in refusal_of(due, c, child, **given)


def test_what_is_typed_in_late_is_late_at_once_and_goes_with_the_child(c: Cast, child: KnownPerson) -> None:
    made = due(c, child, due_on=TODAY - WEEK, kind=TypedKind.REPORTER_REPORT)
    access.identify(c.leader, today=TODAY)
    assert [row.words for row in teams.board(c.leader, today=TODAY).late] == ["Report for the Children's Reporter"]
    offered = {"note": "As it stands", "from_on": TODAY, "worker_id": c.colleague.person_id}
    handover = handing.offer(actor=c.leader, person_ref=child.ref, **offered, **WHEN)
    access.identify(c.colleague, today=TODAY)
    handing.answer(actor=c.colleague, handover_ref=handover.ref, is_accepted=True, **WHEN)
    assert Owed.objects.get(subject_key=made.ref, closed_at=None).holder_id == c.colleague.person_id
    (row,) = records.record(c.colleague, child.ref, real_at=NOW).typed
    assert row.worker == c.colleague.name


def test_strangers_neither_type_in_nor_end(c: Cast, child: KnownPerson) -> None:
    made = due(c, child)
    for stranger in (c.other_worker, c.stranger, c.governance):
        with pytest.raises((NotVisible, NotAllowed)):
            due(c, child, stranger)
        with pytest.raises((NotVisible, NotAllowed)):
            typed.end_typed(actor=stranger, typed_ref=made.ref, end=TypedEnd.DONE, **WHEN)


def test_something_is_typed_in_and_done_on_pages(c: Cast, child: KnownPerson) -> None:
    worker = client_of(c.worker)
    day = {"due_on_day": 1, "due_on_month": 11, "due_on_year": 2012}
    sent = {"kind": "hearing", "words": "At ten", "worker": c.worker.person_id, "hours": "", **day}
    page = text_of(worker.post(at("type_duty", child.ref), {**sent, "form_token": str(uuid4())}, follow=True))
    assert "It stands on their desk." in page and "Children&#x27;s hearing" in page and "At ten" in page
    access.identify(c.worker, today=TODAY)
    url = at("end_typed", TypedDuty.objects.get().ref)
    given = {"end": "done", "words": "Deferred for a report", "so_on": "today", "form_token": str(uuid4())}
    assert "It is done." in text_of(worker.post(url, given, follow=True))
    assert worker.get(url).status_code == 409


# --- in eight weeks ---


def set_hours(c: Cast, key: str, number: str) -> None:
    access.identify(c.manager, today=TODAY)
    figure = {"authority_id": c.council.pk, "key": key, "number": Decimal(number), "why": "Counted for a month"}
    work.set_number(actor=c.manager, **figure, **WHEN)


def test_casework_desk_hours_of_visits_planned_and_first_are_the_councils_own(c: Cast) -> None:
    set_hours(c, "hours_visit", "2.25")
    access.identify(c.worker, today=TODAY)
    child = c.add(c.worker)
    c.allocate(child, c.worker)
    set_hours(c, "first_visit_days", "5")
    planned = {"planned_on": TODAY + WEEK, "worker_id": c.worker.person_id}
    access.identify(c.worker, today=TODAY)
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, **planned, **WHEN)
    second = c.add(c.worker, "Nan")
    c.allocate(second, c.worker)
    hours = dict(Owed.objects.filter(closed_at=None).values_list("kind", "hours"))
    assert (hours[Duty.VISIT], hours[Duty.FIRST_VISIT]) == (Decimal("2.25"), Decimal("2.25"))


def test_what_is_due_in_eight_weeks_stands_beside_the_load(c: Cast, child: KnownPerson) -> None:
    due(c, child, due_on=TODAY - WEEK, hours=Decimal(1))
    due(c, child, due_on=TODAY + 8 * WEEK - timedelta(1), hours=Decimal(4))
    due(c, child, due_on=TODAY + 8 * WEEK, hours=Decimal(100))
    access.identify(c.worker, today=TODAY)
    planned = {"planned_on": TODAY + WEEK, "worker_id": c.worker.person_id}
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, **planned, **WHEN)
    owed = row_of(c, c.worker).owed
    assert (owed.duties, owed.hours) == (3, Decimal("6.5"))
    assert row_of(c, c.colleague).owed == numbers.NOTHING
    for page in (at("team"), at("allocate_child", child.ref)):
        assert '>3 <span class="lippen-reason">6.5 hours</span>' in text_of(client_of(c.leader).get(page)), page
    assert Owed.objects.filter(kind=Duty.CORE_GROUP, closed_at=None).count() == 3
