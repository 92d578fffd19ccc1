"""A plan goes out as a spreadsheet or CSV and comes back the same, whatever its words; no cell runs as a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lippen.improvement import exports
from lippen.improvement.adapters import Proposal, guess_mapping, propose
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.rows import ActionRow, LeadRow
from lippen.improvement.tests.test_screens_words import row as an_action_row
from lippen.kernel.calendar import read_period

HOSTILE = st.sampled_from(
    ["=1+1", "+44", "-1", "@SUM(A1)", "'=x", "''+y", "a,b;c|d", 'say "so"', "<table><td>", "| a | b |", "• one",
     "- two", "\u202e turned", "é 👩‍👧", "Total 3", "Page 2", "#REF!", "TRUE",
     "1.10", "3 May 2025", "x\ty", "a\nb", "a\r\nb"]
)  # fmt: skip
LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=30)
WORDS = (
    st.one_of(HOSTILE, LETTERS, st.tuples(HOSTILE, LETTERS).map(" ".join))
    .map(str.strip)
    .filter(lambda words: words and "x005F_" not in words and exports.plain(words).strip() == exports.plain(words))
)
DATES = ["31 March 2026", "May 2026", "Sept / Oct 2026", "2027", "end March 2027", "Q1 2026/27", ""]
PERIODS = st.sampled_from(DATES).map(lambda words: read_period(words, near=None)[0] if words else None)
NAMES = st.sampled_from(["Ann Other", "Wren Keeper", "XY", "Jo van der Bell"])
ROWS = st.builds(
    dict,
    text=WORDS,
    intent=st.one_of(st.just(""), WORDS),
    last_update_text=st.one_of(st.just(""), WORDS),
    leads=st.lists(NAMES, max_size=3, unique=True),
    target=PERIODS,
    review=PERIODS,
    state=st.sampled_from(["under_way", "says_done", "not_started", "unconfirmed"]),
    kind=st.sampled_from(["finish", "keep_going"]),
    theme=st.sampled_from([(1, "=Homes"), (2, "People; all"), (3, "“Good” practice")]),
)
PLANS = st.lists(ROWS, min_size=1, max_size=6)


def rows_of(plan: list[dict]) -> list[ActionRow]:
    """The plan's rows as the export reads them, in the plan's order."""
    made: list[ActionRow] = []
    for each in sorted(plan, key=lambda each: each["theme"]):
        number, title = each["theme"]
        place = sum(row.theme_number == number for row in made) + 1
        row = an_action_row(
            ref=f"action-{number}-{place}",
            number=f"{number}.{place}",
            theme_number=number,
            theme_title=title,
            leads=tuple(LeadRow(None, name) for name in each["leads"]),
            last_update_on=date(2025, 3, 1) if each["last_update_text"] else None,
            first_target=each["target"],
            **{
                name: each[name] for name in ("text", "intent", "last_update_text", "target", "review", "state", "kind")
            },
        )
        made.append(row)
    return made


def read_back(content: bytes) -> Proposal:
    document = read_here("plan", content)
    return propose(document, guess_mapping(document), near=date(2025, 3, 2))


def as_it_was(row: ActionRow) -> tuple[object, ...]:
    said = tuple(exports.plain(row.last_update_text).split("\n")) if row.last_update_text else ()
    return (
        (
            row.number,
            exports.plain(row.theme_title),
            row.ref,
            exports.plain(row.text),
            exports.plain(row.intent),
            row.kind,
        ),
        tuple(lead.name for lead in row.leads),
        row.target and (row.target.starts_on, row.target.ends_on, row.target.precision),
        row.review and (row.review.starts_on, row.review.ends_on, row.review.precision),
        None if row.state == "unconfirmed" else row.state,
        (row.last_update_on, said) if said else None,
    )


def as_it_came(proposal: Proposal) -> list[tuple[object, ...]]:
    found = []
    for theme in proposal.recommendations:
        for action in theme.actions:
            said = tuple(f"• {entry.text}" if entry.bullet else entry.text for entry in action.progress)
            dates = [when and (when.period.starts_on, when.period.ends_on, when.period.precision)
                     for when in (action.target, action.review)]  # fmt: skip
            found.append(
                (
                    (action.number, theme.title, action.reference, action.text, action.intent, action.kind),
                    action.leads,
                    *dates,
                    action.proposed and action.proposed.state.value,
                    (action.progress[0].so_on, said) if said else None,
                )
            )
    return found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=PLANS)
def test_a_plan_that_goes_out_and_comes_back_is_the_same_plan(kind, plan) -> None:
    rows = rows_of(plan)
    assert as_it_came(read_back(exports.built(kind, rows, title="Looms"))) == [as_it_was(row) for row in rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "'=", "''@"])
def test_no_cell_of_an_export_begins_as_a_formula_and_its_words_come_back(start: str) -> None:
    row = replace(rows_of([PLAIN])[0], text=f"{start}HYPERLINK(1)", theme_title=f"{start}1")
    cells = next(csv.DictReader(io.StringIO(exports.plan_csv([row]).decode("utf-8-sig"))))
    assert not any(words.startswith(("=", "+", "-", "@", "\t", "\r")) for words in cells.values())
    sheet = load_workbook(io.BytesIO(exports.plan_xlsx([row], title="x"))).active
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)
    for kind in ("csv", "xlsx"):
        assert read_back(exports.built(kind, [row], title="x")).actions[0].text == row.text


PLAIN = {
    "text": "Find carers", "intent": "", "last_update_text": "", "leads": ["XY"], "target": None, "review": None,
    "state": "under_way", "kind": "finish", "theme": (1, "Homes"),
}  # fmt: skip


def test_a_target_date_that_had_moved_comes_back_with_its_first() -> None:
    first, now = (read_period(words, near=None)[0] for words in ("May 2025", "June 2026"))
    row = replace(rows_of([PLAIN])[0], first_target=first, target=now)
    action = read_back(exports.plan_xlsx([row], title="x")).actions[0]
    assert (action.first_target.text, action.target.text) == ("May 2025", "June 2026")


def test_every_export_names_its_actions_by_their_reference() -> None:
    assert exports.COLUMNS[-1].heading == "Reference in Lippen"
    assert exports.COLUMNS[-1].read(rows_of([PLAIN])[0]) == "action-1-1"
