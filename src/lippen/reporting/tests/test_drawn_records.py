"""Drawn tables and lines from the plan's own records: as known when signed, traced by page, shown in the editor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from lippen.improvement import actions as improvement
from lippen.improvement import queries as plans
from lippen.improvement.actions import Means, Owner
from lippen.improvement.vocabulary import Delivery, State, Which
from lippen.kernel.calendar import Period, Precision
from lippen.reporting import actions, queries
from lippen.reporting.papers.editing import REPORT
from lippen.reporting.papers.figures import keeps_going, late_on
from lippen.reporting.queries.checking import rebuild
from lippen.reporting.tests.drawn import TABLES, block_of
from lippen.reporting.tests.screens import Desk, desk, quick_files, signed_in, statements, text_of
from lippen.reporting.tests.template_pages import begun
from lippen.reporting.tests.world import TODAY, World, world

pytestmark = pytest.mark.django_db
MET = date(2012, 6, 28)
MARCH = Period("March 2013", Precision.MONTH, date(2013, 3, 1), date(2013, 4, 1))
JANUARY = Period("January 2013", Precision.MONTH, date(2013, 1, 1), date(2013, 2, 1))
MONEY = Means(Decimal("312000"), "a year", Decimal("6"), "Social workers")
AGREED, BY_YEAR = "what-was-decided", "money-that-was-decided"


def draw_on_the_usual_form(there: World) -> None:
    """The council puts tables and a line chart on its usual form, by the editor's own buttons."""
    figure = {"title": "How the plan went", "kind": "figure", "figure": "trend_quarters", "required": False}
    tables = [
        {"title": title, "kind": "table", "table": key, "columns": [], "lead_in": "", "required": False}
        for key, title in TABLES.items()
    ]
    for given in (figure, *tables):
        draft = begun(there)
        with there.as_(there.clerk) as clerk:
            actions.add_template_section(
                actor=clerk,
                template_ref=draft.ref,
                number=draft.draft.number,
                page=REPORT,
                given={**given, "guidance": "It draws itself."},
                at=there.at(),
            )
    draft = begun(there)
    with there.as_(there.clerk) as clerk:
        actions.put_template_in_force(
            actor=clerk,
            template_ref=draft.ref,
            number=draft.draft.number,
            in_force_from=TODAY,
            note="Members asked for the money",
            at=there.at(),
        )


@pytest.fixture
def at(settings) -> Iterator[Desk]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        made = desk(2)
        draw_on_the_usual_form(made.there)
        made.ref = made.there.opened().ref
        yield made


def decide(there: World, agreed: str, *, on: date = MET, **given: object) -> str:
    with there.as_(there.author) as author:
        settled = {"plan_ref": there.plan.ref, "body": "Braeside Council", "so_on": on, "at": there.at()}
        return improvement.record_decision(actor=author, agreed=agreed, **settled, **given).ref


def deliver(there: World, ref: str, status: Delivery, words: str, on: date = date(2012, 9, 3)) -> None:
    with there.as_(there.author) as author:
        improvement.set_delivery(actor=author, decision_ref=ref, status=status, words=words, so_on=on, at=there.at())


def content_of(at: Desk) -> dict:
    with at.there.as_(at.there.author) as author:
        return queries.content(author, at.ref, known_at=at.there.at())


def told(at: Desk, key: str) -> list[list[str]]:
    return [[" / ".join(cell) for cell in row] for row in block_of(content_of(at), key)["rows"]]


def test_decisions_on_the_plan_fill_the_tables_of_its_paper(at: Desk) -> None:
    report = {"report_back": MARCH, "reports": Owner(at.there.lead.person_id)}
    ref = decide(at.there, "Add six social workers", means=MONEY, **report)
    assert told(at, AGREED)[0] == [
        "Add six social workers / Braeside Council, 28 June 2012",
        "£312,000 a year",
        "6 posts: Social workers",
        "Not begun",
        "Due March 2013",
    ]
    assert told(at, BY_YEAR)[-1] == ["2012/13", "Together", "a year", "£312,000"]
    figure = next(each for each in content_of(at)["figures"] if each["key"] == "agreed_posts")
    assert figure == {
        "key": "agreed_posts",
        "value": "6",
        "words": "6 posts were agreed",
        "from": {"query": "improvement.decisions", "ids": [ref]},
    }


def test_what_came_later_than_the_papers_day_or_in_error_is_left_out(at: Desk) -> None:
    decide(at.there, "Decided too late for this paper", on=date(2012, 10, 1))
    wrong = decide(at.there, "Typed into the wrong plan", means=MONEY)
    assert [row[0].split(" / ")[0] for row in told(at, AGREED)] == ["Typed into the wrong plan", "Together"]
    deliver(at.there, wrong, Delivery.IN_ERROR, "It belongs to another plan.")
    assert told(at, AGREED) == []


def test_delivery_and_a_moved_report_are_told_as_they_stood_on_the_papers_day(at: Desk) -> None:
    ref = decide(at.there, "Buy a system", report_back=MARCH)
    deliver(at.there, ref, Delivery.UNDER_WAY, "The tender is out.")
    deliver(at.there, ref, Delivery.DELIVERED, "It runs.", on=date(2012, 10, 8))
    with at.there.as_(at.there.author) as author:
        (promise,) = plans.commitments(
            author, filters=plans.CommitmentFilters(source_keys=[ref]), as_at=TODAY, today=TODAY
        )
        for day, period in ((date(2012, 9, 20), JANUARY), (date(2012, 10, 9), MARCH)):
            improvement.move_commitment(
                actor=author,
                commitment_ref=promise.ref,
                period=period,
                reason="The tender took longer.",
                agreed_by="The committee",
                so_on=day,
                at=at.there.at(),
            )
    assert told(at, AGREED)[0][3:] == ["Under way since 3 September 2012", "Due January 2013"]


def test_a_signed_paper_keeps_its_sums_and_lines_whatever_is_recorded_afterwards(at: Desk) -> None:
    there = at.there
    ref = decide(there, "Add six social workers", means=MONEY)
    at.signed()
    before = at.view().signed.sha256
    deliver(there, ref, Delivery.STOPPED, "There is no money.", on=date(2012, 9, 20))
    decide(there, "Add two more", means=MONEY)
    assert rebuild(at.ref, today=TODAY) == (True, "The records still give the same content, word for word.")
    assert at.view().signed.sha256 == before


def test_the_page_of_a_total_leads_to_the_decisions_behind_it_as_they_stood(at: Desk) -> None:
    ref = decide(at.there, "Add six social workers", means=MONEY)
    at.signed()
    page = at.opens(at.there.author, "figure", "agreed_money_a_year")
    link = f"{reverse('decisions:decision', args=[ref])}?as_at=2012-09-30"
    assert link in page.content.decode()
    assert "The figure is £312,000." in text_of(page) and "Add six social workers" in text_of(page)
    assert signed_in(at.there.author).get(link).status_code == 200


def test_the_page_of_a_point_leads_to_its_actions_on_that_day(at: Desk) -> None:
    page = at.opens(at.there.author, "figure", "in_place_on_2012_06_30")
    assert "as at 30 June 2012" in text_of(page)
    page = at.opens(at.there.author, "figure", "late_on_2012_09_30")
    assert "?as_at=2012-09-30" in page.content.decode() and "2 actions were late on 30 September 2012" in text_of(page)


def test_somebody_without_the_plan_sees_the_figure_and_no_record(at: Desk) -> None:
    decide(at.there, "Add six social workers", means=MONEY)
    at.signed()
    at.there.issue(at.ref)
    page = at.opens(at.councillor, "figure", "agreed_money_a_year")
    assert "open to the staff of the service" in text_of(page) and "/decisions/" not in page.content.decode()


def test_the_last_point_of_each_line_is_the_papers_own_count(at: Desk) -> None:
    with at.there.as_(at.there.lead) as lead:
        action = plans.plan_actions(lead, at.there.plan.pk, today=TODAY)[0]
        improvement.change_state(
            actor=lead, action_ref=action.ref, state=State.SAYS_DONE, so_on=date(2012, 9, 12), at=at.there.at()
        )
    content = content_of(at)
    figures = {each["key"]: each["value"] for each in content["figures"]}
    lines = {line["label"]: line["values"][-1] for line in block_of(content, "trend_quarters")["lines"]}
    assert lines == {
        "In place": figures["in_place"],
        "Shown done": figures["shown_done"],
        "Late": figures["late"],
    }
    assert lines["Late"] == 2


def test_every_day_of_a_line_counts_as_the_plan_itself_stood_on_that_day(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    there = world(2)
    with there.as_(there.lead) as lead:
        first, second, third, _ = plans.plan_actions(lead, there.plan.pk, today=TODAY)
        for each, state, on in ((first, State.SAYS_DONE, date(2012, 7, 3)), (second, State.BLOCKED, date(2012, 8, 6))):
            more = {"reason": "It waits", "agreed_by_id": there.head.person_id} if state is State.BLOCKED else {}
            more |= {"risk_accepted": "Few", "cover": "Others", "risk_level": "head_of_service"} if more else {}
            more |= {"revisit_on": date(2012, 12, 1)} if more else {}
            given = {"actor": lead, "action_ref": each.ref, "state": state, "so_on": on, "at": there.at()}
            improvement.change_state(**given, **more)
        improvement.change_date(
            actor=lead,
            action_ref=third.ref,
            which=Which.TARGET,
            period=MARCH,
            reason="Nobody to do it",
            agreed_by="The head of service",
            so_on=date(2012, 9, 3),
            at=there.at(),
        )
        known_at = there.at()
        plan = plans.plan_head(lead, there.plan.pk)
        days = [date(2012, 6, 20) + timedelta(days=9 * number) for number in range(13)]
        read = plans.plan_records(lead, plan, as_at=TODAY, since=MET, known_at=known_at)
        for then in read.then_of(days):
            rows = plans.plan_actions(lead, plan.id, as_at=then.on, known_at=known_at, today=TODAY)
            asked = [(row.ref, row.state, keeps_going(row), late_on(row, then.on)) for row in rows]
            assert sorted(asked) == sorted(
                (row.ref, row.state, keeps_going(row), late_on(row, then.on)) for row in then.actions
            )


def test_what_a_stranger_does_not_see_is_drawn_for_nobody_of_theirs(at: Desk) -> None:
    decide(at.there, "Add six social workers", means=MONEY)
    known_at = at.there.at()
    with at.there.as_(at.there.author) as author:
        plan = plans.plan_head(author, at.there.plan.pk)
    with at.there.as_(at.there.stranger) as stranger:
        assert plans.decided(stranger, plan.id, as_at=TODAY, known_at=known_at) == ()


def test_pages_of_a_paper_with_all_that_is_drawn_stay_within_25_statements(at: Desk) -> None:
    for number in range(12):
        decide(at.there, f"Decide thing {number}", means=MONEY, report_back=MARCH)
    at.there.fill(at.ref)
    for name, more in (("paper", ()), ("preview", ("html",)), ("figure", ("agreed",)), ("send", ())):
        client, url = signed_in(at.there.author), at.url(name, *more)
        client.get(url)
        answer, asked = statements(lambda client=client, url=url: client.get(url))
        assert answer.status_code == 200 and asked <= 25, (name, asked)


def test_the_editor_offers_what_can_be_drawn_and_previews_it(at: Desk) -> None:
    decide(at.there, "Add six social workers", means=MONEY)
    draft = begun(at.there)
    clerk = signed_in(at.there.clerk)
    offered = text_of(clerk.get(reverse("reporting:template_add", args=[draft.ref, "report"]) + "?kind=table"))
    assert "The money that was decided, year by year, with its totals" in offered
    shown = clerk.get(reverse("reporting:template_draft", args=[draft.ref]))
    assert "Line chart: in place, shown done and late, at the end of each quarter" in text_of(shown)
    at.signed()
    preview = clerk.get(
        reverse("reporting:template_preview", args=[draft.ref, str(len(draft.versions)), at.ref, "html"])
    ).content.decode()
    assert "£312,000" in preview and "Line chart. " in preview
