"""The one real paper that we were given, where it is at hand. Nothing of it stands in this file."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lippen.improvement.adapters import Proposal, guess_mapping, propose, read_document

DEFAULT = Path(__file__).parents[5] / "shared/inputs/000_ed42783e1a155fa9.txt"
SEED = Path(os.environ.get("LIPPEN_SEED", DEFAULT))
pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the paper is not here; LIPPEN_SEED says where it is")
MONTHS = {"January": (2013, 1)} | {
    month: (2012, number)
    for number, month in enumerate(["June", "July", "August", "September", "October", "November", "December"], start=6)
}


@pytest.fixture(scope="module")
def paper() -> Proposal:
    document = read_document(SEED.name, SEED.read_bytes())
    return propose(document, guess_mapping(document))


def appendix() -> list[list[str]]:
    lines = SEED.read_text(encoding="utf-8").split("\n")
    start = next(index for index, line in enumerate(lines) if line.count("\t") == 5)
    return [line.split("\t") for line in lines[start + 1 :] if line.count("\t") == 5 and not line.startswith("--")]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"<[^>]*>", " ", text))


def test_ten_recommendations_and_thirty_two_actions(paper: Proposal) -> None:
    assert [r.number for r in paper.recommendations] == [str(number) for number in range(1, 11)]
    assert [len(r.actions) for r in paper.recommendations] == [2, 4, 3, 3, 4, 3, 4, 4, 2, 3]


def test_every_action_has_leads_and_a_review_month_in_its_year(paper: Proposal) -> None:
    assert all(action.leads for action in paper.actions)
    for action in paper.actions:
        period = action.review.period
        assert (period.starts_on.year, period.starts_on.month) == MONTHS[action.review.text]


def test_the_review_months_come_in_the_order_of_the_paper(paper: Proposal) -> None:
    printed = [month for row in appendix() for month in words(row[4])]
    assert [action.review.text for action in paper.actions] == printed


def test_every_lead_comes_in_the_order_of_the_paper(paper: Proposal) -> None:
    printed = [lead.lower() for row in appendix() for lead in words(row[3])]
    assert [lead.lower() for action in paper.actions for lead in action.leads] == printed


def test_every_word_of_progress_is_there_in_its_order(paper: Proposal) -> None:
    printed = [word for row in appendix() for word in words(row[5])]
    assert [word for action in paper.actions for entry in action.progress for word in words(entry.text)] == printed


def test_every_word_of_every_other_cell_is_there(paper: Proposal) -> None:
    held = set(words(str(paper.to_dict())))
    assert {word for row in appendix() for cell in row for word in words(cell)} <= held


def test_its_doubts_are_said(paper: Proposal) -> None:
    count = {kind: sum(doubt.kind == kind for doubt in paper.doubts) for kind in {d.kind for d in paper.doubts}}
    assert count == {"state": 32, "pairing": 5, "progress": 2, "year": 1, "initials": 1, "stray mark": 1, "tick": 5}


def test_its_fourteen_sections_are_offered_as_text(paper: Proposal) -> None:
    assert [section.number for section in paper.body] == [str(number) for number in range(1, 15)]
    assert paper.dated_on.isoformat() == "2012-10-25"
