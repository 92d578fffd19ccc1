"""The same plan in seven kinds of file is the same plan."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from lippen.improvement.adapters import Proposal, guess_mapping, propose, read_document
from lippen.improvement.tests.plan_files import MAKERS


def proposal_of(content: bytes, name: str = "plan") -> Proposal:
    document = read_document(name, content)
    return propose(document, guess_mapping(document))


def plan_of(proposal: Proposal) -> list[object]:
    """The plan without the places where its words stood."""
    plain = json.loads(json.dumps([asdict(each) for each in proposal.recommendations], default=str))
    for recommendation in plain:
        for each in (recommendation, *recommendation["actions"]):
            each.pop("place")
    return plain


EXPECTED = plan_of(proposal_of(MAKERS["csv"]()))


def test_the_plan_that_all_kinds_are_held_to_has_its_seven_actions() -> None:
    proposal = proposal_of(MAKERS["csv"]())
    assert [action.number for action in proposal.actions] == ["1.1", "1.2", "2.1", "3.1", "3.2", "3.3", "4.1"]
    assert [entry.text for entry in proposal.actions[0].progress] == [
        "Adverts are under way across Braeside, Strathlairn and the Islands.",
        "Two families have come forward.",
    ]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_plan_is_the_same_in_every_kind_of_file(kind: str) -> None:
    assert read_document("plan", MAKERS[kind]()).kind == kind
    assert plan_of(proposal_of(MAKERS[kind]())) == EXPECTED


@pytest.mark.parametrize("kind", MAKERS)
def test_every_word_of_every_cell_is_kept_with_its_place_in_every_kind_of_file(kind: str) -> None:
    document = read_document("plan", MAKERS[kind]())
    mapping = guess_mapping(document)
    kept = " ".join(
        " ".join(piece.text for piece in cell.pieces)
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    )
    for words in ("Find ten new carers in Braeside and in the villages round it", "Carers met in the Hall of Braeside"):
        assert words in kept
    assert mapping.layouts[0].is_plan
