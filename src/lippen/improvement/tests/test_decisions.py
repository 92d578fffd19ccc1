"""Decisions of council and committee: recorded once, with means, options, delivery, actions and report back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.actions import Means, Owner
from lippen.improvement.models import CouncilDecision, DecisionOption, DecisionStatus
from lippen.improvement.queries import CommitmentFilters
from lippen.improvement.screens.decisions import pounds
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, moment, month
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import Delivery
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.queries import duties_of

pytestmark = pytest.mark.django_db
MET = date(2012, 10, 11)
WHEN = {"so_on": TODAY, "at": NOW}
MEANS = Means(Decimal("1200000.00"), "over two years", Decimal("8.5"), "social workers")


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def recorded(here: Cast, **given: object) -> str:
    access.identify(here.editor, today=TODAY)
    settled = {"body": "Council", "agreed": "More practitioners", "means": MEANS, "so_on": MET, "at": moment(MET)}
    return actions.record_decision(actor=here.editor, plan_ref=here.plan.ref, **{**settled, **given}).ref


def told(here: Cast, ref: str, **given: object) -> queries.DecisionStory:
    return queries.decision(here.editor, ref, today=TODAY, **given)


def option(here: Cast, ref: str, title: str, **given: object) -> DecisionOption:
    return actions.set_option(actor=here.editor, decision_ref=ref, title=title, **WHEN, **given)


def delivery(here: Cast, ref: str, status: Delivery, words: str = "", **given: object) -> DecisionStatus:
    return actions.set_delivery(actor=here.editor, decision_ref=ref, status=status, words=words, **{**WHEN, **given})


def test_a_decision_keeps_body_day_words_money_and_posts(here: Cast) -> None:
    row = told(here, recorded(here)).row
    assert (row.body, row.decided_on, row.agreed) == ("Council", MET, "More practitioners")
    assert (row.amount, row.amount_period, row.posts, row.status) == (
        Decimal("1200000.00"),
        "over two years",
        Decimal("8.50"),
        "not_begun",
    )


@pytest.mark.parametrize("lacking", ["body", "agreed"])
def test_a_decision_without_body_or_words_is_refused(lacking: str, here: Cast) -> None:
    with pytest.raises(CannotDo):
        recorded(here, **{lacking: " "})


def test_a_decision_sent_twice_is_one(here: Cast) -> None:
    token = uuid4()
    assert recorded(here, token=token) == recorded(here, token=token)
    assert CouncilDecision.objects.count() == 1


def test_to_report_back_is_a_commitment_on_a_desk_to_the_body_that_decided(here: Cast) -> None:
    ref = recorded(here, report_back=month(2012, 12), reports=Owner(here.boss.person_id))
    filters = CommitmentFilters(source_kind="improvement.councildecision", source_keys=[ref])
    (found,) = queries.commitments(here.editor, filters=filters, today=TODAY)
    assert (found.words, found.other_words, found.due) == (
        "Report back on: More practitioners",
        "Council",
        month(2012, 12),
    )
    assert [duty.subject_key for duty in duties_of(here.boss)] == [found.ref]


def test_options_keep_their_places_and_one_alone_is_chosen(here: Cast) -> None:
    ref = recorded(here)
    option(here, ref, "Mend the old system", cost=Decimal(50000))
    option(
        here, ref, "Buy a new one", cost=Decimal(400000), benefit="One record", migration="Six weeks", is_chosen=True
    )
    with pytest.raises(CannotDo, match="Buy a new one"):
        option(here, ref, "Wait", is_chosen=True)
    option(here, ref, "Mend the old one", place=1, cost=Decimal(60000))
    found = [(each.place, each.title, each.cost, each.is_chosen) for each in told(here, ref).options]
    assert found == [
        (1, "Mend the old one", Decimal("60000.00"), False),
        (2, "Buy a new one", Decimal("400000.00"), True),
    ]
    with pytest.raises(CannotDo, match="That option is not there"):
        option(here, ref, "Nowhere", place=7)


def test_delivery_is_added_and_each_day_reads_as_it_stood(here: Cast) -> None:
    ref = recorded(here)
    delivery(here, ref, Delivery.UNDER_WAY, "Four posts filled", so_on=MET, at=moment(MET))
    delivery(here, ref, Delivery.DELIVERED, "All filled")
    assert [each.status for each in told(here, ref).deliveries] == ["not_begun", "under_way", "delivered"]
    assert told(here, ref, as_at=TODAY - timedelta(days=1)).row.status == "under_way"
    with pytest.raises(NotVisible):
        told(here, ref, as_at=MET - timedelta(days=1))


def test_a_decision_stops_for_a_reason_and_says_nothing_twice(here: Cast) -> None:
    ref = recorded(here)
    with pytest.raises(CannotDo, match="Say why"):
        delivery(here, ref, Delivery.STOPPED)
    delivery(here, ref, Delivery.STOPPED, "No money")
    with pytest.raises(CannotDo, match="already"):
        delivery(here, ref, Delivery.STOPPED, "No money")
    with pytest.raises(CannotDo, match="Something later"):
        delivery(here, ref, Delivery.UNDER_WAY, so_on=MET)


def test_actions_that_carry_it_out_are_those_ticked_last(here: Cast) -> None:
    first, second = here.action("One"), here.action("Two")
    ref = recorded(here, action_refs=[first.ref])
    actions.tie_decision(actor=here.editor, decision_ref=ref, action_refs=[second.ref], **WHEN)
    assert [tied.ref for tied in told(here, ref).row.actions] == [second.ref]
    assert [tied.ref for tied in told(here, ref, as_at=MET).row.actions] == [first.ref]
    with pytest.raises(CannotDo, match="not in this plan"):
        actions.tie_decision(actor=here.editor, decision_ref=ref, action_refs=["action-elsewhere"], **WHEN)


def test_who_does_not_edit_the_plan_records_nothing_and_another_council_sees_nothing(here: Cast) -> None:
    ref = recorded(here)
    with pytest.raises(NotAllowed):
        actions.set_delivery(actor=here.worker, decision_ref=ref, status=Delivery.UNDER_WAY, **WHEN)
    with pytest.raises(NotVisible):
        queries.decision(here.stranger, ref, today=TODAY)
    assert queries.decisions(here.stranger, here.plan.pk, today=TODAY) == ()


@pytest.mark.parametrize(
    ("model", "given", "name"),
    [
        (DecisionStatus, {"number": 2, "status": "stopped"}, "decision_stops_for_a_reason"),
        (DecisionStatus, {"number": 1, "status": "under_way"}, "decision_status_numbered_once"),
        (DecisionStatus, {"number": 2, "status": "lost"}, "decision_status_known"),
        (DecisionOption, {"place": 1, "title": ""}, "option_has_a_title"),
        (DecisionOption, {"place": 1, "title": "x", "cost": -1}, "option_cost_counts"),
    ],
)
def test_the_table_itself_refuses(model: type, given: dict[str, object], name: str, here: Cast) -> None:
    made = CouncilDecision.objects.get(ref=recorded(here))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(decision=made, so_on=TODAY, recorded_at=NOW, **given)


@pytest.mark.parametrize(
    ("amount", "words"), [(Decimal("1200000.00"), "£1,200,000"), (Decimal("1200.50"), "£1,200.50"), (None, "")]
)
def test_an_amount_reads_as_people_write_it(amount: Decimal | None, words: str) -> None:
    assert pounds(amount) == words


# --- pages ---


def page(here: Cast, name: str, ref: str, more: str = "") -> str:
    return text_of(signed_in(here.editor).get(reverse(f"decisions:{name}", args=[ref]) + more))


def send(here: Cast, name: str, ref: str, more: str = "", **given: object) -> str:
    url = reverse(f"decisions:{name}", args=[ref]) + more
    return text_of(signed_in(here.editor).post(url, {"form_token": str(uuid4()), **given}, follow=True))


def test_a_decision_is_recorded_on_a_form_with_its_money_as_typed(here: Cast) -> None:
    action = here.action()
    assert "No decisions yet" in page(here, "plan_decisions", here.plan.ref)
    given = {
        "body": "Council",
        "so_on": "11 October",
        "agreed": "More practitioners",
        "amount": "£1,200,000",
        "amount_period": "over two years",
        "posts": "8",
        "posts_words": "social workers",
        "report": "December 2012",
        "actions": [action.ref],
    }
    words = send(here, "plan_decision_record", here.plan.ref, **given)
    for said in ("The decision is recorded.", "£1,200,000 over two years; 8 posts: social workers", "Report back on"):
        assert said in words
    assert "£1,200,000 over two years" in page(here, "plan_decisions", here.plan.ref)


@pytest.mark.parametrize("amount", ["lots", "-5", "NaN", "1e400"])
def test_an_amount_that_cannot_be_read_is_explained(amount: str, here: Cast) -> None:
    words = send(here, "plan_decision_record", here.plan.ref, body="Council", so_on="today", agreed="x", amount=amount)
    assert "as an amount. Write it like" in words and CouncilDecision.objects.count() == 0


def test_options_delivery_and_report_each_have_their_form(here: Cast) -> None:
    ref = recorded(here)
    send(here, "set_option", ref, title="Buy", cost="400,000", benefit="One record", is_chosen="on")
    assert 'value="Buy"' in page(here, "set_option", ref, more="?place=1")
    send(here, "set_option", ref, more="?place=1", title="Buy a new one", cost="400,000", is_chosen="on")
    send(here, "set_delivery", ref, status="under_way", words="Four posts filled", so_on="today")
    send(here, "promise_report", ref, period="January 2013", owner_words="Head of service")
    send(here, "tie_decision", ref, actions=[here.action().ref])
    words = page(here, "decision", ref)
    for said in (
        "Buy a new one",
        "£400,000",
        "Chosen",
        "Under way",
        "Four posts filled",
        "January 2013",
        "Write the rota",
    ):
        assert said in words
    past = page(here, "decision", ref, more="?as_at=2012-10-12")
    assert "Four posts filled" not in past and "What you can do here" not in past


def test_a_worker_reads_a_decision_and_is_not_offered_to_change_it(here: Cast) -> None:
    ref = recorded(here)
    client = signed_in(here.worker)
    words = text_of(client.get(reverse("decisions:decision", args=[ref])))
    assert "More practitioners" in words and "What you can do here" not in words
    assert client.get(reverse("decisions:set_delivery", args=[ref])).status_code == 403
    assert signed_in(here.stranger).get(reverse("decisions:decision", args=[ref])).status_code == 404


def test_pages_ask_few_statements_however_many_decisions_there_are(here: Cast) -> None:
    action, counted = here.action(), []
    for number in (3, 40):
        refs = [recorded(here, action_refs=[action.ref], report_back=month(2012, 12)) for _ in range(number)]
        client = signed_in(here.editor)
        urls = [reverse("decisions:plan_decisions", args=[here.plan.ref])]
        urls += [reverse(f"decisions:{name}", args=[refs[0]]) for name in ("decision", "set_option", "set_delivery")]
        counted.append([_count(client, url) for url in urls])
    assert counted[0] == counted[1] and max(counted[0]) <= 25


def _count(client: object, url: str) -> int:
    return statements(lambda: client.get(url))[1]
