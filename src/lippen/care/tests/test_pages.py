"""The pages of looked-after children: what they say, who opens them, and that what is sent is recorded."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.care.models import CareEvent, Carer, Episode, LegalReason, OwnStandard, Placement
from lippen.care.queries import living, permanence
from lippen.care.tests.world import PLAIN, REVIEW, addresses, grown
from lippen.casework.actions import guarding, people
from lippen.casework.queries import searching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import GlassReason
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import Account
from lippen.server.standing import stands

pytestmark = pytest.mark.django_db
MOST = 25
OF_MANAGERS = frozenset({"name_maker", "decide_agency"})
OF_LEADERS = frozenset(
    {
        *("agree_day", "say_approval", "set_standard", "plan_meeting", "add_member", "put_off"),
        *("give_co_worker", "end_co_worker"),
    }
)


@stands
def there() -> tuple[Cast, dict[str, str]]:
    c = cast.__wrapped__()
    return c, grown(c)


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return there()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def test_the_childs_page_says_where_since_when_by_which_law_and_what_is_due(made) -> None:
    c, refs = made
    said = page(signed_in(c.worker), reverse("care:life", args=[refs["child"]]))
    for words in (
        "With foster carers of the council, The Lorimers of Braehead, since 1 June 2012",
        "Supervision requirement, away from home, since 2 July 2012. Lapses on 1 July 2013",
        "Apart from them. No house had two rooms",
        "Remanded",
        "The emergency was over. She met them twice before",
        "First review, away from home",
        "Wrong: It was another child",
        "A pathway coordinator was named",
        "agreed 14 February 2013 instead",
        "The worker visits weekly",
        "The second review is held within 3 months of the first.",
    ):
        assert words in said, words
    assert AuditEntry.objects.filter(verb="known.care", account_id=c.worker.account_id).exists()


def test_the_chronology_of_the_record_tells_of_it_in_order(made) -> None:
    c, refs = made
    said = page(signed_in(c.worker), reverse("casework:chronology", args=[refs["child"]]))
    told = ["Care began", "Lives now: in crisis care", "Lives now: with foster carers of the council, The Lorimers",
            "By law: Supervision requirement, away from home", "A pathway coordinator was named"]  # fmt: skip
    places = [said.index(words) for words in told]
    assert places == sorted(places)
    assert said.index("Health was assessed") < said.index("It was another child")


def test_a_child_who_went_home_is_said_to_be_in_care_no_more(made) -> None:
    c, refs = made
    said = page(signed_in(c.worker), reverse("care:life", args=[refs["home"]]))
    assert "is not looked after now" in said and "Home to a parent" in said
    assert "Record that care began" in said


@pytest.mark.parametrize("who", ["worker", "leader", "manager"])
def test_every_page_opens_within_its_statements(made, who) -> None:
    c, refs = made
    client = signed_in(getattr(c, who))
    closed = {"worker": OF_LEADERS | OF_MANAGERS, "leader": OF_MANAGERS, "manager": frozenset()}[who]
    for name, url in addresses(refs).items():
        if name in closed:
            assert client.get(url).status_code == 403, name
            continue
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200, name
        counted = [each for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
        assert len(counted) <= MOST, (name, len(counted))


def test_the_childs_page_reads_the_record_once_for_its_plans_too(made, monkeypatch) -> None:
    c, refs = made
    asked = []
    for module in (living, permanence):
        monkeypatch.setattr(
            module, "read", lambda *given, own=module.read, **more: asked.append(1) or own(*given, **more)
        )
    client, life = signed_in(c.worker), reverse("care:life", args=[refs["third"]])
    assert "Permanence order" in page(client, life) and asked == [1]
    with CaptureQueriesContext(connection) as statements:
        page(client, life)
    assert len([each for each in statements if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= MOST


@pytest.mark.parametrize("who", ["other_worker", "stranger"])
def test_whoever_does_not_see_the_child_finds_nothing(made, who) -> None:
    c, refs = made
    client = signed_in(getattr(c, who))
    for name, url in addresses(refs).items():
        if name in {*PLAIN, "set_standard", "carer", "say_approval", "agree_day", "meeting", "add_member", "put_off"}:
            continue
        answer = client.get(url)
        is_closed = who == "other_worker" and name in OF_LEADERS | OF_MANAGERS
        assert answer.status_code == (403 if is_closed else 404), name
        assert "Ailsa" not in answer.content.decode()


def test_a_carer_of_another_council_is_not_found(made) -> None:
    c, refs = made
    assert "Lorimers" not in page(signed_in(c.stranger), reverse("care:carers"))
    assert signed_in(c.stranger).get(addresses(refs)["say_approval"]).status_code in {403, 404}


def test_care_begins_from_the_form_and_a_law_of_another_day_is_explained_at_its_field(made) -> None:
    c, refs = made
    client, url = signed_in(c.worker), reverse("care:begin_care", args=[refs["home"]])
    sent = {
        "so_on": "1 October 2012", "kind": "KIN", "carer": "", "area": "in", "siblings": "none", "siblings_why": "",
        "code": "CSOA", **day("expires_on", date(2013, 9, 30)), "legal_words": "",
    }  # fmt: skip
    refused = client.post(url, sent)
    assert refused.status_code == 200 and "was not yet in the law on that day" in refused.content.decode()
    done = client.post(url, {**sent, "code": "SRA"})
    assert done.status_code == 302 and done.url == reverse("care:life", args=[refs["home"]])
    access.identify(c.worker, today=TODAY)
    placed = Placement.objects.get(person__ref=refs["home"], is_current=True, ends_on__isnull=True)
    legal = LegalReason.objects.get(person__ref=refs["home"], is_current=True, ends_on__isnull=True)
    assert (placed.code, placed.area, legal.code, legal.expires_on) == ("KIN", "in", "SRA", date(2013, 9, 30))


def test_a_move_is_recorded_and_without_a_reason_it_is_asked_for(made) -> None:
    c, refs = made
    client, url = signed_in(c.worker), addresses(made[1])["move"]
    sent = {"so_on": "1 October 2012", "moved_why": "", "kind": "LAHOME", "area": "out", "siblings": "not_known"}
    assert "Choose an answer: Why did the child move" in client.post(url, sent).content.decode()
    assert client.post(url, {**sent, "moved_why": "needs"}).status_code == 302
    access.identify(c.worker, today=TODAY)
    codes = Placement.objects.filter(person__ref=refs["child"], is_current=True).order_by("so_on")
    assert list(codes.values_list("code", flat=True)) == ["CRISIS", "FOSLA", "LAHOME"]


def test_what_happened_is_recorded_and_what_was_wrong_is_said(made) -> None:
    c, refs = made
    client, where = signed_in(c.worker), addresses(refs)
    happened = {"kind": "second_review", "so_on": "today", "child_view": "I was there"}
    assert client.post(where["record_event"], happened).status_code == 302
    assert client.post(where["event_was_wrong"], {"why": "It was put off"}).status_code == 302
    access.identify(c.worker, today=TODAY)
    assert CareEvent.objects.get(kind="second_review").so_on == TODAY
    assert CareEvent.objects.get(ref=refs["event"]).wrong.why == "It was put off"


def test_a_day_is_corrected_and_a_span_taken_back(made) -> None:
    c, refs = made
    client, where = signed_in(c.worker), addresses(refs)
    sent = {"so_on": "3 June 2012", "why": "The form had the wrong day"}
    assert client.post(where["placement_day"], sent).status_code == 302
    access.identify(c.worker, today=TODAY)
    of_child = Placement.objects.filter(person__ref=refs["child"], is_current=True, is_wrong=False)
    assert list(of_child.order_by("so_on").values_list("so_on", "ends_on")) == [
        (date(2012, 3, 5), date(2012, 6, 3)),
        (date(2012, 6, 3), None),
    ]
    assert client.post(where["placement_taken_back"], {"why": "She never moved"}).status_code == 302
    assert client.post(where["end_was_wrong"], {"why": "It was a visit"}).status_code == 302
    assert client.post(where["episode_was_wrong"], {"why": "Recorded for the wrong child"}).status_code == 302
    access.identify(c.worker, today=TODAY)
    assert of_child.count() == 0
    assert Episode.objects.filter(person__ref=refs["home"], is_current=True, ends_on__isnull=True).exists()


def test_a_council_sets_its_own_figure_and_goes_back_to_what_is_shipped(made) -> None:
    c, _ = made
    client, url = signed_in(c.manager), reverse("care:set_standard", args=[REVIEW])
    sent = {"goes_by": "own", "number": "", "unit": "", **day("so_on", TODAY), "source": "Committee"}
    assert "Give a figure" in client.post(url, sent).content.decode()
    assert client.post(url, {**sent, "number": "10", "unit": "weeks"}).status_code == 302
    assert "10 weeks" in page(client, reverse("care:standards"))
    assert client.post(url, {**sent, "goes_by": "shipped", "source": "Committee again"}).status_code == 302
    access.identify(c.manager, today=TODAY)
    assert list(OwnStandard.objects.filter(key=REVIEW).values_list("number", flat=True)) == [10, None]


def test_the_standards_of_any_day_are_read_each_with_the_law_of_that_day(made) -> None:
    c, _ = made
    client = signed_in(c.worker)
    before = page(client, reverse("care:standards") + "?on=2012-01-01")
    assert "As they were in force on 1 January 2012" in before and "supervision requirement" in before.lower()
    after = page(client, reverse("care:standards") + "?on=2020-05-01")
    assert "5 working days" in after and "44 days" in after
    assert "Nothing was in force" in page(client, reverse("care:standards") + "?on=1900-01-01")
    odd = page(client, reverse("care:standards") + "?on=nonsense")
    assert "nonsense" in odd


def test_carers_are_recorded_once_and_decided_of(made) -> None:
    c, refs = made
    client = signed_in(c.leader)
    sent = {"kind": "house", "name": "Larch House", "agency": ""}
    assert client.post(reverse("care:add_carer"), sent).status_code == 302
    again = client.post(reverse("care:add_carer"), {**sent, "name": "larch house", "_again": "1"})
    assert "recorded already" in again.content.decode()
    sent = {"step": "ended", "so_on": "today", "words": ""}
    assert "why the approval ended" in client.post(addresses(refs)["say_approval"], sent).content.decode()
    assert client.post(addresses(refs)["say_approval"], {**sent, "words": "They moved away"}).status_code == 302
    assert "Approval ended 17 October 2012. They moved away" in page(client, reverse("care:carers"))
    access.identify(c.leader, today=TODAY)
    assert Carer.objects.count() == 2


def test_break_glass_opens_the_time_in_care_to_read_and_not_to_write(made) -> None:
    c, refs = made
    access.identify(c.other_worker, today=TODAY)
    terms = {"given_name": "Ailsa", "family_name": "Kinross", "born_on": "2006-03-04"}
    run = people.search(actor=c.other_worker, authority_id=c.council.pk, terms=terms, today=TODAY, at=NOW)
    told = {"reason": GlassReason.DANGER, "words": "A call at night", "so_on": TODAY, "at": real_now()}
    shown = searching.code_at(c.other_worker, run.ref, 1)
    opened = guarding.break_glass(actor=c.other_worker, search_ref=run.ref, number=1, shown=shown, **told)
    assert opened.ref == refs["child"]
    client = signed_in(c.other_worker)
    said = page(client, reverse("care:life", args=[refs["child"]]))
    assert "The Lorimers of Braehead" in said and "Record a move" not in said
    sent = {"so_on": "today", "moved_why": "needs", "kind": "LAHOME", "area": "out", "siblings": "not_known"}
    answer = client.post(addresses(refs)["move"], sent)
    assert "outside your own work" in answer.content.decode()


@pytest.mark.parametrize("name", ["life", "move", "record_event", "agree_day"])
def test_an_address_of_nobody_is_not_found(made, name) -> None:
    c, refs = made
    url = addresses(refs)[name].replace(refs["child"], "known-nobody")
    assert signed_in(c.manager).get(url).status_code == 404


def test_a_clock_that_never_began_has_no_day_to_agree(made) -> None:
    c, refs = made
    url = reverse("care:agree_day", args=[refs["child"], REVIEW, "careevent-nobody"])
    assert signed_in(c.manager).get(url).status_code == 404


def test_how_many_there_are_is_said_once_on_each_list(made) -> None:
    c, refs = made
    client, where = signed_in(c.leader), addresses(refs)
    for name in ("due", "reviews", "held_reviews", "permanence", "drift"):
        assert page(client, where[name]).count('class="lippen-pages"') <= 1, name
    said = page(client, where["due"] + "?of=no_plan")
    assert "1 child is looked after and has no plan here." in said and 'class="lippen-pages"' not in said
    assert "5 March 2012" in said
