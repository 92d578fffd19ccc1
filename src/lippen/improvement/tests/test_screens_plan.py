from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from lippen.improvement.tests import factories
from lippen.improvement.tests.screens import brought_in, signed_in, statements, text_of, told
from lippen.kernel import access
from lippen.kernel.models import AuditEntry, Draft
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 25


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = factories.TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def test_the_list_of_plans_names_the_plan_and_its_actions(cast) -> None:
    told(cast, 2)
    page = text_of(signed_in(cast.worker).get(url("plans")))
    assert "Long-term work with children" in page
    assert '<td data-label="Actions" class="lippen-number">2</td>' in page


def test_a_council_without_a_plan_says_how_to_make_the_first(cast) -> None:
    officer = people.actor(people.authority("Strathlairn Council"), Role.PERFORMANCE_OFFICER)
    page = text_of(signed_in(officer).get(url("plans")))
    assert "No plans yet" in page and url("import_plan") in page


def test_a_plan_shows_the_whole_plan_by_standing_as_links(cast) -> None:
    told(cast, 3)
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"standing": "blue"}))
    assert '<a href="?standing=red">3</a>' in page
    assert "No action fits these filters" in page


def test_filters_stay_in_the_address_when_the_order_changes(cast) -> None:
    told(cast, 1)
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"words": "told", "state": "under_way"}))
    assert "?words=told&amp;state=under_way&amp;sort=date" in page


def test_a_plan_of_another_council_is_not_there(cast) -> None:
    for name in ("plan", "plan_print", "plan_operational", "plan_changes", "plan_doubts"):
        assert signed_in(cast.stranger).get(url(name, cast.plan.ref)).status_code == 404, name


def test_a_councillor_may_not_open_the_plan(cast) -> None:
    councillor = people.actor(cast.council, Role.COUNCILLOR_ON_COMMITTEE)
    assert signed_in(councillor).get(url("plan", cast.plan.ref)).status_code == 403


def test_reading_a_plan_leaves_an_audit_row(cast) -> None:
    signed_in(cast.worker).get(url("plan", cast.plan.ref))
    entry = AuditEntry.objects.filter(verb="plan.read").get()
    assert (entry.account_id, entry.subject_key) == (cast.worker.account_id, cast.plan.ref)


def test_a_past_day_is_shown_under_a_banner_and_without_what_came_later(cast) -> None:
    told(cast, 1)
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"as_at": "2012-06-14"}))
    assert "As it stood on 14 June 2012." in page
    assert "Action that is told, 0" in page


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(cast) -> None:
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"as_at": "Michaelmas"}))
    assert "“Michaelmas” is not a day we can read" in page
    assert "As it stood on" not in page


def test_a_day_to_come_is_said_and_today_is_shown(cast) -> None:
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"as_at": "2031-01-01"}))
    assert "1 January 2031 has not come yet" in page


def test_the_second_page_begins_after_a_hundred_actions(cast) -> None:
    page = text_of(signed_in(cast.worker).get(url("plan", brought_in(cast, 101)), {"page": "2"}))
    assert "101 to 101 of 101 actions" in page
    assert page.count("of many</a>") == 1


def test_what_changed_is_told_in_words_and_as_a_table(cast) -> None:
    told(cast, 1)
    page = text_of(
        signed_in(cast.worker).get(url("plan_changes", cast.plan.ref), {"since": "2012-06-01", "until": "2012-10-17"})
    )
    assert "1 action changed after 1 June 2012, up to and with 17 October 2012" in page
    assert "Now under way" in page and "The same as a table" in page


def test_the_operational_plan_prints_updates_with_their_audience(cast) -> None:
    told(cast, 1)
    page = text_of(signed_in(cast.worker).get(url("plan_operational", cast.plan.ref)))
    assert "Two rooms are ready." in page and "<li>A third in May</li>" in page and "For the committee." in page


PAGES = (
    ("plan", {}),
    ("plan", {"as_at": "2012-10-01"}),
    ("plan", {"words": "many", "sort": "-date"}),
    ("plan_print", {}),
    ("plan_operational", {}),
    ("plan_changes", {"since": "2012-01-01"}),
    ("plan_doubts", {}),
)


def test_every_page_of_a_plan_asks_as_little_of_200_actions_as_of_10(cast) -> None:
    client, small, large = signed_in(cast.worker), brought_in(cast, 10), brought_in(cast, 200)
    client.get(url("plans"))
    for name, query in PAGES:
        _, few = statements(lambda name=name, query=query: client.get(url(name, small), query))
        answer, many = statements(lambda name=name, query=query: client.get(url(name, large), query))
        assert answer.status_code == 200
        assert many == few <= MOST_STATEMENTS, f"{name} {query}: {few} of 10, {many} of 200"


BETWEEN = {"since": "2012-06-01", "until": "2012-10-17"}


def test_actions_that_came_in_together_are_told_as_one_arrival_with_their_states(cast) -> None:
    client, ref = signed_in(cast.worker), brought_in(cast, 7)
    page = text_of(client.get(url("plan_changes", ref), {"since": "2012-01-01"}))
    words, table = page.split("The same as a table")
    assert "7 actions came into the plan on 30 September 2012</summary>" in words
    assert words.count("of many</a>: under way") == 7
    assert "7 actions changed after 1 January 2012, up to and with 17 October 2012: 7 new actions" in words
    assert "Came into the plan" not in words and words.count("Now under way") == 0
    assert table.count("Came into the plan") == 1 and table.count("Now under way") == 0


def test_two_actions_that_came_on_one_day_are_told_one_by_one(cast) -> None:
    cast.action("One"), cast.action("Another")
    page = text_of(signed_in(cast.worker).get(url("plan_changes", cast.plan.ref), BETWEEN))
    assert page.split("The same as a table")[0].count("Came into the plan") == 2


def test_what_happened_to_an_action_after_it_came_is_told_apart_from_its_coming(cast) -> None:
    told(cast, 4)
    page = text_of(signed_in(cast.worker).get(url("plan_changes", cast.plan.ref), BETWEEN))
    words = page.split("The same as a table")[0]
    assert "came into the plan on 14 June 2012</summary>" in words
    assert words.count("Two rooms are ready.") == 4
    assert words.count("Now under way") == 4


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("999", "There is no page 999 of this list. There is only one."),
        ("0", "“0” is not the number of a page"),
        ("x", "“x” is not the number of a page"),
        ("-1", "“-1” is not the number of a page"),
        ("9" * 5000, "There is no page 999999"),
        ("٣", "is not the number of a page"),
    ],
)
@pytest.mark.parametrize("name", ["plan", "plan_operational"])
def test_a_page_that_is_not_there_is_said(cast, name, asked, sentence) -> None:
    told(cast, 1)
    answer = signed_in(cast.worker).get(url(name, cast.plan.ref), {"page": asked})
    assert (answer.status_code, sentence in text_of(answer)) == (200, True)
    assert "There is no page" not in text_of(signed_in(cast.worker).get(url(name, cast.plan.ref), {"page": "1"}))


@pytest.mark.parametrize("name", ["plan", "plan_print", "plan_operational"])
@pytest.mark.parametrize("asked", [{"as_at": "2026-02-30"}, {"as_at": "x"}, {"known_at": "x"}])
def test_a_day_that_is_none_is_said_on_every_list(cast, name, asked) -> None:
    told(cast, 1)
    answer = signed_in(cast.worker).get(url(name, cast.plan.ref), asked)
    assert answer.status_code == 200 and "we can read" in text_of(answer)


@pytest.mark.parametrize("asked", [{"since": "2012-02-30"}, {"until": "x"}, {"known_at": "x"}])
def test_a_day_that_is_none_is_said_of_what_changed(cast, asked) -> None:
    page = text_of(signed_in(cast.worker).get(url("plan_changes", cast.plan.ref), asked))
    assert "we can read" in page


ODD_ASKED = [
    *("as_at=%00", "page=%00", "as_at=%ff", "page=1%0d%0a", "known_at=9999-99-99"),
    *("until=0001-01-01", "until=9999-12-31", "since=9999-12-31", "as_at=0001-01-01"),
]


@pytest.mark.parametrize("name", ["plan", "plan_print", "plan_operational", "plan_changes", "plan_doubts", "action"])
@pytest.mark.parametrize("asked", ODD_ASKED)
def test_no_address_breaks_a_page(cast, name, asked) -> None:
    ref = told(cast, 1)[0] if name == "action" else cast.plan.ref
    assert signed_in(cast.worker).get(f"{url(name, ref)}?{asked}").status_code < 500


def test_the_operational_plan_is_printed_as_it_stood_on_a_past_day(cast) -> None:
    told(cast, 2)
    client, address = signed_in(cast.worker), url("plan_operational", cast.plan.ref)
    then = text_of(client.get(address, {"as_at": "2012-06-14"}))
    assert "As it stood on 14 June 2012." in then and "Action that is told, 1" in then
    assert then.count("Two rooms are ready.") == 1
    known = text_of(client.get(address, {"as_at": "2012-10-17", "known_at": "2012-06-13"}))
    assert "Two rooms are ready." not in known
    assert f"{address}?as_at=2012-06-14" in text_of(client.get(url("plan", cast.plan.ref), {"as_at": "2012-06-14"}))


def test_an_export_sent_twice_is_made_once_and_another_kind_is_another_file(cast) -> None:
    told(cast, 1)
    client, address = signed_in(cast.worker), url("start_export", cast.plan.ref)
    form = {"kind": "csv", "form_token": str(uuid4())}
    first, second = client.post(address, form), client.post(address, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert "You have asked for this file already" in text_of(client.get(second.headers["Location"]))
    other = client.post(address, {**form, "kind": "xlsx"})
    assert other.headers["Location"] != first.headers["Location"]
    access.identify(cast.worker, today=factories.TODAY)
    assert Draft.objects.filter(form_key="export").count() == 2
    assert ProcrastinateJob.objects.filter(task_name="improvement.export_plan").count() == 2


def test_an_export_of_a_day_that_is_none_is_refused_and_not_made_of_today(cast) -> None:
    client, form = signed_in(cast.worker), {"kind": "csv", "form_token": str(uuid4())}
    answer = client.post(url("start_export", cast.plan.ref) + "?as_at=2012-02-30", form)
    assert (answer.status_code, "cannot be read" in text_of(answer)) == (409, True)
    assert not ProcrastinateJob.objects.filter(task_name="improvement.export_plan").exists()


def test_the_export_form_carries_a_token_of_its_own_each_time(cast) -> None:
    client, address = signed_in(cast.worker), url("plan", cast.plan.ref)
    tokens = {text_of(client.get(address)).split('name="form_token" value="')[1].split('"')[0] for _ in range(2)}
    assert len(tokens) == 2 and "" not in tokens


@pytest.mark.parametrize("name", ["sort", "state", "standing"])
def test_a_filter_that_is_none_of_those_there_are_is_left_out_and_named(cast, name) -> None:
    cast.action("Mend the treadles")
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {name: "wrong"}))
    assert f"Not understood, and left out: {name} “wrong”." in page and "Mend the treadles" in page


def test_a_lead_that_the_plan_does_not_know_is_said_and_not_only_empty(cast) -> None:
    cast.action("Mend the treadles")
    page = text_of(signed_in(cast.worker).get(f"{url('plan', cast.plan.ref)}?lead=QQ"))
    assert "Nobody known as “QQ” leads an action of this plan, so none is shown." in page
    for known in ("WK", "-"):
        assert "Nobody known as" not in text_of(
            signed_in(cast.worker).get(f"{url('plan', cast.plan.ref)}?lead={known}")
        )
