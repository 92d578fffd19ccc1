"""Past the limit for two weeks reaches the head of service, who decides; figures are challenged and answered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.casework import jobs, menu, rules
from lippen.casework.actions import handing, limits, work
from lippen.casework.models import FigureChallenge, Involvement, LimitDecision, LocalNumber, OverLimit
from lippen.casework.queries import days, numbers, records, referrals
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import BACKEND, MOST_STATEMENTS, NOT_COUNTED
from lippen.casework.vocabulary import Duty
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.models import Authority, PostHolding
from lippen.organisation.models import Duty as Owed
from lippen.organisation.queries import duties_of
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as organisation

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
WEEK = timedelta(days=7)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    made = cast()
    access.identify(made.manager, today=TODAY)
    figure = {"authority_id": made.council.pk, "key": "limit_children", "number": 1, "why": "For these tests"}
    work.set_number(actor=made.manager, **figure, **WHEN)
    return made


@pytest.fixture
def head(c: Cast) -> Actor:
    return c.head


def over(c: Cast, who: Actor) -> None:
    """Two children where the limit is one."""
    for given in ("Isla", "Ewan"):
        c.allocate(c.add(c.worker, given), who, over_limit_why="Nobody else was there")


def night(settings, on: date) -> None:
    settings.LIPPEN_TODAY = on
    jobs.note_over_limits(0)


def desk(actor: Actor, on: date) -> list[str]:
    access.identify(actor, today=on)
    return [duty.kind for duty in duties_of(actor) if duty.kind == Duty.OVER_LIMIT]


def decide(c: Cast, head: Actor, on: date = TODAY, **given: object) -> LimitDecision:
    access.identify(head, today=on)
    ref = OverLimit.objects.filter(is_over=True).latest("id").ref
    told = {"words": "Two posts are filled in spring", "valid_until": on + 8 * WEEK, **given}
    return limits.decide_limit(actor=head, over_ref=ref, so_on=on, at=NOW + (on - TODAY), **told)


def refusal_of(do: object, *given: object, **more: object) -> str:
    with pytest.raises(CannotDo) as why:
        do(*given, **more)  # type: ignore[operator]
    return why.value.sentence


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


# --- two weeks ---


@pytest.mark.parametrize(("days", "reaches"), [(0, False), (13, False), (14, True), (15, True)])
def test_casework_over_limit_reaches_the_head_after_two_weeks_to_the_day(days: int, reaches: bool) -> None:
    assert rules.reaches_head(TODAY, TODAY + timedelta(days)) is reaches


def test_casework_over_limit_stands_on_the_heads_desk_until_there_are_fewer(c: Cast, head: Actor, settings) -> None:
    over(c, c.colleague)
    night(settings, TODAY)
    night(settings, TODAY + timedelta(13))
    assert desk(head, TODAY + timedelta(13)) == []
    last = TODAY + timedelta(14)
    night(settings, last)
    night(settings, last)
    assert desk(head, last) == [Duty.OVER_LIMIT] and desk(c.manager, last) == []
    words = menu.duty_words(head, [duty for duty in duties_of(head) if duty.kind == Duty.OVER_LIMIT])
    ((title, who, url),) = words.values()
    assert (
        who == c.colleague.name
        and "two weeks" in title
        and url == reverse("casework:decide_limit", args=[OverLimit.objects.get().ref])
    )
    due = Owed.objects.get(kind=Duty.OVER_LIMIT).ends_on
    night(settings, last + timedelta(1))
    assert Owed.objects.get(kind=Duty.OVER_LIMIT).ends_on == due, "told once, it keeps its day"
    access.identify(c.leader, today=last)
    child = Involvement.objects.filter(kind="allocated", ends_on=None, worker_id=c.colleague.person_id).first()
    given = {"worker_id": c.leader.person_id, "so_on": TODAY, "at": NOW}
    work.allocate(actor=c.leader, person_ref=child.person.ref, **given)
    night(settings, last + timedelta(1))
    assert desk(head, last + timedelta(1)) == []
    access.identify(c.manager, today=last)
    assert list(OverLimit.objects.order_by("id").values_list("is_over", flat=True)) == [True, False]


def test_whoever_left_is_past_the_limit_no_longer(c: Cast, head: Actor, settings) -> None:
    over(c, c.colleague)
    night(settings, TODAY)
    PostHolding.objects.filter(person_id=c.colleague.person_id).update(ends_on=TODAY + WEEK)
    night(settings, TODAY + 3 * WEEK)
    assert desk(head, TODAY + 3 * WEEK) == []


def test_without_a_head_of_service_the_chief_social_work_officer_is_told(c: Cast, settings) -> None:
    chief = organisation.actor(c.council, Role.CHIEF_SOCIAL_WORK_OFFICER, on=TODAY)
    PostHolding.objects.filter(person_id=c.head.person_id).update(ends_on=TODAY)
    over(c, c.colleague)
    night(settings, TODAY)
    night(settings, TODAY + 2 * WEEK)
    assert desk(chief, TODAY + 2 * WEEK) == [Duty.OVER_LIMIT]


# --- the decision ---


def test_one_decision_stands_for_the_teams_reasons_until_its_day(c: Cast, head: Actor, settings) -> None:
    over(c, c.colleague)
    night(settings, TODAY)
    last = TODAY + 2 * WEEK
    night(settings, last)
    decide(c, head, last)
    assert desk(head, last) == []
    child = c.add(c.worker, "Una")
    access.identify(c.leader, today=last)
    on_day = {"so_on": last, "at": NOW + 2 * WEEK, "person_ref": child.ref}
    made = work.allocate(actor=c.leader, worker_id=c.colleague.person_id, **on_day)
    assert made.over_limit_why == (
        "By the head of service's decision of 31 October 2012: Two posts are filled in spring"
    )
    after = last + 8 * WEEK + timedelta(1)
    night(settings, after)
    assert desk(head, after) == [Duty.OVER_LIMIT], "once it has run out the head of service decides again"
    access.identify(c.leader, today=after)
    rows = {row.person_id: row for row in numbers.workers(c.leader, c.council.pk, on=after)}
    assert rows[c.colleague.person_id].decision is None


def test_a_decision_stands_for_its_own_team_alone_and_is_no_reason_below_the_limit(
    c: Cast, head: Actor, settings
) -> None:
    over(c, c.colleague)
    night(settings, TODAY)
    decide(c, head)
    access.identify(c.manager, today=TODAY)
    first, second = c.add(c.worker, "Una"), c.add(c.worker, "Ada")
    for child in (first, second):
        access.identify(c.manager, today=TODAY)
        given = {"person_ref": child.ref, "worker_id": c.other_worker.person_id, **WHEN}
        if child is first:
            assert work.allocate(actor=c.manager, **given).over_limit_why == ""
        else:
            assert "the limit is 1" in refusal_of(work.allocate, actor=c.manager, **given)


def test_a_worker_may_take_over_past_the_limit_by_the_decision(c: Cast, head: Actor, settings) -> None:
    over(c, c.colleague)
    child = c.add(c.worker, "Una")
    c.allocate(child, c.worker)
    night(settings, TODAY)
    decide(c, head)
    access.identify(c.worker, today=TODAY)
    offered = {"person_ref": child.ref, "worker_id": c.colleague.person_id, "note": "As it stands", "from_on": TODAY}
    made = handing.offer(actor=c.worker, **offered, **WHEN)
    access.identify(c.colleague, today=TODAY)
    handing.answer(actor=c.colleague, handover_ref=made.ref, is_accepted=True, **WHEN)
    kept = Involvement.objects.get(person=child, kind="allocated", ends_on=None)
    assert kept.over_limit_why.startswith("By the head of service's decision")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"words": " "}, "Say what was decided"),
        ({"valid_until": TODAY - timedelta(1)}, "within half a year"),
        ({"valid_until": TODAY + timedelta(184)}, "within half a year"),
    ],
)
def test_a_decision_has_words_and_a_day_within_half_a_year(given, sentence, c: Cast, head: Actor, settings) -> None:
    over(c, c.colleague)
    night(settings, TODAY)
    assert sentence in refusal_of(decide, c, head, **given)


def test_nobody_else_decides(c: Cast, head: Actor, settings) -> None:
    over(c, c.colleague)
    night(settings, TODAY)
    for other in (c.manager, c.leader, c.worker):
        with pytest.raises(NotAllowed):
            decide(c, other)
    access.identify(c.manager, today=TODAY)
    ref = OverLimit.objects.get().ref
    access.identify(c.stranger, today=TODAY)
    with pytest.raises(NotVisible):
        given = {"over_ref": ref, "words": "As was said", "valid_until": TODAY}
        limits.decide_limit(actor=c.stranger, **given, **WHEN)


def test_the_head_decides_on_a_page_and_the_team_page_says_so(c: Cast, head: Actor, settings) -> None:
    over(c, c.colleague)
    night(settings, TODAY)
    access.identify(head, today=TODAY)
    url = reverse("casework:decide_limit", args=[OverLimit.objects.get().ref])
    client = client_of(head)
    team = PostHolding.objects.get(person_id=c.colleague.person_id).post.team_id
    assert f"?team={team}" in text_of(client.get(reverse("casework:team")))
    assert url in text_of(client.get(reverse("casework:team"), {"team": team}))
    assert "over since" in text_of(client_of(c.leader).get(reverse("casework:team")))
    with CaptureQueriesContext(connection) as asked:
        page = text_of(client.get(url))
    assert sum(not each["sql"].startswith(NOT_COUNTED) for each in asked) <= MOST_STATEMENTS
    assert "has been past the limit since 17 October 2012: 2 children then, and the limit was 1." in page
    day = {"valid_until_day": 1, "valid_until_month": 2, "valid_until_year": 2013}
    sent = {"words": "Two posts are filled", "form_token": str(uuid4()), **day}
    assert "stands until that day" in text_of(client.post(url, sent, follow=True))
    assert "Decided until" in text_of(client_of(c.leader).get(reverse("casework:team")))


# --- figures ---


def ask(c: Cast, by: Actor | None = None, key: str = "weight_court", words: str = "Two days a week") -> FigureChallenge:
    who = by or c.worker
    access.identify(who, today=TODAY)
    return limits.challenge_figure(actor=who, authority_id=c.council.pk, key=key, words=words, **WHEN)


def test_casework_challenge_is_answered_by_somebody_who_manages_and_both_are_kept(c: Cast) -> None:
    made = ask(c)
    access.identify(c.manager, today=TODAY)
    (duty,) = duties_of(c.manager)
    words = menu.duty_words(c.manager, [duty])[duty.kind, made.ref]
    assert words[1] == "Permanence in court" and words[2] == reverse("casework:answer_challenge", args=[made.ref])
    client = client_of(c.manager)
    assert "Two days a week" in text_of(client.get(words[2]))
    sent = {"words": "Counted for a month", "form_token": str(uuid4())}
    page = text_of(client.post(words[2], sent, follow=True))
    assert "Two days a week" in page and "Counted for a month" in page
    access.identify(c.manager, today=TODAY)
    assert duties_of(c.manager) == ()
    assert client.get(words[2]).status_code == 409
    assert "Counted for a month" in text_of(client_of(c.other_worker).get(reverse("casework:figures")))


def test_who_asks_does_not_answer_and_who_does_not_manage_neither(c: Cast, head: Actor) -> None:
    made, own = ask(c), ask(c, c.manager)
    for who, ref, error in ((c.leader, made.ref, NotAllowed), (c.stranger, made.ref, NotVisible)):
        access.identify(who, today=TODAY)
        with pytest.raises(error):
            limits.answer_challenge(actor=who, challenge_ref=ref, words="No", **WHEN)
    access.identify(c.manager, today=TODAY)
    mine = {"actor": c.manager, "challenge_ref": own.ref, "words": "No"}
    assert "somebody else answers" in refusal_of(limits.answer_challenge, **mine, **WHEN)
    assert Owed.objects.filter(subject_key=own.ref, holder_id=head.person_id).exists(), "then the head is asked"
    limits.answer_challenge(**{**mine, "challenge_ref": made.ref}, **WHEN)
    assert "answered this already" in refusal_of(limits.answer_challenge, **{**mine, "challenge_ref": made.ref}, **WHEN)


def test_who_waits_for_an_answer_about_a_figure_does_not_ask_for_it_again(c: Cast) -> None:
    first = ask(c)
    again = refusal_of(ask, c, words="Two days a week, I counted")
    assert again.startswith("You asked for another figure here on 17 October 2012, and nobody has answered yet.")
    ask(c, key="weight_protection")
    ask(c, c.colleague)
    access.identify(c.manager, today=TODAY)
    limits.answer_challenge(actor=c.manager, challenge_ref=first.ref, words="Counted for a month", **WHEN)
    assert ask(c, words="It is three days now").pk


def test_two_windows_ask_for_the_same_figure_once_and_the_second_keeps_its_words(c: Cast) -> None:
    client, url = client_of(c.worker), f"{reverse('casework:challenge_figure')}?figure=weight_court"
    told = [
        text_of(client.post(url, {"words": words, "form_token": str(uuid4())}, follow=True))
        for words in ("Two days a week", "Three days in a bad week")
    ]
    assert "nobody has answered yet" not in told[0] and "nobody has answered yet" in told[1]
    assert "Three days in a bad week" in told[1]
    access.identify(c.worker, today=TODAY)
    assert FigureChallenge.objects.get().words == "Two days a week"


def test_a_challenge_has_words_and_a_figure_that_there_is(c: Cast) -> None:
    assert "Say what is wrong" in refusal_of(ask, c, words=" ")
    with pytest.raises(NotVisible):
        ask(c, key="weight_of_the_world")
    assert client_of(c.worker).get(f"{reverse('casework:challenge_figure')}?figure=x").status_code == 404


@pytest.mark.parametrize("key", ["keep_protection_years", "keep_other_years", "lookup_records", "lookup_minutes"])
def test_how_long_and_how_fast_is_set_by_those_who_agree_what_is_destroyed(c: Cast, key: str) -> None:
    given = {"authority_id": c.council.pk, "key": key, "number": rules.LOCALS[key].start, "why": "Agreed in council"}
    url = f"{reverse('casework:set_figure')}?figure={key}"
    for who in (c.leader, c.manager):
        access.identify(who, today=TODAY)
        with pytest.raises(NotAllowed):
            work.set_number(actor=who, **given, **WHEN)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row = {"so_on": TODAY, "recorded_at": NOW, "recorded_by_id": who.account_id}
            LocalNumber.objects.create(**given, **row)
        client = client_of(who)
        assert client.get(url).status_code == 403
        assert url not in text_of(client.get(reverse("casework:figures")))
    assert url in text_of(client_of(c.head).get(reverse("casework:figures")))
    access.identify(c.head, today=TODAY)
    assert work.set_number(actor=c.head, **given, **WHEN).pk


@pytest.mark.parametrize(
    ("key", "number", "said"),
    [
        ("keep_protection_years", "9", "between 10 and 100 years"),
        ("keep_other_years", "0", "between 1 and 100 years"),
        ("lookup_records", "1000", "between 5 and 200 records"),
        ("lookup_minutes", "0", "between 1 and 60 minutes"),
        ("limit_children", "0", "between 1 and 50 children"),
        ("screening_days", "61", "between 0 and 60 working days"),
        ("share_casework", "1.1", "between 0 and 1"),
    ],
)
def test_a_figure_out_of_its_range_is_refused_in_words(c: Cast, key: str, number: str, said: str) -> None:
    access.identify(c.head, today=TODAY)
    figure = {"authority_id": c.council.pk, "key": key, "number": Decimal(number), "why": "Agreed in council"}
    with pytest.raises(CannotDo) as refused:
        work.set_number(actor=c.head, **figure, **WHEN)
    assert (str(refused.value), refused.value.field) == (f"Give a figure {said}.", "number")


OWN_LIMIT = (
    "15 children was proposed nationally in 2022; the council’s own is 1, since 17 October 2012: For these tests."
)


def test_casework_limit_of_the_councils_own_stands_beside_the_one_that_was_proposed(c: Cast) -> None:
    c.allocate(c.add(c.worker, "Isla"), c.worker)
    said = refusal_of(c.allocate, c.add(c.worker, "Ewan"), c.worker)
    own = "the council's own is 1 for somebody full-time; 15 was proposed nationally, 2022"
    assert f"would have 2 children; the limit is 1 ({own})." in said
    assert OWN_LIMIT in text_of(client_of(c.leader).get(reverse("casework:team")))


def test_an_own_limit_is_said_from_its_day_on_and_in_that_council_alone(c: Cast, settings) -> None:
    access.identify(c.manager, today=TODAY)
    for council, on in ((c.council.pk, TODAY - timedelta(1)), (c.council.pk, TODAY)):
        rows = numbers.workers(c.manager, council, on=on)
        assert {row.own_limit and row.own_limit.number for row in rows} == {Decimal(1) if on == TODAY else None}
    access.identify(c.stranger, today=TODAY)
    (council,) = c.stranger.authority_ids
    worker = organisation.actor(Authority.objects.get(pk=council), Role.TEAM_LEADER)
    access.identify(c.stranger, today=TODAY)
    (row,) = numbers.workers(c.stranger, council, on=TODAY, person_ids=[worker.person_id])
    assert row.own_limit is None and row.load.limit_words.endswith("(proposed nationally, 2022)")


def test_years_of_keeping_are_said_as_the_council_set_them(c: Cast) -> None:
    access.identify(c.head, today=TODAY)
    figure = {"authority_id": c.council.pk, "key": "keep_other_years", "number": 12, "why": "Agreed in council"}
    work.set_number(actor=c.head, **figure, **WHEN)
    for who in (c.head, c.governance):
        said = text_of(client_of(who).get(reverse("casework:due_lists")))
        assert "after the last work: 12 years, the council’s own; Lippen starts with 10" in said
        assert "after the last work: 35 years, what Lippen starts with (ours, not published)" in said


def test_the_page_says_how_the_figure_stands_before_it_asks_for_another(c: Cast) -> None:
    url = f"{reverse('casework:challenge_figure')}?figure=weight_court"
    before = text_of(client_of(c.worker).get(url))
    assert "It is 16 hours in 4 weeks now, what Lippen starts with (ours, not published)." in before
    access.identify(c.manager, today=TODAY)
    figure = {"authority_id": c.council.pk, "key": "weight_court", "number": Decimal(20), "why": "Counted for a month"}
    work.set_number(actor=c.manager, **figure, **WHEN)
    told = text_of(client_of(c.worker).get(url))
    assert "It is 20 hours in 4 weeks now, since 17 October 2012: Counted for a month." in told


# --- days that are not worked ---


def own_day(c: Cast, day: date, *, closed: bool, by: Actor | None = None, **given: object) -> None:
    who = by or c.manager
    access.identify(who, today=TODAY)
    told = {"name": "Fair Monday", "source": "The council's calendar", **given}
    limits.say_day(actor=who, authority_id=c.council.pk, day=day, is_closed=closed, **told, **WHEN)


def test_clocks_pass_over_bank_holidays_and_the_councils_own_days(c: Cast, settings) -> None:
    def wait_due(on: date) -> date:
        """The last day for an allocation by a decision of that day, five working days later."""
        access.identify(c.leader, today=on)
        closed = days.closed_days(c.leader, c.council.pk, around=on)
        return rules.working_days_after(on, 5, closed)

    assert wait_due(date(2012, 12, 20)) == date(2012, 12, 31), "Christmas Day and Boxing Day are passed over"
    assert wait_due(date(2012, 12, 28)) == date(2013, 1, 8), "New Year's Day and 2 January too"
    own_day(c, date(2012, 12, 24), closed=True)
    own_day(c, date(2013, 1, 2), closed=False)
    assert wait_due(date(2012, 12, 20)) == date(2013, 1, 2)
    assert wait_due(date(2012, 12, 28)) == date(2013, 1, 7)
    own_day(c, date(2012, 12, 24), closed=False)
    assert wait_due(date(2012, 12, 20)) == date(2012, 12, 31), "the last word on a day counts"


def test_a_referrals_clock_and_a_wait_are_counted_by_them(c: Cast, settings) -> None:
    child = c.add(c.worker, "Isla")
    own_day(c, TODAY + timedelta(1), closed=True)
    referral = c.refer(c.worker, child)
    (duty,) = [duty for duty in duties_of(c.worker) if duty.subject_key == referral.ref]
    assert duty.ends_on - timedelta(1) == TODAY + timedelta(2), "the next working day is the one after"
    access.identify(c.worker, today=TODAY)
    figures = numbers.numbers(c.worker, c.council.pk, on=TODAY)
    assert referrals.referral(c.worker, referral.ref, numbers=figures).due_on == TODAY + timedelta(2)
    assert c.waiting(c.worker, c.add(c.worker, "Ada")).due_on == TODAY + timedelta(8)


@pytest.mark.parametrize(
    ("given", "sentence"), [({"name": " "}, "Say which day"), ({"source": ""}, "Say who decided"), ({}, "three years")]
)
def test_a_day_has_name_and_source_and_is_near(given: dict, sentence: str, c: Cast) -> None:
    day = TODAY + timedelta(1) if given else date(2020, 1, 6)
    assert sentence in refusal_of(own_day, c, day, closed=True, **given)
    with pytest.raises(NotAllowed):
        own_day(c, TODAY, closed=True, by=c.worker)


def test_the_days_stand_with_the_figures_and_one_is_added_on_a_page(c: Cast) -> None:
    client = client_of(c.leader)
    page = text_of(client.get(reverse("casework:figures")))
    assert "St Andrew&#x27;s Day" in page and "Bank holiday in Scotland" in page
    day = {"day_day": 26, "day_month": 11, "day_year": 2012}
    sent = {"is_closed": "closed", "name": "Fair Monday", "source": "Calendar of 2012", **day}
    given = {**sent, "form_token": str(uuid4())}
    after = text_of(client.post(reverse("casework:say_day"), given, follow=True))
    assert "Fair Monday" in after and "Calendar of 2012" in after
    assert reverse("casework:say_day") not in text_of(client_of(c.worker).get(reverse("casework:figures")))


def test_the_reason_past_the_limit_is_no_part_of_the_childs_story(c: Cast) -> None:
    c.allocate(c.add(c.worker, "Ewan"), c.worker)
    child = c.add(c.worker, "Isla")
    why = "Two of his close next week"
    c.allocate(child, c.worker, over_limit_why=why)
    access.identify(c.worker, today=TODAY)
    found = records.record(c.worker, child.ref, real_at=NOW)
    assert why not in " ".join(event.words for event in found.events)
    for who, reads in ((c.leader, True), (c.worker, False)):
        page = client_of(who).get(reverse("casework:child", args=[child.ref])).content.decode()
        assert (f"Past the limit: {why}" in page) is reads
