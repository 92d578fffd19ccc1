"""What was decided, drawn into a paper: rows, totals that are counted, and the way from each figure to its record."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.reporting.papers.build import build_content, every_figure
from lippen.reporting.papers.canonical import ContentFault, canonical, content_hash
from lippen.reporting.papers.decided import financial_year
from lippen.reporting.papers.exempting import leaks, places, public_content, strings_of, whole_content
from lippen.reporting.rows import ExemptRow
from lippen.reporting.tests.drawn import DECIDED, block_of, decided, drawn_content, drawn_records
from lippen.reporting.tests.hand_made import records


def told(key: str, *rows: object) -> list[list[str]]:
    """The rows of one of the tables as words."""
    given = {"decided": rows} if rows else {}
    block = block_of(build_content(drawn_records(key, **given)), key)
    return [[" / ".join(cell) for cell in row] for row in block["rows"]]


def test_what_was_decided_says_by_whom_with_what_how_far_and_when_it_is_reported_back() -> None:
    first, second, *_, last = told("agreed")
    assert first == [
        "Add six social workers to the long-term team / Braeside Council, 31 March 2012",
        "£312,000 a year",
        "6 posts: Social workers",
        "Under way",
        "Due August 2012, late",
    ]
    assert second[1:] == ["£1,200,000 over two years", "None", "Under way", "Done on 1 September 2012"]
    assert last == ["Together", "£352,000.50 a year / £1,200,000 over two years", "7.5 posts", "", ""]


def test_what_was_stopped_is_listed_and_never_added_up() -> None:
    stopped = next(row for row in told("agreed") if row[0].startswith("Rent"))
    assert stopped[1:4] == [
        "£9,000 a year (stopped, not counted)",
        "2 posts (stopped, not counted)",
        "Stopped since 3 September 2012",
    ]


def test_money_stands_under_the_year_in_which_it_was_decided_and_unlike_times_are_never_added_up() -> None:
    rows = told("agreed_money")
    assert [row[0] for row in rows] == ["2011/12", *["2012/13"] * 5, *["All years"] * 2]
    assert rows[-2:] == [
        ["All years", "Together", "a year", "£352,000.50"],
        ["All years", "Together", "over two years", "£1,200,000"],
    ]


def test_totals_are_marked_where_they_stand_and_nowhere_else() -> None:
    block = block_of(drawn_content(), "agreed_money")
    words = [row[1] for row in block["rows"]]
    assert [place for place, word in enumerate(words) if word == ["Together"]] == block["totals"]
    assert [column["heading"] for column in block["columns"] if column.get("numbers")] == ["Amount"]


def test_posts_are_added_up_without_those_that_were_stopped() -> None:
    assert told("agreed_posts")[-1] == ["All years", "Together", "", "7.5"]


def test_one_year_alone_has_its_totals_and_no_row_for_all_years() -> None:
    assert told("agreed_money", DECIDED[0]) == [
        ["2011/12", DECIDED[0].agreed, "a year", "£312,000"],
        ["2011/12", "Together", "a year", "£312,000"],
    ]


def test_an_amount_without_a_time_says_so() -> None:
    assert told("agreed", decided("decision-9", "Rent a room", date(2012, 5, 1), amount=10))[0][1] == "£10 no time said"


@pytest.mark.parametrize("key", ["agreed", "agreed_money", "agreed_posts"])
def test_a_plan_without_decisions_has_an_empty_table(key: str) -> None:
    assert block_of(build_content(drawn_records(key, decided=())), key)["rows"] == []


@pytest.mark.parametrize(
    ("day", "year"), [(date(2012, 3, 31), "2011/12"), (date(2012, 4, 1), "2012/13"), (date(1999, 12, 1), "1999/00")]
)
def test_a_councils_year_begins_in_april(day: date, year: str) -> None:
    assert financial_year(day) == year


def test_each_total_is_a_figure_that_leads_to_the_decisions_behind_it() -> None:
    figures = every_figure(drawn_records())
    assert (figures["agreed"].value, len(figures["agreed"].ids)) == (4, 4)
    money = figures["agreed_money_a_year"]
    assert (money.value, money.ids) == ("£352,000.50", ("decision-1", "decision-3"))
    assert figures["agreed_money_over_two_years"].ids == ("decision-2",)
    assert (figures["agreed_posts"].value, figures["agreed_posts"].ids) == ("7.5", ("decision-1", "decision-3"))


def test_a_form_without_these_tables_has_none_of_these_figures() -> None:
    assert not any(key.startswith("agreed") for key in every_figure(records(decided=DECIDED)))


def test_a_changed_sum_changes_the_hash_of_the_paper() -> None:
    other = (decided("decision-1", DECIDED[0].agreed, date(2012, 3, 31), amount=312001), *DECIDED[1:])
    assert content_hash(build_content(drawn_records(decided=other))) != content_hash(drawn_content())


def test_a_total_that_is_no_row_is_refused() -> None:
    content = drawn_content()
    block_of(content, "agreed")["totals"] = [99]
    with pytest.raises(ContentFault, match="row 99 is not there"):
        canonical(content)


# --- exempt ---


def marked(*keys: str):
    marks = tuple((f"drawn:{key}", (6,)) for key in keys)
    return drawn_records(exempt=ExemptRow(1, marks, "A contract is not let yet."))


def test_a_drawn_table_can_be_marked_as_exempt() -> None:
    keys = [place.key for place in places(drawn_records())]
    assert {"drawn:agreed", "drawn:agreed_money", "drawn:trend", "drawn:exceptions"} <= set(keys)
    assert "drawn:money" not in keys and "text:money" in keys


def test_the_public_edition_has_neither_the_table_nor_its_figures() -> None:
    records = marked("agreed", "agreed_money", "agreed_posts", "trend")
    public, whole = public_content(records), whole_content(records)
    said = " ".join(strings_of(public))
    assert "six social workers" not in said and "312,000" not in said and "352,000" not in said
    assert not any(figure["key"].startswith("agreed") or "_on_" in figure["key"] for figure in public["figures"])
    assert said.count("Not for publication (paragraph 6") >= 4
    assert "£352,000.50" in " ".join(strings_of(whole)) and "Not for publication" in " ".join(strings_of(whole))


def test_a_table_that_still_shows_what_another_hides_is_told_before_signing() -> None:
    assert any("six social workers" in fault for fault in leaks(marked("agreed")))
    assert leaks(marked("agreed", "agreed_money", "agreed_posts")) == ()
