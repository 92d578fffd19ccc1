"""Files that were spoilt by chance: each comes in whole or is refused in a sentence, and in time."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import transaction

from lippen.improvement import actions
from lippen.improvement.adapters import Refused, guess_mapping, propose, read_document
from lippen.improvement.adapters.proposal import Proposal
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.models import Action, Plan
from lippen.improvement.tests import factories
from lippen.improvement.tests.mutator import mutated
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.confined import UNFORESEEN

KINDS = ("xlsx", "docx", "pdf", "html", "markdown", "csv", "text")
MOST_SECONDS = 10
SAMPLE = 4
HUNDREDS = dict.fromkeys(KINDS, 100) | {"xlsx": 250, "docx": 250}
"""How many are tried in the long proof: 500 of them are spoilt inside a zip."""


def outcome(kind: str, seed: int, *, reader=read_document) -> tuple[str, object]:
    """What becomes of a spoilt file: read into a proposal, or refused, and never anything else."""
    content = mutated(kind, seed)
    try:
        document = reader(f"plan {seed}", content)
        return "read", propose(document, guess_mapping(document), near=factories.TODAY)
    except Refused as refused:
        assert refused.sentence.startswith(f"plan {seed}"), (kind, seed, refused.sentence)
        assert refused.sentence != UNFORESEEN.format(name=f"plan {seed}"), (kind, seed)
        return "refused", refused.sentence


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_file_comes_in_whole_or_is_refused_in_a_sentence(kind: str) -> None:
    found = Counter(outcome(kind, seed, reader=read_here)[0] for seed in range(12))
    assert set(found) <= {"read", "refused"}


def test_the_mutator_spoils_the_same_file_in_the_same_way_and_others_otherwise() -> None:
    assert mutated("xlsx", 1) == mutated("xlsx", 1) != mutated("xlsx", 2)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_the_mutator_spoils_a_file_in_the_same_way_on_another_day(kind: str) -> None:
    today = [mutated(kind, seed) for seed in range(8)]
    with patch("zipfile.time.localtime", return_value=time.struct_time((2030, 1, 2, 3, 4, 6, 0, 1, 0))):
        assert [mutated(kind, seed) for seed in range(8)] == today


def counts() -> dict[str, int]:
    """How many rows each table of plans holds."""
    return {model.__name__: model._default_manager.count() for model in apps.get_app_config("improvement").get_models()}


def comes_in_whole_or_not_at_all(cast: factories.Cast, proposal: Proposal) -> str:
    """Apply what was read, compare what is there then, and undo it."""
    with transaction.atomic():
        batch = actions.start_import(
            actor=cast.editor,
            authority_id=cast.council.pk,
            document=proposal.document,
            sha256="0" * 64,
            proposal=proposal.to_dict(),
            at=factories.NOW,
        )
        before = counts()
        try:
            plan = actions.apply_import(actor=cast.editor, batch_ref=batch.ref, at=factories.NOW, plan_title="Spoilt")
        except CannotDo as refusal:
            assert refusal.sentence.endswith("."), proposal.document
            assert counts() == before, f"{proposal.document} is half imported"
            came = "refused"
        else:
            kept = sorted(Action.objects.filter(plan=plan).values_list("number", "now__text"))
            assert kept == sorted((each.number, each.text) for each in proposal.actions), proposal.document
            came = "applied"
        transaction.set_rollback(True)
    return came


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_of_a_spoilt_file_comes_into_a_plan_whole_or_not_at_all(kind: str) -> None:
    cast = factories.cast()
    found: Counter[str] = Counter()
    for seed in range(60):
        became, proposal = outcome(kind, seed, reader=read_here)
        if became == "read":
            found[comes_in_whole_or_not_at_all(cast, proposal)] += 1
        if sum(found.values()) == SAMPLE:
            break
    assert found["applied"], "nothing of this kind came in: the mutator spoils too much to try anything"


@pytest.mark.django_db
def test_a_file_that_came_in_by_half_would_be_found_out() -> None:
    cast = factories.cast()
    found = (outcome("csv", seed, reader=read_here) for seed in range(60))
    proposal = next(proposal for became, proposal in found if became == "read")

    def half(*, actor: Actor, at: datetime, **given: object) -> Plan:
        actions.create_plan(actor=actor, title="Half", authority_id=cast.council.pk, agreed_on=factories.AGREED, at=at)
        raise CannotDo("The rest does not fit.")

    with patch.object(actions, "apply_import", half), pytest.raises(AssertionError, match="half imported"):
        comes_in_whole_or_not_at_all(cast, proposal)


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_hundreds_of_spoilt_files_of_each_kind_end_in_time_in_words_and_whole(kind: str) -> None:
    cast = factories.cast()
    found: Counter[str] = Counter()
    for seed in range(1_000, 1_000 + HUNDREDS[kind]):
        began = time.monotonic()
        became, proposal = outcome(kind, seed)
        assert time.monotonic() - began < MOST_SECONDS, (kind, seed)
        found[became] += 1
        if became == "read":
            found[comes_in_whole_or_not_at_all(cast, proposal)] += 1
    print(f"\n{kind}: {dict(found)}")
    assert found["refused"] and found["applied"]
