from __future__ import annotations

import csv
import io
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_type_hints

import pytest

from lippen.improvement import actions, datasets, exports, jobs, queries, work
from lippen.improvement.datasets import COLUMNS, ActionFacts, action_facts
from lippen.improvement.rows import ActionRow, LeadRow
from lippen.improvement.tests.factories import NOW, TERMS, TODAY, Cast, cast, month
from lippen.improvement.vocabulary import Colour, State, Which
from lippen.kernel import access
from lippen.kernel.files.store import stored_file

pytestmark = pytest.mark.django_db
CANARY = "Zaunkönig"


@pytest.fixture
def here() -> Cast:
    return cast()


def rows(here: Cast, **look: Any) -> tuple[ActionRow, ...]:
    return queries.plan_actions(here.editor, here.plan.pk, today=TODAY, **look)


def busy(here: Cast) -> str:
    """An action of which every kind of thing was said, all words of it the same."""
    leads = [LeadRow(here.worker.person_id, ""), LeadRow(None, CANARY)]
    dates = {Which.TARGET: month(2012, 9), Which.REVIEW: month(2012, 11)}
    ref = here.action(CANARY, leads=leads, dates=dates, intent=CANARY, accountable_id=here.boss.person_id).ref
    common = {"action_ref": ref, "so_on": TODAY, "at": NOW}
    slip = {"which": Which.TARGET, "period": month(2013, 1), "reason": CANARY, "agreed_by": CANARY}
    actions.change_date(actor=here.worker, **slip, **common)
    terms = TERMS | {"reason": CANARY, "agreed_by": CANARY, "risk_accepted": CANARY, "cover": CANARY}
    actions.change_state(actor=here.worker, state=State.BLOCKED, **terms, **common)
    actions.override_standing(actor=here.editor, standing=Colour.AMBER, reason=CANARY, **common)
    actions.write_update(actor=here.worker, paragraphs=[CANARY], **common)
    return ref


def test_a_line_of_the_dataset_is_what_the_plan_says_in_dates_codes_and_counts(here: Cast) -> None:
    ref = busy(here)
    (found,) = action_facts(rows(here))
    assert found == ActionFacts(
        action_ref=ref,
        number="1.1",
        theme_number=1,
        kind="finish",
        priority="",
        added_on=date(2012, 6, 14),
        state="blocked",
        state_on=TODAY,
        standing="amber",
        standing_by_rule="red",
        first_target_from=date(2012, 9, 1),
        first_target_to=date(2012, 9, 30),
        target_from=date(2013, 1, 1),
        target_to=date(2013, 1, 31),
        target_precision="month",
        target_slips=1,
        review_to=date(2012, 11, 30),
        review_slips=0,
        revisit_on=TERMS["revisit_on"],
        known_leads=1,
        other_leads=1,
        has_accountable=True,
        updates=1,
        last_update_on=TODAY,
        evidence_accepted=False,
        accepted_outside_line=False,
        open_doubts=0,
    )


def test_the_dataset_of_a_past_day_is_as_it_stood_then(here: Cast) -> None:
    busy(here)
    (found,) = action_facts(rows(here, as_at=date(2012, 9, 30)))
    assert (found.state, found.target_slips, found.updates, found.revisit_on) == ("not_started", 0, 0, None)


def test_no_name_and_no_words_of_a_person_are_in_the_dataset(here: Cast) -> None:
    busy(here)
    (row,) = rows(here)
    assert CANARY in repr(row) and here.worker.name in repr(row) and here.boss.name in repr(row)
    exported = exports.plan_data([row]).decode()
    assert CANARY not in exported
    assert [name for name in (here.worker.name, here.boss.name, row.theme_title) if name in exported] == []


def test_every_column_says_what_it_holds_and_is_a_key_a_date_a_code_a_count_or_a_claim() -> None:
    assert tuple(COLUMNS) == tuple(field.name for field in fields(ActionFacts))
    types = get_type_hints(ActionFacts)
    assert {types[name] for name in COLUMNS} == {str, int, bool, date, date | None}
    texts = {name for name in COLUMNS if types[name] is str}
    codes = {name for name in texts if COLUMNS[name].startswith("Code")}
    assert texts - codes == {"action_ref", "number"}
    assert not [
        name for name, words in COLUMNS.items() if types[name] is int and "[" not in words and "umber" not in words
    ]


def test_the_export_for_analysis_is_the_dataset_made_by_the_worker(here: Cast, settings: Any) -> None:
    settings.LIPPEN_TODAY = TODAY
    ref = busy(here)
    asked = {"plan": here.plan.ref, "kind": "data", "as_at": TODAY.isoformat(), "known_at": ""}
    export_ref = work.ask(here.editor, work.EXPORT, "improvement.export_plan", words="Waiting", **asked)
    jobs.export_plan(account_id=here.editor.account_id, ref=export_ref)
    access.identify(here.editor, today=TODAY)
    kept = stored_file(here.editor, work.told(here.editor, work.EXPORT, export_ref)["file"])
    lines = list(csv.DictReader(io.StringIO(bytes(kept.content.content).decode())))
    assert kept.name == "Long-term-work-with-children-data.csv"
    assert [line["action_ref"] for line in lines] == [ref] and tuple(lines[0]) == tuple(datasets.COLUMNS)
    assert (lines[0]["target_to"], lines[0]["target_slips"], lines[0]["evidence_accepted"]) == (
        "2013-01-31",
        "1",
        "False",
    )


def test_an_action_without_dates_leaves_its_cells_empty(here: Cast) -> None:
    here.action()
    (row,) = rows(here)
    line = exports.plan_data([replace(row, review=None)]).decode().splitlines()[1].split(",")
    cells = dict(zip(COLUMNS, line, strict=True))
    assert (cells["target_to"], cells["target_precision"], cells["review_to"], cells["updates"]) == ("", "", "", "0")
